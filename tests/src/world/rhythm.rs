//! How much is said about the product on each local day: a low, uneven baseline with quiet weekends, one small
//! spike, one large surge that decays. Says nothing of who says it.

use super::calendar::Calendar;
use super::day::Day;
use super::dice::Dice;

/// The narrative's volume on one local day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayPlan {
    pub(crate) day: Day,
    pub(crate) phase: Phase,
    pub(crate) posts: i64,
    pub(crate) articles: i64,
}

/// What part of the story a day belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    First,
    Baseline,
    Spike,
    Surge,
}

/// Percent of the surge's height that each of its days reaches.
const DECAY: [i64; 5] = [100, 104, 97, 90, 78];
/// Percent of a weekday's volume at a weekend.
const WEEKEND: i64 = 60;
/// Sites notice the product only after some days; in particular after the outage that hides the first post, so
/// that no later-fetched article can slip into that gap.
const SITES_NOTICE_AFTER: i64 = 6;

/// The plan of every local day from the first item to the window's end.
pub(crate) fn plan(calendar: &Calendar, seed: u64) -> Vec<DayPlan> {
    let mut dice = Dice::new(seed, "rhythm");
    // Hundredths of an item per weekday.
    let base = dice.between(680, 790);
    let spike = dice.between(66, 74);
    let surge = dice.between(108, 142);
    let days = calendar.window().filter(|day| *day >= calendar.first);
    days.map(|day| {
        let usual = if day.is_weekend() { base * WEEKEND / 100 } else { base };
        let (phase, total) = if day == calendar.first {
            (Phase::First, dice.between(1, 2))
        } else if day == calendar.spike {
            (Phase::Spike, (usual * spike / 1000).max(48))
        } else if (calendar.surge..=calendar.surge_last).contains(&day) {
            let nth = usize::try_from(day.0 - calendar.surge.0).unwrap_or_default();
            (Phase::Surge, usual * surge * DECAY[nth.min(DECAY.len() - 1)] / 100_000)
        } else {
            (Phase::Baseline, baseline(usual, &mut dice))
        };
        let articles = if day < calendar.first.plus(SITES_NOTICE_AFTER) {
            0
        } else {
            match phase {
                Phase::Surge => (total / 12).clamp(3, 8),
                Phase::Spike => dice.between(2, 4),
                Phase::First | Phase::Baseline => i64::from(dice.chance(35)),
            }
        };
        DayPlan { day, phase, posts: total - articles, articles }
    })
    .collect()
}

/// A day of ordinary chatter. The mean itself wavers, so that counts vary more than chance alone would have it,
/// as real ones do; a detector that takes them for Poisson raises false alarms.
fn baseline(usual: i64, dice: &mut Dice) -> i64 {
    let waver = *dice.pick(&[76, 88, 100, 112, 124]);
    dice.count(usual * waver / 100).clamp(2, 11)
}

#[cfg(test)]
mod tests {
    use super::super::spec::WorldSpec;
    use super::*;

    #[test]
    fn spike_and_surge_stand_out_of_a_low_baseline() {
        for seed in 0..50 {
            for spec in WorldSpec::variants(seed) {
                let calendar = Calendar::draw(&spec);
                let plan = plan(&calendar, seed);
                let total = |p: &DayPlan| p.posts + p.articles;
                assert!(plan.iter().all(|p| p.posts >= 1));
                for day in &plan {
                    match day.phase {
                        Phase::First => assert!(total(day) <= 2),
                        Phase::Baseline => assert!((2..=11).contains(&total(day))),
                        Phase::Spike => assert!((48..=60).contains(&total(day)), "{}", total(day)),
                        Phase::Surge => assert!((30..=120).contains(&total(day)), "{}", total(day)),
                    }
                }
                assert_eq!(plan.iter().filter(|p| p.phase == Phase::Spike).count(), 1);
                assert!((4..=5).contains(&plan.iter().filter(|p| p.phase == Phase::Surge).count()));
            }
        }
    }
}
