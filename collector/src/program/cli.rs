//! The command line of `whence-collect`.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use whence_store::Store;
use whence_store::program::Exit;
use whence_store::time::{Clock, Micros};
use whence_store::work::RunLock;

use crate::import::{self, ImportOptions};

/// Collect public posts and pages into a Whence store.
#[derive(Debug, Parser)]
#[command(name = "whence-collect", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Import files by a mapping preset.
    Import {
        /// The preset: a file of CONFIG/presets without `.toml`.
        preset: String,
        /// The files; gzip is unpacked.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        #[arg(long, value_name = "DIR", default_value = "config")]
        config: PathBuf,
        /// State that the files are complete in FROM..TO (RFC 3339).
        #[arg(long, value_name = "FROM..TO", value_parser = window)]
        observed: Vec<(Micros, Micros)>,
        #[arg(long)]
        again: bool,
    },
}

fn window(text: &str) -> Result<(Micros, Micros), String> {
    let (from, to) = text.split_once("..").ok_or("write it as FROM..TO")?;
    let read = |t: &str| t.parse::<jiff::Timestamp>().map(Micros::from_timestamp).map_err(|e| format!("`{t}`: {e}"));
    Ok((read(from)?, read(to)?))
}

/// Runs the program.
///
/// # Errors
/// Whatever the command fails with.
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write, clock: &dyn Clock) -> anyhow::Result<Exit> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            error.print()?;
            return Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done });
        }
    };
    match arguments.command {
        Command::Import { preset, files, db, config, observed, again } => {
            let preset = import::load(&config, &preset)?;
            let _lock = RunLock::take(&db, "import", clock.now())?;
            let mut store = Store::open(&db)?;
            let run = store.begin_run("import", None, clock.now())?;
            let options = ImportOptions { observed, claim_status: None, again };
            let report = import::import(&mut store, run, &preset, &files, &options, clock)?;
            store.end_run(run, "done", clock.now())?;
            writeln!(out, "{report:?}")?;
            Ok(Exit::Done)
        }
    }
}
