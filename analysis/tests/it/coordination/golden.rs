//! Real outputs of the real tools, and every hand-made case: the compatibility modes give exactly them. Prints a table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::support::{Row, rows, run_file, shared};

fn table(path: &Path) -> Vec<Row> {
    let bytes = std::fs::read(path).unwrap();
    if path.extension().is_some_and(|end| end == "gz") {
        return rows(MultiGzDecoder::new(bytes.as_slice()));
    }
    rows(bytes.as_slice())
}

/// Rows as a bag; edges with their accounts in order, numbers as they are written.
fn bag(rows: &[Row], columns: &[&str], unordered: Option<[&str; 2]>) -> BTreeMap<Vec<String>, usize> {
    let mut bag = BTreeMap::new();
    for row in rows {
        let mut cells: Vec<String> = columns.iter().map(|&column| row[column].clone()).collect();
        if let Some(ends) = unordered {
            let mut ends: Vec<String> = ends.iter().map(|&end| row[end].clone()).collect();
            ends.sort();
            cells.extend(ends);
        }
        *bag.entry(cells).or_default() += 1;
    }
    bag
}

/// Components as sets of accounts, whatever their numbers.
fn partition(rows: &[Row]) -> BTreeSet<BTreeSet<String>> {
    let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        parts.entry(row["component"].clone()).or_default().insert(row["account_id"].clone());
    }
    parts.into_values().collect()
}

const PAIRS: &[&str] =
    &["object_id", "content_id", "content_id_y", "time_delta", "account_id", "account_id_y"];
const EDGES: &[&str] = &[
    "weight",
    "avg_time_delta",
    "n_content_id",
    "n_content_id_y",
    "edge_symmetry_score",
    "weight_threshold",
];

struct Table(Vec<String>);

impl Table {
    fn line(&mut self, case: &str, rows: usize, equal: bool) {
        let line = format!("{case:60} {rows:>7} rows  {}", if equal { "equal" } else { "DIFFERENT" });
        println!("{line}");
        self.0.push(line);
    }

    fn all_equal(&self) {
        assert!(self.0.iter().all(|line| line.ends_with(" equal")), "{}", self.0.join("\n"));
    }
}

fn compat(input: &Path, arguments: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (printed, result) = run_file(input, folder.path(), arguments);
    result.unwrap();
    assert!(printed.contains("its defects included"), "{printed}");
    folder
}

/// Compares every file of a `CooRTweet` case that is there.
fn coortweet(
    name: &str,
    input: &Path,
    golden: impl Fn(&str) -> std::path::PathBuf,
    arguments: &[&str],
    shown: &mut Table,
) {
    let found = compat(input, &[&["--compat", "coortweet"][..], arguments].concat());
    let mut compared = 0;
    for kind in ["pairs", "edges", "components"] {
        let path = golden(kind);
        if !path.exists() {
            continue;
        }
        compared += 1;
        let (wanted, made) = (table(&path), table(&found.path().join(format!("{kind}.csv"))));
        let equal = match kind {
            "pairs" => bag(&wanted, PAIRS, None) == bag(&made, PAIRS, None),
            "edges" => {
                let mut columns = EDGES.to_vec();
                if wanted.first().is_some_and(|row| row.contains_key("object_ids")) {
                    columns.push("object_ids");
                }
                let ends = Some(["from", "to"]);
                bag(&wanted, &columns, ends) == bag(&made, &columns, ends)
            }
            _ => partition(&wanted) == partition(&made),
        };
        shown.line(&format!("{name} {kind}"), wanted.len(), equal);
    }
    assert!(compared > 0, "{name}: nothing was compared");
}

#[test]
fn coortweet_on_real_data() {
    let (Some(golden), Some(input)) =
        (shared("golden/coordination/coortweet"), shared("data/coortweet/russian_coord_tweets.csv.gz"))
    else {
        return;
    };
    let names: BTreeSet<String> = std::fs::read_dir(&golden)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.rsplitn(4, '.').nth(3).unwrap().to_owned())
        .collect();
    let mut shown = Table(Vec::new());
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        // INPUT.W60.mp2.TRUE.q0.5
        let parts: Vec<&str> = name.splitn(5, '.').collect();
        let mut arguments = vec!["--window", &parts[1][1..], "--min-participation", &parts[2][2..]];
        arguments.extend(["--quantile", &parts[4][1..]]);
        if parts[3] == "FALSE" {
            arguments.push("--keep-loops");
        }
        coortweet(&name, &input, |kind| golden.join(format!("{name}.{kind}.csv.gz")), &arguments, &mut shown);
    }
    shown.all_equal();
}

#[test]
fn coortweet_on_hand_made_cases() {
    let Some(tiny) = shared("golden/coordination/tiny") else { return };
    let mut shown = Table(Vec::new());
    let mut names: Vec<String> = std::fs::read_dir(&tiny)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('t') && !name.contains(".coortweet."))
        .map(|name| name.trim_end_matches(".csv").to_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 16, "{names:?}");
    for name in names {
        // What a case is about is in its name.
        let window = if name.contains("zero_window") { "0" } else { "10" };
        let least = if name.contains("minpart") { "2" } else { "1" };
        let mut arguments = vec!["--window", window, "--min-participation", least, "--quantile", "0.5"];
        if name.contains("selfloop_kept") {
            arguments.push("--keep-loops");
        }
        let input = tiny.join(format!("{name}.csv"));
        let golden = |kind: &str| tiny.join(format!("{name}.coortweet.{kind}.csv"));
        coortweet(&name, &input, golden, &arguments, &mut shown);
    }
    shown.all_equal();
}

const CNT: &[&str] = &["user_1", "user_2", "weight"];

fn cnt(name: &str, input: &Path, wanted: &Path, arguments: &[&str], shown: &mut Table) {
    let found = compat(input, &[&["--compat", "cnt"][..], arguments].concat());
    let (wanted, made) = (table(wanted), table(&found.path().join("edges.csv")));
    shown.line(name, wanted.len(), bag(&wanted, CNT, None) == bag(&made, CNT, None));
}

#[test]
fn the_toolkit_on_real_data() {
    let Some(golden) = shared("golden/coordination/cnt") else { return };
    let mut shown = Table(Vec::new());
    let mut names: Vec<String> = std::fs::read_dir(&golden)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".mw"))
        .collect();
    names.sort();
    assert!(names.len() >= 13, "{names:?}");
    for name in names {
        // INPUT.NETWORK.W60.mw2.csv.gz
        let parts: Vec<&str> = name.split('.').collect();
        let input = golden.join(format!("{}.csv.gz", parts[0]));
        let arguments =
            ["--network", parts[1], "--window", &parts[2][1..], "--min-edge-weight", &parts[3][2..]];
        cnt(&name, &input, &golden.join(&name), &arguments, &mut shown);
    }
    shown.all_equal();
}

#[test]
fn the_toolkit_on_hand_made_cases() {
    let Some(tiny) = shared("golden/coordination/tiny") else { return };
    let mut shown = Table(Vec::new());
    let mut names: Vec<String> = std::fs::read_dir(&tiny)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".out.csv").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 18, "{names:?}");
    for name in names {
        // What a case is about is in its name.
        let network = [
            ("colink", "co_link"),
            ("copost", "co_post"),
            ("coreply", "co_reply"),
            ("cotweet", "co_tweet"),
            ("_sim_", "co_similar_tweet"),
        ];
        let network = network.iter().find(|(word, _)| name.contains(word)).map_or("co_retweet", |(_, n)| n);
        let least = if name.ends_with("mw2") { "2" } else { "1" };
        let mut arguments = vec!["--network", network, "--window", "10", "--min-edge-weight", least];
        if name.contains("selfloop") {
            arguments.push("--keep-loops");
        }
        let (input, wanted) = (tiny.join(format!("{name}.csv")), tiny.join(format!("{name}.out.csv")));
        cnt(&name, &input, &wanted, &arguments, &mut shown);
    }
    shown.all_equal();
}
