//! CSV: a row that is a forgotten person's record goes, the cells of others that hold a needle are marked, and all other
//! rows keep their bytes.

use std::borrow::Cow;

use super::escape::Kinds;
use super::needles::Needles;
use super::record::Told;
use super::{Form, search};

/// A cell: what stands in it, without its quotes, and where.
struct Cell<'a> {
    content: &'a str,
    start: usize,
    quoted: bool,
}

impl<'a> Cell<'a> {
    fn value(&self) -> Cow<'a, str> {
        if self.quoted { self.content.replace("\"\"", "\"").into() } else { self.content.into() }
    }
}

/// The rows of a text: each with its end, its line break included.
struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str) -> Self {
        // The comma, unless the first line has none: it may be a row whose text is full of the others.
        let first = text.lines().next().unwrap_or_default();
        let stands = |delimiter: &u8| first.as_bytes().contains(delimiter);
        let delimiter = [b',', b'\t', b';', b'|'].into_iter().find(stands).unwrap_or(b',');
        Self { text, delimiter, at: 0 }
    }

    fn cell(&mut self) -> Cell<'a> {
        let bytes = self.text.as_bytes();
        let ends = |b: u8| b == self.delimiter || b == b'\n' || b == b'\r';
        let quoted = bytes.get(self.at) == Some(&b'"');
        let start = self.at + usize::from(quoted);
        let mut end = start;
        while let Some(&byte) = bytes.get(end) {
            if quoted && byte == b'"' {
                if bytes.get(end + 1) != Some(&b'"') {
                    break;
                }
                end += 1;
            } else if !quoted && ends(byte) {
                break;
            }
            end += 1;
        }
        let end = end.min(bytes.len());
        let content = self.text.get(start..end).unwrap_or_default();
        self.at = end + usize::from(quoted && end < bytes.len());
        // What follows a closing quote is no CSV; it is a cell of its own here, so that it is looked at.
        Cell { content, start, quoted }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = (Vec<Cell<'a>>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell());
            match bytes.get(self.at) {
                Some(&b) if b == self.delimiter => self.at += 1,
                Some(b'\r' | b'\n') | None => break,
                Some(_) => {}
            }
        }
        if bytes.get(self.at) == Some(&b'\r') {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
        Some((cells, self.at))
    }
}

/// What stands in the cells of a table.
pub(super) fn values(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    Rows::new(text).flat_map(|(cells, _)| cells).map(|cell| cell.value())
}

/// The text without needles; `None` when no cell holds one.
pub(super) fn redacted(text: &str, needles: &Needles) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    let mut changed = false;
    for (cells, end) in Rows::new(text) {
        let told: Vec<Told> = cells.iter().map(|cell| needles.told(&cell.value(), Kinds::None)).collect();
        let is_record =
            |kind: usize| told.iter().any(|t| t.text[kind]) && told.iter().any(|t| t.identity[kind]);
        if is_record(0) || is_record(1) {
            changed = true;
        } else {
            let mut at = from;
            for cell in &cells {
                if let Some(clear) = cleared(cell, needles) {
                    out.push_str(text.get(at..cell.start)?);
                    out.push_str(&clear);
                    at = cell.start + cell.content.len();
                    changed = true;
                }
            }
            out.push_str(text.get(at..end)?);
        }
        from = end;
    }
    changed.then_some(out)
}

fn cleared(cell: &Cell<'_>, needles: &Needles) -> Option<String> {
    // Half of a doubled quote must not be taken away: what is marked is the value, not its bytes.
    let clear = search::cleared(&cell.value(), Form::Text, needles)?;
    Some(if cell.quoted { clear.replace('"', "\"\"") } else { clear })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::{Needle, Redacted, redact};

    #[test]
    fn rows_of_the_forgotten_go_and_others_keep_their_bytes() {
        let needles = Needles::new(&[
            Needle::Text("She said \"no\" to all of it, twice".to_owned()),
            Needle::Word("1234567".to_owned()),
            Needle::Word("al".to_owned()),
            Needle::Text("\"Open the harbour again".to_owned()),
        ]);
        let body = "id,who,text\r\n\
            1234567,al,\"She said \"\"no\"\" to all of it, twice\"\r\n\
            8,bo,\"see \"\"1234567\"\",\nand she said \"\"no\"\"\"\r\n\
            9,al,\"RT: She said \"\"no\"\" to all of it, twice.\"\r\n\
            10,cy,\"He: \"\"Open the harbour again\"\"\"\r\n\
            11,cy,al over";
        let Redacted::Changed(after) = redact(body.as_bytes(), Form::Csv, &needles) else { panic!() };
        let expected = "id,who,text\r\n\
            8,bo,\"see \"\"[forgotten]\"\",\nand she said \"\"no\"\"\"\r\n\
            9,[forgotten],\"RT: [forgotten].\"\r\n\
            10,cy,\"He: [forgotten]\"\"\"\r\n\
            11,cy,al over";
        assert_eq!(String::from_utf8(after).unwrap(), expected);
    }

    #[test]
    fn cells_stand_between_what_the_first_line_has() {
        let needles = Needles::new(&[Needle::Text("Yes".to_owned()), Needle::Word("12".to_owned())]);
        for d in [",", "\t", ";", "|"] {
            let body = format!("id{d}text\n12{d}Yes\n12{d}No\n13{d}Yes sir\n");
            let Redacted::Changed(after) = redact(body.as_bytes(), Form::Csv, &needles) else { panic!() };
            let expected = format!("id{d}text\n[forgotten]{d}No\n13{d}Yes sir\n");
            assert_eq!(String::from_utf8(after).unwrap(), expected);
        }
    }

    #[test]
    fn a_row_that_only_names_the_forgotten_stays_another_s() {
        let needles = Needles::new(&[
            Needle::Text("Harbour Light".to_owned()),
            Needle::Word("HarbourLight".to_owned()),
            Needle::Word("1883790000123456789".to_owned()),
        ]);
        let body = "id,author,quoted,thread\n1883790000123456789,HarbourLight,Harbour Light,1883790000123456789\n\
                    2,PortTown,HarbourLight,1883790000123456789\n";
        let Redacted::Changed(after) = redact(body.as_bytes(), Form::Csv, &needles) else { panic!() };
        let expected = "id,author,quoted,thread\n2,PortTown,[forgotten],[forgotten]\n";
        assert_eq!(String::from_utf8(after).unwrap(), expected);
    }

    #[test]
    fn what_only_a_delimiter_makes_is_nobody_s() {
        let needles = Needles::new(&[
            Needle::Text("The new pier opens,\n\"at last\" after a year".to_owned()),
            Needle::Word("1883790000123456789".to_owned()),
        ]);
        let body = "id,text,who\n1883790000123456789,\"The new pier opens,\n\"\"at last\"\" after a year\",a\n\
            2,The new pier opens,b\n";
        let Redacted::Changed(after) = redact(body.as_bytes(), Form::Csv, &needles) else { panic!() };
        assert_eq!(String::from_utf8(after).unwrap(), "id,text,who\n2,The new pier opens,b\n");
    }

    #[test]
    fn broken_quotes_lose_nothing() {
        for text in ["\"", "a,\"b", "\"a\"b,c\n", "\"a\"\"", ",,\n\n;", "a;b\n\"c;\"\"d\";e"] {
            let cells: usize = Rows::new(text).map(|(cells, _)| cells.len()).sum();
            assert!(cells > 0 && Rows::new(text).last().unwrap().1 == text.len(), "{text}");
        }
    }
}
