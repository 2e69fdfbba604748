//! The items that meet one condition of a query, as sorted rows: what the analysis puts together with AND, OR, NOT.

use rusqlite::{ToSql, params_from_iter};

use super::Reader;
use crate::StoreError;
use crate::time::Micros;

/// One condition on items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// Title or text match an FTS5 expression (see [`crate::text::phrase_query`]).
    Text(&'a str),
    /// Its account has this handle (folded) or this id of the platform.
    Author(&'a str),
    /// It links an address under this domain, or is a page of it.
    Domain(&'a str),
    /// It is of this language, or of a form of it (`zh` finds `zh-hant`); `und` where none is known.
    Lang(&'a str),
    /// It is on this platform.
    Platform(&'a str),
    /// It is of this kind.
    Kind(&'a str),
    /// It was published then: `[from, to)`; of those whose day alone is known, by the midnights of `[first, end)`.
    Published {
        /// From this instant.
        from: Micros,
        /// Until this one, not included.
        to: Micros,
        /// From this midnight (UTC).
        first: Micros,
        /// Until this one, not included.
        end: Micros,
    },
    /// Anything.
    Any,
}

impl Wanted<'_> {
    /// The condition on `item`, and its values.
    fn condition(&self) -> (&'static str, Vec<Box<dyn ToSql>>) {
        let text = |text: &str| -> Box<dyn ToSql> { Box::new(text.to_owned()) };
        match self {
            Self::Text(fts) => {
                ("id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH ?3)", vec![text(fts)])
            }
            Self::Author(who) => (
                "account_id IN (SELECT id FROM account WHERE handle = ?3 OR native_id = ?3)",
                vec![text(who)],
            ),
            Self::Domain(domain) => (
                "(id IN (SELECT item_id FROM link JOIN url ON url.id = link.url_id WHERE url.host = ?3 OR url.host LIKE ?4 ESCAPE '\\')
                  OR platform = 'web' AND account_id IN (SELECT id FROM account WHERE handle = ?3 OR handle LIKE ?4 ESCAPE '\\'))",
                vec![text(domain), text(&format!("%.{}", escaped(domain)))],
            ),
            Self::Lang("und") => ("(lang IS NULL OR lang = 'und')", Vec::new()),
            Self::Lang(lang) => (
                "(lower(lang) = ?3 OR lower(lang) LIKE ?4 ESCAPE '\\')",
                vec![text(lang), text(&format!("{}-%", escaped(lang)))],
            ),
            Self::Platform(word) => ("platform = ?3", vec![text(word)]),
            Self::Kind(word) => ("kind = ?3", vec![text(word)]),
            Self::Published { from, to, first, end } => (
                "CASE created_precision WHEN 'day' THEN created_at >= ?5 AND created_at < ?6 ELSE created_at >= ?3 AND created_at < ?4 END",
                [from, to, first, end].map(|at| -> Box<dyn ToSql> { Box::new(at.0) }).into(),
            ),
            Self::Any => ("true", Vec::new()),
        }
    }
}

/// A text whose signs mean nothing to LIKE.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

impl Reader {
    /// The rows of the items that meet a condition and were published in `[from, to)`, sorted.
    ///
    /// # Errors
    /// [`StoreError`], also for an expression that FTS5 cannot read.
    pub fn matching(&self, wanted: &Wanted<'_>, from: Micros, to: Micros) -> Result<Vec<i64>, StoreError> {
        let (condition, more) = wanted.condition();
        let mut values: Vec<Box<dyn ToSql>> = vec![Box::new(from.0), Box::new(to.0)];
        values.extend(more);
        let sql = format!("SELECT id FROM item WHERE created_at >= ?1 AND created_at < ?2 AND {condition}");
        let mut statement = self.connection().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        let mut ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
        ids.sort_unstable();
        Ok(ids)
    }
}
