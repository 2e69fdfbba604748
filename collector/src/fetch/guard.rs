//! Which addresses may be reached: public ones; loopback only for a source that is configured on loopback.
//!
//! A name is checked where it is resolved, a literal where it is parsed, and every redirect again: a DNS filter
//! alone lets every literal form through.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// How far a source may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Public addresses.
    Public,
    /// Public addresses and loopback: the source itself is on loopback.
    Loopback,
}

impl Reach {
    /// The reach of a source with this configured address.
    pub fn of(configured: &Url) -> Self {
        let loopback = match configured.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        };
        if loopback { Self::Loopback } else { Self::Public }
    }

    /// Whether an address may be reached.
    pub fn allows(self, ip: IpAddr) -> bool {
        is_public(ip) || (self == Self::Loopback && plain(ip).is_loopback())
    }
}

/// Why an address is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not http or https.
    #[error("the scheme `{0}` is not fetched")]
    Scheme(String),
    /// The address has no host.
    #[error("the address has no host")]
    NoHost,
    /// The address names a machine that is not public.
    #[error("{0} is not a public address")]
    Address(IpAddr),
    /// The name stands for machines that are not public.
    #[error("`{0}` stands for no public address")]
    Name(String),
    /// The address carries credentials.
    #[error("the address carries a user name or password")]
    Credentials,
}

/// Checks what can be seen in an address itself. Names are checked again when they are resolved.
///
/// # Errors
/// [`Refusal`].
pub fn check_url(url: &Url, reach: Reach) -> Result<(), Refusal> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Credentials);
    }
    let ip = match url.host().ok_or(Refusal::NoHost)? {
        // The URL parser has turned decimal, hexadecimal, octal and Unicode digits into an address by now.
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip),
        Host::Domain(_) => return Ok(()),
    };
    if reach.allows(ip) { Ok(()) } else { Err(Refusal::Address(ip)) }
}

/// An IPv4 address in IPv6 clothes is judged as IPv4.
fn plain(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(ip, IpAddr::V4),
        IpAddr::V4(_) => ip,
    }
}

/// Whether an address is reachable for anyone on the internet (IANA special-purpose registries).
pub fn is_public(ip: IpAddr) -> bool {
    match plain(ip) {
        IpAddr::V4(v4) => public_v4(v4),
        IpAddr::V6(v6) => public_v6(v6),
    }
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_broadcast()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let v4 = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match ip.segments() {
        // Translated (NAT64) and tunnelled (6to4) addresses lead to the IPv4 address inside.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => public_v4(v4(high, low)),
        // Global unicast without documentation and protocol assignments.
        [0x2001, 0xdb8 | 0..0x200, ..] | [0x3fff, 0..0x1000, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(url: &str, reach: Reach) -> bool {
        check_url(&Url::parse(url).unwrap(), reach).is_ok()
    }

    #[test]
    fn literals_in_every_form_are_refused() {
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://①②⑦.0.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://0/",
            "http://[::1]/",
            "http://[::]/",
            "http://10.1.2.3/",
            "http://192.168.0.1/",
            "http://172.16.0.1/",
            "http://169.254.169.254/",
            "http://100.64.0.1/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::ffff:10.0.0.1]/",
            "http://[ff02::1]/",
            "http://192.0.2.1/",
            "ftp://example.org/",
            "file:///etc/passwd",
            "http://user:secret@example.org/",
        ] {
            assert!(!allowed(url, Reach::Public), "{url}");
        }
        assert!(
            allowed("https://example.org/", Reach::Public) && allowed("http://93.184.216.34/", Reach::Public)
        );
        assert!(allowed("http://[2606:2800:220:1::1]/", Reach::Public));
    }

    #[test]
    fn loopback_needs_a_source_on_loopback() {
        let reach = Reach::of(&Url::parse("http://127.0.0.1:8080/feed").unwrap());
        assert!(allowed("http://127.0.0.1:9090/a", reach) && allowed("http://[::ffff:127.0.0.1]/", reach));
        assert!(!allowed("http://10.0.0.1/", reach) && !allowed("http://169.254.169.254/", reach));
        assert_eq!(Reach::of(&Url::parse("https://example.org/").unwrap()), Reach::Public);
    }
}
