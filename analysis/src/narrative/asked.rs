//! What a narrative's file asks for beside its query: seeds, control terms, the baseline, hand labels.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::query::{self, Query};
use super::together::{self, Together, TogetherFile};

/// The most days of a baseline.
const MOST_BASELINE_DAYS: u16 = 400;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeedFile {
    item: Option<String>,
    text: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlFile {
    name: String,
    query: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BaselineFile {
    days: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleFile {
    file: PathBuf,
}

/// An item or a text whose copies belong to the narrative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seed {
    /// An item of the store.
    Item {
        /// Its platform.
        platform: String,
        /// The platform's id.
        id: String,
    },
    /// A text.
    Text(String),
}

impl Seed {
    /// As the file has it.
    pub(crate) fn written(&self) -> String {
        match self {
            Self::Item { platform, id } => format!("{platform}:{id}"),
            Self::Text(text) => text.clone(),
        }
    }

    /// Platform and id of a seed item.
    pub(crate) fn item(&self) -> Option<(String, String)> {
        match self {
            Self::Item { platform, id } => Some((platform.clone(), id.clone())),
            Self::Text(_) => None,
        }
    }
}

/// Something else that the same accounts publish on, to compare with.
#[derive(Debug, Clone)]
pub struct Control {
    /// What it is called.
    pub name: String,
    /// What belongs to it.
    pub query: Query,
}

/// All of it.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// Seeds.
    pub seeds: Vec<Seed>,
    /// Control terms.
    pub controls: Vec<Control>,
    /// How many days before the window are the baseline; as many as the window has unless given.
    pub baseline_days: Option<u16>,
    /// The file with hand labels.
    pub labels: Option<PathBuf>,
    /// How coordination is looked for.
    pub together: Together,
}

/// What is wrong: the key, the message, the hint.
pub(super) type Wrong = (String, String, String);

/// Checks what a file asks for; `path` is the narrative's file, beside which the labels lie.
pub(super) fn read(
    path: &Path,
    seeds: Vec<SeedFile>,
    controls: Vec<ControlFile>,
    baseline: Option<&BaselineFile>,
    sample: Option<SampleFile>,
    coordination: Option<TogetherFile>,
    sets: &BTreeMap<String, BTreeMap<String, Vec<String>>>,
) -> Result<Beside, Wrong> {
    let seeds = seeds.into_iter().enumerate().map(|(n, file)| seed(n, file)).collect::<Result<_, _>>()?;
    let mut asked = Beside { seeds, ..Beside::default() };
    for (n, ControlFile { name, query }) in controls.into_iter().enumerate() {
        if name.trim().is_empty() || asked.controls.iter().any(|control| control.name == name) {
            let message = format!("{name:?} is no name of its own");
            return Err((
                format!("control[{n}].name"),
                message,
                "give every control a name that no other has".to_owned(),
            ));
        }
        let query = query::compile(&query, sets).map_err(|error| {
            let key = error.key();
            let key = if key == "query" { format!("control[{n}].query") } else { key };
            (key, error.to_string(), error.advice())
        })?;
        asked.controls.push(Control { name, query });
    }
    asked.baseline_days = match baseline.map(|baseline| baseline.days) {
        Some(days) if days == 0 || days > MOST_BASELINE_DAYS => {
            let message = format!("{days} is not from 1 to {MOST_BASELINE_DAYS}");
            return Err((
                "baseline.days".to_owned(),
                message,
                "write how many days before the window are compared with it".to_owned(),
            ));
        }
        days => days,
    };
    asked.together = together::read(coordination)?;
    asked.labels = sample.map(|sample| path.parent().unwrap_or(Path::new("")).join(sample.file));
    Ok(asked)
}

fn seed(n: usize, file: SeedFile) -> Result<Seed, Wrong> {
    let hint = "write item = \"PLATFORM:ID\", such as \"x:1884000000000000000\", or text = \"…\"".to_owned();
    match (file.item, file.text) {
        (Some(item), None) => match item.split_once(':') {
            Some((platform, id)) if !platform.is_empty() && !id.is_empty() => {
                Ok(Seed::Item { platform: platform.to_lowercase(), id: id.to_owned() })
            }
            _ => Err((format!("seed[{n}].item"), format!("{item:?} is not PLATFORM:ID"), hint)),
        },
        (None, Some(text)) if !text.trim().is_empty() => Ok(Seed::Text(text)),
        _ => Err((format!("seed[{n}]"), "a seed is either an item or a text".to_owned(), hint)),
    }
}
