//! Texts by the bands of their sketches.

use std::collections::HashMap;

use super::Sketch;
use super::minhash::BANDS;

/// Texts that one bucket keeps: a form letter sent a million times would otherwise be compared with itself a million times.
const KEPT: usize = 24;

/// Finds candidates among texts that were added before.
#[derive(Debug)]
pub(crate) struct Index {
    buckets: Vec<HashMap<u64, Vec<u32>>>,
}

impl Index {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self { buckets: (0..BANDS).map(|_| HashMap::new()).collect() }
    }

    /// The texts that meet a sketch, in the order in which they were added; of each bucket the first 24.
    pub(crate) fn candidates(&self, sketch: &Sketch) -> Vec<u32> {
        let mut found: Vec<u32> = self
            .buckets
            .iter()
            .zip(&sketch.0)
            .filter_map(|(buckets, hash)| buckets.get(hash))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds a text by its number.
    pub(crate) fn add(&mut self, number: u32, sketch: &Sketch) {
        for (buckets, hash) in self.buckets.iter_mut().zip(&sketch.0) {
            let bucket = buckets.entry(*hash).or_default();
            if bucket.len() < KEPT {
                bucket.push(number);
            }
        }
    }
}
