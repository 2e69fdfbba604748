//! Evidence cannot be changed by SQL, not even by somebody who opens the file with another program.

use crate::support::{Bench, evidence};

const EVIDENCE: [&str; 5] = ["blob", "capture", "account_version", "item_version", "claim"];

#[test]
fn rows_of_evidence_are_neither_changed_nor_deleted() {
    let bench = Bench::of(&evidence());
    let raw = bench.raw();
    for table in EVIDENCE {
        let columns: Vec<String> = raw
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(columns.len() > 4, "{table}: {columns:?}");
        let mut statements: Vec<String> =
            columns.iter().map(|column| format!("UPDATE {table} SET {column} = {column}")).collect();
        statements.push(format!("DELETE FROM {table}"));
        statements.push(format!("DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})"));
        // REPLACE deletes the row in its way, and fires no trigger for it.
        statements.push(format!("REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1"));
        statements.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1"));
        for statement in statements {
            let error = raw.execute(&statement, []).expect_err(&statement).to_string();
            assert_eq!(error, format!("evidence is append-only: {table}"), "{statement}");
        }
    }
    drop(raw);
    let verified = whence_store::verify(&bench.db(), None).unwrap();
    assert!(verified.findings.is_empty() && verified.captures == 4, "{verified:?}");
}

#[test]
fn a_body_of_the_same_hash_does_not_replace_another() {
    let bench = Bench::of(&evidence());
    let raw = bench.raw();
    let replace = "REPLACE INTO blob (sha256, size, codec, bytes) SELECT sha256, 1, 'none', x'00' FROM blob WHERE id = 1";
    assert!(raw.execute(replace, []).is_err());
}
