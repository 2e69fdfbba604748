//! Seeded draws. Only raw 64-bit words come from `rand` (its `StdRng` is fixed by Cargo.lock, and a test here
//! pins its first words); every derived draw is integer arithmetic of our own, so that a world's bytes depend
//! neither on the distributions of a library nor on floating point.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// A stream of draws for one purpose of one world.
pub(crate) struct Dice(StdRng);

impl Dice {
    /// The stream named `purpose`: a change in how one part draws leaves the other parts as they were.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&fingerprint(purpose.as_bytes()).to_le_bytes());
        Self(StdRng::from_seed(key))
    }

    /// Uniform in `0..bound`; 0 when `bound` is 0. The bias of multiply-shift is below 2^-50 for our bounds.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * (bound as u128);
        usize::try_from(wide >> 64).unwrap_or_default()
    }

    /// Uniform in `low..=high`.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or_default()
    }

    /// True in `percent` of 100 draws.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `choices`, which must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// One of `words`, which must not be empty.
    pub(crate) fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// An index drawn with the given weights, which must not all be 0.
    pub(crate) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if left < *weight {
                return index;
            }
            left -= weight;
        }
        weights.len().saturating_sub(1)
    }

    /// The same things in another order (Fisher-Yates).
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last + 1));
        }
    }

    /// A count of mean `hundredths / 100`, about Poisson: 200 trials of equal, small probability.
    pub(crate) fn count(&mut self, hundredths: i64) -> i64 {
        let threshold = usize::try_from(hundredths.max(0)).unwrap_or_default();
        let hits = (0..200).filter(|_| self.below(20_000) < threshold).count();
        i64::try_from(hits).unwrap_or_default()
    }
}

/// FNV-1a, 64 bit: names streams and tags pages. Not for anything that an adversary may choose.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// If this fails, the locked `rand` changed its generator and every world of every seed changed with it.
    #[test]
    fn first_words_are_pinned() {
        let mut dice = Dice::new(7, "pin");
        assert_eq!([dice.0.next_u64(), dice.0.next_u64()], PINNED);
    }

    const PINNED: [u64; 2] = [187_062_392_139_074_069, 3_623_081_773_476_240_607];

    #[test]
    fn draws_stay_in_their_ranges() {
        let mut dice = Dice::new(1, "ranges");
        for _ in 0..2_000 {
            assert!(dice.below(7) < 7);
            assert!((-3..=4).contains(&dice.between(-3, 4)));
            assert!(dice.weighted(&[0, 3, 0, 1]) % 2 == 1);
        }
        assert_eq!(dice.below(0), 0);
    }

    #[test]
    fn count_has_the_mean_it_is_asked_for() {
        let mut dice = Dice::new(1, "count");
        let total: i64 = (0..2_000).map(|_| dice.count(650)).sum();
        assert!((12_600..13_400).contains(&total), "{total}");
    }

    #[test]
    fn purposes_are_independent() {
        assert_ne!(Dice::new(1, "a").below(1 << 40), Dice::new(1, "b").below(1 << 40));
    }
}
