//! `communities.csv`: what each community did.

use super::{About, Folder, field, float};
use crate::coordination::CoordinationError;
use crate::coordination::log::{write_number, write_seconds};
use crate::coordination::network::{Network, NotObserved, Opened};
use crate::coordination::order::Shares;

const COMMUNITIES: &str = "community,component,size,edges,objects,shares,first,last,hours_utc,top_objects,earliest,earlier,later,p_earliest,actors,opened_known,opened_held,opened_from,opened_to,p_opened\n";

/// How many objects are listed of each community; `pairs.csv` has all.
const TOP: usize = 5;

/// Writes it, the largest community first.
///
/// # Errors
/// [`CoordinationError::Write`].
pub(crate) fn write_communities(
    folder: &mut Folder,
    shares: &Shares,
    network: &Network,
    about: &About,
    seed: u64,
) -> Result<(), CoordinationError> {
    let mut file = folder.begin("communities.csv")?;
    file.put(COMMUNITIES.as_bytes())?;
    let mut row = Vec::new();
    let opened = about.opened(shares, network, seed);
    for ((number, community), opened) in (1_u32..).zip(&network.communities).zip(opened) {
        row.clear();
        write_number(&mut row, u64::from(number));
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
        let named: Vec<String> = about
            .actors(shares, network, number)
            .into_iter()
            .map(|(actor, count)| format!("{actor} ({count})"))
            .collect();
        field(&mut row, named.join("; ").as_bytes());
        write_opened(&mut row, opened);
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()
}

/// When the members were opened; only how many of them are known where that is too few.
fn write_opened(row: &mut Vec<u8>, opened: Result<Opened, NotObserved>) {
    let known = match opened {
        Ok(opened) => opened.known,
        Err(not) => not.known,
    };
    row.push(b',');
    write_number(row, known as u64);
    let Ok(opened) = opened else {
        row.extend_from_slice(b",,,,");
        return;
    };
    row.push(b',');
    write_number(row, opened.held as u64);
    for at in [opened.from, opened.to] {
        row.push(b',');
        write_seconds(row, at);
    }
    row.push(b',');
    float(row, opened.p);
}
