//! Copies that were packed anew, found by the bits in which they differ.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;

use super::*;

fn jpeg(image: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).unwrap();
    bytes
}

#[test]
fn copies_packed_anew_are_near_and_other_pictures_are_far() {
    let posts: &[Post<'_>] = &[
        ("ann", 1, &["/original.png"]),
        ("bob", 2, &["/again.jpg"]),
        ("cid", 3, &["/small.webp"]),
        ("dan", 4, &["/small.gif"]),
        ("eve", 5, &["/other.png"]),
        ("fay", 6, &["/third.jpg"]),
    ];
    let gallery = Gallery::new(posts, |path, _| {
        let small = || waves(1).resize_exact(201, 134, FilterType::Triangle);
        match path {
            "/original.png" => picture("image/png", png(1)),
            "/again.jpg" => picture("image/jpeg", jpeg(&waves(1), 55)),
            "/small.webp" => picture("image/webp", packed(&small(), ImageFormat::WebP)),
            // What the bytes are counts, as long as a picture was promised.
            "/small.gif" => picture("image/png", packed(&small(), ImageFormat::Gif)),
            "/other.png" => picture("image/png", png(2)),
            "/third.jpg" => picture("image/jpeg", jpeg(&waves(3), 80)),
            _ => not_found(),
        }
    });
    gallery.world.run();
    let apart = |query: &str| gallery.world.bench.rows(query);
    let pairs = apart(
        "SELECT a.url AS one, b.url AS other, hamming(a.dhash, b.dhash) AS bits FROM media AS a JOIN media AS b ON b.url > a.url",
    );
    assert_eq!(pairs.len(), 15);
    let is_copy = |url: &Value| !["other", "third"].iter().any(|name| url.as_str().unwrap().contains(name));
    for pair in &pairs {
        let bits = pair["bits"].as_i64().unwrap();
        if is_copy(&pair["one"]) && is_copy(&pair["other"]) {
            assert!(bits <= 6, "{pair}");
        } else {
            assert!(bits > 12, "{pair}");
        }
    }
    assert_eq!(gallery.count("SELECT count(DISTINCT sha256) FROM media"), 6, "none is an exact copy");
    let types = gallery.world.bench.column("SELECT mime FROM media ORDER BY item_id");
    assert_eq!(types.iter().filter(|mime| *mime == "image/gif").count(), 1, "{types:?}");
    assert_eq!(gallery.count("SELECT hamming(NULL, 1) IS NULL AND hamming(-1, 0) = 64 AS known"), 1);
    gallery.assert_none_is_kept();
}
