//! Who was passed on, quoted and answered, as far as the store holds the original.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;

use crate::case::Case;
use crate::findings::{Amplification, AmplificationRow};

#[derive(Default)]
struct Row {
    reposts: usize,
    reposted_by: BTreeSet<i64>,
    quotes: usize,
    replies: usize,
}

/// Counts by the account that the original is by. Reposts amplify; quotes and replies may rebut, and are kept apart.
pub(crate) fn count(case: &Case<'_>) -> Result<Amplification, StoreError> {
    let mut found = Amplification::default();
    let mut rows: BTreeMap<i64, Row> = BTreeMap::new();
    for item in case.corpus.measured(false) {
        let row = &item.row;
        for (n, target) in [&row.repost_of, &row.quote_of, &row.reply_to].into_iter().enumerate() {
            let Some(target) = target else { continue };
            match n {
                0 => found.reposts += 1,
                1 => found.quotes += 1,
                _ => found.replies += 1,
            }
            let Some(author) = case.reader.author_of(&row.platform, target)? else {
                found.outside += 1;
                continue;
            };
            let origin = rows.entry(author).or_default();
            match n {
                0 => {
                    origin.reposts += 1;
                    origin.reposted_by.insert(row.account_id);
                }
                1 => origin.quotes += 1,
                _ => origin.replies += 1,
            }
        }
    }
    found.rows = rows
        .into_iter()
        .map(|(id, row)| AmplificationRow {
            account: case.account(id),
            actors: case.actors(id, case.narrative.window.from),
            reposts: row.reposts,
            reposted_by: row.reposted_by.len(),
            quotes: row.quotes,
            replies: row.replies,
        })
        .collect();
    found.rows.sort_by(|a, b| {
        let most = |row: &AmplificationRow| (row.reposts, row.quotes + row.replies);
        most(b).cmp(&most(a)).then_with(|| a.account.cmp(&b.account))
    });
    Ok(found)
}
