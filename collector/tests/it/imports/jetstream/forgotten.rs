//! Forgetting what a recording told: nothing of it is left, and what is left is what the bodies say.

use whence_store::Store;
use whence_store::forget::Target;
use whence_store::time::Micros;

use super::{about, commit, did, fixture, import, import_fixture, text, uri};
use crate::support::Bench;

fn forget(bench: &Bench, target: &Target) {
    let mut store = Store::open(&bench.db()).unwrap();
    store.forget(target, "asked for", Micros(1), false).unwrap();
    drop(store);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}

fn account(name: &str) -> Target {
    Target::Account { platform: "bluesky".to_owned(), who: did(name) }
}

/// Panics if the file or a body holds one of these.
fn assert_gone(bench: &Bench, words: &[String]) {
    let mut all = Vec::new();
    for suffix in ["", "-wal"] {
        all.extend(std::fs::read(format!("{}{suffix}", bench.db().display())).unwrap_or_default());
    }
    let connection = rusqlite::Connection::open(bench.db()).unwrap();
    let mut bodies = connection.prepare("SELECT codec, size, bytes FROM blob").unwrap();
    let mut rows = bodies.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (codec, size, stored): (String, u32, Vec<u8>) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        all.extend(if codec == "zstd" {
            zstd::bulk::decompress(&stored, size as usize).unwrap()
        } else {
            stored
        });
    }
    for word in words {
        assert!(!all.windows(word.len()).any(|part| part == word.as_bytes()), "{word} is left");
    }
}

#[test]
fn an_account_goes_with_its_reactions_and_those_to_what_is_its_own() {
    let bench = Bench::new();
    import_fixture(&bench, "harbour.jsonl");
    // Gus is known for nothing but a like, and Fay reposts what was never captured.
    let post = uri("ann", "post", "3mpost00000a1");
    let never = uri("ann", "post", "3mpost0never1");
    let more = commit("gus", 40, "create", "like", "3mlike00000g1", &about(&post))
        + &commit("fay", 41, "create", "repost", "3mrepost000f1", &about(&never))
        + &commit("bob", 42, "create", "like", "3mlike00000b1", &about(&uri("eve", "post", "3mpost00000e3")));
    import(&bench, "more.jsonl", &more);
    forget(&bench, &account("ann"));
    let traces = [
        did("ann"),
        "ann.harbour.example".to_owned(),
        "misst die Kräne".to_owned(),
        "3mpost00000a1".to_owned(),
    ];
    assert_gone(&bench, &traces);
    let left = bench.column("SELECT native_id FROM reaction ORDER BY 1");
    assert_eq!(left, [uri("bob", "like", "3mlike00000b1"), uri("dan", "like", "3mlike00000d2")]);
    assert_eq!(bench.count("SELECT count(*) FROM item WHERE kind = 'repost'"), 0);
    let known = bench.column("SELECT native_id FROM account ORDER BY 1");
    assert_eq!(
        known,
        ["bob", "cid", "dan", "eve"].map(did),
        "cid's standing is told, gus and fay are known by nothing"
    );
    // The same events, recorded by somebody else, bring nothing of it back.
    let lines = std::fs::read_to_string(fixture("harbour.jsonl")).unwrap();
    let again = bench.write("other.jsonl", format!("{lines}{more}"));
    assert!(matches!(bench.import_only(super::PRESET, &[again], &[]).code, 0 | 3));
    assert_gone(&bench, &traces);
    assert_eq!(bench.column("SELECT native_id FROM reaction ORDER BY 1"), left);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}

#[test]
fn who_only_reacted_and_deleted_leaves_nothing() {
    let bench = Bench::new();
    import_fixture(&bench, "harbour.jsonl");
    forget(&bench, &account("cid"));
    assert_gone(&bench, &[did("cid"), "3mlike00000c1".to_owned(), "3mrepost000c1".to_owned()]);
    assert_eq!(bench.count("SELECT count(*) FROM reaction"), 2);
    assert_eq!(bench.count("SELECT count(*) FROM account_state"), 2);
    forget(&bench, &account("eve"));
    assert_gone(&bench, &[did("eve"), "3mpost00000e3".to_owned()]);
    assert_eq!(bench.count("SELECT count(*) FROM reaction"), 1);
    assert_eq!(bench.column("SELECT native_id FROM deletion"), [uri("bob", "post", "3mpost00000b2")]);
}

#[test]
fn an_item_goes_with_the_reactions_to_it() {
    let bench = Bench::new();
    import_fixture(&bench, "harbour.jsonl");
    let id = uri("ann", "post", "3mpost00000a1");
    forget(&bench, &Target::Item { platform: "bluesky".to_owned(), native_id: id.clone() });
    assert_gone(&bench, &[id, "3mpost00000a1".to_owned(), "misst die Kräne".to_owned()]);
    assert_eq!(bench.column("SELECT native_id FROM reaction"), [uri("dan", "like", "3mlike00000d2")]);
    import(
        &bench,
        "later.jsonl",
        &commit("ann", 50, "create", "post", "3mpost00000a9", &text("Something else.")),
    );
    assert_eq!(bench.count(&format!("SELECT count(*) FROM account WHERE native_id = '{}'", did("ann"))), 1);
}

#[test]
fn what_is_old_goes_and_a_source_goes_whole() {
    let bench = Bench::new();
    import_fixture(&bench, "harbour.jsonl");
    forget(&bench, &Target::OlderThan(Micros(super::BEGAN + 8 * super::SECOND)));
    assert_eq!(bench.column("SELECT native_id FROM reaction"), [uri("dan", "like", "3mlike00000d2")]);
    forget(&bench, &Target::Source { name: format!("import:{}", super::PRESET) });
    for table in ["item", "reaction", "deletion", "account_state", "account"] {
        assert_eq!(bench.count(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
}

#[test]
fn remap_tells_what_was_forgotten_from_what_cannot_be_read() {
    let bench = Bench::new();
    import_fixture(&bench, "harbour.jsonl");
    forget(&bench, &account("cid"));
    let config = crate::support::workspace_config();
    let db = bench.db();
    let program = env!("CARGO_BIN_EXE_whence-collect");
    let told = std::process::Command::new(program)
        .args(["remap", "--check", "--json", "--db"])
        .arg(db)
        .arg("--config")
        .arg(config)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert!(report["redacted"].as_u64().unwrap() >= 4, "{report}");
    assert_eq!(report["unread"], 0, "{report}");
}
