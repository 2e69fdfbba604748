//! Texts that are nearly the same: the sketches and shingles of `copies` find candidates, the shingles themselves decide.

use std::collections::BTreeMap;

use whence_store::StoreError;
use whence_store::read::Reader;

use crate::coordination::network::components;
use crate::copies::{Shingles, Sketch, compared, suffices};
use crate::corpus::Item;

/// The least part of all shingles of two texts that is common to both.
const SIMILAR: f64 = 0.8;

/// Every item that has a text, with the smallest row of the items whose text is nearly the same, step by step. A text that is too
/// short for its copies to say anything is a share that meets nobody's. Reposts have no text of their own.
pub(super) fn near_texts<'a>(
    reader: &Reader,
    items: &BTreeMap<i64, &'a Item>,
) -> Result<Vec<(&'a Item, i64)>, StoreError> {
    let ids: Vec<i64> =
        items.iter().filter(|(_, item)| item.row.kind != "repost").map(|(&id, _)| id).collect();
    let mut texts: Vec<(i64, Shingles)> = Vec::new();
    let mut short = Vec::new();
    let mut bands: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
    for row in reader.texts(&ids)? {
        let letters = compared(row.title.as_deref(), &row.text);
        if !suffices(&letters) {
            short.extend((!letters.is_empty()).then_some(row.id));
            continue;
        }
        let shingles = Shingles::new(&letters);
        for key in Sketch::new(&shingles).bands() {
            bands.entry(key).or_default().push(texts.len());
        }
        texts.push((row.id, shingles));
    }
    // Each text of a bucket is compared with its first and with the one before: copies of copies hang together by steps.
    let mut near = Vec::new();
    for bucket in bands.values() {
        for pair in bucket.windows(2) {
            for other in [bucket[0], pair[0]] {
                if texts[other].1.jaccard(&texts[pair[1]].1) >= SIMILAR {
                    near.push((other, pair[1]));
                }
            }
        }
    }
    let group = components(texts.len(), near.into_iter());
    let long = texts.iter().zip(&group).map(|((id, _), &first)| (*id, texts[first].0));
    let all = long.chain(short.into_iter().map(|id| (id, id)));
    Ok(all.filter_map(|(id, first)| items.get(&id).map(|item| (*item, first))).collect())
}
