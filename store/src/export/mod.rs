//! Items in files of other programs: NDJSON to archive and to import again, CSV for spreadsheets, bare ids to share.
//!
//! Items are in order of time, with the platforms' ids and never with row ids. Unless it is asked to name everybody, an
//! export names offices and outlets only; whoever else published something has the pseudonym that reports give, and what would
//! find them is left out. Rows are read and written one by one, so that a large store needs no more memory than a small one.

pub(crate) mod address;
mod around;
mod flat;
mod pieces;
mod read;
mod record;
mod scrub;
mod select;
mod standing;
mod withhold;

use std::io::{self, Write};
use std::path::Path;

pub use select::Selection;

use crate::StoreError;
use crate::hint::Hint;
use crate::privacy::Pseudonyms;
use crate::read::Reader;
use read::ItemReader;
use record::Record;
use standing::Standing;
use withhold::Withholder;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object a line, complete: to archive, and to import into another store with --identifiable.
    Ndjson,
    /// RFC 4180 with a header, for spreadsheets: no cell is taken for a formula.
    Csv,
    /// One id of the platform a line: what platforms' terms let you share, for others to ask the platform again.
    IdsOnly,
}

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output could not be written.
    #[error("cannot write the export: {0}")]
    Write(#[from] io::Error),
    /// Ids of several platforms in one list say nothing.
    #[error("a list of ids is of one platform")]
    NoPlatform,
}

impl Hint for ExportError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Write(_) => None,
            Self::NoPlatform => Some("name it with --platform".to_owned()),
        }
    }
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What an export wrote.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Items written.
    pub items: u64,
    /// How many of them are under a pseudonym.
    pub withheld: u64,
    /// Items left out of a list of ids, as they are not of offices or outlets.
    pub left_out: u64,
}

/// Writes the items of one snapshot that a selection holds; with `identifiable`, whoever published them.
///
/// # Errors
/// [`ExportError`]; what was written before stays written.
pub fn export(
    store: &Path,
    selection: &Selection,
    format: Format,
    identifiable: bool,
    out: &mut dyn Write,
) -> Result<Exported, ExportError> {
    write(store, selection, format, identifiable, out).map_err(|e| match e {
        ExportError::Store(error) => ExportError::Store(error.of(store)),
        other => other,
    })
}

fn write(
    store: &Path,
    selection: &Selection,
    format: Format,
    identifiable: bool,
    out: &mut dyn Write,
) -> Result<Exported, ExportError> {
    if format == Format::IdsOnly && selection.platform.is_none() {
        return Err(ExportError::NoPlatform);
    }
    let reader = Reader::open(store)?;
    let connection = reader.connection();
    let key = reader.pseudonym_key()?;
    let standing = Standing::new(connection)?;
    let withholder = Withholder::new(&standing, Pseudonyms::new(&key));
    let items = ItemReader::new(connection);
    let mut exported = Exported::default();
    let mut sink = Sink::begin(format, out)?;
    selection.each(connection, &mut |id| {
        let (mut record, account): (Record, i64) = items.read(id)?;
        let is_named = identifiable || standing.is_named(account);
        let is_given =
            format != Format::IdsOnly || identifiable || is_named && withholder.may_give_id(&record)?;
        if !is_given {
            exported.left_out += 1;
            return Ok(());
        }
        if !identifiable && format != Format::IdsOnly {
            record = if is_named { withholder.public(record)? } else { withholder.pseudonymous(record)? };
        }
        sink.write(&record)?;
        exported.items += 1;
        exported.withheld += u64::from(!is_named);
        Ok(())
    })?;
    sink.finish()?;
    Ok(exported)
}

/// Where records go, in one of the forms.
enum Sink<'a> {
    Ndjson(&'a mut dyn Write),
    Csv(Box<flat::Rows<'a>>),
    Ids(&'a mut dyn Write),
}

impl<'a> Sink<'a> {
    fn begin(format: Format, out: &'a mut dyn Write) -> io::Result<Self> {
        Ok(match format {
            Format::Ndjson => Self::Ndjson(out),
            Format::Csv => Self::Csv(Box::new(flat::Rows::begin(out)?)),
            Format::IdsOnly => Self::Ids(out),
        })
    }

    fn write(&mut self, record: &Record) -> io::Result<()> {
        match self {
            Self::Ndjson(out) => writeln!(out, "{}", serde_json::to_string(record)?),
            Self::Csv(rows) => rows.write(record),
            Self::Ids(out) => writeln!(out, "{}", record.id.as_deref().unwrap_or_default()),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Ndjson(out) | Self::Ids(out) => out.flush(),
            Self::Csv(rows) => rows.finish(),
        }
    }
}
