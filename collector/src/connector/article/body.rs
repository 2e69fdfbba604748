//! The main text of a page, paragraph by paragraph.

use std::panic::{AssertUnwindSafe, catch_unwind};

use trafilatura::{ExtractionFocus, Options};
use url::Url;

use crate::text::html_text;

/// A main text shorter than this beside a page full of text is a miss of the extractor.
const SHORT: usize = 40;

/// The main text; paragraphs are lines. Falls back to the whole page's text where the extractor finds none.
pub(super) fn main_text(html: &str, url: &Url) -> String {
    let options = Options::default()
        .with_url(url.clone())
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::FavorPrecision);
    // A hostile page that trips the extractor costs its own main text, not the run.
    let extracted = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options)));
    let text = match extracted {
        // The extractor's HTML keeps the paragraphs that its plain text runs together.
        Ok(Ok(result)) => html_text(&result.content_html),
        Ok(Err(_)) | Err(_) => String::new(),
    };
    if text.chars().count() >= SHORT { text } else { fallback(html, text) }
}

fn fallback(html: &str, text: String) -> String {
    let whole = html_text(html);
    if text.is_empty() || whole.chars().count() < 4 * SHORT { whole } else { text }
}
