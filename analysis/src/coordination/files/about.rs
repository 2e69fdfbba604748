//! What is known of accounts beside their shares.

use std::collections::BTreeMap;

use crate::coordination::network::{Network, NotObserved, Opened, opened};
use crate::coordination::order::Shares;

/// Known of accounts, by their names in the files; nothing of a log, which names none.
#[derive(Debug, Default)]
pub(crate) struct About {
    /// Accepted actors: who is among the members, not what they are.
    pub(crate) actors: BTreeMap<String, Vec<String>>,
    /// When accounts were opened, µs.
    pub(crate) opened: BTreeMap<String, i64>,
}

impl About {
    /// The accepted actors among a community's members, with how many accounts each.
    pub(crate) fn actors(&self, shares: &Shares, network: &Network, community: u32) -> BTreeMap<&str, usize> {
        let mut named = BTreeMap::new();
        let members = network.members.iter().filter(|member| member.community == community);
        for actor in
            members.filter_map(|member| self.actors.get(&shares.accounts.text(member.account))).flatten()
        {
            *named.entry(actor.as_str()).or_default() += 1;
        }
        named
    }

    /// For each community whether its accounts were opened together, see [`opened`].
    pub(crate) fn opened(
        &self,
        shares: &Shares,
        network: &Network,
        seed: u64,
    ) -> Vec<Result<Opened, NotObserved>> {
        let communities: Vec<(Vec<i64>, Vec<i64>)> = (1_u32..)
            .zip(&network.communities)
            .map(|(number, _)| {
                let (mut members, mut others) = (Vec::new(), Vec::new());
                let of: std::collections::BTreeSet<String> = network
                    .members
                    .iter()
                    .filter(|member| member.community == number)
                    .map(|member| shares.accounts.text(member.account))
                    .collect();
                for (account, &at) in &self.opened {
                    if of.contains(account) { members.push(at) } else { others.push(at) }
                }
                (members, others)
            })
            .collect();
        opened(&communities, seed)
    }
}
