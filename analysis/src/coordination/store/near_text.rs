//! Texts that are nearly the same: `MinHash` over runs of five characters finds candidates (Broder 1997), the runs themselves decide.

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;

use rustc_hash::FxBuildHasher;
use whence_store::StoreError;
use whence_store::read::Reader;
use whence_store::text::fold;

use crate::coordination::network::components;
use crate::corpus::Item;

/// Characters in a run.
const RUN: usize = 5;
/// Bands of rows: two texts of similarity .8 meet in at least one of 20 bands of 4 rows but in one of some 30,000 cases.
const BANDS: usize = 20;
const ROWS: usize = 4;
/// The least share of common runs.
const SIMILAR: f64 = 0.8;

/// Every item that has a text of its own, with the smallest row of the items whose text is nearly the same, step by step.
pub(super) fn near_texts<'a>(
    reader: &Reader,
    items: &BTreeMap<i64, &'a Item>,
) -> Result<Vec<(&'a Item, i64)>, StoreError> {
    let ids: Vec<i64> =
        items.iter().filter(|(_, item)| item.row.kind != "repost").map(|(&id, _)| id).collect();
    let mut texts: Vec<(i64, Vec<u64>)> = Vec::new();
    for row in reader.texts(&ids)? {
        let runs = runs(&fold(&format!("{} {}", row.title.unwrap_or_default(), row.text)));
        if !runs.is_empty() {
            texts.push((row.id, runs));
        }
    }
    let mut bands: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
    for (n, (_, runs)) in texts.iter().enumerate() {
        for (band, key) in keys(runs).into_iter().enumerate() {
            bands.entry((band, key)).or_default().push(n);
        }
    }
    // Each text of a bucket is compared with its first and with the one before: copies of copies hang together by steps.
    let mut near = Vec::new();
    for bucket in bands.values() {
        for pair in bucket.windows(2) {
            for other in [bucket[0], pair[0]] {
                if other != pair[1] && similarity(&texts[other].1, &texts[pair[1]].1) >= SIMILAR {
                    near.push((other, pair[1]));
                }
            }
        }
    }
    let group = components(texts.len(), near.into_iter());
    Ok(texts
        .iter()
        .zip(&group)
        .filter_map(|((id, _), &first)| items.get(id).map(|item| (*item, texts[first].0)))
        .collect())
}

/// The distinct runs of a text, hashed and sorted; a shorter text is one run, an empty one has none.
fn runs(text: &str) -> Vec<u64> {
    let letters: Vec<char> = text.split_whitespace().flat_map(|word| word.chars().chain([' '])).collect();
    let mut runs: Vec<u64> = match letters.len() {
        0 => Vec::new(),
        1..RUN => vec![FxBuildHasher.hash_one(letters.as_slice())],
        _ => letters.windows(RUN).map(|run| FxBuildHasher.hash_one(run)).collect(),
    };
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn keys(runs: &[u64]) -> [u64; BANDS] {
    let mut least = [u64::MAX; BANDS * ROWS];
    for &run in runs {
        let mut mixed = run;
        for least in &mut least {
            // A step of SplitMix64 for each row: as good as so many hashes.
            mixed = mixed.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *least = (*least).min(z ^ (z >> 31));
        }
    }
    let mut keys = [0; BANDS];
    for (key, rows) in keys.iter_mut().zip(least.chunks(ROWS)) {
        *key = FxBuildHasher.hash_one(rows);
    }
    keys
}

/// Jaccard's similarity of two sorted sets.
fn similarity(a: &[u64], b: &[u64]) -> f64 {
    let (mut n, mut m, mut common) = (0, 0, 0);
    while n < a.len() && m < b.len() {
        match a[n].cmp(&b[m]) {
            std::cmp::Ordering::Less => n += 1,
            std::cmp::Ordering::Greater => m += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                n += 1;
                m += 1;
            }
        }
    }
    f64::from(common) / (a.len() + b.len()) as f64 / (1.0 - f64::from(common) / (a.len() + b.len()) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_is_that_of_jaccard() {
        assert!((similarity(&[1, 2, 3, 4], &[2, 3, 4, 5]) - 3.0 / 5.0).abs() < 1e-12);
        assert!((similarity(&[1], &[1]) - 1.0).abs() < 1e-12);
        assert!(similarity(&[1], &[2]).abs() < 1e-12);
    }

    #[test]
    fn near_copies_meet_in_a_band_and_others_do_not() {
        let a = "The harbour was closed this morning after a container ship ran aground near the northern pier, officials said, \
                 and the ferries to the islands stay where they are until divers have looked at the hull and at the cables beside it.";
        let b = a.replace("officials said", "officials say");
        let (a, b) = (runs(a), runs(&b));
        assert!(similarity(&a, &b) > SIMILAR);
        assert!(keys(&a).iter().zip(keys(&b)).any(|(a, b)| *a == b));
        let c = runs(
            "An altogether different sentence about the weather in the mountains, written by somebody else.",
        );
        assert!(keys(&a).iter().zip(keys(&c)).all(|(a, c)| *a != c));
    }
}
