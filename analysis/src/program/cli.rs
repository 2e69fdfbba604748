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
use super::lint::{self, Lint, LintError};
use super::lookalikes::{self, LookAlikes, LookAlikesError};
use super::output::{self, OutputError};
use super::series::Frequency;
use super::tables;
use crate::analyse::with_labels;
use crate::changepoints::Method;
use crate::coordination::CoordinationError;
use crate::narrative::{self, Narrative};
use crate::render::{self, visible};
use crate::series_file::SeriesError;
use crate::{Options, labels};

/// Report who carried a narrative, from where, when, how sure.
///
/// A narrative is a file config/narratives/NAME.toml with a query over titles and texts:
///
///   @product AND NOT "weather forecast"
///   (embassy OR 使馆) AND (deepseek OR 深度求索)
///
///   @product NEAR/5 (ban OR 禁) AND lang:zh AND NOT author:example
///
/// AND, OR, NOT are upper case; NEAR/n binds closest, then NOT, then AND, then OR;
/// words side by side are joined by AND. "…" is a phrase, @name a set of synonyms
/// from [terms], word~1 also finds misspellings by one letter; author:, domain:,
/// lang:, date:, platform:, type: ask what is known of an item.
/// docs/narratives.md tells all of it.
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
    /// Write report.html, report.md, report.json, and tables as CSV: timeline, accounts, shares, claims, terms, sites, campaigns, edges, pairs.
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
        /// How far apart shares of the same object may be to count as together, in seconds; as the narrative says, else 60.
        #[arg(long, value_name = "SECONDS", value_parser = coordination::seconds)]
        window: Option<i64>,
    },
    /// Find accounts that share the same objects closer in time, more often than chance allows.
    Coordination(Box<coordination::Arguments>),
    /// Tell which domains look like a brand's, and how often ordinary ones do.
    ///
    /// Prints a JSON object a line, in the order given: domain, host (its form in
    /// ASCII), brand, rule (other-suffix, brand-as-label, homoglyph,
    /// edit-distance, brand-in-label) and distance; null where it looks like none
    /// or is the brand's own. Nothing is resolved, and nobody is asked.
    #[command(verbatim_doc_comment)]
    Lookalikes(LookAlikes),
    /// Look for what a text of ours may not say.
    ///
    /// Words of cause and accusation, likelihood and confidence in one sentence,
    /// numbers without evidence (where the markup asks for it), and with --db the
    /// names of accounts that may not be named. What is quoted is exempt from the
    /// rules about words: <q>, <blockquote>, <code>, data-quoted; in Markdown
    /// block quotes and code; in both what stands between “ and ”. Prints
    /// `file:line: rule: message`. Exit codes: 0 nothing found, 1 something found.
    #[command(verbatim_doc_comment)]
    Lint(Lint),
    /// Find where the level of a series changes, and print it as JSON.
    ///
    /// The series is a CSV file with columns time and value; an empty value or a
    /// missing bin is a gap, and is masked, never zero. Times are dates, RFC 3339,
    /// or a plain index. docs/surges.md tells the methods, their measured error
    /// rates, and every key of the output.
    Changepoints {
        /// The file.
        #[arg(long, value_name = "FILE.csv")]
        series: PathBuf,
        /// How change points are found.
        #[arg(long, value_enum, default_value = "quasi-poisson")]
        method: Method,
        /// How long a bin is; found from the times unless given. Hours are summed into days by `d`.
        #[arg(long, value_enum)]
        freq: Option<Frequency>,
    },
    /// Test whether a series rose in the days before an event, and print it as JSON.
    ///
    /// Fix the event and the number of days before you look at the series. The
    /// window is set against all windows of as many days before it, weekdays taken
    /// out, one-sided. Windows of 2 to 7 days are given beside it. It tells order in
    /// time, never cause. docs/surges.md has the method and its measured size.
    Placebo {
        /// The file: CSV with columns time and value, one row a day, or one an hour.
        #[arg(long, value_name = "FILE.csv")]
        series: PathBuf,
        /// The day of the event: a date, or RFC 3339, of which the date counts. The series may end before it.
        #[arg(long, value_name = "DATE")]
        event: String,
        /// How many days before the event are looked at (1 to 60); its own day is not among them.
        #[arg(long, value_name = "N")]
        days: usize,
        /// The window was found by searching the series: correct for every place that it could have had.
        #[arg(long)]
        searched: bool,
    },
    /// Draw a sample of the matched items for hand labels, as CSV.
    ///
    /// Label every row: `on_topic` with yes, no or unsure; stance with supports, opposes,
    /// neutral, mixed or unclear; language with a code. Then name the file in the narrative
    /// ([sample] file = "…"), and the report prints the query's precision.
    Sample {
        /// The narrative: the name of its file without .toml.
        narrative: String,
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// The folder with narratives/.
        #[arg(long, value_name = "DIR", default_value = "config")]
        config: PathBuf,
        /// How many items; all where fewer match.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        n: u32,
        /// Another seed draws another sample.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The file to write; one that is there is not overwritten.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Show accounts, ids and addresses of people too.
        #[arg(long)]
        identifiable: bool,
    },
    /// Write forests.csv and engagement.csv: which item passed on which, by platform ids.
    ///
    /// Without --narrative all items of the store. Ids of items by accounts that are neither
    /// offices nor outlets have pseudonyms unless --identifiable.
    Forests {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// Only the items of this narrative, and those that they pass on.
        #[arg(long, value_name = "NAME")]
        narrative: Option<String>,
        /// The folder with narratives/.
        #[arg(long, value_name = "DIR", default_value = "config")]
        config: PathBuf,
        /// The folder to write into; made if it is not there.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Leave near copies out, so that every tree is of declared reposts and of one text.
        #[arg(long)]
        exact: bool,
        /// Show ids and accounts of people too.
        #[arg(long)]
        identifiable: bool,
    },
    /// Write every matched item with the clauses of the query that it met, as CSV.
    Matches {
        /// The narrative: the name of its file without .toml.
        narrative: String,
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// The folder with narratives/.
        #[arg(long, value_name = "DIR", default_value = "config")]
        config: PathBuf,
        /// The folder to write matches.csv into; made if it is not there.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Show ids and accounts of people too.
        #[arg(long)]
        identifiable: bool,
    },
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
        Command::Report { narrative, db, config, out: folder, now, show_persons, window } => {
            let narrative = narrative::load(&config, &narrative)?;
            let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
            let options = Options { now: now.map(Micros::from_timestamp), show_persons, window, threads };
            report(&narrative, &db, &folder, options, out)?;
            Ok(Exit::Done)
        }
        Command::Coordination(arguments) => coordination::run(&arguments, out),
        Command::Lookalikes(asked) => lookalikes::run(&asked, out),
        Command::Lint(asked) => lint::run(&asked, out),
        Command::Changepoints { series, method, freq } => {
            super::series::changepoints(&series, method, freq, out)
        }
        Command::Placebo { series, event, days, searched } => {
            super::series::placebo(&series, &event, days, searched, out)
        }
        Command::Sample { narrative, db, config, n, seed, out: file, identifiable } => {
            let narrative = narrative::load(&config, &narrative)?;
            let wanted = tables::Sample { n: usize::try_from(n)?, seed, identifiable };
            tables::sample(&narrative, &db, &wanted, &file, out)?;
            Ok(Exit::Done)
        }
        Command::Forests { db, narrative, config, out: folder, exact, identifiable } => {
            let narrative = narrative.map(|name| narrative::load(&config, &name)).transpose()?;
            let wanted = tables::Wanted { exact, identifiable };
            tables::forests(narrative.as_ref(), &db, &folder, &wanted, out)?;
            Ok(Exit::Done)
        }
        Command::Matches { narrative, db, config, out: folder, identifiable } => {
            let narrative = narrative::load(&config, &narrative)?;
            tables::matches(&narrative, &db, &folder, identifiable, out)?;
            Ok(Exit::Done)
        }
        Command::Narratives { config } => list(&config, out),
    }
}

/// Ends the program: prints an error with its hint, and picks the exit code.
pub fn finish(result: anyhow::Result<Exit>) -> ExitCode {
    whence_store::program::finish(result, |error| {
        error.chain().find_map(|cause| {
            let output = cause.downcast_ref::<OutputError>().map(|e| (Exit::Failed, e.hint()));
            let together = cause.downcast_ref::<CoordinationError>().map(|e| (e.exit(), e.hint()));
            let series = cause.downcast_ref::<SeriesError>().map(|e| (Exit::Usage, e.hint()));
            let alike = cause.downcast_ref::<LookAlikesError>().map(|e| (Exit::Usage, e.hint()));
            let lint = cause.downcast_ref::<LintError>().map(|e| (Exit::Usage, e.hint()));
            output.or(together).or(series).or(alike).or(lint)
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
    let labels = match &narrative.asked.labels {
        Some(path) => Some(labels::load(path, &narrative.query.sha256)?),
        None => None,
    };
    let reader = Reader::open(db)?;
    let findings = with_labels(&reader, narrative, options, labels.as_ref())?;
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
