//! Sources as the store knows them: the configured ones, and one per import preset.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::ingest::ActorKind;
use crate::ingest::suppression::{Kind, Suppression};
use crate::time::Micros;
use crate::{Store, StoreError};

/// What counting a source's items means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Publications: their number is a volume as far as the source is complete.
    #[default]
    Items,
    /// Entries of a capped, edited list: their number is never a volume.
    Ranking,
    /// Numbers from a counts endpoint.
    Counts,
}

impl Measure {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Ranking => "ranking",
            Self::Counts => "counts",
        }
    }

    /// The reverse of [`Measure::as_str`].
    pub fn parse(word: &str) -> Self {
        match word {
            "ranking" => Self::Ranking,
            "counts" => Self::Counts,
            _ => Self::Items,
        }
    }
}

/// A source to be registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// Its name, unique in the store.
    pub name: String,
    /// The connector that serves it.
    pub connector: String,
    /// Its address.
    pub url: Option<String>,
    /// What its items count as.
    pub measure: Measure,
}

impl Store {
    /// Registers a source, or brings its address up to date; gives its row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_source(&mut self, source: &NewSource) -> Result<i64, StoreError> {
        self.write(|connection| {
            Ok(connection.query_row(
                "INSERT INTO source (name, connector, url, measure) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET connector = excluded.connector, url = excluded.url, measure = excluded.measure
                 RETURNING id",
                params![source.name, source.connector, source.url, source.measure.as_str()],
                |row| row.get(0),
            )?)
        })
    }

    /// Whether a source of this name or address was forgotten: it must not be registered again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_forgotten_source(&self, name: &str, url: &str) -> Result<bool, StoreError> {
        let Some(list) = Suppression::active(self.connection())? else { return Ok(false) };
        Ok(list.holds(Kind::Address, &["source", name])? || list.holds(Kind::Address, &["source", url])?)
    }

    /// Notes what the operator's configuration says of a site; nothing takes it back.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_publisher(&mut self, host: &str, publisher: Option<ActorKind>) -> Result<(), StoreError> {
        self.write(|connection| self::publisher(connection, host, publisher))
    }

    /// When a source was last polled and is due again.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn source_due(&self, id: i64) -> Result<(Option<Micros>, Option<Micros>), StoreError> {
        Ok(self.connection().query_row(
            "SELECT polled_at, due_at FROM source WHERE id = ?1",
            [id],
            |row| Ok((row.get::<_, Option<i64>>(0)?.map(Micros), row.get::<_, Option<i64>>(1)?.map(Micros))),
        )?)
    }

    /// The row of every source, by its name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn source_rows(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        let mut statement = self.connection().prepare("SELECT name, id FROM source WHERE forgotten = 0")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Notes what the operator's configuration says of a site.
pub(crate) fn publisher(
    connection: &Connection,
    host: &str,
    publisher: Option<ActorKind>,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE account SET publisher = ?2 WHERE platform = 'web' AND native_id = ?1 AND publisher IS NOT ?2",
        params![host, publisher.map(ActorKind::as_str)],
    )?;
    Ok(())
}
