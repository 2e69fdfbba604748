//! What a post embeds: pictures, films, a link's card, another post.
//!
//! The record is what the author wrote; the view is what the server makes of it, with addresses of media.

use serde_json::Value;
use whence_store::ingest::NewMedia;
use whence_store::redact::MARK;

use crate::connector::lenient;

/// The kind of records that are posts.
const POSTS: &str = "/app.bsky.feed.post/";

/// What a post embeds.
#[derive(Debug, Default)]
pub(super) struct Embed<'v> {
    /// The post that it quotes.
    pub(super) quote: Option<String>,
    /// The quoted post, where it is shown.
    pub(super) quoted: Option<&'v Value>,
    /// The quoted post's address, where the server says that it is not there.
    pub(super) lost: Option<String>,
    pub(super) links: Vec<String>,
    pub(super) media: Vec<NewMedia>,
}

/// Reads what a post embeds.
pub(super) fn read<'v>(record: &Value, view: Option<&'v Value>) -> Embed<'v> {
    let mut embed = Embed::default();
    if let Some(written) = record.pointer("/embed") {
        embed.quote = post(written, &["/record/uri", "/record/record/uri"]);
        let cards = ["/external/uri", "/media/external/uri"];
        embed.links = cards.iter().filter_map(|path| lenient::owned(written, path)).take(1).collect();
    }
    let Some(view) = view else { return embed };
    embed.media = media(view);
    embed.media.extend(view.pointer("/media").map(media).unwrap_or_default());
    let shown = ["/record/record", "/record"].iter().filter_map(|path| view.pointer(path));
    let Some(quoted) = shown.into_iter().find(|quoted| quoted.pointer("/uri").is_some()) else {
        return embed;
    };
    let address = post(quoted, &["/uri"]);
    match lenient::text(quoted, "/$type").and_then(|kind| kind.rsplit('#').next()) {
        Some("viewNotFound") => embed.lost.clone_from(&address),
        Some("viewRecord") if address.is_some() => embed.quoted = Some(quoted),
        _ => {}
    }
    embed.quote = embed.quote.or(address);
    embed
}

/// The address of a post; what is left of it where that post was forgotten says still that there was one.
fn post(value: &Value, paths: &[&str]) -> Option<String> {
    paths
        .iter()
        .find_map(|path| lenient::owned(value, path))
        .filter(|uri| uri.contains(POSTS) || uri.ends_with(MARK))
}

/// The pictures and the film of a record, which has their words and no address: a server gives them one.
pub(super) fn written(record: &Value) -> Vec<NewMedia> {
    let mut media = Vec::new();
    for embed in ["/embed", "/embed/media"].iter().filter_map(|path| record.pointer(path)) {
        let pictures = ["/images", "/items"].iter().flat_map(|path| lenient::list(embed, path));
        media.extend(pictures.map(|picture| unplaced("photo", picture)));
        media.extend(
            embed.pointer("/video").filter(|film| film.is_object()).map(|_| unplaced("video", embed)),
        );
    }
    media
}

fn unplaced(kind: &str, shown: &Value) -> NewMedia {
    NewMedia { kind: kind.to_owned(), url: None, alt: lenient::owned(shown, "/alt") }
}

/// The pictures and the film of a view.
fn media(view: &Value) -> Vec<NewMedia> {
    let pictures = ["/images", "/items"].iter().flat_map(|path| lenient::list(view, path));
    let pictures = pictures.map(|picture| NewMedia {
        kind: "photo".to_owned(),
        url: lenient::owned(picture, "/fullsize").or_else(|| lenient::owned(picture, "/thumb")),
        alt: lenient::owned(picture, "/alt"),
    });
    let film = lenient::owned(view, "/playlist").map(|url| NewMedia {
        kind: "video".to_owned(),
        url: Some(url),
        alt: lenient::owned(view, "/alt"),
    });
    pictures.chain(film).collect()
}
