//! What is no picture, or too much of one: told once, bounded, and not asked for again.

use super::*;

/// A PNG whose head says that it has another size.
fn declared(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(1);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

/// Serves one thing in the place of a picture; gives how often it was asked for in two runs, and how its task and capture ended.
fn served(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (usize, String, String) {
    let gallery =
        Gallery::new(
            &[("ann", 1, &["/a.png"])],
            move |path, _| {
                if path == "/a.png" { reply() } else { not_found() }
            },
        );
    gallery.world.run();
    gallery.world.run();
    gallery.assert_none_is_kept();
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL"), 0);
    let task = gallery.world.value(
        "SELECT state || ' ' || attempts || ' ' || coalesce(last_error, '') AS ended FROM task WHERE kind = 'media'",
    );
    let outcome = gallery
        .world
        .bench
        .column("SELECT outcome FROM capture WHERE url LIKE '%/a.png' ORDER BY id")
        .join(" ");
    (gallery.asked().len(), task, outcome)
}

#[test]
fn what_is_no_picture_is_told_and_not_asked_for_again() {
    let cases: Vec<(&str, Reply, &str)> = vec![
        ("a page as a picture", picture("image/jpeg", "<!doctype html><title>Sign in</title>"), "no JPEG"),
        ("a drawing", picture("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"), "no JPEG"),
        ("a picture as a page", picture("text/html", png(1)), "no picture, not read"),
        ("a film", picture("video/mp4", "\0\0\0\x18ftypmp42"), "no picture, not read"),
        ("nothing", picture("image/png", ""), "0 bytes"),
        ("a bomb", picture("image/png", declared(30_000, 30_000)), "no picture"),
        ("many pixels", picture("image/png", declared(16_000, 16_000)), "too large"),
        ("half of one", picture("image/png", &png(1)[..png(1).len() / 2]), "no picture"),
    ];
    for (what, reply, why) in cases {
        let (asked, task, outcome) = served(move || reply.clone());
        assert_eq!((asked, outcome.as_str()), (1, "no_picture"), "{what}: {task}");
        assert!(task.starts_with("failed 1 ") && task.contains(why), "{what}: {task}");
    }
}

#[test]
fn what_is_gone_is_done_with_nothing() {
    let (asked, task, outcome) = served(not_found);
    assert_eq!((asked, task.trim(), outcome.as_str()), (1, "done 0", "gone"));
}

#[test]
fn what_breaks_off_is_tried_again_and_no_part_of_it_is_hashed() {
    let gallery = Gallery::new(&[("ann", 1, &["/a.png"])], |path, before| match (path, before) {
        ("/a.png", 0) => picture("image/png", png(1)).halfway(),
        ("/a.png", _) => picture("image/png", png(1)),
        _ => not_found(),
    });
    gallery.world.run();
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL"), 0);
    gallery.world.time_passes();
    gallery.world.run();
    assert_eq!(gallery.asked().len(), 2);
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL"), 1);
    gallery.assert_none_is_kept();
}

#[test]
fn what_is_longer_than_the_limit_is_not_received() {
    let limits = "min_interval = '5ms'\nmedia_max = '64 KiB'";
    // One says how long it is, the other does not.
    for says in [true, false] {
        let gallery = Gallery::new(&[("ann", 1, &["/a.png"])], move |path, _| match path {
            "/a.png" if says => picture("image/png", vec![0; 100 << 20]),
            "/a.png" => picture("image/png", [png(1), vec![0; 1 << 20]].concat()).with("x-says: nothing"),
            _ => not_found(),
        });
        gallery.world.bench.limits(limits);
        gallery.world.run();
        gallery.world.run();
        assert_eq!(gallery.asked().len(), 1);
        let task =
            gallery.world.value("SELECT state || ' ' || last_error AS ended FROM task WHERE kind = 'media'");
        assert!(task.starts_with("failed ") && task.contains("more than"), "{task}");
        gallery.assert_none_is_kept();
    }
}

#[test]
fn a_packed_picture_is_hashed_as_it_is_unpacked() {
    let gallery =
        Gallery::new(&[("ann", 1, &["/plain.png"]), ("bob", 2, &["/packed.png"])], |path, _| match path {
            "/plain.png" => picture("image/png", png(1)),
            "/packed.png" => {
                let packed = zstd::bulk::compress(&png(1), 3).unwrap();
                picture("image/png", packed).with("content-encoding: zstd")
            }
            _ => not_found(),
        });
    gallery.world.run();
    assert_eq!(gallery.count("SELECT count(sha256) FROM media"), 2);
    assert_eq!(gallery.count("SELECT count(DISTINCT sha256) FROM media"), 1);
}
