//! What a placebo test gives; the keys are documented in docs/surges.md and stay.

use serde::{Deserialize, Serialize};

use super::blocks::Blocks;
use super::studentised::Studentised;
use super::window::Windows;
use super::{LEVEL, Question, words};
use crate::surge::rhythm::Adjustment;

/// The schema of the output.
pub const SCHEMA: &str = "whence-placebo/1";

/// Days from which a baseline is as long as it should be.
pub(super) const WANTED_DAYS: usize = 56;

/// The answer to a question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Placebo {
    /// [`SCHEMA`].
    pub schema: String,
    /// The day of the event.
    pub event: String,
    /// The length of the window before it, in days.
    pub days: usize,
    /// The window.
    pub window: Stretch,
    /// The baseline before it.
    pub baseline: Stretch,
    /// Whether the baseline has the eight weeks that are wanted.
    pub baseline_long_enough: bool,
    /// Which rhythm was taken out.
    pub adjustment: Adjustment,
    /// How many placebo windows the window was set against.
    pub placebo_windows: usize,
    /// Student's t of the window's logarithm.
    pub t: f64,
    /// Its degrees of freedom.
    pub degrees_of_freedom: f64,
    /// One-sided; corrected for the search, where there was one.
    pub p_value: f64,
    /// Without that correction.
    pub p_value_uncorrected: f64,
    /// Whether the window was found by searching.
    pub searched: bool,
    /// How many windows a search could have chosen; 1 without a search.
    pub candidates: usize,
    /// How much.
    pub effect: Effect,
    /// A second test.
    pub second: Second,
    /// The level that is tested at.
    pub level: f64,
    /// Whether it may be said that items rose: `p_value` is at most `level`.
    pub rise: bool,
    /// The same for other lengths of the window, not corrected for any search.
    pub sensitivity: Vec<Sensitivity>,
    /// What may be said.
    pub sentence: String,
    /// What has to be said with it.
    pub caveats: Vec<String>,
}

/// Days, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// How many days that are.
    pub days: usize,
    /// Of these, observed.
    pub observed_days: usize,
    /// Of these, not observed.
    pub gap_days: usize,
}

/// The rate in the window over that of the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The ratio.
    pub rate_ratio: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The quasi-Poisson test with the dispersion of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Second {
    /// One-sided; corrected as the first.
    pub p_value: f64,
    /// The variance over the mean of blocks as long as the window.
    pub dispersion: f64,
    /// Blocks less one.
    pub degrees_of_freedom: f64,
    /// Whether both tests say the same at the level.
    pub agrees: bool,
}

/// The tests at another length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// The length in days.
    pub days: usize,
    /// The rate ratio.
    pub rate_ratio: Option<f64>,
    /// The first test.
    pub p_value: Option<f64>,
    /// The second test.
    pub second_p_value: Option<f64>,
    /// Why nothing is given.
    pub refused: Option<String>,
}

/// Six digits.
pub(super) fn rounded(value: f64) -> f64 {
    crate::changepoints::rounded(value)
}

pub(super) fn gather(
    question: Question,
    windows: &Windows<'_>,
    main: &Studentised,
    second: &Blocks,
    candidates: usize,
    sensitivity: Vec<Sensitivity>,
) -> Placebo {
    // The union bound: the most striking of so many windows is no rarer than their chances together.
    let corrected = |p: f64| (p * candidates as f64).min(1.0);
    let p_value = corrected(main.p_value);
    let second_p = corrected(second.p_value);
    let stretch = |from: jiff::civil::Date, days: usize, observed_days: usize| Stretch {
        from: from.to_string(),
        to: from
            .checked_add(jiff::Span::new().days(i32::try_from(days).unwrap_or(1) - 1))
            .unwrap_or(from)
            .to_string(),
        days,
        observed_days,
        gap_days: days - observed_days,
    };
    let first = windows.baseline.first().map_or(windows.from, |day| day.date);
    let mut found = Placebo {
        schema: SCHEMA.to_owned(),
        event: question.event.to_string(),
        days: question.days,
        window: stretch(windows.from, windows.days, windows.observed),
        baseline: stretch(first, windows.baseline.len(), windows.baseline_observed),
        baseline_long_enough: windows.baseline_observed >= WANTED_DAYS,
        adjustment: windows.adjustment,
        placebo_windows: main.placebos,
        t: rounded(main.t),
        degrees_of_freedom: rounded(main.freedom),
        p_value: rounded(p_value),
        p_value_uncorrected: rounded(main.p_value),
        searched: question.searched,
        candidates,
        effect: Effect {
            rate_ratio: rounded(second.ratio),
            low: rounded(second.low),
            high: rounded(second.high),
        },
        second: Second {
            p_value: rounded(second_p),
            dispersion: rounded(second.dispersion),
            degrees_of_freedom: second.freedom,
            agrees: (second_p <= LEVEL) == (p_value <= LEVEL),
        },
        level: LEVEL,
        rise: p_value <= LEVEL,
        sensitivity,
        sentence: String::new(),
        caveats: Vec::new(),
    };
    found.sentence = words::sentence(&found, "Counts", "the event");
    found.caveats = words::caveats(&found);
    found
}
