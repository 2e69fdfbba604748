//! The Turing Change Point Dataset: binary segmentation gives the published scores, series by series.
//!
//! The data lie beside the checkout and in no copy of it; where they are missing the test says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use whence_analysis::changepoints::{Changepoints, Method, find};
use whence_analysis::series_file::Series;

/// Points from a marked one within which an answer counts as a hit.
const MARGIN: usize = 5;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/tcpd");
    if !folder.exists() {
        println!("skipped: no data at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A series as a CSV file has it: an index, and a gap where the value is missing.
fn series(folder: &Path, name: &str) -> Series {
    let values = json(&folder.join(format!("series/{name}.json")))["series"][0]["raw"].clone();
    let rows = values.as_array().unwrap().iter().enumerate();
    let rows: String = rows
        .map(|(n, value)| format!("{n},{}\n", value.as_f64().map_or_else(String::new, |v| v.to_string())))
        .collect::<Vec<_>>()
        .concat();
    Series::parse(Path::new(name), format!("time,value\n{rows}").as_bytes(), None).unwrap()
}

/// The change points in TCPD's counting.
fn answer(found: &Changepoints) -> Vec<usize> {
    found.changepoints.iter().map(|change| change.tcpd_index).collect()
}

/// Every point of one set has at most one partner within the margin in the other: how many have.
fn hits(truth: &[usize], answer: &[usize]) -> usize {
    let mut free = answer.to_vec();
    let mut count = 0;
    for &mark in truth {
        let near = free.iter().enumerate().filter(|(_, at)| at.abs_diff(mark) <= MARGIN);
        if let Some((place, _)) = near.min_by_key(|(_, at)| at.abs_diff(mark)) {
            free.remove(place);
            count += 1;
        }
    }
    count
}

fn with_beginning(points: &[usize]) -> Vec<usize> {
    let mut all = points.to_vec();
    all.push(0);
    all.sort_unstable();
    all.dedup();
    all
}

/// The F1 of van den Burg and Williams (2020): precision against all marks together, recall averaged over people.
fn f1(people: &[Vec<usize>], answer: &[usize]) -> f64 {
    let answer = with_beginning(answer);
    let people: Vec<Vec<usize>> = people.iter().map(|marks| with_beginning(marks)).collect();
    let all = with_beginning(&people.concat());
    let precision = hits(&all, &answer) as f64 / answer.len() as f64;
    let recall = people.iter().map(|marks| hits(marks, &answer) as f64 / marks.len() as f64).sum::<f64>()
        / people.len() as f64;
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// Segments as half-open ranges.
fn ranges(points: &[usize], n: usize) -> Vec<(usize, usize)> {
    let mut edges = with_beginning(points);
    edges.retain(|&edge| edge < n);
    edges.push(n);
    edges.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Covering: each marked segment's best Jaccard index with any answered one, weighed by length, averaged over people.
fn covering(people: &[Vec<usize>], answer: &[usize], n: usize) -> f64 {
    let answer = ranges(answer, n);
    let jaccard = |a: (usize, usize), b: (usize, usize)| {
        let both = a.1.min(b.1).saturating_sub(a.0.max(b.0)) as f64;
        both / ((a.1 - a.0 + b.1 - b.0) as f64 - both)
    };
    let one = |marks: &Vec<usize>| {
        let best = |of: (usize, usize)| answer.iter().map(|&a| jaccard(of, a)).fold(0.0, f64::max);
        ranges(marks, n).into_iter().map(|of| (of.1 - of.0) as f64 * best(of)).sum::<f64>() / n as f64
    };
    people.iter().map(one).sum::<f64>() / people.len() as f64
}

#[test]
fn the_metrics_are_right_on_small_cases() {
    let f1 = |people: &[&[usize]], answer: &[usize]| {
        f1(&people.iter().map(|marks| marks.to_vec()).collect::<Vec<_>>(), answer)
    };
    assert!((f1(&[&[10, 20], &[11, 20], &[10], &[0, 5]], &[10, 20]) - 1.0).abs() < 1e-12);
    assert!((f1(&[&[], &[10]], &[10]) - 1.0).abs() < 1e-12);
    // Nothing answered: precision 1, recall the share of beginnings.
    assert!((f1(&[&[]], &[]) - 1.0).abs() < 1e-12);
    assert!((f1(&[&[50], &[50]], &[]) - 2.0 * 0.5 / 1.5).abs() < 1e-12);
    // Two answers for one mark are one hit.
    assert!((f1(&[&[50]], &[48, 52]) - 2.0 * (2.0 / 3.0) / (2.0 / 3.0 + 1.0)).abs() < 1e-12);
    assert!((covering(&[vec![]], &[], 10) - 1.0).abs() < 1e-12);
    assert!((covering(&[vec![5]], &[], 10) - 0.5).abs() < 1e-12);
    assert!((covering(&[vec![4], vec![4]], &[4], 8) - 1.0).abs() < 1e-12);
    assert!((covering(&[vec![2]], &[4], 8) - (2.0 * 0.5 + 6.0 * (4.0 / 6.0)) / 8.0).abs() < 1e-12);
}

#[test]
fn binary_segmentation_is_the_published_one() {
    let Some(folder) = folder() else { return };
    let marks = json(&folder.join("annotations_dev.json"));
    let published = std::fs::read_to_string(folder.join("published_default_f1.csv")).unwrap();
    let mut rows = published.lines();
    let header: Vec<&str> = rows.next().unwrap().split(',').collect();
    let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    let mut count = 0.0;
    println!(
        "{:<18} {:>8} {:>8} | F1 binseg, pelt, nothing; covering binseg, pelt, nothing",
        "series", "published", "ours"
    );
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let told =
            |method: &str| cells[header.iter().position(|h| *h == method).unwrap()].parse::<f64>().unwrap();
        let people: Vec<Vec<usize>> = marks[cells[0]]
            .as_object()
            .unwrap()
            .values()
            .map(|all| all.as_array().unwrap().iter().map(|at| at.as_u64().unwrap() as usize).collect())
            .collect();
        let series = series(&folder, cells[0]);
        let n = series.bins.len();
        let of = |method| answer(&find(&series, method).unwrap());
        let (binseg, pelt) = (of(Method::Binseg), of(Method::Pelt));
        let answers = [("binseg", &binseg), ("pelt", &pelt), ("nothing", &Vec::new())];
        let scores = answers.map(|(name, answer)| (name, f1(&people, answer), covering(&people, answer, n)));
        println!(
            "{:<18} {:>8.3} {:>8.3} | {:.3} {:.3} {:.3}; {:.3} {:.3} {:.3}   {binseg:?}",
            cells[0],
            told("binseg"),
            scores[0].1,
            scores[0].1,
            scores[1].1,
            scores[2].1,
            scores[0].2,
            scores[1].2,
            scores[2].2
        );
        assert!(
            (scores[0].1 - told("binseg")).abs() < 6e-4,
            "{}: {} against {}",
            cells[0],
            scores[0].1,
            told("binseg")
        );
        assert!(
            (scores[1].1 - told("pelt")).abs() < 6e-4,
            "{}: {} against {}",
            cells[0],
            scores[1].1,
            told("pelt")
        );
        assert!((scores[2].1 - told("zero")).abs() < 6e-4, "{}: the metric itself", cells[0]);
        count += 1.0;
        for (name, f1, covering) in scores {
            let sum = sums.entry(name).or_default();
            *sum = (sum.0 + f1, sum.1 + covering);
        }
    }
    for (name, (f1, covering)) in sums {
        println!("{name}: mean F1 {:.3}, covering {:.3} over {count} series", f1 / count, covering / count);
    }
    assert!(count >= 9.0);
}

/// Two series that no score is published of for one variable: a gap in one, and the first variable of the other.
#[test]
fn gaps_are_masked_in_the_others() {
    let Some(folder) = folder() else { return };
    for method in [Method::Binseg, Method::Pelt, Method::QuasiPoisson] {
        let found = find(&series(&folder, "uk_coal_employ"), method).unwrap();
        assert_eq!((found.bins, found.observed), (105, 103), "{method:?}");
        assert_eq!(found.gaps.iter().map(|gap| gap.bins).sum::<usize>(), 2);
    }
    let found = find(&series(&folder, "run_log"), Method::Pelt).unwrap();
    assert!(!found.changepoints.is_empty());
}
