//! What the text of an element means: plain text, escaped HTML, XHTML.

use super::tree::{Node, Space};
use crate::text::{Entities, Token, Tokens, html_text};

/// What a text is when the element does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usually {
    /// RSS: HTML wherever it looks like it.
    Html,
    /// Atom: plain.
    Plain,
    /// A name, an id, an address: never HTML.
    Token,
}

/// The text of an element; nothing when it is empty.
pub(super) fn text(node: &Node<'_, '_>, usually: Usually, entities: &mut Entities) -> Option<String> {
    let said = node.attribute("type").map(|kind| kind.trim().to_ascii_lowercase());
    let is_xhtml = said.as_deref().is_some_and(|kind| kind.contains("xhtml") || kind.ends_with("xml"))
        || node.space() == Space::Xhtml;
    let is_packed = node.attribute("mode").is_some_and(|mode| mode.eq_ignore_ascii_case("base64"))
        || said.as_deref() == Some("application/octet-stream");
    let plain = if let Some(bytes) = is_packed.then(|| unpacked(node.content())).flatten() {
        from_either(&String::from_utf8_lossy(&bytes), entities)
    } else if usually != Usually::Token && (is_xhtml || node.has_children()) {
        html_text(&markup(node.content(), usually, entities))
    } else {
        let decoded = decoded(node.content(), entities);
        match said.as_deref() {
            Some("text" | "text/plain") => lines(&decoded),
            Some(kind) if kind.contains("html") => html_text(&decoded),
            _ if usually == Usually::Html => from_either(&decoded, entities),
            _ => lines(&decoded),
        }
    };
    (!plain.is_empty()).then_some(plain)
}

/// The text of a JSON member that may hold HTML or not.
pub(super) fn from_either(text: &str, entities: &mut Entities) -> String {
    // Entities are often escaped twice.
    if looks_like_html(text) { html_text(text) } else { lines(&entities.decode(text)) }
}

/// Base64 (RFC 4648), as Atom packs what is no text; nothing for what is none.
fn unpacked(content: &str) -> Option<Vec<u8>> {
    let (mut held, mut bits, mut out) = (0_u32, 0, Vec::new());
    for byte in content.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(held >> bits & 0xFF).unwrap_or_default());
        }
    }
    Some(out)
}

/// The texts within an element, whatever elements are in between.
fn decoded(content: &str, entities: &mut Entities) -> String {
    let mut out = String::new();
    for (_, token) in Tokens::of(content) {
        match token {
            Token::Text(text) => out.push_str(&entities.decode(text)),
            Token::Cdata(text) => out.push_str(text),
            _ => {}
        }
    }
    out
}

/// Elements within an element, as HTML. In RSS entities are often escaped twice: there they are left to be read once more.
fn markup(content: &str, usually: Usually, entities: &mut Entities) -> String {
    let escaped = |text: &str| {
        let text = if usually == Usually::Plain { text.replace('&', "&amp;") } else { text.to_owned() };
        text.replace('<', "&lt;")
    };
    let mut out = String::with_capacity(content.len());
    for (place, token) in Tokens::of(content) {
        match token {
            Token::Text(text) => out.push_str(&escaped(&entities.decode(text))),
            Token::Cdata(text) => out.push_str(&escaped(text)),
            Token::Start { .. } | Token::End(_) => out.push_str(&content[place]),
            Token::Doctype(_) => {}
        }
    }
    out
}

/// Elements of HTML that texts of feeds are made of.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "li",
    "link",
    "meta",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "param",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "th",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
    "audio",
    "source",
    "applet",
    "blink",
];

/// Whether a text holds an element of HTML: `<3` and `<DeepSeek>` are none.
fn looks_like_html(text: &str) -> bool {
    text.split('<').skip(1).any(|tag| {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        tag.starts_with("!--") || ELEMENTS.contains(&tag[..end].to_ascii_lowercase().as_str())
    })
}

/// Lines trimmed, spaces folded, empty lines dropped.
fn lines(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
