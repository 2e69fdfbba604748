//! Whom one item leads to: the handles, ids and names of people that it mentions, answers, quotes or links to.
//!
//! What an item says with a sign somewhere (`@handle`, a mention, an address) it may say without one elsewhere: these words are
//! withheld wherever they stand in it.

use std::collections::BTreeSet;

use super::address::Address;
use super::pieces::{Piece, pieces};
use super::record::Record;
use super::standing::{Found, Standing};
use crate::StoreError;
use crate::ingest::NewAccount;

/// Shorter words are found in every text.
const SHORTEST: usize = 3;

/// Words that find people around an item, in lower case.
#[derive(Debug, Default)]
pub(super) struct Around(BTreeSet<Vec<char>>);

impl Around {
    /// Gathers the words around an item.
    pub(super) fn of(standing: &Standing<'_>, record: &Record) -> Result<Self, StoreError> {
        let mut around = Self::default();
        let platform = record.platform.as_str();
        for mention in &record.mentions {
            let id = mention.id.as_deref();
            if standing.of_account(platform, id, &mention.handle)? != Found::Named {
                around.add([mention.handle.as_str()].into_iter().chain(id));
                around.add(standing.words_of_account(platform, id, Some(&mention.handle))?);
            }
        }
        let relations = [&record.rt_of, &record.quote_of, &record.reply_to, &record.conv];
        for id in relations.into_iter().flatten() {
            around.add(standing.words_of_author(platform, id)?);
        }
        let alts = record.media.iter().filter_map(|media| media.alt.as_deref());
        let texts = [&record.text, &record.title].into_iter().filter_map(|text| text.as_deref()).chain(alts);
        for piece in texts.flat_map(pieces) {
            match piece {
                Piece::Address(address) => around.add_address(standing, platform, address)?,
                Piece::Account(_) => around.add_account(standing, platform, piece.word())?,
                Piece::Tag(_) | Piece::Word(_) | Piece::Other(_) => {}
            }
        }
        let urls = record.urls.iter().chain(record.media.iter().filter_map(|media| media.url.as_ref()));
        for url in urls {
            around.add_address(standing, platform, url)?;
        }
        // A byline of one word may be the outlet's own.
        around.add(record.byline.as_deref().filter(|byline| byline.trim().contains(' ')));
        Ok(around)
    }

    /// The words that find who published the item.
    pub(super) fn add_author(&mut self, record: &Record) {
        self.add([&record.author]);
        self.add([&record.author_id, &record.author_name].into_iter().flatten());
    }

    fn add_address(
        &mut self,
        standing: &Standing<'_>,
        platform: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let Some(address) = Address::read(address) else { return Ok(()) };
        for account in address.accounts.iter().chain(&address.begins) {
            if standing.of_word(account)? != Found::Named {
                self.add_account(standing, platform, account)?;
            }
        }
        Ok(())
    }

    fn add_account(
        &mut self,
        standing: &Standing<'_>,
        platform: &str,
        handle: &str,
    ) -> Result<(), StoreError> {
        if standing.of_account(platform, None, handle)? != Found::Named {
            self.add([handle]);
            self.add(standing.words_of_account(platform, None, Some(handle))?);
        }
        Ok(())
    }

    fn add(&mut self, words: impl IntoIterator<Item = impl AsRef<str>>) {
        let folded = words.into_iter().map(|word| NewAccount::folded_handle(word.as_ref()));
        let long =
            folded.filter(|word| word.chars().count() >= SHORTEST || !word.is_ascii() && word.len() > 3);
        self.0.extend(long.map(|word| word.chars().collect::<Vec<_>>()));
    }

    /// Whether a text holds one of the words.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.masked(text) != text
    }

    /// A text without the words.
    pub(super) fn masked(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before: Option<char> = None;
        while let Some(first) = rest.chars().next() {
            // The longest, so that of `ann` and `ann lee` nothing is left.
            let found = self.0.iter().filter_map(|word| found(rest, before, word)).max();
            let end = found.unwrap_or(first.len_utf8());
            out.push_str(if found.is_some() { "[account]" } else { &rest[..end] });
            before = rest[..end].chars().next_back();
            rest = &rest[end..];
        }
        out
    }
}

/// The bytes of a word in lower case that a text begins with, if it does not stand within another word.
fn found(text: &str, before: Option<char>, word: &[char]) -> Option<usize> {
    let within = |one: Option<char>, other: Option<&char>| {
        one.is_some_and(|c| c.is_ascii_alphanumeric()) && other.is_some_and(char::is_ascii_alphanumeric)
    };
    if within(before, word.first()) {
        return None;
    }
    let mut left = word;
    for (at, c) in text.char_indices() {
        if left.is_empty() {
            return (!within(Some(c), word.last())).then_some(at);
        }
        for folded in c.to_lowercase() {
            left = left.strip_prefix(&[folded])?;
        }
    }
    left.is_empty().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_any_case() {
        let mut around = Around::default();
        around.add(["@lisadoe", "Lisa Doe", "王小红", "ab"]);
        for (text, masked) in [
            ("LisaDoe, lisadoes; (LISA DOE) ab", "[account], lisadoes; ([account]) ab"),
            ("profile_lisadoe", "profile_[account]"),
            ("转lisadoe王小红说İ", "转[account][account]说İ"),
            ("lisadoe", "[account]"),
            ("lisado", "lisado"),
        ] {
            assert_eq!(around.masked(text), masked);
        }
    }
}
