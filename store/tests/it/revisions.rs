//! What changes between captures: texts, by their own source alone; accounts, by the platform's id.

use whence_store::ingest::NewAccount;

use crate::support::{Bench, account, claim, post};

#[test]
fn a_text_that_its_source_changes_is_kept_in_both_versions_and_found_by_its_new_words() {
    let bench = Bench::new();
    let mut filled = bench.open();
    assert_eq!(filled.put(0, 10, vec![post("ann", "1", "one video")]).new_items, 1);
    assert_eq!(
        bench.column("SELECT count(*) FROM item_version", &[]),
        ["0"],
        "what never changes has no versions"
    );
    assert_eq!(filled.put(0, 20, vec![post("ann", "1", "several videos")]).changed_items, 1);

    assert_eq!(
        bench.column("SELECT text FROM item_version ORDER BY id", &[]),
        ["one video", "several videos"]
    );
    assert_eq!(bench.column("SELECT seen_at / 1000000 FROM item_version ORDER BY id", &[]), ["10", "20"]);
    assert_eq!(bench.column("SELECT text FROM item", &[]), ["several videos"]);
    assert_eq!((bench.found("several"), bench.found("one")), (vec!["1".to_owned()], Vec::new()));

    assert_eq!(filled.put(0, 30, vec![post("ann", "1", "no video")]).changed_items, 1);
    assert_eq!(bench.column("SELECT text FROM item_version ORDER BY id", &[]).len(), 3, "one more, not two");
    assert_eq!(filled.put(0, 40, vec![post("ann", "1", "no video")]).same_items, 1);
    assert_eq!(bench.column("SELECT count(*) FROM item_version", &[]), ["3"]);
    assert_eq!(
        bench.column("SELECT (first_seen_at / 1000000) || '-' || (last_seen_at / 1000000) FROM item", &[]),
        ["10-40"]
    );
}

#[test]
fn neither_another_source_nor_an_older_capture_changes_a_text() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 20, vec![post("ann", "1", "the whole text")]);
    let mut cut = post("ann", "1", "the whole…");
    cut.quote_of = Some("7".to_owned());
    assert_eq!(filled.put(1, 30, vec![cut]).same_items, 1);
    assert_eq!(filled.put(0, 10, vec![post("ann", "1", "an earlier text")]).same_items, 1);
    assert_eq!(bench.column("SELECT text FROM item", &[]), ["the whole text"]);
    assert_eq!(bench.column("SELECT count(*) FROM item_version", &[]), ["0"]);
    // What the other source tells besides is taken, and both have seen it.
    assert_eq!(bench.column("SELECT quote_of FROM item", &[]), ["7"]);
    assert_eq!(
        bench.column("SELECT (first_seen_at / 1000000) || '-' || (last_seen_at / 1000000) FROM item", &[]),
        ["10-30"]
    );
    assert_eq!(bench.found("earlier"), Vec::<String>::new());
}

#[test]
fn an_account_known_by_its_handle_adopts_the_platforms_id() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 10, vec![post("Ann", "1", "x")]);
    let mut named = post("ann", "2", "y");
    named.account = NewAccount { name: Some("Ann A.".to_owned()), ..account("@ANN", Some("77")) };
    filled.put(1, 20, vec![named]);
    filled.put(0, 30, vec![post("Ann", "3", "z")]);
    assert_eq!(
        bench.column("SELECT native_id || ' ' || handle || ' ' || name FROM account", &[]),
        ["77 ann Ann A."]
    );
    assert_eq!(bench.column("SELECT count(DISTINCT account_id) FROM item", &[]), ["1"]);
    let versions = "SELECT coalesce(native_id, '-') FROM account_version ORDER BY id";
    assert_eq!(bench.column(versions, &[]), ["-", "77"]);
}

#[test]
fn a_new_handle_is_the_same_account_and_an_old_handle_may_be_anothers() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let by = |handle: &str, account_id: &str, id: &str| {
        let mut item = post(handle, id, "x");
        item.account = account(handle, Some(account_id));
        item
    };
    filled.put(0, 10, vec![by("ann", "77", "1")]);
    filled.put(0, 20, vec![by("anna", "77", "2")]);
    filled.put(0, 30, vec![by("ann", "88", "3")]);
    assert_eq!(
        bench.column("SELECT native_id || ' ' || handle FROM account ORDER BY id", &[]),
        ["77 anna", "88 ann"]
    );
    assert_eq!(bench.column("SELECT account_id FROM item ORDER BY id", &[]), ["1", "1", "2"]);
}

#[test]
fn claims_are_attributed_by_handle_and_by_id_where_they_have_one() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut page = filled.page(0, 10, vec![post("Ann", "1", "x"), post("Bob", "2", "y")]);
    page.content.items[1].account.native_id = Some("2".to_owned());
    let mut other = claim("Impostor", "bob");
    other.native_id = Some("99".to_owned());
    page.content.claims = vec![claim("Embassy", "@ANN"), other, claim("Nobody", "cid")];
    filled.store.put_page(&page).unwrap();
    assert_eq!(bench.column("SELECT handle || ' is ' || actor FROM attribution", &[]), ["Ann is Embassy"]);
    assert_eq!(filled.store.put_page(&page).unwrap().new_claims, 0, "said twice is said once");
}

#[test]
fn a_page_is_stored_whole_or_not_at_all() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let head = filled.store.head().unwrap();
    let mut page = filled.page(0, 10, vec![post("ann", "1", "x")]);
    page.run_id = 999;
    assert!(filled.store.put_page(&page).is_err());
    for table in ["item", "account", "blob", "capture", "item_fts", "account_version"] {
        assert_eq!(bench.column(&format!("SELECT count(*) FROM {table}"), &[]), ["0"], "{table}");
    }
    assert_eq!(filled.store.head().unwrap(), head);
}
