//! The domains that a host lies under.

use std::net::IpAddr;

use url::Url;

/// A host in its one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its name in lower case and ASCII (IDNA), without `www.`; or its number.
    pub name: String,
    /// Whether it is a number: nothing lies under it.
    pub is_number: bool,
}

/// A host as written, in its one form; nothing for what is none.
pub fn host(written: &str) -> Option<Host> {
    let written = written.trim().trim_end_matches('.');
    if written.is_empty() || written.contains(['/', '?', '#', '@', ' ', '\\', '[', ']', '%', ':']) {
        return None;
    }
    let url = Url::parse(&format!("https://{written}/")).ok()?;
    let name = url.host_str()?.trim_end_matches('.');
    let is_number = name.parse::<IpAddr>().is_ok();
    // `1.2` is read as a number by browsers; whoever wrote it meant none.
    if is_number && written.parse::<IpAddr>().is_err() {
        return None;
    }
    let name = name.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(name);
    Some(Host { name: name.to_owned(), is_number })
}

/// The host itself, without its port, and each domain that it lies under, the widest last; nothing for what is no host. Of a top-level
/// domain nothing is told: nobody lists one.
pub fn domains(written: &str) -> Vec<String> {
    let bare = written.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let Some(host) = host(bare.map_or(written, |(host, _)| host)) else { return Vec::new() };
    let mut all = vec![host.name.clone()];
    if !host.is_number {
        let mut rest = host.name.as_str();
        while let Some((_, parent)) = rest.split_once('.') {
            if parent.contains('.') {
                all.push(parent.to_owned());
            }
            rest = parent;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_lies_under_whole_labels() {
        assert_eq!(domains("a.b.evil.example"), ["a.b.evil.example", "b.evil.example", "evil.example"]);
        assert_eq!(domains("notevil.example"), ["notevil.example"]);
        assert_eq!(domains("evil.example:8080"), ["evil.example"]);
        assert_eq!(domains("127.0.0.1:80"), ["127.0.0.1"]);
        assert_eq!(domains("[forgotten].example.org"), Vec::<String>::new());
        assert_eq!(domains("localhost"), ["localhost"]);
    }

    #[test]
    fn hosts_have_one_form() {
        for (written, name) in [
            ("WWW.Evil.Example.", "evil.example"),
            ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
            ("XN--E1AFMKFD.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
            ("46.4.83.140", "46.4.83.140"),
            ("www.com", "www.com"),
        ] {
            assert_eq!(host(written).unwrap().name, name);
        }
        assert!(["", "1.2", "a b.example", "a/b", "x@y.example"].iter().all(|bad| host(bad).is_none()));
    }
}
