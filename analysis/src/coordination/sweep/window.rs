//! Two pointers along each object's shares.

use crate::coordination::order::Shares;

/// For each share the rows of its object that are at most the window's length away, itself included: `[first, end)`.
#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) first: Vec<u32>,
    pub(crate) end: Vec<u32>,
}

impl Window {
    /// Sweeps once; exact and inclusive, without bins. `length` in µs.
    #[allow(clippy::cast_possible_truncation, reason = "row numbers fit 32 bits, as reading makes sure")]
    pub(crate) fn sweep(shares: &Shares, length: i64) -> Self {
        let at = &shares.at;
        let mut window = Self { first: Vec::with_capacity(at.len()), end: Vec::with_capacity(at.len()) };
        for run in shares.runs() {
            let (mut first, mut end) = (run.start, run.start);
            for row in run.clone() {
                while at[row].saturating_sub(at[first]) > length {
                    first += 1;
                }
                while end < run.end && at[end].saturating_sub(at[row]) <= length {
                    end += 1;
                }
                window.first.push(first as u32);
                window.end.push(end as u32);
            }
        }
        window
    }
}
