//! A channel as it was captured.

use std::collections::BTreeSet;

use whence_store::StoreError;
use whence_store::read::{ProfileRow, PublishedRow, Reader};

use super::parts::{self, FEWEST};

/// So many items of a channel are looked at, the newest.
const MOST_ITEMS: usize = 200;
/// Of so many of them scripts and paragraphs are compared.
const MOST_SCRIPTS: usize = 50;
/// A line of this many characters that half of a channel's items have is its boilerplate.
const BOILERPLATE: usize = 40;

/// A channel.
pub(super) struct Channel {
    /// The account's row.
    pub(super) id: i64,
    pub(super) profile: ProfileRow,
    /// Newest first.
    pub(super) published: Vec<PublishedRow>,
    /// The parts of each script, with the place of its item.
    pub(super) scripts: Vec<(usize, BTreeSet<u64>)>,
    /// The parts of what is written: the description (without a place), and the texts of its newest items.
    pub(super) written: Vec<(Option<usize>, BTreeSet<u64>)>,
}

impl Channel {
    pub(super) fn load(reader: &Reader, id: i64) -> Result<Self, StoreError> {
        let published = reader.published(id, MOST_ITEMS)?;
        let scripts = published
            .iter()
            .enumerate()
            .filter_map(|(n, item)| Some((n, parts::parts(&script(item)?))))
            .filter(|(_, parts)| parts.len() >= FEWEST)
            .take(MOST_SCRIPTS)
            .collect();
        let profile = reader.profile(id)?;
        let described = profile.description.iter().map(|text| (None, parts::parts(text)));
        let texts = published
            .iter()
            .enumerate()
            .take(MOST_SCRIPTS)
            .map(|(n, item)| (Some(n), parts::parts(&item.text)));
        let written = described.chain(texts).collect();
        Ok(Self { id, profile, published, scripts, written })
    }

    /// What each item is called: its title, else its words.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        self.published.iter().map(|item| item.title.as_deref().unwrap_or(&item.text))
    }

    /// The lines that it puts under at least half of its items, and its own description.
    pub(super) fn boilerplate(&self) -> Vec<String> {
        let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
        for item in &self.published {
            let lines: BTreeSet<&str> =
                item.text.lines().map(str::trim).filter(|line| line.chars().count() >= BOILERPLATE).collect();
            for line in lines {
                *counts.entry(line).or_default() += 1;
            }
        }
        let often = counts.into_iter().filter(|(_, n)| *n >= 2 && n * 2 >= self.published.len());
        let described = self.profile.description.clone().filter(|text| text.chars().count() >= BOILERPLATE);
        described.into_iter().chain(often.map(|(line, _)| line.to_owned())).collect()
    }

    /// The capture of one of its items.
    pub(super) fn capture(&self, item: usize) -> Option<i64> {
        self.published.get(item).map(|item| item.capture_id)
    }

    /// The captures of its newest items: what shares of all of them rest on.
    pub(super) fn captures(&self) -> Vec<i64> {
        let mut captures: Vec<i64> = Vec::new();
        for item in &self.published {
            if !captures.contains(&item.capture_id) {
                captures.push(item.capture_id);
            }
        }
        captures
    }
}

/// What is spoken or written in an item: a film's captions, else the text of what is no film. A film's description is no script.
fn script(item: &PublishedRow) -> Option<String> {
    let captions: Vec<&str> = item
        .media
        .iter()
        .filter(|shown| shown.kind == "captions")
        .filter_map(|shown| shown.words.as_deref())
        .collect();
    if !captions.is_empty() {
        return Some(captions.join("\n"));
    }
    (item.kind != "video").then(|| item.text.clone())
}
