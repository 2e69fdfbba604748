//! Whether a change-point detector of the kind that the analysis uses can find what the truth says is there:
//! optimal partitioning of weekday-adjusted daily counts under a quasi-Poisson cost, penalty 3 ln n. Days that the
//! outage touches are left out, as the analysis masks them.

use super::*;

struct Segment {
    days: Vec<Day>,
    mean: f64,
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The segments of the counts of all observed days of the window.
fn segments(world: &World) -> Vec<Segment> {
    let truth = world.truth();
    let hours = world.calendar.hours;
    let [from, to] = truth.outage;
    let days: Vec<Day> = world
        .calendar
        .window()
        .filter(|day| day.plus(1).start(hours) <= from || day.start(hours) >= to)
        .collect();
    let raw: Vec<f64> =
        days.iter().map(|day| truth.daily_capturable.get(day).copied().unwrap_or_default() as f64).collect();
    let whole = median(raw.clone());
    let factor = |weekday| {
        let of_day =
            days.iter().zip(&raw).filter(|(day, _)| day.weekday() == weekday).map(|(_, count)| *count);
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

#[test]
fn a_change_point_detector_finds_spike_and_surge_where_they_are() {
    let (mut worlds, mut surges, mut spikes, mut ends, mut extra) = (0, 0, 0, 0, 0);
    for seed in 0..50 {
        for spec in WorldSpec::variants(seed) {
            let world = World::generate(&spec);
            let truth = world.truth();
            let found = segments(&world);
            worlds += 1;
            surges += usize::from(found.iter().any(|s| s.days[0] == truth.surge[0] && s.mean > 40.0));
            spikes += usize::from(found.iter().any(|s| s.days == [truth.spike_day]));
            ends += usize::from(found.iter().any(|s| s.days.last() == Some(&truth.surge[1])));
            let before = found.iter().filter(|s| s.days[0] < truth.spike_day).count();
            extra += usize::from(before > 1);
        }
    }
    println!(
        "of {worlds} worlds: surge {surges}, spike {spikes}, surge's end {ends}, other changes before {extra}"
    );
    assert_eq!(surges, worlds);
    assert!(spikes * 100 >= worlds * 97);
    assert!(ends * 100 >= worlds * 95);
    assert!(extra * 100 <= worlds * 5);
}
