//! Upper tails of two distributions, by direct sums: exact to rounding where subtracting from 1 would leave nothing.

/// P(Poisson(λ) ≥ k).
pub(crate) fn poisson(k: u32, lambda: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if lambda <= 0.0 {
        return f64::MIN_POSITIVE;
    }
    if k == 1 {
        return positive(-(-lambda).exp_m1());
    }
    let k = f64::from(k);
    if k > lambda {
        // The terms fall from the first on.
        let first = k.mul_add(lambda.ln(), -lambda) - ln_gamma(k + 1.0);
        let (mut sum, mut term, mut n) = (1.0, 1.0, k);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= lambda / n;
            sum += term;
        }
        return positive((first + f64::ln(sum)).exp());
    }
    // Below the mean the other side is the short one.
    let last = (k - 1.0).mul_add(lambda.ln(), -lambda) - ln_gamma(k);
    let (mut sum, mut term, mut n) = (1.0, 1.0, k - 1.0);
    while n > 0.0 && term > sum * 1e-17 {
        term *= n / lambda;
        sum += term;
        n -= 1.0;
    }
    positive(1.0 - (last + f64::ln(sum)).exp())
}

/// Logarithms of factorials up to a number.
#[derive(Debug)]
pub(crate) struct Factorials(Vec<f64>);

impl Factorials {
    pub(crate) fn up_to(most: u32) -> Self {
        let mut table = Vec::with_capacity(most as usize + 1);
        let mut sum = 0.0;
        table.push(0.0);
        for n in 1..=most {
            sum += f64::from(n).ln();
            table.push(sum);
        }
        Self(table)
    }

    fn of(&self, n: u32) -> f64 {
        self.0[n as usize]
    }

    /// P(X ≥ k), where X objects are common to two sets of `a` and `b` objects drawn from `all` (Tumminello et al. 2011).
    pub(crate) fn hypergeometric(&self, k: u32, a: u32, b: u32, all: u32) -> f64 {
        let (a, b) = (a.min(b), a.max(b));
        if k == 0 {
            return 1.0;
        }
        // Fewer cannot be common: the sum below would be all of it.
        if a + b >= all && k <= a + b - all {
            return 1.0;
        }
        let fixed = self.of(a) + self.of(b) + self.of(all - a) + self.of(all - b) - self.of(all);
        let ln = |x: u32| fixed - self.of(x) - self.of(a - x) - self.of(b - x) - self.of(all + x - a - b);
        let mut term = 1.0;
        let mut sum = 1.0;
        for x in k..a {
            let (x_, a_, b_, n) = (f64::from(x), f64::from(a), f64::from(b), f64::from(all));
            term *= (a_ - x_) * (b_ - x_) / ((x_ + 1.0) * (n - a_ - b_ + x_ + 1.0));
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        positive((ln(k) + f64::ln(sum)).exp())
    }
}

/// A probability that is never 0 and never above 1.
fn positive(p: f64) -> f64 {
    p.clamp(f64::MIN_POSITIVE, 1.0)
}

/// ln Γ(x) for x ≥ 1: Stirling's series, after steps up to where it is exact to rounding.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut product) = (x, 1.0);
    while x < 10.0 {
        product *= x;
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))));
    (x - 0.5) * x.ln() - x + 0.5 * std::f64::consts::TAU.ln() + series - f64::ln(product)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the definition, term by term, from terms that each are a product of ratios: another road than logarithms.
    fn poisson_by_definition(k: u32, lambda: f64) -> f64 {
        let term = |n: u32| (1..=n).fold((-lambda).exp(), |product, i| product * lambda / f64::from(i));
        (k..k + 400).map(term).sum()
    }

    #[test]
    fn poisson_tails_are_those_of_the_definition() {
        for lambda in [1e-9, 1e-4, 0.03, 0.7, 1.0, 4.2, 55.0] {
            for k in 1..120_u32 {
                let wanted = poisson_by_definition(k, lambda);
                let found = poisson(k, lambda);
                if wanted > 1e-290 {
                    assert!((found / wanted - 1.0).abs() < 1e-9, "{k} {lambda}: {found} {wanted}");
                }
            }
        }
    }

    fn choose(n: u64, k: u64) -> u128 {
        (0..k.min(n - k)).fold(1, |product, i| product * u128::from(n - i) / u128::from(i + 1))
    }

    #[test]
    fn hypergeometric_tails_are_those_of_whole_numbers() {
        let table = Factorials::up_to(60);
        for (all, a, b) in [(60, 10, 30), (60, 20, 25), (50, 30, 40), (20, 20, 3), (40, 1, 1), (60, 60, 60)] {
            for k in 1..=a.min(b) {
                let ways: u128 = (k..=a.min(b))
                    .filter(|x| b - x <= all - a)
                    .map(|x| choose(a, x) * choose(all - a, b - x))
                    .sum();
                let wanted = ways as f64 / choose(all, b) as f64;
                let number = |n: u64| u32::try_from(n).unwrap();
                let found = table.hypergeometric(number(k), number(a), number(b), number(all));
                if ways > 0 {
                    assert!((found / wanted - 1.0).abs() < 1e-9, "{k} {all} {a} {b}: {found} {wanted}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_impossible() {
        assert!(poisson(3000, 1e-6) > 0.0);
        assert!(poisson(1, 1e-300) > 0.0);
        assert!(Factorials::up_to(10_000).hypergeometric(3000, 3000, 3000, 10_000) > 0.0);
    }
}
