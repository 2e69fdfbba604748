//! The HTML of an entry: the post's own words, and below them who submitted what.

use scraper::{ElementRef, Html, Selector};
use url::Url;
use whence_store::ingest::{NewMedia, NewMention};

use crate::text::{html_text, nesting};

/// Texts are not nested deeper than this.
const DEEPEST: usize = 500;

/// What an entry's HTML says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// The post's own words.
    pub(super) text: String,
    /// The address that was submitted: of a post of text its own.
    pub(super) submitted: Option<Url>,
    /// Addresses in the text.
    pub(super) links: Vec<String>,
    /// The small picture beside the post.
    pub(super) pictures: Vec<NewMedia>,
    /// Users named in the text.
    pub(super) mentions: Vec<NewMention>,
}

/// Reads an entry's HTML; `page` is the post's own address, or the platform's.
pub(super) fn read(html: &str, page: &Url) -> Result<Content, String> {
    if nesting(html) > DEEPEST {
        return Err("its text is nested deeper than any".to_owned());
    }
    let document = Html::parse_fragment(html);
    let mut content = Content::default();
    let words = find(&document, "div.md").into_iter().next();
    content.text = words.map(|words| html_text(&words.inner_html())).unwrap_or_default();
    content.pictures = find(&document, "img[src]").into_iter().map(picture).collect();
    for anchor in find(&document, "a[href]") {
        let href = anchor.value().attr("href").unwrap_or_default();
        let Some(url) = page.join(href).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
            continue;
        };
        let is_said = anchor.ancestors().any(|outer| words.is_some_and(|words| outer.id() == words.id()));
        if !is_said {
            if anchor.text().collect::<String>().trim() == "[link]" {
                content.submitted = Some(url);
            }
            continue;
        }
        match named(&url) {
            Some(handle) => {
                let mention = NewMention { handle, native_id: None };
                if !content.mentions.contains(&mention) {
                    content.mentions.push(mention);
                }
            }
            None if content.links.iter().any(|known| known == url.as_str()) => {}
            None => content.links.push(url.into()),
        }
    }
    Ok(content)
}

fn find<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    // The selectors are constants of this file; one that does not parse would find nothing, and a test would show it.
    Selector::parse(selector).map(|parsed| document.select(&parsed).collect()).unwrap_or_default()
}

fn picture(img: ElementRef<'_>) -> NewMedia {
    let attribute = |name| img.value().attr(name).map(str::to_owned).filter(|text| !text.is_empty());
    NewMedia { kind: "thumbnail".to_owned(), url: attribute("src"), alt: attribute("alt") }
}

/// The user to whose page an address leads.
fn named(url: &Url) -> Option<String> {
    if !is_own(url) {
        return None;
    }
    let mut parts = url.path_segments()?.filter(|part| !part.is_empty());
    let name = matches!(parts.next()?, "u" | "user").then(|| parts.next())??;
    parts.next().is_none().then(|| name.to_owned())
}

/// The post that an address of the platform leads to, by its full name.
pub(super) fn post_at(url: &Url) -> Option<String> {
    if !is_own(url) {
        return None;
    }
    let parts: Vec<&str> = url.path_segments()?.collect();
    let at = parts.iter().position(|part| *part == "comments")?;
    let id = parts.get(at + 1)?;
    (!id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric())).then(|| format!("t3_{id}"))
}

fn is_own(url: &Url) -> bool {
    url.host_str().is_some_and(|host| host == "reddit.com" || host.ends_with(".reddit.com"))
}
