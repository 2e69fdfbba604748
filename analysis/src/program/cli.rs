//! The command line of `whence-analyze`.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::Timestamp;
use whence_store::hint::Hint as _;
use whence_store::program::Exit;
use whence_store::read::Reader;
use whence_store::settings::SettingsError;
use whence_store::time::Micros;

use super::coordination;
use super::output::{self, OutputError};
use crate::coordination::CoordinationError;
use crate::narrative::{self, Narrative};
use crate::render::{self, visible};
use crate::{Options, analyse};

/// Report who carried a narrative, from where, when, how sure.
///
/// A narrative is a file config/narratives/NAME.toml with a query over titles and texts:
///
///   @product AND NOT "weather forecast"
///   (embassy OR 使馆) AND (deepseek OR 深度求索)
///
/// AND, OR, NOT are upper case; NOT binds closest, then AND, then OR; words side
/// by side are joined by AND. "…" is a phrase, @name a set of synonyms from
/// [terms]. docs/narratives.md tells all of it.
///
/// Exit codes: 0 done, 1 failed, 2 usage or configuration, 5 the store is damaged.
#[derive(Debug, Parser)]
#[command(name = "whence-analyze", version, verbatim_doc_comment)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write report.html, report.md, report.json, timeline.csv and accounts.csv.
    ///
    /// The same store, configuration and version give the same bytes.
    Report {
        /// The narrative: the name of its file without .toml.
        narrative: String,
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// The folder with narratives/.
        #[arg(long, value_name = "DIR", default_value = "config")]
        config: PathBuf,
        /// The folder to write into; made if it is not there.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The report's present, RFC 3339; the end of the last capture unless given.
        #[arg(long, value_name = "TIME")]
        now: Option<Timestamp>,
        /// Show persons by name to whom accepted claims attribute accounts.
        #[arg(long)]
        show_persons: bool,
    },
    /// Find accounts that share the same objects closer in time, more often than chance allows.
    Coordination(Box<coordination::Arguments>),
    /// List the narratives, and check that every one loads.
    Narratives {
        /// The folder with narratives/.
        #[arg(long, value_name = "DIR", default_value = "config")]
        config: PathBuf,
    },
}

/// Runs the program.
///
/// # Errors
/// Whatever the command fails with; [`finish`] prints it.
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            error.print()?;
            return Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done });
        }
    };
    match arguments.command {
        Command::Report { narrative, db, config, out: folder, now, show_persons } => {
            let narrative = narrative::load(&config, &narrative)?;
            let options = Options { now: now.map(Micros::from_timestamp), show_persons };
            report(&narrative, &db, &folder, options, out)?;
            Ok(Exit::Done)
        }
        Command::Coordination(arguments) => coordination::run(&arguments, out),
        Command::Narratives { config } => list(&config, out),
    }
}

/// Ends the program: prints an error with its hint, and picks the exit code.
pub fn finish(result: anyhow::Result<Exit>) -> ExitCode {
    whence_store::program::finish(result, |error| {
        error.chain().find_map(|cause| {
            let output = cause.downcast_ref::<OutputError>().map(|e| (Exit::Failed, e.hint()));
            output.or_else(|| cause.downcast_ref::<CoordinationError>().map(|e| (e.exit(), e.hint())))
        })
    })
}

fn report(
    narrative: &Narrative,
    db: &Path,
    folder: &Path,
    options: Options,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let reader = Reader::open(db)?;
    let findings = analyse(&reader, narrative, options).map_err(|error| match narrative.refused(&error) {
        Some(refused) => anyhow::Error::from(refused),
        None => error.into(),
    })?;
    let files = render::files(&findings)?;
    output::write(folder, &files)?;
    writeln!(out, "{}", visible(&findings.narrative.title))?;
    for sentence in &findings.summary {
        writeln!(out, "- {}", visible(&sentence.text))?;
    }
    writeln!(out, "report: {}", folder.join("report.html").display())?;
    Ok(())
}

/// Lists every narrative; with one that fails, all the others are listed before its error is given.
fn list(config: &Path, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let all = narrative::list(config)?;
    let mut failed: Option<SettingsError> = None;
    if all.is_empty() {
        writeln!(out, "no narratives in {}", config.join("narratives").display())?;
    }
    for (name, loaded) in all {
        match loaded {
            Ok(narrative) => {
                let window = &narrative.window;
                writeln!(
                    out,
                    "{name}\t{} to {} ({})\t{}",
                    window.first,
                    window.end.yesterday().unwrap_or(window.end),
                    narrative.time_zone,
                    visible(&narrative.title)
                )?;
            }
            Err(error) => {
                writeln!(out, "{name}\tFAILED: {error}")?;
                failed.get_or_insert(error);
            }
        }
    }
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(Exit::Done),
    }
}
