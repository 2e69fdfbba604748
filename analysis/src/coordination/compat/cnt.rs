//! coordination-network-toolkit 1.5.2: directed, weighted by distinct messages that have a partner.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::cnt_rows::{self, Message};
use super::cnt_text::{similarity, words};
use crate::coordination::CoordinationError;
use crate::coordination::log::Columns;

/// Its networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum CntNetwork {
    /// The same repost.
    CoRetweet,
    /// The same text, as it normalises it.
    CoTweet,
    /// The same link, as it is written.
    CoLink,
    /// Replies to the same message.
    CoReply,
    /// Messages at about the same time, whatever they say.
    CoPost,
    /// Texts with enough words in common.
    CoSimilarTweet,
}

/// Its arguments.
#[derive(Debug, Clone, Copy)]
pub struct CntOptions {
    /// Which network.
    pub network: CntNetwork,
    /// `time_window`, µs; inclusive.
    pub window: i64,
    /// `min_edge_weight`, for each direction by itself.
    pub min_edge_weight: u64,
    /// `include_self_loops`; a message meets itself then.
    pub keep_loops: bool,
    /// `similarity_threshold`, of [`CntNetwork::CoSimilarTweet`].
    pub similarity: f64,
}

/// `user_1`, `user_2`, `weight`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CntEdge {
    /// Whose messages are counted.
    pub from: String,
    /// Whose messages they met.
    pub to: String,
    /// Distinct messages.
    pub weight: u64,
}

/// Counts as it does; by name.
///
/// # Errors
/// [`CoordinationError`].
pub fn cnt(messages: &Path, options: &CntOptions) -> Result<Vec<CntEdge>, CoordinationError> {
    let rows = cnt_rows::read(messages, options.network)?;
    let met = if options.network == CntNetwork::CoSimilarTweet {
        similar(&rows.messages, options)
    } else {
        common(&rows.columns, options)
    };
    let mut edges: Vec<CntEdge> = met
        .into_iter()
        .map(|((from, to), messages)| CntEdge { from, to, weight: messages.len() as u64 })
        .filter(|edge| edge.weight >= options.min_edge_weight)
        .filter(|edge| options.keep_loops || edge.from != edge.to)
        .collect();
    edges.sort_unstable();
    Ok(edges)
}

type Met = BTreeMap<(String, String), BTreeSet<String>>;

/// Messages with a common object within the window.
fn common(columns: &Columns, options: &CntOptions) -> Met {
    let mut rows: Vec<usize> = (0..columns.at.len()).collect();
    rows.sort_by_key(|&row| (columns.object[row], columns.at[row]));
    let mut met: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for object in rows.chunk_by(|&a, &b| columns.object[a] == columns.object[b]) {
        let mut first = 0;
        for &row in object {
            while columns.at[row] - columns.at[object[first]] > options.window {
                first += 1;
            }
            for &other in &object[first..] {
                if columns.at[other] - columns.at[row] > options.window {
                    break;
                }
                met.entry((columns.account[row], columns.account[other]))
                    .or_default()
                    .insert(columns.content[row]);
            }
        }
    }
    let name = |account| columns.accounts.text(account);
    met.into_iter()
        .map(|((from, to), messages)| {
            let messages = messages.into_iter().map(|content| columns.contents.text(content)).collect();
            ((name(from), name(to)), messages)
        })
        .collect()
}

/// Messages within the window whose words are similar enough.
fn similar(messages: &[Message], options: &CntOptions) -> Met {
    let mut own: Vec<(&Message, BTreeSet<String>)> = messages
        .iter()
        .filter(|message| message.is_own())
        .map(|message| (message, words(&message.text)))
        .collect();
    own.sort_by_key(|(message, _)| message.at);
    let mut met = Met::new();
    let mut first = 0;
    for (message, said) in &own {
        while message.at - own[first].0.at > options.window {
            first += 1;
        }
        for (other, theirs) in &own[first..] {
            if other.at - message.at > options.window {
                break;
            }
            if similarity(said, theirs).is_some_and(|value| value >= options.similarity) {
                met.entry((message.user.clone(), other.user.clone())).or_default().insert(message.id.clone());
            }
        }
    }
    met
}
