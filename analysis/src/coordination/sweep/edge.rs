//! What two accounts share, in numbers.

use super::Partner;
use crate::coordination::options::{Options, Weight};

/// Two accounts and what they shared within the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Distinct objects.
    pub(crate) objects: u32,
    /// Pairs of posts.
    pub(crate) pairs: u64,
    /// Distinct posts of `from` with at least one partner of `to`, and the other way round.
    pub(crate) messages: [u32; 2],
    /// Objects that `from` was the first of the two to share, and `to`; at the same µs neither.
    pub(crate) first: [u32; 2],
    /// The sum of the pairs' distances in time, µs.
    pub(crate) distance: u128,
    pub(crate) lambda: f64,
    pub(crate) p: f64,
    pub(crate) q: f64,
    pub(crate) p_hypergeometric: f64,
    pub(crate) q_hypergeometric: f64,
}

/// Room that is used again for the next edge.
#[derive(Debug, Default)]
pub(crate) struct Room {
    from: Vec<u32>,
    to: Vec<u32>,
}

impl Edge {
    /// Two accounts of which nothing was counted yet.
    pub(crate) fn none(from: u32, to: u32) -> Self {
        Self {
            from,
            to,
            objects: 0,
            pairs: 0,
            messages: [0; 2],
            first: [0; 2],
            distance: 0,
            lambda: 0.0,
            p: 1.0,
            q: 1.0,
            p_hypergeometric: 1.0,
            q_hypergeometric: 1.0,
        }
    }

    /// Adds what the same accounts shared in another layer.
    pub(crate) fn add(&mut self, other: &Self) {
        self.objects += other.objects;
        self.pairs += other.pairs;
        self.lambda += other.lambda;
        self.distance += other.distance;
        for side in 0..2 {
            self.messages[side] += other.messages[side];
            self.first[side] += other.first[side];
        }
    }

    /// Counts; the probabilities are 1 until they are set.
    pub(crate) fn count(partner: &Partner<'_>, room: &mut Room) -> Self {
        let shares = partner.shares;
        let own = shares.of(partner.from);
        room.from.clear();
        room.to.clear();
        let mut edge = Self::none(partner.from, partner.to);
        let (mut before, mut counted) = (None, 0);
        for (row, met) in partner.meetings() {
            let row = row as usize;
            edge.pairs += met.len() as u64;
            room.to.push(shares.content[row]);
            for &other in &own[met.clone()] {
                edge.distance += u128::from(shares.at[row].abs_diff(shares.at[other as usize]));
            }
            let new = &own[counted.clamp(met.start, met.end)..met.end];
            room.from.extend(new.iter().map(|&row| shares.content[row as usize]));
            counted = counted.max(met.end);
            if before != Some(shares.object[row]) {
                before = Some(shares.object[row]);
                edge.objects += 1;
                // Rows come in order of time: the first of an object are the earliest of both.
                match shares.at[own[met.start] as usize].cmp(&shares.at[row]) {
                    std::cmp::Ordering::Less => edge.first[0] += 1,
                    std::cmp::Ordering::Greater => edge.first[1] += 1,
                    std::cmp::Ordering::Equal => {}
                }
            }
        }
        edge.messages = [distinct(&mut room.from), distinct(&mut room.to)];
        edge
    }

    /// Whether chance explains it too seldom, and it is heavy enough.
    pub(crate) fn stands(&self, options: &Options) -> bool {
        self.q <= options.fdr && self.weight(options.weight) >= options.min_edge_weight
    }

    /// The mean distance in time of the pairs, µs, rounded down.
    pub(crate) fn mean_delta(&self) -> i64 {
        i64::try_from(self.distance / u128::from(self.pairs.max(1))).unwrap_or(i64::MAX)
    }

    /// What the analyst weighs by.
    pub(crate) fn weight(&self, weight: Weight) -> u64 {
        match weight {
            Weight::Objects => u64::from(self.objects),
            Weight::Pairs => self.pairs,
            Weight::Messages => u64::from(self.messages[0].max(self.messages[1])),
        }
    }
}

/// A post that carries several objects is one post.
fn distinct(contents: &mut [u32]) -> u32 {
    contents.sort_unstable();
    let count = contents.chunk_by(|a, b| a == b).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
