//! `whence-collect extract`: what pages say, one JSON object a line. Nothing is asked of the network, and no store is needed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use url::Url;
use whence_store::program::Exit;

use crate::extract::{Extracted, MOST_BYTES, Page, Without, extract_without};

/// Which pages are read.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) files: Vec<PathBuf>,
    pub(super) url: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) lists: Vec<PathBuf>,
}

/// One line of a list.
#[derive(Debug, Deserialize)]
struct Listed {
    file: String,
    url: Option<String>,
    charset: Option<String>,
}

/// One line of the answer. `author` and `date` are what is scored: the names, and the local day of the publication, of the
/// change where only that is known.
#[derive(Debug, Serialize)]
struct Told<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    date: Option<String>,
    author: Vec<String>,
    #[serde(flatten)]
    said: Option<Extracted>,
}

/// Tells of each page; ends incomplete where one was not read.
pub(super) fn extract(pages: &Pages, without: &[String], out: &mut dyn Write) -> anyhow::Result<Exit> {
    let without = Without(without.iter().cloned().collect());
    let mut failed = false;
    for path in &pages.files {
        let bytes = if path == Path::new("-") {
            unpacked(std::io::stdin().lock()).context("standard input cannot be read")?
        } else {
            of_file(path)?
        };
        let file = path.display().to_string();
        failed |= !tell(&file, &bytes, pages.url.as_deref(), pages.charset.as_deref(), &without, out)?;
    }
    for list in &pages.lists {
        let folder = list.parent().unwrap_or(Path::new("."));
        let lines =
            BufReader::new(File::open(list).with_context(|| format!("{} cannot be opened", list.display()))?);
        for (number, line) in (1..).zip(lines.lines()) {
            let line = line.with_context(|| format!("{} cannot be read", list.display()))?;
            if line.trim().is_empty() {
                continue;
            }
            let listed: Listed = serde_json::from_str(&line).with_context(|| {
                format!("{} line {number}: a page is {{\"file\": …, \"url\": …}}", list.display())
            })?;
            let bytes = of_file(&folder.join(&listed.file))?;
            failed |=
                !tell(&listed.file, &bytes, listed.url.as_deref(), listed.charset.as_deref(), &without, out)?;
        }
    }
    Ok(if failed { Exit::Incomplete } else { Exit::Done })
}

fn of_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    unpacked(file).with_context(|| format!("{} cannot be read", path.display()))
}

/// The bytes, unpacked if they are gzip; one more than a page may have tells that it is too long.
fn unpacked(from: impl Read) -> std::io::Result<Vec<u8>> {
    let most = MOST_BYTES as u64 + 1;
    let mut from = BufReader::new(from);
    let mut bytes = Vec::new();
    if from.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(from).take(most).read_to_end(&mut bytes)?;
    } else {
        from.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn tell(
    file: &str,
    bytes: &[u8],
    url: Option<&str>,
    charset: Option<&str>,
    without: &Without,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let address = url.and_then(|url| Url::parse(url).ok());
    let page = Page { bytes, url: address.as_ref(), charset, latest: None };
    let (said, error) = match extract_without(&page, without) {
        Ok(said) => (Some(said), None),
        Err(error) => (None, Some(error.to_string())),
    };
    let changed = || said.as_ref()?.dates.modified.as_ref().map(|found| found.at.day.to_string());
    let date = said.as_ref().and_then(|said| said.dates.day.clone()).or_else(changed);
    let author = said.as_ref().map(|said| said.authors.clone()).unwrap_or_default();
    let read = said.is_some();
    serde_json::to_writer(&mut *out, &Told { file, url, error, date, author, said })?;
    out.write_all(b"\n")?;
    Ok(read)
}
