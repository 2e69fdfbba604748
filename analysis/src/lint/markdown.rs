//! Markdown and plain text as blocks.

use super::Block;
use super::html::unquoted;

/// From here on numbers need evidence, in reports.
const DUE: &str = "<!-- evidence: required -->";
/// From here on they do not.
const FREE: &str = "<!-- evidence: free -->";

pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut is_due, mut is_fenced, mut is_new) = (false, false, true);
    for (line, raw) in (1..).zip(text.lines()) {
        let trimmed = raw.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            is_fenced = !is_fenced;
            is_new = true;
            continue;
        }
        match trimmed {
            DUE => is_due = true,
            FREE => is_due = false,
            _ => {}
        }
        // A rule between a table's header and its rows, and the header itself, are no findings; only rows are long enough to be.
        if trimmed.is_empty() || trimmed.starts_with("<!--") {
            is_new = true;
            continue;
        }
        let is_quoted = is_fenced || trimmed.starts_with('>');
        let starts = is_new
            || is_quoted
            || trimmed.starts_with(['#', '|'])
            || trimmed.starts_with("- ")
            || trimmed.starts_with("* ")
            || is_numbered(trimmed);
        if starts {
            blocks.push(Block {
                line,
                is_due: is_due && !is_quoted && !trimmed.starts_with('#'),
                ..Block::default()
            });
        }
        is_new = is_quoted || trimmed.starts_with('#');
        let Some(block) = blocks.last_mut() else { continue };
        let plain = without_escapes(trimmed);
        block.all.push_str(&plain);
        block.all.push('\n');
        if !is_quoted {
            let own = without_code(trimmed);
            block.has_evidence |= own.contains("(evidence");
            let own = own.split("(evidence").next().unwrap_or_default();
            // The number of an entry counts entries.
            let own = own.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']);
            block.own.push_str(&without_escapes(own));
            block.own.push('\n');
        }
    }
    for block in &mut blocks {
        // A wrapped line goes on: only an empty one ends a sentence.
        block.own = unquoted(&block.own.replace('\n', " "));
        block.all = block.all.replace('\n', " ");
    }
    blocks
}

fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// A line without code spans.
fn without_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        let is_escaped = rest[..at].ends_with('\\');
        let fence: String = rest[at..].chars().take_while(|c| *c == '`').collect();
        let behind = &rest[at + fence.len()..];
        let Some(end) = behind.find(&fence).filter(|_| !is_escaped) else {
            out.push_str(&rest[..at + fence.len()]);
            rest = behind;
            continue;
        };
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = &behind[end + fence.len()..];
    }
    out.push_str(rest);
    out
}

fn without_escapes(text: &str) -> String {
    text.replace('\\', "")
}

#[cfg(test)]
mod tests {
    use super::super::{Markup, Rule, lint};

    #[test]
    fn paragraphs_lists_and_quotations() {
        let text = "# Title\n\nThis goes on\nand led to that.\n\n> it led to more\n\n- `led to` and “led to”\n- bots\n\n```\nfake\n```\nIt is likely.\nConfidence: high.\n";
        let found = lint(text, Markup::Markdown, None);
        assert_eq!(
            found.iter().map(|c| (c.line, c.rule)).collect::<Vec<_>>(),
            [(3, Rule::Word), (9, Rule::Word)],
            "{found:?}"
        );
    }

    #[test]
    fn likelihood_and_confidence_are_kept_apart() {
        let found =
            lint("It is very likely, and we have high confidence, that it rains.\n", Markup::Markdown, None);
        assert_eq!(found[0].rule, Rule::Mixed);
        assert!(
            lint(
                "It is very likely that it rains. Our confidence in that is high.\n",
                Markup::Markdown,
                None
            )
            .is_empty()
        );
        assert!(
            lint("The rate is likely 3 (95 % confidence interval 2 to 4).\n", Markup::Markdown, None)
                .is_empty()
        );
    }

    #[test]
    fn numbers_between_the_marks_need_evidence() {
        let text = "12 free\n\n<!-- evidence: required -->\n1. 12 items (evidence 3)\n2. 13 items\n3. none\n\n<!-- evidence: free -->\n15 free\n";
        let found = lint(text, Markup::Markdown, None);
        assert_eq!(
            found.iter().map(|c| (c.line, c.rule)).collect::<Vec<_>>(),
            [(5, Rule::Number)],
            "{found:?}"
        );
    }
}
