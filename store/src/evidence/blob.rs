//! Bodies: content-addressed by the SHA-256 of their bytes, compressed with zstd where that helps.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use crate::StoreError;

/// Bodies are a few MiB; a size above this was tampered with, and must not be believed when memory is set aside.
const LARGEST: usize = 1 << 30;
/// Higher levels are not worth their time on pages and API answers.
const ZSTD_LEVEL: i32 = 3;

/// The SHA-256 of some bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn size(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

/// A body as it is stored.
struct Packed<'a> {
    codec: &'static str,
    bytes: Cow<'a, [u8]>,
}

impl<'a> Packed<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, StoreError> {
        let packed = zstd::bulk::compress(bytes, ZSTD_LEVEL).map_err(StoreError::Compress)?;
        Ok(if packed.len() < bytes.len() {
            Self { codec: "zstd", bytes: packed.into() }
        } else {
            Self { codec: "none", bytes: bytes.into() }
        })
    }
}

/// Puts another body in the place of a stored one, which keeps its hash as its address; gives the new body's hash. Needs an
/// open grant.
pub(crate) fn replace(connection: &Connection, id: i64, bytes: &[u8]) -> Result<[u8; 32], StoreError> {
    let packed = Packed::of(bytes)?;
    connection
        .prepare_cached(
            "UPDATE blob SET size = ?2, codec = ?3, bytes = ?4, packed_sha256 = ?5 WHERE id = ?1",
        )?
        .execute(params![id, size(bytes), packed.codec, packed.bytes.as_ref(), sha256(&packed.bytes)])?;
    Ok(sha256(bytes))
}

/// A body that was hashed and packed, which needs no store.
pub(crate) struct Ready<'a> {
    hash: [u8; 32],
    size: i64,
    packed: Packed<'a>,
    packed_hash: [u8; 32],
}

impl<'a> Ready<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, StoreError> {
        Self::with_hash(bytes, sha256(bytes))
    }

    fn with_hash(bytes: &'a [u8], hash: [u8; 32]) -> Result<Self, StoreError> {
        let packed = Packed::of(bytes)?;
        Ok(Self { hash, size: size(bytes), packed_hash: sha256(&packed.bytes), packed })
    }

    /// Stores it once; gives its row and hash, and whether it was new.
    pub(crate) fn put(self, connection: &Connection) -> Result<(i64, [u8; 32], bool), StoreError> {
        match find(connection, &self.hash)? {
            Some(id) => Ok((id, self.hash, false)),
            None => self.insert(connection),
        }
    }

    fn insert(self, connection: &Connection) -> Result<(i64, [u8; 32], bool), StoreError> {
        let Self { hash, size, packed, packed_hash } = self;
        let id = connection
            .prepare_cached(
                "INSERT INTO blob (sha256, size, codec, bytes, packed_sha256) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
            )?
            .query_row(params![hash, size, packed.codec, packed.bytes.as_ref(), packed_hash], |row| row.get(0))?;
        Ok((id, hash, true))
    }
}

fn find(connection: &Connection, hash: &[u8; 32]) -> Result<Option<i64>, StoreError> {
    let mut known = connection.prepare_cached("SELECT id FROM blob WHERE sha256 = ?1")?;
    Ok(known.query_row([hash.as_slice()], |row| row.get(0)).optional()?)
}

/// Stores a body once; gives its row and hash, and whether it was new. A body that is there already is not packed.
pub(crate) fn put(connection: &Connection, bytes: &[u8]) -> Result<(i64, [u8; 32], bool), StoreError> {
    let hash = sha256(bytes);
    match find(connection, &hash)? {
        Some(id) => Ok((id, hash, false)),
        None => Ready::with_hash(bytes, hash)?.insert(connection),
    }
}

/// A stored body, decompressed. Its declared size bounds the memory used.
pub(crate) fn unpack(id: i64, size: i64, codec: &str, stored: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let damaged = |what: &str| StoreError::Damaged { what: format!("blob {id}: {what}") };
    let size = usize::try_from(size).map_err(|_| damaged("its size is negative"))?;
    if size > LARGEST {
        return Err(damaged("its size is larger than any body that is stored"));
    }
    let bytes = match codec {
        "zstd" => zstd::bulk::decompress(&stored, size)
            .map_err(|_| damaged("its bytes do not decompress to its size"))?,
        "none" => stored,
        _ => return Err(damaged("its codec is unknown")),
    };
    if bytes.len() == size { Ok(bytes) } else { Err(damaged("its bytes do not have its size")) }
}
