//! Random numbers of the simulations: seeded, the same on every machine.

/// xorshift64*, seeded: the same series on every machine.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Any seed will do; neighbouring ones are unlike.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..20 {
            random.unit();
        }
        random
    }

    pub(crate) fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Marsaglia and Tsang (2000), with the boost for shapes below one.
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * (1.0 - self.unit()).powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && (1.0 - self.unit()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    pub(crate) fn poisson(&mut self, mean: f64) -> u64 {
        if mean > 60.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0) as u64;
        }
        let (limit, mut product, mut n) = ((-mean).exp(), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            n += 1;
        }
        n
    }

    /// Mean `mean`, variance `mean + dispersion · mean²`.
    pub(crate) fn negative_binomial(&mut self, mean: f64, dispersion: f64) -> u64 {
        if dispersion == 0.0 {
            return self.poisson(mean);
        }
        let rate = self.gamma(1.0 / dispersion) * dispersion * mean;
        self.poisson(rate)
    }
}

/// Seeds of a simulation: some that are always the same, and three drawn now. All are printed, so that a failure can be
/// repeated by putting its seed among the first.
pub(crate) fn seeds() -> Vec<u64> {
    use std::hash::{BuildHasher as _, Hasher as _};
    let drawn = || std::hash::RandomState::new().build_hasher().finish() >> 32;
    let seeds = vec![1, 2, drawn(), drawn(), drawn()];
    println!("seeds: {seeds:?}, the last three drawn now");
    seeds
}
