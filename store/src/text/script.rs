//! What a folded character is to the index: part of a run without spaces, of a word, of an Arabic word, or what parts them.

use unicode_normalization::char::is_combining_mark;

/// What a folded character is to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Between words.
    Break,
    /// Of a script without spaces: any part of a run can be searched.
    Run,
    /// Of a word.
    Word,
    /// Of an Arabic word; Latin letters and digits beside it are a word of their own.
    Arabic,
    /// A mark, which belongs to the word that it follows.
    Mark,
}

/// What a folded character is to the index.
pub(super) fn class(c: char) -> Class {
    match c {
        // The most frequent come first, and need no table.
        '0'..='9' | 'a'..='z' | '\u{430}'..='\u{44f}' => Class::Word,
        '\u{4e00}'..='\u{9fff}' => Class::Run,
        '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' => Class::Arabic,
        '\0'..='\x7f' | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => Class::Break,
        _ if is_run(c) => Class::Run,
        '\u{620}'..='\u{64a}'
        | '\u{66e}'..='\u{6d3}'
        | '\u{6d5}'
        | '\u{6ee}'
        | '\u{6ef}'
        | '\u{6fa}'..='\u{6fc}'
        | '\u{750}'..='\u{77f}'
        | '\u{8a0}'..='\u{8c9}'
            if c.is_alphabetic() =>
        {
            Class::Arabic
        }
        _ if is_combining_mark(c) => Class::Mark,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Break,
    }
}

/// Whether a character belongs to a script written without spaces: Han, kana, bopomofo, Hangul (written with spaces, and
/// with particles attached), Thai, Lao, Burmese and Khmer.
pub const fn is_run(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e50}'..='\u{e59}' | '\u{e81}'..='\u{edf}'
        | '\u{1000}'..='\u{1049}' | '\u{1050}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17d3}' | '\u{17d7}' | '\u{17dc}' | '\u{17dd}' | '\u{17e0}'..='\u{17e9}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{302f}' | '\u{3031}'..='\u{3035}'
        | '\u{3038}'..='\u{303c}' | '\u{3041}'..='\u{309a}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{3131}'..='\u{318e}' | '\u{31a0}'..='\u{31bf}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97f}'
        | '\u{a9e0}'..='\u{a9fe}' | '\u{aa60}'..='\u{aa7f}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
        | '\u{1aff0}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}')
}
