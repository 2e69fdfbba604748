//! What holds for every log.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::support::{Run, Share, log, run, share};

const FILES: [&str; 6] =
    ["edges.csv", "pairs.csv", "accounts.csv", "communities.csv", "network.gexf", "network.graphml"];

/// Few objects, accounts and instants, so that everything meets.
fn shares() -> impl Strategy<Value = Vec<Share>> {
    let one = (0..6_u8, 0..7_u8, 0..25_u8, 0..400_u32).prop_map(|(object, account, content, at)| {
        share(&format!("o{object}"), &format!("a{account}"), &format!("c{content}"), f64::from(at) / 2.0)
    });
    prop::collection::vec(one, 0..60)
}

fn pairs(found: &Run) -> BTreeSet<Vec<String>> {
    found.rows("pairs.csv").into_iter().map(|row| row.into_values().collect()).collect()
}

/// Edges as a loop over all pairs of rows counts them: objects, pairs, messages, firsts, seconds.
fn by_loops(shares: &[Share], window: f64) -> BTreeMap<(String, String), [f64; 7]> {
    #[derive(Default)]
    struct Sum<'a> {
        pairs: f64,
        seconds: f64,
        messages: [BTreeSet<&'a str>; 2],
        objects: BTreeMap<&'a str, [f64; 2]>,
    }
    let mut distinct: Vec<&Share> = Vec::new();
    for share in shares.iter().filter(|share| share.0 != share.2) {
        if !distinct.contains(&share) {
            distinct.push(share);
        }
    }
    let mut sums: BTreeMap<(String, String), Sum<'_>> = BTreeMap::new();
    for a in &distinct {
        for b in &distinct {
            if a.0 == b.0 && a.1 < b.1 && (a.3 - b.3).abs() <= window {
                let sum = sums.entry((a.1.clone(), b.1.clone())).or_default();
                sum.pairs += 1.0;
                sum.seconds += (a.3 - b.3).abs();
                sum.messages[0].insert(&a.2);
                sum.messages[1].insert(&b.2);
                let first = sum.objects.entry(&a.0).or_insert([f64::MAX; 2]);
                first[0] = first[0].min(a.3);
                first[1] = first[1].min(b.3);
            }
        }
    }
    let count = |n: usize| n as f64;
    sums.into_iter()
        .map(|(ends, sum)| {
            let first =
                |test: fn(&[f64; 2]) -> bool| count(sum.objects.values().filter(|at| test(at)).count());
            let numbers = [
                count(sum.objects.len()),
                sum.pairs,
                count(sum.messages[0].len()),
                count(sum.messages[1].len()),
                first(|at| at[0] < at[1]),
                first(|at| at[1] < at[0]),
                sum.seconds / sum.pairs,
            ];
            (ends, numbers)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_number_is_that_of_a_plain_loop(shares in shares(), window in 0..60_u32) {
        let found = run(&log(&shares), &["--window", &window.to_string()]);
        let columns = ["objects", "pairs", "messages_from", "messages_to", "from_first", "to_first", "mean_delta"];
        let edges: BTreeMap<(String, String), [f64; 7]> = found
            .edges()
            .into_iter()
            .map(|(ends, row)| (ends, columns.map(|column| row[column].parse().unwrap())))
            .collect();
        let wanted = by_loops(&shares, f64::from(window));
        prop_assert_eq!(edges.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
        for (ends, numbers) in &wanted {
            for (found, wanted) in edges[ends].iter().zip(numbers) {
                prop_assert!((found - wanted).abs() < 1.1e-6, "{:?}: {:?} {:?}", ends, edges[ends], numbers);
            }
        }
        let listed: f64 = wanted.values().map(|numbers| numbers[1]).sum();
        prop_assert!((found.rows("pairs.csv").len() as f64 - listed).abs() < 0.5);
    }

    #[test]
    fn the_order_of_the_log_changes_no_byte(shares in shares(), seed in any::<u64>()) {
        let mut other = shares.clone();
        let mut random = super::support::Random::new(seed);
        for n in (1..other.len()).rev() {
            other.swap(n, random.below(n + 1));
        }
        let (a, b) = (run(&log(&shares), &["--fdr", "1"]), run(&log(&other), &["--fdr", "1"]));
        for file in FILES {
            prop_assert_eq!(a.bytes(file), b.bytes(file), "{}", file);
        }
    }

    #[test]
    fn a_wider_window_keeps_every_pair(shares in shares(), narrow in 0..30_u32, more in 0..30_u32) {
        let text = log(&shares);
        let a = run(&text, &["--window", &narrow.to_string()]);
        let b = run(&text, &["--window", &(narrow + more).to_string()]);
        prop_assert!(pairs(&a).is_subset(&pairs(&b)));
    }

    /// Activity outside all windows changes no p-value while the total is the same: it lies on objects that nobody else shares.
    #[test]
    fn activity_outside_all_windows_changes_no_p(shares in shares(), outside in 1..40_usize, seed in any::<u64>()) {
        let with = |accounts: usize, seed: u64| {
            let mut random = super::support::Random::new(seed);
            let mut all = shares.clone();
            for n in 0..outside {
                let at = (random.below(1_000_000) + 1000) as f64;
                all.push(share(&format!("x{n}"), &format!("b{}", random.below(accounts)), &format!("y{n}"), at));
            }
            run(&log(&all), &["--window", "20"]).edges()
        };
        let (a, b) = (with(1, seed), with(30, !seed));
        prop_assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
        for (ends, row) in &a {
            prop_assert_eq!(&row["p"], &b[ends]["p"]);
            prop_assert_eq!(&row["expected"], &b[ends]["expected"]);
        }
    }
}

/// A larger log, so that there are several parts to do at once.
#[test]
fn the_number_of_threads_changes_no_byte() {
    let mut random = super::support::Random::new(5);
    let shares: Vec<Share> = (0..20_000)
        .map(|n| {
            let object = (random.unit().powi(3) * 300.0) as usize;
            let account = (random.unit().powi(2) * 2000.0) as usize;
            share(
                &format!("o{object}"),
                &format!("a{account}"),
                &format!("c{n}"),
                random.below(20_000) as f64,
            )
        })
        .collect();
    let text = log(&shares);
    let one = run(&text, &["--threads", "1", "--window", "600", "--fdr", "0.2"]);
    assert!(one.rows("pairs.csv").len() > 200_000, "too few pairs for several parts");
    for threads in ["2", "3", "8"] {
        let many = run(&text, &["--threads", threads, "--window", "600", "--fdr", "0.2"]);
        for file in FILES {
            assert!(one.bytes(file) == many.bytes(file), "{threads} threads: {file}");
        }
        let shown = |found: &Run| {
            found
                .printed
                .lines()
                .filter(|line| !line.contains("files:"))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(&one), shown(&many));
    }
}
