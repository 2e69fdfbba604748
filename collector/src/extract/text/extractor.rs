//! The `trafilatura` crate, held so that a hostile page costs its own text only.

use std::panic::{AssertUnwindSafe, catch_unwind};

use trafilatura::{ExtractionFocus, HtmlDateMode, Options};
use url::Url;

use crate::text::html_text;

/// The extractor's text, its blocks as lines; empty where it finds none.
pub(super) fn run(html: &str, url: Option<&Url>, fallback: bool) -> String {
    let mut options = Options::default()
        .with_fallback(fallback)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled)
        .with_focus(ExtractionFocus::FavorPrecision);
    if let Some(url) = url {
        options = options.with_url(url.clone());
    }
    let extracted = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(html, &options)));
    match extracted {
        // The extractor's HTML keeps the paragraphs that its plain text runs together.
        Ok(Ok(result)) => html_text(&result.content_html),
        Ok(Err(_)) | Err(_) => String::new(),
    }
}
