//! Shares in order of object and time: what every sweep walks along.

use std::ops::Range;

use super::log::{Columns, Names};

/// Shares sorted by object, time, account and content; objects and accounts are numbered in order of their names, contents
/// in that of the rows, so that the order of the log changes nothing. 20 bytes a share, and the names.
#[derive(Debug)]
pub(crate) struct Shares {
    pub(crate) objects: Names,
    pub(crate) accounts: Names,
    pub(crate) contents: Names,
    pub(crate) object: Vec<u32>,
    pub(crate) account: Vec<u32>,
    pub(crate) content: Vec<u32>,
    /// µs
    pub(crate) at: Vec<i64>,
    /// Rows of each account, in order; cut by `account_starts`.
    by_account: Vec<u32>,
    account_starts: Vec<u32>,
    account_count: u32,
    pub(crate) left_out: LeftOut,
}

/// What was not counted, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Rows that said the same as another.
    pub duplicates: u64,
    /// Rows of the post that the object itself is: publishing is not sharing.
    pub originals: u64,
    /// Rows of accounts below the minimum participation.
    pub of_rare_accounts: u64,
}

/// One row while it is sorted.
#[derive(Clone, Copy)]
struct Row {
    at: i64,
    account: u32,
    content: u32,
}

impl Shares {
    /// Sorts what was read; leaves out exact duplicates, originals, and accounts with fewer than `min_participation` shares.
    pub(crate) fn new(columns: Columns, min_participation: u32) -> Self {
        let Columns { objects, accounts, contents, object, account, content, at } = columns;
        let (sorted_objects, object_rank) = objects.sorted();
        let (sorted_accounts, account_rank) = accounts.sorted();
        let account_count = u32::try_from(accounts.len()).unwrap_or(u32::MAX);
        drop((objects, accounts));
        // A counting sort by object; then the rows of each object by themselves.
        let mut starts = vec![0_u32; sorted_objects.len() + 1];
        for &old in &object {
            starts[object_rank.of(old) as usize + 1] += 1;
        }
        add_up(&mut starts);
        let mut rows = vec![Row { at: 0, account: 0, content: 0 }; at.len()];
        let mut next = starts.clone();
        for (n, &old) in object.iter().enumerate() {
            let place = &mut next[object_rank.of(old) as usize];
            rows[*place as usize] =
                Row { at: at[n], account: account_rank.of(account[n]), content: content[n] };
            *place += 1;
        }
        drop((object, account, content, at, next));
        let mut shares = Self {
            objects: sorted_objects,
            accounts: sorted_accounts,
            contents,
            object: Vec::with_capacity(rows.len()),
            account: Vec::with_capacity(rows.len()),
            content: Vec::with_capacity(rows.len()),
            at: Vec::with_capacity(rows.len()),
            by_account: Vec::new(),
            account_starts: Vec::new(),
            account_count,
            left_out: LeftOut::default(),
        };
        for (object, bounds) in (0_u32..).zip(starts.windows(2)) {
            shares.add_object(object, &mut rows[bounds[0] as usize..bounds[1] as usize]);
        }
        drop(rows);
        shares.leave_out_rare(min_participation);
        shares.contents = shares.contents.in_order_of(&mut shares.content);
        shares.index();
        tracing::info!(shares = shares.len(), "sorted");
        shares
    }

    fn add_object(&mut self, object: u32, rows: &mut [Row]) {
        let contents = &self.contents;
        rows.sort_unstable_by(|a, b| {
            (a.at, a.account)
                .cmp(&(b.at, b.account))
                .then_with(|| contents.get(a.content).cmp(contents.get(b.content)))
        });
        let mut before: Option<Row> = None;
        for row in rows.iter() {
            if self.contents.get(row.content) == self.objects.get(object) {
                self.left_out.originals += 1;
            } else if before
                .is_some_and(|b| (b.at, b.account, b.content) == (row.at, row.account, row.content))
            {
                self.left_out.duplicates += 1;
            } else {
                self.object.push(object);
                self.account.push(row.account);
                self.content.push(row.content);
                self.at.push(row.at);
                before = Some(*row);
            }
        }
    }

    fn leave_out_rare(&mut self, min_participation: u32) {
        if min_participation < 2 {
            return;
        }
        let mut count = vec![0_u32; self.accounts.len()];
        for &account in &self.account {
            count[account as usize] += 1;
        }
        let mut kept = 0;
        for row in 0..self.at.len() {
            if count[self.account[row] as usize] >= min_participation {
                self.object[kept] = self.object[row];
                self.account[kept] = self.account[row];
                self.content[kept] = self.content[row];
                self.at[kept] = self.at[row];
                kept += 1;
            }
        }
        self.left_out.of_rare_accounts = (self.at.len() - kept) as u64;
        self.object.truncate(kept);
        self.account.truncate(kept);
        self.content.truncate(kept);
        self.at.truncate(kept);
    }

    /// Lists the rows of every account.
    fn index(&mut self) {
        let mut starts = vec![0_u32; self.account_count as usize + 1];
        for &account in &self.account {
            starts[account as usize + 1] += 1;
        }
        add_up(&mut starts);
        let mut next = starts.clone();
        self.by_account = vec![0; self.account.len()];
        for (row, &account) in (0_u32..).zip(&self.account) {
            let place = &mut next[account as usize];
            self.by_account[*place as usize] = row;
            *place += 1;
        }
        self.account_starts = starts;
    }

    /// The same shares at other times: `times` has one for each row. Rows are sorted anew; what was left out stays out. Names are
    /// not kept: a control names nobody.
    pub(crate) fn at_other_times(&self, times: &[i64]) -> Self {
        let mut rows: Vec<Row> = (0..self.len())
            .map(|row| Row { at: times[row], account: self.account[row], content: self.content[row] })
            .collect();
        for range in self.runs() {
            rows[range].sort_unstable_by_key(|row| (row.at, row.account, row.content));
        }
        let mut other = Self {
            objects: Names::default(),
            accounts: Names::default(),
            contents: Names::default(),
            object: self.object.clone(),
            account: rows.iter().map(|row| row.account).collect(),
            content: rows.iter().map(|row| row.content).collect(),
            at: rows.iter().map(|row| row.at).collect(),
            by_account: Vec::new(),
            account_starts: Vec::new(),
            account_count: self.account_count,
            left_out: self.left_out,
        };
        other.index();
        other
    }

    /// How many shares there are.
    pub(crate) fn len(&self) -> usize {
        self.at.len()
    }

    /// The rows of an account, in order.
    pub(crate) fn of(&self, account: u32) -> &[u32] {
        let account = account as usize;
        &self.by_account[self.account_starts[account] as usize..self.account_starts[account + 1] as usize]
    }

    /// The number of accounts, those without shares included.
    pub(crate) fn account_count(&self) -> u32 {
        self.account_count
    }

    /// The rows of each object, one after another.
    pub(crate) fn runs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let object = *self.object.get(start)?;
            let end = start + self.object[start..].partition_point(|&other| other == object);
            let run = start..end;
            start = end;
            Some(run)
        })
    }
}

/// Makes sums of all before.
fn add_up(counts: &mut [u32]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}
