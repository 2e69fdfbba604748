//! Redaction: a stored body in which nothing of the forgotten is left, and the rest stays as it was.
//!
//! It reads and writes no store and undoes no content encoding: bodies come unpacked. What it does not find, as it
//! would have to guess: base64 and other codings of a whole text, escapes nested deeper than four levels, names of
//! characters that few pages use or without their semicolon, one word put for another (a slug
//! `anna-smith` for `Anna Smith`), texts in pictures, and short words and texts where [`Needle`] says so.
//! A body of which it cannot be sure is dropped: a lost shared page is better than a forgotten person found.

mod charset;
mod csv;
mod entity;
mod escape;
mod feed;
mod firsts;
mod form;
mod json;
mod letters;
mod markup;
mod needle;
mod needles;
mod record;
mod search;
mod view;
mod words;

pub use firsts::Firsts;
pub use form::Form;
pub(crate) use letters::{fold, is_mark, is_unspaced};
pub use needle::Needle;
pub(crate) use needle::{HEAD, WEIGHTY, own_parts};
pub use needles::Needles;
pub use words::{Passed, Said, Words};

/// What stands in the place of a needle.
pub const MARK: &str = "[forgotten]";

/// What stands in the place of a JSON object that is a forgotten person's record.
pub const RECORD: &str = "{\"forgotten\":true}";

/// A mark may bring a word to light that was part of a longer one: it takes so many rounds at most.
const ROUNDS: usize = 4;

/// What became of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redacted {
    /// It holds no needle.
    Untouched,
    /// The new body, in which no needle is left.
    Changed(Vec<u8>),
    /// It holds a needle that could not be taken out: nothing of the body may be kept.
    Dropped,
}

/// Takes all needles out of a body, which has no content encoding any more.
///
/// JSON keeps every byte but those of strings, keys and numbers that hold a needle; the smallest object that holds both a
/// whole text and a whole id, name or address becomes [`RECORD`]. CSV loses the rows that hold both. Feeds lose the entries that
/// hold anything. A body in another charset than UTF-8 is dropped when it holds a needle.
///
/// The time grows with the length of the body, whatever it holds.
pub fn redact(body: &[u8], form: Form, needles: &Needles) -> Redacted {
    if !holds(body, form, needles) {
        return Redacted::Untouched;
    }
    let Some((text, rest)) = charset::text(body) else { return Redacted::Dropped };
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let sniffed = form.sniffed(&text);
        let changed = match sniffed {
            Form::Json | Form::Ndjson => json::redacted(&text, sniffed, needles),
            Form::Csv => csv::redacted(&text, needles),
            Form::Markup => feed::redacted(&text, needles),
            Form::Text | Form::Unknown => {
                search::marked(&text, sniffed, search::around(&text, sniffed, needles))
            }
        };
        let Some(changed) = changed else { break };
        text = changed;
        let mut bytes = text.clone().into_bytes();
        bytes.extend_from_slice(rest);
        if !holds(&bytes, form, needles) {
            return Redacted::Changed(bytes);
        }
    }
    Redacted::Dropped
}

/// Whether a body holds a needle, in any spelling that is searched.
pub fn holds(body: &[u8], form: Form, needles: &Needles) -> bool {
    if let Some((text, _)) = charset::text(body)
        && search::holds(text, form.sniffed(text), needles)
    {
        return true;
    }
    charset::foreign(body).any(|text| search::holds(&text, form.sniffed(&text), needles))
}

/// The same for a value of a column: a text, an address, or JSON; `None` when it holds no needle.
pub fn redact_text(text: &str, needles: &Needles) -> Option<String> {
    match redact(text.as_bytes(), Form::Unknown, needles) {
        Redacted::Untouched => None,
        Redacted::Changed(bytes) => Some(String::from_utf8(bytes).unwrap_or_else(|_| MARK.to_owned())),
        Redacted::Dropped => Some(MARK.to_owned()),
    }
}
