//! Edges as `CooRTweet` makes them of its pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::coortweet::Pair;
use crate::coordination::log::Columns;

/// An edge with its columns' names.
#[derive(Debug, Clone, PartialEq)]
pub struct CoorTweetEdge {
    /// The account with the smaller name.
    pub from: String,
    /// The other.
    pub to: String,
    /// Pairs of posts.
    pub weight: u64,
    /// Seconds.
    pub avg_time_delta: f64,
    /// Distinct *older* posts, whichever account they are of.
    pub n_content_id: u64,
    /// Distinct *newer* posts, whichever account they are of.
    pub n_content_id_y: u64,
    /// The smaller of both by the greater; as they are older and newer, it says nothing of the accounts.
    pub edge_symmetry_score: f64,
    /// Objects, by name.
    pub object_ids: Vec<String>,
    /// Whether the weight is above the quantile.
    pub weight_threshold: bool,
}

#[derive(Default)]
struct Sum {
    weight: u64,
    delta: i128,
    older: BTreeSet<u32>,
    newer: BTreeSet<u32>,
    objects: BTreeSet<u32>,
}

/// Groups pairs into edges, by name.
pub(super) fn edges(columns: &Columns, pairs: &[Pair], quantile: f64) -> Vec<CoorTweetEdge> {
    let mut sums: BTreeMap<(&[u8], &[u8]), Sum> = BTreeMap::new();
    for pair in pairs {
        let [a, b] = [pair.older, pair.newer].map(|row| columns.accounts.get(columns.account[row]));
        let sum = sums.entry((a.min(b), a.max(b))).or_default();
        sum.weight += 1;
        sum.delta += i128::from(columns.at[pair.newer] - columns.at[pair.older]);
        sum.older.insert(columns.content[pair.older]);
        sum.newer.insert(columns.content[pair.newer]);
        sum.objects.insert(columns.object[pair.older]);
    }
    let above = type_7(sums.values().map(|sum| sum.weight as f64).collect(), quantile);
    sums.iter()
        .map(|(&(from, to), sum)| {
            let (older, newer) = (sum.older.len() as u64, sum.newer.len() as u64);
            let mut object_ids: Vec<String> =
                sum.objects.iter().map(|&object| columns.objects.text(object)).collect();
            object_ids.sort_unstable();
            CoorTweetEdge {
                from: String::from_utf8_lossy(from).into_owned(),
                to: String::from_utf8_lossy(to).into_owned(),
                weight: sum.weight,
                avg_time_delta: sum.delta as f64 / (sum.weight as f64 * 1e6),
                n_content_id: older,
                n_content_id_y: newer,
                edge_symmetry_score: older.min(newer) as f64 / older.max(newer) as f64,
                object_ids,
                weight_threshold: sum.weight as f64 > above,
            }
        })
        .collect()
}

/// R's default quantile: between the values at the floor and the ceiling of (n − 1)·q.
fn type_7(mut values: Vec<f64>, quantile: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let Some(last) = values.len().checked_sub(1) else { return 0.0 };
    let place = last as f64 * quantile.clamp(0.0, 1.0);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and the last place"
    )]
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    (place - below as f64).mul_add(values[above] - values[below], values[below])
}

#[cfg(test)]
mod tests {
    use super::type_7;

    #[test]
    fn quantiles_are_those_of_r() {
        assert!((type_7(vec![3.0, 1.0, 2.0, 10.0], 0.5) - 2.5).abs() < 1e-12);
        assert!((type_7(vec![1.0, 2.0, 3.0, 4.0], 0.95) - 3.85).abs() < 1e-12);
        assert!((type_7(vec![7.0], 0.3) - 7.0).abs() < 1e-12);
        assert!(type_7(Vec::new(), 0.5).abs() < 1e-12);
    }
}
