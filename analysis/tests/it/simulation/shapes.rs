//! Shapes with known change points, and how well an answer meets them.

use std::fmt::Write as _;
use std::path::Path;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use whence_analysis::series_file::Series;

use super::random::Random;

/// Days of a series; the cells are mean items a day and the dispersion of the negative binomial.
pub(super) const LENGTH: usize = 90;
pub(super) const CELLS: [(f64, f64); 6] =
    [(3.0, 0.0), (3.0, 0.1), (3.0, 0.3), (30.0, 0.0), (30.0, 0.1), (30.0, 0.3)];
/// Saturdays and Sundays against the other days.
pub(super) const WEEKEND: f64 = 0.6;

/// What happens in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing.
    Null,
    /// Three to seven days of three, five or ten times as much.
    Burst,
    /// Twice as much for a day, and four days later three to ten times as much for four to seven days.
    SpikeThenSurge,
    /// Twice or three times as much from a day on.
    Shift,
}

/// A series and its truth.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) first: Date,
    pub(super) counts: Vec<f64>,
    /// The first days of its segments; the first is 0.
    pub(super) truth: Vec<usize>,
}

/// Draws a shape.
pub(super) fn draw(shape: Shape, mean: f64, dispersion: f64, random: &mut Random) -> Drawn {
    // 4 November 2024 is a Monday.
    let first = date(2024, 11, 4) + i64::try_from(random.below(7)).unwrap().days();
    let (truth, factor): (Vec<usize>, Box<dyn Fn(usize) -> f64>) = match shape {
        Shape::Null => (vec![0], Box::new(|_| 1.0)),
        Shape::Burst => {
            let (start, length) = (14 + random.below(65), 3 + random.below(5));
            let times = [3.0, 5.0, 10.0][random.below(3)];
            let end = start + length;
            (vec![0, start, end], Box::new(move |n| if (start..end).contains(&n) { times } else { 1.0 }))
        }
        Shape::SpikeThenSurge => {
            let (spike, length) = (14 + random.below(60), 4 + random.below(4));
            let times = 3.0 + 7.0 * random.unit();
            let (start, end) = (spike + 4, spike + 4 + length);
            let factor = move |n| match n {
                n if n == spike => 2.0,
                n if (start..end).contains(&n) => times,
                _ => 1.0,
            };
            (vec![0, start, end], Box::new(factor))
        }
        Shape::Shift => {
            let (start, times) = (20 + random.below(50), [2.0, 3.0][random.below(2)]);
            (vec![0, start], Box::new(move |n| if n >= start { times } else { 1.0 }))
        }
    };
    let counts = (0..LENGTH)
        .map(|n| {
            let date = first + i64::try_from(n).unwrap().days();
            let weekend = if date.weekday().to_monday_zero_offset() >= 5 { WEEKEND } else { 1.0 };
            random.negative_binomial(mean * weekend * factor(n), dispersion) as f64
        })
        .collect();
    Drawn { first, counts, truth }
}

impl Drawn {
    /// The file that somebody would write of it.
    pub(super) fn csv(&self) -> String {
        let mut text = "time,value\n".to_owned();
        for (n, count) in (0_i64..).zip(&self.counts) {
            let _ = writeln!(text, "{},{count}", self.first + n.days());
        }
        text
    }

    pub(super) fn series(&self) -> Series {
        Series::parse(Path::new("drawn.csv"), self.csv().as_bytes(), None).unwrap()
    }
}

/// F1 at a margin, with the beginning of the series in both sets, as TCPD scores it.
pub(crate) fn f1(truth: &[usize], found: &[usize], margin: usize) -> f64 {
    let near = |a: usize, b: usize| a.abs_diff(b) <= margin;
    let hits = truth.iter().filter(|&&t| found.iter().any(|&f| near(t, f))).count() as f64;
    let (precision, recall) = (hits / found.len() as f64, hits / truth.len() as f64);
    if hits == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
}
