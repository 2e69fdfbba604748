//! Whether the accounts of a community were opened closer in time than as many of the others.
//!
//! A scan for the shortest span that holds half of them (Naus 1965, with the number fixed and the span scanned), against permutations:
//! which accounts form the community is drawn anew among all accounts whose opening is known. So a year in which everybody joined
//! is expected of everybody.

use crate::chance::Chance;

/// Fewer members say nothing.
const FEWEST_MEMBERS: usize = 4;
/// Fewer others cannot tell what is usual.
const FEWEST_OTHERS: usize = 10;
/// Drawings: the least p-value is one in so many and one.
const DRAWINGS: u32 = 9_999;
/// Members that are drawn in all, for one community: larger ones get fewer drawings, down to a tenth.
const MOST_DRAWN: usize = 4_000_000;

/// The shortest span in which half of the members were opened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Opened {
    /// Members whose opening is known.
    pub(crate) known: usize,
    /// How many of them the span holds: half, rounded up.
    pub(crate) held: usize,
    /// When it begins, µs.
    pub(crate) from: i64,
    /// When the last of them was opened, µs.
    pub(crate) to: i64,
    /// How often as many accounts drawn at random have a span as short, times the number of communities that were tested.
    pub(crate) p: f64,
}

/// Why it was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotObserved {
    /// Members whose opening is known.
    pub(crate) known: usize,
    /// Other accounts whose opening is known.
    pub(crate) others: usize,
}

/// Tests each community against all accounts. `members` are the times of each community's known openings, `others` those of
/// all other accounts than the community's, µs.
pub(crate) fn opened(communities: &[(Vec<i64>, Vec<i64>)], seed: u64) -> Vec<Result<Opened, NotObserved>> {
    let is_tested = |(members, others): &(Vec<i64>, Vec<i64>)| {
        members.len() >= FEWEST_MEMBERS && others.len() >= FEWEST_OTHERS
    };
    let tested = communities.iter().filter(|community| is_tested(community)).count();
    (1_u64..)
        .zip(communities)
        .map(|(number, community)| {
            let (members, others) = community;
            if !is_tested(community) {
                return Err(NotObserved { known: members.len(), others: others.len() });
            }
            let held = members.len().div_ceil(2);
            let mut own = members.clone();
            own.sort_unstable();
            let (from, to) = shortest(&own, held);
            let mut all = own.clone();
            all.extend(others);
            all.sort_unstable();
            let mut chance = Chance::new(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let drawings = u32::try_from(MOST_DRAWN / members.len()).unwrap_or(DRAWINGS);
            let drawings = drawings.clamp(DRAWINGS / 10, DRAWINGS);
            let as_short = (0..drawings).filter(|_| {
                // The first places of the list are drawn by swapping (Fisher and Yates); the rest stays as it is.
                for place in 0..own.len() {
                    let other = place + chance.below(all.len() - place);
                    all.swap(place, other);
                }
                own.copy_from_slice(&all[..members.len()]);
                own.sort_unstable();
                let (first, last) = shortest(&own, held);
                last.saturating_sub(first) <= to.saturating_sub(from)
            });
            let p = (as_short.count() as f64 + 1.0) / (f64::from(drawings) + 1.0);
            Ok(Opened { known: members.len(), held, from, to, p: (p * tested as f64).min(1.0) })
        })
        .collect()
}

/// The shortest span of sorted times that holds `held` of them; of equals the first.
fn shortest(times: &[i64], held: usize) -> (i64, i64) {
    let spans = times.windows(held.max(1)).map(|held| (held[0], held[held.len() - 1]));
    spans.min_by_key(|(first, last)| last.saturating_sub(*first)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    /// Openings over ten years.
    fn years(chance: &mut Chance, n: usize) -> Vec<i64> {
        (0..n).map(|_| i64::try_from(chance.below(3_650)).unwrap() * DAY).collect()
    }

    #[test]
    fn accounts_opened_within_a_week_are_told_with_their_span() {
        let mut chance = Chance::new(3);
        let mut members: Vec<i64> = (0..6).map(|n| 1_000 * DAY + n * DAY).collect();
        members.extend(years(&mut chance, 4));
        let found = opened(&[(members, years(&mut chance, 200))], 1)[0].unwrap();
        assert_eq!((found.known, found.held), (10, 5));
        assert!(found.to - found.from <= 4 * DAY && found.p < 0.001, "{found:?}");
    }

    #[test]
    fn where_everybody_joined_at_once_nothing_is_special() {
        let times = |n: i64| (0..n).map(|k| k % 7 * DAY).collect::<Vec<_>>();
        let found = opened(&[(times(10), times(100))], 1)[0].unwrap();
        assert!(found.p > 0.2, "{found:?}");
    }

    #[test]
    fn of_communities_drawn_at_random_few_have_a_small_p() {
        let mut chance = Chance::new(9);
        let small = (0..200)
            .filter(|&seed| {
                let found = opened(&[(years(&mut chance, 8), years(&mut chance, 60))], seed)[0].unwrap();
                found.p <= 0.05
            })
            .count();
        // 10 are expected; 20 or more have a probability below 0.3 %.
        assert!(small < 20, "{small} of 200");
    }

    #[test]
    fn too_few_are_not_observed_and_the_number_of_tests_counts() {
        let mut chance = Chance::new(4);
        let others = years(&mut chance, 50);
        assert_eq!(
            opened(&[(vec![1, 2, 3], others.clone())], 1),
            [Err(NotObserved { known: 3, others: 50 })]
        );
        assert_eq!(opened(&[(vec![1, 2, 3, 4], vec![5])], 1), [Err(NotObserved { known: 4, others: 1 })]);
        let close = || (vec![DAY, DAY, DAY, DAY], others.clone());
        let one = opened(&[close()], 1)[0].unwrap();
        let two = opened(&[close(), close()], 1)[0].unwrap();
        assert!((two.p / one.p - 2.0).abs() < 1e-9);
    }
}
