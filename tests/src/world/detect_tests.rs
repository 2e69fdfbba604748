//! Whether a change-point detector of the kind that the analysis uses can find what the truth says is there:
//! optimal partitioning of weekday-adjusted daily counts under a quasi-Poisson cost, penalty 3 ln n. Days that the
//! outage touches are left out, as the analysis masks them.

use super::*;

/// How finely the weekly rhythm is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Factors {
    WeekendAndRest,
    EachWeekday,
}

struct Segment {
    days: Vec<Day>,
    mean: f64,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The segments of the counts of all observed days of the window.
fn segments(world: &World, factors: Factors) -> Vec<Segment> {
    let truth = world.truth();
    let days: Vec<Day> = world.calendar.window().filter(|day| !truth.outage_days.contains(day)).collect();
    let raw: Vec<f64> =
        days.iter().map(|day| truth.daily_capturable.get(day).copied().unwrap_or_default() as f64).collect();
    let whole = median(raw.clone());
    let alike = |day: &Day, weekday: usize| match factors {
        Factors::WeekendAndRest => day.is_weekend() == (weekday >= 5),
        Factors::EachWeekday => day.weekday() == weekday,
    };
    let factor = |weekday| {
        let of_day = days.iter().zip(&raw).filter(|(day, _)| alike(day, weekday)).map(|(_, count)| *count);
        (median(of_day.collect()) / whole).max(0.2)
    };
    let counts: Vec<f64> = days.iter().zip(&raw).map(|(day, count)| count / factor(day.weekday())).collect();
    let mut ratios: Vec<f64> =
        counts.windows(2).map(|w| (w[0] - w[1]).powi(2) / (w[0] + w[1]).max(1.0)).collect();
    ratios.sort_by(f64::total_cmp);
    ratios.truncate(ratios.len() * 9 / 10);
    let phi = (ratios.iter().sum::<f64>() / ratios.len() as f64).max(1.0);
    let n = counts.len();
    let cost = |a: usize, b: usize| {
        let part = &counts[a..b];
        let mean = part.iter().sum::<f64>() / part.len() as f64;
        let deviance = |y: &f64| if *y > 0.0 { y * (y / mean).ln() - (y - mean) } else { mean };
        2.0 * part.iter().map(deviance).sum::<f64>() / phi + (part.len() as f64).ln()
    };
    let penalty = 3.0 * (n as f64).ln();
    let mut best = vec![(0.0, 0); n + 1];
    for end in 1..=n {
        let costs = (0..end).map(|start| (best[start].0 + cost(start, end) + penalty, start));
        best[end] = costs.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    }
    let mut found = Vec::new();
    let mut end = n;
    while end > 0 {
        let start = best[end].1;
        let mean = counts[start..end].iter().sum::<f64>() / (end - start) as f64;
        found.push(Segment { days: days[start..end].to_vec(), mean });
        end = start;
    }
    found.reverse();
    found
}

/// In how many worlds each thing was found.
#[derive(Debug, Default)]
struct Score {
    worlds: usize,
    surge_start: usize,
    surge_end: usize,
    spike: usize,
    false_alarm: usize,
}

fn score(factors: Factors) -> Score {
    let mut score = Score::default();
    for seed in 0..50 {
        for spec in WorldSpec::variants(seed) {
            let world = World::generate(&spec);
            let truth = world.truth();
            let found = segments(&world, factors);
            score.worlds += 1;
            score.surge_start +=
                usize::from(found.iter().any(|s| s.days[0] == truth.surge[0] && s.mean > 30.0));
            score.surge_end += usize::from(found.iter().any(|s| s.days.last() == Some(&truth.surge[1])));
            score.spike += usize::from(found.iter().any(|s| s.days == [truth.spike_day]));
            // The narrative's own beginning is a change of level too, hence the first week is left out.
            let baseline = truth.window[0].plus(7)..truth.spike_day;
            score.false_alarm += usize::from(found.iter().any(|s| baseline.contains(&s.days[0])));
        }
    }
    println!("{factors:?}: {score:?}");
    score
}

#[test]
fn a_detector_finds_spike_and_surge_where_they_are() {
    let score = score(Factors::WeekendAndRest);
    assert_eq!((score.surge_start, score.surge_end), (score.worlds, score.worlds));
    assert!(score.spike * 100 >= score.worlds * 97);
    assert!(score.false_alarm * 100 <= score.worlds * 5);
}

/// Eight weeks give a median of eight small counts per weekday: too few for a one-day spike, enough for the surge.
#[test]
fn a_detector_with_a_factor_per_weekday_still_finds_the_surge() {
    let score = score(Factors::EachWeekday);
    assert_eq!((score.surge_start, score.surge_end), (score.worlds, score.worlds));
    assert!(score.spike * 100 >= score.worlds * 75);
    assert!(score.false_alarm * 100 <= score.worlds * 10);
}
