//! An address in its parts, each in one spelling.

use url::{Host, Url};

use super::error::LinkError;
use super::{host, percent, scheme, session, wrapper};

/// A name of a query with its value, in one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    text: String,
    /// Where the name ends.
    name: usize,
}

impl Pair {
    fn read(raw: &str) -> Option<Self> {
        if raw.is_empty() {
            return None;
        }
        let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
        let mut text = String::with_capacity(raw.len());
        percent::pair_spelling(name, &mut text);
        let end = text.len();
        if !value.is_empty() {
            text.push('=');
            percent::pair_spelling(value, &mut text);
        }
        // A pair of nothing says nothing.
        (!text.is_empty()).then_some(Self { text, name: end })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn name(&self) -> &str {
        &self.text[..self.name]
    }

    pub(super) fn value(&self) -> &str {
        self.text.get(self.name + 1..).unwrap_or_default()
    }
}

/// A web address in its parts.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) secure: bool,
    /// In lower case and ASCII, without the root's dot, `www.` and `amp.`.
    pub(super) host: String,
    /// Where in the host the registered domain begins.
    domain: Option<usize>,
    port: Option<u16>,
    /// Begins with a slash.
    pub(super) path: String,
    pub(super) query: Vec<Pair>,
    /// The query as it was written, of hosts where all of it is an address.
    pub(super) whole_query: Option<String>,
    /// Only one that is the page: it begins with `!` or `/`.
    pub(super) fragment: Option<String>,
}

impl Address {
    /// Reads an address.
    pub(super) fn read(raw: &str) -> Result<Self, LinkError> {
        let raw = raw.trim();
        if let Some(address) = scheme::web_address(raw) {
            return Self::of(&Url::parse(&address?)?);
        }
        Self::of(&Url::parse(raw)?)
    }

    fn of(url: &Url) -> Result<Self, LinkError> {
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            other => return Err(LinkError::Scheme(other.to_owned())),
        };
        let (host, domain) = match url.host() {
            Some(Host::Domain(name)) => host::bare(name),
            Some(Host::Ipv4(number)) => (number.to_string(), Some(0)),
            Some(Host::Ipv6(number)) => (format!("[{number}]"), Some(0)),
            None => return Err(url::ParseError::EmptyHost.into()),
        };
        if host.is_empty() {
            return Err(url::ParseError::EmptyHost.into());
        }
        let raw_query = url.query().unwrap_or_default();
        let mut path = percent::one_spelling(url.path(), percent::in_path);
        // Where the whole query is an address, its parts are none.
        let is_whole = wrapper::takes_whole(&host);
        let mut query: Vec<Pair> = if is_whole {
            Pair::read(raw_query).into_iter().collect()
        } else {
            raw_query.split('&').filter_map(Pair::read).collect()
        };
        session::strip(&mut path, &mut query);
        Ok(Self {
            secure,
            host,
            domain,
            port: url.port(),
            path,
            query,
            whole_query: is_whole.then(|| raw_query.to_owned()),
            fragment: url.fragment().and_then(page_of),
        })
    }

    /// The registered domain.
    pub(super) fn domain(&self) -> Option<String> {
        self.domain_name().map(str::to_owned)
    }

    pub(super) fn domain_name(&self) -> Option<&str> {
        self.domain.and_then(|at| self.host.get(at..))
    }

    /// What stands before the registered domain, without the dot.
    pub(super) fn before_domain(&self) -> &str {
        self.domain.and_then(|at| self.host.get(..at)).map_or("", |before| before.trim_end_matches('.'))
    }

    /// Takes another host of the same domain.
    pub(super) fn set_host(&mut self, host: String) {
        let domain = self.domain_name().map(str::len);
        self.domain = domain.map(|length| host.len().saturating_sub(length));
        self.host = host;
    }

    pub(super) fn has_port(&self) -> bool {
        self.port.is_some()
    }

    pub(super) fn host_and_port(&self) -> String {
        self.port.map_or_else(|| self.host.clone(), |port| format!("{}:{port}", self.host))
    }

    /// The parts of the path that say something.
    pub(super) fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|part| !part.is_empty()).collect()
    }

    /// The value of the first pair of that name, as it is encoded.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|pair| pair.name() == name).map(Pair::value).filter(|value| !value.is_empty())
    }

    /// Pairs in the order of their names. Those of one name stay in theirs: which comes last may decide.
    pub(super) fn sort_query(&mut self) {
        self.query.sort_by(|one, other| one.name().cmp(other.name()));
    }

    /// The address as a text.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.host.len() + self.path.len() + 64);
        text.push_str(if self.secure { "https://" } else { "http://" });
        text.push_str(&self.host_and_port());
        text.push_str(&self.path);
        for (n, pair) in self.query.iter().enumerate() {
            text.push(if n == 0 { '?' } else { '&' });
            text.push_str(&pair.text);
        }
        if let Some(fragment) = &self.fragment {
            text.push('#');
            text.push_str(fragment);
        }
        text
    }
}

/// A fragment that names the page in programs that are one page for the server: `#!…` and `#/…`. A quotation to be marked
/// (`:~:text=`) is no part of it.
fn page_of(fragment: &str) -> Option<String> {
    if !fragment.starts_with(['!', '/']) {
        return None;
    }
    let fragment = fragment.split_once(":~:").map_or(fragment, |(page, _)| page);
    let fragment = percent::one_spelling(fragment, percent::in_fragment);
    (fragment.len() > 1 && fragment != "!/").then_some(fragment)
}
