//! Labels of platforms become candidates, once, and never count by themselves.

use serde_json::json;

use super::{claims, import};
use crate::support::Bench;

fn timeline(id: &str, name: &str, verified: &str) -> String {
    let user = json!({"rest_id": "4242", "legacy": {"screen_name": "harbour_office", "name": name, "verified_type": verified}});
    let post = json!({"rest_id": id, "core": {"user_results": {"result": user}},
        "legacy": {"full_text": "words", "created_at": "Mon Jan 27 08:00:00 +0000 2025", "id_str": id}});
    json!([{"content": {"itemContent": {"tweet_results": {"result": post}}}}]).to_string()
}

#[test]
fn a_label_is_a_candidate_once_whatever_the_account_is_called() {
    let bench = Bench::new();
    let report =
        import(&bench, "x-timeline-pages", "one.json", &timeline("1", "Harbour Office", "Government"));
    assert_eq!((&report["new_items"], &report["new_claims"]), (&1.into(), &1.into()), "{report}");
    for (n, name) in ["Harbour Office", "Harbour Office, renamed"].into_iter().enumerate() {
        let file = format!("more{n}.json");
        let report =
            import(&bench, "x-timeline-pages", &file, &timeline(&format!("{}", n + 2), name, "Government"));
        assert_eq!((&report["new_items"], &report["new_claims"]), (&1.into(), &0.into()), "{report}");
    }
    let row = "SELECT status || '|' || actor || '|' || actor_kind || '|' || native_id || '|' || asserted_by FROM claim";
    assert_eq!(bench.column(row), ["candidate|Harbour Office|office|4242|label `Government` on x"]);
    assert_eq!(bench.count("SELECT count(*) FROM attribution"), 0, "a label names nobody");
    assert_eq!(bench.count("SELECT count(*) FROM actor"), 0);
    // The operator says who it is.
    let words = [
        "accept",
        "1",
        "--by",
        "A",
        "--reason",
        "its website",
        "--actor",
        "Office of the Harbour",
        "--kind",
        "office",
    ];
    assert_eq!(claims(&bench, &words).code, 0);
    assert_eq!(bench.column("SELECT actor FROM attribution"), ["Office of the Harbour"]);
    let report =
        import(&bench, "x-timeline-pages", "last.json", &timeline("9", "Harbour Office", "Government"));
    assert_eq!(report["new_claims"], 0);
    assert_eq!(bench.column("SELECT actor FROM attribution"), ["Office of the Harbour"]);
    bench.assert_imports_say_the_same();
    bench.assert_clean();
}

#[test]
fn labels_that_say_nothing_of_offices_make_no_claims() {
    let bench = Bench::new();
    let report = import(&bench, "x-timeline-pages", "one.json", &timeline("1", "Somebody", "Blue"));
    assert_eq!((&report["new_items"], &report["new_claims"]), (&1.into(), &0.into()), "{report}");
}
