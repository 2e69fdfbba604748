//! By what a file of a preset is known: keys, columns and values of its first records, never the ending of its name.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::preset::Preset;
use super::select;
use super::value::{is_one_of, scalar};

/// What the first records of a file must be like. Paths go into documents and lines as they are, before `records` and `unwrap`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detect {
    /// Keys or columns that must be there; of a list within the list, one.
    #[serde(default)]
    has: Vec<OneOf>,
    /// Keys or columns that must not be there.
    #[serde(default)]
    lacks: Vec<String>,
    /// Words that a value must be one of, whatever their case.
    #[serde(default)]
    is: BTreeMap<String, Words>,
    /// How far others go before it: a file that fits several presets is of those with the lowest number.
    #[serde(default)]
    fallback: u8,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOf {
    One(String),
    Any(Vec<String>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Several(Vec<String>),
}

/// That a file fits a preset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// How far others go before it.
    pub(super) fallback: u8,
    /// Why it fits, in words.
    pub(super) why: String,
}

/// How a file does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misfit {
    /// How much of what was looked for is there, of a hundred.
    pub(super) part: usize,
    /// What is missing first, in words.
    pub(super) lacks: String,
}

impl Preset {
    /// Whether the first records of a file are as this preset's are.
    pub(super) fn fits(&self, records: &[Value]) -> Result<Fit, Misfit> {
        let mut nearest = Misfit { part: 0, lacks: "it is never chosen by itself".to_owned() };
        for rule in &self.detect {
            for record in records {
                match rule.fits(record) {
                    Ok(fit) => return Ok(fit),
                    Err(misfit) if misfit.part > nearest.part => nearest = misfit,
                    Err(_) => {}
                }
            }
        }
        Err(nearest)
    }
}

impl Detect {
    fn fits(&self, record: &Value) -> Result<Fit, Misfit> {
        let (mut because, mut missing) = (Vec::new(), Vec::new());
        for (path, words) in &self.is {
            let words = match words {
                Words::One(word) => std::slice::from_ref(word),
                Words::Several(words) => words.as_slice(),
            };
            let value =
                select::all(record, path).into_iter().filter_map(scalar).find(|text| is_one_of(text, words));
            match value {
                Some(value) => because.push(format!("`{path}` is {value}")),
                None => missing.push(format!("`{path}` is not {}", words.join(" or "))),
            }
        }
        let mut there = Vec::new();
        for one_of in &self.has {
            let paths = match one_of {
                OneOf::One(path) => std::slice::from_ref(path),
                OneOf::Any(paths) => paths.as_slice(),
            };
            match paths.iter().find(|path| !select::all(record, path).is_empty()) {
                Some(path) => there.push(format!("`{path}`")),
                None => missing.push(format!("there is no `{}`", paths.join("` or `"))),
            }
        }
        for path in &self.lacks {
            if !select::all(record, path).is_empty() {
                missing.push(format!("`{path}` is there"));
            }
        }
        if missing.is_empty() {
            match there.as_slice() {
                [] => {}
                [one] => because.push(format!("{one} is there")),
                several => because.push(format!("{} are there", several.join(", "))),
            }
            return Ok(Fit { fallback: self.fallback, why: because.join(" and ") });
        }
        let asked = self.is.len() + self.has.len() + self.lacks.len();
        let part = (asked - missing.len()) * 100 / asked.max(1);
        // What is not there tells nothing of a file of another kind.
        let part = if because.is_empty() && there.is_empty() { 0 } else { part };
        Err(Misfit { part, lacks: missing.swap_remove(0) })
    }
}
