//! Which pairs of accounts a new log can have changed: those that meet in a window which a new share, or one that is gone, lies in.

use std::cmp::Ordering;

use super::state::State;
use crate::coordination::log::Names;
use crate::coordination::order::Shares;
use crate::coordination::sweep::Window;

/// For each number of one list of sorted names that of the same name in another.
pub(super) fn mapping(old: &Names, new: &Names) -> Vec<Option<u32>> {
    let count = u32::try_from(new.len()).unwrap_or(u32::MAX);
    let mut place = 0;
    (0..u32::try_from(old.len()).unwrap_or(u32::MAX))
        .map(|number| {
            while place < count && new.get(place) < old.get(number) {
                place += 1;
            }
            (place < count && new.get(place) == old.get(number)).then_some(place)
        })
        .collect()
}

/// Pairs of accounts, by their new numbers, the smaller first; in order, each once. `accounts` are the old accounts' new numbers.
pub(super) fn touched(
    old: &State,
    new: &Shares,
    window: &Window,
    length: i64,
    accounts: &[Option<u32>],
) -> Vec<(u32, u32)> {
    let mut pairs = Pairs { found: Vec::new(), kept: 0 };
    let (mut o, mut n) = (0, 0);
    let end = |objects: &[u32], from: usize| {
        objects
            .get(from)
            .map_or(from, |&object| from + objects[from..].partition_point(|&other| other == object))
    };
    while o < old.at.len() || n < new.len() {
        let (old_end, new_end) = (end(&old.object, o), end(&new.object, n));
        let order = match (old.object.get(o), new.object.get(n)) {
            (Some(&a), Some(&b)) => old.objects.get(a).cmp(new.objects.get(b)),
            (Some(_), None) => Ordering::Less,
            _ => Ordering::Greater,
        };
        let (old_rows, new_rows) = match order {
            Ordering::Less => (o..old_end, n..n),
            Ordering::Greater => (o..o, n..new_end),
            Ordering::Equal => (o..old_end, n..new_end),
        };
        (o, n) = (old_rows.end, new_rows.end);
        let (mut a, mut b) = (old_rows.start, new_rows.start);
        while a < old_rows.end || b < new_rows.end {
            let order = match (a < old_rows.end, b < new_rows.end) {
                (true, true) => key(old, a).cmp(&new_key(new, b)),
                (true, false) => Ordering::Less,
                _ => Ordering::Greater,
            };
            match order {
                Ordering::Equal => (a, b) = (a + 1, b + 1),
                Ordering::Less => {
                    gone(old, a, &old_rows, length, accounts, &mut pairs);
                    a += 1;
                }
                Ordering::Greater => {
                    for other in window.first[b]..window.end[b] {
                        pairs.add(new.account[b], new.account[other as usize]);
                    }
                    b += 1;
                }
            }
        }
    }
    pairs.finish()
}

/// Rows of an object are in this order, old and new.
type Key<'a> = (i64, &'a [u8], &'a [u8]);

fn key(old: &State, row: usize) -> Key<'_> {
    (old.at[row], old.accounts.get(old.account[row]), old.contents.get(old.content[row]))
}

fn new_key(new: &Shares, row: usize) -> Key<'_> {
    (new.at[row], new.accounts.get(new.account[row]), new.contents.get(new.content[row]))
}

/// Whom a share that is gone met.
fn gone(
    old: &State,
    row: usize,
    rows: &std::ops::Range<usize>,
    length: i64,
    accounts: &[Option<u32>],
    pairs: &mut Pairs,
) {
    let is_near = |other: &usize| old.at[*other].abs_diff(old.at[row]) <= length.unsigned_abs();
    let before = (rows.start..row).rev().take_while(is_near);
    let after = (row + 1..rows.end).take_while(is_near);
    for other in before.chain(after) {
        let of = |row: usize| accounts[old.account[row] as usize];
        if let (Some(a), Some(b)) = (of(row), of(other)) {
            pairs.add(a, b);
        }
    }
}

struct Pairs {
    found: Vec<(u32, u32)>,
    /// How many of them are each there once.
    kept: usize,
}

impl Pairs {
    fn add(&mut self, a: u32, b: u32) {
        if a == b {
            return;
        }
        self.found.push((a.min(b), a.max(b)));
        // A popular object meets the same pairs again and again.
        if self.found.len() > 2 * self.kept + (1 << 16) {
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.found.sort_unstable();
        self.found.dedup();
        self.kept = self.found.len();
    }

    fn finish(mut self) -> Vec<(u32, u32)> {
        self.sort();
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        let names = |all: &[&str]| {
            let mut names = Names::default();
            for name in all {
                names.intern(name.as_bytes());
            }
            names
        };
        let found = mapping(&names(&["a", "b", "d", "z"]), &names(&["b", "c", "d"]));
        assert_eq!(found, [None, Some(0), Some(2), None]);
    }
}
