//! `communities.csv`: what each community did.

use std::collections::BTreeMap;

use super::{Folder, field, float};
use crate::coordination::CoordinationError;
use crate::coordination::log::{write_number, write_seconds};
use crate::coordination::network::Network;
use crate::coordination::order::Shares;

const COMMUNITIES: &str = "community,component,size,edges,objects,shares,first,last,hours_utc,top_objects,earliest,earlier,later,p_earliest,actors\n";

/// How many objects are listed of each community; `pairs.csv` has all.
const TOP: usize = 5;

/// Writes it, the largest community first. `actors` are accepted actors by account: who is among the members, not what they are.
///
/// # Errors
/// [`CoordinationError::Write`].
pub(crate) fn write_communities(
    folder: &mut Folder,
    shares: &Shares,
    network: &Network,
    actors: &BTreeMap<String, Vec<String>>,
) -> Result<(), CoordinationError> {
    let mut file = folder.begin("communities.csv")?;
    file.put(COMMUNITIES.as_bytes())?;
    let mut row = Vec::new();
    for (number, community) in (1_u64..).zip(&network.communities) {
        row.clear();
        write_number(&mut row, number);
        for count in [
            u64::from(community.component),
            u64::from(community.size),
            u64::from(community.edges),
            community.objects.len() as u64,
            u64::from(community.shares),
        ] {
            row.push(b',');
            write_number(&mut row, count);
        }
        for at in [community.first, community.last] {
            row.push(b',');
            write_seconds(&mut row, at);
        }
        row.push(b',');
        let hours: Vec<String> = community.hours.iter().map(u32::to_string).collect();
        field(&mut row, hours.join(" ").as_bytes());
        row.push(b',');
        let top: Vec<String> =
            community.objects.iter().take(TOP).map(|&(object, _)| shares.objects.text(object)).collect();
        field(&mut row, top.join(" ").as_bytes());
        row.push(b',');
        if let Some(member) = community.earliest {
            field(&mut row, shares.accounts.get(member.account));
            for count in [member.earlier, member.later] {
                row.push(b',');
                write_number(&mut row, u64::from(count));
            }
            row.push(b',');
            float(&mut row, community.p_earliest);
        } else {
            row.extend_from_slice(b",,,");
        }
        row.push(b',');
        let mut named: BTreeMap<&str, u32> = BTreeMap::new();
        let members = network.members.iter().filter(|member| u64::from(member.community) == number);
        for actor in members.filter_map(|member| actors.get(&shares.accounts.text(member.account))).flatten()
        {
            *named.entry(actor).or_default() += 1;
        }
        let named: Vec<String> =
            named.into_iter().map(|(actor, count)| format!("{actor} ({count})")).collect();
        field(&mut row, named.join("; ").as_bytes());
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()
}
