//! How often, by whom and how firmly a tracked claim is said in matched items.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::read::{TextRow, Wanted};
use whence_store::text::phrase_query;

use super::lexicon::Lexicons;
use super::phrase::plain;
use super::stance::{Stance, stance};
use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{ActorUse, ClaimUse, Firmness, FirstUse};
use crate::narrative::TrackedClaim;

/// Looks for claims in matched items.
pub(crate) struct Usages<'a> {
    case: &'a Case<'a>,
    lexicons: Lexicons,
    by_id: BTreeMap<i64, &'a Item>,
}

/// How one item says a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Said(Stance),
    PassedOn,
}

impl<'a> Usages<'a> {
    pub(crate) fn new(case: &'a Case<'a>) -> Result<Self, StoreError> {
        let damaged = |e: whence_store::settings::SettingsError| StoreError::Damaged { what: e.to_string() };
        // Most narratives of a million items track no claim.
        let is_wanted = !case.narrative.claims.is_empty();
        let items = case.corpus.measured(false).filter(|_| is_wanted);
        let by_id = items.map(|item| (item.row.id, item)).collect();
        Ok(Self { case, lexicons: Lexicons::shipped().map_err(damaged)?, by_id })
    }

    /// How a claim is used.
    pub(crate) fn of(
        &self,
        claim: &TrackedClaim,
        evidence: &mut EvidenceList,
    ) -> Result<ClaimUse, StoreError> {
        let mut usage = ClaimUse::default();
        let phrases: Vec<&String> = claim.wordings.values().flatten().collect();
        let fts: Vec<String> = phrases.iter().filter_map(|phrase| phrase_query(phrase)).collect();
        if fts.is_empty() {
            return Ok(usage);
        }
        usage.is_looked_for = true;
        let wordings: Vec<String> = phrases.iter().map(|phrase| plain(phrase)).collect();
        let (mut accounts, mut actors) = (BTreeSet::new(), BTreeMap::<String, Firmness>::new());
        let mut firsts: BTreeMap<Way, &Item> = BTreeMap::new();
        let mut without = BTreeSet::new();
        for item in self.found(&fts.join(" OR "))? {
            let language = item.row.lang.as_deref().unwrap_or("und").to_owned();
            let Some(way) = self.way(item, &language, &wordings)? else { continue };
            if self.lexicons.of(&language).is_none() {
                without.insert(language.clone());
            }
            usage.items += 1;
            accounts.insert(item.row.account_id);
            usage.said.add(way);
            usage.by_language.entry(language).or_default().add(way);
            for actor in self.case.actors(item.row.account_id, item.row.created_at) {
                actors.entry(actor).or_default().add(way);
            }
            if item.dated() {
                firsts.entry(way).or_insert(item);
            }
        }
        usage.accounts = accounts.len();
        usage.by_actor = actors.into_iter().map(|(actor, said)| ActorUse { actor, said }).collect();
        usage.by_actor.sort_by(|a, b| b.said.all().cmp(&a.said.all()).then_with(|| a.actor.cmp(&b.actor)));
        usage.without_lexicon = without.into_iter().collect();
        let order = |item: &&&Item| (item.row.created_at, item.row.id);
        let first = firsts.values().min_by_key(order).copied();
        usage.first = first.map(|item| self.first(item, evidence)).transpose()?;
        let flat = firsts.get(&Way::Said(Stance::Flat)).copied();
        usage.first_flat = flat.map(|item| self.first(item, evidence)).transpose()?;
        usage.evidence = firsts.values().map(|item| evidence.cite(item.row.capture_id)).collect();
        usage.evidence.sort_unstable();
        usage.evidence.dedup();
        Ok(usage)
    }

    /// Matched items that an expression finds, in order of time.
    fn found(&self, fts: &str) -> Result<Vec<&'a Item>, StoreError> {
        let window = &self.case.narrative.window;
        let day = whence_store::time::Micros::DAY;
        let (from, to) = (window.from.plus(-day), window.to.plus(day));
        let found = self.case.reader.matching(&Wanted::Text(fts), from, to)?;
        let mut items: Vec<&Item> = found.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        items.sort_by_key(|item| (item.row.created_at, item.row.id));
        Ok(items)
    }

    fn way(&self, item: &Item, language: &str, wordings: &[String]) -> Result<Option<Way>, StoreError> {
        if item.row.kind == "repost" {
            return Ok(Some(Way::PassedOn));
        }
        let texts = self.case.reader.texts(&[item.row.id])?;
        let Some(TextRow { title, text, .. }) = texts.into_iter().next() else { return Ok(None) };
        let lexicon = self.lexicons.of(language);
        let parts = [title.unwrap_or_default(), text];
        let said = parts.iter().filter_map(|part| stance(part, wordings, lexicon)).min();
        Ok(said.map(Way::Said))
    }

    fn first(&self, item: &Item, evidence: &mut EvidenceList) -> Result<FirstUse, StoreError> {
        let account = self.case.account(item.row.account_id);
        Ok(FirstUse { account: account.label, item: self.case.first(item, true, evidence)? })
    }
}

impl Firmness {
    fn add(&mut self, way: Way) {
        *match way {
            Way::Said(Stance::Flat) => &mut self.flat,
            Way::Said(Stance::Hedged) => &mut self.hedged,
            Way::Said(Stance::Attributed) => &mut self.attributed,
            Way::Said(Stance::Negated) => &mut self.negated,
            Way::PassedOn => &mut self.passed_on,
        } += 1;
    }

    /// All of them.
    pub fn all(&self) -> usize {
        self.flat + self.hedged + self.attributed + self.negated + self.passed_on
    }
}
