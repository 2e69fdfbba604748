//! A run after another: pairs whose windows are as they were keep their counts and their rows, the others are counted.
//!
//! Probabilities are made anew for all, as each depends on how many shares there are. Memory grows with the edges here: the price of
//! not sweeping them.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use super::state::{self, Counted, State};
use super::touched::{mapping, touched};
use crate::coordination::CoordinationError;
use crate::coordination::files::{EdgeRows, Folder, PairBytes, Written, edge_header, pair_header};
use crate::coordination::judge::Judged;
use crate::coordination::options::Options;
use crate::coordination::order::Shares;
use crate::coordination::sweep::{Edge, Partners, Room, Window};

/// The counts of a log, most of them kept from the run before.
#[derive(Debug)]
pub(crate) struct Again {
    /// In order of account, then partner.
    edges: Vec<Counted>,
    /// For each edge its rows of `pairs.csv`: new ones, or where the old ones are.
    rows: Vec<PairRows>,
    old: BufReader<File>,
    /// Edges that were counted.
    pub(crate) counted: u64,
}

#[derive(Debug)]
enum PairRows {
    /// Bytes of the old file to pass over, then to take.
    Old {
        skip: u64,
    },
    New(Vec<u8>),
}

impl Again {
    /// Finds what changed since the run whose files are in a folder; nothing where there was none with the same options.
    ///
    /// # Errors
    /// [`CoordinationError::Write`].
    pub(crate) fn new(
        folder: &Path,
        shares: &Shares,
        window: &Window,
        length: i64,
        options: &Options,
    ) -> Result<Option<Self>, CoordinationError> {
        let Some(state) = state::read(folder, options, length) else { return Ok(None) };
        let Some(old) = state::pairs_file(folder, &state) else { return Ok(None) };
        let accounts = mapping(&state.accounts, &shares.accounts);
        let touched = touched(&state, shares, window, length, &accounts);
        let new = count(shares, window, &touched, options)?;
        tracing::info!(pairs = touched.len(), kept = state.edges.len(), "counted again");
        let counted = new.len() as u64;
        let (edges, rows) = merge(&state, &accounts, &touched, new);
        Ok(Some(Self { edges, rows, old, counted }))
    }

    /// The edges with their counts.
    pub(crate) fn counts(&self) -> impl Iterator<Item = &Edge> {
        self.edges.iter().map(|counted| &counted.edge)
    }

    /// Writes `edges.csv` and `pairs.csv`.
    ///
    /// # Errors
    /// [`CoordinationError::Write`]; [`CoordinationError::Read`] where the old file ends early.
    pub(crate) fn write(
        mut self,
        folder: &mut Folder,
        shares: &Shares,
        judged: &Judged,
        options: &Options,
    ) -> Result<Written, CoordinationError> {
        let (mut edges, mut pairs) = (folder.begin("edges.csv")?, folder.begin("pairs.csv")?);
        edges.put(edge_header())?;
        pairs.put(pair_header())?;
        let failed = |source| CoordinationError::Read { path: folder.file("pairs.csv"), source };
        let mut skipped = pair_header().len() as u64;
        let (mut written, mut row, mut room) = (Written::default(), Vec::new(), vec![0; 1 << 16]);
        for (counted, rows) in self.edges.iter().zip(&self.rows) {
            if let PairRows::Old { skip } = rows {
                skipped += skip;
            }
            let edge = judged.judge(counted.edge);
            if edge.weight(options.weight) < options.min_edge_weight {
                continue;
            }
            row.clear();
            EdgeRows { shares, options }.write(&edge, &mut row);
            edges.put(&row)?;
            match rows {
                PairRows::New(rows) => pairs.put(rows)?,
                PairRows::Old { .. } => {
                    let offset = i64::try_from(std::mem::take(&mut skipped)).unwrap_or(i64::MAX);
                    self.old.seek_relative(offset).map_err(failed)?;
                    let mut left = counted.bytes;
                    while left > 0 {
                        let take = usize::try_from(left).unwrap_or(usize::MAX).min(room.len());
                        self.old.read_exact(&mut room[..take]).map_err(failed)?;
                        pairs.put(&room[..take])?;
                        left -= take as u64;
                    }
                }
            }
            written.edges += 1;
            written.pairs += edge.pairs;
            if edge.stands(options) {
                written.standing.push(edge);
            }
        }
        edges.end()?;
        pairs.end()?;
        written.counted = self.edges;
        Ok(written)
    }
}

/// Counts the pairs that were touched; those that no longer meet are not there.
fn count(
    shares: &Shares,
    window: &Window,
    touched: &[(u32, u32)],
    options: &Options,
) -> Result<Vec<(Counted, Vec<u8>)>, CoordinationError> {
    let mut partners = Partners::new(shares, window);
    let (mut room, mut pairs, mut found) = (Room::default(), PairBytes::new(shares), Vec::new());
    for own in touched.chunk_by(|a, b| a.0 == b.0) {
        partners.each(own[0].0, |partner| {
            if own.binary_search_by_key(&partner.to, |pair| pair.1).is_err() {
                return Ok::<(), CoordinationError>(());
            }
            let edge = Edge::count(&partner, &mut room);
            let mut rows = Vec::new();
            if edge.weight(options.weight) >= options.min_edge_weight {
                pairs.write(&partner, |row| {
                    rows.extend_from_slice(row);
                    Ok(())
                })?;
            }
            found.push((Counted { edge, bytes: rows.len() as u64 }, rows));
            Ok(())
        })?;
    }
    Ok(found)
}

/// Puts the edges that stay and those that were counted in one order.
fn merge(
    state: &State,
    accounts: &[Option<u32>],
    touched: &[(u32, u32)],
    new: Vec<(Counted, Vec<u8>)>,
) -> (Vec<Counted>, Vec<PairRows>) {
    let (mut edges, mut rows) = (Vec::new(), Vec::new());
    let mut new = new.into_iter().peekable();
    let mut skip = 0;
    for old in &state.edges {
        let ends = [old.edge.from, old.edge.to].map(|account| accounts[account as usize]);
        let [Some(from), Some(to)] = ends else {
            skip += old.bytes;
            continue;
        };
        if touched.binary_search(&(from, to)).is_ok() {
            skip += old.bytes;
            continue;
        }
        while let Some((counted, bytes)) =
            new.next_if(|(counted, _)| (counted.edge.from, counted.edge.to) < (from, to))
        {
            edges.push(counted);
            rows.push(PairRows::New(bytes));
        }
        edges.push(Counted { edge: Edge { from, to, ..old.edge }, bytes: old.bytes });
        rows.push(PairRows::Old { skip });
        skip = 0;
    }
    for (counted, bytes) in new {
        edges.push(counted);
        rows.push(PairRows::New(bytes));
    }
    (edges, rows)
}
