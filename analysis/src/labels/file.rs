//! A labelled sample, read back strictly: a label that cannot be read is an error with its line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use whence_store::settings::SettingsError;

/// Whether an item is on topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnTopic {
    Yes,
    No,
    Unsure,
}

/// Stances that a label may give.
const STANCES: [&str; 5] = ["supports", "opposes", "neutral", "mixed", "unclear"];

/// The labels of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// Whether it is on topic.
    pub(crate) on_topic: OnTopic,
    /// What it says of the narrative.
    pub(crate) stance: Option<String>,
    /// Its language.
    pub(crate) language: Option<String>,
}

/// A labelled sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Labels {
    /// Labels by item: `PLATFORM:ID` or its pseudonym.
    pub(crate) items: BTreeMap<String, Label>,
    /// How many items the sample was drawn from.
    pub(crate) drawn_from: usize,
}

/// Reads a labelled sample of the query with this hash.
///
/// # Errors
/// [`SettingsError`], naming the file, the line and the column.
pub(crate) fn load(path: &Path, query_sha256: &str) -> Result<Labels, SettingsError> {
    let bytes = std::fs::read(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => At(path).wrong(
            "sample.file",
            "the labelled sample is not there",
            "make one with `whence-analyze sample NARRATIVE --db FILE --out FILE.csv` and label it, or take [sample] out of the narrative",
        ),
        _ => SettingsError::Read { path: path.to_path_buf(), source },
    })?;
    read(path, &bytes, query_sha256)
}

struct At<'a>(&'a Path);

impl At<'_> {
    fn wrong(&self, key: &str, message: &str, hint: &str) -> SettingsError {
        SettingsError::Value {
            path: PathBuf::from(self.0),
            key: key.to_owned(),
            message: message.to_owned(),
            hint: hint.to_owned(),
        }
    }
}

fn read(path: &Path, bytes: &[u8], query_sha256: &str) -> Result<Labels, SettingsError> {
    let at = At(path);
    // Spreadsheets write a byte order mark, and semicolons where a comma parts decimals.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = bytes.split(|&b| b == b'\n').next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|sign| head.split(|b| b == sign).count());
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter.unwrap_or(b',')).flexible(true).from_reader(bytes);
    let header = reader
        .headers()
        .map_err(|error| at.wrong("line 1", &error.to_string(), "save it as CSV in UTF-8"))?
        .clone();
    let column = |name: &str| {
        header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)).ok_or_else(|| {
            at.wrong(
                "line 1",
                &format!("there is no column {name}"),
                "keep the columns that `whence-analyze sample` wrote",
            )
        })
    };
    let (item, on_topic, stance, language) =
        (column("item")?, column("on_topic")?, column("stance")?, column("language")?);
    let (query, drawn) = (column("query_sha256")?, column("drawn_from")?);
    let mut labels = Labels { items: BTreeMap::new(), drawn_from: 0 };
    let mut empty = BTreeSet::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| at.wrong("CSV", &error.to_string(), "save it as CSV in UTF-8"))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |n: usize| record.get(n).unwrap_or_default().trim().trim_start_matches('\'');
        let key = |name: &str| format!("line {line}, {name}");
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if cell(query) != query_sha256 {
            return Err(at.wrong(
                &key("query_sha256"),
                "these labels were made for another query",
                "a changed query finds other items: draw and label a new sample, or change the query back",
            ));
        }
        if cell(item).is_empty() {
            return Err(at.wrong(
                &key("item"),
                "there is no item",
                "keep the column as `whence-analyze sample` wrote it",
            ));
        }
        let Some(topic) = topic(cell(on_topic)) else {
            if cell(on_topic).is_empty() {
                empty.insert(line);
                continue;
            }
            let message = format!("{:?} is none of yes, no, unsure", cell(on_topic));
            return Err(at.wrong(&key("on_topic"), &message, "write yes, no or unsure"));
        };
        let stance = cell(stance).to_lowercase();
        if !stance.is_empty() && !STANCES.contains(&stance.as_str()) {
            let message = format!("{stance:?} is no stance");
            return Err(at.wrong(
                &key("stance"),
                &message,
                &format!("write one of {}, or nothing", STANCES.join(", ")),
            ));
        }
        let language = cell(language).to_lowercase();
        if !language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') || language.len() > 12 {
            let message = format!("{language:?} is no language");
            return Err(at.wrong(&key("language"), &message, "write its code, such as zh, or nothing"));
        }
        labels.drawn_from = cell(drawn).parse().map_err(|_| {
            at.wrong(
                &key("drawn_from"),
                "it is no number",
                "keep the column as `whence-analyze sample` wrote it",
            )
        })?;
        let told = |text: String| (!text.is_empty()).then_some(text);
        let label = Label { on_topic: topic, stance: told(stance), language: told(language) };
        if labels.items.insert(cell(item).to_owned(), label).is_some() {
            return Err(at.wrong(
                &key("item"),
                &format!("{} is there twice", cell(item)),
                "keep one of the rows",
            ));
        }
    }
    if let Some(first) = empty.first() {
        let message = format!(
            "{} of {} rows have no label, the first in line {first}",
            empty.len(),
            empty.len() + labels.items.len()
        );
        return Err(at.wrong("on_topic", &message, "label all of them, as those that are hard to label are not like the others; write unsure where you are"));
    }
    if labels.items.is_empty() {
        return Err(at.wrong("line 2", "there are no rows", "draw a sample with `whence-analyze sample`"));
    }
    Ok(labels)
}

fn topic(word: &str) -> Option<OnTopic> {
    match word.to_lowercase().as_str() {
        "yes" | "y" | "1" | "true" => Some(OnTopic::Yes),
        "no" | "n" | "0" | "false" => Some(OnTopic::No),
        "unsure" | "?" => Some(OnTopic::Unsure),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &str) -> Result<Labels, String> {
        let text = format!("n,item,query_sha256,drawn_from,on_topic,stance,language\n{rows}");
        read(Path::new("l.csv"), text.as_bytes(), "q").map_err(|error| error.to_string())
    }

    #[test]
    fn labels_are_read() {
        let labels = of("1,x:7,q,90,Yes,supports,zh\n2,'item-abc,q,90,no,,\n\n3,x:9,q,90,?,,\n").unwrap();
        assert_eq!((labels.items.len(), labels.drawn_from), (3, 90));
        assert_eq!(labels.items["x:7"].stance.as_deref(), Some("supports"));
        assert_eq!(
            (labels.items["item-abc"].on_topic, labels.items["x:9"].on_topic),
            (OnTopic::No, OnTopic::Unsure)
        );
        let semicolons =
            b"\xef\xbb\xbfitem;query_sha256;drawn_from;on_topic;stance;language\r\nx:7;q;9;1;;\r\n";
        assert_eq!(read(Path::new("l.csv"), semicolons, "q").unwrap().items.len(), 1);
    }

    #[test]
    fn errors_name_the_line() {
        for (rows, wanted) in [
            ("1,x:7,q,9,maybe,,\n", "line 2, on_topic: \"maybe\" is none of yes, no, unsure"),
            ("1,x:7,q,9,yes,good,\n", "line 2, stance: \"good\" is no stance"),
            ("1,x:7,q,9,yes,,Chinese!\n", "line 2, language"),
            ("1,x:7,q,9,yes,,\n2,x:7,q,9,no,,\n", "line 3, item: x:7 is there twice"),
            ("1,x:7,q,9,yes,,\n2,x:8,q,9,,,\n", "1 of 2 rows have no label, the first in line 3"),
            ("1,x:7,other,9,yes,,\n", "line 2, query_sha256: these labels were made for another query"),
            ("1,,q,9,yes,,\n", "line 2, item: there is no item"),
            ("1,x:7,q,many,yes,,\n", "line 2, drawn_from"),
            ("", "there are no rows"),
        ] {
            let error = of(rows).unwrap_err();
            assert!(error.contains(wanted), "{rows}: {error}");
        }
        let error = read(Path::new("l.csv"), b"item,stance\n", "q").unwrap_err().to_string();
        assert!(error.contains("there is no column on_topic"), "{error}");
        let missing = load(Path::new("nowhere.csv"), "q").unwrap_err().to_string();
        assert!(missing.contains("the labelled sample is not there"), "{missing}");
    }
}
