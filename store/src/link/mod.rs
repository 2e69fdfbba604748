//! One form per web address, so that the same page shared in many spellings is one object; and what object of a platform it names.
//!
//! It does: canonicalise, unwrap what carries its target in the address, tell posts, accounts and videos of platforms, refang on request.
//! It does not: ask anybody. No short link is resolved and no page fetched. The rules in words are in `docs/urls.md`.

mod address;
mod amp;
mod error;
mod first;
mod host;
mod object;
mod percent;
mod platform;
mod refang;
mod scheme;
mod session;
mod site;
mod tracking;
mod wrapper;

use address::Address;

pub use error::LinkError;
pub use first::first_form;
pub use object::{Kind, Object};
pub use refang::refang;

/// The rule version of [`canonical`]; a change makes older `url` rows stale.
pub const CANONICAL_RULE: i64 = 2;

/// Longer addresses have no form: browsers and servers refuse them long before.
const LONGEST: usize = 64 << 10;
/// Addresses that carry one another deeper than this are nobody's, and left wrapped.
const DEEPEST: usize = 8;

/// The result of [`canonical`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The address; of a platform's object the one form that all its spellings have.
    pub url: String,
    /// Its host without `www.`, with the port when it is not the scheme's own.
    pub host: String,
    /// The registered domain by the public suffix list, the host of a number; nothing for `localhost` and for a suffix itself.
    pub domain: Option<String>,
    /// What it names on a platform, where that is known from the address alone.
    pub object: Option<Object>,
}

/// The one form of a web address; `None` for what is not http or https, nor `at://` or `tg://` with an object.
pub fn canonical(raw: &str) -> Option<Canonical> {
    read(raw).ok()
}

/// As [`canonical`], with the reason.
///
/// # Errors
/// [`LinkError`].
pub fn read(raw: &str) -> Result<Canonical, LinkError> {
    if raw.len() > LONGEST {
        return Err(LinkError::TooLong(raw.len()));
    }
    match through(Address::read(raw)?) {
        Some(form) => Ok(form),
        None => Address::read(raw).map(form),
    }
}

/// The form of what an address leads to, be it itself; nothing where it is wrapped too deep.
fn through(mut address: Address) -> Option<Canonical> {
    let mut depth = 0;
    loop {
        if let Some(target) = carried(&address) {
            depth += 1;
            if depth > DEEPEST {
                return None;
            }
            address = target;
        } else if let Some(found) = platform::recognise(&address) {
            return Some(found.canonical(address));
        } else if !reduce(&mut address) {
            return Some(plain(address));
        }
    }
}

/// The form of the page that was read at an address. What carries another address is a page of its own here: whoever shows
/// a warning before a link must not be taken for the site behind it.
pub fn page(raw: &str) -> Option<Canonical> {
    if raw.len() > LONGEST {
        return None;
    }
    Address::read(raw).ok().map(form)
}

/// The address that another one carries.
fn carried(address: &Address) -> Option<Address> {
    let target = wrapper::target(address).or_else(|| amp::cached(address))?;
    Address::read(&target).ok()
}

/// Takes marks of light pages and mobile hosts away; says whether another rule may know what is left. Each time it is shorter.
fn reduce(address: &mut Address) -> bool {
    amp::strip(address) || host::mobile(address)
}

/// The form of an address, whatever it carries.
fn form(mut address: Address) -> Canonical {
    loop {
        if let Some(found) = platform::recognise(&address) {
            return found.canonical(address);
        }
        if !reduce(&mut address) {
            return plain(address);
        }
    }
}

/// The form of an address that names no object.
fn plain(mut address: Address) -> Canonical {
    tracking::strip(&mut address);
    address.sort_query();
    Canonical { url: address.text(), host: address.host_and_port(), domain: address.domain(), object: None }
}

#[cfg(test)]
mod tests;
