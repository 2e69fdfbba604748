//! Who is earlier more often than a coin would have it.

/// The two-sided sign test: twice the smaller tail of Binomial(a + b, ½), at most 1. Objects shared at the same time are not counted.
pub(crate) fn sign_test(a: u32, b: u32) -> f64 {
    let (few, all) = (a.min(b), a + b);
    if all < 2 {
        return 1.0;
    }
    // Sums from the likeliest term of the tail downwards.
    let ln_choose: f64 = (0..few).map(|n| (f64::from(all - n) / f64::from(n + 1)).ln()).sum();
    let (mut sum, mut term) = (1.0, 1.0);
    for n in (0..few).rev() {
        term *= f64::from(n + 1) / f64::from(all - n);
        sum += term;
    }
    let tail = (ln_choose - f64::from(all) * std::f64::consts::LN_2).exp() * sum;
    (2.0 * tail).clamp(f64::MIN_POSITIVE, 1.0)
}

#[cfg(test)]
mod tests {
    use super::sign_test;

    #[test]
    fn known_values() {
        for (a, b, wanted) in [
            (0, 0, 1.0),
            (1, 0, 1.0),
            (2, 0, 0.5),
            (0, 10, 2.0 / 1024.0),
            (1, 9, 22.0 / 1024.0),
            (5, 5, 1.0),
            (8, 2, 112.0 / 1024.0),
        ] {
            assert!((sign_test(a, b) - wanted).abs() < 1e-12, "{a} {b}: {}", sign_test(a, b));
        }
    }
}
