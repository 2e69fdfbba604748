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

/// Every comparison: rows with shares, and refusals.
pub(super) fn shares(findings: &Findings) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(&[
        "by",
        "platform",
        "status",
        "who",
        "accounts",
        "items",
        "share",
        "share_low",
        "share_high",
        "early_items",
        "early_share",
        "early_low",
        "early_high",
        "first_captured",
        "metric",
        "total",
        "metric_share",
        "metric_low",
        "metric_high",
        "reason",
        "evidence",
    ])?;
    let number = |part: Option<f64>| part.map_or_else(String::new, |part| format!("{part:.4}"));
    for found in &findings.comparisons {
        let by = format!("{:?}", found.by).to_lowercase();
        let platform = found.platform.clone().unwrap_or_default();
        for refusal in &found.refused {
            let mut cells = vec![by.clone(), platform.clone(), "refused".to_owned(), String::new()];
            cells.extend([refusal.accounts.to_string(), refusal.items.to_string()]);
            cells.resize(19, String::new());
            cells.extend([refusal.reason.clone(), String::new()]);
            rows.write(&cells.iter().map(String::as_str).collect::<Vec<_>>())?;
        }
        for row in &found.rows {
            let early = row.early_share;
            let mut cells = vec![by.clone(), platform.clone(), "given".to_owned(), row.who.clone()];
            cells.extend([row.accounts.to_string(), row.items.to_string()]);
            cells.extend([Some(row.share.share), row.share.low, row.share.high].map(number));
            cells.push(early.map_or_else(String::new, |_| row.early_items.to_string()));
            cells.extend(
                [
                    early.map(|part| part.share),
                    early.and_then(|part| part.low),
                    early.and_then(|part| part.high),
                ]
                .map(number),
            );
            cells.push(row.first_local.clone());
            let whole = cells.clone();
            let mut write = |more: [String; 5]| {
                let mut cells = whole.clone();
                cells.extend(more);
                cells.extend([String::new(), row.evidence.to_string()]);
                rows.write(&cells.iter().map(String::as_str).collect::<Vec<_>>())
            };
            write([(); 5].map(|()| String::new()))?;
            for reach in &row.reach {
                let [share, low, high] =
                    [Some(reach.share.share), reach.share.low, reach.share.high].map(number);
                write([reach.metric.clone(), reach.total.to_string(), share, low, high])?;
            }
        }
    }
    rows.finish()
}

/// A table of texts.
pub(super) fn table(header: &[&str], body: &[Vec<String>]) -> Result<Vec<u8>, RenderError> {
    let mut rows = Rows::new(header)?;
    for cells in body {
        let shown: Vec<String> = cells.iter().map(|cell| super::visible(cell)).collect();
        rows.write(&shown.iter().map(String::as_str).collect::<Vec<_>>())?;
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
