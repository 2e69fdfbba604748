//! Pseudonyms: keyed per store, so that they cannot be undone by hashing known handles, and equal in reports and exports.
//!
//! This makes the codes. Who gets one is decided where something is printed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Crockford's base 32 in lower case: no letters that people misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes pseudonyms with a store's key.
#[derive(Debug)]
pub struct Pseudonyms<'a> {
    key: &'a [u8],
}

impl<'a> Pseudonyms<'a> {
    /// With the store's key.
    pub fn new(key: &'a [u8]) -> Self {
        Self { key }
    }

    /// An account's: `x-k7f29qhd`; `handle` is the folded one, and counts only where the platform's id is not known.
    pub fn account(&self, platform: &str, native_id: Option<&str>, handle: &str) -> String {
        format!("{platform}-{}", self.code(&[platform, native_id.unwrap_or(handle)]))
    }

    /// An item's: `item-k7f29qhd`.
    pub fn item(&self, platform: &str, native_id: &str) -> String {
        format!("item-{}", self.code(&["item", platform, native_id]))
    }

    /// A person's: `person-k7f29qhd`.
    pub fn person(&self, name: &str, owner: Option<&str>) -> String {
        format!("person-{}", self.code(&["person", name, owner.unwrap_or_default()]))
    }

    /// 40 bits of HMAC-SHA-256 over the parts, parted by zero bytes, as eight signs.
    fn code(&self, parts: &[&str]) -> String {
        // HMAC takes keys of any length; were it to refuse one, pseudonyms would be equal, never names shown.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key) else { return "00000000".to_owned() };
        for (n, part) in parts.iter().enumerate() {
            if n > 0 {
                mac.update(&[0]);
            }
            mac.update(part.as_bytes());
        }
        let digest = mac.finalize().into_bytes();
        let bits = digest.iter().take(5).fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        (0..8).rev().map(|n| char::from(ALPHABET[(bits >> (5 * n) & 31) as usize])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pseudonyms_are_stable_and_keyed() {
        let one = Pseudonyms::new(b"key").person("A", None);
        assert_eq!(one, Pseudonyms::new(b"key").person("A", None));
        assert_ne!(one, Pseudonyms::new(b"other").person("A", None));
        assert_ne!(one, Pseudonyms::new(b"key").person("A", Some("B")));
        assert_eq!(one.len(), "person-".len() + 8);
    }

    // Reports are compared over years: a code that was printed once must stay.
    #[test]
    fn pseudonyms_are_those_of_earlier_reports() {
        let pseudonyms = Pseudonyms::new(b"key");
        assert_eq!(pseudonyms.account("x", Some("77"), "bob"), "x-fxrhqfpp");
        assert_eq!(pseudonyms.account("x", None, "bob"), "x-1nk6bd9e");
        assert_eq!(pseudonyms.item("x", "1"), "item-wav8r2h5");
        assert_eq!(pseudonyms.person("A", Some("B")), "person-p7cehv15");
    }
}
