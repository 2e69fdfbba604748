//! What is remembered of a host: when it may be asked again, and its robots.txt.

use rusqlite::{OptionalExtension as _, params};

use crate::time::Micros;
use crate::{Store, StoreError};

/// A host's robots.txt as last fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRobots {
    /// The host with its port, and the scheme: robots.txt holds for an origin.
    pub origin: String,
    /// When it was fetched.
    pub fetched_at: Micros,
    /// `ok`, `none` (4xx: everything allowed) or `unreachable` (5xx, time-out: everything refused).
    pub status: String,
    /// Its bytes, up to the parser's limit.
    pub body: Vec<u8>,
}

/// What is remembered of a host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostState {
    /// When it may be asked again.
    pub next_allowed_at: Micros,
    /// Its robots.txt.
    pub robots: Option<HostRobots>,
}

impl Store {
    /// What is remembered of an origin (`https://example.org`).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn host(&self, origin: &str) -> Result<HostState, StoreError> {
        let row = |row: &rusqlite::Row<'_>| {
            let fetched_at: Option<i64> = row.get(1)?;
            let robots = match fetched_at {
                Some(at) => Some(HostRobots {
                    origin: origin.to_owned(),
                    fetched_at: Micros(at),
                    status: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                    body: row.get::<_, Option<Vec<u8>>>(3)?.unwrap_or_default(),
                }),
                None => None,
            };
            Ok(HostState { next_allowed_at: Micros(row.get(0)?), robots })
        };
        Ok(self
            .connection()
            .prepare_cached("SELECT next_allowed_at, robots_fetched_at, robots_status, robots_body FROM host WHERE host = ?1")?
            .query_row(params![origin], row)
            .optional()?
            .unwrap_or_default())
    }

    /// Notes that a host must not be asked before a time; an earlier time than the one known changes nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_next_allowed(&mut self, origin: &str, at: Micros) -> Result<(), StoreError> {
        self.write(|connection| next_allowed(connection, origin, at))
    }
}

pub(super) fn next_allowed(
    connection: &rusqlite::Connection,
    origin: &str,
    at: Micros,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO host (host, next_allowed_at) VALUES (?1, ?2)
             ON CONFLICT (host) DO UPDATE SET next_allowed_at = max(next_allowed_at, excluded.next_allowed_at)",
        )?
        .execute(params![origin, at.0])?;
    Ok(())
}

pub(super) fn robots(connection: &rusqlite::Connection, robots: &HostRobots) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO host (host, robots_fetched_at, robots_status, robots_body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (host) DO UPDATE SET robots_fetched_at = excluded.robots_fetched_at,
               robots_status = excluded.robots_status, robots_body = excluded.robots_body",
        )?
        .execute(params![robots.origin, robots.fetched_at.0, robots.status, robots.body])?;
    Ok(())
}
