//! Feeds: the last ten articles in RSS 2.0 or Atom 1.0.

use std::fmt::Write as _;

use whence_store::time::Micros;

use super::articles::{self, Article};
use super::markup::escaped;
use super::site::{FeedForm, SITES, Site};
use super::stamps;

/// The feed of a site as it is at `now`, and when it last changed; `base` is the site's address.
pub(crate) fn xml(articles: &[Article], site: usize, base: &str, now: Micros) -> (String, Micros) {
    let shown: Vec<&Article> = articles::shown(articles, site, now).map(|(_, article)| article).collect();
    let changed = shown.iter().map(|article| article.changed(now)).max().unwrap_or_default();
    let site = &SITES[site];
    let text = match site.feed {
        FeedForm::Atom => atom(&shown, site, base, changed, now),
        FeedForm::RssFull => rss(&shown, site, base, changed, true),
        FeedForm::RssSummary => rss(&shown, site, base, changed, false),
    };
    (text, changed)
}

/// The content type that goes with a site's feed.
pub(crate) const fn content_type(site: &Site) -> &'static str {
    match site.feed {
        FeedForm::Atom => "application/atom+xml; charset=utf-8",
        FeedForm::RssFull | FeedForm::RssSummary => "application/rss+xml; charset=utf-8",
    }
}

fn summary(article: &Article) -> String {
    article.paragraphs.first().map(|paragraph| escaped(paragraph)).unwrap_or_default()
}

fn rss(shown: &[&Article], site: &Site, base: &str, changed: Micros, full: bool) -> String {
    let mut items = String::new();
    for article in shown {
        let url = format!("{base}{}", article.path);
        let _ = write!(
            items,
            "<item>\n<title>{}</title>\n<link>{url}</link>\n<guid isPermaLink=\"true\">{url}</guid>\n\
             <pubDate>{}</pubDate>\n<dc:creator>{}</dc:creator>\n<description>{}</description>\n",
            escaped(&article.headline),
            stamps::rss(article.at, site.hours),
            article.byline,
            summary(article),
        );
        // What subscribers pay for is not in the feed either.
        if full && !article.private {
            let text: Vec<String> =
                article.paragraphs.iter().map(|p| format!("<p>{}</p>", escaped(p))).collect();
            let _ = writeln!(items, "<content:encoded><![CDATA[{}]]></content:encoded>", text.concat());
        }
        items.push_str("</item>\n");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel>\n<title>{}</title>\n<link>{base}/</link>\n<description>{}</description>\n<language>{}</language>\n\
         <lastBuildDate>{}</lastBuildDate>\n{items}</channel>\n</rss>\n",
        site.title,
        site.title,
        site.language.code(),
        stamps::rss(changed, site.hours),
    )
}

fn atom(shown: &[&Article], site: &Site, base: &str, changed: Micros, now: Micros) -> String {
    let mut entries = String::new();
    for article in shown {
        let url = format!("{base}{}", article.path);
        let _ = write!(
            entries,
            "<entry>\n<title>{}</title>\n<id>{url}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n\
             <published>{}</published>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
             <summary>{}</summary>\n</entry>\n",
            escaped(&article.headline),
            stamps::iso(article.at, site.hours),
            stamps::iso(article.changed(now), site.hours),
            article.byline,
            summary(article),
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{base}/</id>\n<link rel=\"self\" href=\"{base}/feed.xml\"/>\n\
         <link rel=\"alternate\" href=\"{base}/\"/>\n<updated>{}</updated>\n{entries}</feed>\n",
        site.language.code(),
        site.title,
        stamps::iso(changed, site.hours),
    )
}
