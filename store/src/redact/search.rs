//! Looking through a text in every reading of it.

use super::Form;
use super::csv;
use super::escape::Kinds;
use super::markup::{self, Gap};
use super::needles::Needles;
use super::view::{Reading, View};

/// The escapes that a form's own grammar undoes.
fn own_escapes(form: Form) -> Kinds {
    if form.is_json() { Kinds::Backslash } else { Kinds::None }
}

/// Whether a text holds a needle.
pub(super) fn holds(text: &str, form: Form, needles: &Needles) -> bool {
    match form {
        Form::Json | Form::Ndjson => is_in_document(text, form, needles),
        Form::Csv => is_in_table(text, needles),
        _ => is_read_in(text, form, needles),
    }
}

/// Whether a table holds one, in any of its cells. Its bytes are looked at first, which most tables pass at once: what is found there may
/// go from one cell into the next, as with a comma that only parts them.
fn is_in_table(text: &str, needles: &Needles) -> bool {
    let may = |text: &str| {
        let (found, tags) = is_in_bytes(text, Form::Csv, needles);
        found || tags
    };
    (may(text) || (text.contains("\"\"") && may(&text.replace("\"\"", "\""))) || needles.have_short())
        && csv::values(text)
            .any(|value| is_read_in(&value, Form::Csv, needles) || needles.are_alone_in(&value, Kinds::None))
}

/// Whether a document holds one. A tag does not go on from one of its strings to another: as they are seen, they are looked at
/// one by one, as they are cleared.
fn is_in_document(text: &str, form: Form, needles: &Needles) -> bool {
    let (found, tags) = is_in_bytes(text, form, needles);
    found || (tags && strings(text, form).any(|string| is_read_in(string, form, needles)))
}

/// Whether the bytes of a text hold one in any reading, wherever its values begin and end; and else whether there are tags to look behind.
fn is_in_bytes(text: &str, form: Form, needles: &Needles) -> (bool, bool) {
    let mut tags = false;
    for reading in Reading::all(own_escapes(form)) {
        let view = View::new(text, reading, false);
        if needles.are_in(&view.text, form.is_json()) {
            return (true, tags);
        }
        tags = tags || view.text.contains(&b'<');
        if !view.deeper {
            break;
        }
    }
    (false, tags)
}

fn is_read_in(text: &str, form: Form, needles: &Needles) -> bool {
    for reading in Reading::all(own_escapes(form)) {
        let view = View::new(text, reading, false);
        if needles.are_in(&view.text, form.is_json()) || is_seen_in(&view.text, needles) {
            return true;
        }
        if !view.deeper {
            break;
        }
    }
    false
}

/// What stands in the strings of a document, and between them.
fn strings(text: &str, form: Form) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    let mut quoted = false;
    std::iter::from_fn(move || {
        let here = rest?;
        let mut escaped = false;
        let end = here.bytes().position(|byte| {
            let ends = !escaped && (byte == b'"' || (quoted && byte == b'\n' && form == Form::Ndjson));
            escaped = quoted && byte == b'\\' && !escaped;
            ends
        });
        quoted = !quoted;
        rest = end.map(|end| &here[end + 1..]);
        Some(&here[..end.unwrap_or(here.len())])
    })
}

/// Whether the text holds a needle once its tags are gone.
fn is_seen_in(view: &[u8], needles: &Needles) -> bool {
    // Most JSON has none, and is looked through for them at the speed of memory.
    if !view.contains(&b'<') {
        return false;
    }
    let without = |gap| markup::without_tags(view, gap);
    without(Gap::Nothing).is_some_and(|text| needles.are_in(&text, false))
        || without(Gap::Blank).is_some_and(|text| needles.are_in(&text, false))
        || without(Gap::Squeezed).is_some_and(|text| needles.are_in_squeezed(&text))
}

/// The bytes of a text that belong to needles: in order, apart from each other.
pub(super) fn places(text: &str, form: Form, needles: &Needles) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for reading in Reading::all(own_escapes(form)) {
        let view = View::new(text, reading, true);
        let found = needles.places(&view.text, form.is_json());
        places.extend(found.into_iter().map(|(start, end)| view.raw(start, end)));
        if !view.deeper {
            break;
        }
    }
    places.sort_unstable();
    let mut apart: Vec<(usize, usize)> = Vec::with_capacity(places.len());
    for (start, end) in places {
        match apart.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    apart
}

/// A text with marks in the place of needles; `None` when it has none.
pub(super) fn marked(text: &str, form: Form, needles: &Needles) -> Option<String> {
    let places = places(text, form, needles);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in &places {
        out.push_str(text.get(at..*start)?);
        out.push_str(super::MARK);
        at = *end;
    }
    out.push_str(text.get(at..)?);
    (!places.is_empty()).then_some(out)
}

/// The needles for a string, a cell or a text: where it holds anything that only the forgotten wrote, it passes them on, and
/// nothing in it is spared.
pub(super) fn around<'n>(text: &str, form: Form, needles: &'n Needles) -> &'n Needles {
    let passes_on = || {
        Reading::all(own_escapes(form))
            .any(|reading| needles.texts_are_in(&View::new(text, reading, false).text, form.is_json()))
    };
    if needles.spare() && passes_on() { needles.unsparing() } else { needles }
}

/// A JSON string or a cell, without its quotes, with no needle left; `None` when it had none.
///
/// Where a needle cannot be told from its layout, all of it is the mark.
pub(super) fn cleared(text: &str, form: Form, needles: &Needles) -> Option<String> {
    let needles = around(text, form, needles);
    let once = marked(text, form, needles);
    let rest = once.as_deref().unwrap_or(text);
    if is_read_in(rest, form, needles) { Some(super::MARK.to_owned()) } else { once }
}
