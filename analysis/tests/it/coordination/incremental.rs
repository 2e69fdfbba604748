//! A run that goes on from another gives the files of a run from scratch, and counts only what was touched.

use proptest::prelude::*;

use super::support::{Run, Share, log, run, run_file, share};

const FILES: [&str; 6] =
    ["edges.csv", "pairs.csv", "accounts.csv", "communities.csv", "network.gexf", "network.graphml"];

fn shares(most: usize) -> impl Strategy<Value = Vec<Share>> {
    let one = (0..7_u8, 0..8_u8, 0..25_u8, 0..400_u32).prop_map(|(object, account, content, at)| {
        // Names that a CSV file must quote are copied as they were written.
        let account = if account == 3 { "\"a, 3\"".to_owned() } else { format!("a{account}") };
        share(&format!("o{object}"), &account, &format!("c{content}"), f64::from(at) / 2.0)
    });
    prop::collection::vec(one, 0..most)
}

/// Runs again into the folder of a run.
fn again(found: &Run, shares: &[Share], arguments: &[&str]) -> String {
    let file = found.folder.path().join("again.csv");
    std::fs::write(&file, log(shares)).unwrap();
    let (printed, result) = run_file(&file, &found.folder.path().join("out"), arguments);
    result.unwrap();
    printed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_files_are_those_of_a_run_from_scratch(
        first in shares(60),
        more in shares(25),
        gone in 0..20_usize,
        last in shares(6),
        window in 0..60_u32,
        least in 1..3_u32,
    ) {
        let (window, least) = (window.to_string(), least.to_string());
        let options = ["--window", &window, "--min-edge-weight", &least, "--fdr", "1"];
        let going_on: Vec<&str> = options.iter().copied().chain(["--incremental"]).collect();
        let found = run(&log(&first), &going_on);
        // Some shares come, some go: between two runs, and once more.
        let mut second: Vec<Share> = first.iter().skip(gone).cloned().collect();
        second.extend(more);
        let mut third = second.clone();
        third.extend(last);
        for shares in [&second, &third] {
            again(&found, shares, &going_on);
            let scratch = run(&log(shares), &options);
            for file in FILES {
                prop_assert_eq!(
                    String::from_utf8(found.bytes(file)).unwrap(),
                    String::from_utf8(scratch.bytes(file)).unwrap(),
                    "{}", file
                );
            }
        }
    }
}

/// Forty objects, twenty accounts that share them at leisure.
fn ordinary() -> Vec<Share> {
    let mut random = super::support::Random::new(11);
    (0..800)
        .map(|n| {
            let (object, account) = (random.below(40), random.below(20));
            share(
                &format!("o{object}"),
                &format!("a{account:02}"),
                &format!("c{n}"),
                random.below(50_000) as f64,
            )
        })
        .collect()
}

fn counted(printed: &str) -> Option<usize> {
    let line = printed.lines().find(|line| line.contains("of these counted"))?;
    line.trim_start_matches("- ").split(' ').next()?.replace(',', "").parse().ok()
}

#[test]
fn only_what_a_new_share_meets_is_counted() {
    let mut shares = ordinary();
    let going_on = ["--window", "600", "--incremental"];
    let found = run(&log(&shares), &going_on);
    let all = found.rows("edges.csv").len();
    assert!(all > 100 && counted(&found.printed).is_none(), "{all}");
    assert_eq!(counted(&again(&found, &shares, &going_on)), Some(0), "nothing is new");
    // One share beside one other account's, within the window of nobody else.
    shares.push(share("lonely", "a01", "n1", 9e6));
    shares.push(share("lonely", "a02", "n2", 9e6 + 5.0));
    shares.push(share("lonely", "a03", "n3", 9.1e6));
    assert_eq!(counted(&again(&found, &shares, &going_on)), Some(1));
    // Other options begin anew.
    let other = ["--window", "300", "--incremental"];
    assert_eq!(counted(&again(&found, &shares, &other)), None);
}

#[test]
fn files_that_were_changed_or_damaged_are_not_gone_on_from() {
    let shares = ordinary();
    let going_on = ["--window", "600", "--incremental"];
    let found = run(&log(&shares), &going_on);
    let wanted = found.bytes("pairs.csv");
    let place = |name: &str| found.folder.path().join("out").join(name);
    let mut changed = wanted.clone();
    let last = changed.len() - 2;
    changed[last] ^= 1;
    std::fs::write(place("pairs.csv"), &changed).unwrap();
    assert_eq!(counted(&again(&found, &shares, &going_on)), None);
    assert!(found.bytes("pairs.csv") == wanted);
    let state = std::fs::read(place("counted.state")).unwrap();
    let mut random = super::support::Random::new(2);
    for _ in 0..40 {
        let mut damaged = state.clone();
        let at = random.below(damaged.len());
        damaged[at] = damaged[at].wrapping_add(1 + u8::try_from(random.below(255)).unwrap());
        damaged.truncate(random.below(damaged.len()).max(at));
        std::fs::write(place("counted.state"), &damaged).unwrap();
        again(&found, &shares, &going_on);
        assert!(found.bytes("pairs.csv") == wanted);
    }
}
