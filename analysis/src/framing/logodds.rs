//! Characteristic terms: the weighted log-odds ratio with an informative Dirichlet prior.
//!
//! Monroe, Colaresi and Quinn, "Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content of
//! Political Conflict", Political Analysis 16 (2008), equations 16, 19 and 22: with counts y of a term in two groups of n
//! words, and a prior of α for the term and α₀ in all,
//! δ = ln((y₁+α)/(n₁+α₀−y₁−α)) − ln((y₂+α)/(n₂+α₀−y₂−α)), var δ ≈ 1/(y₁+α) + 1/(y₂+α), z = δ/√var.
//! The prior is the terms' distribution over both groups together, scaled to α₀.

use std::collections::BTreeMap;

/// The prior's weight in all: so many words are taken for read before the first is counted.
pub(crate) const PRIOR: f64 = 500.0;

/// A term with how much more one group uses it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scored {
    /// The term.
    pub(crate) term: String,
    /// In the group.
    pub(crate) here: u64,
    /// In the other.
    pub(crate) there: u64,
    /// The log-odds ratio δ.
    pub(crate) log_odds: f64,
    /// δ in its standard deviations.
    pub(crate) z: f64,
}

/// Terms of `here`, those first that it uses most above `there`.
pub(crate) fn compare(here: &BTreeMap<String, u64>, there: &BTreeMap<String, u64>) -> Vec<Scored> {
    let sum = |counts: &BTreeMap<String, u64>| counts.values().sum::<u64>() as f64;
    let (said_here, said_elsewhere) = (sum(here), sum(there));
    let all = said_here + said_elsewhere;
    if said_here == 0.0 || said_elsewhere == 0.0 {
        return Vec::new();
    }
    let mut scored: Vec<Scored> = here
        .iter()
        .map(|(term, &count)| {
            let other = there.get(term).copied().unwrap_or(0);
            let (y, x) = (count as f64, other as f64);
            let prior = PRIOR * (y + x) / all;
            let odds = |y: f64, n: f64| ((y + prior) / (n + PRIOR - y - prior)).ln();
            let log_odds = odds(y, said_here) - odds(x, said_elsewhere);
            let z = log_odds / (1.0 / (y + prior) + 1.0 / (x + prior)).sqrt();
            Scored { term: term.clone(), here: count, there: other, log_odds, z }
        })
        .filter(|scored| scored.z.is_finite())
        .collect();
    scored.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.term.cmp(&b.term)));
    scored
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(pairs: &[(&str, u64)]) -> BTreeMap<String, u64> {
        pairs.iter().map(|(term, n)| ((*term).to_owned(), *n)).collect()
    }

    #[test]
    fn the_formula_by_hand() {
        let scored = compare(&counts(&[("a", 30), ("b", 70)]), &counts(&[("a", 10), ("b", 90)]));
        let a = scored.iter().find(|s| s.term == "a").unwrap();
        // α = 500·40/200 = 100: ln(130/470) − ln(110/490) = 0.20874, √(1/130 + 1/110) = 0.12954.
        assert!((a.log_odds - 0.208_74).abs() < 1e-4 && (a.z - 1.6114).abs() < 1e-3, "{a:?}");
        assert_eq!(scored[0].term, "a");
        let b = &scored[1];
        assert!(b.z < 0.0);
    }

    #[test]
    fn what_both_use_alike_is_characteristic_of_neither() {
        let same = counts(&[("the", 900), ("engine", 40)]);
        assert!(compare(&same, &same).iter().all(|s| s.z.abs() < 1e-9));
        assert!(compare(&same, &counts(&[])).is_empty());
        let here = counts(&[("the", 900), ("rare", 1), ("own", 40)]);
        let there = counts(&[("the", 9_000)]);
        let scored = compare(&here, &there);
        assert_eq!(scored[0].term, "own");
        assert!(scored.iter().find(|s| s.term == "rare").unwrap().z < 2.0, "one use proves nothing");
    }
}
