//! Sitemaps that are packed as files, whatever the server says of them.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use crate::connector::ReadError;

/// The protocol allows 50 MB.
const LARGEST: u64 = 64 << 20;

/// The bytes of a sitemap, and whether some of them are left out for being too many.
///
/// # Errors
/// [`ReadError`] for packing that is broken.
pub(super) fn unpacked(body: &[u8]) -> Result<(Cow<'_, [u8]>, bool), ReadError> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok((Cow::Borrowed(body), false));
    }
    let mut bytes = Vec::new();
    let mut packed = MultiGzDecoder::new(body).take(LARGEST + 1);
    packed.read_to_end(&mut bytes).map_err(|e| ReadError(format!("its packing is broken: {e}")))?;
    let is_cut = bytes.len() as u64 > LARGEST;
    bytes.truncate(usize::try_from(LARGEST).unwrap_or(usize::MAX));
    Ok((Cow::Owned(bytes), is_cut))
}
