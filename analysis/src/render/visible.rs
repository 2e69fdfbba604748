//! Invisible characters made visible.
//!
//! A bidi override shows `exe.png` for a name that ends in `gnp.exe` even where it is escaped and isolated, and a zero-width
//! space makes two names of what looks like one. Both become marks such as `⟦U+202E⟧`.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;

use super::RenderError;
use crate::findings::{Findings, PairFinding};

/// A text with controls, bidi controls and zero-width characters marked; line breaks and tabs become spaces.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            c if is_invisible(c) => {
                let _ = write!(out, "\u{27e6}U+{:04X}\u{27e7}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Whether a character changes how others look without being seen itself.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' // C0, DEL, C1
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' // zero width, marks
        | '\u{2028}'..='\u{202e}' // separators, embeddings, overrides
        | '\u{2060}'..='\u{206f}' // joiners, isolates
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' // tags
    )
}

/// The findings with every text made visible.
pub(super) fn findings(findings: &Findings) -> Result<Findings, RenderError> {
    let mut value = serde_json::to_value(findings)?;
    walk(&mut value);
    let mut shown: Findings = serde_json::from_value(value)?;
    // These are in files of their own, and in no JSON.
    shown.coordination.edges.clone_from(&findings.coordination.edges);
    shown.coordination.pairs = findings.coordination.pairs.iter().map(pair).collect();
    Ok(shown)
}

fn pair(pair: &PairFinding) -> PairFinding {
    let text = |text: &Arc<str>| {
        if text.chars().any(is_invisible) { visible(text).into() } else { Arc::clone(text) }
    };
    let items = [text(&pair.items[0]), text(&pair.items[1])];
    PairFinding { object: text(&pair.object), items, ..pair.clone() }
}

fn walk(value: &mut Value) {
    match value {
        Value::String(text) if text.chars().any(is_invisible) => *text = visible(text),
        Value::Array(values) => values.iter_mut().for_each(walk),
        Value::Object(map) => {
            let entries = std::mem::take(map);
            for (key, mut value) in entries {
                walk(&mut value);
                map.insert(if key.chars().any(is_invisible) { visible(&key) } else { key }, value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_marked() {
        assert_eq!(visible("\u{202e}gnp.exe"), "⟦U+202E⟧gnp.exe");
        assert_eq!(visible("a\u{200b}b\u{0}c\nd"), "a⟦U+200B⟧b⟦U+0000⟧c d");
        assert_eq!(visible("深度求索 ديب سيك é"), "深度求索 ديب سيك é");
    }
}
