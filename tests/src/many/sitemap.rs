//! An index of sitemaps, packed and plain by turns, and their pages.

use std::fmt::Write as _;

use super::hosts::Host;
use super::served::{Answer, Asked, gzip};
use super::{feed, told};

/// Places of one sitemap.
const PART: usize = 50;

pub(super) fn source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}/sitemap.xml\"", host.base)]
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    if asked.path == "/sitemap.xml" {
        return index(host);
    }
    if let Some(number) = asked.between("/maps/", ".xml") {
        return Answer::of("application/xml", part(host, number));
    }
    if let Some(number) = asked.between("/maps/", ".xml.gz") {
        return Answer::of("application/gzip", gzip(part(host, number).as_bytes()));
    }
    feed::article(host, asked)
}

fn index(host: &Host) -> Answer {
    let mut text = String::from(
        "<?xml version=\"1.0\"?><sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">",
    );
    for part in 0..host.pages.div_ceil(PART) {
        let packed = if part % 2 == 0 { ".gz" } else { "" };
        let _ = write!(text, "<sitemap><loc>{}/maps/{part}.xml{packed}</loc></sitemap>", host.base);
    }
    Answer::of("application/xml", text + "</sitemapindex>")
}

/// The last place of the part before stands in it once more.
fn part(host: &Host, part: usize) -> String {
    let mut text =
        String::from("<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
    for number in (part * PART).saturating_sub(1)..((part + 1) * PART).min(host.pages) {
        let _ = write!(
            text,
            "<url><loc>{}/{number}.html</loc><lastmod>{}</lastmod><priority>0.5</priority></url>",
            host.base,
            told::at(number)
        );
    }
    text + "</urlset>"
}
