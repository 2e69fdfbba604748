//! What forgetting does to claims that came with posts, to lists, and to addresses that items spell.

use whence_store::forget::Target;
use whence_store::ingest::{ActorKind, ClaimStatus, NewClaim};
use whence_store::time::Micros;

use super::{forget, forget_account, holds};
use crate::support::{Bench, claim, post};

fn labelled(handle: &str) -> NewClaim {
    NewClaim {
        owner: None,
        asserted_by: "label `Government` on x".to_owned(),
        asserted_url: format!("label:x/{handle}"),
        asserted_at: Micros(10 * Micros::SECOND),
        status: ClaimStatus::Candidate,
        is_repeated: true,
        ..claim("The name of somebody", handle)
    }
}

#[test]
fn a_label_keeps_no_old_post() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut page = filled.page(0, 10, vec![post("somebody", "1", "words of an old post")]);
    page.content.claims = vec![labelled("somebody")];
    filled.store.put_page(&page).unwrap();
    // A registry, whose claims and bodies stay.
    let mut page = filled.page(1, 20, Vec::new());
    page.content.claims = vec![claim("Embassy", "embassy")];
    filled.store.put_page(&page).unwrap();
    drop(filled);
    let done = forget(&bench, &Target::OlderThan(Micros(60 * Micros::SECOND)));
    assert_eq!((done.items, done.bodies_dropped), (1, 1), "{done:?}");
    assert_eq!(bench.column("SELECT actor FROM claim", &[]), ["Embassy"]);
    assert!(!holds(&bench.db(), "The name of somebody"));
    assert_eq!(bench.program(&["verify"]).code, 0);
}

#[test]
fn who_is_listed_can_be_forgotten_and_what_they_spelled() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let listed = |platform: &str, what: &str| NewClaim {
        actor_kind: ActorKind::Indicator,
        platform: platform.to_owned(),
        owner: None,
        ..claim("A Campaign", what)
    };
    let his = post("listed_bob7", "1", "mine is hxxps://bobs-own-site[.]example/x");
    let other = post("ann", "2", "see ours.example and https://sub.theirs.example/");
    let mut page = filled.page(0, 10, vec![his, other]);
    page.content.claims = vec![listed("x", "listed_bob7"), listed("web", "theirs.example")];
    filled.store.put_page(&page).unwrap();
    drop(filled);
    assert_eq!(bench.column("SELECT count(*) FROM attribution", &[]), ["2"]);
    forget_account(&bench, "listed_bob7");
    assert!(!holds(&bench.db(), "listed_bob7") && !holds(&bench.db(), "bobs-own-site"));
    assert_eq!(
        bench.column("SELECT address FROM spelled ORDER BY 1", &[]),
        ["https://ours.example/", "https://sub.theirs.example/"]
    );
    assert_eq!(
        bench.column("SELECT domain FROM domain ORDER BY 1", &[]),
        ["ours.example", "sub.theirs.example", "theirs.example"]
    );
    assert_eq!(bench.column("SELECT matched_by FROM attribution", &[]), ["subdomain"]);
    assert_eq!(bench.program(&["verify"]).code, 0);
}
