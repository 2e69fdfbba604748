//! The walls between the parts: who may name what. A wall that only stands in a document falls unnoticed.

use std::path::{Path, PathBuf};

use super::metadata;

/// All Rust files under some folders of the workspace, with their text without line comments.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = metadata::root();
    let mut files = Vec::new();
    for folder in folders {
        walk(&root.join(folder), &mut files);
    }
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (name, code)
        })
        .collect()
}

const PRODUCT: &[&str] = &["store/src", "collector/src", "analysis/src"];

/// The files of the product that name one of `words`, other than those allowed to.
fn offenders(words: &[&str], allowed: &[&str]) -> Vec<String> {
    let files = sources(PRODUCT);
    assert!(files.len() > 60, "the sources were not read");
    for place in allowed {
        let used = files
            .iter()
            .any(|(name, code)| name.starts_with(place) && words.iter().any(|w| code.contains(w)));
        assert!(used, "{place} is allowed to name {words:?} and does not: take it off the list");
    }
    files
        .iter()
        .filter(|(name, code)| {
            !allowed.iter().any(|a| name.starts_with(a)) && words.iter().any(|w| code.contains(w))
        })
        .map(|(name, _)| name.clone())
        .collect()
}

#[test]
fn only_the_store_names_rusqlite() {
    assert_eq!(offenders(&["rusqlite"], &["store/src/"]), Vec::<String>::new());
}

#[test]
fn only_fetch_names_the_http_client_and_the_resolver() {
    let words = ["reqwest", "lookup_host", "TcpStream", "UdpSocket", "to_socket_addrs"];
    assert_eq!(offenders(&words, &["collector/src/fetch/"]), Vec::<String>::new());
}

#[test]
fn only_polite_waits() {
    let words = ["sleep(", "sleep_until", "tokio::time::", "park_timeout", "recv_timeout"];
    // A query of a person is waited for, but not for longer than its limit.
    let allowed = ["collector/src/polite/wait.rs", "store/src/sql/deadline.rs"];
    assert_eq!(offenders(&words, &allowed), Vec::<String>::new());
}

#[test]
fn only_one_place_reads_the_clock_and_only_mains_make_it() {
    let words =
        ["SystemTime::now", "Instant::now", "Timestamp::now", "ZonedDateTime::now", "Utc::now", "Local::now"];
    assert_eq!(offenders(&words, &["store/src/time/clock.rs"]), Vec::<String>::new());
    let allowed = ["store/src/time/", "collector/src/main.rs", "store/src/main.rs"];
    assert_eq!(offenders(&["SystemClock"], &allowed), Vec::<String>::new());
}

#[test]
fn connectors_do_no_io() {
    for (name, code) in sources(&["collector/src/connector"]) {
        for word in ["std::fs", "std::net", "std::env", "tokio", "reqwest", "Store", "Clock"] {
            assert!(!code.contains(word), "{name} names {word}");
        }
    }
}

#[test]
fn the_analysis_has_no_way_to_the_network() {
    let metadata = metadata::read();
    let packages = metadata::packages(&metadata);
    let network = [
        "reqwest",
        "hyper",
        "hyper-util",
        "tokio",
        "rustls",
        "socket2",
        "mio",
        "h2",
        "axum",
        "ureq",
        "whence-collector",
    ];
    let tree = metadata::tree(&metadata, "whence-analysis");
    assert!(tree.len() > 20, "the dependency tree was not read");
    for id in tree {
        let name = &packages[&id].0;
        assert!(!network.contains(&name.as_str()), "whence-analysis depends on {name}");
    }
    for (name, code) in sources(&["analysis/src"]) {
        for word in ["std::net", "rand::", "Store::open", "put_page"] {
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            // `Brand::` is no `rand::`.
            let begins = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            assert!(!code.match_indices(word).any(|(at, _)| begins(at)), "{name} names {word}");
        }
    }
}

#[test]
fn nothing_of_the_product_needs_the_tests() {
    let metadata = metadata::read();
    let packages = metadata::packages(&metadata);
    for program in ["whence-collector", "whence-store", "whence-analysis"] {
        let names: Vec<String> =
            metadata::tree(&metadata, program).iter().map(|id| packages[id].0.clone()).collect();
        assert!(!names.contains(&"whence-tests".to_owned()), "{program} depends on whence-tests");
    }
}
