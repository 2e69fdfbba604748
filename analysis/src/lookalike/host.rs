//! A domain and a brand as they are compared.

use whence_store::hint::Hint;
use whence_store::text::fold;

/// A domain in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The whole name in ASCII (`xn--…` where it is international).
    pub ascii: String,
    /// The registered domain (public suffix list), in ASCII.
    pub registered: String,
    /// The registered domain's own label as people see it.
    pub label: String,
    /// The public suffix.
    pub suffix: String,
    /// Labels below the registered domain as people see them, from left to right.
    pub below: Vec<String>,
}

impl Host {
    /// Reads a domain, a host or an address, defanged (`a[.]example`) or not; nothing where no registered domain is in it.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().replace("[.]", ".").replace("(.)", ".");
        let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
        let text = text.split(['/', '?', '#']).next()?;
        let text = text.rsplit('@').next()?.split(':').next()?.trim_end_matches('.');
        let ascii = idna::domain_to_ascii(text).ok()?;
        if whence_store::address::host(&ascii).is_none_or(|host| host.is_number) {
            return None;
        }
        let registered = psl::domain_str(&ascii)?.to_owned();
        let suffix = psl::suffix_str(&registered)?.to_owned();
        let label = registered.strip_suffix(&suffix)?.trim_end_matches('.');
        let below = ascii.strip_suffix(&registered)?.trim_end_matches('.');
        let below = below.split('.').filter(|label| !label.is_empty()).map(seen).collect();
        Some(Self { label: seen(label), below, suffix, registered, ascii })
    }
}

/// A label as people see it.
fn seen(label: &str) -> String {
    idna::domain_to_unicode(label).0
}

/// What is looked for: a domain, or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// As it was written.
    pub written: String,
    /// The label that people know it by.
    pub label: String,
    /// Its own registered domain, where a domain was written.
    pub registered: Option<String>,
}

/// A brand that cannot be looked for.
#[derive(Debug, thiserror::Error)]
#[error("the brand {written:?} has fewer than {} letters and digits", Brand::SHORTEST)]
pub struct BrandError {
    /// As it was written.
    pub written: String,
}

impl Hint for BrandError {
    fn hint(&self) -> Option<String> {
        Some("write a domain such as \"example.com\", or a name; shorter ones are in too many names to mean anything".to_owned())
    }
}

impl Brand {
    /// Shorter labels are part of too many words.
    pub const SHORTEST: usize = 3;

    /// Reads a domain (`example.com`) or a name (`The Example`).
    ///
    /// # Errors
    /// [`BrandError`] when hardly anything is left of it.
    pub fn read(written: &str) -> Result<Self, BrandError> {
        let host = if written.contains('.') { Host::read(written) } else { None };
        let (label, registered) = match host {
            Some(host) => (host.label, Some(host.registered)),
            None => (fold(written).chars().filter(|c| c.is_alphanumeric()).collect(), None),
        };
        if label.chars().filter(|c| c.is_alphanumeric()).count() < Self::SHORTEST {
            return Err(BrandError { written: written.to_owned() });
        }
        Ok(Self { written: written.trim().to_owned(), label, registered })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_read_in_any_spelling() {
        for text in ["hxxps://News.Example[.]co.uk:443/a?b", "news.example.co.uk", "user@news.example.co.uk."]
        {
            let host = Host::read(text).unwrap();
            assert_eq!(
                (host.registered.as_str(), host.label.as_str(), host.suffix.as_str(), host.below),
                ("example.co.uk", "example", "co.uk", vec!["news".to_owned()]),
                "{text}"
            );
        }
        assert_eq!(Host::read("xn--bcher-kva.example").unwrap().label, "bücher");
        assert_eq!(Host::read("bücher.example").unwrap().ascii, "xn--bcher-kva.example");
        assert!(Host::read("com").is_none() && Host::read("localhost").is_none() && Host::read("").is_none());
        assert!(Host::read("http://127.0.0.1:8080/a").is_none());
    }

    #[test]
    fn a_brand_is_a_domain_or_a_name() {
        let brand = Brand::read("www.example.com").unwrap();
        assert_eq!((brand.label.as_str(), brand.registered.as_deref()), ("example", Some("example.com")));
        let brand = Brand::read("The Harbour-Courier").unwrap();
        assert_eq!((brand.label.as_str(), brand.registered.as_deref()), ("theharbourcourier", None));
        assert!(Brand::read("ab").unwrap_err().to_string().contains("fewer than 3"));
    }
}
