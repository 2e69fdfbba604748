//! The times of an object's shares, exchanged among those who shared it.

use super::Random;
use crate::coordination::order::Shares;

/// The shares with the times of each object dealt anew among its shares.
///
/// Who shares what stays, and how fast everybody together shares it; who shares next to whom does not. What stands here as well is no
/// more than this: the same accounts share the same things soon after they appear, as keen followers of one source do.
pub(crate) fn exchange(shares: &Shares, seed: u64) -> Shares {
    let mut random = Random::new(seed ^ 0x6578_6368);
    let mut times = shares.at.clone();
    for run in shares.runs() {
        let times = &mut times[run];
        for place in (1..times.len()).rev() {
            times.swap(place, random.below(place + 1));
        }
    }
    shares.at_other_times(&times)
}
