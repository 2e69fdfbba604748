//! A public suite of 2,106 feeds, whole and broken, with what another reader of feeds expects of them: how many of the
//! expectations hold that are about what a connector needs. Beside it stands a strict reader alone, by the same measure.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use regex::Regex;
use scraper::Html;
use url::Url;
use whence_collector::feed_document::{self, Document, Entry};
use whence_store::time::Moment;

use crate::support::shared;

/// What an expectation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Title,
    Link,
    Date,
    Summary,
    Author,
    Id,
    Source,
}

/// `entries[0]['title'] == 'x'`.
struct Expectation {
    field: Field,
    /// The entry, or the feed itself.
    entry: Option<usize>,
    /// The keys.
    path: String,
    value: String,
}

/// What a reader read of one thing: texts, and the instant of a date in seconds.
#[derive(Debug, Default)]
struct Got {
    text: String,
    second: Option<i64>,
}

#[test]
fn no_feed_of_the_suite_panics_and_what_they_say_is_read() {
    let Some(folder) = shared("feedparser-suite/tests") else { return };
    let mut files = Vec::new();
    list(&folder, &mut files);
    let mut table: BTreeMap<Field, [usize; 3]> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut panics = Vec::new();
    for file in &files {
        let body = fs::read(file).unwrap();
        let comment = String::from_utf8_lossy(&body).replace('\0', "");
        let kind = header(&comment, "content-type");
        // Where the suite's own server is.
        let base = header(&comment, "content-location").and_then(|place| Url::parse(&place).ok());
        let base = base.unwrap_or_else(|| Url::parse("http://127.0.0.1:8097/tests/").unwrap());
        let read = || feed_document::read(&body, kind.as_deref(), &base, None);
        let Ok(ours) = catch_unwind(AssertUnwindSafe(read)) else {
            panics.push(file.clone());
            continue;
        };
        let Some(expected) = expectation(&comment) else { continue };
        let ours = ours.ok().and_then(|document| pick(&document, &expected));
        let strict = catch_unwind(AssertUnwindSafe(|| strict(&body, &base, &expected))).ok().flatten();
        let row = table.entry(expected.field).or_default();
        row[0] += 1;
        row[1] += usize::from(holds(&expected, ours.as_ref()));
        row[2] += usize::from(holds(&expected, strict.as_ref()));
        if !holds(&expected, ours.as_ref()) {
            let name = file.strip_prefix(&folder).unwrap().display().to_string();
            missed.push(format!("{name}: {} == {:?}, read {ours:?}", expected.path, expected.value));
        }
    }
    eprintln!("{:<8} {:>6} {:>6} {:>6}", "field", "asked", "held", "feed-rs");
    let mut all = [0; 3];
    for (field, row) in &table {
        eprintln!("{:<8} {:>6} {:>6} {:>6}", format!("{field:?}"), row[0], row[1], row[2]);
        (0..3).for_each(|n| all[n] += row[n]);
    }
    let share = |held: usize| format!("{}.{} %", held * 100 / all[0], held * 1000 / all[0] % 10);
    eprintln!(
        "all {}: held {} ({}), feed-rs alone {} ({})",
        all[0],
        all[1],
        share(all[1]),
        all[2],
        share(all[2])
    );
    eprintln!("{} files; not held:\n{}", files.len(), missed.join("\n"));
    assert_eq!(panics, Vec::<PathBuf>::new());
    assert!(files.len() >= 2106);
    assert!(all[1] * 10 >= all[0] * 9, "{} of {} hold", all[1], all[0]);
    assert!(all[1] > all[2]);
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { list(&path, files) } else { files.push(path) }
    }
}

/// A header that the suite says the file comes with.
fn header(comment: &str, name: &str) -> Option<String> {
    let pattern = Regex::new(&format!(r"(?mi)^\s*Header:\s+{name}:\s*(.+)$")).unwrap();
    pattern.captures(comment).map(|found| found[1].trim().to_owned())
}

/// An expectation of one value, if it is about what a connector needs.
fn expectation(comment: &str) -> Option<Expectation> {
    let pattern = Regex::new(
        r#"(?m)^\s*Expect:\s*(?:not bozo and |bozo and )?(entries\[(\d)\]|feed)((?:\[u?['"]\w+['"]\]|\[0\])+) == (.+?)\s*$"#,
    );
    let found = pattern.unwrap().captures(comment)?;
    let path = found[3].replace("[u", "[").replace('"', "'");
    let entry = found.get(2).map(|n| n.as_str().parse().unwrap());
    let field = match (path.as_str(), entry) {
        ("['title']" | "['title_detail']['value']", _) => Field::Title,
        ("['link']", _) => Field::Link,
        (
            "['published']"
            | "['published_parsed']"
            | "['updated']"
            | "['updated_parsed']"
            | "['date']"
            | "['date_parsed']"
            | "['modified']"
            | "['modified_parsed']",
            _,
        ) => Field::Date,
        (
            "['summary']" | "['description']" | "['summary_detail']['value']" | "['content'][0]['value']",
            Some(_),
        ) => Field::Summary,
        ("['author']" | "['author_detail']['name']", _) => Field::Author,
        ("['id']" | "['guid']", _) => Field::Id,
        ("['source']['title']" | "['source']['link']", Some(_)) => Field::Source,
        _ => return None,
    };
    Some(Expectation { field, entry, path, value: literal(&found[4])? })
}

/// A text or a tuple of Python; what is more than that is no simple value.
fn literal(code: &str) -> Option<String> {
    if code.starts_with('(') {
        return Some(code.to_owned());
    }
    let code = code.strip_prefix('u').unwrap_or(code);
    let quote = code.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut out = String::new();
    let mut letters = code[1..].chars();
    loop {
        match letters.next()? {
            c if c == quote => return letters.as_str().is_empty().then_some(out),
            '\\' => {
                let digits = match letters.next()? {
                    'n' => {
                        out.push('\n');
                        continue;
                    }
                    't' => {
                        out.push('\t');
                        continue;
                    }
                    'r' => {
                        out.push('\r');
                        continue;
                    }
                    'x' => 2,
                    'u' => 4,
                    'U' => 8,
                    other => {
                        out.push(other);
                        continue;
                    }
                };
                let code: String = letters.by_ref().take(digits).collect();
                out.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            c => out.push(c),
        }
    }
}

fn pick(document: &Document, expected: &Expectation) -> Option<Got> {
    let head = Entry {
        title: document.title.clone(),
        link: document.link.clone(),
        updated: document.updated.clone(),
        author: document.author.clone(),
        id: document.id.clone(),
        ..Entry::default()
    };
    let entry = expected.entry.map_or(Some(&head), |n| document.entries.get(n))?;
    let of = |text: Option<String>| text.map(|text| Got { text, second: None });
    let date = |at: &Option<Moment>| {
        at.as_ref().map(|at| Got { text: at.original.clone(), second: Some(at.at.0.div_euclid(1_000_000)) })
    };
    let path = expected.path.as_str();
    match expected.field {
        Field::Title => of(entry.title.clone()),
        Field::Link => of(entry.link.clone().map(String::from)),
        Field::Date if path.starts_with("['published") => date(&entry.published),
        Field::Date => date(&entry.updated),
        Field::Summary if path.starts_with("['content") => {
            of(entry.content.clone().or(entry.summary.clone()))
        }
        Field::Summary => of(entry.summary.clone().or(entry.content.clone())),
        Field::Author => of(entry.author.clone()),
        Field::Id => of(entry.id.clone()),
        Field::Source if path.ends_with("['title']") => of(entry.origin.clone()?.name),
        Field::Source => of(entry.origin.clone()?.url.map(String::from)),
    }
}

/// The same of feed-rs, as it is used without further ado.
fn strict(body: &[u8], base: &Url, expected: &Expectation) -> Option<Got> {
    let feed = feed_rs::parser::Builder::new().base_uri(Some(base.as_str())).build().parse(body).ok()?;
    let of = |text: Option<String>| text.map(|text| Got { text, second: None });
    let link = |links: &[feed_rs::model::Link]| {
        let alternate = links.iter().find(|l| matches!(l.rel.as_deref(), None | Some("alternate")));
        alternate.or(links.first()).map(|l| base.join(&l.href).map_or(l.href.clone(), String::from))
    };
    let date = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| Got { text: expected.value.clone(), second: Some(at.timestamp()) })
    };
    let person = |people: &[feed_rs::model::Person]| people.first().and_then(|person| person.name.clone());
    let path = expected.path.as_str();
    let Some(n) = expected.entry else {
        return match expected.field {
            Field::Title => of(feed.title.map(|t| t.content)),
            Field::Link => of(link(&feed.links)),
            Field::Date => date(feed.updated),
            Field::Author => of(person(&feed.authors)),
            Field::Id => of(Some(feed.id)),
            Field::Summary | Field::Source => None,
        };
    };
    let entry = feed.entries.into_iter().nth(n)?;
    let summary = entry.summary.map(|t| t.content);
    let content = entry.content.and_then(|c| c.body);
    match expected.field {
        Field::Title => of(entry.title.map(|t| t.content)),
        Field::Link => of(link(&entry.links)),
        Field::Date if path.starts_with("['published") => date(entry.published),
        Field::Date => date(entry.updated),
        Field::Summary if path.starts_with("['content") => of(content.or(summary)),
        Field::Summary => of(summary.or(content)),
        Field::Author => of(person(&entry.authors)),
        Field::Id => of(Some(entry.id)),
        Field::Source => of(entry.source),
    }
}

/// Whether a value is what was expected, as a text: spaces, markup and the mail addresses of authors do not count.
fn holds(expected: &Expectation, got: Option<&Got>) -> bool {
    let nothing = Got::default();
    let got = got.unwrap_or(&nothing);
    if let Some(second) = tuple(&expected.value) {
        return got.second == Some(second);
    }
    if expected.field == Field::Author {
        return name(&expected.value) == name(&got.text);
    }
    let (value, text) = (&expected.value, &got.text);
    if expected.field == Field::Link {
        return Url::parse(value).is_ok_and(|url| url.as_str() == text);
    }
    squeezed(value) == squeezed(text)
        || squeezed(&plain(value)) == squeezed(text)
        || squeezed(&plain(value)) == squeezed(&plain(text))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn plain(html: &str) -> String {
    Html::parse_fragment(html).root_element().text().collect()
}

/// `Name (address)` without the address.
fn name(author: &str) -> String {
    match author.split_once(" (") {
        Some((name, rest)) if rest.contains('@') => name.to_owned(),
        _ => author.to_owned(),
    }
}

/// The second of a tuple (year, month, day, hour, minute, second, …).
fn tuple(value: &str) -> Option<i64> {
    let numbers: Vec<i16> = value
        .strip_prefix('(')?
        .strip_suffix(')')?
        .split(',')
        .filter_map(|n| n.trim().parse().ok())
        .collect();
    let small = |n: usize| i8::try_from(*numbers.get(n)?).ok();
    let at =
        DateTime::new(*numbers.first()?, small(1)?, small(2)?, small(3)?, small(4)?, small(5)?, 0).ok()?;
    Some(TimeZone::UTC.to_timestamp(at).ok()?.as_second())
}
