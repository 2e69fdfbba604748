//! Series laid under the timeline.

use jiff::civil::Date;
use whence_store::StoreError;
use whence_store::time::Micros;

use super::counts;
use crate::case::Case;
use crate::evidence::EvidenceList;
use crate::findings::{Point, SeriesFinding};

/// How far back the value before the window's first may lie: markets close for holidays.
const BEFORE: i64 = 14 * Micros::DAY;

/// The values of the narrative's series in its window, each with its change against the value before.
pub(crate) fn load(case: &Case<'_>, evidence: &mut EvidenceList) -> Result<Vec<SeriesFinding>, StoreError> {
    let window = &case.narrative.window;
    let mut found = Vec::new();
    for wanted in &case.narrative.series {
        let rows = case.reader.series(
            &wanted.name,
            &wanted.measure,
            window.from.plus(-BEFORE),
            window.to.plus(Micros::DAY),
        )?;
        let mut series = SeriesFinding {
            name: wanted.name.clone(),
            measure: wanted.measure.clone(),
            label: wanted.label.clone(),
            unit: rows.iter().find_map(|row| row.unit.clone()),
            show: wanted.show,
            points: Vec::new(),
            counts: None,
            evidence: Vec::new(),
        };
        let mut before: Option<f64> = None;
        for row in &rows {
            // A trading day has a date and no instant; where there is only an instant, the local date is taken.
            let date: Date = row
                .local_date
                .as_deref()
                .and_then(|date| date.parse().ok())
                .unwrap_or_else(|| window.date_of(row.at));
            let change = before.filter(|&value| value != 0.0).map(|value| (row.value / value - 1.0) * 100.0);
            before = Some(row.value);
            if date < window.first || date >= window.end {
                continue;
            }
            let n = evidence.cite(row.capture_id);
            if !series.evidence.contains(&n) {
                series.evidence.push(n);
            }
            series.points.push(Point {
                date: date.to_string(),
                value: row.value,
                change_percent: change.map(|percent| (percent * 10_000.0).round() / 10_000.0),
            });
        }
        if wanted.counts {
            series.counts = Some(counts::look(case, wanted, &rows, &series.evidence));
        }
        found.push(series);
    }
    Ok(found)
}
