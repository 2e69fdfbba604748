//! What was spent of a quota in its present window.

use rusqlite::{OptionalExtension as _, params};

use crate::time::Micros;
use crate::{Store, StoreError};

impl Store {
    /// When the window of a quota began, and how much of its unit was spent since.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn spent(&self, scope: &str, unit: &str) -> Result<Option<(Micros, u64)>, StoreError> {
        Ok(self
            .connection()
            .prepare_cached("SELECT window_at, spent FROM budget WHERE scope = ?1 AND unit = ?2")?
            .query_row(params![scope, unit], |row| {
                Ok((Micros(row.get(0)?), u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default()))
            })
            .optional()?)
    }

    /// Notes what was spent of a quota since its window began.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_spent(
        &mut self,
        scope: &str,
        unit: &str,
        window: Micros,
        spent: u64,
    ) -> Result<(), StoreError> {
        let spent = i64::try_from(spent).unwrap_or(i64::MAX);
        self.write(|connection| {
            connection
                .prepare_cached(
                    "INSERT INTO budget (scope, unit, window_at, spent) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (scope, unit) DO UPDATE SET window_at = excluded.window_at, spent = excluded.spent",
                )?
                .execute(params![scope, unit, window.0, spent])?;
            Ok(())
        })
    }
}
