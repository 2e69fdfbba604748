//! A remap that is killed at any instant leaves the store as it was or as it will be, and the next one goes on.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::world::{assert_index, assert_same, bench, derived, import, post, raw, world};
use crate::support::Bench;

/// Kills; `WHENCE_TEST_KILLS` asks for more.
pub(crate) fn kills(usual: usize) -> usize {
    std::env::var("WHENCE_TEST_KILLS").map_or(usual, |n| n.parse().unwrap())
}

/// What makes every derived table differ.
pub(crate) const TAMPER: &str = "UPDATE item SET text = 'tampered ' || text; DELETE FROM tag; UPDATE metric SET value = value + 1;
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
    while killed < kills(60) {
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
pub(crate) fn rand_below(n: u32) -> u32 {
    use std::hash::{BuildHasher as _, RandomState};
    u32::try_from(RandomState::new().hash_one(0_u8) % u64::from(n)).unwrap()
}

/// Kills a remap in the middle of its replay.
#[allow(clippy::disallowed_methods, reason = "a kill at an instant needs the clock of the machine")]
fn stopped_half_way(bench: &Bench) {
    let side = bench.db().with_file_name("it.db-remap");
    // How long it takes is the machine's: an instant within it is one half way.
    let begun = Instant::now();
    assert_eq!(bench.collect(&["remap"]).code, 0);
    let whole = u32::try_from(begun.elapsed().as_micros()).unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_mins(2) {
        let mut child =
            bench.command(&["remap"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let instant = Duration::from_micros(rand_below(whole).into());
        let begun = Instant::now();
        while begun.elapsed() < instant {
            thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let done = |side: &Connection| {
            side.query_row("SELECT value FROM meta WHERE key = 'remap_done'", [], |row| {
                row.get::<_, [u8; 8]>(0)
            })
        };
        if side.exists()
            && Connection::open(&side).and_then(|side| done(&side)).is_ok_and(|done| done != [0; 8])
        {
            return;
        }
    }
    panic!("no remap could be stopped half way");
}

#[test]
fn what_changed_since_a_kill_is_not_gone_on_with() {
    let bench = bench();
    let files: Vec<_> = (0..700)
        .map(|n| {
            let posts: String = (0..4).map(|m| post(n * 4 + m, "old") + "\n").collect();
            bench.write(&format!("in/{n}.ndjson"), posts).to_string_lossy().into_owned()
        })
        .collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    assert_eq!(bench.collect(&[&["import", "generic-ndjson"], &files[..]].concat()).code, 0);
    let before = || {
        let ended = bench.collect(&["remap", "--json"]);
        assert_eq!(ended.code, 0, "{ended:?}");
        ended.json()["captures_before"].as_i64().unwrap()
    };
    stopped_half_way(&bench);
    assert!(before() > 0, "under the same rules it goes on");
    assert_same(&bench);

    // New captures are no other rules: they come after those that were replayed.
    stopped_half_way(&bench);
    import(&bench, "generic-ndjson", &bench.write("in/new.ndjson", post(1, "new")), &[]);
    assert!(before() > 0);
    assert_same(&bench);

    stopped_half_way(&bench);
    let path = bench.config().join("presets/generic-ndjson.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("likes = \"likes\"", "likes = \"views\"")).unwrap();
    assert_eq!(before(), 0, "under other rules it begins anew");
    assert_eq!(
        bench.number(
            "SELECT value FROM metric JOIN item ON item.id = item_id WHERE name = 'likes' AND native_id = '7'"
        ),
        21
    );
    assert_same(&bench);

    // What must not come back is a rule too.
    stopped_half_way(&bench);
    raw(&bench)
        .execute_batch("INSERT INTO suppression (kind, key, since) VALUES ('item', x'00', 0)")
        .unwrap();
    assert_eq!(before(), 0);

    // A file that is no side file is begun anew.
    bench.write("it.db-remap", "not a database");
    assert_same(&bench);
    bench.write("it.db-remap", std::fs::read(bench.db()).unwrap());
    assert_same(&bench);
}
