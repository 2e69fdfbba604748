//! Entities of XML and HTML, and those that a document declares itself.

use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;
use scraper::Html;

/// Longer names are no entities.
const LONGEST_NAME: usize = 32;
/// A document with more names of its own than this means no good.
const MOST_NAMES: usize = 2_000;

/// What names of entities stand for.
#[derive(Debug, Default)]
pub(crate) struct Entities(HashMap<String, Option<String>>);

impl Entities {
    /// Those that a document type declares, with their values as they stand: an entity within an entity is not unfolded.
    pub(crate) fn declared(doctype: &str) -> Self {
        let mut names = HashMap::new();
        for declaration in doctype.split("<!ENTITY").skip(1).take(MOST_NAMES) {
            let Some((name, rest)) = declaration.trim_start().split_once(char::is_whitespace) else {
                continue;
            };
            let rest = rest.trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            if let Some((value, _)) = rest[1..].split_once(quote) {
                names.insert(name.to_owned(), Some(Self::default().decode(value)));
            }
        }
        Self(names)
    }

    /// A text with its entities replaced; what is none stays as it is.
    pub(crate) fn decode(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let end =
                rest.bytes().take(LONGEST_NAME + 1).position(|b| !b.is_ascii_alphanumeric() && b != b'#');
            let known = end.filter(|end| rest.as_bytes()[*end] == b';').and_then(|end| {
                let value = self.value(&rest[..end])?;
                Some((value, end))
            });
            match known {
                Some((value, end)) => {
                    out.push_str(&value);
                    rest = &rest[end + 1..];
                }
                None => out.push('&'),
            }
        }
        out.push_str(rest);
        out
    }

    fn value(&mut self, name: &str) -> Option<String> {
        if let Some(number) = name.strip_prefix('#') {
            return of_number(number);
        }
        match name {
            "amp" => return Some("&".to_owned()),
            "lt" => return Some("<".to_owned()),
            "gt" => return Some(">".to_owned()),
            "quot" => return Some("\"".to_owned()),
            "apos" => return Some("'".to_owned()),
            _ => {}
        }
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        if self.0.len() >= MOST_NAMES {
            return None;
        }
        let value = of_html(name);
        self.0.insert(name.to_owned(), value.clone());
        value
    }
}

/// The character of a number; those that Unicode leaves to controls are meant as in the Windows charset.
fn of_number(number: &str) -> Option<String> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    if (0x80..=0x9f).contains(&code) {
        let byte = [u8::try_from(code).ok()?];
        return Some(WINDOWS_1252.decode_without_bom_handling(&byte).0.into_owned());
    }
    char::from_u32(code).filter(|c| *c != '\0').map(String::from)
}

/// What HTML makes of a name.
fn of_html(name: &str) -> Option<String> {
    let written = format!("&{name};");
    let html = Html::parse_fragment(&written);
    let text: String = html.root_element().text().collect();
    (text != written).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_of_every_kind_are_decoded_and_others_stay() {
        let mut entities =
            Entities::declared("<!DOCTYPE r [<!ENTITY port \"Harbour &amp; Co\"> <!ENTITY x SYSTEM 'y'>]");
        assert_eq!(
            entities.decode("&port;&lt;&eacute;&nbsp;&#x6e2f;&#8217;&#146;&#0; AT&T &unknown; & &;"),
            "Harbour & Co<é\u{a0}港’’&#0; AT&T &unknown; & &;"
        );
    }
}
