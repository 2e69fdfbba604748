//! A page as blocks: the paragraphs, headings, list items, rows and lines that a reader sees, in their order.

use crate::extract::tree::{Id, Tree, What, is_inline, squeeze};

/// One block.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Block {
    /// The element that holds it.
    pub(in crate::extract) holder: Id,
    /// Its first text node.
    pub(in crate::extract) first: Id,
    /// The text, spaces folded.
    pub(in crate::extract) text: String,
    /// Letters and digits alone, in lower case: what is compared.
    pub(in crate::extract) fold: String,
    /// How many bytes of the text stand in links.
    pub(in crate::extract) linked: usize,
    /// Whether it stands in a place that readers do not see.
    pub(in crate::extract) hidden: bool,
}

impl Block {
    /// The share of the text that stands in links.
    pub(in crate::extract) fn link_share(&self) -> f64 {
        if self.text.is_empty() { 0.0 } else { (self.linked as f64 / self.text.len() as f64).min(1.0) }
    }
}

/// Elements that are no text of a page.
const SKIPPED: &[&str] = &[
    "script", "style", "template", "noscript", "svg", "iframe", "select", "textarea", "option", "head",
    "button", "input", "object", "canvas", "audio", "video", "map", "datalist", "dialog", "math",
];

/// Collects the blocks of a page.
pub(in crate::extract) fn blocks(tree: &Tree<'_>) -> Vec<Block> {
    let mut walk = Walk { tree, out: Vec::new(), text: String::new(), linked: 0, first: 0, holder: 0 };
    // Open blocks and links, with the node after each.
    let mut open: Vec<(Id, Id)> = Vec::new();
    let mut link_until = 0;
    let mut hidden_until = 0;
    let mut id = 0;
    while id < tree.len() {
        while let Some((_, end)) = open.last()
            && id >= *end
        {
            walk.flush(hidden_until > id.saturating_sub(1));
            open.pop();
        }
        match tree.nodes[id].what {
            What::Text(text) => {
                if walk.text.is_empty() {
                    walk.first = id;
                    walk.holder = open.last().map_or(0, |(holder, _)| *holder);
                }
                if id < link_until {
                    walk.linked += text.trim().len();
                }
                walk.text.push_str(text);
            }
            What::Element(element) => {
                let name = element.name();
                if SKIPPED.contains(&name) {
                    id = tree.nodes[id].end;
                    continue;
                }
                match name {
                    "br" | "hr" => walk.flush(id < hidden_until),
                    "td" | "th" => walk.text.push(' '),
                    "a" => link_until = link_until.max(tree.nodes[id].end),
                    _ if is_inline(name) => {}
                    _ => {
                        walk.flush(id < hidden_until);
                        open.push((id, tree.nodes[id].end));
                    }
                }
                if is_hidden(tree, id) {
                    hidden_until = hidden_until.max(tree.nodes[id].end);
                }
            }
        }
        id += 1;
    }
    walk.flush(false);
    walk.out
}

struct Walk<'a, 't> {
    tree: &'t Tree<'a>,
    out: Vec<Block>,
    text: String,
    linked: usize,
    first: Id,
    holder: Id,
}

impl Walk<'_, '_> {
    fn flush(&mut self, hidden: bool) {
        if self.text.is_empty() {
            return;
        }
        let text = squeeze(&self.text);
        if !text.is_empty() {
            let fold = fold(&text);
            // A line within a block that began before: the nearest block around its first text.
            let holder = if self.holder == 0 { self.tree.nodes[self.first].parent } else { self.holder };
            self.out.push(Block { holder, first: self.first, fold, text, linked: self.linked, hidden });
        }
        self.text.clear();
        self.linked = 0;
    }
}

fn is_hidden(tree: &Tree<'_>, id: Id) -> bool {
    if tree.attr(id, "hidden").is_some() {
        return true;
    }
    tree.attr(id, "style").is_some_and(|style| {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

/// Letters and digits alone, in lower case.
pub(in crate::extract) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                out.push(c.to_ascii_lowercase());
            }
        } else if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
    }
    out
}
