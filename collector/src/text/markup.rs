//! XML as the web writes it: tags, texts and what they hold, told apart without ever failing.
//!
//! Real feeds and sitemaps are often no XML: stray `&` and `<`, entities of HTML, tags that cross each other, a file that
//! ends in the middle. A strict parser gives nothing for them; this one gives what is there. It checks nothing.

use std::ops::Range;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag: its name, what follows the name, and whether it ends itself.
    Start { name: &'a str, attributes: &'a str, is_empty: bool },
    /// An end tag.
    End(&'a str),
    /// Text with its entities.
    Text(&'a str),
    /// Text that is meant as it stands.
    Cdata(&'a str),
    /// A document type declaration.
    Doctype(&'a str),
}

/// The pieces of a document, each with its place; comments and processing instructions are left out.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The pieces of a text.
    pub(crate) const fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// What lies between here and `end`, and steps over both; the rest without one.
    fn until(&mut self, skip: usize, end: &str) -> &'a str {
        let from = self.at + skip;
        let rest = &self.text[from..];
        let length = rest.find(end).unwrap_or(rest.len());
        self.at = (from + length + end.len()).min(self.text.len());
        &rest[..length]
    }

    fn doctype(&mut self) -> Token<'a> {
        let rest = &self.text[self.at..];
        let mut inside = false;
        let end = rest.char_indices().find(|(_, c)| match c {
            '[' => {
                inside = true;
                false
            }
            ']' => {
                inside = false;
                false
            }
            c => *c == '>' && !inside,
        });
        let length = end.map_or(rest.len(), |(at, _)| at);
        self.at = (self.at + length + 1).min(self.text.len());
        Token::Doctype(&rest[..length])
    }

    fn start(&mut self) -> Token<'a> {
        let rest = &self.text[self.at + 1..];
        let mut quote = None;
        let end = rest.bytes().position(|byte| match (quote, byte) {
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), byte) if open == byte => {
                quote = None;
                false
            }
            // No tag begins within a tag: this one was not closed.
            (_, b'<') | (None, b'>') => true,
            _ => false,
        });
        let mut length = end.unwrap_or(rest.len());
        // A quote that is not closed ends with its tag.
        if quote.is_some() {
            length = rest[..length].find('>').unwrap_or(length);
        }
        let closed = usize::from(rest[length..].starts_with('>'));
        self.at += 1 + length + closed;
        let inside = &rest[..length];
        let (inside, is_empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let name_ends = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_ends);
        Token::Start { name, attributes, is_empty }
    }

    fn text(&mut self) -> Token<'a> {
        let rest = &self.text[self.at..];
        // The `<` in front, if there is one, begins no tag.
        let length = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
        self.at += length;
        Token::Text(&rest[..length])
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Range<usize>, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let begun = self.at;
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return None;
            }
            let token = if rest.starts_with("<!--") {
                self.until(4, "-->");
                continue;
            } else if rest.starts_with("<?") {
                self.until(2, ">");
                continue;
            } else if rest.starts_with("<![CDATA[") {
                Token::Cdata(self.until(9, "]]>"))
            } else if rest.starts_with("<!") {
                self.doctype()
            } else if rest.starts_with("</") {
                Token::End(self.until(2, ">").trim())
            } else if rest
                .strip_prefix('<')
                .is_some_and(|r| r.starts_with(|c: char| c.is_alphabetic() || c == '_'))
            {
                self.start()
            } else {
                self.text()
            };
            return Some((begun..self.at, token));
        }
    }
}

/// An attribute's value, by its whole name and without regard to case, with its entities.
pub(crate) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    each_attribute(attributes).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The attributes of a tag, with or without quotes.
pub(crate) fn each_attribute(attributes: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '='));
            let name_ends = rest.find(|c: char| c.is_whitespace() || c == '=')?;
            let (name, after) = rest.split_at(name_ends);
            let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
                // A name without a value.
                rest = after;
                continue;
            };
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = after;
            return Some((name, value));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Token<'_>> {
        Tokens::of(text).map(|(_, token)| token).collect()
    }

    #[test]
    fn what_is_there_is_given_whatever_is_wrong() {
        let start = |name, attributes, is_empty| Token::Start { name, attributes, is_empty };
        assert_eq!(
            all("<?xml?><!DOCTYPE a [<!ENTITY b '>'>]><a b=\"x>y\"><!-- <c> --><![CDATA[<d>]]>1 < 2</a >"),
            [
                Token::Doctype("<!DOCTYPE a [<!ENTITY b '>'>]"),
                start("a", " b=\"x>y\"", false),
                Token::Cdata("<d>"),
                Token::Text("1 "),
                Token::Text("< 2"),
                Token::End("a"),
            ]
        );
        assert_eq!(all("<a b='1><c/>"), [start("a", " b='1", false), start("c", "", true)]);
        for broken in ["<", "<a", "</", "<!--", "<![CDATA[", "<!", "<?", "<a b=", "é<é", "<a 'é"] {
            all(broken);
        }
    }

    #[test]
    fn attributes_are_found_with_and_without_quotes() {
        let found: Vec<_> = each_attribute(" a=\"1 2\" b='3' c=4 d e = 5/").collect();
        assert_eq!(found, [("a", "1 2"), ("b", "3"), ("c", "4"), ("e", "5/")]);
        assert_eq!(attribute(" HREF='x'", "href"), Some("x"));
        assert_eq!(attribute(" href", "href"), None);
    }
}
