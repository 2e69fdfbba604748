//! HTML fragments to plain text.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

/// The text of an HTML fragment; blocks and `<br>` become line breaks, scripts and styles vanish.
pub(crate) fn html_text(html: &str) -> String {
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
                "p" | "div" | "li" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "tr" | "pre" | "figcaption" => {
                    out.push('\n');
                }
                _ => {}
            },
            _ => {}
        }
    }
    tidy(&out)
}

/// Lines trimmed, spaces folded, empty lines dropped.
fn tidy(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The entities that APIs write into text that is not HTML.
pub(crate) fn unescape(text: &str) -> String {
    // `&amp;` comes last, so that `&amp;lt;` stays the text `&lt;`.
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
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
    }
}
