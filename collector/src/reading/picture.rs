//! A picture as its capture keeps it: by its hashes, as its bytes are not kept.

use serde::{Deserialize, Serialize};
use whence_store::ingest::NewPicture;

use crate::connector::Picture;

/// The hashes of a picture, in the row of its capture: what `remap` makes the tables of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Hashed {
    /// Its address, as items name it.
    url: String,
    /// SHA-256 of its bytes, in hexadecimal.
    sha256: String,
    /// What it looks like, in hexadecimal.
    dhash: String,
    mime: String,
    size: u64,
    width: u32,
    height: u32,
}

impl Hashed {
    /// Of a picture that was asked for at an address.
    pub(crate) fn new(url: &str, picture: &Picture) -> Self {
        Self {
            url: url.to_owned(),
            sha256: whence_store::evidence::chain::hex(&picture.sha256),
            dhash: format!("{:016x}", picture.dhash),
            mime: picture.mime.to_owned(),
            size: picture.size,
            width: picture.width,
            height: picture.height,
        }
    }

    /// As it is stored; nothing where its hashes are none.
    pub(crate) fn picture(&self) -> Option<NewPicture> {
        let mut sha256 = [0; 32];
        if self.sha256.len() != 64 || !self.sha256.is_ascii() {
            return None;
        }
        for (byte, at) in sha256.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&self.sha256[at..at + 2], 16).ok()?;
        }
        Some(NewPicture {
            url: self.url.clone(),
            sha256,
            dhash: u64::from_str_radix(&self.dhash, 16).ok()?,
            mime: self.mime.clone(),
            size: self.size,
            width: self.width,
            height: self.height,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::ReadBy;

    #[test]
    fn a_picture_is_read_again_from_its_row() {
        let picture = Picture {
            sha256: std::array::from_fn(|n| u8::try_from(n * 7).unwrap()),
            dhash: 0x8000_0000_0000_00ff,
            mime: "image/png",
            size: 5,
            width: 3,
            height: 2,
        };
        let kept = ReadBy::Picture(Hashed::new("https://pictures.example/1", &picture)).to_json();
        assert!(kept.starts_with(whence_store::ingest::READ_BY_PICTURE), "forgetting looks for it: {kept}");
        let ReadBy::Picture(hashed) = serde_json::from_str(&kept).unwrap() else { panic!("{kept}") };
        let again = hashed.picture().unwrap();
        assert_eq!((again.sha256, again.dhash), (picture.sha256, picture.dhash));
        assert_eq!((again.size, again.width, again.height), (5, 3, 2));
        let broken = Hashed { sha256: "é".repeat(32), ..hashed };
        assert_eq!(broken.picture(), None);
    }
}
