//! `timeline.csv` and `accounts.csv`. A gap has an empty count, never 0.

use super::RenderError;
use crate::coverage::State;
use crate::findings::Findings;

/// Days and hours of every timeline.
pub(super) fn timeline(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&["measure", "unit", "bin", "at_local", "count", "state", "gap_hours"])?;
    for timeline in &findings.timelines {
        let count = |count: Option<u64>| count.map_or_else(String::new, |n| n.to_string());
        for day in &timeline.days {
            let hours: Vec<String> = day.gap_hours.iter().map(|hour| format!("{hour:02}")).collect();
            rows.write(&[
                &timeline.measure,
                &timeline.unit,
                "day",
                &day.date,
                &count(day.count),
                word(day.state),
                &hours.join(" "),
            ])?;
        }
        for hour in &timeline.hours {
            let cells = [
                &timeline.measure,
                &timeline.unit,
                "hour",
                &hour.at_local,
                &count(hour.count),
                word(hour.state),
                "",
            ];
            rows.write(&cells)?;
        }
    }
    rows.finish()
}

/// Every account with matched items.
pub(super) fn accounts(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&[
        "account",
        "platform",
        "named",
        "name",
        "actors",
        "items",
        "ranking_entries",
        "first_captured",
        "item",
        "observed_days",
        "evidence",
    ])?;
    for row in &findings.accounts {
        rows.write(&[
            &row.account.label,
            &row.account.platform,
            if row.account.named { "yes" } else { "no" },
            row.account.name.as_deref().unwrap_or_default(),
            &row.actors.join("; "),
            &row.items.to_string(),
            &row.ranking_entries.to_string(),
            &row.first.at,
            &row.first.item,
            &row.observed_days.map_or_else(|| "unknown".to_owned(), |days| days.to_string()),
            &row.first.evidence.to_string(),
        ])?;
    }
    rows.finish()
}

/// A state's word.
pub(super) const fn word(state: State) -> &'static str {
    match state {
        State::Observed => "observed",
        State::Partial => "partial",
        State::Gap => "gap",
        State::Unknown => "unknown",
    }
}

/// A cell that no spreadsheet takes for a formula.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

pub(super) struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    pub(super) fn new(header: &[&str]) -> Result<Self, RenderError> {
        let mut rows = Self(csv::Writer::from_writer(Vec::new()));
        rows.write(header)?;
        Ok(rows)
    }

    pub(super) fn write(&mut self, cells: &[&str]) -> Result<(), RenderError> {
        self.0
            .write_record(cells.iter().map(|cell| guarded(cell)))
            .map_err(|e| RenderError::Csv(e.to_string()))
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, RenderError> {
        self.0.into_inner().map_err(|e| RenderError::Csv(e.to_string()))
    }
}
