//! Accounts with services that count visits or place advertising, in the code of a page.

use super::identifier::{Identifier, Kind};

/// Everything in a page's code.
pub(super) fn find(code: &str) -> Vec<Identifier> {
    let mut found = Vec::new();
    let mut add = |kind, value: String| found.push(Identifier::new(kind, value));
    for (_, id) in marked(code, "UA-") {
        let (account, property) = (digits(id), id.get(digits(id).len()..).unwrap_or_default());
        if (4..=10).contains(&account.len())
            && property.strip_prefix('-').is_some_and(|p| !digits(p).is_empty())
        {
            add(Kind::GoogleAnalytics, format!("UA-{account}"));
        }
    }
    for (_, id) in marked(code, "G-") {
        let id = letters(id);
        if id.len() == 10 && id.contains(|c: char| c.is_ascii_digit()) {
            add(Kind::GoogleTag, format!("G-{id}"));
        }
    }
    for (_, id) in marked(code, "GTM-") {
        let id = letters(id);
        if (4..=9).contains(&id.len()) {
            add(Kind::TagManager, format!("GTM-{id}"));
        }
    }
    for (_, id) in marked(code, "AW-") {
        if (8..=12).contains(&digits(id).len()) {
            add(Kind::GoogleAds, format!("AW-{}", digits(id)));
        }
    }
    for (_, id) in marked(code, "ca-pub-") {
        if (10..=20).contains(&digits(id).len()) {
            add(Kind::AdSense, format!("pub-{}", digits(id)));
        }
    }
    for before in ["ym(", "mc.yandex.ru/watch/", "mc.yandex.com/watch/", "yaCounter"] {
        for (_, id) in code.match_indices(before).map(|(place, _)| (place, &code[place + before.len()..])) {
            let id = digits(id.trim_start());
            if (5..=10).contains(&id.len()) {
                add(Kind::Metrica, id.to_owned());
            }
        }
    }
    for (place, before) in code.match_indices("hm.baidu.com/hm.js?") {
        let id: String = code[place + before.len()..].chars().take_while(char::is_ascii_hexdigit).collect();
        if id.len() == 32 {
            add(Kind::Tongji, id.to_ascii_lowercase());
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What follows a prefix wherever a sign of code stands before it, or nothing: in a word it is no identifier.
fn marked<'a>(code: &'a str, prefix: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    code.match_indices(prefix).filter_map(move |(place, _)| {
        let before = code[..place].chars().next_back();
        let is_code = before
            .is_none_or(|c| matches!(c, '"' | '\'' | '`' | '=' | '/' | '&' | ':' | ',' | '(' | '[' | '\n'));
        is_code.then(|| (place, &code[place + prefix.len()..]))
    })
}

fn digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

/// Capital letters and digits, where nothing else of a word follows.
fn letters(text: &str) -> &str {
    let is_letter = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let end = text.find(|c| !is_letter(c)).unwrap_or(text.len());
    let follows = text[end..].chars().next();
    if follows.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) { "" } else { &text[..end] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str) -> Vec<String> {
        find(code).into_iter().map(|found| format!("{} {}", found.kind.name(), found.value)).collect()
    }

    #[test]
    fn identifiers_of_every_service_are_found() {
        let code = r#"ga('create', 'UA-1234567-2', 'auto'); ga('create', 'UA-1234567-5');
            gtag('config', 'G-AB12CD34EF'); https://www.googletagmanager.com/gtm.js?id=GTM-ABC123
            gtag("config","AW-123456789/xyz"); (adsbygoogle).push({google_ad_client: "ca-pub-1234567890123456"});
            ym(12345678, "init", {}); https://mc.yandex.ru/watch/12345678
            hm.src = "https://hm.baidu.com/hm.js?0123456789abcdef0123456789ABCDEF";"#;
        assert_eq!(
            of(code),
            [
                "google-analytics UA-1234567",
                "google-tag G-AB12CD34EF",
                "tag-manager GTM-ABC123",
                "google-ads AW-123456789",
                "adsense pub-1234567890123456",
                "yandex-metrica 12345678",
                "baidu-tongji 0123456789abcdef0123456789abcdef",
            ]
        );
    }

    #[test]
    fn words_that_look_like_it_are_none() {
        for code in [
            "AQUA-1234567-2",
            "'UA-12-1'",
            "'UA-1234567'",
            "'G-SERIESCARS'",
            "\"G-AB12CD34EFG\"",
            "'G-AB12CD34E'",
            "'GTM-abc'",
            "a ym(1)",
            "hm.baidu.com/hm.js?12",
            "'AW-1'",
            "'AW-é'",
        ] {
            assert_eq!(of(code), [""; 0], "{code}");
        }
    }
}
