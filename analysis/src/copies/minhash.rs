//! `MinHash` (Broder, "On the resemblance and containment of documents", 1997): 128 permutations in 16 bands of 8 rows.
//!
//! Two texts with Jaccard similarity s meet in a band with probability 1 − (1 − s⁸)¹⁶: .95 at s = .8, .61 at .7, .24 at .6 and
//! .06 at .5. Who meets is a candidate only; what a copy is, is decided by exact containment.

use std::sync::LazyLock;

use super::Shingles;
use crate::chance::Chance;

/// Bands of a sketch.
pub(super) const BANDS: usize = 16;
const ROWS: usize = 8;
const PERMUTATIONS: usize = BANDS * ROWS;

/// Multipliers (odd) and summands of the permutations h → (a h + b) / 2³² (multiply-shift, Dietzfelbinger et al. 1997).
static PERMUTED_BY: LazyLock<Vec<(u64, u64)>> = LazyLock::new(|| {
    let mut chance = Chance::new(0x7768_656e_6365);
    (0..PERMUTATIONS).map(|_| (chance.next() | 1, chance.next())).collect()
});

/// The bands of a text's sketch, hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sketch(pub(super) [u64; BANDS]);

impl Sketch {
    /// Of a set of shingles.
    pub(crate) fn new(shingles: &Shingles) -> Self {
        let mut least = [u32::MAX; PERMUTATIONS];
        for shingle in shingles.iter() {
            for (least, (a, b)) in least.iter_mut().zip(PERMUTED_BY.iter()) {
                let high = shingle.wrapping_mul(*a).wrapping_add(*b) >> 32;
                *least = (*least).min(u32::try_from(high).unwrap_or(u32::MAX));
            }
        }
        let mut bands = [0; BANDS];
        for (band, rows) in bands.iter_mut().zip(least.chunks(ROWS)) {
            *band = rows.iter().fold(0, |hash, &row| crate::chance::mixed(hash ^ u64::from(row)));
        }
        Self(bands)
    }

    /// The bands, each with its place: texts that have one of them in common are candidates.
    pub(crate) fn bands(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.0.iter().copied().enumerate()
    }

    /// Whether two texts are candidates.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a == b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of texts of 300 letters of which a part is the same, and how many of 200 pairs meet.
    fn met(common: usize) -> usize {
        let mut chance = Chance::new(5);
        let mut letters = |n: usize| -> String {
            (0..n)
                .filter_map(|_| char::from_u32(u32::from('a') + u32::try_from(chance.below(26)).ok()?))
                .collect()
        };
        (0..200)
            .filter(|_| {
                let same = letters(common);
                let [a, b] =
                    [0; 2].map(|_| Sketch::new(&Shingles::new(&format!("{same}{}", letters(300 - common)))));
                a.meets(&b)
            })
            .count()
    }

    // With c of 300 letters in common, Jaccard is about c / (600 − c).
    #[test]
    fn bands_meet_as_often_as_they_should() {
        let (near, half, far) = (met(267), met(200), met(60));
        assert!((180..=199).contains(&near), "s = .80, expected 190 of 200: {near}");
        assert!((4..=28).contains(&half), "s = .50, expected 12 of 200: {half}");
        assert!(far <= 1, "s = .11: {far}");
        assert_eq!(met(300), 200);
    }
}
