//! ads.txt (IAB Tech Lab, version 1.1): who may sell a site's advertising.
//!
//! Only sellers that the site calls `DIRECT`: their account is the site's own, or its keeper's. `RESELLER` lines are those of a
//! network, the same on all of its customers' sites, and are not used.

use super::identifier::{Identifier, Kind};

/// The accounts of direct sellers.
pub(super) fn find(text: &str) -> Vec<Identifier> {
    let mut found = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let line = line.split('#').next().unwrap_or_default();
        let mut fields = line.split([';', ',']).map(|field| field.trim().to_ascii_lowercase());
        let (Some(system), Some(account), Some(relation)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        if relation != "direct" || account.is_empty() || !system.contains('.') || system.contains('=') {
            continue;
        }
        found.push(match (system.as_str(), account.strip_prefix("pub-")) {
            // The same account that pages name as `ca-pub-…`.
            ("google.com", Some(number)) => Identifier::new(Kind::AdSense, format!("pub-{number}")),
            _ => Identifier::new(Kind::AdsTxt, format!("{system} {account}")),
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_direct_sellers_count() {
        let found = find(
            "\u{feff}# ours\r\ngoogle.com, pub-123, DIRECT, f08c\nGoogle.com,PUB-123,direct # twice\n\
             exchange.example, 77, RESELLER\nexchange.example, ab-9 ,Direct\ncontact=a@b.example\n\
             subdomain=x.y, 1, DIRECT\nnothing, 5, DIRECT\nonly.example\n",
        );
        let found: Vec<(Kind, &str)> = found.iter().map(|found| (found.kind, found.value.as_str())).collect();
        assert_eq!(found, [(Kind::AdSense, "pub-123"), (Kind::AdsTxt, "exchange.example ab-9")]);
    }
}
