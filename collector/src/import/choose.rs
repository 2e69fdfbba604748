//! Choosing the preset of a file by its first records, and saying why.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tracing::warn;

use super::ImportError;
use super::chunk::LARGEST_DOCUMENT;
use super::detect::{Fit, Misfit};
use super::input::Input;
use super::preset::{self, FileFormat, Preset};

/// The word that stands for "whatever fits" in the place of a preset's name.
pub const AUTO: &str = "auto";

/// So many bytes of a file of lines are looked at, and so many records.
const LOOKED_AT: u64 = 4 << 20;
const MOST_RECORDS: usize = 50;
/// A preset that lacks more than this comes not near.
const NEAR: usize = 60;

/// Files of one preset.
#[derive(Debug)]
pub struct Chosen {
    /// The preset.
    pub preset: Preset,
    /// Why it was chosen; empty where the user named it.
    pub why: Option<String>,
    /// The files, and the members of archives.
    pub inputs: Vec<Input>,
}

/// Chooses the preset of every file, and of every member of an archive.
///
/// # Errors
/// [`ImportError::Unchosen`] for a file that no preset knows or several do; a preset or a file that cannot be read.
pub fn choose(config: &Path, files: &[PathBuf]) -> Result<Vec<Chosen>, ImportError> {
    let presets: Vec<Preset> =
        preset::names(config)?.iter().map(|name| preset::load(config, name)).collect::<Result<_, _>>()?;
    let mut chosen: BTreeMap<usize, Chosen> = BTreeMap::new();
    for path in files {
        let inputs = Input::open(path)?;
        let (mut found, mut first_unknown) = (0, None);
        for input in inputs {
            match choice(&presets, &input) {
                Ok((at, fit)) => {
                    found += 1;
                    let entry = chosen.entry(at).or_insert_with(|| Chosen {
                        preset: presets[at].clone(),
                        why: Some(fit.why),
                        inputs: Vec::new(),
                    });
                    entry.inputs.push(input);
                }
                // An archive holds settings and lists besides.
                Err(ImportError::Unchosen { file, message, .. })
                    if input.member().is_some() && !message.starts_with(SEVERAL) =>
                {
                    warn!("{file}: left out: {message}");
                    first_unknown.get_or_insert((file, message));
                }
                Err(error) => return Err(error),
            }
        }
        if let (0, Some((file, message))) = (found, first_unknown) {
            return Err(ImportError::Unchosen { file, message, candidates: Vec::new() });
        }
    }
    Ok(chosen.into_values().collect())
}

const SEVERAL: &str = "several presets fit: ";

fn choice(presets: &[Preset], input: &Input) -> Result<(usize, Fit), ImportError> {
    let formats = input.formats()?;
    let samples: Vec<(FileFormat, Vec<Value>)> = formats
        .iter()
        .map(|&format| Ok((format, sample(input, format)?)))
        .collect::<Result<_, ImportError>>()?;
    let unchosen =
        |message: String, candidates| ImportError::Unchosen { file: input.name.clone(), message, candidates };
    let mut fits: Vec<(Fit, usize)> = Vec::new();
    let mut near: Vec<(Misfit, usize)> = Vec::new();
    for (at, preset) in presets.iter().enumerate() {
        let Some((_, records)) =
            samples.iter().find(|(format, records)| preset.format.contains(format) && !records.is_empty())
        else {
            continue;
        };
        match preset.fits(records) {
            Ok(fit) => fits.push((fit, at)),
            Err(misfit) if misfit.part >= NEAR => near.push((misfit, at)),
            Err(_) => {}
        }
    }
    let lowest = fits.iter().map(|(fit, _)| fit.fallback).min();
    fits.retain(|(fit, _)| Some(fit.fallback) == lowest);
    if fits.len() > 1 {
        let said: Vec<String> =
            fits.iter().map(|(fit, at)| format!("{} ({})", presets[*at].name, fit.why)).collect();
        let names = fits.iter().map(|(_, at)| presets[*at].name.clone()).collect();
        return Err(unchosen(format!("{SEVERAL}{}", said.join("; ")), names));
    }
    if let Some((fit, at)) = fits.pop() {
        return Ok((at, fit));
    }
    near.sort_by(|a, b| b.0.part.cmp(&a.0.part).then(a.1.cmp(&b.1)));
    near.truncate(4);
    let said: Vec<String> =
        near.iter().map(|(m, at)| format!("{}: {}", presets[*at].name, m.lacks)).collect();
    let message = match (samples.iter().all(|(_, records)| records.is_empty()), said.as_slice()) {
        (true, _) => "it has no records that can be read".to_owned(),
        (_, []) => "no preset knows files like this".to_owned(),
        (_, said) => format!("no preset fits; the nearest: {}", said.join("; ")),
    };
    Err(unchosen(message, near.iter().map(|(_, at)| presets[*at].name.clone()).collect()))
}

/// The first records of a file as they are; none where it is not of the format.
fn sample(input: &Input, format: FileFormat) -> Result<Vec<Value>, ImportError> {
    let most = if format == FileFormat::Json { LARGEST_DOCUMENT } else { LOOKED_AT };
    let mut bytes = Vec::new();
    // What breaks off later is told when it is imported.
    let _ = input.reader()?.take(most).read_to_end(&mut bytes);
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    Ok(match format {
        FileFormat::Json => match serde_json::from_slice(text) {
            Ok(Value::Array(mut list)) => {
                list.truncate(MOST_RECORDS);
                list
            }
            Ok(document) => vec![document],
            Err(_) => Vec::new(),
        },
        FileFormat::Ndjson => text
            .split(|byte| *byte == b'\n')
            .filter_map(|line| serde_json::from_slice::<Value>(line).ok())
            .flat_map(|value| match value {
                Value::Array(list) => list,
                value => vec![value],
            })
            .take(MOST_RECORDS)
            .collect(),
        FileFormat::Csv => rows(text),
    })
}

fn rows(text: &[u8]) -> Vec<Value> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text);
    let mut rows = reader.byte_records().map_while(Result::ok);
    let cells = |row: &csv::ByteRecord| -> Vec<String> {
        row.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
    };
    let Some(header) = rows.next().map(|row| cells(&row)) else { return Vec::new() };
    let record = |row: Vec<String>| {
        let cells = row.into_iter().chain(std::iter::repeat_with(String::new));
        Value::Object(header.iter().cloned().zip(cells.map(Value::String)).collect())
    };
    let mut records: Vec<Value> = rows.take(MOST_RECORDS).map(|row| record(cells(&row))).collect();
    if records.is_empty() {
        records.push(record(Vec::new()));
    }
    records
}
