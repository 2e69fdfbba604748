//! Verification names every change of evidence, and nothing else.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use proptest::prelude::*;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};
use whence_store::{Now, Since, verify};

use crate::support::{Bench, account, claim, evidence, post};

const TABLES: [&str; 5] = ["blob", "capture", "account_version", "item_version", "claim"];

fn original() -> &'static [u8] {
    static ORIGINAL: OnceLock<Vec<u8>> = OnceLock::new();
    ORIGINAL.get_or_init(evidence)
}

/// Somebody who wants to change evidence unseen: without the triggers, which are there again afterwards.
struct Forger {
    raw: Connection,
    triggers: Vec<(String, String)>,
}

impl Forger {
    fn of(bench: &Bench) -> Self {
        let raw = bench.raw();
        raw.execute_batch("PRAGMA ignore_check_constraints = 1").unwrap();
        let triggers: Vec<(String, String)> = raw
            .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for (name, _) in &triggers {
            raw.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        Self { raw, triggers }
    }

    fn leave(self) {
        for (_, sql) in &self.triggers {
            self.raw.execute_batch(sql).unwrap();
        }
    }
}

/// One column of one row, chosen at random.
#[derive(Debug)]
struct Cell {
    table: &'static str,
    id: i64,
    column: String,
    kind: String,
    value: Value,
}

fn cell(raw: &Connection, table: usize, row: usize, column: usize) -> Cell {
    let table = TABLES[table];
    let ids: Vec<i64> = raw
        .prepare(&format!("SELECT id FROM {table} ORDER BY id"))
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let columns: Vec<(String, String)> = raw
        .prepare("SELECT name, type FROM pragma_table_info(?1)")
        .unwrap()
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let id = ids[row % ids.len()];
    let (column, kind) = columns[column % columns.len()].clone();
    let value = raw
        .query_row(&format!("SELECT {column} FROM {table} WHERE id = ?1"), [id], |row| row.get(0))
        .unwrap();
    Cell { table, id, column, kind, value }
}

/// The value with one bit changed, or something where nothing was.
fn changed(cell: &Cell, byte: usize, bit: u8) -> Value {
    let flip = |bytes: &mut Vec<u8>| match bytes.len() {
        0 => bytes.push(b'a'),
        n => bytes[byte % n] ^= 1 << bit,
    };
    match cell.value.clone() {
        Value::Integer(n) => Value::Integer(n ^ (1 << bit)),
        Value::Blob(mut bytes) => {
            flip(&mut bytes);
            Value::Blob(bytes)
        }
        Value::Text(text) => {
            // The lowest bit of an ASCII character, so that the text stays a text.
            let mut bytes = text.into_bytes();
            match bytes.len() {
                0 => bytes.push(b'a'),
                n => bytes[byte % n] ^= 1,
            }
            Value::Text(String::from_utf8(bytes).unwrap())
        }
        _ if cell.kind == "INTEGER" => Value::Integer(7),
        _ if cell.kind == "BLOB" => Value::Blob(vec![7]),
        _ => Value::Text("a".to_owned()),
    }
}

/// The rows that a finding may name for a change of this cell.
fn names(raw: &Connection, cell: &Cell) -> BTreeSet<String> {
    let sql = match cell.table {
        "blob" => "SELECT 'blob ' || ?1 UNION SELECT 'capture ' || id FROM capture WHERE blob_id = ?1",
        "capture" => "SELECT 'capture ' || ?1",
        table => &format!(
            "SELECT '{table} ' || ?1 UNION SELECT 'capture ' || capture_id FROM {table} WHERE id = ?1"
        ),
    };
    raw.prepare(sql).unwrap().query_map([cell.id], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_changed_bit_is_named(table in 0..TABLES.len(), row in 0..50_usize, column in 0..50_usize, byte: usize, bit in 0..8_u8) {
        let bench = Bench::of(original());
        let forger = Forger::of(&bench);
        let raw = &forger.raw;
        let cell = cell(raw, table, row, column);
        let value = changed(&cell, byte, bit);
        let expected = names(raw, &cell);
        let sql = format!("UPDATE {} SET {} = ?2 WHERE id = ?1", cell.table, cell.column);
        // An id or a hash may be taken already: then the change cannot be made.
        prop_assume!(raw.execute(&sql, params![cell.id, value]).is_ok());
        forger.leave();
        let verified = verify(&bench.db(), None).unwrap();
        let named = verified.findings.iter().any(|finding| {
            // A row that goes by another id now is named by its new one, or missed where it was.
            expected.contains(&finding.row) || (cell.column == "id" && !finding.row.is_empty())
        });
        prop_assert!(named, "{cell:?} → {value:?}: {:?}", verified.findings);
    }

    #[test]
    fn any_missing_row_is_named(table in 0..TABLES.len(), row in 0..50_usize) {
        let bench = Bench::of(original());
        let forger = Forger::of(&bench);
        let raw = &forger.raw;
        let cell = cell(raw, table, row, 0);
        // Cutting the end off the chain leaves a chain: only an earlier head tells.
        let last: i64 = raw.query_row("SELECT max(id) FROM capture", [], |row| row.get(0)).unwrap();
        prop_assume!(cell.table != "capture" || cell.id != last);
        raw.execute(&format!("DELETE FROM {} WHERE id = ?1", cell.table), [cell.id]).unwrap();
        forger.leave();
        prop_assert!(!verify(&bench.db(), None).unwrap().findings.is_empty(), "{cell:?}");
    }
}

proptest! {
    // Each page is a transaction that waits for the disk.
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undisturbed_stores_are_clean(pages in proptest::collection::vec(
        (0..2_usize, proptest::collection::vec(("[a-d]", 0..6_u8, "\\PC{0,40}"), 0..4), proptest::option::of("\\PC{0,300}")), 0..12,
    )) {
        let bench = Bench::new();
        let mut filled = bench.open();
        let mut heads = Vec::new();
        for (second, (source, posts, body)) in (1..).zip(&pages) {
            let items = posts.iter().map(|(author, id, text)| post(author, &id.to_string(), text)).collect();
            let mut page = filled.page(*source, second, items);
            page.content.claims = posts.iter().map(|(author, _, text)| claim(text, author)).collect();
            page.content.accounts = posts.iter().map(|(author, id, _)| account(author, Some(&id.to_string()))).collect();
            match body {
                Some(body) => page.capture.body.as_mut().unwrap().bytes = body.repeat(3).into_bytes(),
                None => page.capture.body = None,
            }
            filled.store.put_page(&page).unwrap();
            heads.push(filled.store.head().unwrap().chain);
        }
        let verified = verify(&bench.db(), None).unwrap();
        prop_assert_eq!(verified.findings, Vec::new());
        prop_assert_eq!(usize::try_from(verified.captures).unwrap(), pages.len());
        for head in heads {
            let verified = verify(&bench.db(), Some(&head)).unwrap();
            prop_assert_eq!((verified.findings, verified.forgotten_since), (Vec::new(), Vec::new()));
        }
    }
}

#[test]
fn a_tail_that_was_cut_off_is_told_by_an_earlier_head() {
    let bench = Bench::of(original());
    let head = verify(&bench.db(), None).unwrap().head;
    assert_eq!(head.captures, 4);
    let ended = bench.program(&["verify", "--against", &head.chain.to_uppercase()]);
    assert_eq!((ended.code, ended.out.contains("clean")), (0, true), "{ended:?}");

    let forger = Forger::of(&bench);
    let raw = &forger.raw;
    for table in ["account_version", "item_version", "claim"] {
        raw.execute(&format!("DELETE FROM {table} WHERE capture_id = 4"), []).unwrap();
    }
    raw.execute_batch(
        "UPDATE item SET capture_id = 1; DELETE FROM capture WHERE id = 4;
         DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM capture WHERE blob_id = blob.id)",
    )
    .unwrap();
    forger.leave();
    assert_eq!(bench.program(&["verify"]).code, 0, "what is left is a whole chain");
    let ended = bench.program(&["verify", "--against", &head.chain, "--json"]);
    assert_eq!(ended.code, 5, "{ended:?}");
    assert!(ended.out.contains(&head.chain) && ended.out.contains("cut off"), "{}", ended.out);
}

#[test]
fn rows_that_were_slipped_in_are_named() {
    let bench = Bench::of(original());
    let forger = Forger::of(&bench);
    forger
        .raw
        .execute_batch(
            "INSERT INTO claim (capture_id, actor, actor_kind, platform, handle, asserted_by, asserted_url, asserted_at, status,
               salt, hash)
             VALUES (3, 'Forged', 'office', 'x', 'dan', 'nobody', 'https://example.org/', 0, 'accepted', zeroblob(16),
               zeroblob(32))",
        )
        .unwrap();
    forger.leave();
    let findings = verify(&bench.db(), None).unwrap().findings;
    assert_eq!(findings.iter().map(|f| f.row.as_str()).collect::<Vec<_>>(), ["claim 4", "capture 3"]);
}

#[test]
fn a_store_without_its_triggers_is_named() {
    let bench = Bench::of(original());
    bench
        .raw()
        .execute_batch(
            "DROP TRIGGER claim_keeps; CREATE TRIGGER odd AFTER INSERT ON item BEGIN SELECT 1; END",
        )
        .unwrap();
    let findings = verify(&bench.db(), None).unwrap().findings;
    assert_eq!(
        findings.iter().map(|f| f.row.as_str()).collect::<Vec<_>>(),
        ["trigger claim_keeps", "trigger odd"]
    );
}

#[test]
fn an_open_grant_cannot_be_left_behind() {
    let bench = Bench::of(original());
    let raw = Connection::open(bench.db()).unwrap();
    raw.pragma_update(None, "foreign_keys", true).unwrap();
    raw.execute_batch("BEGIN; INSERT INTO forget_grant (reason, closes) VALUES ('mine', -1)").unwrap();
    assert!(raw.execute_batch("COMMIT").is_err());
    drop(raw);
    bench.raw().execute_batch("INSERT INTO forget_grant (reason, closes) VALUES ('mine', -1)").unwrap();
    let findings = verify(&bench.db(), None).unwrap().findings;
    assert!(findings.iter().any(|f| f.row == "forget_grant"), "{findings:?}");
}

/// The hash that the store gives a row, as anybody can compute it who reads how.
fn hash(raw: &Connection, table: &str, columns: &str, id: i64) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(table.as_bytes());
    hash.update([0]);
    let mut statement = raw.prepare(&format!("SELECT {columns} FROM {table} WHERE id = ?1")).unwrap();
    let width = statement.column_count();
    let mut rows = statement.query([id]).unwrap();
    let row = rows.next().unwrap().unwrap();
    for n in 0..width {
        let (kind, bytes): (u8, &[u8]) = match row.get_ref(n).unwrap() {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(n) => (1, &n.to_be_bytes()),
            ValueRef::Text(text) => (2, text),
            ValueRef::Blob(bytes) => (3, bytes),
            ValueRef::Real(x) => (4, &x.to_be_bytes()),
        };
        hash.update([kind]);
        if matches!(kind, 2 | 3) {
            hash.update((bytes.len() as u64).to_be_bytes());
        }
        hash.update(bytes);
    }
    hash.finalize().to_vec()
}

const TOMBSTONE: &str = "id, capture_id, kind, row_id, of_capture, old_hash, new_hash, reason, salt";
const CAPTURE: &str = "id, run_id, source_id, kind, url, final_url, host, redirects, method, status, request_headers, headers, \
    started_at, ended_at, robots_rule, outcome, truncated, reader, blob_id, rows_digest, salt";

/// Puts other bytes in the place of the first body, and seals a tombstone over it with the next capture, as `forget` would.
fn forge_body(forger: &Forger, bytes: &[u8]) {
    let raw = &forger.raw;
    let sealed: Vec<u8> =
        raw.query_row("SELECT sha256 FROM blob WHERE id = 1", [], |row| row.get(0)).unwrap();
    let new = Sha256::digest(bytes).to_vec();
    raw.execute(
        "UPDATE blob SET bytes = ?1, size = length(?1), codec = 'none', packed_sha256 = ?2 WHERE id = 1",
        params![bytes, new],
    )
    .unwrap();
    let reason = "asked for\u{1b}[2J, letter 12";
    raw.execute(
        "INSERT INTO tombstone VALUES (1, 5, 'blob', 1, NULL, ?1, ?2, ?3, randomblob(16), zeroblob(32))",
        params![sealed, new, reason],
    )
    .unwrap();
    let tombstone = hash(raw, "tombstone", TOMBSTONE, 1);
    raw.execute("UPDATE tombstone SET hash = ?1", [&tombstone]).unwrap();
    let mut digest = Sha256::new();
    for table in ["account_version", "item_version", "claim", "tombstone"] {
        let of_table = if table == "tombstone" { tombstone.as_slice() } else { &[] };
        digest.update(table.as_bytes());
        digest.update([0]);
        digest.update((of_table.len() as u64 / 32).to_be_bytes());
        digest.update(of_table);
    }
    raw.execute(
        "INSERT INTO capture (id, run_id, source_id, kind, url, final_url, redirects, request_headers, headers, started_at, ended_at,
           outcome, truncated, reader, rows_digest, salt, chain)
         VALUES (5, 1, 1, 'decision', 'forget:item', 'forget:item', '[]', '[]', '[]', 1, 1, 'forgotten', 0, '{\"by\":\"nothing\"}',
           ?1, randomblob(16), zeroblob(32))",
        [digest.finalize().to_vec()],
    )
    .unwrap();
    let before: Vec<u8> =
        raw.query_row("SELECT chain FROM capture WHERE id = 4", [], |row| row.get(0)).unwrap();
    let mut chain = Sha256::new();
    chain.update(before);
    chain.update(hash(raw, "capture", CAPTURE, 5));
    chain.update([0; 32]);
    raw.execute("UPDATE capture SET chain = ?1 WHERE id = 5", [chain.finalize().to_vec()]).unwrap();
}

#[test]
fn a_forged_tombstone_is_told_by_an_earlier_head() {
    for (forged, now, said) in [
        ("{\"forged\":\"the embassy said yes\"}\n", Now::Unmarked, "NO mark of redaction"),
        ("{\"forged\":\"[forgotten] said yes\"}\n", Now::Marked, "a mark of redaction"),
        ("", Now::Empty, "it is empty"),
    ] {
        let bench = Bench::of(original());
        let head = verify(&bench.db(), None).unwrap().head.chain;
        let forger = Forger::of(&bench);
        forge_body(&forger, forged.as_bytes());
        forger.leave();
        // The chain has no key: by itself the file looks like one in which something was forgotten.
        let alone = bench.program(&["verify"]);
        assert_eq!((alone.code, alone.out.contains("1 forgotten")), (0, true), "{alone:?}");

        let verified = verify(&bench.db(), Some(&head)).unwrap();
        let reason = "asked for\u{1b}[2J, letter 12".to_owned();
        let since = Since { row: "blob 1".to_owned(), now, tombstone: 1, capture: 5, reason };
        assert_eq!((verified.findings, verified.forgotten_since), (Vec::new(), vec![since]));
        let ended = bench.program(&["verify", "--against", &head]);
        assert_eq!(ended.code, 3, "{ended:?}");
        for part in ["blob 1: changed by forgetting", "tombstone 1 of capture 5", said, "FORGOTTEN SINCE"] {
            assert!(ended.out.contains(part), "{part}: {}", ended.out);
        }
        assert!(!ended.out.contains('\u{1b}') && !ended.out.contains("clean"), "{}", ended.out);
        let json = bench.program(&["verify", "--json", "--against", &head]);
        let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
        assert_eq!((json.code, value["forgotten_since"][0]["row"].as_str()), (3, Some("blob 1")));
        // From the beginning on, everything is later.
        assert_eq!(bench.program(&["verify", "--against", &"0".repeat(64)]).code, 3);
    }
}

#[test]
fn what_was_forgotten_after_a_head_is_listed_and_a_later_head_covers_it() {
    let bench = Bench::of(original());
    let mut filled = bench.open();
    let mut page =
        filled.page(1, 50, vec![post("Ann", "9", "Nine words that nobody else would ever have written.")]);
    let line =
        r#"{"id":"900000001","by":"Ann","text":"Nine words that nobody else would ever have written."}"#;
    page.capture.body.as_mut().unwrap().bytes = format!("{line}\n{{\"id\":\"8\"}}\n").into_bytes();
    filled.store.put_page(&page).unwrap();
    drop(filled);
    let head = verify(&bench.db(), None).unwrap().head.chain;
    let ended = bench.program(&["forget", "--account", "x/Ann", "--reason", "letter 12"]);
    assert_eq!(ended.code, 0, "{ended:?}");

    let verified = verify(&bench.db(), Some(&head)).unwrap();
    assert_eq!(verified.findings, Vec::new());
    assert!(verified.forgotten_since.iter().all(|since| since.reason == "letter 12" && since.capture == 6));
    let now = |row: &str| {
        let of_row = verified.forgotten_since.iter().find(|since| since.row.starts_with(row));
        of_row.unwrap_or_else(|| panic!("{row}: {verified:?}")).now
    };
    assert_eq!(
        (now("blob "), now("item_version "), now("claim ")),
        (Now::Marked, Now::Removed, Now::Removed)
    );
    let rows: BTreeSet<&str> = verified.forgotten_since.iter().map(|since| since.row.as_str()).collect();
    assert_eq!(i64::try_from(rows.len()).unwrap(), verified.forgotten);
    assert_eq!(bench.program(&["verify", "--against", &head]).code, 3);
    // Who forgot knows what, and notes the new head.
    let ended = bench.program(&["verify", "--against", &verified.head.chain]);
    assert_eq!((ended.code, ended.out.contains("clean")), (0, true), "{ended:?}");
}
