//! What the place of a block says of it: captions, frames, lists of other articles, consent.

use super::block::Block;
use crate::extract::tree::{Id, Tree};

/// What the place of a block is.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a place is several things at once")]
pub(super) struct Place {
    /// Navigation, footers, sidebars, comments, forms.
    pub(super) frame: bool,
    /// The caption or the credit of a picture.
    pub(super) caption: bool,
    /// A box that leads to other articles, or asks for something: related, newsletter, sharing, tags.
    pub(super) aside: bool,
    /// A heading's level, 0 for none.
    pub(super) heading: u8,
    /// A list item.
    pub(super) item: bool,
    /// A cell or a row.
    pub(super) table: bool,
}

const FRAME: &[&str] = &[
    "footer",
    "navbar",
    "nav-",
    "navigation",
    "menu",
    "breadcrumb",
    "sidebar",
    "side-bar",
    "comments",
    "comment-list",
    "cookie",
    "consent",
    "disqus",
    "respond",
    "masthead",
    "site-header",
    "copyright",
    "skip-link",
    "pagination",
    "popup",
    "modal",
    "login",
    "paywall-",
    "gdpr",
    "toolbar",
];
const CAPTION: &[&str] = &[
    "caption",
    "bildunterschrift",
    "image-credit",
    "img-credit",
    "photo-credit",
    "photocredit",
    "imagecredit",
    "image__credit",
    "img__credit",
    "media-credit",
    "bildnachweis",
    "bild-copyright",
    "image-copyright",
    "legende",
    "epigrafe",
    "pie-foto",
    "piefoto",
    "picture__",
    "image-source",
    "bu-text",
    "figure__",
    "image-meta",
    "img-desc",
    "image-desc",
    "imgdesc",
    "imagedesc",
    "photo-desc",
    "media__desc",
    "image-title",
];
const ASIDE: &[&str] = &[
    "related",
    "newsletter",
    "recommend",
    "read-more",
    "readmore",
    "read-also",
    "also-read",
    "more-stories",
    "teaser",
    "share",
    "sharing",
    "social",
    "tags",
    "tag-list",
    "taglist",
    "post-tags",
    "entry-tags",
    "keywords",
    "promo",
    "advert",
    "sponsor",
    "subscribe",
    "subscription",
    "signup",
    "sign-up",
    "author-bio",
    "author-box",
    "authorbox",
    "about-author",
    "author-info",
    "outbrain",
    "taboola",
    "widget",
    "jp-relatedposts",
    "most-read",
    "popular",
    "trending",
    "banner",
    "donate",
    "donation",
    "follow-us",
    "infobox-related",
    "see-also",
    "similar",
    "postmeta",
    "post-meta",
    "entry-meta",
    "article-meta",
    "byline",
    "entry-footer",
    "post-footer",
    "article-footer",
    "weiterlesen",
    "inline-link",
    "rating",
    "print",
    "kicker",
    "affiliate",
    "disclaimer",
    "whatsapp",
    "telegram-",
    "app-promo",
    "abo-",
    "werbung",
    "anzeige",
    "addtoany",
    "sharedaddy",
    "nota-relacionada",
    "relacionad",
    "leia-mais",
    "lea-tambien",
    "correlat",
    "powiazane",
    "podobne",
];
/// What the places of all blocks are.
pub(super) fn places(tree: &Tree<'_>, blocks: &[Block], heading: Option<Id>) -> Vec<Place> {
    // Marks are asked for often and of few elements.
    let mut known: Vec<Option<Mark>> = vec![None; tree.len()];
    blocks.iter().map(|block| place(tree, block, heading, &mut known)).collect()
}

#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    frame: bool,
    caption: bool,
    aside: bool,
}

fn place(tree: &Tree<'_>, block: &Block, heading: Option<Id>, known: &mut [Option<Mark>]) -> Place {
    let mut place = Place::default();
    let mut id = tree.nodes[block.first].parent;
    let mut steps = 0;
    loop {
        let name = tree.name(id);
        let above = heading.is_some_and(|heading| id < heading && heading < tree.nodes[id].end);
        let large = tree.nodes[id].end - id > tree.len() / 2;
        if matches!(name, "body" | "html") {
            break;
        }
        match name {
            "h1" => place.heading = 1,
            "h2" => place.heading = 2,
            "h3" => place.heading = 3,
            "h4" | "h5" | "h6" => place.heading = 4,
            "li" | "dd" | "dt" => place.item = true,
            "td" | "th" | "table" => place.table = true,
            "figcaption" => place.caption = true,
            "nav" | "footer" | "aside" | "form" | "menu" if !(above || name == "form" && large) => {
                place.frame = true;
            }
            _ => {}
        }
        let mark = known[id].unwrap_or_else(|| {
            let mark = mark(tree, id);
            known[id] = Some(mark);
            mark
        });
        if !above && !large {
            place.caption |= mark.caption && steps < 4;
            place.frame |= mark.frame;
            place.aside |= mark.aside;
        }
        let parent = tree.nodes[id].parent;
        if parent == id {
            break;
        }
        id = parent;
        steps += 1;
    }
    place
}

fn mark(tree: &Tree<'_>, id: Id) -> Mark {
    let marks = tree.marks(id);
    if marks.len() < 3 {
        return Mark::default();
    }
    let has = |list: &[&str]| list.iter().any(|mark| marks.contains(mark));
    Mark { frame: has(FRAME), caption: has(CAPTION), aside: has(ASIDE) }
}
