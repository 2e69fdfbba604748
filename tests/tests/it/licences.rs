//! What the programs are built from may be passed on under MIT or Apache-2.0: no GPL, no AGPL, nothing unnamed.

use super::metadata;

/// Licences that the product may contain. MPL-2.0 stays in its own files (cssparser, selectors and their like).
const ALLOWED: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unlicense",
    "0BSD",
    "CC0-1.0",
    "MPL-2.0",
    "MIT-0",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
];

/// Whether an SPDX expression can be met: one side of each OR, both of each AND.
fn allowed(expression: &str) -> bool {
    let text = expression.trim();
    if let Some(inside) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        && !inside.contains('(')
    {
        return allowed(inside);
    }
    for (word, all) in [(" AND ", true), (" OR ", false)] {
        let parts = split_outside(text, word);
        if parts.len() > 1 {
            return if all { parts.iter().all(|p| allowed(p)) } else { parts.iter().any(|p| allowed(p)) };
        }
    }
    // An old way to write OR.
    text.split('/').any(|name| ALLOWED.contains(&name.trim()))
}

fn split_outside<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && text[at..].starts_with(word) => {
                parts.push(&text[start..at]);
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[test]
fn expressions_are_read() {
    assert!(
        allowed("MIT OR GPL-3.0")
            && allowed("(MIT OR Apache-2.0) AND Unicode-3.0")
            && allowed("MIT/Apache-2.0")
    );
    assert!(!allowed("AGPL-3.0") && !allowed("MIT AND GPL-2.0") && !allowed("(MIT OR ISC) AND GPL-3.0-only"));
}

#[test]
fn every_dependency_of_the_programs_may_be_passed_on() {
    let metadata = metadata::read();
    let packages = metadata::packages(&metadata);
    let mut checked = std::collections::BTreeSet::new();
    let mut wrong = Vec::new();
    for program in ["whence-collector", "whence-store", "whence-analysis"] {
        for id in metadata::tree(&metadata, program) {
            let (name, licence) = &packages[&id];
            if checked.insert(name.clone()) && !licence.as_deref().is_some_and(allowed) {
                wrong.push(format!("{name}: {licence:?}"));
            }
        }
    }
    println!("licences of {} packages checked", checked.len());
    assert!(checked.len() > 50, "the dependency tree was not read");
    assert!(wrong.is_empty(), "not allowed: {wrong:#?}");
}
