//! `CooRTweet` 2.1.3: undirected, weighted by pairs of posts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::coortweet_edges::{CoorTweetEdge, edges};
use crate::coordination::CoordinationError;
use crate::coordination::log::{self, Columns};
use crate::coordination::network::components;

/// Its arguments.
#[derive(Debug, Clone, Copy)]
pub struct CoorTweetOptions {
    /// `time_window`, µs; inclusive.
    pub window: i64,
    /// `min_participation`.
    pub min_participation: u32,
    /// The opposite of `remove_loops`.
    pub keep_loops: bool,
    /// `edge_weight`: the quantile (type 7) that an edge must exceed to have `weight_threshold` 1.
    pub quantile: f64,
}

/// Two posts; the first is the older.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoorTweetPair {
    /// The object.
    pub object: String,
    /// `content_id` and `content_id_y`.
    pub contents: [String; 2],
    /// `time_delta`, µs.
    pub delta: i64,
    /// `account_id` and `account_id_y`.
    pub accounts: [String; 2],
}

/// What it finds.
#[derive(Debug, Clone, PartialEq)]
pub struct CoorTweet {
    /// Its result table.
    pub pairs: Vec<CoorTweetPair>,
    /// Its edges, with the smaller name first.
    pub edges: Vec<CoorTweetEdge>,
    /// Accounts with the number of their component, all edges taken.
    pub components: Vec<(String, u64)>,
}

/// Counts as it does.
///
/// # Errors
/// [`CoordinationError`].
pub fn coortweet(log: &Path, options: &CoorTweetOptions) -> Result<CoorTweet, CoordinationError> {
    let columns = log::read(log)?;
    let rows = by_account(&columns, options.min_participation);
    let mut found = pair(&columns, &rows, options);
    if options.min_participation > 1 {
        either_end_takes_part(&columns, &rows, &mut found, options.min_participation);
    }
    let edges = edges(&columns, &found, options.quantile);
    let components = parts(&edges);
    let text = |pair: &Pair| CoorTweetPair {
        object: columns.objects.text(columns.object[pair.older]),
        contents: [pair.older, pair.newer].map(|row| columns.contents.text(columns.content[row])),
        delta: columns.at[pair.newer] - columns.at[pair.older],
        accounts: [pair.older, pair.newer].map(|row| columns.accounts.text(columns.account[row])),
    };
    Ok(CoorTweet { pairs: found.iter().map(text).collect(), edges, components })
}

/// Rows of two posts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) older: usize,
    pub(super) newer: usize,
}

/// Rows grouped by account in order of first appearance, without accounts of fewer than `least` rows in the whole log.
fn by_account(columns: &Columns, least: u32) -> Vec<usize> {
    let mut count = vec![0; columns.accounts.len()];
    columns.account.iter().for_each(|&account| count[account as usize] += 1);
    let mut rows: Vec<usize> =
        (0..columns.at.len()).filter(|&row| count[columns.account[row] as usize] >= least).collect();
    // Accounts are numbered as they came.
    rows.sort_by_key(|&row| columns.account[row]);
    rows
}

/// All pairs of posts of an object within the window.
fn pair(columns: &Columns, rows: &[usize], options: &CoorTweetOptions) -> Vec<Pair> {
    // The post that the object is.
    let is_object =
        |row: usize| columns.objects.get(columns.object[row]) == columns.contents.get(columns.content[row]);
    let mut ordered: Vec<(u32, i64, usize)> =
        rows.iter().enumerate().map(|(n, &row)| (columns.object[row], columns.at[row], n)).collect();
    ordered.sort_unstable();
    let mut found = Vec::new();
    for object in ordered.chunk_by(|a, b| a.0 == b.0) {
        for (n, &(_, at, place)) in object.iter().enumerate() {
            for &(_, later, other) in &object[n + 1..] {
                if later - at > options.window {
                    break;
                }
                let (older, newer) = (rows[place], rows[other]);
                let loops = columns.account[older] == columns.account[newer]
                    || columns.content[older] == columns.content[newer]
                    || is_object(older)
                    || is_object(newer);
                if options.keep_loops || !loops {
                    found.push(Pair { older, newer });
                }
            }
        }
    }
    found
}

/// The second half of `min_participation`: a pair stays if either account has enough rows whose post is in a pair.
fn either_end_takes_part(columns: &Columns, rows: &[usize], found: &mut Vec<Pair>, least: u32) {
    let paired: BTreeSet<u32> =
        found.iter().flat_map(|pair| [columns.content[pair.older], columns.content[pair.newer]]).collect();
    let mut count: BTreeMap<u32, u32> = BTreeMap::new();
    for &row in rows.iter().filter(|&&row| paired.contains(&columns.content[row])) {
        *count.entry(columns.account[row]).or_default() += 1;
    }
    let passes = |row: usize| count.get(&columns.account[row]).is_some_and(|&count| count >= least);
    found.retain(|pair| passes(pair.older) || passes(pair.newer));
}

fn parts(edges: &[CoorTweetEdge]) -> Vec<(String, u64)> {
    let names: Vec<&String> =
        edges.iter().flat_map(|edge| [&edge.from, &edge.to]).collect::<BTreeSet<_>>().into_iter().collect();
    let place = |name: &String| names.binary_search(&name).unwrap_or_default();
    let smallest = components(names.len(), edges.iter().map(|edge| (place(&edge.from), place(&edge.to))));
    let mut number: BTreeMap<usize, u64> = BTreeMap::new();
    names
        .into_iter()
        .zip(smallest)
        .map(|(name, smallest)| {
            let next = number.len() as u64 + 1;
            (name.clone(), *number.entry(smallest).or_insert(next))
        })
        .collect()
}
