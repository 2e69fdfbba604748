//! One message of a channel's preview.

use scraper::ElementRef;
use url::Url;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem, NewMedia};
use whence_store::time::Moment;

use super::{count, find, text};
use crate::text::{html_text, language, web_date};

/// The platform's word.
pub(super) const PLATFORM: &str = "telegram";
/// The version of this reading; written into items.
const RULE: i64 = 1;

/// Which message of which channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Post {
    channel: String,
    pub(super) id: i64,
}

impl Post {
    /// Reads what a block says of itself.
    pub(super) fn of(block: ElementRef<'_>) -> Result<Self, String> {
        let post = block.value().attr("data-post").ok_or("a message has no `data-post`")?;
        Self::parse(post).ok_or_else(|| format!("`{post}` names no message"))
    }

    /// Reads `CHANNEL/ID`.
    fn parse(post: &str) -> Option<Self> {
        let (channel, id) = post.split_once('/')?;
        let id: i64 = id.parse().ok().filter(|id| *id > 0)?;
        super::is_name(channel).then(|| Self { channel: channel.to_owned(), id })
    }

    /// The message that a public address leads to.
    fn at(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        let path = url.path().trim_matches('/');
        Self::parse(path.strip_prefix("s/").unwrap_or(path))
    }

    /// Ids count within a channel, whose name has no case.
    fn native_id(&self) -> String {
        format!("{}/{}", self.channel.to_lowercase(), self.id)
    }
}

/// When a message was sent, as the server says.
pub(super) fn time(block: ElementRef<'_>) -> Result<Moment, String> {
    let time = find::first(block, "a.tgme_widget_message_date time[datetime]");
    let text = time.and_then(|time| time.value().attr("datetime")).ok_or("a message has no time")?;
    web_date(text, None).ok_or_else(|| format!("`{text}` is no time"))
}

/// Reads a message.
pub(super) fn read(block: ElementRef<'_>, post: &Post, created: Moment, base: &Url) -> NewItem {
    let bodies = find::all(block, ".tgme_widget_message_text");
    let body = bodies.into_iter().find(|body| !find::is_within(*body, "tgme_widget_message_reply"));
    let said = body.map(|body| html_text(&body.inner_html())).unwrap_or_default();
    let mut carried = body.map(|body| text::carried(body, base)).unwrap_or_default();
    let preview = find::first(block, "a.tgme_widget_message_link_preview[href]");
    if let Some(link) = preview.and_then(|preview| preview.value().attr("href"))
        && !carried.links.iter().any(|known| known == link)
    {
        carried.links.push(link.to_owned());
    }
    let is_forward = find::first(block, ".tgme_widget_message_forwarded_from_name").is_some();
    let repost_of = linked(block, "a.tgme_widget_message_forwarded_from_name[href]");
    let reply_to = linked(block, "a.tgme_widget_message_reply[href]");
    let kind = match (is_forward, &reply_to) {
        (true, _) => ItemKind::Repost,
        (false, Some(_)) => ItemKind::Reply,
        (false, None) => ItemKind::Post,
    };
    NewItem {
        account: NewAccount {
            platform: PLATFORM.to_owned(),
            handle: post.channel.clone(),
            name: find::said(block, "a.tgme_widget_message_owner_name"),
            ..NewAccount::default()
        },
        native_id: post.native_id(),
        kind,
        created,
        created_basis: "time[datetime]".to_owned(),
        modified: None,
        title: None,
        lang: language(&said).map(|lang| (lang, LangSource::Detected)),
        text: said,
        byline: byline(block),
        url: Some(format!("https://t.me/{}/{}", post.channel, post.id)),
        repost_of,
        quote_of: None,
        reply_to,
        thread_id: None,
        links: carried.links,
        tags: carried.tags,
        mentions: carried.mentions,
        media: media(block),
        metrics: metrics(block),
        seen: None,
        rule_version: RULE,
    }
}

/// The id of the message that a link leads to.
fn linked(block: ElementRef<'_>, selector: &str) -> Option<String> {
    let href = find::first(block, selector)?.value().attr("href")?;
    Post::at(href).map(|post| post.native_id())
}

/// Who signed it; of a forward, whom it names as the author of the original.
fn byline(block: ElementRef<'_>) -> Option<String> {
    let names = [
        find::said(block, ".tgme_widget_message_from_author"),
        find::said(block, ".tgme_widget_message_forwarded_from_name"),
        find::said(block, ".tgme_widget_message_forwarded_from_author"),
    ];
    let names: Vec<String> = names.into_iter().flatten().collect();
    (!names.is_empty()).then(|| names.join("; "))
}

/// Views, what they are rounded to where they are, and whether it was edited: when, the page does not say.
fn metrics(block: ElementRef<'_>) -> Vec<(String, i64)> {
    let mut metrics = Vec::new();
    let views = find::said(block, ".tgme_widget_message_views");
    if let Some(views) = views.as_deref().and_then(count::count) {
        metrics.push(("views".to_owned(), views.value));
        if views.rounded_to > 1 {
            metrics.push(("views_rounded_to".to_owned(), views.rounded_to));
        }
    }
    let meta = find::said(block, ".tgme_widget_message_meta").unwrap_or_default();
    if meta.split_whitespace().any(|word| word == "edited") {
        metrics.push(("edited".to_owned(), 1));
    }
    metrics
}

/// Where a kind of media says what it is.
enum Told {
    Background,
    Attribute(&'static str),
    Words,
}

/// The media that a message may show.
const MEDIA: &[(&str, &str, Told)] = &[
    ("photo", "a.tgme_widget_message_photo_wrap", Told::Background),
    ("video", "video.tgme_widget_message_video", Told::Attribute("src")),
    ("voice", ".tgme_widget_message_voice", Told::Attribute("src")),
    ("sticker", ".tgme_widget_message_sticker", Told::Attribute("data-webp")),
    ("document", ".tgme_widget_message_document_title", Told::Words),
    ("poll", ".tgme_widget_message_poll_question", Told::Words),
    // The preview says that there is something which it does not show.
    ("withheld", ".message_media_not_supported", Told::Words),
];

/// What it shows.
fn media(block: ElementRef<'_>) -> Vec<NewMedia> {
    let mut media = Vec::new();
    for (kind, selector, told) in MEDIA {
        for element in find::all(block, selector) {
            let (url, alt) = match told {
                Told::Background => (find::background(element), None),
                Told::Attribute(name) => (element.value().attr(name).map(str::to_owned), None),
                Told::Words => (None, find::words(element)),
            };
            media.push(NewMedia { kind: (*kind).to_owned(), url, alt });
        }
    }
    media
}
