//! `whence-analyze coordination`: its arguments, and what it prints.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use whence_store::program::Exit;
use whence_store::read::Reader;

use crate::coordination::{
    self, CntNetwork, CntOptions, CoorTweetOptions, Layer, Options, SiteSummary, Standing, Summary, Weight,
    WindowSummary,
};
use crate::{narrative, words};

/// What is asked for.
///
/// A share log is a CSV file with the columns `object_id`, `account_id`, `content_id` and `timestamp_share` in any order: an account shares
/// an object by a post at a time. docs/coordination.md tells the method and every column of the files.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The share log, CSV, packed by gzip or not.
    #[arg(long, value_name = "FILE", required_unless_present = "db", conflicts_with = "db")]
    shares: Option<PathBuf>,
    /// Instead of a log: the store's file.
    #[arg(long, value_name = "FILE", conflicts_with = "compat")]
    db: Option<PathBuf>,
    /// With --db: the narrative whose items are looked at; all items unless given.
    #[arg(long, value_name = "NAME", requires = "db")]
    narrative: Option<String>,
    /// With --narrative: the folder with narratives/.
    #[arg(long, value_name = "DIR", default_value = "config")]
    config: PathBuf,
    /// With --db: what is shared, by commas; a folder for each, and `fused` for all of them together.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "LAYER",
        default_value = "url,text,repost",
        requires = "db"
    )]
    layer: Vec<Layer>,
    /// How far apart two shares may be, in seconds, inclusive; several by commas, each with a folder of its own.
    #[arg(long, value_name = "SECONDS", value_delimiter = ',', default_value = "60", value_parser = seconds)]
    window: Vec<i64>,
    /// Leave out accounts with fewer shares in the whole log.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_participation: u32,
    /// What an edge's weight counts. The test is always on distinct objects.
    #[arg(long, value_enum, default_value_t = Weight::Objects)]
    weight: Weight,
    /// Write only edges of at least this weight.
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_edge_weight: u64,
    /// The false discovery rate at which an edge stands.
    #[arg(long, value_name = "RATE", default_value_t = 0.01, value_parser = rate)]
    fdr: f64,
    /// Threads; the result is the same for any number. All cores unless given.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// The seed of the control and of the communities.
    #[arg(long, value_name = "N", default_value_t = Options::default().seed)]
    seed: u64,
    /// Keep what was counted in the folder, and count only what changed since a run with the same options; the files are the same.
    #[arg(long, conflicts_with = "compat")]
    incremental: bool,
    /// Count exactly as another program does, its defects included: no test, no control.
    #[arg(long, value_enum)]
    compat: Option<Compat>,
    /// With --compat cnt: which network; the file has that program's columns.
    #[arg(long, value_enum, default_value_t = CntNetwork::CoRetweet, requires = "compat")]
    network: CntNetwork,
    /// With --compat: keep edges from an account to itself.
    #[arg(long, requires = "compat")]
    keep_loops: bool,
    /// With --compat coortweet: the quantile of weights that an edge must exceed for its threshold mark.
    #[arg(long, value_name = "Q", default_value_t = 0.5, value_parser = rate, requires = "compat")]
    quantile: f64,
    /// With --compat cnt --network `co_similar_tweet`: the least similarity.
    #[arg(long, value_name = "S", default_value_t = 0.8, value_parser = rate, requires = "compat")]
    similarity: f64,
    /// The folder to write into; made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Programs that can be reproduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Compat {
    /// `CooRTweet` 2.1.3.
    Coortweet,
    /// coordination-network-toolkit 1.5.2.
    Cnt,
}

/// Seconds, with or without a fraction, as µs.
pub(super) fn seconds(text: &str) -> Result<i64, String> {
    coordination::micros(text.as_bytes())
        .filter(|&micros| micros >= 0 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
        .ok_or_else(|| "write seconds, such as 60 or 0.5".to_owned())
}

/// A number between 0 and 1.
fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if (0.0..=1.0).contains(&rate) => Ok(rate),
        _ => Err("write a number between 0 and 1, such as 0.01".to_owned()),
    }
}

/// Runs it.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if let (Some(compat), Some(shares)) = (arguments.compat, &arguments.shares) {
        reproduce(arguments, shares, compat, out)?;
        return Ok(Exit::Done);
    }
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut windows = arguments.window.clone();
    windows.sort_unstable();
    windows.dedup();
    let options = Options {
        windows,
        min_participation: arguments.min_participation,
        weight: arguments.weight,
        min_edge_weight: arguments.min_edge_weight,
        fdr: arguments.fdr,
        threads: arguments.threads.unwrap_or_else(cores).max(1),
        seed: arguments.seed,
        incremental: arguments.incremental,
    };
    match (&arguments.shares, &arguments.db) {
        (Some(shares), _) => print(&coordination::run(shares, &options, &arguments.out)?, &options, out)?,
        (None, Some(db)) => from_store(arguments, db, &options, out)?,
        (None, None) => return Ok(Exit::Usage),
    }
    writeln!(out, "{HONESTY}")?;
    Ok(Exit::Done)
}

const HONESTY: &str = "Sharing together says nothing of who is behind an account, nor that anybody agreed: people who follow the same sources share together too.";

fn from_store(
    arguments: &Arguments,
    db: &Path,
    options: &Options,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let reader = Reader::open(db)?;
    let narrative =
        arguments.narrative.as_ref().map(|name| narrative::load(&arguments.config, name)).transpose()?;
    let mut layers = arguments.layer.clone();
    layers.sort_unstable();
    layers.dedup();
    let found = coordination::run_store(&reader, narrative.as_ref(), &layers, options, &arguments.out)?;
    for layer in &found.layers {
        writeln!(out, "{}:", layer.name)?;
        print(&layer.summary, options, out)?;
    }
    if let Some(sites) = &found.sites {
        print_sites(sites, out)?;
    }
    Ok(())
}

fn print_sites(found: &SiteSummary, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "site: a shared identifier, not ownership")?;
    writeln!(
        out,
        "- {} with stored pages; {} on two and more, {} of them on so many that they join none",
        words::count(found.sites, "site", "sites"),
        words::count(found.identifiers, "identifier", "identifiers"),
        words::number(found.common)
    )?;
    writeln!(
        out,
        "- {} of sites with one in common, in {}",
        words::count(found.edges, "pair", "pairs"),
        words::count(found.groups, "group", "groups")
    )?;
    writeln!(out, "- files: {}", found.folder.display())
}

fn reproduce(
    arguments: &Arguments,
    shares: &Path,
    compat: Compat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let window = arguments.window.first().copied().unwrap_or_default();
    if arguments.window.len() > 1 {
        writeln!(out, "only the first window is used with --compat")?;
    }
    match compat {
        Compat::Coortweet => {
            let options = CoorTweetOptions {
                window,
                min_participation: arguments.min_participation,
                keep_loops: arguments.keep_loops,
                quantile: arguments.quantile,
            };
            let (pairs, edges) = coordination::run_coortweet(shares, &options, &arguments.out)?;
            writeln!(
                out,
                "counted as CooRTweet 2.1.3 does, its defects included: {pairs} pairs, {edges} edges"
            )?;
        }
        Compat::Cnt => {
            let options = CntOptions {
                network: arguments.network,
                window,
                min_edge_weight: arguments.min_edge_weight,
                keep_loops: arguments.keep_loops,
                similarity: arguments.similarity,
            };
            let edges = coordination::run_cnt(shares, &options, &arguments.out)?;
            writeln!(
                out,
                "counted as coordination-network-toolkit 1.5.2 does, its defects included: {edges} edges"
            )?;
        }
    }
    Ok(())
}

/// Prints the control first, then what was observed.
fn print(summary: &Summary, options: &Options, out: &mut dyn Write) -> std::io::Result<()> {
    let left_out = &summary.left_out;
    writeln!(
        out,
        "{} of {}; left out: {} that said the same as another, {} of the original itself, {} of accounts below the minimum",
        words::count(number(summary.shares), "share", "shares"),
        words::count(number(summary.accounts), "account", "accounts"),
        words::number(number(left_out.duplicates)),
        words::number(number(left_out.originals)),
        words::number(number(left_out.of_rare_accounts)),
    )?;
    for window in &summary.windows {
        print_window(window, options, out)?;
    }
    Ok(())
}

fn print_window(window: &WindowSummary, options: &Options, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "window {} s, false discovery rate {}", window.length as f64 / 1e6, options.fdr)?;
    writeln!(
        out,
        "- control, the same shares at shuffled times (seed {}): {}",
        options.seed,
        standing(window.control)
    )?;
    if let Some(exchanged) = window.exchanged {
        writeln!(
            out,
            "- control, the times of each object exchanged among those who shared it: {}{}",
            standing(exchanged),
            words::warning(number(exchanged.edges), number(window.observed.edges))
        )?;
    }
    writeln!(
        out,
        "- observed: {} by {}; {} in {}",
        words::count(number(window.edges), "edge", "edges"),
        words::count(number(window.pairs), "pair of posts", "pairs of posts"),
        standing(window.observed),
        words::count(number(window.communities), "community", "communities"),
    )?;
    if let Some(counted) = window.counted_again {
        writeln!(
            out,
            "- {} of these counted, as the shares of the others are those of the run before",
            words::count(number(counted), "edge", "edges")
        )?;
    }
    writeln!(out, "- files: {}", window.folder.display())
}

fn standing(standing: Standing) -> String {
    words::standing(number(standing.edges), number(standing.accounts))
}

fn number(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
