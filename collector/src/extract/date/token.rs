//! A text as numbers, words and signs, whatever script its digits are in.

/// A piece of a text, with the bytes that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) what: Piece,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Its value, and how many digits it has.
    Number(u32, u8),
    /// In lower case.
    Word(String),
    /// One sign, or one character of a script without spaces.
    Sign(char),
}

/// Longer texts are not read for dates beyond this many pieces.
const MOST: usize = 4000;

/// Cuts a text into pieces. Spaces part pieces and are dropped.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if out.len() >= MOST {
            break;
        }
        if let Some(first) = digit(c) {
            let (mut value, mut digits, mut end) = (first, 1_u8, start + c.len_utf8());
            while let Some((at, next)) = chars.peek().copied() {
                let Some(figure) = digit(next) else { break };
                value = value.saturating_mul(10).saturating_add(figure);
                digits = digits.saturating_add(1);
                end = at + next.len_utf8();
                chars.next();
            }
            out.push(Token { what: Piece::Number(value, digits), start, end });
        } else if stands_alone(c) {
            out.push(Token { what: Piece::Sign(c), start, end: start + c.len_utf8() });
        } else if is_letter(c) {
            let mut end = start + c.len_utf8();
            let mut word: String = c.to_lowercase().collect();
            let thai = is_thai(c);
            while let Some((at, next)) = chars.peek().copied() {
                // Letters that are joined, or kept apart, by signs without width.
                if matches!(next, '\u{200c}' | '\u{200d}') {
                    chars.next();
                    continue;
                }
                let dot = thai && next == '.';
                if !dot && (!is_letter(next) || stands_alone(next)) {
                    break;
                }
                word.extend(next.to_lowercase());
                end = at + next.len_utf8();
                chars.next();
            }
            out.push(Token { what: Piece::Word(word), start, end });
        } else if !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        {
            out.push(Token { what: Piece::Sign(plain(c)), start, end: start + c.len_utf8() });
        }
    }
    out
}

fn is_letter(c: char) -> bool {
    // Marks of Indic scripts and of Thai belong to their letters.
    c.is_alphabetic()
        || matches!(c, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0dff}' | '\u{0e31}'..='\u{0e4e}')
}

fn is_thai(c: char) -> bool {
    matches!(c, '\u{0e01}'..='\u{0e4e}')
}

/// Han, Kana and Hangul: 年, 日 and 월 stand at numbers without spaces.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

fn plain(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' => '-',
        '／' | '⁄' => '/',
        '．' | '。' => '.',
        '：' | '∶' => ':',
        '，' | '、' | '،' => ',',
        c => c,
    }
}

/// The figure that a digit stands for: ASCII, full width, Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu,
/// Kannada, Malayalam, Thai, Lao, Burmese, Khmer.
fn digit(c: char) -> Option<u32> {
    const ZEROS: &[char] = &[
        '0', '\u{ff10}', '\u{0660}', '\u{06f0}', '\u{0966}', '\u{09e6}', '\u{0a66}', '\u{0ae6}', '\u{0be6}',
        '\u{0c66}', '\u{0ce6}', '\u{0d66}', '\u{0e50}', '\u{0ed0}', '\u{1040}', '\u{17e0}',
    ];
    let code = u32::from(c);
    ZEROS
        .iter()
        .map(|zero| u32::from(*zero))
        .find(|zero| (*zero..*zero + 10).contains(&code))
        .map(|zero| code - zero)
}
