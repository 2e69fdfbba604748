//! What was counted, kept beside the files until the next run.
//!
//! A file of this program and version alone: whatever cannot be read as it was written counts as nothing, and everything is counted.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::coordination::log::Names;
use crate::coordination::options::Options;
use crate::coordination::order::Shares;
use crate::coordination::sweep::Edge;

/// Its name in a folder of files.
pub(crate) const NAME: &str = "counted.state";
const MAGIC: &[u8; 8] = b"whence\x00\x01";
/// Bytes of a SHA-256.
const HASH: u64 = 32;

/// An edge as it was counted, without its probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Counted {
    pub(crate) edge: Edge,
    /// Bytes of its rows in `pairs.csv`; 0 where it was not written.
    pub(crate) bytes: u64,
}

/// What the last run counted.
#[derive(Debug)]
pub(super) struct State {
    pub(super) objects: Names,
    pub(super) accounts: Names,
    pub(super) contents: Names,
    pub(super) object: Vec<u32>,
    pub(super) account: Vec<u32>,
    pub(super) content: Vec<u32>,
    pub(super) at: Vec<i64>,
    /// In order of account, then partner.
    pub(super) edges: Vec<Counted>,
    /// SHA-256 of `pairs.csv`.
    pub(super) pairs: [u8; 32],
}

/// What must be the same for anything to be kept: the version, and the options that say what is counted or written.
fn fingerprint(options: &Options, length: i64) -> [u8; 32] {
    let words =
        format!("{} {length} {:?} {}", env!("CARGO_PKG_VERSION"), options.weight, options.min_edge_weight);
    Sha256::digest(words.as_bytes()).into()
}

/// Writes it into a folder whose other files are in place.
///
/// # Errors
/// What the system said.
pub(crate) fn write(
    folder: &Path,
    shares: &Shares,
    options: &Options,
    length: i64,
    edges: &[Counted],
) -> std::io::Result<()> {
    let part = folder.join(format!(".{NAME}.part"));
    let mut out = BufWriter::new(File::create(&part)?);
    out.write_all(MAGIC)?;
    out.write_all(&fingerprint(options, length))?;
    out.write_all(&sha256(&folder.join("pairs.csv"))?)?;
    for names in [&shares.objects, &shares.accounts, &shares.contents] {
        out.write_all(&(names.len() as u64).to_le_bytes())?;
        for number in 0..u32::try_from(names.len()).unwrap_or(u32::MAX) {
            let name = names.get(number);
            out.write_all(&(name.len() as u64).to_le_bytes())?;
            out.write_all(name)?;
        }
    }
    out.write_all(&(shares.len() as u64).to_le_bytes())?;
    for column in [&shares.object, &shares.account, &shares.content] {
        column.iter().try_for_each(|number| out.write_all(&number.to_le_bytes()))?;
    }
    shares.at.iter().try_for_each(|at| out.write_all(&at.to_le_bytes()))?;
    out.write_all(&(edges.len() as u64).to_le_bytes())?;
    for Counted { edge, bytes } in edges {
        for number in [
            edge.from,
            edge.to,
            edge.objects,
            edge.messages[0],
            edge.messages[1],
            edge.first[0],
            edge.first[1],
        ] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(&edge.pairs.to_le_bytes())?;
        out.write_all(&edge.distance.to_le_bytes())?;
        out.write_all(&bytes.to_le_bytes())?;
    }
    out.flush()?;
    let hash = hash(&mut File::open(&part)?)?;
    out.write_all(&hash)?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    std::fs::rename(&part, folder.join(NAME))
}

/// Reads it; nothing where it is not there, is of other options, or cannot be read.
pub(super) fn read(folder: &Path, options: &Options, length: i64) -> Option<State> {
    let mut file = File::open(folder.join(NAME)).ok()?;
    // The last bytes are the hash of all before them.
    let most = file.metadata().ok()?.len().checked_sub(HASH)?;
    let wanted = hash(&mut (&file).take(most)).ok()?;
    let mut found = [0; 32];
    file.read_exact(&mut found).ok()?;
    file.rewind().ok()?;
    if found != wanted {
        return None;
    }
    let mut input = Input { reader: BufReader::with_capacity(1 << 18, file), most };
    if input.array::<8>()? != *MAGIC || input.array::<32>()? != fingerprint(options, length) {
        return None;
    }
    let pairs = input.array()?;
    let [objects, accounts, contents] = [input.names()?, input.names()?, input.names()?];
    let count = input.length()?;
    let [object, account, content] = [input.numbers(count)?, input.numbers(count)?, input.numbers(count)?];
    let at = (0..count).map(|_| input.array().map(i64::from_le_bytes)).collect::<Option<Vec<i64>>>()?;
    let edges = input.length()?;
    let edges = (0..edges).map(|_| input.edge()).collect::<Option<Vec<Counted>>>()?;
    let is_whole = within(&object, &objects)
        && within(&account, &accounts)
        && within(&content, &contents)
        && edges.iter().all(|counted| (counted.edge.to as usize) < accounts.len());
    is_whole.then_some(State { objects, accounts, contents, object, account, content, at, edges, pairs })
}

fn within(numbers: &[u32], names: &Names) -> bool {
    numbers.iter().all(|&number| (number as usize) < names.len())
}

struct Input {
    reader: BufReader<File>,
    most: u64,
}

impl Input {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        self.reader.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn length(&mut self) -> Option<usize> {
        let length = u64::from_le_bytes(self.array()?);
        (length <= self.most).then(|| usize::try_from(length).ok()).flatten()
    }

    fn names(&mut self) -> Option<Names> {
        let mut names = Names::default();
        let mut name = Vec::new();
        for number in 0..self.length()? {
            name.resize(self.length()?, 0);
            self.reader.read_exact(&mut name).ok()?;
            if names.intern(&name) as usize != number {
                return None;
            }
        }
        names.finish();
        Some(names)
    }

    fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn numbers(&mut self, count: usize) -> Option<Vec<u32>> {
        (0..count).map(|_| self.number()).collect()
    }

    fn edge(&mut self) -> Option<Counted> {
        let mut edge = Edge::none(self.number()?, self.number()?);
        edge.objects = self.number()?;
        edge.messages = [self.number()?, self.number()?];
        edge.first = [self.number()?, self.number()?];
        edge.pairs = u64::from_le_bytes(self.array()?);
        edge.distance = u128::from_le_bytes(self.array()?);
        Some(Counted { edge, bytes: u64::from_le_bytes(self.array()?) })
    }
}

fn sha256(path: &Path) -> std::io::Result<[u8; 32]> {
    hash(&mut File::open(path)?)
}

fn hash(input: &mut impl Read) -> std::io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut room = vec![0; 1 << 18];
    loop {
        let read = input.read(&mut room)?;
        if read == 0 {
            return Ok(hash.finalize().into());
        }
        hash.update(&room[..read]);
    }
}

/// The file of pairs, where it is the one that was written with the state.
pub(super) fn pairs_file(folder: &Path, state: &State) -> Option<BufReader<File>> {
    let path = folder.join("pairs.csv");
    (sha256(&path).ok()? == state.pairs).then(|| File::open(&path).ok().map(BufReader::new)).flatten()
}
