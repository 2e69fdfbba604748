//! Authors as readers see them: marked elements, links to profiles, lines that begin with "by".

use super::names;
use crate::extract::text::Block;
use crate::extract::tree::{Id, Tree};

/// Marks of elements that hold the author, the surest first.
const MARKS: &[&str] = &[
    "byline-name",
    "author-name",
    "authorname",
    "author_name",
    "byline__name",
    "article-author",
    "article__author",
    "post-author",
    "entry-author",
    "byline",
    "by-line",
    "author",
    "autor",
    "auteur",
    "autore",
    "verfasser",
    "penulis",
    "writer",
    "posted-by",
    "postedby",
    "reporter",
    "journalist",
    "redakteur",
    "editor",
    "firma",
    "creator",
    "dc-creator",
    "yazar",
];

/// Marks of places whose names are of others.
const ELSEWHERE: &[&str] = &[
    "comment",
    "related",
    "sidebar",
    "footer",
    "widget",
    "recent",
    "popular",
    "teaser",
    "recommend",
    "kommentar",
    "reply",
    "disqus",
    "carousel",
    "slider",
    "most-read",
    "author-bio-",
    "testimonial",
    "latest",
];

/// Parts of addresses of profiles.
const PROFILES: &[&str] = &[
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren/",
    "/autores/",
    "/auteur/",
    "/by/",
    "/people/",
    "/profile/",
    "/profil/",
    "/user/",
    "/users/",
    "/journalist/",
    "/writer/",
    "/contributors/",
    "/team/",
    "/staff/",
    "/penulis/",
    "/redaktion/",
];

/// Words that begin a byline where no mark is.
const BEGIN: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "oleh ",
    "oleh:",
    "penulis:",
    "автор:",
    "автор ",
    "text:",
    "text von",
    "author:",
    "autor:",
    "auteur :",
    "作者：",
    "作者:",
    "记者 ",
    "記者",
    "بقلم",
    "كتب:",
    "written by",
    "posted by",
    "geschrieben von",
    "veröffentlicht von",
];

/// A byline longer than this is a text.
const LONGEST: usize = 140;

/// The names of the byline that is believed first: by its mark, then by how near the title it is.
pub(super) fn read(tree: &Tree<'_>, heading: Option<Id>) -> Vec<String> {
    let mut best: Option<(i64, Vec<String>)> = None;
    let mut same: Vec<String> = Vec::new();
    for id in tree.elements() {
        let Some(rank) = rank(tree, id) else { continue };
        if tree.nodes[id].end - id > 40 {
            continue;
        }
        let text = tree.text_up_to(id, LONGEST * 4);
        if text.is_empty() || text.chars().count() > LONGEST {
            continue;
        }
        let found = names(&text);
        if found.is_empty() {
            continue;
        }
        let near = heading.map_or(0, |heading| {
            let end = tree.nodes[heading].end;
            let distance = if id >= end { id - end } else { (heading - id.min(heading)) * 2 };
            i64::try_from(distance / 40).unwrap_or(i64::MAX).min(12)
        });
        let rank = rank + near + if elsewhere(tree, id) { 20 } else { 0 };
        if rank > 28 {
            continue;
        }
        match &best {
            Some((known, _)) if *known < rank => {}
            Some((known, _)) if *known == rank => same.extend(found),
            _ => {
                same.clone_from(&found);
                best = Some((rank, found));
            }
        }
    }
    same
}

/// Labels of lines that name the author, before a colon.
const LABELS: &[&str] = &[
    "author",
    "authors",
    "autor",
    "autorin",
    "autoren",
    "auteur",
    "auteurs",
    "autore",
    "autora",
    "автор",
    "авторы",
    "作者",
    "撰文",
    "penulis",
    "oleh",
    "von",
    "by",
    "por",
    "yazar",
    "yazan",
    "tekst",
    "text",
    "texte",
    "texto",
    "redakteur",
    "redakteurin",
    "kirjoittaja",
    "skribent",
    "forfatter",
    "auteur",
    "συντάκτης",
    "الكاتب",
    "بقلم",
    "tác giả",
    "ผู้เขียน",
];

/// The names of the first line that labels them, in it or in the line after it; for pages whose markup tells nothing.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    let shown: Vec<&Block> = blocks.iter().filter(|block| !block.hidden).collect();
    for (at, block) in shown.iter().enumerate().filter(|(_, block)| block.text.len() <= LONGEST) {
        let Some((label, rest)) = block.text.split_once([':', '：']) else { continue };
        if !LABELS.contains(&label.trim().to_lowercase().as_str()) {
            continue;
        }
        let next = shown.get(at + 1).map_or("", |block| block.text.as_str());
        let line = if rest.trim().is_empty() { next } else { rest };
        if line.chars().count() <= 60 {
            let found = names(line);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

fn rank(tree: &Tree<'_>, id: Id) -> Option<i64> {
    let name = tree.name(id);
    if matches!(
        name,
        "html"
            | "body"
            | "head"
            | "script"
            | "style"
            | "meta"
            | "link"
            | "img"
            | "input"
            | "form"
            | "article"
            | "main"
            | "nav"
    ) {
        return None;
    }
    let prop = tree.attr(id, "itemprop").unwrap_or_default().to_ascii_lowercase();
    if prop == "name"
        && tree
            .parents(id)
            .take(3)
            .any(|p| tree.attr(p, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("author")))
    {
        return Some(0);
    }
    if tree.attr(id, "rel").is_some_and(|rel| rel.split(' ').any(|r| r.eq_ignore_ascii_case("author")))
        && name != "link"
    {
        return Some(2);
    }
    if prop == "author" || prop == "creator" {
        return Some(3);
    }
    let marks = tree.marks(id);
    if marks.len() > 1 {
        let words: Vec<&str> = marks.split_whitespace().collect();
        if let Some(at) = MARKS.iter().position(|mark| words.contains(mark)) {
            return Some(4 + i64::from(at > 8));
        }
        if MARKS.iter().take(9).any(|mark| marks.contains(mark)) {
            return Some(6);
        }
        if ["author", "autor", "byline", "auteur"].iter().any(|mark| marks.contains(mark)) {
            return Some(7);
        }
    }
    if name == "address" {
        return Some(8);
    }
    if name == "a"
        && tree.attr(id, "href").is_some_and(|href| PROFILES.iter().any(|part| href.contains(part)))
    {
        return Some(9);
    }
    if tree.nodes[id].end - id <= 12
        && matches!(
            name,
            "p" | "span"
                | "div"
                | "li"
                | "em"
                | "i"
                | "strong"
                | "b"
                | "small"
                | "cite"
                | "td"
                | "h4"
                | "h5"
                | "font"
        )
    {
        let text = tree.text_up_to(id, 60).to_lowercase();
        if text.chars().count() < 60 && BEGIN.iter().any(|begin| text.starts_with(begin)) {
            return Some(10);
        }
    }
    None
}

fn elsewhere(tree: &Tree<'_>, id: Id) -> bool {
    std::iter::once(id)
        .chain(tree.parents(id))
        .take_while(|p| !matches!(tree.name(*p), "body" | "html" | "main"))
        .any(|parent| {
            let marks = tree.marks(parent);
            let small = tree.nodes[parent].end - parent < tree.len() / 2;
            matches!(tree.name(parent), "footer" | "aside" | "nav")
                || (small && ELSEWHERE.iter().any(|mark| marks.contains(mark)))
        })
}
