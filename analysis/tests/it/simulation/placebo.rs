//! The placebo test: how often it says "rose" where nothing did, and how often where something did.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use whence_analysis::placebo::{Day, Question, test};

use super::random::{Random, seeds};
use super::shapes::WEEKEND;

/// How the counts of a regime come about: correlation of neighbouring days, spread of the level, dispersion, weekend.
#[derive(Debug, Clone, Copy)]
struct Regime {
    name: &'static str,
    correlation: f64,
    spread: f64,
    dispersion: f64,
    weekend: f64,
}

const REGIMES: [Regime; 4] = [
    Regime { name: "independent Poisson", correlation: 0.0, spread: 0.0, dispersion: 0.0, weekend: 1.0 },
    Regime {
        name: "negative binomial, weekend",
        correlation: 0.0,
        spread: 0.0,
        dispersion: 0.2,
        weekend: WEEKEND,
    },
    Regime { name: "and correlation .5", correlation: 0.5, spread: 0.3, dispersion: 0.1, weekend: WEEKEND },
    Regime { name: "and correlation .8", correlation: 0.8, spread: 0.3, dispersion: 0.1, weekend: WEEKEND },
];
const DAYS: usize = 90;
const WINDOW: usize = 4;

/// A series whose last four days have so many times the level; the event is the day after.
fn draw(regime: Regime, mean: f64, times: f64, random: &mut Random) -> (Vec<Day>, Date) {
    let first = date(2024, 11, 4) + i64::try_from(random.below(7)).unwrap().days();
    let mut level = random.normal();
    let days = (0..DAYS)
        .map(|n| {
            let fresh = (1.0 - regime.correlation.powi(2)).sqrt();
            level = regime.correlation * level + fresh * random.normal();
            let date = first + i64::try_from(n).unwrap().days();
            let weekend = if date.weekday().to_monday_zero_offset() >= 5 { regime.weekend } else { 1.0 };
            let rise = if n >= DAYS - WINDOW { times } else { 1.0 };
            let wander = (regime.spread * level - regime.spread.powi(2) / 2.0).exp();
            let count = random.negative_binomial(mean * weekend * wander * rise, regime.dispersion);
            Day { date, count: Some(count as f64), exposure: 1.0 }
        })
        .collect();
    (days, first + i64::try_from(DAYS).unwrap().days())
}

/// How often "rose" is said, by the first and by the second test.
fn share(regime: Regime, times: f64, each: usize, seed: u64, searched: bool) -> (f64, f64) {
    let mut random = Random::new(seed);
    let (mut first, mut second, mut total) = (0.0, 0.0, 0.0);
    for mean in [5.0, 20.0] {
        for _ in 0..each {
            let (days, event) = draw(regime, mean, times, &mut random);
            let event = if searched { highest(&days) } else { event };
            let Ok(found) = test(&days, Question { event, days: WINDOW, searched }) else { continue };
            assert_eq!(found.rise, found.p_value <= 0.05);
            first += f64::from(u8::from(found.rise));
            second += f64::from(u8::from(found.second.p_value <= 0.05));
            total += 1.0;
        }
    }
    (first / total, second / total)
}

/// The day after the window of the most items, as somebody would choose it who looks first.
fn highest(days: &[Day]) -> Date {
    let sum = |n: usize| days[n..n + WINDOW].iter().filter_map(|day| day.count).sum::<f64>();
    // Windows before that have no baseline.
    let best = (40..=days.len() - WINDOW).max_by(|&a, &b| sum(a).total_cmp(&sum(b))).unwrap();
    days[best].date + i64::try_from(WINDOW).unwrap().days()
}

#[test]
fn where_nothing_rose_it_is_rarely_said() {
    for regime in REGIMES {
        let mut all = Vec::new();
        for seed in seeds() {
            let (first, second) = share(regime, 1.0, 400, seed, false);
            println!("size, {}, seed {seed}: {first:.3}; second test {second:.3}", regime.name);
            all.push(first);
        }
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        println!("size, {}: mean over seeds {mean:.4}", regime.name);
        assert!(mean <= 0.07 && all.iter().all(|&size| size <= 0.085), "{}: {all:?}", regime.name);
    }
}

#[test]
fn where_it_rose_it_is_mostly_said() {
    for (regime, twice, thrice) in
        [(REGIMES[0], 0.9, 0.98), (REGIMES[1], 0.6, 0.9), (REGIMES[2], 0.45, 0.8), (REGIMES[3], 0.4, 0.75)]
    {
        let (two, second) = share(regime, 2.0, 400, 1, false);
        let (three, second_three) = share(regime, 3.0, 400, 1, false);
        println!(
            "power, {}: x2 {two:.3} (second {second:.3}), x3 {three:.3} (second {second_three:.3})",
            regime.name
        );
        assert!(two >= twice && three >= thrice, "{}: {two} {three}", regime.name);
    }
}

/// The most striking of many windows is striking: only the correction for the search keeps what is promised.
#[test]
fn a_window_that_was_searched_for_is_corrected() {
    for regime in REGIMES {
        let (corrected, _) = share(regime, 1.0, 150, 3, true);
        println!("searched, {}: {corrected:.3}", regime.name);
        assert!(corrected <= 0.07, "{}: {corrected}", regime.name);
    }
    let (rise, _) = share(REGIMES[1], 8.0, 50, 3, true);
    assert!(rise > 0.8, "{rise}");
}
