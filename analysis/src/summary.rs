//! What was found, in a few sentences. Every number comes from the findings.

mod compared;

pub(crate) use compared::precision;

use std::fmt::Write as _;

use crate::attribution::{CONFLICT, NO_CLAIM};
use crate::findings::{Findings, Sentence, ShareStatus, Timeline};
use crate::surge::Kind;
use crate::{indicators, ledger, resemblance, words};

/// The sentences, most important first.
pub(crate) fn sentences(findings: &Findings) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut say = |text: String, evidence: Vec<usize>| found.push(Sentence { text, evidence });
    let window = &findings.narrative.window;
    let (from, to) = (words::day_of(date(&window.from_local)), words::day_of(date(&window.to_local)));

    if findings.matched.items == 0 && findings.matched.ranking.entries == 0 {
        say(
            format!("Nothing in the store matches the query from {from} until {to} (not included)."),
            Vec::new(),
        );
    }
    if let Some(first) = &findings.first_captured {
        say(first.sentence.clone(), vec![first.evidence]);
    }
    for timeline in &findings.timelines {
        if let Some(text) = total(findings, timeline) {
            say(text, timeline.evidence.clone());
        }
        // With two measures the overall sentence tells of one of them only.
        if let (Some(own), Some(all), true) =
            (&timeline.first_captured, &findings.first_captured, findings.timelines.len() > 1)
            && own.item != all.item
        {
            let what = if timeline.measure == "ranking" { "Among list entries" } else { "Among items" };
            say(format!("{what}: {}", own.sentence), vec![own.evidence]);
        }
    }
    for surge in &findings.surges {
        let timeline = findings.timelines.iter().find(|timeline| timeline.measure == surge.measure);
        let evidence = timeline.map(|timeline| timeline.evidence.clone()).unwrap_or_default();
        say(surge.sentence.clone(), evidence.clone());
        for text in surge.added.iter().filter_map(|added| added.sentence.clone()) {
            say(text, evidence.clone());
        }
    }
    for text in order(findings) {
        say(text, Vec::new());
    }
    for test in findings.events.iter().filter_map(|event| event.placebo.as_ref()) {
        say(test.sentence.clone(), test.evidence.clone());
    }
    for series in &findings.series {
        if let Some(counts) = &series.counts {
            let tests = counts.placebo.iter().map(|test| &test.sentence);
            for text in counts.surges.iter().map(|surge| &surge.sentence).chain(tests) {
                say(text.clone(), series.evidence.clone());
            }
            continue;
        }
        let largest = series
            .points
            .iter()
            .filter_map(|point| Some((point.change_percent?, &point.date)))
            .fold(None::<(f64, &String)>, |best, next| {
                if best.is_some_and(|b| b.0.abs() >= next.0.abs()) { best } else { Some(next) }
            });
        if let Some((percent, date)) = largest {
            let text = format!(
                "{}: the largest change in the window against the value before is {} on {}.",
                series.label,
                words::change(percent),
                words::day_of(date)
            );
            say(text, series.evidence.clone());
        }
    }
    if findings.matched.items > 0 {
        let evidence =
            findings.actors.iter().flat_map(|actor| actor.claims.iter().map(|claim| claim.evidence));
        let mut evidence: Vec<usize> = evidence.collect();
        evidence.sort_unstable();
        evidence.dedup();
        say(carriers(findings), evidence);
        say(shares(findings), Vec::new());
        for (text, evidence) in compared::sentences(findings) {
            say(text, evidence);
        }
    }
    if let Some((text, evidence)) = together(findings) {
        say(text, evidence);
    }
    for (text, evidence) in tracked(findings) {
        say(text, evidence);
    }
    let coverage = coverage(findings);
    if !coverage.is_empty() {
        say(coverage, Vec::new());
    }
    found
}

/// Who shared together, the control first.
fn together(findings: &Findings) -> Option<(String, Vec<usize>)> {
    let found = &findings.coordination;
    if found.fused.shares == 0 {
        return None;
    }
    let fused = &found.fused;
    let communities = match found.communities.len() {
        0 => String::new(),
        n => format!(", in {}", words::count(n, "community", "communities")),
    };
    let text = format!(
        "Shared together within {} s by {} with shares: at shuffled times {}; as observed {}{communities}. Who shares together need not have agreed.",
        words::decimal(found.window_seconds),
        words::count(fused.accounts, "account", "accounts"),
        words::standing(fused.control_edges, fused.control_accounts),
        words::standing(fused.edges, fused.edge_accounts)
    );
    let mut evidence: Vec<usize> =
        found.communities.iter().flat_map(|community| community.evidence.clone()).collect();
    evidence.sort_unstable();
    evidence.dedup();
    Some((text, evidence))
}

/// Claims, lists, look-alikes and campaigns.
fn tracked(findings: &Findings) -> Vec<(String, Vec<usize>)> {
    let mut said = ledger::sentences(&findings.ledger);
    said.extend(indicators::sentences(&findings.indicators, &findings.lookalikes));
    said.extend(findings.resemblance.iter().flat_map(resemblance::summary));
    said
}

/// Events beside the surges that they are nearest to: one sentence for each surge.
fn order(findings: &Findings) -> Vec<String> {
    let mut text = Vec::new();
    for surge in &findings.surges {
        let near: Vec<String> = findings
            .events
            .iter()
            .filter_map(|event| {
                let near = event.nearest_surge.as_ref()?;
                let same =
                    near.from == surge.from && near.measure == surge.measure && near.kind == surge.kind;
                let days = words::count(near.days_before.unsigned_abs() as usize, "day", "days");
                let place = match near.days_before {
                    0 => "the same day as".to_owned(),
                    n if n > 0 => format!("{days} before"),
                    _ => format!("{days} after"),
                };
                same.then(|| {
                    format!("{place} \u{201c}{}\u{201d} ({})", event.name, words::day_of(&event.date))
                })
            })
            .collect();
        if !near.is_empty() {
            let what = if surge.kind == Kind::Surge { "surge" } else { "spike" };
            text.push(format!(
                "The {what} began on {}: {}. This is order in time, not cause.",
                words::day_of(&surge.from),
                words::list(&near)
            ));
        }
    }
    text
}

fn date(rfc3339: &str) -> &str {
    rfc3339.split('T').next().unwrap_or(rfc3339)
}

fn total(findings: &Findings, timeline: &Timeline) -> Option<String> {
    let peak = timeline.peak.as_ref()?;
    let (day, count) =
        (words::day_of(&peak.date), words::number(usize::try_from(peak.count).unwrap_or(usize::MAX)));
    let total = usize::try_from(timeline.total).unwrap_or(usize::MAX);
    Some(if timeline.measure == "ranking" {
        format!(
            "The captured lists held it for {}, most on {day} ({count}). That is a ranking, never volume.",
            words::count(total, "topic-hour", "topic-hours")
        )
    } else {
        let accounts = words::count(findings.matched.accounts, "account", "accounts");
        format!(
            "{} by {accounts} match, most on {day} ({count}).",
            words::count(total, "captured item", "captured items")
        )
    })
}

fn carriers(findings: &Findings) -> String {
    if findings.actors.is_empty() {
        let accounts = words::count(findings.matched.accounts, "account", "accounts");
        return format!("No accepted claim attributes any of the {accounts} to an actor.");
    }
    let attributed =
        findings.accounts.iter().filter(|account| account.items > 0 && !account.actors.is_empty()).count();
    let kinds: Vec<String> = [("office", "offices"), ("outlet", "outlets"), ("person", "persons")]
        .into_iter()
        .filter_map(|(one, many)| {
            let n = findings.actors.iter().filter(|actor| actor.kind == one).count();
            (n > 0).then(|| words::count(n, one, many))
        })
        .collect();
    format!(
        "By accepted claims, {attributed} of the {} belong to {}.",
        words::count(findings.matched.accounts, "account", "accounts"),
        words::list(&kinds)
    )
}

fn shares(findings: &Findings) -> String {
    let shares = &findings.shares;
    if shares.status == ShareStatus::Refused {
        return format!(
            "Shares are not given: {}.",
            shares.reason.as_deref().unwrap_or("nothing can be compared")
        );
    }
    let accounts = words::count(shares.accounts, "compared account was", "compared accounts were");
    let inside =
        format!("Inside the {} h in which all {accounts} observed", words::decimal(shares.common_hours));
    let claimed: Vec<_> =
        shares.rows.iter().filter(|row| row.who != NO_CLAIM && row.who != CONFLICT).collect();
    let Some(largest) = claimed.first() else {
        return format!("{inside}, none of the items is by an actor of an accepted claim.");
    };
    let all: f64 = claimed.iter().map(|row| row.share).sum();
    let largest = match claimed.len() {
        1 => format!(", all of them by {}", largest.who),
        _ => format!("; the largest share is that of {} with {}", largest.who, words::percent(largest.share)),
    };
    format!("{inside}, {} of the items are by actors of accepted claims{largest}.", words::percent(all))
}

fn coverage(findings: &Findings) -> String {
    let gaps = &findings.coverage.gaps;
    let mut text = String::new();
    if !findings.coverage.known {
        return "For nothing that matched is it known when it was being observed; quiet days may be days that were not collected."
            .to_owned();
    }
    if !gaps.is_empty() {
        text = format!(
            "Nothing was observed for {} h of the window, in {}",
            words::decimal(findings.coverage.gap_hours),
            words::count(gaps.len(), "gap", "gaps")
        );
        let daily = findings.timelines.iter().find(|timeline| !timeline.daily_gap_hours.is_empty());
        if let Some(timeline) = daily {
            let hours: Vec<String> =
                timeline.daily_gap_hours.iter().map(|&hour| words::clock(hour)).collect();
            let seen = timeline.days.iter().filter(|day| !day.state.is_blank()).count();
            let _ =
                write!(text, "; the hour of {} is missing on all {seen} observed days", words::list(&hours));
        }
        text.push('.');
    }
    text
}
