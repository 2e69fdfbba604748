//! What tells a record of the forgotten: a whole text of theirs, and beside it an id, a name or an address.

use std::collections::HashSet;

use super::Needles;
use super::escape::Kinds;
use super::needle;
use super::view::View;

/// Which records are meant: these texts beside one of these ids, names or addresses.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) texts: HashSet<Vec<u8>>,
    pub(super) identities: HashSet<Vec<u8>>,
}

/// What a string is in a record: its text, its id, of either kind of record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) text: [bool; 2],
    pub(super) identity: [bool; 2],
}

impl Needles {
    /// What a string is in a record of the forgotten: all of a text, or all of an id, a name or an address. A handle is often the
    /// display name without its blanks: what is both only names the forgotten, as others' records do.
    pub(super) fn told(&self, text: &str, first: Kinds) -> Told {
        let full = View::full(text, first);
        let (squeezed, name) = (needle::squeezed(&full), needle::identity(&full));
        let identity = self.records.each_ref().map(|record| record.identities.contains(&name));
        let is_text = |kind: usize| !identity[kind] && self.records[kind].texts.contains(&squeezed);
        Told { text: [is_text(0), is_text(1)], identity }
    }

    /// Whether one of these is all of a text of the forgotten.
    pub(crate) fn hold_text(&self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.told(text, Kinds::None).text != [false; 2])
    }

    /// Whether something with these texts and these names is a record of the forgotten: its object goes from a body.
    pub(crate) fn are_record(&self, texts: &[&str], names: &[&str]) -> bool {
        let told = |text: &&str| self.told(text, Kinds::None);
        let told_texts: Vec<Told> = texts.iter().map(told).collect();
        let is_text = |kind: usize| told_texts.iter().any(|told| told.text[kind]);
        (is_text(0) || is_text(1))
            && names.iter().map(told).any(|name| (0..2).any(|kind| name.identity[kind] && is_text(kind)))
    }

    /// Whether an address is the forgotten's own: what was captured there is theirs.
    pub(crate) fn are_at(&self, address: &str) -> bool {
        self.told(address, Kinds::None).identity[0]
            || [crate::link::canonical(address).map(|known| known.url), crate::link::first_form(address)]
                .into_iter()
                .flatten()
                .any(|known| self.told(&known, Kinds::None).identity[0])
    }
}
