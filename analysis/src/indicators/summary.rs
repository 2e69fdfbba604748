//! Lists and look-alikes in sentences for the report's beginning.

use crate::findings::{Indicators, LookAlikes};
use crate::words;

/// The sentences, with their evidence.
pub(crate) fn sentences(indicators: &Indicators, alike: &LookAlikes) -> Vec<(String, Vec<usize>)> {
    let mut said = Vec::new();
    for list in &indicators.lists {
        let mut evidence = vec![list.evidence];
        evidence.extend(list.rows.iter().map(|row| row.first.evidence));
        evidence.dedup();
        let (is, account) =
            if list.rows.len() == 1 { ("is", "its account") } else { ("are", "their accounts") };
        said.push((
            format!(
                "{} of the list \u{201c}{}\u{201d} ({}, {}) {is} in {}, or {is} {account}. A list names nobody, and whoever carries what is on it may warn of it.",
                words::count(list.rows.len(), "entry", "entries"),
                list.list,
                list.asserted_by,
                words::day_of(&list.asserted),
                words::count(list.items, "matched item", "matched items")
            ),
            evidence,
        ));
    }
    if !alike.rows.is_empty() {
        said.push((
            format!(
                "{} in matched items {} of the protected names; by the same rules {} of {} ordinary domains do.",
                words::count(alike.rows.len(), "domain", "domains"),
                if alike.rows.len() == 1 { "looks like one" } else { "look like one" },
                alike.base_rate.alike,
                words::number(alike.base_rate.domains)
            ),
            alike.rows.iter().map(|row| row.first.evidence).collect(),
        ));
    }
    said
}
