//! What was forgotten does not come back: a page is sieved before anything of it is stored or read again.
//!
//! What is taken out of the rows of others here is what `forget/others.rs` takes out of those that are stored: the tables after a
//! forgetting are what `remap` makes of the redacted bodies.

use super::account::NewAccount;
use super::claim::NewClaim;
use super::new_item::{ItemKind, LangSource, NewItem};
use super::page::Content;
use super::suppression::{Kind, Suppression, is_lost_account, is_lost_id, needles_of, needles_of_account};
use crate::StoreError;
use crate::link::canonical;
use crate::redact::{MARK, Needle, Needles, redact_text};

impl Suppression<'_> {
    /// What of a page may be stored, and what must not be left in its body.
    pub(crate) fn sieve(&self, content: &Content) -> Result<(Content, Vec<Needle>), StoreError> {
        let mut kept = Content { points: content.points.clone(), ..Content::default() };
        let mut needles = Vec::new();
        for account in &content.accounts {
            if self.passes(account, &mut needles)? {
                kept.accounts.push(account.clone());
            }
        }
        for item in &content.items {
            let passes = self.passes(&item.account, &mut needles)?;
            if !passes || self.holds_item(item)? || self.is_copy(item)? {
                needles.extend(needles_of(item));
            } else if !is_lost_id(&item.native_id) {
                kept.items.push(self.without(item, &mut needles)?);
            }
        }
        for claim in &content.claims {
            if self.holds_account(&claim.platform, claim.native_id.as_deref(), &claim.handle)? {
                needles.push(Needle::Word(claim.handle.clone()));
                needles.extend(claim.native_id.clone().map(Needle::Word));
                needles.extend(claim.account_url.clone().map(Needle::Address));
            } else if !is_lost_account(&claim.handle, claim.native_id.as_deref()) {
                kept.claims.push(claim.clone());
            }
        }
        for interval in &content.observed {
            let passes = match &interval.account {
                Some(account) => self.passes(account, &mut needles)?,
                None => true,
            };
            if passes {
                kept.observed.push(interval.clone());
            }
        }
        self.recall(&kept, &mut needles)?;
        // What is marked already is the trace of an earlier redaction.
        needles.retain(|needle| {
            let (Needle::Text(text) | Needle::Word(text) | Needle::Address(text)) = needle;
            !text.contains(MARK) && !text.trim().is_empty()
        });
        redact(&mut kept, &Redactor((!needles.is_empty()).then(|| Needles::new(&needles))));
        Ok((kept, needles))
    }

    fn passes(&self, account: &NewAccount, needles: &mut Vec<Needle>) -> Result<bool, StoreError> {
        let native_id = account.native_id.as_deref();
        let forgotten = is_lost_account(&account.handle, native_id)
            || self.holds_account(&account.platform, native_id, &account.handle)?;
        if forgotten {
            needles.extend(needles_of_account(account));
        }
        Ok(!forgotten)
    }

    /// Whether an item is nothing but a forgotten one, passed on.
    fn is_copy(&self, item: &NewItem) -> Result<bool, StoreError> {
        let Some(id) = item.repost_of.as_deref().filter(|_| item.kind == ItemKind::Repost) else {
            return Ok(false);
        };
        Ok(is_lost_id(id) || self.holds(Kind::Item, &[&item.account.platform, id])?)
    }

    /// An item of somebody else, without its references to the forgotten.
    fn without(&self, item: &NewItem, needles: &mut Vec<Needle>) -> Result<NewItem, StoreError> {
        let mut item = item.clone();
        let platform = item.account.platform.clone();
        for related in [&mut item.repost_of, &mut item.quote_of, &mut item.reply_to] {
            let Some(id) = related.clone() else { continue };
            if self.holds(Kind::Item, &[&platform, &id])? {
                needles.push(Needle::Word(id));
                *related = None;
            }
        }
        for handle in handles_in(&item.text) {
            if self.holds_account(&platform, None, handle)? {
                needles.push(Needle::Word(handle.to_owned()));
            }
        }
        let mut mentions = Vec::new();
        for mention in std::mem::take(&mut item.mentions) {
            if self.holds_account(&platform, mention.native_id.as_deref(), &mention.handle)? {
                needles.push(Needle::Word(mention.handle));
                needles.extend(mention.native_id.map(Needle::Word));
            } else {
                mentions.push(mention);
            }
        }
        item.mentions = mentions;
        let mut links = Vec::new();
        for link in std::mem::take(&mut item.links) {
            let known = canonical(&link).map_or_else(|| link.clone(), |c| c.url);
            if self.holds(Kind::Address, &[&known])? {
                needles.push(Needle::Address(link));
            } else {
                links.push(link);
            }
        }
        item.links = links;
        Ok(item)
    }

    /// Finds forgotten texts in what others say.
    fn recall(&self, content: &Content, needles: &mut Vec<Needle>) -> Result<(), StoreError> {
        let said_of = |account: &NewAccount| [account.name.clone(), account.description.clone()];
        let mut said: Vec<String> = content.accounts.iter().flat_map(said_of).flatten().collect();
        for item in &content.items {
            said.push(item.text.clone());
            said.extend([item.title.clone(), item.byline.clone()].into_iter().flatten());
            said.extend(item.media.iter().filter_map(|media| media.alt.clone()));
            said.extend(said_of(&item.account).into_iter().flatten());
        }
        // An account stands beside each of its items.
        said.sort_unstable();
        said.dedup();
        for text in said {
            let places = self.recalled(&text)?;
            needles.extend(places.into_iter().map(|(from, to)| Needle::Text(text[from..to].to_owned())));
        }
        Ok(())
    }
}

/// Words after an `@`.
fn handles_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('@').skip(1).filter_map(|rest| {
        let end =
            rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-')).unwrap_or(rest.len());
        Some(rest[..end].trim_end_matches(['.', '-'])).filter(|handle| !handle.is_empty())
    })
}

/// Takes needles out of what is kept, and what bears the mark of an earlier redaction where nothing is better.
struct Redactor(Option<Needles>);

impl Redactor {
    fn found(&self, text: &str) -> Option<String> {
        self.0.as_ref().and_then(|needles| redact_text(text, needles))
    }

    fn mark(&self, text: &mut String) {
        if let Some(new) = self.found(text) {
            *text = new;
        }
    }

    fn mark_some(&self, text: &mut Option<String>) {
        if let Some(text) = text {
            self.mark(text);
        }
    }

    fn names(&self, text: &str) -> bool {
        text.contains(MARK) || self.found(text).is_some()
    }

    fn empty(&self, text: &mut Option<String>) {
        if text.as_deref().is_some_and(|text| self.names(text)) {
            *text = None;
        }
    }

    fn account(&self, account: &mut NewAccount) {
        self.mark(&mut account.handle);
        for told in [&mut account.native_id, &mut account.name, &mut account.description, &mut account.label]
        {
            self.mark_some(told);
        }
    }

    fn item(&self, item: &mut NewItem) {
        self.account(&mut item.account);
        for told in [&mut item.native_id, &mut item.created.original, &mut item.created_basis, &mut item.text]
        {
            self.mark(told);
        }
        for told in [&mut item.title, &mut item.byline] {
            self.mark_some(told);
        }
        for related in
            [&mut item.url, &mut item.repost_of, &mut item.quote_of, &mut item.reply_to, &mut item.thread_id]
        {
            self.empty(related);
        }
        // The language that was detected from a text is not that of what is left of it.
        let says_less = item.text.contains(MARK) || item.title.as_ref().is_some_and(|t| t.contains(MARK));
        if item
            .lang
            .as_ref()
            .is_some_and(|(lang, source)| self.names(lang) || (says_less && *source == LangSource::Detected))
        {
            item.lang = None;
        }
        item.links.retain(|link| !self.names(link));
        item.tags.retain(|tag| !self.names(tag));
        item.metrics.retain(|(name, _)| !self.names(name));
        item.mentions.retain(|mention| {
            !self.names(&mention.handle) && !mention.native_id.as_ref().is_some_and(|id| self.names(id))
        });
        for media in &mut item.media {
            self.mark(&mut media.kind);
            self.empty(&mut media.url);
            self.mark_some(&mut media.alt);
        }
    }

    fn claim(&self, claim: &mut NewClaim) {
        for told in [&mut claim.actor, &mut claim.handle, &mut claim.asserted_by, &mut claim.asserted_url] {
            self.mark(told);
        }
        for told in [
            &mut claim.owner,
            &mut claim.parent,
            &mut claim.region,
            &mut claim.language,
            &mut claim.native_id,
            &mut claim.account_url,
        ] {
            self.mark_some(told);
        }
    }
}

fn redact(kept: &mut Content, redactor: &Redactor) {
    kept.accounts.iter_mut().for_each(|account| redactor.account(account));
    kept.items.iter_mut().for_each(|item| redactor.item(item));
    kept.claims.iter_mut().for_each(|claim| redactor.claim(claim));
    for point in &mut kept.points {
        redactor.mark(&mut point.name);
        redactor.mark(&mut point.measure);
        redactor.mark_some(&mut point.local_date);
        redactor.mark_some(&mut point.unit);
    }
    kept.observed
        .iter_mut()
        .filter_map(|interval| interval.account.as_mut())
        .for_each(|a| redactor.account(a));
    // What is known by nothing else any more cannot be told apart.
    kept.accounts.retain(|account| !is_lost_account(&account.handle, account.native_id.as_deref()));
    kept.items.retain(|item| {
        !is_lost_id(&item.native_id)
            && !is_lost_account(&item.account.handle, item.account.native_id.as_deref())
    });
    kept.claims.retain(|claim| !is_lost_account(&claim.handle, claim.native_id.as_deref()));
    kept.observed.retain(|interval| {
        interval.account.as_ref().is_none_or(|a| !is_lost_account(&a.handle, a.native_id.as_deref()))
    });
}
