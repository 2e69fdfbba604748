//! Who is forgotten takes the hashes of their pictures along: from the tables, from the rows of captures, and for good.

use whence_store::forget::Target;
use whence_store::time::Micros;

use super::*;

const NOW: Micros = Micros(1_900_000_000 * Micros::SECOND);

fn forget(gallery: &Gallery, target: &Target) {
    let mut store = whence_store::Store::open(&gallery.world.bench.db()).unwrap();
    store.forget(target, "asked for", NOW, false).unwrap();
}

fn ann() -> Target {
    Target::Account { platform: "mastodon".to_owned(), who: "ann@social.example".to_owned() }
}

/// Whether a text stands anywhere in the store's files.
fn is_told(gallery: &Gallery, text: &str) -> bool {
    ["", "-wal"].iter().any(|suffix| {
        let bytes =
            std::fs::read(format!("{}{suffix}", gallery.world.bench.db().display())).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    })
}

fn gallery() -> Gallery {
    let posts: &[Post<'_>] = &[
        ("ann", 1, &["/hers.png"]),
        ("ann", 2, &["/moved.png"]),
        ("bob", 3, &["/his.png"]),
        ("cid", 4, &["/copy.png"]),
    ];
    let gallery = Gallery::new(posts, |path, _| match path {
        "/hers.png" => picture("image/png", png(1)),
        "/moved.png" => Reply::new("301 Moved Permanently", "location: /elsewhere.png\r\n", ""),
        "/elsewhere.png" => picture("image/png", png(2)),
        "/his.png" => picture("image/png", png(3)),
        // A copy that somebody else published as their own.
        "/copy.png" => picture("image/png", png(4)),
        _ => not_found(),
    });
    gallery.world.run();
    gallery
}

fn hash_of(gallery: &Gallery, url: &str) -> String {
    gallery.world.value(&format!("SELECT lower(hex(sha256)) AS hash FROM media WHERE url LIKE '%{url}'"))
}

#[test]
fn an_account_takes_its_hashes_along_and_they_do_not_come_back() {
    let gallery = gallery();
    let hers = [hash_of(&gallery, "/hers.png"), hash_of(&gallery, "/moved.png")];
    let his = hash_of(&gallery, "/his.png");
    assert!(hers.iter().all(|hash| is_told(&gallery, hash)), "the search finds what is there");
    let asked = gallery.asked().len();
    forget(&gallery, &ann());
    gallery.world.assert_sound();
    for hash in &hers {
        assert!(!is_told(&gallery, hash), "{hash} is still told");
    }
    assert!(is_told(&gallery, &his));
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL"), 2);
    assert_eq!(gallery.count("SELECT count(*) FROM share WHERE kind = 9"), 2);
    let told = "SELECT count(*) FROM capture WHERE headers LIKE '%of-the-bytes%'";
    assert_eq!(gallery.count(told), 2, "a validator of her pictures is told");
    // The same posts again, and a remap that replaces what it finds.
    gallery.world.run();
    assert_eq!(gallery.asked().len(), asked, "her pictures are not asked for again");
    assert_eq!(gallery.world.bench.collect(&["remap"]).code, 0);
    assert!(hers.iter().all(|hash| !is_told(&gallery, hash)));
    gallery.world.assert_sound();
}

#[test]
fn a_source_takes_its_hashes_along() {
    let gallery = gallery();
    forget(&gallery, &Target::Source { name: "it".to_owned() });
    gallery.world.assert_sound();
    assert_eq!(gallery.count("SELECT count(*) FROM media"), 0);
    assert_eq!(gallery.count("SELECT count(*) FROM capture WHERE reader LIKE '%sha256%'"), 0);
    assert_eq!(gallery.count("SELECT count(*) FROM task WHERE kind = 'media'"), 0);
}

/// Another source shows a picture whose hash came with the source that goes: it loses the hash, and asks by itself.
#[test]
fn what_others_show_loses_the_hash_of_a_source_that_goes_and_is_asked_for_again() {
    let quay = Arc::new(Mutex::new(Value::Null));
    let shown = Arc::clone(&quay);
    let gallery = Gallery::new(&[("ann", 1, &["/a.png"])], move |path, _| match path {
        "/api/v1/timelines/tag/quay?limit=40" => Reply::json(shown.lock().unwrap().to_string()),
        "/a.png" => picture("image/png", png(1)),
        _ => not_found(),
    });
    *quay.lock().unwrap() = Value::from(vec![gallery.post(&("dan", 2, &["/a.png"]))]);
    gallery.world.run();
    let path = gallery.world.bench.config().join("sources/it.toml");
    let other =
        std::fs::read_to_string(&path).unwrap().replace("'it'", "'other'").replace("'harbour'", "'quay'");
    gallery.world.bench.write("config/sources/other.toml", other);
    gallery.world.run();
    assert_eq!(gallery.asked().iter().filter(|asked| *asked == "/a.png").count(), 1);
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL"), 2);
    forget(&gallery, &Target::Source { name: "it".to_owned() });
    gallery.world.assert_sound();
    assert_eq!(
        gallery.count("SELECT count(*) FROM media WHERE sha256 IS NULL"),
        1,
        "Dan's, without the hash"
    );
    gallery.world.run();
    assert_eq!(gallery.asked().iter().filter(|asked| *asked == "/a.png").count(), 2);
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL"), 1);
}

/// Nothing of that time is left, and none of it is called observed.
#[test]
fn what_is_old_takes_its_pictures_and_its_coverage_along() {
    let gallery = gallery();
    assert!(gallery.count("SELECT count(*) FROM observed") > 0);
    forget(&gallery, &Target::OlderThan(NOW));
    gallery.world.assert_sound();
    for table in ["media", "observed", "task WHERE kind = 'media'", "capture WHERE reader LIKE '%sha256%'"] {
        assert_eq!(gallery.count(&format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
}

#[test]
fn a_picture_that_was_forgotten_while_it_waited_is_not_asked_for() {
    let gallery = gallery();
    gallery.show(&[("ann", 5, &["/late.png"]), ("bob", 6, &["/also.png"])]);
    let path = gallery.world.bench.config().join("sources/it.toml");
    let source = std::fs::read_to_string(&path).unwrap();
    let tasks = gallery.count("SELECT count(*) FROM task WHERE kind = 'media'");
    // The posts once more, and no picture.
    let budget = "every = '1ms'\nbudget = { requests = 1 }";
    gallery.world.bench.write("config/sources/it.toml", source.replace("every = '1ms'", budget));
    gallery.world.bench.collect(&["run"]);
    assert_eq!(gallery.count("SELECT count(*) FROM task WHERE kind = 'media'"), tasks + 2, "they wait");
    forget(&gallery, &ann());
    gallery.world.bench.write("config/sources/it.toml", source);
    gallery.world.time_passes();
    gallery.world.run();
    let asked = gallery.asked();
    assert!(asked.contains(&"/also.png".to_owned()) && !asked.contains(&"/late.png".to_owned()), "{asked:?}");
}
