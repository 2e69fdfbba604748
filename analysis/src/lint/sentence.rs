//! Complaints about one block.

use super::words::{all_banned, confidence_word, instead, likelihood_word};
use super::{Block, Complaint, Rule};
use crate::framing::sentences;
use crate::privacy::Guard;

/// A message quotes so much of a sentence.
const LONGEST: usize = 100;

pub(super) fn complaints(block: &Block, guard: Option<&Guard>) -> Vec<Complaint> {
    let mut found = Vec::new();
    let mut say = |rule, message| found.push(Complaint { line: block.line, rule, message });
    let shown = |text: &str| {
        let safe = guard.map_or_else(|| text.to_owned(), |guard| guard.scrubbed(text));
        let mut short: String = safe.split_whitespace().collect::<Vec<_>>().join(" ");
        if short.chars().count() > LONGEST {
            short = short.chars().take(LONGEST).chain(['…']).collect();
        }
        short
    };
    let own = if block.is_unit { "" } else { &block.own };
    for sentence in sentences(own) {
        for word in all_banned(sentence) {
            say(
                Rule::Word,
                format!("\u{201c}{word}\u{201d} in: {} (hint: {})", shown(sentence), instead(word)),
            );
        }
        if let (Some(likelihood), Some(confidence)) = (likelihood_word(sentence), confidence_word(sentence)) {
            say(
                Rule::Mixed,
                format!(
                    "\u{201c}{likelihood}\u{201d} and \u{201c}{confidence}\u{201d} in one sentence: {} (hint: say how likely it is, then how much you trust that, in two sentences)",
                    shown(sentence)
                ),
            );
        }
    }
    if block.is_due && !block.has_evidence && block.own.chars().any(|c| c.is_ascii_digit()) {
        say(
            Rule::Number,
            format!(
                "a number without evidence: {} (hint: name the capture that it rests on)",
                shown(&block.own)
            ),
        );
    }
    if !block.is_unit && guard.is_some_and(|guard| guard.finds(&block.all)) {
        say(
            Rule::Name,
            format!(
                "an account that may not be named is named: {} (hint: use its pseudonym)",
                shown(&block.all)
            ),
        );
    }
    found
}
