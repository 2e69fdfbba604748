//! The rules of extraction by name, so that each can be switched off and what it does be measured.

use std::collections::BTreeSet;

/// Rules, by the names under which `--without` switches them off: of the text, of the title, of authors, of dates.
pub const RULES: &[&str] = &[
    "second-opinion",
    "unscripted",
    "ruby",
    "captions",
    "labels",
    "title",
    "ends",
    "gaps",
    "beginnings",
    "described",
    "block-quotes",
    "bare-texts",
    "addresses",
    "repeats",
    "lists",
    "contacts",
    "date-lines",
    "headings",
    "site-names",
    "linked-authors",
    "meta-authors",
    "bylines",
    "labelled-authors",
    "houses",
    "linked-dates",
    "meta-dates",
    "address-dates",
    "marked-dates",
    "visible-dates",
    "script-dates",
    "local-days",
    "readings",
    "address-months",
];

/// Which rules are switched off.
#[derive(Debug, Clone, Default)]
pub struct Without(pub BTreeSet<String>);

impl Without {
    /// Whether a rule is on.
    pub(in crate::extract) fn has(&self, rule: &str) -> bool {
        !self.0.contains(rule)
    }
}
