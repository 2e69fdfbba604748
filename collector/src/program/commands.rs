//! What each command does: lock, open, work, report.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use clap::Parser as _;
use whence_store::hint::Hint as _;
use whence_store::ingest::DecideError;
use whence_store::program::Exit;
use whence_store::time::Clock;
use whence_store::work::RunLock;
use whence_store::{Store, StoreError};

use super::Screen;
use super::cli::{Arguments, Command, Places, seconds};
use crate::config::{Settings, load_sources};
use crate::import::{ImportError, ImportOptions};
use crate::polite::Wait;
use crate::remap::RemapError;
use crate::run::{self as crawl, Around, Progress, RunError, RunOptions};

/// Pages of the store that a run keeps in memory, in KiB.
const PAGES_OF_A_RUN: i64 = 16 * 1024;

/// Runs the program.
///
/// # Errors
/// Whatever the command fails with; `whence_store::program::finish` prints it, with [`advice`].
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    clock: &dyn Clock,
    wait: &dyn Wait,
    screen: &Screen,
) -> anyhow::Result<Exit> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            error.print()?;
            return Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done });
        }
    };
    match arguments.command {
        Command::Run { places, only, max_time, quiet } => {
            let options = RunOptions { only, max_time: seconds(max_time) };
            collect(&places, &options, out, clock, wait, screen.progress(quiet))
        }
        Command::Import {
            preset,
            files,
            places,
            observed,
            status,
            asserted_by,
            asserted_url,
            again,
            dry_run,
        } => {
            let options = ImportOptions {
                observed,
                claim_status: status,
                asserted: asserted_by.zip(asserted_url),
                again,
            };
            super::import::import(&preset, &files, &places, &options, dry_run, out, clock)
        }
        Command::Claims { what } => super::claims::claims(what, out, clock),
        Command::Remap { places, check } => super::remap::remap(&places, check, out, clock),
        Command::Plan { places, only } => super::plan::plan(&places, &only, out, clock),
        Command::Explain { url, places } => {
            let settings = Settings::load(&places.config)?;
            let sources = load_sources(&places.config)?;
            let store = if places.db.exists() { Some(Store::open_existing(&places.db)?) } else { None };
            let explained = crawl::explain(store.as_ref(), &settings, &sources, &url, clock.now())?;
            if places.json {
                writeln!(out, "{}", serde_json::to_string(&explained)?)?;
                return Ok(Exit::Done);
            }
            for (rule, allows, text) in &explained.rules {
                writeln!(out, "{} {rule:<12} {text}", if *allows { "yes" } else { "NO " })?;
            }
            match (explained.fetched, explained.not_before) {
                (false, _) => writeln!(out, "would not be fetched")?,
                (true, Some(at)) => writeln!(out, "would be fetched, not before {at}")?,
                (true, None) => writeln!(out, "would be fetched")?,
            }
            Ok(Exit::Done)
        }
        Command::Url { urls, refang } => super::url::url(&urls, refang, std::io::stdin().lock(), out),
        Command::Extract { files, url, charset, list, without } => {
            let pages = super::extract::Pages { files, url, charset, lists: list };
            super::extract::extract(&pages, &without, out)
        }
        Command::Sources { places, check } => super::sources::sources(&places, check, out, clock),
    }
}

/// Opens a store to write into it; a forgetting that was cut off is finished first.
pub(super) fn open(db: &Path) -> Result<Store, StoreError> {
    let mut store = Store::open(db)?;
    store.settle()?;
    Ok(store)
}

fn collect(
    places: &Places,
    options: &RunOptions,
    out: &mut dyn Write,
    clock: &dyn Clock,
    wait: &dyn Wait,
    mut progress: Box<dyn Progress>,
) -> anyhow::Result<Exit> {
    let settings = Settings::load(&places.config)?;
    let sources = load_sources(&places.config)?;
    if sources.is_empty() {
        return Err(RunError::NoSources(places.config.join("sources").display().to_string()).into());
    }
    let _lock = RunLock::take(&places.db, "run", clock.now())?;
    let mut store = open(&places.db)?;
    store.keep_pages(PAGES_OF_A_RUN)?;
    let run = store.begin_run("run", None, clock.now())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let around = Around { clock, wait, progress: &mut *progress };
    let result = runtime.block_on(crawl::run(&mut store, &settings, &sources, options, run, around));
    // Bars go away before the summary is printed.
    drop(progress);
    let outcome = match &result {
        Ok(report) if report.is_incomplete() => "incomplete",
        Ok(_) => "done",
        Err(_) => "failed",
    };
    store.end_run(run, outcome, clock.now())?;
    let report = result?;
    if places.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        writeln!(out, "{report}")?;
    }
    Ok(if report.is_incomplete() { Exit::Incomplete } else { Exit::Done })
}

/// Exit code and advice for the errors of this crate.
pub fn advice(error: &anyhow::Error) -> Option<(Exit, Option<String>)> {
    for cause in error.chain() {
        if let Some(e) = cause.downcast_ref::<ImportError>() {
            let exit = match e {
                ImportError::NoPreset { .. } | ImportError::Unchosen { .. } | ImportError::Settings(_) => {
                    Exit::Usage
                }
                ImportError::Store(e) => whence_store::program::store_exit(e),
                _ => Exit::Failed,
            };
            return Some((exit, e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<DecideError>() {
            let exit = match e {
                DecideError::Store(e) => whence_store::program::store_exit(e),
                _ => Exit::Usage,
            };
            return Some((exit, e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<RunError>() {
            let exit = match e {
                RunError::Store(e) => whence_store::program::store_exit(e),
                RunError::Client(_) => Exit::Failed,
                _ => Exit::Usage,
            };
            return Some((exit, e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<RemapError>() {
            let exit = match e {
                RemapError::Store(e) => whence_store::program::store_exit(e),
                RemapError::Settings(_) | RemapError::Preset { .. } | RemapError::NoSource { .. } => {
                    Exit::Usage
                }
                RemapError::Capture { .. } => Exit::Damaged,
                _ => Exit::Failed,
            };
            return Some((exit, e.hint()));
        }
    }
    None
}
