//! What a message's text carries: links, hashtags, mentions.

use scraper::ElementRef;
use url::Url;
use whence_store::ingest::NewMention;

use super::find;

/// What a text carries, each once and in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) links: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) mentions: Vec<NewMention>,
}

/// Reads the links of a text.
pub(super) fn carried(text: ElementRef<'_>, base: &Url) -> Carried {
    let mut carried = Carried::default();
    for anchor in find::all(text, "a[href]") {
        let Some(href) = anchor.value().attr("href") else { continue };
        if let Some(tag) = tag(href, base) {
            push(&mut carried.tags, tag);
            continue;
        }
        // Since April 2024 the addresses of links that ask before they open are escaped twice.
        let href = match anchor.value().attr("onclick") {
            Some(_) => href.replace("&amp;", "&"),
            None => href.to_owned(),
        };
        let said = find::words(anchor);
        match said.as_deref().and_then(|text| text.strip_prefix('@')) {
            Some(handle) if names(&href, handle) => {
                push(&mut carried.mentions, NewMention { handle: handle.to_owned(), native_id: None });
            }
            _ if href.starts_with("http://") || href.starts_with("https://") => {
                push(&mut carried.links, href);
            }
            _ => {}
        }
    }
    carried
}

fn push<T: PartialEq>(list: &mut Vec<T>, new: T) {
    if !list.contains(&new) {
        list.push(new);
    }
}

/// The hashtag that a search within the channel is for.
fn tag(href: &str, base: &Url) -> Option<String> {
    if !href.starts_with('?') {
        return None;
    }
    let query = base.join(href).ok()?;
    let (_, sought) = query.query_pairs().find(|(name, _)| name == "q")?;
    sought.strip_prefix('#').map(str::to_owned)
}

/// Whether an address leads to the account that a text names.
fn names(href: &str, handle: &str) -> bool {
    Url::parse(href).is_ok_and(|url| url.path().trim_matches('/').eq_ignore_ascii_case(handle))
}
