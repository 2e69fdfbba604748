//! `edges.csv` and `pairs.csv`: every edge, and the posts that made it.

use super::{Folder, Output, float};
use crate::coordination::CoordinationError;
use crate::coordination::incremental::Counted;
use crate::coordination::judge::{Judged, PART, Part};
use crate::coordination::log::{write_number, write_seconds};
use crate::coordination::options::Options;
use crate::coordination::order::Shares;
use crate::coordination::parallel;
use crate::coordination::significance::sign_test;
use crate::coordination::sweep::{Edge, Partner, Partners, Room};

const EDGES: &str = "from,to,weight,objects,pairs,messages_from,messages_to,mean_delta,from_first,to_first,p_direction,expected,p,q,p_hypergeometric,q_hypergeometric\n";
const PAIRS: &str = "from,to,object_id,content_id_from,content_id_to,timestamp_from,timestamp_to\n";

/// How many bytes of rows wait for each other before they are handed on.
const ROOM: usize = 1 << 16;

/// The first line of `edges.csv`.
pub(crate) fn edge_header() -> &'static [u8] {
    EDGES.as_bytes()
}

/// The first line of `pairs.csv`.
pub(crate) fn pair_header() -> &'static [u8] {
    PAIRS.as_bytes()
}

/// What was written.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) edges: u64,
    pub(crate) pairs: u64,
    /// Edges that stand.
    pub(crate) standing: Vec<Edge>,
    /// All edges as they were counted, where the next run is to go on from here.
    pub(crate) counted: Vec<Counted>,
}

/// Writes both files in order of account and partner; memory does not grow with the number of edges.
///
/// # Errors
/// [`CoordinationError::Write`].
pub(crate) fn write_edges(
    folder: &mut Folder,
    shares: &Shares,
    judged: &Judged,
    options: &Options,
) -> Result<Written, CoordinationError> {
    let (mut edges, mut pairs) = (folder.begin("edges.csv")?, folder.begin("pairs.csv")?);
    edges.put(EDGES.as_bytes())?;
    pairs.put(PAIRS.as_bytes())?;
    let rows = Rows { shares, judged, options };
    let mut written = Written::default();
    // Accounts whose rows would not wait in memory are written as they are found, between the others.
    for parts in judged.parts.chunk_by(|a, b| a.work <= PART && b.work <= PART) {
        if parts[0].work > PART || options.threads < 2 {
            for part in parts {
                rows.write(part, &mut Direct { edges: &mut edges, pairs: &mut pairs }, &mut written)?;
            }
            continue;
        }
        let write = |part: &Part| {
            let (mut waiting, mut written) = (Waiting::default(), Written::default());
            rows.write(part, &mut waiting, &mut written).map(|()| (waiting, written))
        };
        parallel::each(parts, options.threads, write, |part| {
            let (waiting, part) = part?;
            edges.put(&waiting.edges)?;
            pairs.put(&waiting.pairs)?;
            written.edges += part.edges;
            written.pairs += part.pairs;
            written.standing.extend(part.standing);
            written.counted.extend(part.counted);
            Ok::<(), CoordinationError>(())
        })?;
    }
    edges.end()?;
    pairs.end()?;
    tracing::info!(edges = written.edges, pairs = written.pairs, "written");
    Ok(written)
}

/// Where rows go.
trait Sink {
    fn edge(&mut self, row: &[u8]) -> Result<(), CoordinationError>;
    fn pairs(&mut self, rows: &[u8]) -> Result<(), CoordinationError>;
}

/// Into the files.
struct Direct<'a> {
    edges: &'a mut Output,
    pairs: &'a mut Output,
}

impl Sink for Direct<'_> {
    fn edge(&mut self, row: &[u8]) -> Result<(), CoordinationError> {
        self.edges.put(row)
    }

    fn pairs(&mut self, rows: &[u8]) -> Result<(), CoordinationError> {
        self.pairs.put(rows)
    }
}

/// Into memory, until their turn comes.
#[derive(Default)]
struct Waiting {
    edges: Vec<u8>,
    pairs: Vec<u8>,
}

impl Sink for Waiting {
    fn edge(&mut self, row: &[u8]) -> Result<(), CoordinationError> {
        self.edges.extend_from_slice(row);
        Ok(())
    }

    fn pairs(&mut self, rows: &[u8]) -> Result<(), CoordinationError> {
        self.pairs.extend_from_slice(rows);
        Ok(())
    }
}

struct Rows<'a> {
    shares: &'a Shares,
    judged: &'a Judged,
    options: &'a Options,
}

impl Rows<'_> {
    fn write(
        &self,
        part: &Part,
        sink: &mut impl Sink,
        written: &mut Written,
    ) -> Result<(), CoordinationError> {
        let mut partners = Partners::new(self.shares, &self.judged.window);
        let (mut room, mut row) = (Room::default(), Vec::new());
        let mut pairs = PairBytes::new(self.shares);
        for account in part.accounts.clone() {
            partners.each(account, |partner| {
                let edge = self.judged.edge(&partner, &mut room);
                let mut bytes = 0;
                let is_written = edge.weight(self.options.weight) >= self.options.min_edge_weight;
                if is_written {
                    row.clear();
                    EdgeRows { shares: self.shares, options: self.options }.write(&edge, &mut row);
                    sink.edge(&row)?;
                    pairs.write(&partner, |rows| {
                        bytes += rows.len() as u64;
                        sink.pairs(rows)
                    })?;
                }
                if self.options.incremental {
                    written.counted.push(Counted { edge, bytes });
                }
                if !is_written {
                    return Ok::<(), CoordinationError>(());
                }
                written.edges += 1;
                written.pairs += edge.pairs;
                if edge.stands(self.options) {
                    written.standing.push(edge);
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Rows of `edges.csv`.
pub(crate) struct EdgeRows<'a> {
    pub(crate) shares: &'a Shares,
    pub(crate) options: &'a Options,
}

impl EdgeRows<'_> {
    /// Adds that of an edge.
    pub(crate) fn write(&self, edge: &Edge, row: &mut Vec<u8>) {
        self.shares.accounts.write(row, edge.from);
        row.push(b',');
        self.shares.accounts.write(row, edge.to);
        for number in [
            edge.weight(self.options.weight),
            u64::from(edge.objects),
            edge.pairs,
            u64::from(edge.messages[0]),
            u64::from(edge.messages[1]),
        ] {
            row.push(b',');
            write_number(row, number);
        }
        row.push(b',');
        write_seconds(row, edge.mean_delta());
        for number in edge.first {
            row.push(b',');
            write_number(row, u64::from(number));
        }
        let direction = sign_test(edge.first[0], edge.first[1]);
        for number in [direction, edge.lambda, edge.p, edge.q, edge.p_hypergeometric, edge.q_hypergeometric] {
            row.push(b',');
            float(row, number);
        }
        row.push(b'\n');
    }
}

/// Rows of `pairs.csv`.
pub(crate) struct PairBytes<'a> {
    shares: &'a Shares,
    /// How every row of two accounts begins.
    names: Vec<u8>,
    /// Rows that wait for each other: millions are written, and one by one each would be copied twice.
    rows: Vec<u8>,
}

impl<'a> PairBytes<'a> {
    pub(crate) fn new(shares: &'a Shares) -> Self {
        Self { shares, names: Vec::new(), rows: Vec::new() }
    }

    /// Gives the rows of two accounts to `put`, some at a time.
    ///
    /// # Errors
    /// What `put` gives.
    pub(crate) fn write(
        &mut self,
        partner: &Partner<'_>,
        mut put: impl FnMut(&[u8]) -> Result<(), CoordinationError>,
    ) -> Result<(), CoordinationError> {
        let Self { shares, names, rows } = self;
        let own = shares.of(partner.from);
        names.clear();
        shares.accounts.write(names, partner.from);
        names.push(b',');
        shares.accounts.write(names, partner.to);
        names.push(b',');
        rows.clear();
        for (theirs, met) in partner.meetings() {
            let theirs = theirs as usize;
            for &ours in &own[met] {
                let ours = ours as usize;
                rows.extend_from_slice(names);
                shares.objects.write(rows, shares.object[theirs]);
                rows.push(b',');
                shares.contents.write(rows, shares.content[ours]);
                rows.push(b',');
                shares.contents.write(rows, shares.content[theirs]);
                rows.push(b',');
                write_seconds(rows, shares.at[ours]);
                rows.push(b',');
                write_seconds(rows, shares.at[theirs]);
                rows.push(b'\n');
                if rows.len() > ROOM {
                    put(rows)?;
                    rows.clear();
                }
            }
        }
        put(rows)
    }
}
