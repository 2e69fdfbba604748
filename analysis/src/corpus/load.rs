//! Loading the corpus.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::evidence::chain::Head;
use whence_store::read::{AccountRow, ItemRow, Reader, SourceRow, UnreadPages};
use whence_store::time::{Micros, Precision};
use whence_store::work::Measure;

use super::Claims;
use crate::coverage::Observed;
use crate::narrative::Narrative;

/// A matched item.
#[derive(Debug, Clone)]
pub struct Item {
    /// The store's row.
    pub row: ItemRow,
    /// Whether it is an entry of a ranking, which is never counted as an item.
    pub ranking: bool,
}

impl Item {
    /// Whether its time is the platform's; else it is a stand-in that orders nothing.
    pub fn dated(&self) -> bool {
        self.row.precision != Precision::None
    }

    /// Whether its time says the hour.
    pub fn timed(&self) -> bool {
        !matches!(self.row.precision, Precision::Day | Precision::None)
    }
}

/// A narrative's part of a store, and what is known of its accounts and sources.
#[derive(Debug)]
pub struct Corpus {
    /// Matched items by local date; of a date those known to the day only come first, as any of them may be its earliest.
    pub items: Vec<Item>,
    /// All accounts of the store.
    pub accounts: BTreeMap<i64, AccountRow>,
    /// All sources of the store.
    pub sources: BTreeMap<i64, SourceRow>,
    /// What was observed.
    pub observed: Observed,
    /// Pages that a source named and that were not read, by source.
    pub unread: BTreeMap<i64, UnreadPages>,
    /// What accepted claims say.
    pub claims: Claims,
    /// The end of the evidence chain.
    pub head: Head,
    /// When the last capture ended.
    pub last_capture: Option<Micros>,
    /// The key of pseudonyms.
    pub key: Vec<u8>,
}

impl Corpus {
    /// Loads what matches a narrative.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn load(reader: &Reader, narrative: &Narrative) -> Result<Self, StoreError> {
        let sources: BTreeMap<i64, SourceRow> =
            reader.sources()?.into_iter().map(|source| (source.id, source)).collect();
        let ranking = |row: &ItemRow| {
            row.kind == "ranking"
                || sources.get(&row.source_id).is_some_and(|s| s.measure == Measure::Ranking)
        };
        // A date without a time is kept as midnight UTC, which may lie outside the local window that has the date.
        let window = &narrative.window;
        let mut items: Vec<Item> = reader
            .match_items(&narrative.query.fts, window.from.plus(-Micros::DAY), window.to.plus(Micros::DAY))?
            .into_iter()
            .filter(|row| window.holds(row.created_at, row.precision))
            .map(|row| Item { ranking: ranking(&row), row })
            .collect();
        items.sort_by_key(|item| {
            let row = &item.row;
            let date = window.date_known(row.created_at, row.precision);
            (date, row.precision != Precision::Day, row.created_at, row.id)
        });
        let unread = sources
            .keys()
            .map(|&source| Ok((source, reader.unread_pages(source)?)))
            .collect::<Result<_, StoreError>>()?;
        Ok(Self {
            items,
            unread,
            sources,
            accounts: reader.accounts()?.into_iter().map(|account| (account.id, account)).collect(),
            observed: Observed::new(&reader.observed()?),
            claims: Claims::new(reader.attributions()?),
            head: reader.head()?,
            last_capture: reader.last_capture_at()?,
            key: reader.pseudonym_key()?,
        })
    }

    /// The items of one measure.
    pub fn measured(&self, ranking: bool) -> impl Iterator<Item = &Item> + Clone {
        self.items.iter().filter(move |item| item.ranking == ranking)
    }

    /// The sources and accounts that gave some items.
    pub fn origins<'a>(items: impl Iterator<Item = &'a Item>) -> BTreeSet<(i64, i64)> {
        items.map(|item| (item.row.source_id, item.row.account_id)).collect()
    }
}
