//! Student's t distribution.
//!
//! The tail through the regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8 and
//! 26.7.1; Lentz's evaluation), the logarithm of the gamma function by Lanczos (1964).

/// `P(T > t)` with so many degrees of freedom.
pub(crate) fn upper_tail(t: f64, freedom: f64) -> f64 {
    if !t.is_finite() {
        return if t > 0.0 { 0.0 } else { 1.0 };
    }
    let half = 0.5 * incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t));
    if t > 0.0 { half } else { 1.0 - half }
}

/// The value that a share `tail` of the distribution lies above; by bisection.
pub(crate) fn quantile(tail: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if upper_tail(middle, freedom) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    // The fraction converges fast on this side of the mean, and by symmetry on the other.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

/// The continued fraction: `up` and `down` are Lentz's ratios of neighbouring convergents.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let apart = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut up = 1.0;
    let mut down = 1.0 / apart(1.0 - (a + b) * x / (a + 1.0));
    let mut product = down;
    for step in 1..1_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = product;
        for term in [even, odd] {
            down = 1.0 / apart(1.0 + term * down);
            up = apart(1.0 + term / up);
            product *= up * down;
        }
        if (product - before).abs() <= 1e-15 * product.abs() {
            break;
        }
    }
    product
}

fn ln_gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const FIRST: f64 = 0.999_999_999_999_809_9;
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        return (std::f64::consts::PI / ((std::f64::consts::PI * x).sin())).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let sum = TERMS.iter().zip(1..).fold(FIRST, |sum, (term, n)| sum + term / (x + f64::from(n)));
    let t = x + G + 0.5;
    0.5 * std::f64::consts::TAU.ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_tables_have_it() {
        // Two-sided 5 % and one-sided 5 % points of printed tables.
        for (freedom, two_sided, one_sided) in
            [(1.0, 12.706, 6.314), (5.0, 2.571, 2.015), (20.0, 2.086, 1.725), (120.0, 1.980, 1.658)]
        {
            assert!((quantile(0.025, freedom) - two_sided).abs() < 6e-4, "{freedom}");
            assert!((quantile(0.05, freedom) - one_sided).abs() < 6e-4, "{freedom}");
            assert!((upper_tail(-one_sided, freedom) - 0.95).abs() < 1e-4);
        }
        assert!((upper_tail(0.0, 3.5) - 0.5).abs() < 1e-12);
        assert!((ln_gamma(10.0) - 362_880.0_f64.ln()).abs() < 1e-10);
    }
}
