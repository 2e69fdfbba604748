//! Who lives on the invented platform X: registered accounts, ordinary people and two decoys.
//! Everybody is invented; countries, offices and handles belong to nobody.

use super::dice::Dice;
use super::people;
use super::product::Language;
use super::registered::{self, Kind, Registered};

/// How an account stands to the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Listed for X; the index of its row in [`Cast::registry`].
    Listed(usize),
    /// An ordinary person: must be pseudonymised in every report.
    Private,
    /// An ordinary person whose handle is one letter away from a registered one.
    NearHandle,
    /// An ordinary person whose handle is registered, but for Facebook only.
    OtherPlatform,
}

/// One account on X.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) handle: String,
    pub(crate) display_name: String,
    pub(crate) language: Language,
    pub(crate) standing: Standing,
    /// Typical number of views of a post.
    pub(crate) reach: i64,
}

/// All accounts, and the registry as it is published.
#[derive(Debug)]
pub(crate) struct Cast {
    pub(crate) registry: Vec<Registered>,
    pub(crate) accounts: Vec<Account>,
}

const PRIVATE_ACCOUNTS: usize = 60;

impl Cast {
    pub(crate) fn draw(seed: u64) -> Self {
        let mut dice = Dice::new(seed, "cast");
        let registry = registered::draw(&mut dice);
        let mut accounts: Vec<Account> = registry
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.x_handle.is_empty())
            .map(|(index, row)| Account {
                // People type handles as they like; platforms do not care about case, and the registry's differs.
                handle: row.x_handle.to_lowercase(),
                display_name: row.name.clone(),
                language: row.language,
                standing: Standing::Listed(index),
                reach: row.followers / 8,
            })
            .collect();
        let near = near_handle(&registry, &mut dice);
        accounts.push(private(near, Standing::NearHandle, &mut dice));
        for row in registry.iter().filter(|row| row.x_handle.is_empty()) {
            accounts.push(private(row.facebook.to_lowercase(), Standing::OtherPlatform, &mut dice));
        }
        for handle in people::handles(PRIVATE_ACCOUNTS, &mut dice) {
            accounts.push(private(handle, Standing::Private, &mut dice));
        }
        people::name(&mut accounts, &mut dice);
        Self { registry, accounts }
    }

    /// The registry row of an account, if it is listed for X.
    pub(crate) fn row(&self, account: usize) -> Option<&Registered> {
        match self.accounts[account].standing {
            Standing::Listed(index) => self.registry.get(index),
            _ => None,
        }
    }

    /// Accounts that satisfy `wanted`, by index.
    pub(crate) fn which(&self, wanted: impl Fn(&Account) -> bool) -> Vec<usize> {
        (0..self.accounts.len()).filter(|index| wanted(&self.accounts[*index])).collect()
    }

    /// Accounts of registered actors that take part in the narrative when actors do.
    pub(crate) fn carriers(&self) -> Vec<usize> {
        (0..self.accounts.len()).filter(|index| self.row(*index).is_some_and(|row| row.takes_part)).collect()
    }

    /// Accounts that no registry lists for X.
    pub(crate) fn unlisted(&self) -> Vec<usize> {
        self.which(|account| !matches!(account.standing, Standing::Listed(_)))
    }
}

fn private(handle: String, standing: Standing, dice: &mut Dice) -> Account {
    let language = match dice.below(10) {
        0..=4 => Language::English,
        5..=7 => Language::Indonesian,
        _ => Language::Chinese,
    };
    Account { handle, display_name: String::new(), language, standing, reach: dice.between(20, 900) }
}

/// A participating office's handle with its last letter replaced: an attribution by likeness would fall for it.
fn near_handle(registry: &[Registered], dice: &mut Dice) -> String {
    let offices: Vec<&Registered> =
        registry.iter().filter(|row| row.kind == Kind::Office && row.takes_part).collect();
    let mut handle = dice.pick(&offices).x_handle.to_lowercase();
    let last = handle.pop();
    handle.push(if last == Some('c') { 'o' } else { 'c' });
    handle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn handles_are_distinct_valid_and_only_the_listed_ones_are_registered() {
        for seed in 0..50 {
            let cast = Cast::draw(seed);
            let handles: BTreeSet<_> = cast.accounts.iter().map(|a| a.handle.to_lowercase()).collect();
            assert_eq!(handles.len(), cast.accounts.len());
            assert!(
                handles
                    .iter()
                    .all(|h| h.len() <= 15 && h.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
            );
            let listed: BTreeSet<_> =
                cast.registry.iter().map(|r| r.x_handle.to_lowercase()).filter(|h| !h.is_empty()).collect();
            for account in &cast.accounts {
                let is_listed = matches!(account.standing, Standing::Listed(_));
                assert_eq!(listed.contains(&account.handle), is_listed, "{}", account.handle);
            }
            assert_eq!(cast.unlisted().len(), PRIVATE_ACCOUNTS + 2);
            assert!(cast.carriers().len() >= 5 && cast.carriers().len() < listed.len());
        }
    }

    #[test]
    fn names_are_distinct() {
        let cast = Cast::draw(4);
        let names: BTreeSet<_> = cast.accounts.iter().map(|a| &a.display_name).collect();
        assert_eq!(names.len(), cast.accounts.len());
    }
}
