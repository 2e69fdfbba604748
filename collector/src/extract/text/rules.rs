//! The rules that repair a choice of blocks. Each has a name and can be switched off, so that it can be measured.

use std::collections::HashSet;

use super::block::{Block, fold};
use super::labels;
use super::place::Place;
use crate::extract::date::dated_bytes;
use crate::extract::tree::{Id, Tree};
use crate::extract::without::Without;

/// What the rules look at.
pub(super) struct About<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) blocks: &'a [Block],
    pub(super) places: &'a [Place],
    pub(super) heading: Option<Id>,
    pub(super) title: Option<&'a str>,
    pub(super) descriptions: &'a [&'a str],
    /// The page's own host.
    pub(super) host: Option<&'a str>,
    pub(super) without: &'a Without,
}

/// A paragraph of this length (characters) is text wherever it stands.
const PARAGRAPH: usize = 80;

/// Repairs a choice: first what was lost is put back, then what is none is taken out.
pub(super) fn repair(about: &About<'_>, kept: &mut [bool]) {
    if !kept.contains(&true) {
        return;
    }
    if about.without.has("gaps") {
        gaps(about, kept);
    }
    if about.without.has("beginnings") {
        beginnings(about, kept);
    }
    let lead = if about.without.has("described") { described(about, kept) } else { None };
    drop(about, kept, lead);
    if about.without.has("repeats") {
        repeats(about, kept);
    }
    if about.without.has("lists") {
        lists(about, kept);
    }
    if about.without.has("contacts") {
        contacts(about, kept);
    }
    if about.without.has("ends") {
        ends(about, kept);
    }
}

fn length(block: &Block) -> usize {
    // A character of a script without spaces says as much as two letters.
    block.text.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum()
}

fn is_plain(about: &About<'_>, at: usize, links: f64) -> bool {
    let (block, place) = (&about.blocks[at], &about.places[at]);
    !block.hidden && !place.frame && !place.aside && !place.caption && block.link_share() <= links
}

/// Paragraphs, items and headings between two chosen blocks, in the same container as both.
fn gaps(about: &About<'_>, kept: &mut [bool]) {
    let quotes = about.without.has("block-quotes");
    let bare = about.without.has("bare-texts");
    let around = |at: usize| quotation(about, at).filter(|_| quotes);
    let container = |at: usize| {
        let holder = about.blocks[at].holder;
        let place = &about.places[at];
        let up = |id: Id| about.tree.nodes[id].parent;
        // A quotation stands in the text that quotes it, whatever is wrapped around it alone.
        if let Some(mut quote) = around(at) {
            let inside = span(about, quote);
            while up(quote) != quote && span(about, up(quote)) == inside {
                quote = up(quote);
            }
            return up(quote);
        }
        // A text beside blocks stands in what holds them both.
        if bare
            && matches!(about.tree.name(holder), "div" | "section" | "article" | "main")
            && shares(about, at)
        {
            return holder;
        }
        let parent = up(holder);
        if place.item || place.table { up(parent) } else { parent }
    };
    let chosen: Vec<usize> = (0..kept.len()).filter(|at| kept[*at]).collect();
    for pair in chosen.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        // A long way between two is another part of the page.
        if to - from < 2 || to - from > 30 {
            continue;
        }
        let (one, two) = (container(from), container(to));
        for (at, kept) in kept.iter_mut().enumerate().take(to).skip(from + 1) {
            let here = container(at);
            let same = here == one || here == two;
            let heading = about.places[at].heading > 1;
            let size = length(&about.blocks[at]);
            let (block, place) = (&about.blocks[at], &about.places[at]);
            let shown = same && !block.hidden && !place.frame;
            let address = about.without.has("addresses") && is_address(&block.text);
            let plain = same && (size >= 25 || heading) && is_plain(about, at, 0.3);
            *kept |= plain || shown && (address || around(at).is_some());
        }
    }
}

/// The blocks that an element holds.
fn span(about: &About<'_>, id: Id) -> (usize, usize) {
    let before = |id: Id| about.blocks.partition_point(|block| block.first < id);
    (before(id), before(about.tree.nodes[id].end))
}

/// Whether the element that holds a block holds others as well.
fn shares(about: &About<'_>, at: usize) -> bool {
    let holder = about.blocks[at].holder;
    let end = about.tree.nodes[holder].end;
    about.blocks.get(at + 1).is_some_and(|next| next.first < end)
        || at.checked_sub(1).is_some_and(|before| about.blocks[before].first >= holder)
}

/// A block above the text that the page's own description repeats: its lead, whatever it is called.
fn described(about: &About<'_>, kept: &mut [bool]) -> Option<usize> {
    let first = kept.iter().position(|kept| *kept)?;
    let title = about.title.map(fold).unwrap_or_default();
    let said: Vec<String> =
        about.descriptions.iter().map(|text| fold(text)).filter(|d| d.len() >= 40).collect();
    // Descriptions are cut short, and may go on with more than the lead.
    let same = |block: &Block| {
        block.fold.len() >= 40
            && block.fold != title
            && said.iter().any(|said| {
                said.starts_with(block.fold.as_str())
                    || (block.fold.starts_with(said.as_str()) && block.fold.len() < 3 * said.len())
            })
    };
    for at in (first.saturating_sub(40)..first).rev() {
        let block = &about.blocks[at];
        if !block.hidden && !about.places[at].frame && block.link_share() < 0.5 && same(block) {
            kept[at] = true;
            return Some(at);
        }
    }
    None
}

/// Paragraphs between the title and the first chosen block.
fn beginnings(about: &About<'_>, kept: &mut [bool]) {
    let (Some(first), Some(heading)) = (kept.iter().position(|kept| *kept), about.heading) else { return };
    for (at, kept) in kept.iter_mut().enumerate().take(first).skip(first.saturating_sub(12)) {
        *kept |= about.blocks[at].first > heading
            && is_plain(about, at, 0.2)
            && length(&about.blocks[at]) >= PARAGRAPH;
    }
}

/// Takes out captions, labels, lines of dates and the title itself.
fn drop(about: &About<'_>, kept: &mut [bool], lead: Option<usize>) {
    let title = about.title.map(fold).unwrap_or_default();
    let total: usize = about
        .blocks
        .iter()
        .zip(kept.iter())
        .filter(|(_, kept)| **kept)
        .map(|(block, _)| block.text.len())
        .sum();
    let first_paragraph =
        (0..kept.len()).find(|at| kept[*at] && length(&about.blocks[*at]) >= PARAGRAPH).unwrap_or(0);
    let last_paragraph = (0..kept.len())
        .rfind(|at| kept[*at] && length(&about.blocks[*at]) >= PARAGRAPH)
        .unwrap_or(kept.len());
    for (at, kept) in kept.iter_mut().enumerate().filter(|(at, kept)| **kept && lead != Some(*at)) {
        let (block, place) = (&about.blocks[at], &about.places[at]);
        let size = length(block);
        // What is most of the text is the text.
        if 2 * block.text.len() > total {
            continue;
        }
        let out = (place.caption && size < 400 && about.without.has("captions"))
            || (about.without.has("labels") && labels::is_label(&block.text, block.link_share()))
            || ((at < first_paragraph || at > last_paragraph)
                && size <= 100
                && about.without.has("date-lines")
                && is_date_line(&block.text))
            || (at <= first_paragraph
                && !title.is_empty()
                && block.fold == title
                && about.without.has("title"));
        *kept = !out;
    }
}

/// A line that is a date with a word or a name beside it.
fn is_date_line(text: &str) -> bool {
    text.chars().any(char::is_numeric) && 3 * dated_bytes(text) >= text.len()
}

/// A link that shows its address is what the text speaks of.
fn is_address(text: &str) -> bool {
    !text.contains(' ') && (text.contains('@') || text.starts_with("http") || text.starts_with("www."))
}

/// A paragraph at the beginning that stands there a second time, as templates show a lead once more.
fn repeats(about: &About<'_>, kept: &mut [bool]) {
    let mut seen = HashSet::new();
    let beginning = about.blocks.iter().zip(kept).filter(|(_, kept)| **kept).take(BEGINNING);
    for (block, kept) in beginning {
        *kept = length(block) < PARAGRAPH || seen.insert(block.fold.as_str());
    }
}

/// So many blocks are the beginning of a text.
const BEGINNING: usize = 8;

/// Lists of links to the same site alone lead elsewhere, unless they are most of the text.
fn lists(about: &About<'_>, kept: &mut [bool]) {
    let list = |at: usize| about.places[at].item.then(|| about.tree.nodes[about.blocks[at].holder].parent);
    let all = kept.iter().filter(|kept| **kept).count();
    let mut from = 0;
    while from < kept.len() {
        let Some(id) = list(from) else {
            from += 1;
            continue;
        };
        let to = (from..kept.len()).find(|at| list(*at) != Some(id)).unwrap_or(kept.len());
        let inside = || (from..to).filter(|at| kept[*at]);
        if to - from > 1
            && inside().all(|at| about.blocks[at].link_share() >= 0.9 && stays(about, at))
            && 2 * inside().count() < all
        {
            kept[from..to].fill(false);
        }
        from = to;
    }
}

/// Whether the link that holds a block leads to the page's own site.
fn stays(about: &About<'_>, at: usize) -> bool {
    let href = about.tree.parents(about.blocks[at].first).take(8).find_map(|id| about.tree.attr(id, "href"));
    href.is_none_or(|href| match href.split_once("//") {
        Some((_, rest)) => about.host.is_some_and(|host| rest.starts_with(host)),
        None => true,
    })
}

/// Whether a block stands in a quotation, and which element that is.
fn quotation(about: &About<'_>, at: usize) -> Option<Id> {
    let holder = about.blocks[at].holder;
    let mut near = std::iter::once(holder).chain(about.tree.parents(holder)).take(4);
    near.find(|id| about.tree.name(*id) == "blockquote")
}

/// How to reach or follow who wrote it, at the end of the text.
fn contacts(about: &About<'_>, kept: &mut [bool]) {
    let last: Vec<usize> = (0..kept.len()).rev().filter(|at| kept[*at]).take(4).collect();
    if last.len() < 4 {
        return;
    }
    for at in &last[..3] {
        let block = &about.blocks[*at];
        let reach = block.text.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
            word.find('@').is_some_and(|place| {
                let (before, after) = (&word[..place], &word[place + 1..]);
                after.len() > 2 && (before.is_empty() || after.contains('.'))
            })
        });
        if reach && length(block) < 250 && quotation(about, *at).is_none() {
            kept[*at] = false;
        } else if length(block) >= PARAGRAPH {
            break;
        }
    }
}

/// Headings with nothing under them at the end, and short lines after the last paragraph.
fn ends(about: &About<'_>, kept: &mut [bool]) {
    let mut left = kept.iter().filter(|kept| **kept).count();
    for last in (0..kept.len()).rev().filter(|at| kept[*at]).collect::<Vec<_>>() {
        let (block, place) = (&about.blocks[last], &about.places[last]);
        let lone = place.heading > 0 || (block.link_share() > 0.6 && length(block) < 200);
        if !lone || left < 3 {
            break;
        }
        kept[last] = false;
        left -= 1;
    }
}
