//! Drawing the sample: the same store, query and seed give the same items, whatever order they were stored in.

use whence_store::StoreError;

use crate::case::Case;
use crate::corpus::Item;
use crate::membership::shown;
use crate::privacy::cleaned;

/// The columns of a sample's file; the last three are for the labels.
pub(crate) const COLUMNS: [&str; 15] = [
    "n",
    "item",
    "account",
    "platform",
    "type",
    "published",
    "precision",
    "language_known",
    "clauses",
    "text",
    "query_sha256",
    "drawn_from",
    "on_topic",
    "stance",
    "language",
];
/// The longest text, in characters.
const LONGEST: usize = 2_000;

/// Draws `n` of the matched items (not of rankings), every one as likely as any other: those whose keyed hash is smallest. So a store
/// that grew changes the sample by the share that it grew by, not as a whole.
pub(crate) fn draw<'a>(case: &Case<'a>, n: usize, seed: u64) -> Vec<&'a Item> {
    use sha2::{Digest as _, Sha256};
    let place = |item: &Item| {
        let mut hash = Sha256::new();
        for part in [&seed.to_string(), &case.narrative.query.sha256, &item.row.platform, &item.row.native_id]
        {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.finalize()
    };
    let mut items: Vec<_> = case.corpus.measured(false).map(|item| (place(item), item)).collect();
    items.sort_by_key(|(place, _)| *place);
    items.into_iter().take(n).map(|(_, item)| item).collect()
}

/// The rows of a sample's file. Unless `identifiable`, accounts that may not be named have pseudonyms, and addresses and mentions
/// are taken out of the texts; the words stay, as nobody could label them otherwise.
pub(crate) fn rows(
    case: &Case<'_>,
    items: &[&Item],
    identifiable: bool,
) -> Result<Vec<Vec<String>>, StoreError> {
    let drawn_from = case.corpus.measured(false).count();
    let mut found = Vec::with_capacity(items.len());
    for (n, item) in (1..).zip(items) {
        let row = &item.row;
        let texts = case.reader.texts(&[row.id])?;
        let text = texts.first().map(|text| {
            let title = text.title.as_deref().filter(|title| !title.trim().is_empty());
            title.map_or_else(|| text.text.clone(), |title| format!("{title} \u{2022} {}", text.text))
        });
        let text = text.unwrap_or_default();
        let text = if identifiable { text } else { cleaned(case.guard, &row.platform, &text) };
        let clauses = item.clauses.iter().filter_map(|n| case.corpus.membership.clauses.get(usize::from(*n)));
        let clauses: Vec<String> = clauses.map(|clause| shown(case, clause)).collect();
        let (name, account) = if identifiable {
            let handle =
                case.corpus.accounts.get(&row.account_id).map(|account| account.shown_handle.clone());
            (format!("{}:{}", row.platform, row.native_id), handle.unwrap_or_default())
        } else {
            (case.item(item), case.account(row.account_id).label)
        };
        found.push(vec![
            n.to_string(),
            name,
            account,
            row.platform.clone(),
            row.kind.clone(),
            case.when(row.created_at, row.precision),
            row.precision.as_str().to_owned(),
            row.lang.clone().unwrap_or_default(),
            clauses.join("; "),
            text.chars().take(LONGEST).collect::<String>(),
            case.narrative.query.sha256.clone(),
            drawn_from.to_string(),
            String::new(),
            String::new(),
            String::new(),
        ]);
    }
    Ok(found)
}
