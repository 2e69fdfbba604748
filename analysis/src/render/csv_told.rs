//! `claims.csv`, `terms.csv`, `sites.csv` and `campaigns.csv`. Evidence is the numbers of `report.json`.

use super::RenderError;
use super::csv::Rows;
use crate::findings::{Findings, Firmness};

/// Every tracked claim: a row for all its items, and one for each language and actor.
pub(super) fn claims(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&[
        "claim",
        "text",
        "asserted_by",
        "status",
        "sources",
        "looked_for",
        "of",
        "which",
        "items",
        "flat",
        "hedged",
        "attributed",
        "negated",
        "passed_on",
        "first_captured",
        "evidence",
    ])?;
    for claim in &findings.ledger.claims {
        let usage = &claim.usage;
        let sources: Vec<String> = claim
            .sources
            .iter()
            .map(|source| {
                let url = source.url.as_deref().unwrap_or("withheld");
                format!("{} {} {url}", source.says.as_str(), source.date)
            })
            .collect();
        let first = usage.first.as_ref().map_or("", |first| first.item.at.as_str());
        let mut row = |of: &str, which: &str, said: &Firmness| {
            let counts = [said.all(), said.flat, said.hedged, said.attributed, said.negated, said.passed_on];
            let counts = counts.map(|n| n.to_string());
            let mut cells = vec![claim.id.as_str(), &claim.text, &claim.asserted_by, claim.status.as_str()];
            let sources = sources.join("; ");
            let evidence = numbers(&usage.evidence);
            cells.push(&sources);
            cells.push(if usage.is_looked_for { "yes" } else { "no" });
            cells.extend([of, which]);
            cells.extend(counts.iter().map(String::as_str));
            cells.push(if of == "all" { first } else { "" });
            cells.push(&evidence);
            rows.write(&cells)
        };
        row("all", "", &usage.said)?;
        for (language, said) in &usage.by_language {
            row("language", language, said)?;
        }
        for one in &usage.by_actor {
            row("actor", &one.actor, &one.said)?;
        }
    }
    rows.finish()
}

/// Every characteristic term.
pub(super) fn terms(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&[
        "actor",
        "language",
        "items",
        "other_items",
        "term",
        "items_with_it",
        "other_items_with_it",
        "log_odds",
        "z",
        "evidence",
    ])?;
    for actor in &findings.terms {
        for term in &actor.terms {
            rows.write(&[
                &actor.actor,
                &actor.language,
                &actor.items.to_string(),
                &actor.others.to_string(),
                &term.term,
                &term.here.to_string(),
                &term.there.to_string(),
                &format!("{:.3}", term.log_odds),
                &format!("{:.2}", term.z),
                &term.evidence.to_string(),
            ])?;
        }
    }
    rows.finish()
}

/// Entries of lists that are met, and look-alike domains.
pub(super) fn sites(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&[
        "what",
        "site",
        "of",
        "asserted_by",
        "asserted",
        "asserted_url",
        "by",
        "distance",
        "items",
        "accounts",
        "first_captured",
        "evidence",
    ])?;
    for list in &findings.indicators.lists {
        for row in &list.rows {
            rows.write(&[
                "listed",
                row.listed.as_deref().unwrap_or("withheld"),
                &list.list,
                &list.asserted_by,
                &list.asserted,
                list.asserted_url.as_deref().unwrap_or_default(),
                &row.matched_by,
                "",
                &row.items.to_string(),
                &row.accounts.to_string(),
                &row.first.at,
                &numbers(&[list.evidence, row.first.evidence]),
            ])?;
        }
    }
    for row in &findings.lookalikes.rows {
        rows.write(&[
            "look-alike",
            row.domain.as_deref().unwrap_or("withheld"),
            &row.brand,
            "",
            "",
            "",
            row.rule.as_str(),
            &row.distance.to_string(),
            &row.items.to_string(),
            &row.accounts.to_string(),
            &row.first.at,
            &row.first.evidence.to_string(),
        ])?;
    }
    rows.finish()
}

/// Every trait of every channel that was held against a campaign.
pub(super) fn campaigns(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&[
        "campaign",
        "version",
        "channel",
        "platform",
        "named",
        "items",
        "likeness",
        "matches",
        "observable",
        "specific",
        "controls_as_many",
        "controls",
        "trait",
        "weight",
        "result",
        "measured",
        "controls_matching",
        "controls_observable",
        "common",
        "evidence",
    ])?;
    for campaign in &findings.resemblance {
        for channel in &campaign.channels {
            for one in &channel.traits {
                rows.write(&[
                    &campaign.campaign,
                    &campaign.version.to_string(),
                    &channel.account.label,
                    &channel.account.platform,
                    yes(channel.account.named),
                    &channel.items.to_string(),
                    channel.likeness.as_str(),
                    &channel.matches.to_string(),
                    &channel.observable.to_string(),
                    &channel.specific.to_string(),
                    &channel.controls_as_many.to_string(),
                    &campaign.controls.to_string(),
                    &one.id,
                    super::view::weight(one),
                    one.result.as_str(),
                    &one.measured,
                    &one.controls_matching.to_string(),
                    &one.controls_observable.to_string(),
                    yes(one.is_common),
                    &numbers(&one.evidence),
                ])?;
            }
        }
    }
    rows.finish()
}

const fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn numbers(evidence: &[usize]) -> String {
    evidence.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}
