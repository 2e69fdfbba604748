//! The hashtags of an item in the order in which its words have them.

use whence_store::text::fold;

/// The tags that stand in a text, in order, folded; a tag that stands there twice is there twice. `known` are the tags that the
/// item carries: a `#` in the words need not be one. A tag that the platform keeps beside the text has no place in it, and is left out.
pub(super) fn sequence(text: &str, known: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(place) = rest.find(['#', '＃']) {
        let sign = rest[place..].chars().next().map_or(1, char::len_utf8);
        rest = &rest[place + sign..];
        // The longest beginning that is a tag: scripts without spaces write on behind it, and some close it by another sign.
        let end = rest.find(['#', '＃']).unwrap_or(rest.len());
        let tag = known
            .iter()
            .filter_map(|tag| length(&rest[..end], tag).map(|length| (length, tag)))
            .max_by_key(|&(length, _)| length);
        if let Some((length, tag)) = tag {
            found.push(tag.clone());
            rest = &rest[length..];
            // The sign that closes it opens no other.
            if rest.starts_with(['#', '＃']) && !tag.is_ascii() {
                rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
            }
        }
    }
    found
}

/// How many bytes of a text are a tag, if it begins with it and no letter of the same word follows.
fn length(text: &str, tag: &str) -> Option<usize> {
    let word = text.find(|c: char| !is_letter(c)).unwrap_or(text.len());
    if fold(&text[..word]) == tag {
        return Some(word);
    }
    // Topics with spaces and signs (`#A B#`), and tags that run on into the sentence.
    let ends = text.char_indices().map(|(place, c)| place + c.len_utf8());
    ends.take_while(|&end| end <= tag.len() * 4).find(|&end| {
        fold(&text[..end]) == tag
            && (text[end..].chars().next().is_none_or(|next| !is_letter(next)) || !tag.is_ascii())
    })
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::sequence;

    fn of(text: &str, known: &[&str]) -> String {
        sequence(text, &known.iter().map(|&tag| tag.to_owned()).collect::<Vec<_>>()).join(" ")
    }

    #[test]
    fn the_order_is_that_of_the_words() {
        assert_eq!(of("#Bravo then #alpha, and #BRAVO again", &["alpha", "bravo"]), "bravo alpha bravo");
        assert_eq!(of("#alpha #bravo", &["alpha", "bravo"]), "alpha bravo");
        assert_eq!(of("no tag: alpha # bravo", &["alpha", "bravo"]), "");
        assert_eq!(of("#alphabet and #alpha", &["alpha", "alphabet"]), "alphabet alpha");
        assert_eq!(of("issue #5 of #alpha", &["alpha"]), "alpha");
        assert_eq!(of("#深度求索#来了＃人工智能＃", &["人工智能", "深度求索"]), "深度求索 人工智能");
        assert_eq!(of("", &["alpha"]), "");
    }
}
