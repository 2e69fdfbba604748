//! `report.json`: the findings as they are.

use std::fmt::Write as _;

use super::RenderError;
use super::visible::is_invisible;
use crate::findings::Findings;

/// The findings as indented JSON. Invisible characters are written as escapes: the same text, but nobody's terminal turns.
pub(super) fn render(findings: &Findings) -> Result<String, RenderError> {
    let plain = serde_json::to_string_pretty(findings)?;
    let mut text = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        // Outside strings there are only line breaks and spaces; inside, serde_json has escaped C0 already.
        if c != '\n' && is_invisible(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text.push('\n');
    Ok(text)
}
