//! Tests whether items rose before events, with the windows that the narrative's file fixes.

use crate::findings::{EventFinding, PlaceboFinding, Timeline};
use crate::narrative::Event;
use crate::placebo::{self, Day, Question};
use crate::words;

/// Sets the test of each event that asks for one beside it, on items, or on a ranking where nothing else is there.
/// `days` are those of the timelines, in their order.
pub(crate) fn test(asked: &[Event], events: &mut [EventFinding], timelines: &[Timeline], days: &[Vec<Day>]) {
    let items = timelines.iter().position(|timeline| timeline.measure == "items" && timeline.total > 0);
    let Some(place) = items.or_else(|| (!timelines.is_empty()).then_some(timelines.len() - 1)) else {
        return;
    };
    let timeline = &timelines[place];
    let subject = if timeline.measure == "ranking" { "Topic-hours in lists" } else { "Items" };
    for event in asked {
        let found = events.iter_mut().find(|e| e.name == event.name && e.date == event.date.to_string());
        if let (Some(found), Some(mut test)) = (found, one(event, &days[place], &timeline.measure, subject)) {
            if !timeline.coverage_known {
                let told = "Coverage is not known: a quiet day may be a day that was not collected.";
                test.caveats.push(told.to_owned());
            }
            found.placebo = Some(PlaceboFinding { evidence: timeline.evidence.clone(), ..test });
        }
    }
}

/// The test of one event, if it asks for one.
pub(super) fn one(event: &Event, days: &[Day], measure: &str, subject: &str) -> Option<PlaceboFinding> {
    let (length, searched) = event.placebo?;
    let question = Question { event: event.date, days: length, searched };
    let name = format!("\u{201c}{}\u{201d}", event.name);
    let tested = placebo::test(days, question);
    let (sentence, caveats) = match &tested {
        Ok(test) => (placebo::sentence(test, subject, &name), test.caveats.clone()),
        Err(refusal) => (
            format!(
                "Whether {} rose in the {} before {name} ({}) cannot be tested: {refusal}. Only the order in time is known.",
                subject.to_lowercase(),
                words::count(length, "day", "days"),
                words::day(event.date)
            ),
            Vec::new(),
        ),
    };
    Some(PlaceboFinding {
        measure: measure.to_owned(),
        days: length,
        refused: tested.as_ref().err().map(ToString::to_string),
        test: tested.ok(),
        sentence,
        caveats,
        evidence: Vec::new(),
    })
}
