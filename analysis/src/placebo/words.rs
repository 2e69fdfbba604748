//! The sentences that a placebo test allows. They tell order in time, and never cause.

use super::found::{Placebo, WANTED_DAYS};
use crate::words;

/// What may be said: `subject` is what was counted (`Items`), `event` what it is set before.
pub(crate) fn sentence(found: &Placebo, subject: &str, event: &str) -> String {
    let days = words::count(found.days, "day", "days");
    let effect = format!(
        "{} times the baseline (95 % interval {} to {})",
        words::decimal(found.effect.rate_ratio),
        words::decimal(found.effect.low),
        words::decimal(found.effect.high)
    );
    let p = p_value(found.p_value);
    let (from, date) = (words::day_of(&found.window.from), words::day_of(&found.event));
    if found.rise {
        format!(
            "{subject} rose to {effect} in the {days} before {event} ({date}), from {from} on: placebo test, one-sided, {p}. This is order in time only; both can follow from something else."
        )
    } else {
        format!(
            "The {days} before {event} ({date}) do not stand out from the days before them: {effect}, placebo test, one-sided, {p}. That a rise came before it cannot be said."
        )
    }
}

/// What has to be said with it.
pub(crate) fn caveats(found: &Placebo) -> Vec<String> {
    let mut text = Vec::new();
    if found.searched {
        text.push(format!(
            "The window was found by searching: p is corrected for {} that could have been chosen ({} without).",
            words::count(found.candidates, "window", "windows"),
            p_value(found.p_value_uncorrected)
        ));
    }
    if !found.baseline_long_enough {
        text.push(format!(
            "The baseline has {} observed; {WANTED_DAYS} are wanted.",
            words::count(found.baseline.observed_days, "day", "days")
        ));
    }
    if found.baseline.gap_days > 0 || found.window.gap_days > 0 {
        text.push(format!(
            "Not observed, and masked: {} of the baseline, {} of the window.",
            words::count(found.baseline.gap_days, "day", "days"),
            words::count(found.window.gap_days, "day", "days")
        ));
    }
    if !found.second.agrees {
        text.push(format!(
            "A second test (quasi-Poisson with the dispersion of blocks) does not agree: {}.",
            p_value(found.second.p_value)
        ));
    }
    let tested: Vec<f64> = found.sensitivity.iter().filter_map(|row| row.p_value).collect();
    if let (Some(first), Some(last)) = (found.sensitivity.first(), found.sensitivity.last())
        && !tested.is_empty()
    {
        let below = tested.iter().filter(|&&p| p <= found.level).count();
        text.push(format!(
            "Windows of {} to {} days: {below} of the {} that could be tested reach the level of {}.",
            first.days,
            last.days,
            tested.len(),
            found.level
        ));
    }
    text
}

/// `p = 0.012`, `p < 0.001`.
fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}
