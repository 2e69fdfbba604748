//! Change points of counts: the method of the reports.

use super::found::{Cut, Parameters, rounded};
use crate::series_file::{Series, SeriesBin, SeriesError};
use crate::surge::look::{Observed, look};
use crate::surge::place::{Level, of_change, ratio};
use crate::surge::rhythm::Phase;

pub(super) fn find(series: &Series, observed: &[&SeriesBin]) -> Result<Cut, SeriesError> {
    if let Some(bin) = observed.iter().find(|bin| bin.value.is_some_and(|value| value < 0.0)) {
        return Err(SeriesError::file(
            &series.path,
            format!(
                "value: {} at {} is negative, and counts are not",
                bin.value.unwrap_or_default(),
                bin.time
            ),
            "use --method binseg or --method pelt for numbers that are no counts",
        ));
    }
    let counts: Vec<f64> = observed.iter().filter_map(|bin| bin.value).collect();
    let exposures: Vec<f64> = observed.iter().map(|bin| bin.exposure).collect();
    let phases: Vec<Phase> = observed.iter().map(|bin| bin.phase).collect();
    let seen = look(Observed { bin: series.bin, counts: &counts, exposures: &exposures, phases: &phases });
    let starts = &seen.segments;
    let end = |n: usize| starts.get(n + 1).copied().unwrap_or(counts.len());
    let (mut places, mut ratios) = (Vec::new(), Vec::new());
    for n in 1..starts.len() {
        let (from, at, to) = (starts[n - 1], starts[n], end(n));
        // The dispersion of the level that both have together.
        let scale = seen.dispersion / seen.dispersion_of(from, to);
        let place = of_change(from, to, |a, b| scale * seen.cost.fit(a, b));
        // The place that the whole series gives is the best of all; the interval of its two segments holds it.
        places.push((place.low.min(at), place.high.max(at)));
        let level = |from, to| Level {
            count: seen.cost.count(from, to),
            exposure: seen.cost.exposure(from, to),
            dispersion: seen.dispersion_of(from, to),
        };
        let ratio = ratio(level(from, at), level(at, to));
        ratios.push(Some((ratio.value, ratio.low, ratio.high)));
    }
    Ok(Cut {
        parameters: Parameters {
            penalty: rounded(seen.penalty),
            dispersion: rounded(seen.dispersion),
            adjustment: seen.adjustment,
            most_changes: None,
        },
        rates: (0..starts.len()).map(|n| seen.cost.rate(starts[n], end(n))).collect(),
        starts: starts.clone(),
        places,
        ratios,
    })
}
