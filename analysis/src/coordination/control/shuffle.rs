//! New times for every share, within the lifetime of its object.

use super::Random;
use crate::coordination::order::Shares;

/// The shares at times drawn evenly from the life of their object.
///
/// An object lives from its first to its last share, and at least as long as half of the objects do: one that lived for a few
/// seconds could not be shared apart otherwise. Who shares what, and how often, stays.
pub(crate) fn shuffle(shares: &Shares, seed: u64) -> Shares {
    let life = |run: &std::ops::Range<usize>| shares.at[run.end - 1].saturating_sub(shares.at[run.start]);
    let several = || shares.runs().filter(|run| run.len() > 1);
    let mut lives: Vec<i64> = several().map(|run| life(&run)).collect();
    let middle = lives.len() / 2;
    let usual = if lives.is_empty() { 0 } else { *lives.select_nth_unstable(middle).1 };
    let mut random = Random::new(seed);
    let mut times = shares.at.clone();
    for run in several() {
        let (first, life) = (shares.at[run.start], life(&run).max(usual));
        for time in &mut times[run] {
            let after = random.below(usize::try_from(life).unwrap_or_default().saturating_add(1));
            *time = first.saturating_add(i64::try_from(after).unwrap_or_default());
        }
    }
    shares.at_other_times(&times)
}
