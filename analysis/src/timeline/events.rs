//! Events beside surges: order in time, never cause.

use jiff::civil::Date;

use crate::findings::{EventFinding, NearestSurge, Surge};
use crate::narrative::{Event, Window};
use crate::surge::Kind;
use crate::words;

const NOT_CAUSE: &str = "This is order in time, not cause.";

/// Sets every event beside the nearest surge. Where both measures have surges, those of items count.
pub(crate) fn place(events: &[Event], surges: &[Surge], window: &Window) -> Vec<EventFinding> {
    let measure = if surges.iter().any(|surge| surge.measure == "items") { "items" } else { "ranking" };
    let surges: Vec<&Surge> = surges.iter().filter(|surge| surge.measure == measure).collect();
    let mut found: Vec<EventFinding> = events.iter().map(|event| one(event, &surges, window)).collect();
    found.sort_by(|a, b| (&a.date, &a.at).cmp(&(&b.date, &b.at)));
    found
}

fn one(event: &Event, surges: &[&Surge], window: &Window) -> EventFinding {
    let surge = nearest(event.date, surges, Kind::Surge);
    let spike = nearest(event.date, surges, Kind::Spike);
    let mut sentence = match (&surge, &spike) {
        (None, None) => "No surge was found to set it beside.".to_owned(),
        (first, second) => {
            let parts: Vec<String> =
                [second, first].into_iter().flatten().map(|near| order(near, event.date)).collect();
            format!("{} {NOT_CAUSE}", parts.join(" "))
        }
    };
    if event.date < window.first || event.date >= window.end {
        sentence.push_str(" The event lies outside the window.");
    }
    EventFinding {
        name: event.name.clone(),
        date: event.date.to_string(),
        at: event.at.to_string(),
        whole_day: event.whole_day,
        source: event.source.clone(),
        nearest_surge: surge.or(spike),
        sentence,
        placebo: None,
    }
}

/// The surge of a kind whose beginning is nearest to a date; of two, the earlier.
fn nearest(date: Date, surges: &[&Surge], kind: Kind) -> Option<NearestSurge> {
    surges
        .iter()
        .filter(|surge| surge.kind == kind)
        .filter_map(|surge| {
            let from: Date = surge.from.parse().ok()?;
            let days_before = (date - from).get_days();
            Some(NearestSurge { from: surge.from.clone(), days_before, kind, measure: surge.measure.clone() })
        })
        .min_by_key(|near| near.days_before.abs())
}

fn order(near: &NearestSurge, date: Date) -> String {
    let what = match (near.kind, near.measure.as_str()) {
        (Kind::Surge, "ranking") => "surge in list presence",
        (Kind::Spike, "ranking") => "spike in list presence",
        (Kind::Surge, _) => "surge",
        (Kind::Spike, _) => "spike",
    };
    let (from, date) = (words::day_of(&near.from), words::day(date));
    let days = |n: i32| words::count(n.unsigned_abs() as usize, "day", "days");
    match near.days_before {
        0 => format!("The {what} began on {from}, the same day as the event."),
        n if n > 0 => format!("The {what} began on {from}, {} before the event ({date}).", days(n)),
        n => format!("The {what} began on {from}, {} after the event ({date}).", days(n)),
    }
}
