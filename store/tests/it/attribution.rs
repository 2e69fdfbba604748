//! Whom a claim names: nobody where a handle changed hands, and what the source says now where it corrected itself.

use whence_store::ingest::{ActorKind, ClaimStatus, NewClaim, NewObserved};
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
fn a_claim_with_an_id_holds_by_handle_only_until_the_id_is_known() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut with_id = claim("The Embassy", "embassy");
    with_id.native_id = Some("901".to_owned());
    let mut page = filled.page(0, 10, vec![post("embassy", "1", "x")]);
    page.content.claims = vec![with_id];
    filled.store.put_page(&page).unwrap();
    let how = "SELECT matched_by || ' ' || handle FROM attribution";
    assert_eq!(bench.column(how, &[]), ["handle embassy"], "no id was captured");
    // The id is known later, and is the one.
    filled.put(0, 20, vec![by("embassy", "901", "2")]);
    assert_eq!(bench.column(how, &[]), ["id embassy"]);
    // Another account took the handle over: it does not inherit.
    filled.put(0, 30, vec![by("embassy", "77", "3")]);
    assert_eq!(
        bench
            .column("SELECT account.native_id FROM attribution JOIN account ON account.id = account_id", &[]),
        ["901"]
    );
    assert_eq!(
        bench.column("SELECT what || ' ' || other_native_id FROM conflict", &[]),
        ["another id 77"],
        "and it is told"
    );
}

#[test]
fn an_id_that_is_known_later_and_another_names_nobody() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut with_id = claim("The Embassy", "embassy");
    with_id.native_id = Some("901".to_owned());
    // The handle had changed hands before the claim was read.
    let mut page = filled.page(0, 10, vec![by("embassy", "77", "1")]);
    page.content.claims = vec![with_id];
    filled.store.put_page(&page).unwrap();
    assert_eq!(bench.column(NAMED, &[]), Vec::<String>::new());
    assert_eq!(bench.column("SELECT what FROM conflict", &[]), ["another id"]);
}

#[test]
fn items_outside_a_claims_validity_are_not_the_actors() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let items: Vec<_> = [("1", 50), ("2", 100), ("3", 199), ("4", 200)]
        .map(|(id, at)| {
            let mut item = by("embassy", "901", id);
            item.created.at = Micros(at);
            item
        })
        .into();
    let mut dated = claim("The Embassy", "embassy");
    (dated.valid_from, dated.valid_to) = (Some(Micros(100)), Some(Micros(200)));
    // Whoever had the account before is no contradiction.
    let mut before = claim("The Mission", "embassy");
    before.valid_to = Some(Micros(100));
    let mut page = filled.page(0, 10, items);
    page.content.claims = vec![dated, before];
    filled.store.put_page(&page).unwrap();
    let whose =
        "SELECT item.native_id || ' ' || actor FROM attributed JOIN item ON item.id = item_id ORDER BY 1";
    assert_eq!(bench.column(whose, &[]), ["1 The Mission", "2 The Embassy", "3 The Embassy"]);
    assert_eq!(bench.column("SELECT what FROM conflict", &[]), Vec::<String>::new());
    assert_eq!(
        bench.column("SELECT actor || ' ' || coalesce(valid_from, '') FROM attribution ORDER BY 1", &[]),
        ["The Embassy 100", "The Mission "]
    );
}

#[test]
fn two_accepted_claims_of_two_actors_name_nobody() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut other = claim("The Consulate", "@Embassy");
    (other.valid_from, other.valid_to) = (Some(Micros(100)), None);
    let mut same = claim("THE EMBASSY", "embassy");
    same.asserted_by = "another registry".to_owned();
    let mut page = filled.page(0, 10, vec![by("embassy", "901", "1")]);
    page.content.claims = vec![claim("The Embassy", "embassy"), same];
    filled.store.put_page(&page).unwrap();
    assert_eq!(
        bench.column(NAMED, &[]).len(),
        2,
        "two sources that say the same do not contradict each other"
    );
    let mut page = filled.page(0, 20, Vec::new());
    page.content.claims = vec![other];
    filled.store.put_page(&page).unwrap();
    assert_eq!(bench.column(NAMED, &[]), Vec::<String>::new());
    assert_eq!(bench.column("SELECT actor FROM attributed", &[]), Vec::<String>::new());
    assert_eq!(bench.column("SELECT DISTINCT what FROM conflict", &[]), ["overlapping validity"]);
    assert_eq!(
        bench.column("SELECT DISTINCT standing FROM standing", &[]),
        ["names nobody: conflict with another accepted claim"]
    );
}

#[test]
fn what_is_listed_names_nobody() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut linked = post("ann", "1", "look");
    linked.links = vec!["https://news.evil.example/a".to_owned()];
    let spelled = post("bob", "2", "hxxps://evil[.]example/b");
    let near =
        post("cid", "3", "https://notevil.example/ https://evil.example.org/ https://a.example/evil.example");
    let mut page = filled.page(0, 10, vec![linked, spelled, near, post("listed_one", "4", "x")]);
    let listed = |platform: &str, what: &str| NewClaim {
        actor_kind: ActorKind::Indicator,
        platform: platform.to_owned(),
        owner: None,
        ..claim("A Campaign", what)
    };
    page.content.claims = vec![listed("web", "evil.example"), listed("x", "@Listed_One")];
    filled.store.put_page(&page).unwrap();
    let rows = "SELECT coalesce(item.native_id, attribution.handle) || ' ' || matched_by || ' ' || listed FROM attribution
                LEFT JOIN item ON item.id = item_id ORDER BY 1";
    assert_eq!(
        bench.column(rows, &[]),
        [
            "1 subdomain listed indicator of A Campaign",
            "2 domain listed indicator of A Campaign",
            "listed_one handle listed indicator of A Campaign"
        ]
    );
    assert_eq!(bench.column("SELECT count(actor) + count(owner) FROM attribution", &[]), ["0"]);
    assert_eq!(bench.column("SELECT count(*) FROM actor", &[]), ["0"]);
    assert_eq!(bench.column("SELECT count(*) FROM attributed", &[]), ["0"]);
    drop(filled);
    assert!(Reader::open(&bench.db()).unwrap().attributions().unwrap().is_empty());
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
