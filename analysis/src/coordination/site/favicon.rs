//! The picture in the browser's tab, where it was stored.

use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;

use super::identifier::{Identifier, Kind};

/// A picture by its bytes; nothing where they are no picture, as many sites answer every address with a page.
pub(super) fn find(bytes: &[u8]) -> Option<Identifier> {
    let begins: [&[u8]; 5] = [b"\0\0\x01\0", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF"];
    let is_picture = begins.iter().any(|begin| bytes.starts_with(begin))
        || bytes.starts_with(b"<svg")
        || bytes.starts_with(b"<?xml") && bytes.windows(4).take(1_000).any(|four| four == b"<svg");
    is_picture.then(|| Identifier::new(Kind::Favicon, hex(&Sha256::digest(bytes)[..16])))
}

/// Whether an address is that of such a picture.
pub(super) fn is_one(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("favicon.") || name.starts_with("favicon-") || name == "apple-touch-icon.png"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_bytes() {
        assert!(find(b"<!DOCTYPE html>").is_none() && find(b"").is_none());
        let (a, b) = (find(b"\0\0\x01\0aaaa"), find(b"\0\0\x01\0aaab"));
        assert!(a.is_some() && a != b && a == find(b"\0\0\x01\0aaaa"));
        assert!(is_one("/favicon.ico") && is_one("/img/favicon-32x32.png") && !is_one("/favicons/about"));
    }
}
