//! The title of an article: what its heading, its meta tags, its JSON-LD and `<title>` agree on.

use std::collections::HashSet;

use url::Url;

use super::head::Head;
use super::linked::{LinkedData, decoded};
use super::tree::{Id, Tree, squeeze};
use super::without::Without;

/// A title, and the heading that shows it.
#[derive(Debug, Default)]
pub(super) struct Titled {
    pub(super) title: Option<String>,
    pub(super) heading: Option<Id>,
}

/// What parts a title from the name of its site.
const PARTS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ", " / ", " ~ ", "_", " > ",
    " < ", "｜", "|", "—", "–", ": ",
];
/// Titles longer than this are texts.
const LONGEST: usize = 300;
/// How much of the words of a heading and of `<title>` must be the same.
const ALIKE: f64 = 0.5;

/// What the title is read from.
pub(super) struct About<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) head: &'a Head,
    pub(super) linked: &'a LinkedData,
    pub(super) url: Option<&'a Url>,
    /// What the page calls its site.
    pub(super) site: Option<&'a str>,
    pub(super) without: &'a Without,
}

/// Reads the title.
pub(super) fn read(about: &About<'_>) -> Titled {
    let About { tree, head, linked, url, site, without } = *about;
    let site = if without.has("site-names") {
        Site::new(site, linked.publisher.as_deref(), url)
    } else {
        Site(Vec::new())
    };
    let clean =
        |text: &str| Some(squeeze(&decoded(text))).filter(|t| !t.is_empty() && t.len() <= LONGEST * 4);
    let card = head.first(&[
        "og:title",
        "twitter:title",
        "parsely-title",
        "sailthru.title",
        "dc.title",
        "dcterms.title",
        "title",
        "citation_title",
        "headline",
    ]);
    let card = card.and_then(clean).map(|title| site.without(&title));
    let headline = linked.headline.as_deref().and_then(clean);
    let whole = head.title.as_deref().and_then(clean);
    let parted = whole.as_deref().map(|title| site.without(title));
    let said: Vec<&String> = [&headline, &card, &parted].into_iter().flatten().collect();
    let heading = heading(tree, &said, &site);
    if let Some((id, text, alike)) = &heading
        && (*alike >= ALIKE && without.has("headings") || said.is_empty())
    {
        return Titled { title: Some(text.clone()), heading: Some(*id) };
    }
    // A heading that none of the others knows is a banner, unless they are but the site's name.
    let said = [headline, card, parted].into_iter().flatten().find(|title| !site.is(title));
    let lone = heading.filter(|(id, ..)| tree.name(*id) == "h1");
    let title = said.or_else(|| lone.as_ref().map(|(_, text, _)| text.clone())).or(whole);
    Titled { title, heading: lone.map(|(id, ..)| id) }
}

/// The heading whose words are most like what the page says elsewhere, the topmost of equal ones.
fn heading(tree: &Tree<'_>, said: &[&String], site: &Site) -> Option<(Id, String, f64)> {
    let mut best: Option<(Id, String, f64, f64)> = None;
    for id in tree.elements() {
        let name = tree.name(id);
        let marks = tree.marks(id);
        let marked = [
            "entry-title",
            "post-title",
            "article-title",
            "article__title",
            "headline",
            "page-title",
            "articletitle",
            "titre",
            "titulo",
        ]
        .iter()
        .any(|m| marks.contains(m));
        let given = tree.attr(id, "itemprop").is_some_and(|p| {
            p.eq_ignore_ascii_case("headline")
                || p.eq_ignore_ascii_case("name") && matches!(name, "h1" | "h2")
        });
        let level = match name {
            "h1" => 0.3,
            "h2" => 0.1,
            "h3" => 0.05,
            _ if (marked || given) && matches!(name, "div" | "span" | "p" | "h4" | "a" | "header") => 0.0,
            _ => continue,
        };
        if tree.nodes[id].end - id > 60 {
            continue;
        }
        let text = tree.text_up_to(id, LONGEST * 4);
        if text.chars().count() > LONGEST || text.chars().count() < 2 || site.is(&text) {
            continue;
        }
        if tree.parents(id).any(|p| matches!(tree.name(p), "nav" | "footer" | "aside")) {
            continue;
        }
        let alike = said.iter().map(|other| overlap(&text, other)).fold(0.0, f64::max);
        let score = alike + level + if marked || given { 0.15 } else { 0.0 };
        if best.as_ref().is_none_or(|(.., known)| score > *known + 1e-9) {
            best = Some((id, text, alike, score));
        }
    }
    best.filter(|(id, _, alike, _)| *alike >= ALIKE || tree.name(*id) == "h1")
        .map(|(id, text, alike, _)| (id, text, alike))
}

/// The share of words that two texts have in common (Dice); letters in pairs where there are no spaces.
fn overlap(one: &str, two: &str) -> f64 {
    let (one, two) = (words(one), words(two));
    if one.is_empty() || two.is_empty() {
        return 0.0;
    }
    let common = one.intersection(&two).count() as f64;
    2.0 * common / (one.len() + two.len()) as f64
}

fn words(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let mut out = HashSet::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let chars: Vec<char> = word.chars().collect();
        if chars.iter().any(|c| *c > '\u{2e80}') && chars.len() > 1 {
            out.extend(chars.windows(2).map(String::from_iter));
        } else {
            out.insert(word.to_owned());
        }
    }
    out
}

/// The names of a site, folded.
struct Site(Vec<String>);

impl Site {
    fn new(site: Option<&str>, publisher: Option<&str>, url: Option<&Url>) -> Self {
        let mut names: Vec<String> = [site, publisher].into_iter().flatten().map(folded).collect();
        if let Some(host) = url.and_then(Url::host_str) {
            let host = host.trim_start_matches("www.");
            names.push(folded(host));
            // The name before the public suffix: `nytimes` of `nytimes.com`.
            let parts: Vec<&str> = host.split('.').collect();
            if let Some(name) = parts.iter().rev().skip(1).find(|part| part.len() > 3) {
                names.push(folded(name));
            }
        }
        names.retain(|name| name.chars().count() > 1);
        Self(names)
    }

    /// Whether a text is but the site's name.
    fn is(&self, text: &str) -> bool {
        let text = folded(text);
        self.0.contains(&text)
    }

    /// Whether a part of a title stands for the site.
    fn names(&self, part: &str) -> bool {
        let part = folded(part);
        if part.is_empty() {
            return true;
        }
        self.0.iter().any(|name| {
            *name == part
                || (name.len() > 4 && part.len() < 2 * name.len() + 8 && part.contains(name.as_str()))
                || (part.len() > 4 && name.contains(part.as_str()))
        })
    }

    /// A title without its site's name at the end or at the beginning.
    fn without(&self, title: &str) -> String {
        let mut title = title.to_owned();
        for _ in 0..3 {
            let Some(shorter) = self.once(&title) else { break };
            title = shorter;
        }
        title
    }

    fn once(&self, title: &str) -> Option<String> {
        for part in PARTS {
            if let Some((rest, last)) = title.rsplit_once(part)
                && self.names(last)
                && !rest.trim().is_empty()
            {
                return Some(rest.trim().to_owned());
            }
            if let Some((first, rest)) = title.split_once(part)
                && self.names(first)
                && !rest.trim().is_empty()
            {
                return Some(rest.trim().to_owned());
            }
        }
        None
    }
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sites_name_is_cut_off_wherever_it_stands() {
        let site = Site::new(
            Some("The Daily Harbour"),
            None,
            Url::parse("https://www.harbour.example/a").ok().as_ref(),
        );
        for title in [
            "Cranes are back | The Daily Harbour",
            "The Daily Harbour - Cranes are back",
            "Cranes are back – harbour.example",
        ] {
            assert_eq!(site.without(title), "Cranes are back", "{title}");
        }
        assert_eq!(site.without("Rise - and fall"), "Rise - and fall");
        assert!(overlap("深度求索发布新模型", "深度求索发布新模型_新闻") > 0.8);
    }
}
