//! The HTML of a post: its text, and the addresses that it links.

use scraper::{Html, Selector};

use crate::text::{html_text, nesting};

/// Deeper than any post: not parsed.
const DEEPEST: usize = 500;

/// The text of a post. What servers put before a quote, for programs that show none, is left out where the quote is known.
pub(super) fn text(html: &str, is_quote: bool) -> String {
    // Shortened links have their other parts in the page, unseen: put together they are the whole address.
    let fallback = if is_quote { fallback(html) } else { None };
    html_text(
        &fallback
            .map_or_else(|| html.to_owned(), |(start, end)| format!("{}{}", &html[..start], &html[end..])),
    )
}

/// Where a post's fallback for its quote stands.
fn fallback(html: &str) -> Option<(usize, usize)> {
    let start = html.find("<p class=\"quote-inline\">")?;
    let end = html[start..].find("</p>")? + start + "</p>".len();
    Some((start, end))
}

/// The addresses that a post links, but for the people and tags that it names.
pub(super) fn links(html: &str) -> Vec<String> {
    if nesting(html) > DEEPEST {
        return Vec::new();
    }
    let Ok(anchors) = Selector::parse("a[href]") else { return Vec::new() };
    let names = |class: &str| matches!(class, "mention" | "hashtag" | "u-url");
    Html::parse_fragment(html)
        .select(&anchors)
        .filter(|anchor| !anchor.value().classes().any(names))
        .filter(|anchor| !is_of_fallback(*anchor))
        .filter_map(|anchor| anchor.value().attr("href"))
        .filter(|href| href.starts_with("https://") || href.starts_with("http://"))
        .map(str::to_owned)
        .collect()
}

fn is_of_fallback(anchor: scraper::ElementRef<'_>) -> bool {
    let mut above = anchor.ancestors().filter_map(scraper::ElementRef::wrap);
    above.any(|element| element.value().classes().any(|class| class == "quote-inline"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &str = "<p class=\"quote-inline\">RE: <a href=\"https://a.example/1\">a</a></p><p>One &amp; two<br>see \
        <a href=\"https://b.example/long/path\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">b.example/lo</span>\
        <span class=\"invisible\">ng/path</span></a> <a class=\"mention hashtag\" href=\"https://c.example/tags/x\">#<span>x</span></a></p>";

    #[test]
    fn shortened_links_are_whole_and_fallbacks_of_quotes_are_left_out() {
        assert_eq!(text(POST, true), "One & two\nsee https://b.example/long/path #x");
        assert!(text(POST, false).starts_with("RE: a\n"));
        assert_eq!(links(POST), ["https://b.example/long/path"]);
        assert!(links(&"<b><i>".repeat(50_000)).is_empty());
    }
}
