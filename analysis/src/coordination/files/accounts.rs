//! `accounts.csv`: every account, whether it has an edge that stands or not.

use super::Folder;
use crate::coordination::CoordinationError;
use crate::coordination::judge::Judged;
use crate::coordination::log::write_number;
use crate::coordination::network::Network;
use crate::coordination::order::Shares;

const ACCOUNTS: &str = "account_id,shares,objects,shares_around,partners,component,community,earlier,later\n";

/// Writes it, in order of account. `component` and `community` are empty where no edge stands.
///
/// # Errors
/// [`CoordinationError::Write`].
pub(crate) fn write_accounts(
    folder: &mut Folder,
    shares: &Shares,
    judged: &Judged,
    network: &Network,
) -> Result<(), CoordinationError> {
    let mut file = folder.begin("accounts.csv")?;
    file.put(ACCOUNTS.as_bytes())?;
    let mut row = Vec::new();
    let intensity = &judged.intensity;
    for account in 0..shares.account_count() {
        let n = account as usize;
        if intensity.shares[n] == 0 {
            continue;
        }
        row.clear();
        shares.accounts.write(&mut row, account);
        let member = network.member(account);
        for number in [
            Some(u64::from(intensity.shares[n])),
            Some(u64::from(intensity.objects[n])),
            Some(intensity.around[n]),
            Some(member.map_or(0, |member| u64::from(member.partners))),
            member.map(|member| u64::from(member.component)),
            member.map(|member| u64::from(member.community)),
            member.map(|member| u64::from(member.earlier)),
            member.map(|member| u64::from(member.later)),
        ] {
            row.push(b',');
            if let Some(number) = number {
                write_number(&mut row, number);
            }
        }
        row.push(b'\n');
        file.put(&row)?;
    }
    file.end()
}
