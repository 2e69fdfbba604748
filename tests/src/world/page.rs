//! Article pages: metadata in three forms, the text, and the clutter around it that an extractor must drop.
//! A page depends only on what was published before its article, so that it stays the same from poll to poll.

use std::fmt::Write as _;

use serde_json::json;
use whence_store::time::Micros;

use super::articles::Article;
use super::markup::escaped;
use super::product::Language;
use super::site::{SITES, Site};
use super::stamps;

/// Words of a site's furniture.
struct Furniture {
    home: &'static str,
    sections: [&'static str; 4],
    by: &'static str,
    read_more: &'static str,
    newsletter: &'static str,
    small_print: &'static str,
}

const fn furniture(language: Language) -> Furniture {
    match language {
        Language::English => Furniture {
            home: "Home",
            sections: ["Islands", "Trade", "Sport", "Letters"],
            by: "By",
            read_more: "More from us",
            newsletter: "Get our morning letter. One mail a day, no advertisements.",
            small_print: "All rights reserved. Imprint · Privacy · Contact",
        },
        Language::Indonesian => Furniture {
            home: "Beranda",
            sections: ["Pulau", "Niaga", "Olahraga", "Surat"],
            by: "Oleh",
            read_more: "Baca juga",
            newsletter: "Langganan kabar pagi kami. Satu surel sehari, tanpa iklan.",
            small_print: "Hak cipta dilindungi. Redaksi · Privasi · Kontak",
        },
        Language::Chinese => Furniture {
            home: "首页",
            sections: ["海岛", "商贸", "体育", "来信"],
            by: "作者",
            read_more: "相关阅读",
            newsletter: "订阅早报，每天一封，没有广告。",
            small_print: "版权所有 · 关于我们 · 隐私 · 联系方式",
        },
    }
}

/// The page of `articles[index]` as it is at `now`; `base` is the site's address without a final slash.
pub(crate) fn html(articles: &[Article], index: usize, base: &str, now: Micros) -> String {
    let article = &articles[index];
    let site = &SITES[article.site];
    let words = furniture(site.language);
    let mut body = String::new();
    for paragraph in &article.paragraphs {
        let _ = writeln!(body, "<p>{}</p>", escaped(paragraph));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n{head}</head>\n<body>\n{top}<main>\n<article>\n\
         <h1>{headline}</h1>\n<p class=\"byline\">{by} <span rel=\"author\">{author}</span> · \
         <time datetime=\"{at}\">{dateline}</time></p>\n<div class=\"article-body\">\n{body}</div>\n</article>\n\
         {related}</main>\n<aside class=\"sidebar\"><form><p>{newsletter}</p><input type=\"email\"></form></aside>\n\
         <footer><p>© 2031 {title}. {small_print}</p></footer>\n</body>\n</html>\n",
        lang = site.language.code(),
        head = head(article, site, base, now),
        top = navigation(site, &words),
        headline = escaped(&article.headline),
        by = words.by,
        author = article.byline,
        at = stamps::iso(article.at, site.hours),
        dateline = stamps::dateline(article.at, site.hours),
        related = related(articles, index, base, words.read_more),
        newsletter = words.newsletter,
        title = site.title,
        small_print = words.small_print,
    )
}

fn head(article: &Article, site: &Site, base: &str, now: Micros) -> String {
    let (headline, url) = (escaped(&article.headline), format!("{base}{}", article.path));
    let published = stamps::iso(article.at, site.hours);
    let modified = stamps::iso(article.changed(now), site.hours);
    let charset = if site.legacy_charset { "gb18030" } else { "utf-8" };
    // `</` would end the script early; no template has it, and JSON allows the slash to be escaped.
    let linked_data = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "datePublished": published,
        "dateModified": modified,
        "author": [{ "@type": "Person", "name": article.byline }],
        "publisher": { "@type": "Organization", "name": site.title },
        "mainEntityOfPage": url,
        "inLanguage": site.language.code(),
    })
    .to_string()
    .replace("</", "<\\/");
    format!(
        "<meta charset=\"{charset}\">\n<title>{headline} - {title}</title>\n<link rel=\"canonical\" href=\"{url}\">\n\
         <link rel=\"alternate\" type=\"application/xml\" href=\"{base}/feed.xml\">\n\
         <meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"{headline}\">\n\
         <meta property=\"og:url\" content=\"{url}\">\n<meta property=\"og:site_name\" content=\"{title}\">\n\
         <meta property=\"article:published_time\" content=\"{published}\">\n\
         <meta property=\"article:modified_time\" content=\"{modified}\">\n\
         <meta property=\"article:section\" content=\"{section}\">\n\
         <meta name=\"author\" content=\"{author}\">\n\
         <script type=\"application/ld+json\">{linked_data}</script>\n",
        title = site.title,
        section = article.section,
        author = article.byline,
    )
}

fn navigation(site: &Site, words: &Furniture) -> String {
    let mut items = format!("<li><a href=\"/\">{}</a></li>", words.home);
    for (number, section) in words.sections.iter().enumerate() {
        let _ = write!(items, "<li><a href=\"/section/{number}\">{section}</a></li>");
    }
    format!("<header><p class=\"masthead\">{}</p><nav><ul>{items}</ul></nav></header>\n", site.title)
}

/// Links to the five articles before this one: never to one of the narrative, so that a page on another subject
/// does not name the product anywhere.
fn related(articles: &[Article], index: usize, base: &str, read_more: &str) -> String {
    let site = articles[index].site;
    let earlier = articles[..index].iter().rev().filter(|a| a.site == site && !a.narrative && !a.private);
    let mut items = String::new();
    for article in earlier.take(5) {
        let _ =
            write!(items, "<li><a href=\"{base}{}\">{}</a></li>", article.path, escaped(&article.headline));
    }
    format!("<section class=\"related\"><h2>{read_more}</h2><ul>{items}</ul></section>\n")
}

#[cfg(test)]
mod tests {
    use super::super::World;
    use super::super::spec::WorldSpec;
    use super::*;

    #[test]
    fn only_pages_of_the_narrative_name_the_product_anywhere() {
        for seed in 0..8 {
            let world = World::generate(&WorldSpec::ordinary(seed));
            for (index, article) in world.articles.iter().enumerate() {
                let page = html(&world.articles, index, "http://127.0.0.1:1", Micros(i64::MAX));
                assert_eq!(world.product.named_in(&page), article.narrative, "{}", article.path);
            }
        }
    }
}
