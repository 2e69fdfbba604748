//! Recordings and other sources in any order say the same in the end.

use serde_json::json;

use super::{commit, did, event, gone, import, text, uri};
use crate::support::Bench;

const KEY: &str = "3mpost00000x1";

#[test]
fn a_delete_marks_what_is_imported_later() {
    let bench = Bench::new();
    let delete = commit("ann", 20, "delete", "post", KEY, &json!(null));
    assert_eq!(import(&bench, "b.jsonl", &delete)["unknown_deletions"], 1);
    let report =
        import(&bench, "a.jsonl", &commit("ann", 10, "create", "post", KEY, &text("Said and taken back.")));
    assert_eq!(report["new_items"], 1);
    assert_eq!(gone(&bench, &uri("ann", "post", KEY)), Some(20));
    let likes = commit("bob", 30, "delete", "like", "3mlike00000x1", &json!(null));
    import(&bench, "d.jsonl", &likes);
    let like = commit("bob", 25, "create", "like", "3mlike00000x1", &super::about(&uri("ann", "post", KEY)));
    import(&bench, "c.jsonl", &like);
    assert_eq!(bench.number("SELECT gone_at FROM reaction"), super::BEGAN + 30 * super::SECOND);
}

#[test]
fn what_another_source_captured_is_marked_too() {
    for delete_first in [false, true] {
        let bench = Bench::new();
        let id = uri("ann", "post", KEY);
        let line = json!({"platform": "bluesky", "id": id, "kind": "post", "author": "ann.harbour.example",
            "author_id": did("ann"), "created": "2026-02-13T16:26:50Z", "text": "Said elsewhere."});
        let other = bench.write("other.ndjson", format!("{line}\n"));
        let delete = commit("ann", 20, "delete", "post", KEY, &json!(null));
        if delete_first {
            import(&bench, "b.jsonl", &delete);
        }
        assert_eq!(bench.import("whence-export", &[other], &[]).code, 0);
        if !delete_first {
            let report = import(&bench, "b.jsonl", &delete);
            assert!(report.get("unknown_deletions").is_none(), "{report}");
        }
        assert_eq!(gone(&bench, &id), Some(20), "{delete_first}");
        // The recording from before the delete brings nothing back, and is the same item.
        let create = commit("ann", 10, "create", "post", KEY, &text("Said elsewhere."));
        assert_eq!(import(&bench, "a.jsonl", &create)["same_items"], 1);
        assert_eq!(gone(&bench, &id), Some(20), "{delete_first}");
        assert_eq!(
            bench.column("SELECT handle FROM account"),
            ["ann.harbour.example"],
            "a known handle stays"
        );
        assert_eq!(bench.count("SELECT count(*) FROM account_version"), 1);
    }
}

#[test]
fn a_post_that_is_written_anew_is_there_again() {
    let bench = Bench::new();
    let id = uri("ann", "post", KEY);
    import(&bench, "a.jsonl", &commit("ann", 10, "create", "post", KEY, &text("First.")));
    import(&bench, "b.jsonl", &commit("ann", 20, "delete", "post", KEY, &json!(null)));
    assert_eq!(gone(&bench, &id), Some(20));
    import(&bench, "c.jsonl", &commit("ann", 30, "create", "post", KEY, &text("Second.")));
    assert_eq!(gone(&bench, &id), None);
    // Both of the older recordings, packed together: nothing of it is news.
    let older = commit("ann", 10, "create", "post", KEY, &text("First."))
        + &commit("ann", 20, "delete", "post", KEY, &json!(null));
    import(&bench, "d.jsonl", &older);
    assert_eq!(gone(&bench, &id), None);
    assert_eq!(bench.column("SELECT text FROM item"), ["Second."]);
}

#[test]
fn a_handle_that_is_told_late_is_no_change_and_an_older_one_no_news() {
    let bench = Bench::new();
    let identity = |second, handle: &str| {
        event("ann", second, &json!({"kind": "identity", "identity": {"handle": handle}}))
    };
    import(&bench, "a.jsonl", &commit("ann", 50, "create", "post", KEY, &text("Late.")));
    import(&bench, "b.jsonl", &identity(10, "ann.example"));
    assert_eq!(bench.column("SELECT shown_handle FROM account"), ["ann.example"], "the first that is told");
    import(&bench, "c.jsonl", &identity(60, "annabel.example"));
    import(&bench, "d.jsonl", &identity(20, "an.example"));
    assert_eq!(bench.column("SELECT shown_handle FROM account"), ["annabel.example"]);
    import(&bench, "e.jsonl", &commit("ann", 70, "create", "post", "3mpost00000x2", &text("Later.")));
    assert_eq!(bench.column("SELECT shown_handle FROM account"), ["annabel.example"]);
    assert_eq!(
        bench.column("SELECT handle FROM account_version ORDER BY seen_at"),
        ["ann.example", "annabel.example"]
    );
}
