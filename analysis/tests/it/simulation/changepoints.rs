//! `changepoints`, the method of the reports: false alarms, and change points to the day.

use std::fmt::Write as _;
use std::path::Path;

use whence_analysis::changepoints::{Method, find};
use whence_analysis::series_file::Series;

use super::random::{Random, seeds};
use super::shapes::{CELLS, Drawn, Shape, draw, f1};

/// The first days of the segments that are found.
fn segments(drawn: &Drawn, method: Method) -> Vec<usize> {
    let found = find(&drawn.series(), method).unwrap();
    assert_eq!(found.segments.len(), found.changepoints.len() + 1);
    found.segments.iter().map(|segment| segment.index).collect()
}

/// False alarms and mean F1 at a day's margin over so many series a cell.
fn score(shape: Shape, each: usize, seed: u64, method: Method) -> (f64, f64) {
    let mut random = Random::new(seed);
    let (mut alarms, mut sum, mut total) = (0.0, 0.0, 0.0);
    for (mean, dispersion) in CELLS {
        for _ in 0..each {
            let drawn = draw(shape, mean, dispersion, &mut random);
            let found = segments(&drawn, method);
            alarms += f64::from(u8::from(found.len() > 1));
            sum += f1(&drawn.truth, &found, 1);
            total += 1.0;
        }
    }
    (alarms / total, sum / total)
}

#[test]
fn few_false_alarms_and_change_points_to_the_day() {
    let each = 100;
    let shapes = [Shape::Null, Shape::Burst, Shape::SpikeThenSurge, Shape::Shift];
    for shape in shapes {
        let mut all = Vec::new();
        for seed in seeds() {
            let (alarms, f1) = score(shape, each, seed, Method::QuasiPoisson);
            println!("{shape:?}, seed {seed}: alarms {alarms:.3}, F1 {f1:.3}");
            all.push(if shape == Shape::Null { alarms } else { f1 });
        }
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        println!("{shape:?}: mean over seeds {mean:.4}");
        if shape == Shape::Null {
            assert!(mean <= 0.03 && all.iter().all(|&alarms| alarms <= 0.04), "{all:?}");
        } else {
            assert!(mean >= 0.85 && all.iter().all(|&f1| f1 >= 0.83), "{shape:?}: {all:?}");
        }
    }
}

/// Hours of which days have a rhythm, and whose level wanders from hour to hour as talk does.
fn hours(mean: f64, wander: f64, from: Option<usize>, random: &mut Random) -> String {
    let first = jiff::civil::date(2024, 11, 4).at(0, 0, 0, 0);
    let (correlation, mut level) = (0.9_f64, random.normal());
    let mut text = "time,value\n".to_owned();
    for n in 0..24 * 42_usize {
        level = correlation * level + (1.0 - correlation.powi(2)).sqrt() * random.normal();
        let time = first + jiff::Span::new().hours(i64::try_from(n).unwrap());
        let night = if time.hour() < 7 { 0.2 } else { 1.3 };
        let weekend = if time.date().weekday().to_monday_zero_offset() >= 5 { 0.6 } else { 1.0 };
        let rise = if from.is_some_and(|from| n >= from) { 5.0 } else { 1.0 };
        let rate = mean * night * weekend * rise * (wander * level - wander.powi(2) / 2.0).exp();
        let count = random.negative_binomial(rate, 0.1);
        writeln!(text, "{}+08:00,{count}", time.strftime("%Y-%m-%dT%H:%M:%S")).unwrap();
    }
    text
}

#[test]
fn hours_raise_few_alarms_either() {
    let found = |text: &str| {
        let series = Series::parse(Path::new("hours.csv"), text.as_bytes(), None).unwrap();
        find(&series, Method::QuasiPoisson).unwrap()
    };
    let (mut alarms, mut near, mut total) = (0, 0, 0);
    for seed in seeds() {
        let mut random = Random::new(seed);
        for mean in [0.5, 5.0] {
            for wander in [0.0, 0.3] {
                for _ in 0..8 {
                    alarms +=
                        usize::from(!found(&hours(mean, wander, None, &mut random)).changepoints.is_empty());
                    // A rise at ten in the morning of the 30th day.
                    let at = 24 * 30 + 10;
                    let risen = found(&hours(mean, wander, Some(at), &mut random));
                    near +=
                        usize::from(risen.changepoints.iter().any(|change| change.index.abs_diff(at) <= 6));
                    total += 1;
                }
            }
        }
    }
    println!("hours: alarms {alarms} of {total}, a rise within six hours {near} of {total}");
    assert!(alarms * 100 <= total * 5 && near * 100 >= total * 90, "{alarms} {near} of {total}");
}

/// Without anything to compare with, the figures above would say little.
#[test]
fn the_methods_for_comparison_are_worse_on_counts() {
    for method in [Method::Binseg, Method::Pelt] {
        let (alarms, _) = score(Shape::Null, 50, 1, method);
        let (_, burst) = score(Shape::Burst, 50, 1, method);
        println!("{method:?}: alarms {alarms:.3}, burst F1 {burst:.3}");
        let (_, ours) = score(Shape::Burst, 50, 1, Method::QuasiPoisson);
        assert!(ours > burst, "{method:?}: {burst} against {ours}");
    }
}
