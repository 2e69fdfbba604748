//! What stays of a page, without the words of the forgotten.
//!
//! What is taken out of the rows of others here is what `forget/others.rs` takes out of those that are stored: the tables after a
//! forgetting are what `remap` makes of the redacted bodies.

use super::account::NewAccount;
use super::claim::NewClaim;
use super::new_item::{LangSource, NewItem};
use super::page::Content;
use super::suppression::{is_lost_account, is_lost_id};
use crate::redact::{MARK, Needles, redact_text};

/// Takes needles out of all that a page says.
pub(super) fn redact(kept: &mut Content, needles: Option<&Needles>) {
    let redactor = Redactor(needles);
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
    kept.standings.iter_mut().for_each(|standing| redactor.account(&mut standing.account));
    kept.reactions.iter_mut().for_each(|reaction| redactor.account(&mut reaction.account));
    let is_lost = |account: &NewAccount| is_lost_account(&account.handle, account.native_id.as_deref());
    kept.standings.retain(|standing| !is_lost(&standing.account));
    kept.reactions.retain(|reaction| {
        !is_lost(&reaction.account)
            && !redactor.names(&reaction.native_id)
            && !redactor.names(&reaction.subject)
    });
    kept.deletions.retain(|deletion| !redactor.names(&deletion.native_id));
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

/// Takes needles out of what is kept, and what bears the mark of an earlier redaction where nothing is better.
struct Redactor<'n>(Option<&'n Needles>);

impl Redactor<'_> {
    fn found(&self, text: &str) -> Option<String> {
        self.0.and_then(|needles| redact_text(text, needles))
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
