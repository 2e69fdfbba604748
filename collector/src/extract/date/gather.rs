//! Every date that a page gives, each with where it stands and what it is a date of.

use url::Url;

use super::path;
use super::stamp::Stamp;
use super::visible;
use super::written::{Found, Order, date};
use crate::extract::head::Head;
use crate::extract::linked::LinkedData;
use crate::extract::tree::{Id, Tree};
use crate::extract::without::Without;

/// What a date is a date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    Published,
    Modified,
    /// Of the page, but the page does not say which.
    Either,
}

/// A date that a page gives. A lower rank is believed first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) role: Role,
    pub(super) rank: i32,
    pub(super) source: String,
    pub(super) stamp: Stamp,
    /// The other reading of `3/4/2025`.
    pub(super) other: Option<Stamp>,
    /// As it was written.
    pub(super) original: String,
}

/// Meta tags that give the publication, with their rank.
const PUBLISHED: &[(&str, i32)] = &[
    ("article:published_time", 12),
    ("og:article:published_time", 12),
    ("og:published_time", 12),
    ("og:pubdate", 12),
    ("article:published", 12),
    ("article.published", 12),
    ("article:publicationdate", 12),
    ("bt:pubdate", 12),
    ("parsely-pub-date", 12),
    ("sailthru.date", 12),
    ("cxenseparse:recs:publishtime", 12),
    ("cxenseparse:publishtime", 12),
    ("citation_publication_date", 14),
    ("citation_online_date", 13),
    ("datepublished", 12),
    ("date_published", 12),
    ("publishdate", 12),
    ("publish-date", 12),
    ("publish_date", 12),
    ("published", 12),
    ("publication_date", 12),
    ("publication-date", 12),
    ("pubdate", 12),
    ("pub_date", 12),
    ("ptime", 12),
    ("publishtime", 12),
    ("published_time", 12),
    ("published_date", 12),
    ("published_time_telegram", 12),
    ("rnews:datepublished", 12),
    ("dc.date.issued", 13),
    ("dcterms.issued", 13),
    ("dc.issued", 13),
    ("dcterms.available", 14),
    ("article_date_original", 12),
    ("originalpublicationdate", 11),
    ("firstpublished", 11),
    ("displaydate", 13),
    ("display_date", 13),
    ("mediator_published_time", 13),
    ("vr:published_time", 13),
    ("weibo:article:create_at", 13),
    ("bytedance:published_time", 12),
    ("article:create_at", 13),
    ("create_time", 14),
    ("datecreated", 14),
    ("dcterms.created", 14),
    ("dc.date.created", 14),
    ("dc.created", 14),
    ("article:created", 14),
    ("og:release_date", 15),
    ("uploaddate", 15),
    ("release_date", 15),
    ("releasedate", 15),
    ("date", 34),
    ("dc.date", 34),
    ("dcterms.date", 34),
    ("article:post_date", 14),
    ("post_date", 14),
    ("live_date", 14),
    ("timestamp", 18),
    ("creation_date", 16),
    ("created", 16),
    ("created_time", 14),
    ("video:release_date", 16),
];

/// Meta tags that give a change.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "article:modified",
    "og:updated_time",
    "og:modified_time",
    "article:updated_time",
    "bytedance:updated_time",
    "bytedance:lastupdated_time",
    "datemodified",
    "date_modified",
    "modified",
    "modified_time",
    "modifieddate",
    "lastmod",
    "last-modified",
    "last_modified",
    "lastmodified",
    "last-updated",
    "lastupdate",
    "updated_time",
    "updated",
    "revised",
    "revision_date",
    "dcterms.modified",
    "dc.date.modified",
    "dc.modified",
    "sailthru.updated",
    "article_date_updated",
    "utime",
];

/// What is known of a page when its dates are gathered.
pub(super) struct Around<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) head: &'a Head,
    pub(super) linked: &'a LinkedData,
    pub(super) url: Option<&'a Url>,
    pub(super) order: Order,
    /// The heading that is the article's title.
    pub(super) heading: Option<Id>,
    pub(super) without: &'a Without,
}

/// Gathers all dates.
pub(super) fn all(around: &Around<'_>) -> Vec<Candidate> {
    let mut out = Vec::new();
    let mut add = |role, rank, source: &str, value: &str| {
        // Machines write the month before the day only with the year first.
        if let Some(found) = date(value, around.order) {
            out.push(candidate(role, rank, source, &found, value));
        }
    };
    let linked = around.linked;
    linked.published.iter().for_each(|value| add(Role::Published, 10, "json-ld:datePublished", value));
    linked.modified.iter().for_each(|value| add(Role::Modified, 10, "json-ld:dateModified", value));
    linked.page_published.iter().for_each(|value| add(Role::Published, 20, "json-ld:page", value));
    linked.page_modified.iter().for_each(|value| add(Role::Modified, 20, "json-ld:page", value));
    for (name, value) in &around.head.metas {
        if let Some((name, rank)) = PUBLISHED.iter().find(|(n, _)| n == name) {
            add(Role::Published, *rank, &format!("meta:{name}"), value);
        } else if MODIFIED.contains(&name.as_str()) {
            add(Role::Modified, 12, &format!("meta:{name}"), value);
        } else if ["pubdate", "publish", "published"].iter().any(|word| name.contains(word))
            && !name.contains("modif")
        {
            add(Role::Published, 17, &format!("meta:{name}"), value);
        }
    }
    if let Some(title) = around.head.title.as_deref() {
        add(Role::Either, 41, "title", title);
    }
    if let Some(url) = around.url
        && let Some(stamp) = path::date(url.path(), url.query())
    {
        out.push(Candidate {
            role: Role::Published,
            rank: 15,
            source: "url".to_owned(),
            stamp,
            other: None,
            original: url.path().to_owned(),
        });
    }
    visible::gather(around, &mut out);
    out.retain(|candidate| around.without.has(rule(&candidate.source)));
    out
}

/// The rule that a date comes by.
fn rule(source: &str) -> &'static str {
    match source.split(':').next().unwrap_or_default() {
        "json-ld" => "linked-dates",
        "meta" => "meta-dates",
        "url" => "address-dates",
        "time" | "microdata" => "marked-dates",
        "script" => "script-dates",
        _ => "visible-dates",
    }
}

pub(super) fn candidate(role: Role, rank: i32, source: &str, found: &Found, original: &str) -> Candidate {
    Candidate {
        role,
        rank,
        source: source.to_owned(),
        stamp: found.stamp,
        other: found.other,
        original: original.trim().chars().take(100).collect(),
    }
}
