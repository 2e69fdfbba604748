//! The members of a zip archive: those that may hold records, where their bytes lie, and how much they may unpack to.
//!
//! It reads the archive's directory only; members are unpacked one at a time, as streams. Archives in archives stay closed.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zip::{CompressionMethod, ZipArchive};

/// An archive with more members than this is none of records.
const MOST_MEMBERS: usize = 100_000;
/// Texts pack to a twentieth, seldom to a hundredth: what unpacks to more than so many times its size is made to fill disks.
const LARGEST_RATIO: u64 = 300;
/// Below this, how well something packs says nothing.
const FREE: u64 = 64 << 20;
/// Endings of members that may hold records; pictures, programs and archives are passed over.
const ENDINGS: &[&str] = &["csv", "json", "jsonl", "ndjson", "txt", "gz", "zst"];

/// A member of an archive.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// Its path in the archive.
    pub(super) name: String,
    /// Where its bytes begin in the archive.
    pub(super) from: u64,
    /// How many they are, packed.
    pub(super) packed: u64,
    /// How many they are unpacked, as the archive's directory says.
    unpacked: u64,
    /// Whether they are packed at all.
    pub(super) is_deflated: bool,
}

/// Whether these are the first bytes of a zip archive, or of an empty one.
pub(super) fn is_zip(magic: &[u8]) -> bool {
    matches!(magic, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..])
}

/// The members that may hold records, in the archive's order.
pub(super) fn members(path: &Path, size: u64) -> Result<Vec<Member>, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let mut archive = ZipArchive::new(file).map_err(|e| format!("cannot be opened: {e}"))?;
    if archive.len() > MOST_MEMBERS {
        return Err(format!("has {} members; at most {MOST_MEMBERS} are read", archive.len()));
    }
    let mut members = Vec::new();
    let mut sum = 0_u64;
    for n in 0..archive.len() {
        let entry = archive.by_index_raw(n).map_err(|e| format!("member {n}: {e}"))?;
        let name = entry.name().map_err(|e| format!("member {n}: {e}"))?.replace('\\', "/");
        if entry.is_dir() || !may_hold_records(&name) {
            continue;
        }
        let is_deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::DEFLATE => true,
            other => return Err(format!("`{name}` is packed by {other}, which is not read")),
        };
        if entry.encrypted() {
            return Err(format!("`{name}` is encrypted"));
        }
        let from = entry.data_start().ok_or_else(|| format!("`{name}` has no place in the archive"))?;
        let member =
            Member { from, packed: entry.compressed_size(), unpacked: entry.size(), is_deflated, name };
        if member.from.checked_add(member.packed).is_none_or(|end| end > size) {
            return Err(format!("`{}` ends behind the end of the archive", member.name));
        }
        sum = sum.saturating_add(member.packed);
        member.check()?;
        members.push(member);
    }
    // Members that share their bytes are how a small archive unpacks to a very large one.
    if sum > size {
        return Err("its members overlap".to_owned());
    }
    if members.is_empty() {
        return Err(format!("has no member that ends in {}", ENDINGS.join(", ")));
    }
    Ok(members)
}

fn may_hold_records(name: &str) -> bool {
    let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    !is_hidden && ENDINGS.contains(&ending.as_str())
}

impl Member {
    fn most(&self) -> u64 {
        FREE.max(self.packed.saturating_mul(LARGEST_RATIO))
    }

    fn check(&self) -> Result<(), String> {
        if self.unpacked > self.most() {
            let Self { name, packed, unpacked, .. } = self;
            return Err(format!("`{name}` unpacks {packed} bytes to {unpacked}: this is no file of records"));
        }
        Ok(())
    }
}

/// A member's bytes: an error where they are more than the archive said, or fewer.
pub(super) struct Bounded {
    inner: Box<dyn Read>,
    left: u64,
}

impl Bounded {
    /// Bounds what is read of a member.
    pub(super) fn new(inner: Box<dyn Read>, member: &Member) -> Self {
        Self { inner, left: member.unpacked }
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)? as u64;
        if n > self.left {
            let why = "the member unpacks to more than the archive says";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
        }
        if n == 0 && self.left > 0 && !buffer.is_empty() {
            let why = "the member unpacks to less than the archive says";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
        }
        self.left -= n;
        usize::try_from(n).map_err(io::Error::other)
    }
}
