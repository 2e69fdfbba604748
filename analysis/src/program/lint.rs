//! `whence-analyze lint`: texts against the rules of honesty.

use std::io::Write;
use std::path::PathBuf;

use whence_store::hint::Hint;
use whence_store::program::Exit;
use whence_store::read::Reader;

use crate::corpus::Corpus;
use crate::lint::{Markup, lint};
use crate::narrative;
use crate::privacy::{Guard, Naming};
use crate::render::visible;

/// Why a text could not be looked at.
#[derive(Debug, thiserror::Error)]
pub(super) enum LintError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file's ending says nothing that can be read.
    #[error("{path}: it is neither HTML nor Markdown by its name", path = path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
    },
}

impl Hint for LintError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Read { .. } => Some("name files that are there".to_owned()),
            Self::Unknown { .. } => {
                Some("name files that end in .html, .htm, .md, .markdown or .txt".to_owned())
            }
        }
    }
}

/// What is asked for.
#[derive(Debug, clap::Args)]
pub(super) struct Lint {
    /// HTML or Markdown files, by their endings.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Also look for accounts of this store that may not be named; needs --narrative, which says whom claims name when.
    #[arg(long, value_name = "FILE", requires = "narrative")]
    db: Option<PathBuf>,
    /// The narrative: the name of its file without .toml.
    #[arg(long, value_name = "NAME", requires = "db")]
    narrative: Option<String>,
    /// The folder with narratives/.
    #[arg(long, value_name = "DIR", default_value = "config")]
    config: PathBuf,
}

/// Looks at the files; prints `file:line: rule: message` for each complaint.
///
/// # Errors
/// [`LintError`], those of the store and the narrative, and what writing fails with.
pub(super) fn run(asked: &Lint, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let guard = match (&asked.db, &asked.narrative) {
        (Some(db), Some(name)) => {
            let narrative = narrative::load(&asked.config, name)?;
            let corpus = Corpus::load(&Reader::open(db)?, &narrative)?;
            let naming = Naming::new(&corpus, &narrative.window, false);
            Some(Guard::new(&corpus, &naming, &narrative.query.phrases))
        }
        _ => None,
    };
    let mut is_clean = true;
    for path in &asked.files {
        let markup = Markup::of(path).ok_or_else(|| LintError::Unknown { path: path.clone() })?;
        let text =
            std::fs::read_to_string(path).map_err(|source| LintError::Read { path: path.clone(), source })?;
        for complaint in lint(&text, markup, guard.as_ref()) {
            is_clean = false;
            writeln!(
                out,
                "{}:{}: {}: {}",
                path.display(),
                complaint.line,
                complaint.rule.as_str(),
                visible(&complaint.message)
            )?;
        }
    }
    Ok(if is_clean { Exit::Done } else { Exit::Failed })
}
