//! Benjamini–Hochberg over all pairs of accounts, met or not (Benjamini and Hochberg 1995).
//!
//! A pair that shares nothing has p = 1; it is never listed and always counted.

/// The p-values of a sweep, gathered.
#[derive(Debug)]
pub(crate) enum Tests {
    /// Every value.
    Each(Vec<f64>),
    /// How many values have the same first bits; for sweeps with so many edges that their values would outgrow the shares.
    Counted(Box<Counts>),
}

/// Counts by the upper bits of a value between 0 and 1.
#[derive(Debug)]
pub(crate) struct Counts {
    counts: Vec<u64>,
}

/// Bits of the fraction that are kept: a value is rounded up by less than 0.1 %.
const KEPT: u32 = 10;
const CUT: u32 = 52 - KEPT;

fn bucket(p: f64) -> usize {
    usize::try_from(p.to_bits() >> CUT).unwrap_or(usize::MAX)
}

impl Counts {
    fn add(&mut self, values: &[f64]) {
        for &p in values {
            self.counts[bucket(p)] += 1;
        }
    }
}

impl Tests {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::Each(Vec::new())
    }

    /// Adds values of one part of the sweep. No more than `most` are kept one by one.
    pub(crate) fn extend(&mut self, values: &[f64], most: usize) {
        if let Self::Each(each) = self {
            if each.len() + values.len() <= most {
                each.extend_from_slice(values);
                return;
            }
            let mut counted = Counts { counts: vec![0; bucket(1.0) + 1] };
            counted.add(each);
            *self = Self::Counted(Box::new(counted));
        }
        if let Self::Counted(counted) = self {
            counted.add(values);
        }
    }

    /// Ranks the values among `tests` tests. Those whose q is 1 need not be told apart.
    pub(crate) fn rank(self, tests: f64) -> Ranks {
        let mut steps = match self {
            Self::Each(mut each) => {
                each.sort_unstable_by(f64::total_cmp);
                let mut steps: Vec<Step> = Vec::new();
                for (n, &p) in each.iter().enumerate() {
                    let rank = (n + 1) as f64;
                    match steps.last_mut() {
                        Some(last) if last.p.total_cmp(&p).is_eq() => last.q = rank,
                        _ => steps.push(Step { p, q: rank }),
                    }
                }
                steps
            }
            Self::Counted(counted) => {
                let mut sum = 0;
                let mut steps = Vec::new();
                for (n, &count) in (0_u64..).zip(&counted.counts) {
                    if count > 0 {
                        sum += count;
                        // The greatest value of the bucket stands for all of it.
                        let p = f64::from_bits((n << CUT) + ((1 << CUT) - 1)).min(1.0);
                        steps.push(Step { p, q: sum as f64 });
                    }
                }
                steps
            }
        };
        let mut least = 1.0_f64;
        for step in steps.iter_mut().rev() {
            least = least.min(step.p * tests / step.q);
            step.q = least;
        }
        steps.retain(|step| step.q < 1.0);
        Ranks { steps }
    }
}

#[derive(Debug, Clone, Copy)]
struct Step {
    p: f64,
    /// The rank while steps are made, then the q-value.
    q: f64,
}

/// q-values by p-values.
#[derive(Debug)]
pub(crate) struct Ranks {
    steps: Vec<Step>,
}

impl Ranks {
    /// The smallest false discovery rate at which a value of these would be taken.
    pub(crate) fn q(&self, p: f64) -> f64 {
        let place = self.steps.partition_point(|step| step.p < p);
        self.steps.get(place).map_or(1.0, |step| step.q)
    }

    /// Whether any value is taken at a rate.
    pub(crate) fn any(&self, rate: f64) -> bool {
        self.steps.first().is_some_and(|step| step.q <= rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the paper writes it: the step-up rule on a full list.
    fn by_definition(values: &[f64], tests: usize) -> Vec<f64> {
        let mut all = values.to_vec();
        all.resize(tests, 1.0);
        all.sort_by(f64::total_cmp);
        values
            .iter()
            .map(|&p| {
                (0..tests)
                    .filter(|&n| all[n] >= p)
                    .map(|n| all[n] * tests as f64 / (n + 1) as f64)
                    .fold(1.0, f64::min)
            })
            .collect()
    }

    #[test]
    fn q_is_that_of_the_definition_over_all_pairs() {
        let values = [0.001, 0.02, 0.001, 0.3, 1.0, 0.0004, 0.02, 0.02, 1e-300, 0.9];
        for tests in [10, 45, 1000] {
            let mut gathered = Tests::new();
            gathered.extend(&values, 100);
            let ranks = gathered.rank(tests as f64);
            for (p, wanted) in values.iter().zip(by_definition(&values, tests)) {
                assert!((ranks.q(*p) - wanted).abs() < 1e-15, "{p} of {tests}");
            }
        }
    }

    #[test]
    fn counted_values_are_rounded_up_by_less_than_a_thousandth() {
        let values: Vec<f64> = (1..3000).map(|n| (f64::from(n) / 3000.0).powi(9)).collect();
        let (mut each, mut counted) = (Tests::new(), Tests::new());
        each.extend(&values, usize::MAX);
        counted.extend(&values, 10);
        let (each, counted) = (each.rank(1e6), counted.rank(1e6));
        for &p in &values {
            let (exact, rounded) = (each.q(p), counted.q(p));
            assert!(rounded >= exact * (1.0 - 1e-12) && rounded <= exact * 1.001, "{p}: {exact} {rounded}");
        }
    }
}
