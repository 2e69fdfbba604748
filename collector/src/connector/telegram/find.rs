//! Finding elements by class tokens: pages list several classes in any order.

use scraper::{ElementRef, Selector};

/// All descendants that a selector finds, in order.
pub(super) fn all<'a>(within: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    // The selectors are constants of these files; one that does not parse would find nothing, and a test would show it.
    Selector::parse(selector).map(|parsed| within.select(&parsed).collect()).unwrap_or_default()
}

/// The first of them.
pub(super) fn first<'a>(within: ElementRef<'a>, selector: &str) -> Option<ElementRef<'a>> {
    all(within, selector).into_iter().next()
}

/// The words of an element on one line, if it has any.
pub(super) fn words(element: ElementRef<'_>) -> Option<String> {
    let text: String = element.text().collect();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// The words of the first element that a selector finds.
pub(super) fn said(within: ElementRef<'_>, selector: &str) -> Option<String> {
    first(within, selector).and_then(words)
}

/// Whether an element stands within another one that has a class.
pub(super) fn is_within(element: ElementRef<'_>, class: &str) -> bool {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|outer| outer.value().classes().any(|token| token == class))
}

/// The address in an element's `style="background-image:url('…')"`.
pub(super) fn background(element: ElementRef<'_>) -> Option<String> {
    let (_, after) = element.value().attr("style")?.split_once("background-image:")?;
    let (inside, _) = after.trim_start().strip_prefix("url(")?.split_once(')')?;
    let address = inside.trim_matches(['\'', '"', ' ']);
    (!address.is_empty()).then(|| address.to_owned())
}
