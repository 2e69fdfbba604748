//! `whence-collect import`: the preset that the user names, or the one that fits.

use std::io::Write;
use std::path::PathBuf;

use whence_store::program::Exit;
use whence_store::time::Clock;
use whence_store::work::RunLock;

use super::cli::Places;
use super::commands::open;
use crate::import::{self, AUTO, Chosen, ImportError, ImportOptions, Input, Preset};

/// Above this share of records that cannot be mapped, the file is of another form than the preset expects.
const TOLERATED: usize = 20;

/// What is read by one preset.
struct Work<'f> {
    preset: Preset,
    why: Option<String>,
    /// Files that were opened to choose it, or those that the user named it for.
    opened: Vec<Input>,
    named: &'f [PathBuf],
}

impl Work<'_> {
    fn inputs(self) -> (Preset, impl Iterator<Item = Result<Vec<Input>, ImportError>>) {
        let named = self.named.iter().map(|path| Input::open(path));
        (self.preset, std::iter::once(Ok(self.opened)).chain(named))
    }
}

/// Runs the command.
pub(super) fn import(
    name: &str,
    files: &[PathBuf],
    places: &Places,
    options: &ImportOptions,
    dry_run: bool,
    out: &mut dyn Write,
    clock: &dyn Clock,
) -> anyhow::Result<Exit> {
    let works: Vec<Work<'_>> = if name == AUTO {
        let work = |Chosen { preset, why, inputs }| Work { preset, why, opened: inputs, named: &[] };
        import::choose(&places.config, files)?.into_iter().map(work).collect()
    } else {
        let preset = import::load(&places.config, name)?;
        vec![Work { preset, why: None, opened: Vec::new(), named: files }]
    };
    let mut counts = (0, 0, 0);
    for work in works {
        let why = work.why.clone();
        let (preset, inputs) = work.inputs();
        let (said, json, (mapped, unmapped, read)) = if dry_run {
            let mut run = import::dry_run(&preset, inputs, options, clock.now())?;
            run.why = why;
            (run.to_string(), serde_json::to_string(&run)?, (run.mapped, run.unmapped, run.files))
        } else {
            let _lock = RunLock::take(&places.db, "import", clock.now())?;
            let mut store = open(&places.db)?;
            let run = store.begin_run(&format!("import {}", preset.name), None, clock.now())?;
            let result = import::import_inputs(&mut store, run, &preset, inputs, options, clock);
            store.end_run(run, if result.is_ok() { "done" } else { "failed" }, clock.now())?;
            let mut report = result?;
            report.why = why;
            (
                report.to_string(),
                serde_json::to_string(&report)?,
                (report.mapped, report.unmapped, report.files),
            )
        };
        if places.json {
            writeln!(out, "{json}")?;
        } else {
            write!(out, "{said}")?;
        }
        counts = (counts.0 + mapped, counts.1 + unmapped, counts.2 + read);
    }
    let (mapped, unmapped, read) = counts;
    let strange = unmapped * TOLERATED > mapped + unmapped || read == 0;
    Ok(if strange { Exit::Incomplete } else { Exit::Done })
}
