//! Sentences on precision, comparison, salience, forests and the order of platforms.

use crate::attribution::{CONFLICT, NO_CLAIM, forest_sentence, order_sentence, salience_sentence};
use crate::findings::{Comparison, Findings, Grouping, Part, Precision, ShareStatus};
use crate::words;

/// Each sentence with its evidence.
pub(super) fn sentences(findings: &Findings) -> Vec<(String, Vec<usize>)> {
    let mut found = vec![(precision(findings.matching.precision.as_ref()), Vec::new())];
    let of_owners =
        |comparison: &&Comparison| comparison.by == Grouping::Owner && comparison.platform.is_none();
    found.extend(findings.comparisons.iter().find(of_owners).and_then(comparison));
    found.extend(findings.salience.as_ref().and_then(salience_sentence));
    found.extend(forest_sentence(&findings.forest));
    found.extend(order_sentence(&findings.lead_lag).map(|text| (text, Vec::new())));
    found
}

/// How precisely the query finds.
pub(crate) fn precision(found: Option<&Precision>) -> String {
    let Some(found) = found else {
        return "How many of the matched items are on topic was not sampled.".to_owned();
    };
    let few = if found.labelled < 100 { ", fewer than the 100 that such a sample should have" } else { "" };
    let unsure = if found.unsure > 0 {
        format!(" ({} counted as off topic)", words::count(found.unsure, "unsure one", "unsure ones"))
    } else {
        String::new()
    };
    format!(
        "Of {} labelled by hand{few}, {} on topic{unsure}: {} (95 % Wilson interval {} to {}), drawn from {}.",
        words::count(found.labelled, "matched item", "matched items"),
        words::count(found.yes, "is", "are"),
        words::percent(found.share),
        words::percent(found.low),
        words::percent(found.high),
        words::count(found.drawn_from, "matched item", "matched items")
    )
}

/// The largest owners inside common coverage, and who was not compared.
fn comparison(found: &Comparison) -> Option<(String, Vec<usize>)> {
    if found.status == ShareStatus::Refused {
        return None;
    }
    let refused: usize = found.refused.iter().map(|refusal| refusal.accounts).sum();
    let largest = found.rows.iter().find(|row| row.who != NO_CLAIM && row.who != CONFLICT)?;
    let left = if refused > 0 {
        format!(
            "; {} not compared, as their coverage does not allow it",
            words::count(refused, "account is", "accounts are")
        )
    } else {
        String::new()
    };
    let early = largest.early_share.map_or_else(String::new, |part| {
        format!(", and {} of the first captured tenth", with_interval(part))
    });
    Some((
        format!(
            "Among the {} that can be compared, inside {} h, the largest share is that of accounts of {}: {} of {}{early}{left}.",
            words::count(found.compared, "account", "accounts"),
            words::decimal(found.common_hours),
            largest.who,
            with_interval(largest.share),
            words::count(found.items, "item", "items")
        ),
        vec![largest.evidence],
    ))
}

/// `12.5 % (95 % interval 8.1 % to 17.0 %)`.
fn with_interval(part: Part) -> String {
    match (part.low, part.high) {
        (Some(low), Some(high)) => format!(
            "{} (95 % interval {} to {})",
            words::percent(part.share),
            words::percent(low),
            words::percent(high)
        ),
        _ => words::percent(part.share),
    }
}
