//! The partners of one account, one after another.

use super::Window;
use crate::coordination::order::Shares;

/// Whom an account shares with; holds what is needed for one account at a time.
#[derive(Debug)]
pub(crate) struct Partners<'a> {
    shares: &'a Shares,
    window: &'a Window,
    /// Partner and row, see [`Partner::rows`]; at most as many as there are shares.
    found: Vec<u64>,
}

/// Two accounts that share at least one object within the window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Partner<'a> {
    pub(crate) shares: &'a Shares,
    pub(crate) window: &'a Window,
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Rows of `to` that have a row of `from` in their window, in order, in the lower half of the bits.
    found: &'a [u64],
}

impl<'a> Partners<'a> {
    pub(crate) fn new(shares: &'a Shares, window: &'a Window) -> Self {
        Self { shares, window, found: Vec::new() }
    }

    /// Calls `see` with each partner of a greater number, in order.
    ///
    /// # Errors
    /// What `see` gives.
    pub(crate) fn each<E>(
        &mut self,
        from: u32,
        mut see: impl FnMut(Partner<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (shares, window) = (self.shares, self.window);
        self.found.clear();
        // Windows of an account's shares overlap; a row is taken once.
        let mut taken = 0;
        for &own in shares.of(from) {
            let (first, end) = (window.first[own as usize], window.end[own as usize]);
            for row in first.max(taken)..end {
                let to = shares.account[row as usize];
                if to > from {
                    self.found.push(u64::from(to) << 32 | u64::from(row));
                }
            }
            taken = end.max(taken);
        }
        self.found.sort_unstable();
        for found in self.found.chunk_by(|a, b| a >> 32 == b >> 32) {
            #[allow(clippy::cast_possible_truncation, reason = "the upper half")]
            let to = (found[0] >> 32) as u32;
            see(Partner { shares, window, from, to, found })?;
        }
        Ok(())
    }
}

impl<'a> Partner<'a> {
    /// The rows of `to`, in order.
    #[allow(clippy::cast_possible_truncation, reason = "the lower half")]
    pub(crate) fn rows(&self) -> impl Iterator<Item = u32> + 'a {
        self.found.iter().map(|&found| found as u32)
    }

    /// Distinct objects.
    pub(crate) fn objects(&self) -> u32 {
        let (mut count, mut before) = (0, None);
        for row in self.rows() {
            let object = self.shares.object[row as usize];
            if before != Some(object) {
                count += 1;
                before = Some(object);
            }
        }
        count
    }

    /// For each row of `to` the rows of `from` within its window, as places in `shares.of(from)`: never none, in order.
    pub(crate) fn meetings(&self) -> impl Iterator<Item = (u32, std::ops::Range<usize>)> + 'a {
        let own = self.shares.of(self.from);
        let window = self.window;
        let (mut first, mut end) = (0, 0);
        self.rows().map(move |row| {
            let (low, high) = (window.first[row as usize], window.end[row as usize]);
            first += advance(&own[first..], low);
            end = end.max(first);
            end += advance(&own[end..], high);
            (row, first..end)
        })
    }
}

/// How many of some sorted rows are below a row; quick where it is few.
fn advance(rows: &[u32], below: u32) -> usize {
    let mut reach = 1;
    while reach <= rows.len() && rows[reach - 1] < below {
        reach *= 2;
    }
    let start = reach / 2;
    start + rows[start..rows.len().min(reach)].partition_point(|&row| row < below)
}
