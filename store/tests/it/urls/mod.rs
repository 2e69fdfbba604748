//! Addresses: the table of cases, what holds of every address, and addresses in the store.

mod properties;

use std::collections::BTreeSet;

use whence_store::link::{Canonical, Kind, canonical};

use crate::support::{Bench, post};

const TABLE: &str = include_str!("../../urls.tsv");

/// A line of the table.
#[derive(Debug)]
struct Case<'a> {
    line: usize,
    address: &'a str,
    form: Option<&'a str>,
    domain: Option<&'a str>,
    platform: Option<&'a str>,
    kind: Option<&'a str>,
    id: Option<&'a str>,
    source: &'a str,
}

fn cases() -> Vec<Case<'static>> {
    let mut source = "";
    let mut cases = Vec::new();
    for (line, text) in (1..).zip(TABLE.lines()) {
        if let Some(text) = text.strip_prefix('@') {
            source = text.trim();
            continue;
        }
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let fields: Vec<&str> = text.split('\t').collect();
        let [address, form, domain, platform, kind, id] = fields[..] else {
            panic!("line {line} has {} fields", fields.len());
        };
        let told = |field: &'static str| (field != "-").then_some(field);
        let form = if form == "=" { Some(address) } else { told(form) };
        let (domain, platform, kind, id) = (told(domain), told(platform), told(kind), told(id));
        cases.push(Case { line, address, form, domain, platform, kind, id, source });
    }
    cases
}

/// Form, domain, platform, kind, id.
type Told<'a> = [Option<&'a str>; 5];

fn told(found: Option<&Canonical>) -> Told<'_> {
    let object = found.and_then(|found| found.object.as_ref());
    [
        found.map(|found| found.url.as_str()),
        found.and_then(|found| found.domain.as_deref()),
        object.map(|object| object.platform),
        object.map(|object| object.kind.as_str()),
        object.map(|object| object.id.as_str()),
    ]
}

#[test]
fn the_table_holds() {
    let cases = cases();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let expected = [case.form, case.domain, case.platform, case.kind, case.id];
            let found = canonical(case.address);
            let found = told(found.as_ref());
            (found != expected).then(|| {
                format!("line {} ({}): {}\n  {expected:?}\n  {found:?}", case.line, case.source, case.address)
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 300 && cases.iter().all(|case| !case.source.is_empty()));
    let written: BTreeSet<&str> = cases.iter().map(|case| case.address).collect();
    assert_eq!(written.len(), cases.len(), "an address is there twice");
    let kinds: BTreeSet<&str> = cases.iter().filter_map(|case| case.kind).collect();
    assert_eq!(kinds, Kind::ALL.map(Kind::as_str).into(), "each kind has a case, and no case another");
}

#[test]
fn a_form_is_its_own_and_names_the_same() {
    for case in cases() {
        let Some(first) = canonical(case.address) else { continue };
        assert_eq!(canonical(&first.url), Some(first), "line {}", case.line);
    }
}

#[test]
fn spellings_of_one_object_have_one_form_and_others_another() {
    let mut forms: BTreeSet<(String, String)> = BTreeSet::new();
    for case in cases().iter().filter(|case| case.id.is_some()) {
        let found = canonical(case.address).unwrap();
        let object = found.object.unwrap();
        forms.insert((format!("{}/{}/{}", object.platform, object.kind.as_str(), object.id), found.url));
    }
    let objects: BTreeSet<&String> = forms.iter().map(|(object, _)| object).collect();
    let urls: BTreeSet<&String> = forms.iter().map(|(_, url)| url).collect();
    assert_eq!((objects.len(), urls.len()), (forms.len(), forms.len()), "{forms:?}");
}

#[test]
fn all_spellings_of_a_post_are_one_shared_object() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let links = [
        "https://x.com/a/status/1883951234567890123",
        "https://mobile.twitter.com/somebody/status/1883951234567890123?s=20",
        "https://t.me/iv?url=https%3A%2F%2Ftwitter.com%2Fi%2Fweb%2Fstatus%2F1883951234567890123",
    ];
    let items = (0..3).map(|n| {
        let mut item = post(&format!("sharer{n}"), &format!("70{n}"), "look");
        item.links = vec![links[n].to_owned(), "https://news.example.co.uk/a".to_owned()];
        item
    });
    let shared = post("a", "1883951234567890123", "what is shared");
    filled.put(0, 10, items.chain([shared]).collect());
    drop(filled);
    let object = "SELECT named_platform || ' ' || named_kind || ' ' || named_id || ' ' || domain || ' ' || rule_version FROM url
        WHERE named_platform IS NOT NULL";
    assert_eq!(bench.column(object, &[]), ["x post 1883951234567890123 x.com 2"]);
    assert_eq!(bench.column("SELECT domain FROM url WHERE named_platform IS NULL", &[]), ["example.co.uk"]);
    let sharers = "SELECT count(DISTINCT account_id) FROM share JOIN url ON url.id = object_id
        WHERE kind = 4 AND canonical = 'https://x.com/i/status/1883951234567890123'";
    assert_eq!(bench.column(sharers, &[]), ["3"]);
    let linked =
        "SELECT DISTINCT text FROM linked JOIN item ON item.id = target_item_id WHERE named_kind = 'post'";
    assert_eq!(bench.column(linked, &[]), ["what is shared"]);
    let mut raw = bench.column("SELECT raw FROM linked WHERE named_platform = 'x' ORDER BY item_id", &[]);
    raw.sort_by_key(|raw| links.iter().position(|link| link == raw));
    assert_eq!(raw, links);
}
