//! What items carry that is no person: hosts and hashtags.

use std::collections::BTreeSet;

use super::Reader;
use crate::StoreError;

/// An object that an item carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedRow {
    /// The item's row.
    pub item_id: i64,
    /// Whether it is a hashtag; else a host that a link leads to.
    pub tag: bool,
    /// The hashtag without its sign, or the host.
    pub key: String,
}

impl Reader {
    /// The hosts and hashtags that some items carry, each once an item, by item.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn hosts_and_tags(&self, items: &BTreeSet<i64>) -> Result<Vec<CarriedRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT DISTINCT item_id, 0, host FROM link JOIN url ON url.id = link.url_id WHERE item_id = ?1
             UNION SELECT DISTINCT item_id, 1, tag FROM tag WHERE item_id = ?1 ORDER BY 2, 3",
        )?;
        let mut carried = Vec::new();
        for item in items {
            let rows = statement.query_map([item], |row| {
                Ok(CarriedRow { item_id: row.get(0)?, tag: row.get(1)?, key: row.get(2)? })
            })?;
            for row in rows {
                carried.push(row?);
            }
        }
        Ok(carried)
    }
}
