//! Decisions of the operator: a new row, sealed with its reason, undone by no repetition.

use super::{claims, import, posts};
use crate::support::Bench;

const HEADER: &str = "actor,kind,platform,handle,asserted_by,asserted_url,asserted_at,status\n";

fn bench() -> Bench {
    let bench = Bench::new();
    let rows = "Harbour Office,office,x,harbour,A Desk,https://desk.example,2030-01-01,candidate\n\
                Pier TV,outlet,x,pier,A Desk,https://desk.example,2030-01-01,accepted\n";
    import(&bench, "actors-csv", "own.csv", &format!("{HEADER}{rows}"));
    let file = posts(
        &bench,
        "posts.csv",
        &[("1", "harbour", "2030-02-01T00:00:00Z"), ("2", "pier", "2030-02-01T00:00:00Z")],
    );
    assert_eq!(bench.import("generic-csv", &[file], &[]).code, 0);
    bench
}

const NAMED: &str = "SELECT actor FROM attribution ORDER BY 1";

#[test]
fn accepting_and_rejecting_adds_rows_and_seals_them() {
    let bench = bench();
    assert_eq!(bench.column(NAMED), ["Pier TV"]);
    let captures = bench.count("SELECT count(*) FROM capture");
    let ended =
        claims(&bench, &["accept", "1", "--by", "A. Analyst", "--reason", "its website links it", "--json"]);
    assert_eq!((ended.code, ended.json()[0]["now"].clone()), (0, 3.into()), "{ended:?}");
    assert_eq!(bench.column(NAMED), ["Harbour Office", "Pier TV"]);
    let ended = claims(&bench, &["reject", "2", "--by", "B. Second", "--reason", "a fan's"]);
    assert_eq!(ended.out, "claim 2 is rejected: claim 4 stands in its place\n", "{ended:?}");
    assert_eq!(bench.column(NAMED), ["Harbour Office"]);
    assert_eq!(bench.count("SELECT count(*) FROM claim"), 4, "the old rows stay");
    assert_eq!(
        bench.column("SELECT status || ' ' || reason || ' ' || supersedes FROM claim WHERE reason IS NOT NULL ORDER BY id"),
        ["accepted its website links it 1", "rejected a fan's 2"]
    );
    assert_eq!(bench.count("SELECT count(*) FROM capture WHERE kind = 'decision'"), 2);
    assert_eq!(bench.count("SELECT count(*) FROM capture"), captures + 2);
    let text = claims(&bench, &["list", "--status", "rejected"]).out;
    assert!(text.contains("decided by B. Second: a fan's") && text.ends_with("1 claim\n"), "{text}");
    // Once more is nothing new, and not even a capture.
    let ended = claims(&bench, &["accept", "3", "--by", "A. Analyst", "--reason", "again"]);
    assert_eq!((ended.code, ended.out.as_str()), (0, "claim 3 was accepted already\n"), "{ended:?}");
    assert_eq!(bench.count("SELECT count(*) FROM capture"), captures + 2);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}

#[test]
fn a_decision_needs_a_reason_somebody_and_a_claim_that_stands() {
    let bench = bench();
    for (words, code, why) in [
        (&["accept", "1", "--by", "A"][..], 2, "--reason"),
        (&["accept", "1", "--by", "A", "--reason", " "], 2, "the reason is empty"),
        (&["accept", "1", "--by", " ", "--reason", "r"], 2, "who decides is empty"),
        (&["accept", "99", "--by", "A", "--reason", "r"], 2, "there is no claim 99"),
        // All of them or none.
        (&["accept", "1", "99", "--by", "A", "--reason", "r"], 2, "there is no claim 99"),
    ] {
        let ended = claims(&bench, words);
        assert!(ended.code == code && ended.err.contains(why), "{words:?}: {ended:?}");
        assert_eq!(bench.count("SELECT count(*) FROM claim"), 2);
    }
    assert_eq!(claims(&bench, &["accept", "1", "--by", "A", "--reason", "r"]).code, 0);
    let ended = claims(&bench, &["reject", "1", "--by", "A", "--reason", "r"]);
    assert!(ended.code == 2 && ended.err.contains("claim 3 stands in its place"), "{ended:?}");
}

#[test]
fn reading_again_undoes_no_decision() {
    let bench = bench();
    claims(&bench, &["accept", "1", "--by", "A", "--reason", "r"]);
    claims(&bench, &["reject", "2", "--by", "A", "--reason", "r"]);
    let file = bench.write("again.csv", std::fs::read(bench.config().join("../own.csv")).unwrap());
    let report = bench.import("actors-csv", &[file], &["--again"]).json();
    assert_eq!((&report["mapped"], &report["new_claims"]), (&2.into(), &0.into()), "the same is said once");
    assert_eq!(bench.column(NAMED), ["Harbour Office"]);
    // What says otherwise is a new claim: of an accepted one it has to be accepted anew, a rejected one stays rejected.
    let rows = "Harbour Office,person,x,harbour,A Desk,https://desk.example,2030-01-01,candidate\n\
                Pier TV,person,x,pier,A Desk,https://desk.example,2030-01-01,accepted\n";
    let report = import(&bench, "actors-csv", "mended.csv", &format!("{HEADER}{rows}"));
    assert_eq!(report["new_claims"], 2);
    assert_eq!(bench.column(NAMED), Vec::<String>::new());
    // So does the next edition of the same source.
    let rows = "Pier TV,outlet,x,pier,A Desk,https://desk.example,2031-01-01,accepted\n";
    import(&bench, "actors-csv", "next.csv", &format!("{HEADER}{rows}"));
    assert_eq!(bench.column(NAMED), Vec::<String>::new());
    assert_eq!(
        bench
            .column("SELECT DISTINCT standing FROM standing WHERE actor = 'Pier TV' AND status = 'accepted'"),
        ["names nobody: the same was rejected before"]
    );
    // Until the operator thinks otherwise.
    let rejected = bench.column("SELECT claim_id FROM standing WHERE status = 'rejected'").remove(0);
    assert_eq!(claims(&bench, &["accept", &rejected, "--by", "A", "--reason", "it is theirs"]).code, 0);
    assert_eq!(bench.column("SELECT DISTINCT actor FROM attribution"), ["Pier TV"]);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}

#[test]
fn claims_are_found_by_what_they_say() {
    let bench = bench();
    for (words, found) in [
        (&["--platform", "x"][..], 2),
        (&["--platform", "weibo"], 0),
        (&["--handle", "@Pier"], 1),
        (&["--actor", "harbour"], 1),
        (&["--status", "candidate"], 1),
        (&["--source", "desk.example"], 2),
        (&["--source", "nobody"], 0),
        (&["--actor", "pier", "--status", "candidate"], 0),
    ] {
        let mut all = vec!["list", "--json"];
        all.extend(words);
        assert_eq!(claims(&bench, &all).json().as_array().unwrap().len(), found, "{words:?}");
    }
    let text = claims(&bench, &["list", "--limit", "1"]).out;
    assert!(text.contains("waiting for a decision") && text.contains("there are more"), "{text}");
}
