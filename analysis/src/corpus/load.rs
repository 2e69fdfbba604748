//! Loading the corpus.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::evidence::chain::Head;
use whence_store::read::{AccountRow, ItemRow, Reader, SourceRow, UnreadPages, Wanted};
use whence_store::time::{Micros, Precision};
use whence_store::work::Measure;

use super::matching::Matcher;
use super::{Claims, Expansion, SeedFound, seeds};
use crate::coverage::Observed;
use crate::narrative::Narrative;

/// A matched item.
#[derive(Debug, Clone)]
pub struct Item {
    /// The store's row.
    pub row: ItemRow,
    /// Whether it is an entry of a ranking, which is never counted as an item.
    pub ranking: bool,
    /// The clauses that it met, by their places in the corpus' membership.
    pub clauses: Vec<u16>,
}

/// How items were found to belong to the narrative.
#[derive(Debug, Default)]
pub(crate) struct Membership {
    /// The clauses: those of the query that are looked for, then the seed items.
    pub(crate) clauses: Vec<String>,
    /// How many of the clauses are the query's.
    pub(crate) of_query: usize,
    /// What misspelt words were looked for as.
    pub(crate) expansions: Vec<Expansion>,
    /// What became of each seed.
    pub(crate) seeds: Vec<SeedFound>,
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
    /// How its items were found.
    pub(crate) membership: Membership,
}

impl Corpus {
    /// Loads all items of a store, in the order of their times.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn everything(reader: &Reader) -> Result<Self, StoreError> {
        let sources = sources(reader)?;
        let ids = reader.matching(&Wanted::Any, Micros(i64::MIN), Micros(i64::MAX))?;
        let mut items: Vec<Item> = reader
            .items(&ids)?
            .into_iter()
            .map(|row| Item { ranking: is_ranking(&sources, &row), clauses: Vec::new(), row })
            .collect();
        items.sort_by_key(|item| (item.row.created_at, item.row.id));
        Self::of(reader, sources, items, Membership::default())
    }

    /// Loads what matches a narrative.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn load(reader: &Reader, narrative: &Narrative) -> Result<Self, StoreError> {
        let sources = sources(reader)?;
        // A date without a time is kept as midnight UTC, which may lie outside the local window that has the date.
        let window = &narrative.window;
        let (from, to) = (window.from.plus(-Micros::DAY), window.to.plus(Micros::DAY));
        let found = Matcher::new(reader, window, from, to).find(&narrative.query)?;
        let mut membership = Membership {
            clauses: found.clauses.iter().map(|clause| clause.text.clone()).collect(),
            of_query: found.clauses.len(),
            expansions: found.expansions,
            seeds: Vec::new(),
        };
        let mut met: BTreeMap<i64, Vec<u16>> = found.ids.iter().map(|&id| (id, Vec::new())).collect();
        for (n, clause) in (0..).zip(&found.clauses) {
            for id in &clause.ids {
                met.entry(*id).or_default().push(n);
            }
        }
        seeds::join(reader, narrative, (from, to), &mut membership, &mut met)?;
        let ids: Vec<i64> = met.keys().copied().collect();
        let mut items: Vec<Item> = reader
            .items(&ids)?
            .into_iter()
            .filter(|row| window.holds(row.created_at, row.precision))
            .map(|row| Item {
                ranking: is_ranking(&sources, &row),
                clauses: met.remove(&row.id).unwrap_or_default(),
                row,
            })
            .collect();
        items.sort_by_key(|item| {
            let row = &item.row;
            let date = window.date_known(row.created_at, row.precision);
            (date, row.precision != Precision::Day, row.created_at, row.id)
        });
        Self::of(reader, sources, items, membership)
    }

    fn of(
        reader: &Reader,
        sources: BTreeMap<i64, SourceRow>,
        items: Vec<Item>,
        membership: Membership,
    ) -> Result<Self, StoreError> {
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
            membership,
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

fn sources(reader: &Reader) -> Result<BTreeMap<i64, SourceRow>, StoreError> {
    Ok(reader.sources()?.into_iter().map(|source| (source.id, source)).collect())
}

fn is_ranking(sources: &BTreeMap<i64, SourceRow>, row: &ItemRow) -> bool {
    row.kind == "ranking"
        || sources.get(&row.source_id).is_some_and(|source| source.measure == Measure::Ranking)
}
