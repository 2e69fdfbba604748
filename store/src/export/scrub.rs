//! What may stand in an export that protects people: texts, addresses, tags and the like of one item, all asked the same way.

use super::address::{Address, is_telling, runs};
use super::around::Around;
use super::pieces::{Piece, pieces};
use super::standing::{Found, Standing};
use crate::StoreError;

/// Usual names of counts, which may be somebody's handle as well.
const COUNTS: &[&str] = &[
    "bookmarks",
    "clicks",
    "comments",
    "dislikes",
    "downvotes",
    "forwards",
    "impressions",
    "plays",
    "reach",
    "reactions",
    "saves",
    "score",
    "shares",
    "upvotes",
    "votes",
];

/// Scrubs what one item carries.
pub(super) struct Scrubber<'a> {
    pub(super) standing: &'a Standing<'a>,
    pub(super) platform: &'a str,
    pub(super) around: Around,
}

impl Scrubber<'_> {
    /// A text without handles and addresses of accounts that may not be named, known or not.
    pub(super) fn text(&self, text: &str) -> Result<String, StoreError> {
        let mut out = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Address(address) => {
                    out.push_str(if self.address(address)? { address } else { "[address]" });
                }
                Piece::Account(shown) => {
                    out.push_str(if self.is_named(piece.word())? { shown } else { "[account]" });
                }
                Piece::Tag(shown) => out.push_str(if self.tag(piece.word())? { shown } else { "[account]" }),
                Piece::Word(word) => out.push_str(if self.word(word)? { word } else { "[account]" }),
                Piece::Other(sign) => out.push_str(sign),
            }
        }
        Ok(self.around.masked(&out))
    }

    /// Whether an address may stand. What cannot be read as one may not.
    pub(super) fn address(&self, address: &str) -> Result<bool, StoreError> {
        let Some(read) = Address::read(address) else { return Ok(false) };
        if self.around.is_in(&read.plain) {
            return Ok(false);
        }
        for account in read.accounts.iter().chain(&read.begins) {
            if self.standing.of_word(account)? != Found::Named {
                return Ok(false);
            }
        }
        let mut named = false;
        for word in &read.words {
            match self.standing.of_word(word)? {
                Found::Protected => return Ok(false),
                Found::Named => named = true,
                Found::Nobody => {}
            }
        }
        Ok(named || !read.of_people)
    }

    /// Whether a tag may stand: it is no handle of somebody on this platform, and holds none.
    pub(super) fn tag(&self, tag: &str) -> Result<bool, StoreError> {
        Ok(self.word(tag)? && self.standing.of_account(self.platform, None, tag)? != Found::Protected)
    }

    /// Whether a word, an id or an address of the item's own may stand. Handles and ids stand in texts without a sign as well;
    /// words of a language have no digits or underscores, and are not asked for.
    pub(super) fn word(&self, word: &str) -> Result<bool, StoreError> {
        if self.around.is_in(word) {
            return Ok(false);
        }
        let whole = [word.to_owned()];
        for run in whole.into_iter().chain(runs(word)).filter(|run| is_telling(run)) {
            if self.standing.of_word(&run)? == Found::Protected {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the name of a count may stand, as sources may write anything there. What stands after a sign in it may be anybody.
    pub(super) fn count(&self, name: &str) -> Result<bool, StoreError> {
        if COUNTS.contains(&name) {
            return Ok(true);
        }
        for part in name.split([':', '@', '/', ' ']).skip(1).filter(|part| !part.is_empty()) {
            if self.standing.of_word(part)? == Found::Protected {
                return Ok(false);
            }
        }
        Ok(!name.contains('@') && self.tag(name)?)
    }

    /// Whether a handle is of an account that may be named; scripts without spaces may go on right after it.
    fn is_named(&self, handle: &str) -> Result<bool, StoreError> {
        let ascii = handle.find(|c: char| !c.is_ascii()).unwrap_or(handle.len());
        for handle in [handle, &handle[..ascii]].into_iter().filter(|handle| !handle.is_empty()) {
            if self.standing.of_account(self.platform, None, handle)? == Found::Named {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
