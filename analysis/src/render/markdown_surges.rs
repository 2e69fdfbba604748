//! The surges in `report.md`: each with where its added items came from; series of counts likewise.

use super::markdown::{escape, line, notes};
use super::view;
use crate::findings::{Findings, PlaceboFinding, Surge};
use crate::surge::Kind;
use crate::words;

/// Writes the surges of the timelines, then those of series.
pub(super) fn write(out: &mut String, findings: &Findings) {
    for surge in &findings.surges {
        let what = if surge.kind == Kind::Surge { "Surge" } else { "Spike" };
        let place = if surge.measure == "ranking" { " in list presence" } else { "" };
        line(out, &format!("\n### {what}{place} of {}\n", words::day_of(&surge.from)));
        let evidence = notes(view::surge_evidence(findings, surge));
        line(out, &format!("{} {}{evidence}", escape(&surge.sentence), view::also(surge)));
        added(out, surge);
    }
    for series in &findings.series {
        let Some(counts) = &series.counts else { continue };
        line(out, &format!("\n### {}, as counts\n", escape(&series.label)));
        line(out, &format!("{}{}\n", escape(&counts.note), notes(&series.evidence)));
        for surge in &counts.surges {
            line(out, &format!("- {} {}", escape(&surge.sentence), view::also(surge)));
        }
        for test in &counts.placebo {
            line(out, &format!("- {}", tested(test)));
        }
    }
}

/// A test before an event, with what has to be said with it.
pub(super) fn tested(test: &PlaceboFinding) -> String {
    let said: Vec<String> =
        std::iter::once(&test.sentence).chain(&test.caveats).map(|text| escape(text)).collect();
    format!("{}{}", said.join(" "), notes(&test.evidence))
}

fn added(out: &mut String, surge: &Surge) {
    if surge.added.is_empty() {
        return;
    }
    line(out, "\n| added items by | | items | usual | added | of all added |\n|---|---|---:|---:|---:|---:|");
    for added in &surge.added {
        for row in &added.rows {
            line(
                out,
                &format!(
                    "| {} | {} | {} | {} | {} | {} |",
                    added.by,
                    escape(&row.label),
                    row.items,
                    words::decimal(row.usual),
                    words::decimal(row.added),
                    words::percent(row.share)
                ),
            );
        }
    }
}
