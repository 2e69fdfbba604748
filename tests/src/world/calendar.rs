//! When things happen: window, first item, spike, surge, event, outage, and the times at which cron polls.
//! Decides dates only; how much is said on each is the rhythm's business.

use whence_store::time::Micros;

use super::day::Day;
use super::dice::Dice;
use super::spec::{Outage, SurgePlace, WorldSpec};

/// The dates of one world. Days are local to the narrative's zone unless called UTC.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    /// IANA name of the narrative's zone.
    pub(crate) zone: &'static str,
    /// Its offset, hours east.
    pub(crate) hours: i64,
    /// First day of the analysis window.
    pub(crate) start: Day,
    /// First day after the window.
    pub(crate) end: Day,
    /// Day of the narrative's first item.
    pub(crate) first: Day,
    /// Day of the small spike.
    pub(crate) spike: Day,
    /// First day of the surge.
    pub(crate) surge: Day,
    /// Last day of the surge.
    pub(crate) surge_last: Day,
    /// Day of the event, a Monday.
    pub(crate) event: Day,
    /// First UTC day of the outage.
    pub(crate) outage_from: Day,
    /// First UTC day after the outage.
    pub(crate) outage_to: Day,
    /// Times at which the collector runs, none of them within the outage.
    pub(crate) polls: Vec<Micros>,
}

/// The first Monday of 2031; every event is some weeks later, in the same year.
const FIRST_MONDAY: Day = Day(22_285);
/// Collection begins this many days before the window, so that the window's first day is fully observed.
const LEAD_DAYS: i64 = 2;

impl Calendar {
    pub(crate) fn draw(spec: &WorldSpec) -> Self {
        let mut dice = Dice::new(spec.seed, "calendar");
        let (zone, hours) = *dice.pick(&[("Asia/Jakarta", 7), ("Asia/Shanghai", 8)]);
        let event = FIRST_MONDAY.plus(7 * dice.between(7, 40));
        let start = event.plus(-49);
        // Where the outage hides the first item, a whole observed day of the window comes before it: a gap has
        // two sides, and a window that merely begins late has not. No more days than that: a row of zeros before
        // the first item would be a change of level of its own.
        let first = start.plus(i64::from(spec.outage == Outage::HidesFirst));
        let spike = event.plus(-7 + i64::from(dice.chance(30)));
        let after = dice.between(1, 3);
        let surge = match spec.surge {
            SurgePlace::BeforeEvent => event.plus(-3),
            SurgePlace::AfterEvent => event.plus(after),
        };
        let surge_last = surge.plus(dice.between(3, 4));
        let length = dice.between(2, 4);
        let ordinary_from = start.plus(dice.between(10, 35 - 4));
        let outage_from = match spec.outage {
            Outage::Ordinary => ordinary_from,
            Outage::HidesFirst => first,
        };
        let outage_to = outage_from.plus(length);
        let mut calendar = Self {
            zone,
            hours,
            start,
            end: event.plus(11),
            first,
            spike,
            surge,
            surge_last,
            event,
            outage_from,
            outage_to,
            polls: Vec::new(),
        };
        calendar.polls = calendar.poll_times(&mut dice);
        calendar
    }

    /// Daily, then every six hours from two weeks before the event; each run starts some minutes late, as cron's do.
    fn poll_times(&self, dice: &mut Dice) -> Vec<Micros> {
        let morning = dice.between(2, 4);
        let mut polls = Vec::new();
        for day in self.observed_days().chain([self.end]) {
            let often = day >= self.event.plus(-14) && day < self.end;
            for hour in if often { vec![0, 6, 12, 18] } else { vec![0] } {
                let late = dice.between(60, 600) * Micros::SECOND;
                polls.push(day.start(0).plus((morning + hour) * Micros::HOUR + late));
            }
        }
        polls
    }

    /// The UTC days of which the posts were collected whole: all but those of the outage.
    pub(crate) fn observed_days(&self) -> impl Iterator<Item = Day> {
        self.all_days().filter(|day| !self.in_outage(*day))
    }

    /// Every UTC day from the beginning of collection to the window's end.
    pub(crate) fn all_days(&self) -> impl Iterator<Item = Day> + use<> {
        (self.start.0 - LEAD_DAYS..self.end.0).map(Day)
    }

    /// Whether a UTC day lies within the outage.
    pub(crate) fn in_outage(&self, utc_day: Day) -> bool {
        (self.outage_from..self.outage_to).contains(&utc_day)
    }

    /// Whether any part of a local day lies within the outage.
    pub(crate) fn touches_outage(&self, day: Day) -> bool {
        day.plus(1).start(self.hours) > self.outage_from.start(0)
            && day.start(self.hours) < self.outage_to.start(0)
    }

    /// The local days of the window.
    pub(crate) fn window(&self) -> impl Iterator<Item = Day> + use<> {
        (self.start.0..self.end.0).map(Day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(mut check: impl FnMut(&WorldSpec, &Calendar)) {
        for seed in 0..50 {
            for spec in WorldSpec::variants(seed) {
                check(&spec, &Calendar::draw(&spec));
            }
        }
    }

    #[test]
    fn weekdays_are_right() {
        each(|spec, calendar| {
            assert_eq!(calendar.event.weekday(), 0);
            assert!(calendar.spike.weekday() <= 1);
            match spec.surge {
                SurgePlace::BeforeEvent => {
                    assert_eq!(calendar.surge.weekday(), 4);
                    assert_eq!(calendar.event.0 - calendar.surge.0, 3);
                }
                SurgePlace::AfterEvent => assert!((1..=3).contains(&(calendar.surge.0 - calendar.event.0))),
            }
            assert!(calendar.surge_last.0 - calendar.spike.0 >= 6);
            assert!(calendar.surge_last < calendar.end);
        });
    }

    #[test]
    fn nobody_polls_in_the_outage() {
        each(|_, calendar| {
            assert!(calendar.polls.is_sorted());
            assert!(calendar.polls.iter().all(|poll| !calendar.in_outage(Day::of(*poll, 0))));
            assert!(calendar.polls.last().is_some_and(|last| *last > calendar.end.start(calendar.hours)));
        });
    }

    #[test]
    fn the_outage_hides_what_it_should() {
        each(|spec, calendar| match spec.outage {
            Outage::HidesFirst => {
                assert!(calendar.in_outage(calendar.first));
                assert!(calendar.outage_to.0 - calendar.first.0 <= 4);
            }
            Outage::Ordinary => {
                assert!(calendar.outage_from.0 - calendar.first.0 >= 7);
                assert!(calendar.spike.0 - calendar.outage_to.0 >= 6);
            }
        });
    }
}
