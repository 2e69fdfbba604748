//! What a list says of a page that it names, kept for the time when the page is read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a list says of a page. What the page says of itself goes before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, as written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// What kind of list says so, if it is no feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Whom it was taken from, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Whom it was taken from, by address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// The site's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Its language, ISO 639.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The same page in other languages, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alternates: BTreeMap<String, String>,
}

impl Said {
    /// The word for where a publication time comes from that the list gave.
    pub(crate) fn basis(&self) -> &'static str {
        match self.list.as_deref() {
            Some("sitemap") => "sitemap",
            _ => "feed",
        }
    }

    /// Who wrote a page and whom it was taken from; the authors that the page names go before the list's.
    pub(crate) fn byline(&self, authors: &[String]) -> Option<String> {
        let mut parts = authors.to_vec();
        if parts.is_empty() {
            parts.extend(self.author.clone());
        }
        parts.extend(self.source.as_ref().map(|source| format!("source: {source}")));
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_stands_behind_the_authors() {
        let said = Said { author: Some("A".into()), source: Some("Wire".into()), ..Said::default() };
        assert_eq!(said.byline(&[]).as_deref(), Some("A; source: Wire"));
        assert_eq!(said.byline(&["B".into(), "C".into()]).as_deref(), Some("B; C; source: Wire"));
        assert_eq!(Said::default().byline(&[]), None);
        assert_eq!(serde_json::to_string(&Said::default()).unwrap(), "{}");
    }
}
