//! HTML as blocks: enough of it to read reports. Not a browser: it builds no tree and forgives nothing that reports do not do.

use super::Block;

/// Elements whose text begins and ends by itself.
const BLOCKS: [&str; 27] = [
    "title",
    "p",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "figcaption",
    "summary",
    "caption",
    "div",
    "section",
    "header",
    "blockquote",
    "pre",
    "text",
    "desc",
    "tr",
    "ol",
    "ul",
    "table",
];
/// Elements whose text is somebody else's, or a command.
const QUOTED: [&str; 6] = ["q", "blockquote", "code", "pre", "cite", "samp"];
/// Elements whose text nobody reads.
const HIDDEN: [&str; 3] = ["style", "script", "template"];
/// Elements without an end.
const VOID: [&str; 7] = ["br", "meta", "link", "img", "hr", "input", "wbr"];
/// A unit of evidence: its numbers stand on the footnotes within.
const UNITS: [&str; 3] = ["li", "tr", "p"];

/// An open element.
struct Open {
    name: String,
    is_quoted: bool,
    is_due: bool,
    is_note: bool,
}

/// The text being read.
#[derive(Default)]
struct Reading {
    open: Vec<Open>,
    blocks: Vec<Block>,
    /// The block under way, by line; and the unit of evidence under way, which may hold several blocks.
    block: Block,
    unit: Option<(usize, Block)>,
}

pub(super) fn blocks(html: &str) -> Vec<Block> {
    let mut reading = Reading::default();
    let (mut at, mut line) = (0, 1);
    while at < html.len() {
        let rest = &html[at..];
        let len = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.find("-->").map_or(rest.len(), |n| n + 7)
        } else if rest.starts_with('<') {
            let len = tag_length(rest);
            reading.tag(&rest[1..len.saturating_sub(1).max(1)], line);
            len
        } else {
            let len = rest.find('<').unwrap_or(rest.len());
            reading.text(&rest[..len], line);
            len
        };
        line += rest[..len].matches('\n').count();
        at += len;
    }
    reading.flush();
    reading.blocks
}

/// The length of a tag, quoted attributes included.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (n, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return n + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    rest.len()
}

impl Reading {
    fn tag(&mut self, tag: &str, line: usize) {
        let is_end = tag.starts_with('/');
        let tag = tag.trim_start_matches('/');
        let name: String =
            tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if name.is_empty() {
            return;
        }
        if BLOCKS.contains(&name.as_str()) {
            self.flush();
        }
        if is_end {
            while let Some(open) = self.open.pop() {
                if open.name == name {
                    break;
                }
            }
            if self.unit.as_ref().is_some_and(|(depth, _)| self.open.len() <= *depth) {
                self.end_unit();
            }
            return;
        }
        let is_note = name == "sup" && tag.contains("class=\"note\"");
        if name == "a" && tag.contains("href=\"#e") {
            self.block.has_evidence = true;
            if let Some((_, unit)) = &mut self.unit {
                unit.has_evidence = true;
            }
        }
        let within_due = self.open.iter().any(|open| open.is_due);
        let is_due = tag.contains("data-evidence=\"required\"");
        // A header's row names columns: its words are no findings.
        let is_head = name == "thead" || self.open.iter().any(|open| open.name == "thead");
        if within_due && !is_head && self.unit.is_none() && UNITS.contains(&name.as_str()) {
            self.unit = Some((self.open.len(), Block { line, is_due: true, ..Block::default() }));
        }
        if !VOID.contains(&name.as_str()) && !tag.trim_end().ends_with('/') {
            let is_quoted = QUOTED.contains(&name.as_str()) || tag.contains("data-quoted");
            self.open.push(Open { name, is_quoted, is_due, is_note });
        } else if name == "br" {
            self.put(" ", line);
        }
    }

    fn text(&mut self, text: &str, line: usize) {
        if self.open.iter().any(|open| HIDDEN.contains(&open.name.as_str())) {
            return;
        }
        let leading = text.chars().take_while(|c| c.is_whitespace()).filter(|c| *c == '\n').count();
        self.put(&decoded(text), line + leading);
    }

    fn put(&mut self, text: &str, line: usize) {
        let is_note = self.open.iter().any(|open| open.is_note);
        let is_quoted = self.open.iter().any(|open| open.is_quoted);
        let unit = self.unit.as_mut().map(|(_, unit)| unit);
        for block in std::iter::once(&mut self.block).chain(unit) {
            if block.all.trim().is_empty() && !block.is_due {
                block.line = line;
            }
            block.all.push_str(text);
            // What is quoted leaves its place, so that the words around it do not run together.
            block.own.push_str(if is_note || is_quoted { " " } else { text });
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.block);
        if let Some((_, unit)) = &mut self.unit {
            unit.own.push(' ');
        }
        if !block.all.trim().is_empty() {
            block.own = unquoted(&block.own);
            self.blocks.push(block);
        }
    }

    /// Ends a unit of evidence: it complains of numbers only, as its blocks were looked at one by one.
    fn end_unit(&mut self) {
        self.flush();
        if let Some((_, unit)) = self.unit.take() {
            let own = unquoted(&unit.own);
            self.blocks.push(Block { own, is_unit: true, ..unit });
        }
    }
}

/// A text without what stands between quotation marks.
pub(super) fn unquoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '\u{201c}' => depth += 1,
            '\u{201d}' => {
                depth = depth.saturating_sub(1);
                out.push(' ');
            }
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    // An opening mark without its end hides nothing.
    if depth > 0 { text.to_owned() } else { out }
}

/// Text with the character references that reports use.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once(';').filter(|(name, _)| name.len() < 10) else {
            out.push('&');
            rest = after;
            continue;
        };
        let code = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
        let code = code.or_else(|| name.strip_prefix('#').map(str::parse)).and_then(Result::ok);
        match (name, code.and_then(char::from_u32)) {
            (_, Some(c)) => out.push(c),
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            _ => out.push(' '),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Markup, Rule, lint};
    use super::*;

    #[test]
    fn blocks_have_lines_and_quoted_words_are_apart() {
        let html = "<title>T &amp; U</title>\n<style>p{bot}</style>\n<p>Own <q>theirs</q> more</p>\n<ul>\n<li>one</li><li>two</li></ul>";
        let found = blocks(html);
        let seen: Vec<(usize, &str, &str)> =
            found.iter().map(|b| (b.line, b.own.trim(), b.all.trim())).collect();
        assert_eq!(seen[0], (1, "T & U", "T & U"));
        assert_eq!((seen[1].0, seen[1].2), (3, "Own theirs more"));
        assert!(!seen[1].1.contains("theirs"));
        assert_eq!((seen[2], seen[3]), ((5, "one", "one"), (5, "two", "two")));
    }

    #[test]
    fn numbers_need_evidence_only_where_it_is_due() {
        let due = "<ol data-evidence=\"required\">\n<li>12 items.</li>\n<li>13 items<sup class=\"note\"><a href=\"#e4\">4</a></sup></li>\n<li>no figure</li></ol><p>14 items</p>";
        let found = lint(due, Markup::Html, None);
        assert_eq!(
            found.iter().map(|c| (c.line, c.rule)).collect::<Vec<_>>(),
            [(2, Rule::Number)],
            "{found:?}"
        );
        let table = "<table data-evidence=\"required\"><thead><tr><th>2025</th></tr></thead><tbody>\n<tr><td>a</td><td>5</td></tr>\n<tr><td>5</td><td>x<sup class=\"note\"><a href=\"#e1\">1</a></sup></td></tr></tbody></table>";
        let found = lint(table, Markup::Html, None);
        assert_eq!(
            found.iter().map(|c| (c.line, c.rule)).collect::<Vec<_>>(),
            [(2, Rule::Number)],
            "{found:?}"
        );
    }

    #[test]
    fn words_of_others_are_exempt() {
        let html = "<p>They wrote <q>bots caused it</q> and “it led to more”.</p>\n<blockquote>fake</blockquote>\n<p>This led to that.</p>";
        let found = lint(html, Markup::Html, None);
        assert_eq!(
            found.iter().map(|c| (c.line, c.rule)).collect::<Vec<_>>(),
            [(3, Rule::Word)],
            "{found:?}"
        );
        let open = "<p>An “open mark that bots hide behind</p>";
        assert_eq!(lint(open, Markup::Html, None).len(), 1);
    }
}
