//! An import that is killed at any instant leaves a prefix of an undisturbed one, and the next one goes on.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::thread;
use std::time::Instant;

use super::look::{Doing, look};
use super::state::{count, open};
use super::world::{TRANSACTIONS, World, import};
use crate::remap::killed::{kills, rand_below};
use crate::remap::world::{assert_index, assert_same};
use crate::support::Bench;

/// What became of the kills.
#[derive(Debug, Default)]
struct Tally {
    killed: usize,
    /// The program had ended by itself.
    too_late: usize,
    /// Of the killed programs that were looked at: what they did, and whether the transaction in hand was stored.
    looked: BTreeMap<(Doing, bool), usize>,
    /// Imports that were finished, by the kills that they took.
    rounds: BTreeMap<usize, usize>,
    /// At how many different lengths the imports were cut.
    lengths: BTreeMap<usize, usize>,
}

#[test]
fn kills_at_random_instants_leave_a_prefix_and_the_next_import_goes_on() {
    let world = World::new();
    let mut tally = Tally::default();
    let wanted = kills(25);
    while tally.killed < wanted {
        world.without_store();
        killed_until_it_ends(&world, &mut tally);
    }
    assert_index(&world.bench);
    assert_same(&world.bench);
    assert!(tally.lengths.len() > 2, "{tally:?}");
    eprintln!("within {:?}: {tally:?}", world.whole);
}

fn killed_until_it_ends(world: &World, tally: &mut Tally) {
    let (mut stored, mut head, mut kills) = (0, None, 0);
    loop {
        let runs = runs(&world.bench);
        let (done, doing, told) = kill_one(world, runs, tally.killed.is_multiple_of(2));
        let (now, newer) = world.assert_prefix(&world.bench.db(), head.as_deref(), &told);
        assert!(now >= stored, "{told}: {now} < {stored}");
        if done {
            assert_eq!(now, TRANSACTIONS, "{told}");
            tally.too_late += 1;
            *tally.rounds.entry(kills).or_default() += 1;
            return;
        }
        kills += 1;
        tally.killed += 1;
        *tally.lengths.entry(now).or_default() += 1;
        if let Some((doing, seen)) = doing {
            *tally.looked.entry((doing, now > seen)).or_default() += 1;
        }
        (stored, head) = (now, newer);
    }
}

/// Starts an import and kills it at some instant; says whether it had ended by itself, and what it was seen doing.
#[allow(clippy::disallowed_methods, reason = "a kill at an instant needs the clock of the machine")]
fn kill_one(world: &World, runs: usize, looks: bool) -> (bool, Option<(Doing, usize)>, String) {
    let bench = &world.bench;
    let mut child = import(bench).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // One in four within the start, when the store is made or found again.
    let most = if rand_below(4) == 0 { 60 } else { 1050 };
    let instant = world.whole.mul_f64(f64::from(rand_below(most * 1000)) / 1_000_000.0);
    let begun = Instant::now();
    let mut ended = false;
    while begun.elapsed() < instant && !ended {
        thread::yield_now();
        ended = child.try_wait().unwrap().is_some();
    }
    // A kill without a look can cut even a write of the system in two.
    let doing = if looks && !ended { look(&child, bench, runs) } else { None };
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(status.success() || status.signal() == Some(9), "{status}");
    (status.success(), doing, format!("killed after {instant:?}, {doing:?}"))
}

/// The runs that the store knows of.
fn runs(bench: &Bench) -> usize {
    open(&bench.db()).and_then(|store| count(&store, "run")).unwrap_or_default()
}
