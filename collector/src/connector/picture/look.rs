//! One look at the bytes of a picture: what they are, how large it is, and what it looks like.
//!
//! The bytes are anybody's: what the picture says of its size is judged before memory is taken for it.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use sha2::{Digest as _, Sha256};

use super::ReadError;

/// The longest side of a picture that is looked at, pixels.
const LONGEST_SIDE: u32 = 16_384;
/// The most pixels of a picture that is looked at; those of a good camera. Each takes up to eight bytes while it is read.
const MOST_PIXELS: u64 = 24_000_000;
/// The most memory that reading one may take for its pixels, bytes.
const MOST_MEMORY: u64 = 200 << 20;
/// The grid of cells that is compared: each with its neighbour to the right, so that there is one more of them in a row.
const ROWS: u32 = 8;
const COLUMNS: u32 = 9;
/// Each cell is the mean of so many pixels in each direction of a smaller picture.
const CELL: u32 = 8;
/// A cell is darker than the next only by more than so many of 255 levels: what is plain must not be told by its noise.
const NOISE: u32 = 2;

/// A picture without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// What it looks like.
    pub dhash: u64,
    /// Its type, as its bytes say it.
    pub mime: &'static str,
    /// Its size, bytes.
    pub size: u64,
    /// Its width, pixels.
    pub width: u32,
    /// Its height, pixels.
    pub height: u32,
}

/// Looks at the bytes of a picture.
pub(super) fn at(bytes: &[u8]) -> Result<Picture, ReadError> {
    let unread = |error: &dyn std::fmt::Display| ReadError(format!("it is no picture that is read: {error}"));
    let format = image::guess_format(bytes).map_err(|_| {
        ReadError("its bytes are no JPEG, PNG, WebP or GIF: no picture that is read".to_owned())
    })?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif) {
        return Err(unread(&format!("{format:?} is not looked at")));
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    // The head alone is read here.
    let decoder = reader.into_decoder().map_err(|e| unread(&e))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(ReadError(format!("it has {width} by {height} pixels: too large, not looked at")));
    }
    let image = DynamicImage::from_decoder(decoder).map_err(|e| unread(&e))?;
    Ok(Picture {
        sha256: Sha256::digest(bytes).into(),
        dhash: dhash(&image),
        mime: format.to_mime_type(),
        size: bytes.len() as u64,
        width,
        height,
    })
}

/// A difference hash (Neal Krawetz, "Kind of Like That", 2013): one bit for each of 8 times 8 places, set where the picture is
/// brighter than to the right of it. Scaling and packing anew change few of them.
fn dhash(image: &DynamicImage) -> u64 {
    let small = image.thumbnail_exact(COLUMNS * CELL, ROWS * CELL).into_luma_alpha8();
    let mut cells = [[0_u32; COLUMNS as usize]; ROWS as usize];
    for (x, y, pixel) in small.enumerate_pixels() {
        let [light, alpha] = pixel.0.map(u32::from);
        // What shows through is white, as on most pages.
        cells[(y / CELL) as usize][(x / CELL) as usize] += light * alpha / 255 + (255 - alpha);
    }
    let least = NOISE * CELL * CELL;
    let pairs = cells.iter().flat_map(|row| row.windows(2));
    pairs.fold(0, |hash, pair| hash << 1 | u64::from(pair[0] > pair[1] + least))
}

#[cfg(test)]
mod tests;
