//! Tags by which a service knows whose page it is.

use super::identifier::{Identifier, Kind};
use super::markup::Markup;

/// The names that services ask for, as they document them.
const NAMES: [&str; 12] = [
    "google-site-verification",
    "msvalidate.01",
    "yandex-verification",
    "baidu-site-verification",
    "360-site-verification",
    "sogou_site_verification",
    "shenma-site-verification",
    "bytedance-verification-code",
    "facebook-domain-verification",
    "fb:app_id",
    "p:domain_verify",
    "naver-site-verification",
];

/// The tags of a page.
pub(super) fn find(markup: &Markup) -> Vec<Identifier> {
    let mut found = Vec::new();
    for tag in markup.tags.iter().filter(|tag| tag.name == "meta") {
        let name = tag.get("name").or_else(|| tag.get("property")).unwrap_or_default().to_ascii_lowercase();
        let value = tag.get("content").unwrap_or_default().trim();
        if NAMES.contains(&name.as_str()) && value.len() >= 6 {
            found.push(Identifier::new(Kind::Verification, format!("{name} {value}")));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_services_count_and_others_do_not() {
        let page = "<meta content='abc-DEF_123' name=Google-Site-Verification><meta property='fb:app_id' content='123456789'>\
                    <meta name=description content='something long'><meta name='msvalidate.01' content=''>";
        let found = find(&Markup::read(page));
        let found: Vec<&str> = found.iter().map(|found| found.value.as_str()).collect();
        assert_eq!(found, ["fb:app_id 123456789", "google-site-verification abc-DEF_123"]);
    }
}
