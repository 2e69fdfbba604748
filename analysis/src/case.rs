//! What every step of the analysis looks at: the narrative, its corpus, and how accounts and items are called.

use whence_store::StoreError;
use whence_store::read::{AttributionRow, Reader};
use whence_store::time::{Micros, Precision};

use crate::corpus::{Corpus, Item};
use crate::evidence::EvidenceList;
use crate::findings::{AccountName, FirstItem, Interval};
use crate::narrative::Narrative;
use crate::privacy::{Guard, Naming, Standing, excerpt};

/// The case at hand.
pub(crate) struct Case<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) narrative: &'a Narrative,
    pub(crate) corpus: &'a Corpus,
    pub(crate) naming: &'a Naming<'a>,
    pub(crate) guard: &'a Guard,
    pub(crate) standing: &'a Standing,
    /// The analysis' present.
    pub(crate) now: Micros,
}

impl Case<'_> {
    /// The end of what can have been observed.
    pub(crate) fn end(&self) -> Micros {
        self.narrative.window.to.min(self.now).max(self.narrative.window.from)
    }

    /// An account as the report calls it.
    pub(crate) fn account(&self, id: i64) -> AccountName {
        let Some(account) = self.corpus.accounts.get(&id) else {
            // The store's foreign keys keep this from happening; a number leads to nobody.
            let label = format!("account-{id}");
            return AccountName { label, platform: String::new(), named: false, handle: None, name: None };
        };
        let platform = account.platform.clone();
        if !self.naming.is_named(id) {
            let label = self.naming.pseudonyms().account(
                &account.platform,
                account.native_id.as_deref(),
                &account.handle,
            );
            return AccountName { label, platform, named: false, handle: None, name: None };
        }
        let handle = account.shown_handle.clone();
        let label =
            if platform == "web" { handle.clone() } else { format!("@{}", handle.trim_start_matches('@')) };
        AccountName { label, platform, named: true, handle: Some(handle), name: account.name.clone() }
    }

    /// An item as the report calls it.
    pub(crate) fn item(&self, item: &Item) -> String {
        if self.naming.is_named(item.row.account_id) {
            format!("{}:{}", item.row.platform, item.row.native_id)
        } else {
            self.naming.pseudonyms().item(&item.row.platform, &item.row.native_id)
        }
    }

    /// A claim's actor as the report calls it.
    pub(crate) fn actor(&self, claim: &AttributionRow) -> String {
        self.naming.actor(claim, self.owner(claim))
    }

    /// A claim's owner, where it may be told.
    pub(crate) fn owner<'b>(&self, claim: &'b AttributionRow) -> Option<&'b str> {
        self.standing.told(self.guard, claim, claim.owner.as_deref())
    }

    /// A claim's parent body, where it may be told.
    pub(crate) fn parent<'b>(&self, claim: &'b AttributionRow) -> Option<&'b str> {
        self.standing.told(self.guard, claim, claim.parent.as_deref())
    }

    /// The actors that accepted claims give for an account at a time, by name.
    pub(crate) fn actors(&self, account: i64, at: Micros) -> Vec<String> {
        let mut names: Vec<String> =
            self.corpus.claims.at(account, at).map(|claim| self.actor(claim)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// A short quotation of an item, where its account may be named.
    pub(crate) fn quote(&self, item: &Item) -> Result<Option<String>, StoreError> {
        if !self.naming.is_named(item.row.account_id) {
            return Ok(None);
        }
        let texts = self.reader.texts(&[item.row.id])?;
        Ok(texts.first().and_then(|text| {
            let words = text.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&text.text);
            excerpt(self.guard, &item.row.platform, &item.row.kind, words)
        }))
    }

    /// The first captured item of an account or actor, for a table.
    pub(crate) fn first(
        &self,
        item: &Item,
        quote: bool,
        evidence: &mut EvidenceList,
    ) -> Result<FirstItem, StoreError> {
        Ok(FirstItem {
            at: item.row.created_at.to_string(),
            at_local: self.when(item.row.created_at, item.row.precision),
            item: self.item(item),
            excerpt: if quote { self.quote(item)? } else { None },
            evidence: evidence.cite(item.row.capture_id),
        })
    }

    /// A time in the narrative's zone, no finer than it is known.
    pub(crate) fn when(&self, at: Micros, precision: Precision) -> String {
        match precision {
            Precision::Day => {
                format!("{} (time of day not known)", crate::words::day(self.date(at, precision)))
            }
            _ => self.narrative.window.local(at),
        }
    }

    /// The local date of an item, see [`crate::narrative::Window::date_known`].
    pub(crate) fn date(&self, at: Micros, precision: Precision) -> jiff::civil::Date {
        self.narrative.window.date_known(at, precision)
    }

    /// The first instant of a day of the window; else the instant given.
    pub(crate) fn begin(&self, date: jiff::civil::Date, or: Micros) -> Micros {
        self.narrative.window.begin(date).unwrap_or(or)
    }

    /// An interval for the findings.
    pub(crate) fn interval(&self, from: Micros, to: Micros) -> Interval {
        let window = &self.narrative.window;
        Interval {
            from: from.to_string(),
            to: to.to_string(),
            from_local: window.rfc3339(from),
            to_local: window.rfc3339(to),
        }
    }
}
