//! Building one timeline.

use std::collections::BTreeSet;

use whence_store::StoreError;

use super::bins::Bins;
use super::{first_captured, surges};
use crate::case::Case;
use crate::corpus::Item;
use crate::coverage::{State, Units, state_of};
use crate::evidence::EvidenceList;
use crate::findings::{DayRow, HourRow, Peak, Surge, Timeline};
use crate::placebo;

/// Sentences on counts name their captures up to so many.
const MOST_CAPTURES: usize = 12;
const ITEMS_NOTE: &str = "Captured items. Where coverage is partial a count is a lower bound; a gap is time in which nothing is known to have been observed, and is not zero.";
const RANKING_NOTE: &str = "Topic-hours: an entry of a capped, edited list counts once for each hour in which the list held it. It is a ranking, never volume: it says that the list's editors and rules showed the topic, not how much was posted.";

/// A timeline, its surges, and its days for tests before events.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) timeline: Timeline,
    pub(crate) surges: Vec<Surge>,
    pub(crate) days: Vec<placebo::Day>,
}

/// The timeline of a measure with its surges; the unit set is what its counts stand on.
pub(crate) fn build(
    case: &Case<'_>,
    ranking: bool,
    units: &Units,
    evidence: &mut EvidenceList,
) -> Result<Built, StoreError> {
    let items: Vec<&Item> = case.corpus.measured(ranking).collect();
    let bins = Bins::new(case, items.iter().copied());
    let (mut days, mut hours) = (Vec::with_capacity(bins.days.len()), Vec::new());
    for day in &bins.days {
        let mut states = Vec::with_capacity(25);
        for (from, to) in day.hours() {
            let items = bins.hour(from);
            let state = state_of(units, from, to, items);
            hours.push(HourRow {
                at: from.to_string(),
                at_local: case.narrative.window.rfc3339(from),
                count: shown(items, state),
                state,
            });
            states.push((case.narrative.window.hour_of(from), state));
        }
        let items = bins.day(day.date);
        let state = day_state(&states, units, items);
        let gap_hours = states.iter().filter(|(_, s)| *s == State::Gap).map(|(hour, _)| *hour).collect();
        days.push(DayRow { date: day.date.to_string(), count: shown(items, state), state, gap_hours });
    }
    let measure = if ranking { "ranking" } else { "items" };
    let unit = if ranking { "topic-hours" } else { "items" };
    let seen = surges::observed(&bins, &days, units);
    let counted = surges::Counted { measure, unit };
    let (found, surge_note) = surges::find(case, counted, &bins, units, &items, &seen)?;
    let peak = days
        .iter()
        .filter_map(|day| Some((day.count.filter(|&n| n > 0)?, &day.date)))
        // The first of equal days.
        .fold(
            None::<(u64, &String)>,
            |best, day| if best.is_some_and(|b| b.0 >= day.0) { best } else { Some(day) },
        )
        .map(|(count, date)| Peak { date: date.clone(), count });
    let timeline = Timeline {
        measure: measure.to_owned(),
        unit: unit.to_owned(),
        note: if ranking { RANKING_NOTE } else { ITEMS_NOTE }.to_owned(),
        total: items.len() as u64,
        peak,
        not_in_hours: bins.not_in_hours as u64,
        undated: bins.undated as u64,
        daily_gap_hours: daily_gaps(&days),
        coverage_known: !units.known.is_empty(),
        surge_note,
        first_captured: first_captured(case, items.iter().copied(), units, evidence)?,
        evidence: captures(&items, evidence),
        days,
        hours,
    };
    Ok(Built { timeline, surges: found, days: surges::gapless(&seen.days) })
}

/// The captures of some items as evidence, unless they are too many for a sentence.
fn captures(items: &[&Item], evidence: &mut EvidenceList) -> Vec<usize> {
    let captures: BTreeSet<i64> = items.iter().map(|item| item.row.capture_id).collect();
    if captures.len() > MOST_CAPTURES {
        Vec::new()
    } else {
        captures.into_iter().map(|id| evidence.cite(id)).collect()
    }
}

fn shown(items: usize, state: State) -> Option<u64> {
    (items > 0 || !state.is_blank()).then_some(items as u64)
}

fn day_state(hours: &[(i8, State)], units: &Units, items: usize) -> State {
    if hours.iter().all(|(_, state)| *state == State::Observed) {
        State::Observed
    } else if hours.iter().any(|(_, state)| !state.is_blank()) || units.unknown > 0 && items > 0 {
        State::Partial
    } else if hours.iter().any(|(_, state)| *state == State::Unknown) {
        State::Unknown
    } else {
        State::Gap
    }
}

/// Local hours that are a gap on every day that is not a gap as a whole.
fn daily_gaps(days: &[DayRow]) -> Vec<i8> {
    let seen: Vec<&DayRow> = days.iter().filter(|day| !day.state.is_blank()).collect();
    if seen.len() < 2 {
        return Vec::new();
    }
    (0..24).filter(|hour| seen.iter().all(|day| day.gap_hours.contains(hour))).collect()
}
