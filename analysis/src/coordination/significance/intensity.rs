//! The local-intensity null: how many objects two accounts would share by chance, given how much is shared around them.

use super::tail::{Factorials, poisson};
use crate::coordination::order::Shares;
use crate::coordination::sweep::Window;

/// What is known of every account before two of them are compared.
#[derive(Debug)]
pub(crate) struct Intensity {
    /// Shares of each account.
    pub(crate) shares: Vec<u32>,
    /// Shares of others inside the windows around each account's shares.
    pub(crate) around: Vec<u64>,
    /// Distinct objects of each account.
    pub(crate) objects: Vec<u32>,
    /// All shares.
    all: f64,
    /// Distinct objects.
    all_objects: u32,
    factorials: Factorials,
}

impl Intensity {
    /// Looks around every account's shares.
    pub(crate) fn new(shares: &Shares, window: &Window) -> Self {
        let accounts = shares.account_count();
        let mut own = Vec::with_capacity(accounts as usize);
        let mut around = Vec::with_capacity(accounts as usize);
        let mut objects = Vec::with_capacity(accounts as usize);
        for account in 0..accounts {
            let rows = shares.of(account);
            let (mut first, mut end) = (0, 0);
            let (mut others, mut distinct, mut before) = (0_u64, 0, None);
            for &row in rows {
                let (low, high) = (window.first[row as usize], window.end[row as usize]);
                while rows[first] < low {
                    first += 1;
                }
                while end < rows.len() && rows[end] < high {
                    end += 1;
                }
                others += u64::from(high - low) - (end - first) as u64;
                let object = shares.object[row as usize];
                if before != Some(object) {
                    distinct += 1;
                    before = Some(object);
                }
            }
            own.push(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            around.push(others);
            objects.push(distinct);
        }
        let all_objects = u32::try_from(shares.runs().count()).unwrap_or(u32::MAX);
        Self {
            shares: own,
            around,
            objects,
            all: shares.len() as f64,
            all_objects,
            factorials: Factorials::up_to(all_objects),
        }
    }

    /// Expected co-shares: `√(n_u · a_v/N · n_v · a_u/N)`, where `n` is what others share inside the windows around an account's
    /// shares, `a` its shares, `N` all shares. Each factor is the chance of one side; their geometric mean favours neither.
    pub(crate) fn expected(&self, from: u32, to: u32) -> f64 {
        let (u, v) = (from as usize, to as usize);
        let around = self.around[u] as f64 * self.around[v] as f64;
        let own = f64::from(self.shares[u]) * f64::from(self.shares[v]);
        (around * own).sqrt() / self.all
    }

    /// P(Poisson(λ) ≥ `objects`).
    pub(crate) fn p(lambda: f64, objects: u32) -> f64 {
        poisson(objects, lambda)
    }

    /// The second opinion, which knows of no time: how likely so many common objects are among all objects.
    pub(crate) fn p_hypergeometric(&self, from: u32, to: u32, objects: u32) -> f64 {
        let (a, b) = (self.objects[from as usize], self.objects[to as usize]);
        self.factorials.hypergeometric(objects, a, b, self.all_objects)
    }

    /// All pairs of accounts that have shares: `n(n−1)/2` tests, made or not.
    pub(crate) fn tests(&self) -> f64 {
        let accounts = self.accounts() as f64;
        accounts * (accounts - 1.0) / 2.0
    }

    /// Accounts with shares.
    pub(crate) fn accounts(&self) -> usize {
        self.shares.iter().filter(|&&shares| shares > 0).count()
    }
}
