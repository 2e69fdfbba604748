//! The stand-alone road: a share log in, a folder of files out for each window.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::control::{exchange, shuffle};
use super::error::CoordinationError;
use super::files::{
    About, Folder, write_accounts, write_communities, write_edges, write_gexf, write_graphml,
};
use super::incremental::{Again, write_state};
use super::judge::Judged;
use super::log;
use super::network::Network;
use super::options::Options;
use super::order::{LeftOut, Shares};
use super::sweep::{Edge, Window};

/// What a run found, in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Shares that were counted.
    pub shares: u64,
    /// Accounts with shares.
    pub accounts: u64,
    /// What was not counted.
    pub left_out: LeftOut,
    /// One for each window.
    pub windows: Vec<WindowSummary>,
}

/// What one window showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowSummary {
    /// Its length, µs.
    pub length: i64,
    /// Where its files are.
    pub folder: PathBuf,
    /// The control with shuffled times.
    pub control: Standing,
    /// The control with the times of each object exchanged among those who shared it; not looked at where nothing stands.
    pub exchanged: Option<Standing>,
    /// Edges that were written.
    pub edges: u64,
    /// Pairs of posts that were written.
    pub pairs: u64,
    /// What stands.
    pub observed: Standing,
    /// Communities of what stands.
    pub communities: u64,
    /// Edges that were counted, where the run went on from another; the others were kept.
    pub counted_again: Option<u64>,
}

/// What stands at the false discovery rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Edges.
    pub edges: u64,
    /// Accounts with such an edge.
    pub accounts: u64,
}

impl Standing {
    pub(crate) fn of(edges: &[Edge]) -> Self {
        let accounts: BTreeSet<u32> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
        Self { edges: edges.len() as u64, accounts: accounts.len() as u64 }
    }
}

/// Reads a share log, and writes `edges.csv`, `pairs.csv`, `accounts.csv`, `communities.csv`, `network.gexf` and `network.graphml` into
/// a folder; with several windows each has a folder of its own below it, named by its seconds.
///
/// # Errors
/// [`CoordinationError`].
pub fn run(log: &Path, options: &Options, out: &Path) -> Result<Summary, CoordinationError> {
    let shares = Shares::new(log::read(log)?, options.min_participation);
    run_shares(&shares, options, out, &About::default())
}

/// The same from shares that are there.
///
/// # Errors
/// [`CoordinationError`].
pub(crate) fn run_shares(
    shares: &Shares,
    options: &Options,
    out: &Path,
    about: &About,
) -> Result<Summary, CoordinationError> {
    let controls = controls(shares, options);
    let mut summary =
        Summary { shares: shares.len() as u64, accounts: 0, left_out: shares.left_out, windows: Vec::new() };
    for (&length, control) in options.windows.iter().zip(controls) {
        let folder = if options.windows.len() == 1 { out.to_path_buf() } else { out.join(name(length)) };
        let mut files = Folder::make(&folder)?;
        let window = Window::sweep(shares, length);
        let again =
            if options.incremental { Again::new(&folder, shares, &window, length, options)? } else { None };
        let counted_again = again.as_ref().map(|again| again.counted);
        let (judged, written) = if let Some(again) = again {
            let judged = Judged::of(shares, window, again.counts());
            let written = again.write(&mut files, shares, &judged, options)?;
            (judged, written)
        } else {
            let judged = Judged::with(shares, window, options.threads);
            let written = write_edges(&mut files, shares, &judged, options)?;
            (judged, written)
        };
        summary.accounts = judged.intensity.accounts() as u64;
        let observed = Standing::of(&written.standing);
        let exchanged = (observed.edges > 0).then(|| exchanged(shares, length, options));
        let network = Network::new(shares, &judged.window, written.standing, options)?;
        write_accounts(&mut files, shares, &judged, &network)?;
        write_communities(&mut files, shares, &network, about, options.seed)?;
        write_gexf(&mut files, shares, &network, options)?;
        write_graphml(&mut files, shares, &network, options)?;
        files.finish()?;
        if options.incremental {
            write_state(&folder, shares, options, length, &written.counted)
                .map_err(|source| CoordinationError::Write { path: folder.clone(), source })?;
        }
        summary.windows.push(WindowSummary {
            length,
            folder,
            control,
            exchanged,
            edges: written.edges,
            pairs: written.pairs,
            observed,
            communities: network.communities.len() as u64,
            counted_again,
        });
    }
    Ok(summary)
}

impl Summary {
    /// Of a graph whose edges and pairs are those of its layers: only what stands is counted.
    pub(crate) fn fused(
        shares: &Shares,
        accounts: usize,
        length: i64,
        folder: PathBuf,
        [control, exchanged, observed]: [Standing; 3],
        communities: usize,
    ) -> Self {
        let window = WindowSummary {
            length,
            folder,
            control,
            exchanged: (observed.edges > 0).then_some(exchanged),
            edges: observed.edges,
            pairs: 0,
            observed,
            communities: communities as u64,
            counted_again: None,
        };
        Self {
            shares: shares.len() as u64,
            accounts: accounts as u64,
            left_out: shares.left_out,
            windows: vec![window],
        }
    }
}

/// The control of every window; all are made from one shuffle.
fn controls(shares: &Shares, options: &Options) -> Vec<Standing> {
    let shuffled = shuffle(shares, options.seed);
    let one = |&length: &i64| {
        let judged = Judged::new(&shuffled, length, options.threads);
        Standing::of(&judged.standing(&shuffled, options))
    };
    options.windows.iter().map(one).collect()
}

/// The second control of a window.
fn exchanged(shares: &Shares, length: i64, options: &Options) -> Standing {
    let exchanged = exchange(shares, options.seed);
    let judged = Judged::new(&exchanged, length, options.threads);
    Standing::of(&judged.standing(&exchanged, options))
}

/// `60`, `0.5`.
fn name(length: i64) -> String {
    let mut name = Vec::new();
    log::write_seconds(&mut name, length);
    String::from_utf8_lossy(&name).into_owned()
}
