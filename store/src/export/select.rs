//! Which items an export holds, and their order.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::ExportError;
use crate::ingest::{ItemKind, NewAccount};
use crate::text::terms;
use crate::time::Micros;

/// Which items to export; all of them by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Words that the text or title holds, as `terms('…')` reads them.
    pub terms: Option<String>,
    /// The platform.
    pub platform: Option<String>,
    /// The kind.
    pub kind: Option<ItemKind>,
    /// The handle of who published it, as people write it.
    pub account: Option<String>,
    /// Published at that time or later.
    pub from: Option<Micros>,
    /// Published before that time.
    pub to: Option<Micros>,
}

impl Selection {
    /// Gives the rows of the items in order of time, then of platform and id.
    pub(super) fn each(
        &self,
        connection: &Connection,
        give: &mut dyn FnMut(i64) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let (conditions, values) = self.conditions();
        // Ids alone are sorted: texts are read one by one.
        let mut statement = connection.prepare(&format!(
            "SELECT id FROM item WHERE {conditions} ORDER BY created_at, platform, native_id"
        ))?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            give(row.get(0)?)?;
        }
        Ok(())
    }

    fn conditions(&self) -> (String, Vec<Value>) {
        let mut conditions = vec!["TRUE".to_owned()];
        let mut values: Vec<Value> = Vec::new();
        let mut add = |condition: &str, value: Value| {
            values.push(value);
            conditions.push(condition.replace('?', &format!("?{}", values.len())));
        };
        if let Some(query) = &self.terms {
            add("id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH ?)", terms(query).into());
        }
        // Without the sign `+` a platform's index could be taken instead of the one by time, and everything sorted.
        if let Some(platform) = &self.platform {
            add("+platform = ?", platform.clone().into());
        }
        if let Some(kind) = self.kind {
            add("kind = ?", kind.as_str().to_owned().into());
        }
        if let Some(handle) = &self.account {
            add(
                "account_id IN (SELECT id FROM account WHERE handle = ?)",
                NewAccount::folded_handle(handle).into(),
            );
        }
        if let Some(from) = self.from {
            add("created_at >= ?", from.0.into());
        }
        if let Some(to) = self.to {
            add("created_at < ?", to.0.into());
        }
        (conditions.join(" AND "), values)
    }
}
