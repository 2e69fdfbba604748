//! What an item says, told from it alone: no store is needed for it, so that it is told on another thread while the store is written.

use std::slice;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Scope;
use std::vec;

use super::NewItem;
use super::item::title_and_text;
use super::share::text_object;
use crate::address::find;
use crate::link::{Canonical, canonical};
use crate::text::FtsText;

/// Pages of fewer items are told as they are stored: a thread would cost more than it saves.
const WORTH_A_THREAD: usize = 64;
/// Items that are told before they are handed over.
const BATCH: usize = 256;
/// Batches that may wait: what is told ahead is bounded, however slow the disk is.
const WAITING: usize = 4;

/// What an item says.
pub(super) struct Told {
    /// What full text sees of its title and text.
    pub(super) words: FtsText,
    /// The number of its text, see [`text_object`].
    pub(super) text_object: i64,
    /// Its addresses in their one form, in the order of its links; nothing for what is none.
    pub(super) links: Vec<Option<Canonical>>,
    /// The addresses that its words spell.
    pub(super) spelled: Vec<Canonical>,
}

impl Told {
    pub(super) fn of(item: &NewItem) -> Self {
        let words = title_and_text(item.title.as_deref(), &item.text);
        Self {
            text_object: text_object(&words.text),
            words,
            links: item.links.iter().map(|link| canonical(link)).collect(),
            spelled: spelled(item.title.as_deref(), &item.text),
        }
    }
}

/// The addresses that words spell.
pub(super) fn spelled(title: Option<&str>, text: &str) -> Vec<Canonical> {
    title.into_iter().chain([text]).flat_map(find).collect()
}

/// Items in their order, each with what it says where that was told ahead.
pub(super) struct Ahead<'page> {
    items: slice::Iter<'page, NewItem>,
    batches: Option<Receiver<Vec<Told>>>,
    batch: vec::IntoIter<Told>,
}

impl<'page> Ahead<'page> {
    /// Begins to tell; the thread ends with the last item, or when nobody listens any more.
    pub(super) fn begin<'scope>(scope: &'scope Scope<'scope, 'page>, items: &'page [NewItem]) -> Self {
        let batches = (items.len() >= WORTH_A_THREAD).then(|| {
            let (sender, receiver) = sync_channel(WAITING);
            scope.spawn(move || {
                for batch in items.chunks(BATCH) {
                    if sender.send(batch.iter().map(Told::of).collect()).is_err() {
                        return;
                    }
                }
            });
            receiver
        });
        Self { items: items.iter(), batches, batch: Vec::new().into_iter() }
    }
}

impl<'page> Iterator for Ahead<'page> {
    type Item = (&'page NewItem, Option<Told>);

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.items.next()?;
        let told = self.batch.next().or_else(|| {
            self.batch = self.batches.as_ref()?.recv().ok()?.into_iter();
            self.batch.next()
        });
        Some((item, told))
    }
}
