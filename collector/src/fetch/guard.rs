//! Which addresses may be reached: public ones; loopback only for a source that is configured on loopback.
//!
//! A name is checked where it is resolved, a literal where it is parsed, and every redirect again: a DNS filter
//! alone lets every literal form through.

use std::net::IpAddr;

use url::{Host, Url};

use super::address::{is_public, plain};

/// Servers refuse addresses of half this length; a longer one is an attack on whoever compares it with rules.
const LONGEST: usize = 16 << 10;
/// Services that would take a request for commands: file transfer, remote shells, mail, chat.
const FOREIGN_PORTS: &[u16] =
    &[21, 22, 23, 25, 110, 119, 139, 143, 445, 465, 514, 587, 636, 993, 995, 3306, 5060, 6379, 6667, 11211];

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
            Some(Host::Ipv4(ip)) => plain(ip.into()).is_loopback(),
            Some(Host::Ipv6(ip)) => plain(ip.into()).is_loopback(),
            Some(Host::Domain(name)) => is_localhost(name),
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
    /// The port is that of another service.
    #[error("port {0} is not one of web servers")]
    Port(u16),
    /// The address is longer than any that is used.
    #[error("the address is {0} bytes long: more than {LONGEST}")]
    Long(usize),
}

/// Checks what can be seen in an address itself. Names are checked again when they are resolved.
///
/// # Errors
/// [`Refusal`].
pub fn check_url(url: &Url, reach: Reach) -> Result<(), Refusal> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Refusal::Scheme(url.scheme().to_owned()));
    }
    if url.as_str().len() > LONGEST {
        return Err(Refusal::Long(url.as_str().len()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Credentials);
    }
    if let Some(port) = url.port().filter(|port| FOREIGN_PORTS.contains(port)) {
        return Err(Refusal::Port(port));
    }
    let ip = match url.host().ok_or(Refusal::NoHost)? {
        // The URL parser has turned decimal, hexadecimal, octal and Unicode digits into an address by now.
        Host::Ipv4(ip) => IpAddr::V4(ip),
        Host::Ipv6(ip) => IpAddr::V6(ip),
        // What it resolves to is not for the network to say (RFC 6761, 6.3).
        Host::Domain(name) if reach == Reach::Public && is_localhost(name) => {
            return Err(Refusal::Name(name.to_owned()));
        }
        Host::Domain(_) => return Ok(()),
    };
    if reach.allows(ip) { Ok(()) } else { Err(Refusal::Address(ip)) }
}

/// Whether a name stands for the machine itself.
fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, reach: Reach) -> Result<(), Refusal> {
        check_url(&Url::parse(url).unwrap(), reach)
    }

    #[test]
    fn a_refusal_says_what_it_is_about() {
        let refused = |url| check(url, Reach::Public).unwrap_err();
        assert_eq!(refused("ftp://example.org/"), Refusal::Scheme("ftp".to_owned()));
        assert_eq!(refused("http://user@example.org/"), Refusal::Credentials);
        assert_eq!(refused("http://example.org:25/"), Refusal::Port(25));
        assert_eq!(refused("http://localhost./"), Refusal::Name("localhost.".to_owned()));
        assert_eq!(refused("http://0x7f.1/"), Refusal::Address([127, 0, 0, 1].into()));
        let long = format!("http://example.org/{}", "a".repeat(LONGEST));
        assert_eq!(refused(&long), Refusal::Long(long.len()));
    }

    #[test]
    fn loopback_needs_a_source_on_loopback() {
        for local in [
            "http://127.0.0.1:8080/feed",
            "http://[::1]/",
            "http://localhost.:80/",
            "http://[::ffff:127.1.2.3]/",
        ] {
            let reach = Reach::of(&Url::parse(local).unwrap());
            assert_eq!(reach, Reach::Loopback, "{local}");
            assert!(
                check("http://127.0.0.1:9090/a", reach).is_ok()
                    && check("http://a.localhost/", reach).is_ok()
            );
            assert!(
                check("http://10.0.0.1/", reach).is_err() && check("http://169.254.169.254/", reach).is_err()
            );
        }
        for public in ["https://example.org/", "http://localhost.example.org/", "http://notlocalhost/"] {
            assert_eq!(Reach::of(&Url::parse(public).unwrap()), Reach::Public, "{public}");
        }
    }
}
