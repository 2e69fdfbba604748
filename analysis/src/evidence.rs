//! The evidence list: every capture that the report stands on gets a number, those that sentences name first.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::read::Reader;

use crate::corpus::Corpus;
use crate::findings::Evidence;
use crate::privacy::{Guard, Naming};

/// Numbers captures in the order in which they are cited.
#[derive(Debug, Default)]
pub(crate) struct EvidenceList {
    numbers: BTreeMap<i64, usize>,
    order: Vec<i64>,
    /// How many were named before the list was closed.
    named: Option<usize>,
    /// Captures of accounts that are not named: their addresses are withheld.
    withheld: BTreeSet<i64>,
}

impl EvidenceList {
    /// The number of a capture.
    pub(crate) fn cite(&mut self, capture: i64) -> usize {
        let next = self.order.len() + 1;
        let n = *self.numbers.entry(capture).or_insert(next);
        if n == next {
            self.order.push(capture);
        }
        n
    }

    /// The number of a capture that shows an account; its address is withheld where the account may not be named.
    pub(crate) fn cite_account(&mut self, capture: i64, is_named: bool) -> usize {
        if !is_named {
            self.withheld.insert(capture);
        }
        self.cite(capture)
    }

    /// From here on captures still get numbers, but only files for machines name them.
    pub(crate) fn close(&mut self) {
        self.named.get_or_insert(self.order.len());
    }

    /// The list: what was cited, then every other capture that gave a matched item.
    pub(crate) fn finish(
        mut self,
        reader: &Reader,
        corpus: &Corpus,
        naming: &Naming<'_>,
        guard: &Guard,
    ) -> Result<Vec<Evidence>, StoreError> {
        self.close();
        let cited = self.named.unwrap_or(self.order.len());
        let all: BTreeSet<i64> = corpus.items.iter().map(|item| item.row.capture_id).collect();
        for capture in all {
            self.cite(capture);
        }
        // An address may lead to its authors: it is shown only where all that matched in it may be named.
        let mut private: BTreeSet<i64> = corpus
            .items
            .iter()
            .filter(|item| !naming.is_named(item.row.account_id))
            .map(|item| item.row.capture_id)
            .collect();
        private.append(&mut self.withheld);
        let mut evidence = Vec::with_capacity(self.order.len());
        for (n, id) in (1..).zip(self.order) {
            let Some(row) = reader.capture(id)? else {
                return Err(StoreError::Damaged { what: format!("capture {id} is cited but not there") });
            };
            // The name of an imported file is often a handle.
            let shown = row.kind == "http" && !private.contains(&id) && !guard.finds_in_url(&row.url);
            evidence.push(Evidence {
                n,
                capture: id,
                kind: row.kind,
                url: shown.then_some(row.url),
                fetched_at: row.ended_at.to_string(),
                sha256: row.sha256,
                truncated: row.truncated,
                chain: row.chain,
                cited: n <= cited,
            });
        }
        Ok(evidence)
    }
}
