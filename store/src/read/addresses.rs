//! Sites that items link or spell, and items by their address.

use rusqlite::OptionalExtension as _;

use super::Reader;
use crate::StoreError;
use crate::link::canonical;

impl Reader {
    /// The hosts that an item links, and those that its words spell, each once, in order.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn hosts_of(&self, item: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT url.host FROM link JOIN url ON url.id = link.url_id WHERE link.item_id = ?1
             UNION
             SELECT address FROM spelled WHERE item_id = ?1",
        )?;
        let rows = statement.query_map([item], |row| row.get::<_, String>(0))?;
        let mut hosts = Vec::new();
        for row in rows {
            let text = row?;
            hosts.push(match text.split_once("://") {
                Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or(rest).to_owned(),
                None => text,
            });
        }
        hosts.sort_unstable();
        hosts.dedup();
        Ok(hosts)
    }

    /// The newest capture that holds a page or an item by its address: the item's row, where it is one, and the capture.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn captured(&self, url: &str) -> Result<Option<(Option<i64>, i64)>, StoreError> {
        let form = canonical(url).map_or_else(|| url.to_owned(), |form| form.url);
        let item = self
            .connection()
            .prepare_cached("SELECT id, capture_id FROM item WHERE platform = 'web' AND native_id = ?1")?
            .query_row([&form], |row| Ok((Some(row.get(0)?), row.get(1)?)))
            .optional()?;
        if item.is_some() {
            return Ok(item);
        }
        let capture: Option<i64> = self
            .connection()
            .prepare_cached(
                "SELECT max(id) FROM capture WHERE url IN (?1, ?2) AND outcome = 'ok' AND kind = 'http'",
            )?
            .query_row([url, form.as_str()], |row| row.get(0))?;
        Ok(capture.map(|capture| (None, capture)))
    }
}
