//! What the readable reports share: findings put into the words and rows that both HTML and Markdown show.

pub(super) mod compared;
pub(super) mod together;

use crate::coverage::State;
use crate::findings::{AccountFinding, ActorFinding, Evidence, Findings, Interval, Surge, Timeline};
use crate::words;

use super::MOST_ACCOUNTS;
pub(super) use super::view_like::{base_rate, held, hidden_channels, is_open, shown, trait_class, weight};

/// Gaps that are listed one by one; of more, the first and how many.
const MOST_GAPS: usize = 6;

/// A day's cell.
pub(super) struct Cell {
    pub(super) day: String,
    pub(super) count: String,
    pub(super) state: &'static str,
    pub(super) note: String,
}

/// A week from Monday to Sunday; days outside the timeline are empty.
pub(super) struct Week {
    pub(super) label: String,
    pub(super) days: Vec<Option<Cell>>,
}

/// The timeline as a calendar.
pub(super) fn weeks(timeline: &Timeline) -> Vec<Week> {
    let mut weeks: Vec<Week> = Vec::new();
    for day in &timeline.days {
        let Ok(date) = day.date.parse::<jiff::civil::Date>() else { continue };
        let offset = date.weekday().to_monday_zero_offset();
        let place = usize::try_from(offset).unwrap_or(0);
        if weeks.is_empty() || place == 0 {
            let monday = date.checked_sub(jiff::Span::new().days(offset)).unwrap_or(date);
            weeks.push(Week { label: words::day(monday), days: (0..7).map(|_| None).collect() });
        }
        let daily = day.gap_hours == timeline.daily_gap_hours;
        let note = match (day.state, day.gap_hours.len()) {
            (State::Gap, _) => "not observed".to_owned(),
            (State::Unknown, _) => "coverage not known".to_owned(),
            (State::Partial, 0) if !timeline.coverage_known => "a lower bound".to_owned(),
            // What is the same on every day is told once, under the table.
            (_, n) if n > 0 && !daily => format!("{n} h not observed"),
            (State::Partial, _) if !daily || timeline.daily_gap_hours.is_empty() => {
                "partly observed".to_owned()
            }
            _ => String::new(),
        };
        let count = match (day.count, day.state) {
            (None, _) => String::new(),
            (Some(n), State::Gap) => format!("\u{2265}{n}"),
            (Some(n), _) => n.to_string(),
        };
        let state = super::csv::word(day.state);
        if let Some(week) = weeks.last_mut() {
            week.days[place] = Some(Cell { day: date.strftime("%-d %b").to_string(), count, state, note });
        }
    }
    weeks
}

/// What a timeline's table needs to be read.
pub(super) fn table_note(timeline: &Timeline) -> String {
    let mut text = String::new();
    if !timeline.daily_gap_hours.is_empty() {
        let hours: Vec<String> = timeline.daily_gap_hours.iter().map(|&hour| words::clock(hour)).collect();
        let seen = timeline.days.iter().filter(|day| !day.state.is_blank()).count();
        text = format!(
            "The hour of {} was not observed on any of the {seen} days, so every count is a lower bound. ",
            words::list(&hours)
        );
    }
    text.push_str(if timeline.coverage_known {
        "An empty cell marked \u{201c}not observed\u{201d} is a gap, not zero; \u{2265} marks a lower bound."
    } else {
        "For nothing here is it known when it was being observed: every count is a lower bound, and an empty cell is not zero."
    });
    text
}

/// A timeline's heading.
pub(super) fn heading(timeline: &Timeline) -> &'static str {
    if timeline.measure == "ranking" { "List presence (a ranking, never volume)" } else { "Captured items" }
}

/// Which methods for comparison agree with a surge's first day.
pub(super) fn also(surge: &Surge) -> String {
    let names: Vec<String> = surge
        .also_by
        .iter()
        .map(|method| if method == "binseg" { "binary segmentation" } else { "PELT on means" }.to_owned())
        .collect();
    if names.is_empty() {
        "Neither binary segmentation nor PELT on means has a change within a day of its beginning.".to_owned()
    } else {
        format!("For comparison, {} also changes there, within a day.", words::list(&names))
    }
}

/// The captures that a surge's counts stand on.
pub(super) fn surge_evidence<'a>(findings: &'a Findings, surge: &Surge) -> &'a [usize] {
    let timeline = findings.timelines.iter().find(|timeline| timeline.measure == surge.measure);
    timeline.map_or(&[], |timeline| &timeline.evidence)
}

/// The accounts that are listed, and how many are not.
pub(super) fn accounts(findings: &Findings) -> (&[AccountFinding], usize) {
    let most = findings.accounts.len().min(MOST_ACCOUNTS);
    (&findings.accounts[..most], findings.accounts.len() - most)
}

/// `outlet of X (parent Y)`.
pub(super) fn standing(actor: &ActorFinding) -> String {
    if actor.pseudonym.is_some() {
        return "not named: persons are shown by name only when the analyst asks for it".to_owned();
    }
    let told = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let owner = told(&actor.owner).map_or_else(String::new, |owner| format!(" of {owner}"));
    let parent = told(&actor.parent).map_or_else(String::new, |parent| format!(" (parent: {parent})"));
    format!("{}{owner}{parent}", actor.kind)
}

/// The claims for an actor, those that say the same joined: who says so, when, where, on which evidence.
pub(super) fn claims(actor: &ActorFinding) -> Vec<(String, Option<String>, Vec<usize>)> {
    let mut said: Vec<(String, Option<String>, Vec<usize>)> = Vec::new();
    for claim in &actor.claims {
        let text = format!(
            "{}, {}",
            claim.asserted_by,
            words::day_of(claim.asserted_at.split('T').next().unwrap_or(""))
        );
        match said.iter_mut().find(|entry| entry.0 == text && entry.1 == claim.asserted_url) {
            Some(entry) if entry.2.contains(&claim.evidence) => {}
            Some(entry) => entry.2.push(claim.evidence),
            None => said.push((text, claim.asserted_url.clone(), vec![claim.evidence])),
        }
    }
    said
}

/// Coverage in sentences.
pub(super) fn coverage(findings: &Findings) -> Vec<String> {
    let coverage = &findings.coverage;
    let mut text = Vec::new();
    let mut sources: Vec<&str> = coverage.observed.iter().map(|row| row.source.as_str()).collect();
    sources.dedup();
    for source in sources {
        let rows: Vec<_> = coverage.observed.iter().filter(|row| row.source == source).collect();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
        let pieces = if rows.len() == 1 { String::new() } else { format!(" in {} stretches", rows.len()) };
        text.push(format!("{source}: observed from {} to {} (UTC){pieces}.", first.from, last.to));
    }
    if !coverage.gaps.is_empty() {
        let mut listed: Vec<String> = coverage.gaps.iter().take(MOST_GAPS).map(local).collect();
        let rest = coverage.gaps.len() - listed.len();
        if rest > 0 {
            listed.push(format!("{rest} more (all in report.json)"));
        }
        text.push(format!(
            "Nothing was observed for {} h of the window up to the report's time: {}.",
            words::decimal(coverage.gap_hours),
            listed.join("; ")
        ));
    } else if coverage.known {
        text.push("At no time of the window up to the report's time was nothing observed.".to_owned());
    }
    if coverage.unknown_accounts > 0 {
        text.push(format!(
            "Not known for {}.",
            words::count(
                coverage.unknown_accounts,
                "account with matched items",
                "accounts with matched items"
            )
        ));
    }
    if !coverage.sources_without_coverage.is_empty() {
        text.push(format!(
            "Sources of which it is not known when they were observed: {}.",
            words::list(&coverage.sources_without_coverage)
        ));
    }
    text
}

/// `26 Jan 2025 08:00 to 09:00`.
fn local(gap: &Interval) -> String {
    let part = |text: &str| -> (String, String) {
        let (date, time) = text.split_once('T').unwrap_or((text, ""));
        (words::day_of(date), time.chars().take(5).collect())
    };
    let ((date, time), (end_date, end_time)) = (part(&gap.from_local), part(&gap.to_local));
    if date == end_date {
        format!("{date} {time} to {end_time}")
    } else {
        format!("{date} {time} to {end_date} {end_time}")
    }
}

/// The captures that sentences and rows name, and how many others counts rest on.
pub(super) fn evidence(findings: &Findings) -> (Vec<&Evidence>, usize) {
    let cited: Vec<&Evidence> = findings.evidence.iter().filter(|row| row.cited).collect();
    let rest = findings.evidence.len() - cited.len();
    (cited, rest)
}

/// What a capture is, where its address is withheld.
pub(super) fn origin(row: &Evidence) -> &'static str {
    match row.kind.as_str() {
        "http" => "address withheld: it would identify an account that is not named",
        "decision" => "a decision of the operator",
        _ => "imported file",
    }
}

/// How to make the report again.
pub(super) fn commands(findings: &Findings) -> [String; 2] {
    [
        format!(
            "whence-analyze report {} --db FILE --config DIR --out DIR --now {}",
            findings.narrative.name, findings.now
        ),
        format!("whence-store verify --db FILE --against {}", findings.store.head),
    ]
}

/// The window in words: `13 Jan to 10 Feb 2025`, the last day included.
pub(super) fn window(findings: &Findings) -> String {
    let date = |text: &str| text.split('T').next().and_then(|date| date.parse::<jiff::civil::Date>().ok());
    let window = &findings.narrative.window;
    match (date(&window.from_local), date(&window.to_local).and_then(|date| date.yesterday().ok())) {
        (Some(first), Some(last)) => format!("{} to {}", words::day(first), words::day(last)),
        _ => format!("{} to {}", window.from_local, window.to_local),
    }
}

/// How many days of the timelines were observed in part.
pub(super) fn partial_days(findings: &Findings) -> usize {
    let days = findings.timelines.iter().flat_map(|timeline| &timeline.days);
    days.filter(|day| day.state == State::Partial)
        .map(|day| &day.date)
        .collect::<std::collections::BTreeSet<_>>()
        .len()
}
