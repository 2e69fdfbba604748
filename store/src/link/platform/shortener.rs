//! Shorteners that belong to no platform: their addresses say nothing of where they lead, and nobody is asked.

use super::{Address, Found, Kind, is_name};

/// Hosts whose every path is a code; in order.
const HOSTS: &[&str] = &[
    "adf.ly",
    "amzn.to",
    "apne.ws",
    "b23.tv",
    "bbc.in",
    "bit.do",
    "bit.ly",
    "bitly.com",
    "bloom.bg",
    "buff.ly",
    "cnn.it",
    "cutt.ly",
    "dlvr.it",
    "dwz.cn",
    "econ.st",
    "flip.it",
    "goo.gl",
    "hubs.ly",
    "ift.tt",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "nyti.ms",
    "ow.ly",
    "politi.co",
    "rb.gy",
    "rebrand.ly",
    "reut.rs",
    "shorturl.at",
    "suo.im",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "tmsnrt.rs",
    "trib.al",
    "url.cn",
    "v.gd",
    "wapo.st",
    "wp.me",
];

pub(super) fn find(address: &Address, domain: &str) -> Option<Found> {
    // None is longer, and most hosts are.
    if domain.len() > 11 || address.host != domain || HOSTS.binary_search(&domain).is_err() {
        return None;
    }
    match address.segments()[..] {
        [code] if is_name(code, 80, b"-_.~+") => {
            let id = format!("{domain}/{code}");
            Some(Found::here("web", Kind::Short, id, format!("/{code}")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::HOSTS;

    #[test]
    fn hosts_are_in_order() {
        assert!(HOSTS.is_sorted() && HOSTS.iter().all(|host| host.len() <= 11));
    }
}
