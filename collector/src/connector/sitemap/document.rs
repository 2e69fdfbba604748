//! The places that a sitemap names, one after the other: nothing is kept of those that were told.

use std::collections::BTreeMap;

use crate::connector::ReadError;
use crate::text::{Entities, Token, Tokens, attribute};

/// Translations of a page that are noted.
const MOST_ALTERNATES: usize = 100;

/// A place that a sitemap names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Where it is.
    pub(super) address: String,
    /// Whether it is a sitemap itself.
    pub(super) is_sitemap: bool,
    /// `lastmod`.
    pub(super) changed: Option<String>,
    /// `news:publication_date`.
    pub(super) published: Option<String>,
    /// `news:title`.
    pub(super) title: Option<String>,
    /// `news:name`.
    pub(super) site: Option<String>,
    /// `news:language`.
    pub(super) lang: Option<String>,
    /// The page in other languages.
    pub(super) alternates: BTreeMap<String, String>,
}

/// Tells of each place of a sitemap, up to `most` of them; gives how many there were, at most one more.
///
/// # Errors
/// [`ReadError`] for what is no sitemap.
pub(super) fn each_place(text: &str, most: usize, mut tell: impl FnMut(Place)) -> Result<usize, ReadError> {
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        return each_line(text, most, tell);
    }
    let mut entities = Entities::default();
    let (mut is_sitemap, mut number) = (false, 0);
    let mut place: Option<Place> = None;
    let mut written = String::new();
    for (_, token) in Tokens::of(text) {
        match token {
            Token::Start { name, attributes, .. } => {
                written.clear();
                match local(name) {
                    "urlset" | "sitemapindex" => is_sitemap = true,
                    "url" | "sitemap" => {
                        let is_index = local(name) == "sitemap";
                        place = Some(Place { is_sitemap: is_index, ..Place::default() });
                    }
                    "link" => note_alternate(place.as_mut(), attributes, &mut entities),
                    _ => {}
                }
            }
            Token::Text(text) => written.push_str(&entities.decode(text)),
            Token::Cdata(text) => written.push_str(text),
            Token::End(name) if matches!(local(name), "url" | "sitemap") => {
                let Some(place) = place.take().filter(|_| is_sitemap) else { continue };
                number += 1;
                if number > most {
                    return Ok(number);
                }
                tell(place);
            }
            Token::End(name) => {
                if let Some(place) = &mut place {
                    note(place, name, &written);
                }
                written.clear();
            }
            Token::Doctype(_) => {}
        }
    }
    if is_sitemap {
        Ok(number)
    } else {
        Err(ReadError("not a sitemap: it holds no <urlset> or <sitemapindex>".to_owned()))
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn note(place: &mut Place, name: &str, written: &str) {
    // Images and videos of a page have addresses and titles of their own.
    if name.starts_with("image:") || name.starts_with("video:") {
        return;
    }
    let written = written.trim();
    if written.is_empty() {
        return;
    }
    let field = match local(name) {
        "loc" if place.address.is_empty() => return written.clone_into(&mut place.address),
        "lastmod" => &mut place.changed,
        "publication_date" => &mut place.published,
        "title" => &mut place.title,
        "name" => &mut place.site,
        "language" => &mut place.lang,
        _ => return,
    };
    field.get_or_insert_with(|| written.to_owned());
}

fn note_alternate(place: Option<&mut Place>, attributes: &str, entities: &mut Entities) {
    let Some(place) = place.filter(|place| place.alternates.len() < MOST_ALTERNATES) else { return };
    let Some(lang) = attribute(attributes, "hreflang") else { return };
    if let Some(href) = attribute(attributes, "href")
        && attribute(attributes, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("alternate"))
    {
        place.alternates.insert(lang.to_owned(), entities.decode(href));
    }
}

/// A sitemap of plain text has an address on each line.
fn each_line(text: &str, most: usize, mut tell: impl FnMut(Place)) -> Result<usize, ReadError> {
    let lines = text.lines().map(|line| line.trim_matches('\u{feff}').trim()).filter(|line| !line.is_empty());
    let mut number = 0;
    for line in lines.filter(|line| line.starts_with("http://") || line.starts_with("https://")) {
        number += 1;
        if number > most {
            break;
        }
        tell(Place { address: line.to_owned(), ..Place::default() });
    }
    if number > 0 { Ok(number) } else { Err(ReadError("not a sitemap: no line is an address".to_owned())) }
}
