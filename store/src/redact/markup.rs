//! Folded text without its tags, as a reader sees it: `<b>Hel</b>lo` is one word, `a<br>b` is two.
//!
//! It is no parser: a tag is what stands between `<` with a letter, `/`, `!` or `?` behind it and the next `>`.

/// What a tag leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    Nothing,
    /// A blank.
    Blank,
    /// Nothing, and the blanks around are taken out too.
    Squeezed,
}

/// The text without tags; `None` when it has none.
pub(super) fn without_tags(folded: &[u8], gap: Gap) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut tags = false;
    let mut at = 0;
    // Past the last `>` nothing is a tag; looking for it from each `<` would take quadratic time.
    let last = folded.iter().rposition(|b| *b == b'>')?;
    while at < folded.len() {
        let next = folded.get(at + 1).copied().unwrap_or(b' ');
        let opens = next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
        let mut byte = folded[at];
        if byte == b'<' && opens && at < last {
            let end = folded[at..].iter().position(|b| *b == b'>').unwrap_or(0);
            tags = true;
            at += end;
            byte = b' ';
            if gap != Gap::Blank {
                at += 1;
                continue;
            }
        }
        let blank = byte == b' ' && (gap == Gap::Squeezed || out.last() == Some(&b' '));
        if !blank {
            out.push(byte);
        }
        at += 1;
    }
    tags.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_leave_what_is_asked_for() {
        let text = b"a <b>hel</b>lo<br/> there <3 x>";
        let with = |gap| String::from_utf8(without_tags(text, gap).unwrap()).unwrap();
        assert_eq!(with(Gap::Nothing), "a hello there <3 x>");
        assert_eq!(with(Gap::Blank), "a hel lo there <3 x>");
        assert_eq!(with(Gap::Squeezed), "ahellothere<3x>");
        assert!(without_tags(b"1 < 2 > 1", Gap::Blank).is_none());
        assert!(without_tags(b"<b", Gap::Blank).is_none());
    }
}
