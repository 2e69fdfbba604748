//! What other programs get wrong, each shown absent in the own mode.

use super::support::{log, run, share, try_run};

/// One tool names older and newer posts as those of the first and second account, and its symmetry follows from that.
#[test]
fn messages_are_those_of_their_accounts() {
    let shares = [
        share("o1", "B", "c1", 5.0),
        share("o1", "A", "c2", 6.0),
        share("o1", "A", "c3", 4.0),
        share("o1", "A", "c4", 8.0),
    ];
    let edges = run(&log(&shares), &["--window", "10"]).edges();
    let edge = &edges[&("A".to_owned(), "B".to_owned())];
    assert_eq!((edge["messages_from"].as_str(), edge["messages_to"].as_str()), ("3", "1"));
    assert_eq!((edge["pairs"].as_str(), edge["objects"].as_str(), edge["weight"].as_str()), ("3", "1", "1"));
}

/// One tool keeps an account below the minimum when its partner is above.
#[test]
fn the_minimum_holds_for_both_ends() {
    let shares = [
        share("o1", "A", "c1", 0.0),
        share("o1", "B", "c2", 1.0),
        share("o2", "A", "c3", 100.0),
        share("o2", "C", "c4", 101.0),
        share("o9", "C", "c5", 900.0),
    ];
    let found = run(&log(&shares), &["--window", "10", "--min-participation", "2"]);
    let edges = found.edges();
    assert_eq!(edges.keys().collect::<Vec<_>>(), [&("A".to_owned(), "C".to_owned())]);
    assert!(!found.rows("accounts.csv").iter().any(|row| row["account_id"] == "B"));
}

/// One tool counts a row that stands twice twice.
#[test]
fn the_same_row_counts_once() {
    let shares = [share("o1", "A", "c1", 0.0), share("o1", "A", "c1", 0.0), share("o1", "B", "c2", 1.0)];
    let found = run(&log(&shares), &["--window", "10"]);
    assert_eq!(found.edges()[&("A".to_owned(), "B".to_owned())]["pairs"], "1");
    assert!(found.printed.contains("1 that said the same as another"), "{}", found.printed);
}

/// One tool joins all messages without a link, and all whose text is empty: nothing in common is taken for something.
#[test]
fn nothing_is_no_object() {
    let (_, result) =
        try_run(b"object_id,account_id,content_id,timestamp_share\n,A,c1,0\n,B,c2,1\n", &["--window", "10"]);
    assert!(result.unwrap_err().to_string().contains("line 2, column object_id: \"\" is empty"));
}

/// One tool drops one direction of an edge by a minimum that the other direction meets.
#[test]
fn an_edge_has_no_half() {
    let shares = [
        share("o1", "A", "c1", 0.0),
        share("o1", "A", "c2", 1.0),
        share("o1", "A", "c3", 2.0),
        share("o1", "B", "c4", 3.0),
    ];
    let arguments = ["--window", "10", "--weight", "messages", "--min-edge-weight", "2"];
    let edges = run(&log(&shares), &arguments).edges();
    let edge = &edges[&("A".to_owned(), "B".to_owned())];
    assert_eq!((edge["messages_from"].as_str(), edge["messages_to"].as_str()), ("3", "1"));
}

/// One tool cuts time into bins, and misses what lies on both sides of a cut.
#[test]
fn no_cut_of_time_parts_what_is_near() {
    for offset in 0..130 {
        let start = 1_737_331_200.0 + f64::from(offset);
        let shares = [share("o1", "A", "c1", start), share("o1", "B", "c2", start + 1.0)];
        assert_eq!(run(&log(&shares), &["--window", "60"]).edges().len(), 1, "{offset}");
    }
}

/// Windows are inclusive and keep fractions of a second; a window of nothing is the same instant.
#[test]
fn windows_are_exact() {
    let shares = [
        share("o1", "A", "c1", 0.0),
        share("o1", "B", "c2", 10.4),
        share("o1", "C", "c3", 10.0),
        share("o2", "D", "c4", 7.0),
        share("o2", "E", "c5", 7.0),
    ];
    let ends = |window: &str| -> Vec<String> {
        let edges = run(&log(&shares), &["--window", window]).edges();
        edges.keys().map(|(from, to)| format!("{from}{to}")).collect()
    };
    assert_eq!(ends("10"), ["AC", "BC", "DE"]);
    assert_eq!(ends("10.4"), ["AB", "AC", "BC", "DE"]);
    assert_eq!(ends("0"), ["DE"]);
}

/// By pairs of posts, one who repeats oneself outweighs everybody; by distinct objects one does not.
#[test]
fn repeating_does_not_weigh() {
    let mut shares: Vec<_> = (0..30).map(|n| share("o1", "loud", &format!("l{n}"), f64::from(n))).collect();
    shares.push(share("o1", "quiet", "q", 15.0));
    let text = log(&shares);
    let weight = |by: &str| {
        let edges = run(&text, &["--window", "60", "--weight", by]).edges();
        edges[&("loud".to_owned(), "quiet".to_owned())]["weight"].clone()
    };
    assert_eq!(
        (weight("pairs"), weight("messages"), weight("objects")),
        ("30".into(), "30".into(), "1".into())
    );
}

/// A post that carries two objects is one post, and two objects.
#[test]
fn a_post_with_two_objects_is_one_message() {
    let shares = [
        share("u1", "A", "c1", 0.0),
        share("u2", "A", "c1", 0.0),
        share("u1", "B", "c2", 1.0),
        share("u2", "B", "c2", 1.0),
    ];
    let edges = run(&log(&shares), &["--window", "10"]).edges();
    let edge = &edges[&("A".to_owned(), "B".to_owned())];
    let cells = ["objects", "pairs", "messages_from", "messages_to", "from_first", "to_first"];
    assert_eq!(cells.map(|cell| edge[cell].as_str()), ["2", "2", "1", "1", "2", "0"]);
}

/// Publishing something is not sharing it.
#[test]
fn the_original_is_no_share() {
    let shares = [share("c1", "A", "c1", 0.0), share("c1", "B", "c2", 1.0), share("c1", "C", "c3", 2.0)];
    let found = run(&log(&shares), &["--window", "10"]);
    assert_eq!(found.edges().keys().collect::<Vec<_>>(), [&("B".to_owned(), "C".to_owned())]);
}

/// Which posts made an edge, in order; who came first.
#[test]
fn every_edge_lists_its_evidence() {
    let shares = [
        share("o1", "A", "c1", 0.0),
        share("o1", "B", "c2", 4.5),
        share("o2", "B", "c3", 100.0),
        share("o2", "A", "c4", 107.0),
        share("o3", "A", "c5", 500.0),
    ];
    let found = run(&log(&shares), &["--window", "10"]);
    let text = String::from_utf8(found.bytes("pairs.csv")).unwrap();
    assert_eq!(
        text,
        "from,to,object_id,content_id_from,content_id_to,timestamp_from,timestamp_to\nA,B,o1,c1,c2,0,4.5\nA,B,o2,c4,c3,107,100\n"
    );
    let edges = found.edges();
    let edge = &edges[&("A".to_owned(), "B".to_owned())];
    let cells = ["objects", "from_first", "to_first", "mean_delta", "p_direction"];
    assert_eq!(cells.map(|cell| edge[cell].as_str()), ["2", "1", "1", "5.75", "1"]);
}
