//! HTML fragments to plain text.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

/// The text of an HTML fragment; blocks and `<br>` become line breaks, scripts and styles vanish.
///
/// A fragment nested deeper than any real one is not parsed, as that takes quadratic time: its tags are cut out.
pub(crate) fn html_text(html: &str) -> String {
    if nesting(html) > 1000 {
        return tidy(&without_tags(html));
    }
    let fragment = Html::parse_fragment(html);
    let mut out = String::new();
    let mut hidden = 0_usize;
    for edge in fragment.tree.root().traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens && hidden == 0 => out.push_str(text),
            Node::Element(element) => match element.name() {
                "script" | "style" | "template" | "noscript" if opens => hidden += 1,
                "script" | "style" | "template" | "noscript" => hidden -= 1,
                "br" if opens => out.push('\n'),
                "p" | "div" | "li" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "tr"
                | "pre" | "figcaption" => {
                    out.push('\n');
                }
                _ => {}
            },
            _ => {}
        }
    }
    tidy(&out)
}

/// Elements that need no closing tag, or close each other.
const UNCLOSED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "option", "thead", "tbody", "tfoot", "path", "circle",
    "rect", "use", "line", "polygon", "stop",
];

/// How deep elements are nested, by their tags alone: a cheap look before a parser is let at hostile input.
pub(crate) fn nesting(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for tag in html.split('<').skip(1) {
        if let Some(name) = tag.strip_prefix('/') {
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                depth = depth.saturating_sub(1);
            }
            continue;
        }
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag[..end].to_ascii_lowercase();
        let closed = tag.split('>').next().is_some_and(|inside| inside.ends_with('/'));
        if name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !closed
            && !UNCLOSED.contains(&name.as_str())
        {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// How many elements begin in a page, by its tags alone: they cost a parser far more memory than their bytes.
pub(crate) fn elements(html: &str) -> usize {
    html.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic())).count()
}

fn without_tags(html: &str) -> String {
    html.split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lines trimmed, spaces folded, empty lines dropped.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The entities that APIs write into text that is not HTML.
pub(crate) fn unescape(text: &str) -> String {
    // `&amp;` comes last, so that `&amp;lt;` stays the text `&lt;`.
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_lines_and_scripts_vanish() {
        let html = "<p>a <b>b</b>&amp;c</p><script>x()</script>d<br>e<style>p{}</style>";
        assert_eq!(html_text(html), "a b&c\nd\ne");
        assert_eq!(html_text("<a href='/n/x'>@x</a> 全文"), "@x 全文");
    }

    #[test]
    fn a_hundred_thousand_nested_elements_are_read() {
        assert_eq!(html_text(&format!("{}x", "<b><i>".repeat(50_000))), "x");
        assert_eq!(nesting("<div><p>a<p>b<br><img/><b>c</b></div><svg><path/></svg>"), 2);
    }
}
