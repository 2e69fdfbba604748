//! Whom a claim names: nobody where a handle changed hands, and what the source says now where it corrected itself.

use whence_store::ingest::{ActorKind, ClaimStatus, NewObserved};
use whence_store::read::Reader;
use whence_store::time::Micros;
use whence_store::work::NewTask;

use crate::support::{Bench, account, claim, post};

fn by(handle: &str, native_id: &str, id: &str) -> whence_store::ingest::NewItem {
    let mut item = post(handle, id, "x");
    item.account = account(handle, Some(native_id));
    item
}

const NAMED: &str = "SELECT handle || ' is ' || actor FROM attribution ORDER BY account_id";

#[test]
fn a_handle_that_two_accounts_had_names_neither() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut page = filled.page(0, 10, vec![by("embassy", "901", "1")]);
    page.content.claims = vec![claim("The Embassy", "embassy")];
    filled.store.put_page(&page).unwrap();
    assert_eq!(bench.column(NAMED, &[]), ["embassy is The Embassy"]);
    filled.put(0, 20, vec![by("embassy", "900", "2")]);
    assert_eq!(bench.column(NAMED, &[]), Vec::<String>::new());
}

#[test]
fn an_account_that_took_a_claimed_handle_over_is_not_named_by_it() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut page = filled.page(0, 10, vec![by("private_person", "900", "1")]);
    page.content.claims = vec![claim("The Embassy", "embassy")];
    filled.store.put_page(&page).unwrap();
    filled.put(0, 20, vec![by("embassy", "900", "2")]);
    assert_eq!(bench.column("SELECT handle FROM account", &[]), ["embassy"]);
    assert_eq!(bench.column(NAMED, &[]), Vec::<String>::new());
}

#[test]
fn a_claim_with_an_id_follows_the_id_and_not_the_handle() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut page = filled.page(0, 10, vec![by("embassy", "901", "1"), by("other", "900", "2")]);
    let mut with_id = claim("The Embassy", "embassy");
    with_id.native_id = Some("901".to_owned());
    page.content.claims = vec![with_id];
    filled.store.put_page(&page).unwrap();
    filled.put(0, 20, vec![by("embassy_new", "901", "3"), by("embassy", "900", "4")]);
    assert_eq!(bench.column(NAMED, &[]), ["embassy_new is The Embassy"]);
}

#[test]
fn a_corrected_claim_takes_the_place_of_the_old_one() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut page = filled.page(0, 10, vec![by("ann", "1", "1")]);
    page.content.claims = vec![claim("Ann Daily", "ann")];
    page.content.claims[0].status = ClaimStatus::Candidate;
    page.content.claims[0].actor_kind = ActorKind::Outlet;
    assert_eq!(filled.store.put_page(&page).unwrap().new_claims, 1);
    assert_eq!(bench.column(NAMED, &[]), Vec::<String>::new());

    let mut again = filled.page(0, 20, Vec::new());
    again.content.claims.clone_from(&page.content.claims);
    assert_eq!(filled.store.put_page(&again).unwrap().new_claims, 0, "the same is said once");
    let mut corrected = filled.page(0, 30, Vec::new());
    corrected.content.claims.clone_from(&page.content.claims);
    corrected.content.claims[0].status = ClaimStatus::Accepted;
    corrected.content.claims[0].actor_kind = ActorKind::Person;
    assert_eq!(filled.store.put_page(&corrected).unwrap().new_claims, 1);
    assert_eq!(bench.column(NAMED, &[]), ["ann is Ann Daily"]);
    assert_eq!(bench.column("SELECT actor_kind FROM attribution", &[]), ["person"]);
    assert_eq!(bench.column("SELECT kind FROM actor", &[]), ["person"]);
    assert_eq!(bench.column("SELECT count(*) FROM claim", &[]), ["2"], "the old claim is kept");
}

#[test]
fn a_mended_mapping_mends_its_items_and_only_its_own() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 10, vec![post("ann", "1", "x")]);
    let mut mended = post("bob", "1", "x");
    mended.created.at = Micros(7);
    filled.put(1, 20, vec![mended.clone()]);
    let row =
        "SELECT account.handle || ' ' || item.created_at FROM item JOIN account ON account.id = account_id";
    assert_eq!(bench.column(row, &[]), ["ann 1"], "another source mends nothing");
    filled.put(0, 30, vec![mended]);
    assert_eq!(bench.column(row, &[]), ["bob 7"]);
}

#[test]
fn the_hour_of_a_page_that_was_not_read_was_not_observed() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let hour = |n: i64| Micros(n * Micros::HOUR);
    let mut page = filled.page(0, 10, Vec::new());
    page.content.observed = vec![NewObserved { account: None, from: hour(0), to: hour(10) }];
    page.work.tasks = vec![NewTask {
        kind: "article".to_owned(),
        url: "https://example.org/a".to_owned(),
        context: "{}".to_owned(),
        due_at: hour(0),
        published_at: Some(hour(4).plus(Micros::MINUTE)),
        again: false,
        priority: 0,
    }];
    filled.store.put_page(&page).unwrap();
    let reader = Reader::open(&bench.db()).unwrap();
    let observed: Vec<_> = reader.observed().unwrap().iter().map(|row| (row.from, row.to)).collect();
    assert_eq!(observed, [(hour(0), hour(4)), (hour(5), hour(10))]);
    assert_eq!(reader.unread_pages(filled.sources[0]).unwrap().waiting, 1);
}
