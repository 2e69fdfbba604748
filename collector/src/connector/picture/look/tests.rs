//! Pictures that are alike, that are not, and that are none.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{GrayAlphaImage, LumaA, Rgb, RgbImage};

use super::*;

/// A picture of waves: `n` makes it another one.
fn picture(n: u32) -> DynamicImage {
    let wave = |x: u32, y: u32, period: u32| {
        let turn = f64::from(x * (n % 5 + 1) + y * (n % 7 + 1)) / f64::from(period) + f64::from(n);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is from 0 to 254")]
        let grey = turn.sin().mul_add(127.0, 127.0) as u8;
        grey
    };
    RgbImage::from_fn(480, 320, |x, y| Rgb([wave(x, y, 60 + 13 * n), wave(y, x, 40 + 7 * n), wave(x, x, 90)]))
        .into()
}

fn packed(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn jpeg(image: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).unwrap();
    bytes
}

fn hash(bytes: &[u8]) -> u64 {
    at(bytes).unwrap().dhash
}

#[test]
fn copies_are_near_and_others_are_far() {
    let hashes: Vec<u64> = (0..12).map(|n| hash(&packed(&picture(n), ImageFormat::Png))).collect();
    for (n, original) in (0..).zip(&hashes) {
        let image = picture(n);
        let smaller = image.resize_exact(211, 150, FilterType::Lanczos3);
        let copies = [
            jpeg(&image, 90),
            jpeg(&image, 40),
            jpeg(&smaller, 60),
            packed(&smaller, ImageFormat::WebP),
            packed(&smaller, ImageFormat::Gif),
        ];
        for copy in copies {
            let apart = (hash(&copy) ^ original).count_ones();
            assert!(apart <= 6, "picture {n}: {apart} bits");
        }
    }
    for (n, one) in hashes.iter().enumerate() {
        for (m, other) in hashes.iter().enumerate().skip(n + 1) {
            let apart = (one ^ other).count_ones();
            assert!(apart > 12, "pictures {n} and {m}: {apart} bits");
        }
    }
}

#[test]
fn what_is_plain_has_no_features() {
    let plain: DynamicImage = RgbImage::from_pixel(300, 200, Rgb([120, 130, 140])).into();
    assert_eq!(hash(&jpeg(&plain, 30)), 0);
    let unseen: DynamicImage =
        GrayAlphaImage::from_fn(64, 64, |x, _| LumaA([u8::try_from(x * 4 % 256).unwrap(), 0])).into();
    assert_eq!(hash(&packed(&unseen, ImageFormat::Png)), 0, "what shows through is white");
    for side in [1, 2, 7] {
        let tiny: DynamicImage = RgbImage::from_pixel(side, 1, Rgb([9, 9, 9])).into();
        assert_eq!(hash(&packed(&tiny, ImageFormat::Png)), 0);
    }
}

#[test]
fn it_says_what_it_saw() {
    let bytes = packed(&picture(3), ImageFormat::WebP);
    let seen = at(&bytes).unwrap();
    assert_eq!((seen.mime, seen.width, seen.height, seen.size), ("image/webp", 480, 320, bytes.len() as u64));
    assert_eq!(seen.sha256, <[u8; 32]>::from(Sha256::digest(&bytes)));
}

/// A PNG whose head declares another size.
fn declared(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = packed(&picture(0), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

#[test]
fn what_is_too_large_or_none_is_refused() {
    let too_large = [declared(30_000, 30_000), declared(16_000, 16_000), declared(5_000, 5_001)];
    for bytes in too_large {
        let error = at(&bytes).unwrap_err().0;
        assert!(error.contains("too large") || error.contains("no picture"), "{error}");
    }
    let whole = packed(&picture(1), ImageFormat::Png);
    let none: [&[u8]; 7] = [
        b"",
        b"<!doctype html><title>Sign in</title>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
        &whole[..20],
        &whole[..whole.len() / 2],
        b"\xff\xd8\xff\xe0\0\x10JFIF",
    ];
    for bytes in none {
        assert!(at(bytes).is_err(), "{:?}", &bytes[..bytes.len().min(20)]);
    }
}

#[test]
fn noise_behind_a_true_beginning_never_panics() {
    let packs = [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP];
    let mut all: Vec<Vec<u8>> = packs.iter().map(|format| packed(&picture(2), *format)).collect();
    all.push(jpeg(&picture(2), 50));
    let mut dice = 0x2545_f491_4f6c_dd1d_u64;
    for bytes in &all {
        for _ in 0..60 {
            let mut broken = bytes.clone();
            for _ in 0..4 {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                let place = usize::try_from(dice % broken.len() as u64).unwrap();
                broken[place] ^= dice.to_be_bytes()[3];
            }
            let _ = at(&broken);
        }
    }
}
