//! `changepoints`, the method of the reports: false alarms, and change points to the day.

use whence_analysis::changepoints::{Method, find};

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
