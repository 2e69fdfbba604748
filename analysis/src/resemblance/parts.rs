//! Texts as sets of parts, so that what was copied is found again inside longer ones.
//!
//! Overlapping runs of eight characters, folded, without spaces: the same for every script (`char8` containment).

use std::collections::BTreeSet;

use crate::framing::plain;

/// Characters of a part.
const LENGTH: usize = 8;
/// Texts of fewer parts prove nothing when they are alike.
pub(super) const FEWEST: usize = 60;

/// The parts of a text, as hashes (FNV-1a, 64 bits).
pub(super) fn parts(text: &str) -> BTreeSet<u64> {
    let chars: Vec<char> = plain(text).chars().filter(|c| *c != ' ').collect();
    chars.windows(LENGTH).map(hash).collect()
}

fn hash(chars: &[char]) -> u64 {
    chars.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The share of the first's parts that the second has too.
pub(super) fn contained(of: &BTreeSet<u64>, within: &BTreeSet<u64>) -> f64 {
    if of.is_empty() {
        return 0.0;
    }
    of.intersection(within).count() as f64 / of.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_inside_a_longer_text() {
        let own = "The harbour will be ready before anyone expected it, and the ships are already waiting.";
        let longer = format!("Hello and welcome back! {own} Thank you for watching.");
        assert!(contained(&parts(own), &parts(&longer)) > 0.99);
        assert!(contained(&parts(&longer), &parts(own)) < 0.75);
        let other = "Tomorrow it will rain in the hills, and the trains may be late in the evening again.";
        assert!(contained(&parts(own), &parts(other)) < 0.1);
        assert!(parts("short").is_empty() && contained(&parts("short"), &parts(own)) < 0.1);
        assert!(
            contained(
                &parts("这个港口将会比所有人预想的更早建成"),
                &parts("大家好，这个港口将会比所有人预想的更早建成。")
            ) > 0.99
        );
    }
}
