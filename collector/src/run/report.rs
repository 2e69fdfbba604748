//! What may be asked of a run, and what it did.

use std::fmt;
use std::time::Duration;

/// What a user may ask of a run.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// Only these sources.
    pub only: Vec<String>,
    /// The longest that the run may take.
    pub max_time: Option<Duration>,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct RunReport {
    /// Tasks answered and stored.
    pub done: usize,
    /// Requests made, to robots.txt and on the way of redirects too.
    pub requests: usize,
    /// Of the tasks answered, unchanged since the last time.
    pub unchanged: usize,
    /// Items that were not there before.
    pub new_items: usize,
    /// Items whose text has changed.
    pub changed_items: usize,
    /// Entries of answers that could not be read.
    pub unmapped: usize,
    /// Entries that were not kept, as their authors ask not to be listed or indexed.
    pub left_out: usize,
    /// Requests refused by robots.txt or for their address.
    pub refused: usize,
    /// Tasks to be tried again later.
    pub later: usize,
    /// Tasks given up.
    pub failed: usize,
    /// Whether the run ended before its work, for want of time or because it was told to.
    pub cut_short: bool,
}

impl RunReport {
    /// Whether something is left for the next run.
    pub fn is_incomplete(&self) -> bool {
        self.cut_short || self.later > 0
    }
}

impl fmt::Display for RunReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { done, unchanged, new_items, changed_items, refused, later, failed, .. } = self;
        write!(
            f,
            "{done} answered ({unchanged} unchanged), {new_items} new items, {changed_items} changed, {refused} refused, "
        )?;
        write!(f, "{later} for later, {failed} given up")?;
        if self.unmapped > 0 {
            write!(f, ", {} entries could not be read", self.unmapped)?;
        }
        if self.left_out > 0 {
            write!(f, ", {} posts left out as their authors ask", self.left_out)?;
        }
        if self.cut_short { f.write_str("; the time was up") } else { Ok(()) }
    }
}
