//! Dates that readers see: in `<time>`, in marked elements, beside the title, under a word such as "published".

use super::gather::{Around, Candidate, Role, candidate};
use super::written::{date, dates};
use crate::extract::tree::{Id, Tree, What};

/// Longer lines are sentences, in which a date is of what they tell.
const LINE: usize = 160;
/// A page with more dates is a list or an archive.
const MOST: usize = 400;

/// Words beside a date that say it is of the publication.
const PUBLISHED: &[&str] = &[
    "publish",
    "posted",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "publié",
    "mis en ligne",
    "paru le",
    "publicad",
    "publicat",
    "pubblicat",
    "gepubliceerd",
    "geplaatst",
    "opublikowan",
    "data publikacji",
    "zveřejněn",
    "vydáno",
    "publikov",
    "objavljen",
    "megjelen",
    "julkaistu",
    "publicerad",
    "udgivet",
    "publisert",
    "yayın",
    "diterbitkan",
    "dipublikasikan",
    "tayang",
    "đăng",
    "опубликован",
    "дата публикации",
    "опубліковано",
    "публикув",
    "δημοσ",
    "نشر",
    "تاريخ النشر",
    "منتشر",
    "תאריך פרסום",
    "פורסם",
    "प्रकाशित",
    "เผยแพร่",
    "发布",
    "發布",
    "发表",
    "發表",
    "時間",
    "时间",
    "公開",
    "投稿日",
    "掲載",
    "配信",
    "입력",
    "등록",
    "게시",
    "created",
    "written on",
    "date:",
    "datum:",
];

/// Words beside a date that say it is of a change.
const MODIFIED: &[&str] = &[
    "updated",
    "update",
    "modified",
    "last change",
    "edited",
    "aktualisiert",
    "stand:",
    "stand -",
    "stand vom",
    "zuletzt",
    "geändert",
    "letzte änderung",
    "mis à jour",
    "mise à jour",
    "modifié",
    "actualizad",
    "última actualización",
    "modificad",
    "atualizad",
    "aggiornat",
    "ultima modifica",
    "bijgewerkt",
    "gewijzigd",
    "aktualizac",
    "aktualizov",
    "zaktualizowan",
    "ažurira",
    "frissít",
    "päivitetty",
    "uppdaterad",
    "opdateret",
    "oppdatert",
    "güncelle",
    "diperbarui",
    "cập nhật",
    "обновлен",
    "изменен",
    "оновлено",
    "ενημερώ",
    "تحديث",
    "آخر تحديث",
    "به‌روز",
    "עודכן",
    "अपडेट",
    "แก้ไข",
    "อัปเดต",
    "更新",
    "修改",
    "수정",
    "最終更新",
];

/// Marks of elements (`class`, `id`, `itemprop`) that hold the date of a page.
const MARKS: &[&str] = &[
    "publish",
    "pubdate",
    "posted",
    "post-date",
    "entry-date",
    "article-date",
    "date",
    "dateline",
    "datum",
    "fecha",
    "data",
    "time",
    "created",
    "timestamp",
    "byline",
    "meta",
    "info",
    "submitted",
    "posttime",
    "post_time",
    "article-header",
    "postmetadata",
    "artikel-info",
    "zeit",
    "tarih",
    "article__head",
    "headline",
    "author",
    "source",
    "kicker",
    "tanggal",
];

/// Marks of places whose dates are of something else.
const ELSEWHERE: &[&str] = &[
    "comment",
    "related",
    "sidebar",
    "footer",
    "widget",
    "recent",
    "popular",
    "teaser",
    "archive",
    "calendar",
    "copyright",
    "event",
    "nav",
    "menu",
    "recommend",
    "more-",
    "latest",
    "ticker",
    "carousel",
    "slider",
    "newsletter",
    "trending",
    "most-read",
    "forum-post",
    "reply",
    "aside",
    "similar",
    "read-also",
    "linked",
    "promo",
    "banner",
    "cookie",
    "breaking",
    "weather",
    "kommentar",
    "verwandte",
    "disqus",
];

/// Gathers the dates that readers see.
pub(super) fn gather(around: &Around<'_>, out: &mut Vec<Candidate>) {
    let tree = around.tree;
    let mut seen = 0;
    let mut skip_until = 0;
    for id in tree.elements() {
        if id < skip_until || seen >= MOST {
            continue;
        }
        let name = tree.name(id);
        if name == "script" {
            scripts(tree, id, around, out);
        }
        if matches!(
            name,
            "script" | "style" | "noscript" | "template" | "head" | "svg" | "select" | "textarea"
        ) {
            skip_until = tree.nodes[id].end;
            continue;
        }
        if let Some(value) = machine(tree, id, name)
            && let Some(found) = date(value, around.order)
        {
            let (role, rank) = place(around, id, &tree.text_up_to(id, LINE), true);
            let role = match tree.attr(id, "itemprop").map(str::to_ascii_lowercase).as_deref() {
                Some("datemodified") => Role::Modified,
                Some("datepublished" | "datecreated") => Role::Published,
                _ => role,
            };
            let given = tree.attr(id, "itemprop").is_some_and(|p| p.to_ascii_lowercase().starts_with("date"));
            let far = rank >= FAR;
            let rank = if given && !far { 14 } else { rank };
            let source = if given { "microdata" } else { "time" };
            out.push(candidate(role, rank, source, &found, value));
            seen += 1;
            // Its text says the same, perhaps less exactly.
            skip_until = tree.nodes[id].end;
            continue;
        }
        if !holds_line(tree, id) {
            continue;
        }
        let text = tree.text_up_to(id, LINE * 3);
        if text.len() < 6 || !text.chars().any(char::is_numeric) {
            continue;
        }
        let found = dates(&text, around.order);
        let mut from = 0;
        for found in &found {
            let before = &text[from.min(found.start)..found.start];
            let long = text.chars().count() > LINE;
            let (role, mut rank) = place(around, id, &near(before), false);
            if long {
                rank += 25;
            }
            out.push(candidate(role, rank, "visible", found, &text[found.start..found.end]));
            from = found.end;
            seen += 1;
        }
        skip_until = tree.nodes[id].end;
    }
}

/// Names under which scripts hold the publication of the page that they build.
const KEYS: &[&str] = &[
    "datePublished",
    "publishedDate",
    "published_at",
    "publishedAt",
    "publishDate",
    "publish_date",
    "published_date",
    "publicationDate",
    "pubDate",
    "pubdate",
    "firstPublished",
    "datePublication",
    "published_time",
    "publishTime",
    "publish_time",
];

/// The first publication that a script names, where nothing that is meant for others does.
fn scripts(tree: &Tree<'_>, id: Id, around: &Around<'_>, out: &mut Vec<Candidate>) {
    if tree.attr(id, "type").is_some_and(|kind| kind.contains("ld+json"))
        || out.iter().any(|c| c.source == "script")
    {
        return;
    }
    for node in &tree.nodes[id + 1..tree.nodes[id].end] {
        let What::Text(text) = node.what else { continue };
        for key in KEYS {
            let Some(at) = text.find(key) else { continue };
            let rest = text[at + key.len()..].trim_start_matches(['"', '\\', '\'', ' ', ':', '=']);
            let value: String =
                rest.chars().take(30).take_while(|c| !matches!(c, '"' | '\'' | '\\' | ',' | '}')).collect();
            if let Some(found) =
                date(&value, around.order).filter(|_| value.starts_with(|c: char| c.is_ascii_digit()))
            {
                out.push(candidate(Role::Published, 44, "script", &found, &value));
                return;
            }
        }
    }
}

/// Ranks from here on are of dates in places that speak of something else.
pub(super) const FAR: i32 = 60;

/// The value that machines are to read: of `<time datetime>`, `<abbr title>`, of microdata.
fn machine<'a>(tree: &Tree<'a>, id: Id, name: &str) -> Option<&'a str> {
    let value = match name {
        "time" => tree.attr(id, "datetime").or_else(|| tree.attr(id, "content")),
        "abbr" => tree.attr(id, "title").or_else(|| tree.attr(id, "data-utime")),
        "meta" => None,
        _ if tree.attr(id, "itemprop").is_some_and(|p| p.to_ascii_lowercase().starts_with("date")) => {
            tree.attr(id, "content").or_else(|| tree.attr(id, "datetime"))
        }
        _ => None,
    };
    value.filter(|value| value.len() >= 6 && value.chars().any(char::is_numeric))
}

/// Whether an element holds a line of text: no block within, and not too long.
fn holds_line(tree: &Tree<'_>, id: Id) -> bool {
    let (mut letters, mut direct) = (0, false);
    for node in &tree.nodes[id + 1..tree.nodes[id].end] {
        match node.what {
            What::Text(text) => {
                letters += text.trim().len();
                direct |= !text.trim().is_empty();
                if letters > LINE * 12 {
                    return false;
                }
            }
            What::Element(element) => {
                if matches!(
                    element.name(),
                    "p" | "div"
                        | "ul"
                        | "ol"
                        | "li"
                        | "table"
                        | "tr"
                        | "td"
                        | "section"
                        | "article"
                        | "h1"
                        | "h2"
                        | "h3"
                        | "header"
                        | "time"
                        | "dl"
                        | "body"
                        | "head"
                        | "script"
                        | "form"
                ) {
                    // Text of its own beside blocks: the line is told by its parts, which come on their own.
                    return false;
                }
            }
        }
    }
    direct
}

/// The end of what stands before a date.
fn near(before: &str) -> String {
    let from = before.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    before[from..].to_lowercase()
}

/// What a date in this place is a date of, and how far it is to be believed.
fn place(around: &Around<'_>, id: Id, label: &str, machine: bool) -> (Role, i32) {
    let tree = around.tree;
    let label = label.to_lowercase();
    let mut role = Role::Either;
    if MODIFIED.iter().any(|word| label.contains(word)) {
        role = Role::Modified;
    } else if PUBLISHED.iter().any(|word| label.contains(word)) {
        role = Role::Published;
    }
    let own = tree.marks(id);
    if role == Role::Either {
        let marked = |marks: &[&str]| marks.iter().any(|mark| own.contains(mark));
        // hAtom marks a page that never changed as both at once.
        if marked(&["publish", "pubdate", "posted", "entry-date", "created"])
            || tree.attr(id, "pubdate").is_some()
        {
            role = Role::Published;
        } else if marked(&["modif", "update", "aktualis"]) {
            role = Role::Modified;
        }
    }
    let mut rank = 46;
    if machine {
        rank -= 6;
    }
    if role == Role::Published {
        rank -= 8;
    }
    let marked = |marks: &str| MARKS.iter().any(|mark| marks.contains(mark));
    if marked(&own) || tree.parents(id).take(2).any(|parent| marked(&tree.marks(parent))) {
        rank -= 6;
    }
    let mut elsewhere = false;
    for parent in std::iter::once(id).chain(tree.parents(id)) {
        let name = tree.name(parent);
        if matches!(name, "body" | "html" | "main") {
            break;
        }
        let marks = tree.marks(parent);
        // The mark of the whole page tells nothing of a part.
        let small = tree.nodes[parent].end - parent < tree.len() / 2;
        // What holds the title holds the article, whatever it is called.
        if around.heading.is_some_and(|heading| parent < heading && heading < tree.nodes[parent].end) {
            break;
        }
        if matches!(name, "footer" | "nav" | "aside")
            || small && ELSEWHERE.iter().any(|mark| marks.contains(mark))
        {
            elsewhere = true;
        }
    }
    if let Some(heading) = around.heading {
        let end = tree.nodes[heading].end;
        let distance = if id >= end { id - end } else { (heading - id.min(heading)) * 2 };
        rank -= match distance {
            0..=40 => 8,
            41..=120 => 4,
            _ => 0,
        };
        // Where the article goes on after its title, a date beside it is its own, whatever the place is called.
        if distance <= 25 && id >= heading {
            elsewhere = false;
        }
    }
    if elsewhere {
        rank += 30;
    }
    (role, rank)
}
