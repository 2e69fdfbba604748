//! New times for every share, within the lifetime of its object.

use super::Random;
use crate::coordination::order::Shares;

/// The shares at drawn times.
///
/// An object lives from its first to its last share, and at least as long as half of the objects do: one that lived for a few
/// seconds could not be shared apart otherwise. Where in that life a share falls is drawn from where all shares fall in the lives of
/// theirs, so that attention fades as it does in the log. Who shares what, and how often, stays.
pub(crate) fn shuffle(shares: &Shares, seed: u64) -> Shares {
    let mut lives: Vec<i64> = Vec::new();
    let mut places: Vec<f32> = Vec::new();
    for run in shares.runs().filter(|run| run.len() > 1) {
        let (first, last) = (shares.at[run.start], shares.at[run.end - 1]);
        let life = last.saturating_sub(first);
        lives.push(life);
        if life > 0 {
            let inner = &shares.at[run.start + 1..run.end - 1];
            places.extend(inner.iter().map(|&at| place(at.saturating_sub(first), life)));
        }
    }
    let middle = lives.len() / 2;
    let usual = if lives.is_empty() { 0 } else { *lives.select_nth_unstable(middle).1 };
    let mut random = Random::new(seed);
    let mut times = shares.at.clone();
    for run in shares.runs().filter(|run| run.len() > 1) {
        let (first, last) = (shares.at[run.start], shares.at[run.end - 1]);
        let life = last.saturating_sub(first).max(usual) as f64;
        for time in &mut times[run] {
            let place =
                if places.is_empty() { random.unit() } else { f64::from(places[random.below(places.len())]) };
            #[allow(clippy::cast_possible_truncation, reason = "within a life, which fits")]
            let after = (life * place) as i64;
            *time = first.saturating_add(after);
        }
    }
    shares.at_other_times(&times)
}

#[allow(clippy::cast_possible_truncation, reason = "a place between 0 and 1; a part in ten million is precise enough")]
fn place(after: i64, life: i64) -> f32 {
    (after as f64 / life as f64) as f32
}
