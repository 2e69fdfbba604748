//! Undoing escapes: JSON and script (`\n`, `\u00e9`, `\x41`), HTML (`&amp;`, `&#233;`) and percent-encoding, one level
//! at a time, each character keeping the bytes that it was made of.
//!
//! It does not know which language the text is in: the caller says which kinds of escapes may be meant.

use super::entity;

/// Runs of escapes are worked on in pieces of about so many bytes, which bounds the memory.
const SOFT_END: usize = 4 << 10;
/// A run without a good place to cut is cut here.
const HARD_END: usize = 1 << 20;

/// A character and the bytes that it was written with, counted from the start of its run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) ch: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Which escapes are undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinds {
    /// None.
    None,
    /// Those with a backslash.
    Backslash,
    /// All.
    All,
}

/// Whether an escape may begin with this byte.
pub(super) const fn begins(byte: u8) -> bool {
    matches!(byte, b'\\' | b'&' | b'%')
}

/// A JSON escape whose character can neither begin nor go on with another escape, so that no run need be looked at, and
/// its length. These are most of the escapes that there are.
pub(super) fn simple(bytes: &[u8]) -> Option<(char, usize)> {
    match bytes.get(1)? {
        b'"' => Some(('"', 2)),
        b'/' => Some(('/', 2)),
        b'n' => Some(('\n', 2)),
        b'r' => Some(('\r', 2)),
        b't' => Some(('\t', 2)),
        b'u' => {
            let digit = |sum: u32, b: &u8| Some(sum << 4 | char::from(*b).to_digit(16)?);
            let code = bytes.get(2..6)?.iter().try_fold(0, digit)?;
            char::from_u32(code).filter(|c| !c.is_ascii()).map(|c| (c, 6))
        }
        _ => None,
    }
}

/// Where the run of escapes ends that begins at `from`: no escape, however nested, reaches over its end.
pub(super) fn run_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < bytes.len() {
        let byte = bytes[at];
        let length = at - from;
        if length >= HARD_END || (length >= SOFT_END && begins(byte) && !continues(&bytes[at..])) {
            break;
        }
        if byte == b'\\' {
            // Whatever follows belongs to it.
            at += 1 + bytes.get(at + 1).map_or(0, |next| utf8_length(*next));
        } else if byte.is_ascii_alphanumeric() || matches!(byte, b'&' | b'%' | b'#' | b';' | b'{' | b'}') {
            at += 1;
        } else {
            break;
        }
    }
    at.min(bytes.len())
}

/// Whether these bytes begin with an escape that goes on with the character begun before it.
fn continues(bytes: &[u8]) -> bool {
    let digit = |n: usize| bytes.get(n).map(u8::to_ascii_lowercase);
    match bytes.first() {
        Some(b'%') => matches!(digit(1), Some(b'8' | b'9' | b'a' | b'b')),
        Some(b'\\') => digit(1) == Some(b'u') && digit(2) == Some(b'd') && digit(3) > Some(b'b'),
        _ => false,
    }
}

const fn utf8_length(first: u8) -> usize {
    match first {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

/// Undoes one level of escapes; says whether there was one.
pub(super) fn undo(units: &[Unit], kinds: Kinds, out: &mut Vec<Unit>) -> bool {
    out.clear();
    let mut changed = false;
    let mut at = 0;
    while at < units.len() {
        let rest = &units[at..];
        let found = match (rest[0].ch, kinds) {
            (_, Kinds::None) => None,
            ('\\', _) => backslash(rest),
            ('&', Kinds::All) => reference(rest),
            ('%', Kinds::All) => percent(rest),
            _ => None,
        };
        let (ch, count) = found.unwrap_or((rest[0].ch, 1));
        changed |= found.is_some();
        out.push(Unit { ch, start: rest[0].start, end: rest[count - 1].end });
        at += count;
    }
    changed
}

fn backslash(units: &[Unit]) -> Option<(char, usize)> {
    let plain = match units.get(1)?.ch {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        c @ ('/' | '"' | '\\' | '\'') => c,
        'x' => return Some((char::from_u32(hex(units, 2, 2)?)?, 4)),
        'u' if units.get(2).is_some_and(|u| u.ch == '{') => {
            let length = units.iter().skip(3).take(7).position(|u| u.ch == '}')?;
            return Some((char::from_u32(hex(units, 3, length)?)?, length + 4));
        }
        'u' => {
            let code = hex(units, 2, 4)?;
            let low = units
                .get(6..8)
                .filter(|next| next[0].ch == '\\' && next[1].ch == 'u')
                .and_then(|_| hex(units, 8, 4))
                .filter(|low| (0xdc00..0xe000).contains(low));
            return Some(match low {
                Some(low) if (0xd800..0xdc00).contains(&code) => {
                    let code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                _ => (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
            });
        }
        _ => return None,
    };
    Some((plain, 2))
}

/// `&name;`, `&#233;` or `&#xe9;`; the semicolon may be missing after a number.
fn reference(units: &[Unit]) -> Option<(char, usize)> {
    if units.get(1)?.ch != '#' {
        let length = units.iter().skip(1).take(entity::LONGEST + 1).position(|u| u.ch == ';')?;
        let name: String = units[1..=length].iter().map(|u| u.ch).collect();
        return Some((entity::named(&name)?, length + 2));
    }
    let (from, radix) = if matches!(units.get(2)?.ch, 'x' | 'X') { (3, 16) } else { (2, 10) };
    let length = units.iter().skip(from).take(8).take_while(|u| u.ch.is_digit(radix)).count();
    let code = units[from..from + length]
        .iter()
        .try_fold(0_u32, |sum, u| sum.checked_mul(radix)?.checked_add(u.ch.to_digit(radix)?))
        .filter(|_| length > 0)?;
    let closed = usize::from(units.get(from + length).is_some_and(|u| u.ch == ';'));
    Some((entity::numbered(code), from + length + closed))
}

/// One character of percent-encoded UTF-8.
fn percent(units: &[Unit]) -> Option<(char, usize)> {
    let byte = |n: usize| {
        let value = (units.get(n * 3)?.ch == '%').then(|| hex(units, n * 3 + 1, 2))??;
        u8::try_from(value).ok()
    };
    let first = byte(0)?;
    let length = utf8_length(first);
    let mut bytes = [0; 4];
    for (n, place) in bytes.iter_mut().enumerate().take(length) {
        *place = byte(n)?;
    }
    let ch = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    Some((ch, length * 3))
}

fn hex(units: &[Unit], from: usize, length: usize) -> Option<u32> {
    let digits = units.get(from..from + length).filter(|digits| !digits.is_empty())?;
    digits.iter().try_fold(0_u32, |sum, u| Some(sum << 4 | u.ch.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn once(text: &str) -> String {
        let units: Vec<Unit> =
            text.char_indices().map(|(start, ch)| Unit { ch, start, end: start + ch.len_utf8() }).collect();
        let mut out = Vec::new();
        undo(&units, Kinds::All, &mut out);
        out.iter().map(|u| u.ch).collect()
    }

    #[test]
    fn each_kind_is_undone_once() {
        assert_eq!(once(r"a\u00e9\ud83d\ude00\/\x41\u{1f600}\n"), "aé😀/A😀\n");
        assert_eq!(once("&eacute;&#233;&#xE9;&#65b&amp;amp;&commat;"), "éééAb&amp;@");
        assert_eq!(once("%C3%A9%41%f0%9f%98%80%25"), "éA😀%");
        assert_eq!(once(r"\ud83dx\q&nosuch;%zz%C3 &;%"), "\u{fffd}x\\q&nosuch;%zz%C3 &;%");
        assert_eq!(once(r"\\u0041"), r"\u0041");
    }

    #[test]
    fn a_run_is_cut_between_characters() {
        let long = r"\ud83d\ude00".repeat(2000);
        let end = run_end(long.as_bytes(), 0);
        assert!((SOFT_END..SOFT_END + 13).contains(&end) && end.is_multiple_of(12), "{end}");
        let long = "%E4%B8%AD".repeat(2000);
        assert!(run_end(long.as_bytes(), 0).is_multiple_of(9));
        assert_eq!(run_end(b"\\\"x y", 0), 3);
        assert_eq!(run_end("\\é y".as_bytes(), 0), 3);
        assert_eq!(run_end(b"\\", 0), 1);
    }
}
