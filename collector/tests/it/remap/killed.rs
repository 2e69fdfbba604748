//! A remap that is killed at any instant leaves the store as it was or as it will be, and the next one goes on.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::world::{assert_index, assert_same, bench, derived, import, post, raw, world};

/// Kills; `WHENCE_TEST_KILLS` asks for more.
fn kills() -> usize {
    std::env::var("WHENCE_TEST_KILLS").map_or(60, |n| n.parse().unwrap())
}

/// What makes every derived table differ.
const TAMPER: &str = "UPDATE item SET text = 'tampered ' || text; DELETE FROM tag; UPDATE metric SET value = value + 1;
    DELETE FROM share WHERE kind = 6; DELETE FROM item_fts WHERE rowid % 2 = 0; UPDATE actor SET kind = 'person'";

#[test]
#[allow(clippy::disallowed_methods, reason = "a kill at an instant needs the clock of the machine")]
fn kills_at_random_instants_leave_all_or_nothing() {
    let bench = world();
    // Many captures, so that the replay has many transactions.
    for n in 0..40 {
        let text: String =
            (0..60).map(|m| post(10_000 + n * 60 + m, &format!("one of many, {n} {m}")) + "\n").collect();
        import(&bench, "generic-ndjson", &bench.write(&format!("in/many{n}.ndjson"), text), &[]);
    }
    let right = derived(&bench);
    raw(&bench).execute_batch(TAMPER).unwrap();
    let wrong = derived(&bench);
    assert!(right != wrong);
    let begun = Instant::now();
    assert_eq!(bench.collect(&["remap"]).code, 0);
    let whole = begun.elapsed();
    assert!(derived(&bench) == right);

    let (mut killed, mut ended, mut went_on, mut swapped) = (0, 0, 0, 0);
    raw(&bench).execute_batch(TAMPER).unwrap();
    while killed < kills() {
        let side = bench.db().with_file_name("it.db-remap").exists();
        let mut child =
            bench.command(&["remap"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let instant = whole.mul_f64(f64::from(rand_below(1100)) / 1000.0);
        let begun = Instant::now();
        while begun.elapsed() < instant && child.try_wait().unwrap().is_none() {
            thread::yield_now();
        }
        child.kill().unwrap();
        let done = child.wait().unwrap().success();
        let now = derived(&bench);
        assert!(now == right || now == wrong, "a half of it after {instant:?}");
        assert!(!done || now == right);
        bench.assert_clean();
        killed += usize::from(!done);
        ended += usize::from(done);
        went_on += usize::from(side);
        if now == right {
            swapped += 1;
            raw(&bench).execute_batch(TAMPER).unwrap();
        }
    }
    assert_eq!(bench.collect(&["remap"]).code, 0);
    assert!(derived(&bench) == right);
    assert_index(&bench);
    assert_same(&bench);
    assert!(went_on > 0, "no remap went on with a killed one");
    eprintln!(
        "{killed} kills within {whole:?}, {ended} came too late, {went_on} found a side file, {swapped} times swapped"
    );
}

/// A random number below `n`.
fn rand_below(n: u32) -> u32 {
    use std::hash::{BuildHasher as _, RandomState};
    u32::try_from(RandomState::new().hash_one(0_u8) % u64::from(n)).unwrap()
}

#[test]
fn what_changed_since_a_kill_is_not_gone_on_with() {
    let bench = bench();
    for n in 0..3 {
        import(&bench, "generic-ndjson", &bench.write(&format!("{n}.ndjson"), post(n, "old")), &[]);
    }
    // A side file of another time and of other rules: begun anew. So is one that is no database at all.
    bench.write("it.db-remap", "not a database");
    assert_same(&bench);
    bench.write("it.db-remap", std::fs::read(bench.db()).unwrap());
    assert_same(&bench);
}
