//! Bins in time, read back from the findings, and round numbers for axes.

use jiff::Timestamp;
use jiff::civil::Date;
use whence_store::time::Micros;

use crate::coverage::State;
use crate::findings::Timeline;

/// A bin to be drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bin {
    pub(super) from: Micros,
    pub(super) to: Micros,
    pub(super) count: Option<u64>,
    pub(super) state: State,
    /// The local date, for days.
    pub(super) date: Option<Date>,
}

/// The hours.
pub(super) fn hours(timeline: &Timeline) -> Vec<Bin> {
    let starts: Vec<Micros> = timeline.hours.iter().filter_map(|hour| instant(&hour.at)).collect();
    timeline
        .hours
        .iter()
        .zip(&starts)
        .enumerate()
        .map(|(n, (hour, &from))| {
            let to = starts.get(n + 1).copied().unwrap_or(from.plus(Micros::HOUR));
            Bin { from, to, count: hour.count, state: hour.state, date: None }
        })
        .collect()
}

/// The days; a day begins with its first hour.
pub(super) fn days(timeline: &Timeline) -> Vec<Bin> {
    let hours = hours(timeline);
    let mut days = Vec::with_capacity(timeline.days.len());
    let mut at = 0;
    for day in &timeline.days {
        let length =
            timeline.hours[at..].iter().take_while(|hour| hour.at_local.starts_with(&day.date)).count();
        if let (Some(first), Some(last)) = (hours.get(at), hours.get((at + length).saturating_sub(1))) {
            let date = day.date.parse().ok();
            days.push(Bin { from: first.from, to: last.to, count: day.count, state: day.state, date });
        }
        at += length;
    }
    days
}

/// The day of a date, if there is one.
pub(super) fn day(days: &[Bin], date: &str) -> Option<Bin> {
    let date: Date = date.parse().ok()?;
    days.iter().find(|day| day.date == Some(date)).copied()
}

/// An RFC 3339 time.
pub(super) fn instant(text: &str) -> Option<Micros> {
    text.parse::<Timestamp>().ok().map(Micros::from_timestamp)
}

/// A step of 1, 2 or 5 times a power of ten that cuts `most` into at most four.
pub(super) fn step(most: u64) -> u64 {
    let mut power = 1;
    loop {
        for step in [power, 2 * power, 5 * power] {
            if step * 4 >= most {
                return step;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_round() {
        assert_eq!([0, 1, 4, 5, 9, 119, 2001].map(step), [1, 1, 1, 2, 5, 50, 1000]);
    }
}
