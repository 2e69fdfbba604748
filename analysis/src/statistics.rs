//! Small statistics with their sources: intervals of proportions, of rate ratios, of resampled clusters; the sign test.

use crate::chance::Chance;

/// The 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Resamples of a bootstrap.
const RESAMPLES: usize = 2_000;

/// Wilson's 95 % interval of a proportion, 0 to 1 without trials (E. B. Wilson, JASA 22, 1927, 209-212).
pub(crate) fn wilson(successes: usize, trials: usize) -> (f64, f64) {
    if trials == 0 {
        return (0.0, 1.0);
    }
    let (x, n) = (successes as f64, trials as f64);
    let p = x / n;
    let (z2, spread) = (Z * Z, Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt());
    let centre = p + z2 / (2.0 * n);
    let whole = 1.0 + z2 / n;
    // At the ends the bound is the proportion itself, which rounding must not miss.
    let low = if successes == 0 { 0.0 } else { ((centre - spread) / whole).max(0.0) };
    let high = if successes == trials { 1.0 } else { ((centre + spread) / whole).min(1.0) };
    (low, high)
}

/// The ratio of two proportions with its 95 % interval (Katz et al., Biometrics 34, 1978), half a success added to each so that
/// none is no end of the world; nothing without trials.
pub(crate) fn ratio(above: (usize, usize), below: (usize, usize)) -> Option<(f64, f64, f64)> {
    if above.1 == 0 || below.1 == 0 {
        return None;
    }
    let half = |(successes, trials): (usize, usize)| (successes as f64 + 0.5, trials as f64 + 0.5);
    let (above, below) = (half(above), half(below));
    let ratio = (above.0 / above.1) / (below.0 / below.1);
    let variance = 1.0 / above.0 - 1.0 / above.1 + 1.0 / below.0 - 1.0 / below.1;
    let spread = Z * variance.max(0.0).sqrt();
    Some((ratio, ratio * (-spread).exp(), ratio * spread.exp()))
}

/// The two-sided exact p of the sign test: how likely so uneven a split of `a + b` is where either side is as likely.
pub(crate) fn sign_test(a: usize, b: usize) -> f64 {
    let (n, few) = (a + b, a.min(b));
    let mut tail = 0.0;
    for k in 0..=few {
        // In logarithms, as 2ⁿ is too large.
        let choose: f64 = (1..=k).map(|i| (((n - k + i) as f64) / i as f64).ln()).sum();
        tail += (choose - n as f64 * std::f64::consts::LN_2).exp();
    }
    (2.0 * tail).min(1.0)
}

/// 95 % percentile intervals of shares, by resampling whole accounts (clusters), as an account's items are not independent
/// (Field and Welsh, JRSS B 69, 2007). `counts[account][row]` are the items of an account in each row; a resample without any item
/// gives no shares and is left out.
pub(crate) fn bootstrap_shares(counts: &[Vec<u64>], rows: usize, chance: &mut Chance) -> Vec<(f64, f64)> {
    let mut shares: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES); rows];
    for _ in 0..RESAMPLES {
        let mut sums = vec![0_u64; rows];
        for _ in 0..counts.len() {
            for (sum, count) in sums.iter_mut().zip(&counts[chance.below(counts.len())]) {
                *sum = sum.saturating_add(*count);
            }
        }
        let total = added(sums.iter().copied());
        if total > 0 {
            for (shares, sum) in shares.iter_mut().zip(sums) {
                shares.push(sum as f64 / total as f64);
            }
        }
    }
    shares
        .into_iter()
        .map(|mut shares| {
            shares.sort_by(f64::total_cmp);
            (quantile(&shares, 0.025), quantile(&shares, 0.975))
        })
        .collect()
}

/// A sum; counts that a platform or a file tells may be any, and must not wrap.
pub(crate) fn added(counts: impl Iterator<Item = u64>) -> u64 {
    counts.fold(0, u64::saturating_add)
}

/// The quantile of sorted values, linear between neighbours; 0 without values.
pub(crate) fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = part * last as f64;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and the last place
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (place - place.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 5e-4
    }

    // Published: Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (score without continuity correction).
    #[test]
    fn wilson_is_as_published() {
        for ((x, n), (low, high)) in [
            ((81, 263), (0.2553, 0.3662)),
            ((15, 148), (0.0624, 0.1605)),
            ((0, 20), (0.0, 0.1611)),
            ((1, 29), (0.0061, 0.1718)),
        ] {
            let found = wilson(x, n);
            assert!(close(found.0, low) && close(found.1, high), "{x}/{n}: {found:?}");
        }
        assert_eq!((wilson(0, 0), wilson(9, 9).1), ((0.0, 1.0), 1.0));
    }

    #[test]
    fn wilson_covers_as_it_should() {
        let mut chance = Chance::new(1);
        let (mut held, runs) = (0, 2_000);
        for _ in 0..runs {
            let x = (0..100).filter(|_| chance.below(100) < 83).count();
            let (low, high) = wilson(x, 100);
            held += usize::from(low <= 0.83 && 0.83 <= high);
        }
        assert!((1_860..=1_950).contains(&held), "{held} of {runs}");
    }

    #[test]
    fn sign_test_is_exact() {
        assert!(
            close(sign_test(5, 0), 0.0625) && close(sign_test(1, 9), 0.0215) && close(sign_test(4, 4), 1.0)
        );
        assert!(
            close(sign_test(0, 0), 1.0) && close(sign_test(500, 500), 1.0) && sign_test(0, 2_000) < 1e-100
        );
    }

    #[test]
    fn ratio_of_rates() {
        // log RR = log(.5025/.0547), SE² = 1/50.5 - 1/100.5 + 1/5.5 - 1/100.5
        let (rate, low, high) = ratio((50, 100), (5, 100)).unwrap();
        assert!(close(rate, 9.1818) && close(low, 3.9817) && close(high, 21.1731), "{rate} {low} {high}");
        assert!(
            ratio((0, 10), (0, 10))
                .is_some_and(|(rate, low, high)| close(rate, 1.0) && low < 0.1 && high > 9.0)
        );
        assert_eq!(ratio((0, 0), (1, 2)), None);
    }

    #[test]
    fn resampling_is_the_same_every_time() {
        let counts = vec![vec![3, 1], vec![0, 4], vec![2, 2]];
        let run = || bootstrap_shares(&counts, 2, &mut Chance::new(7));
        assert_eq!(run(), run());
        let all = bootstrap_shares(&[vec![2], vec![9]], 1, &mut Chance::new(1));
        assert_eq!(all, [(1.0, 1.0)], "who has all of it has all of it in every resample");
        assert_eq!(bootstrap_shares(&[vec![0, 0]], 2, &mut Chance::new(1)), [(0.0, 0.0); 2]);
    }

    // Accounts in two camps; how much an account publishes differs a lot. The share of one camp in the population is known.
    #[test]
    fn intervals_cover_a_share_of_clusters() {
        let mut chance = Chance::new(11);
        let (mut held, runs) = (0, 300);
        for run in 0..runs {
            let counts: Vec<Vec<u64>> = (0..40)
                .map(|_| {
                    let items = 1 + chance.below(6) as u64 * chance.below(6) as u64;
                    if chance.below(10) < 3 { vec![items, 0] } else { vec![0, items] }
                })
                .collect();
            let (low, high) = bootstrap_shares(&counts, 2, &mut Chance::new(run))[0];
            held += usize::from(low <= 0.3 && 0.3 <= high);
        }
        assert!((270..=294).contains(&held), "nominal 285 of 300: {held}");
    }
}
