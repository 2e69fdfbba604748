//! Which pictures are asked for, how often, and which not at all.

use super::*;

#[test]
fn exact_copies_of_two_accounts_are_one_object() {
    let gallery = Gallery::new(
        &[("ann", 1, &["/a.png"]), ("bob", 2, &["/b.png"]), ("cid", 3, &["/c.png"])],
        |path, _| match path {
            "/a.png" | "/b.png" => picture("image/png", png(1)),
            "/c.png" => picture("image/png", png(2)),
            _ => not_found(),
        },
    );
    let run = gallery.world.run();
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(gallery.asked(), ["/a.png", "/b.png", "/c.png"]);
    let hashes = gallery.hashes();
    // A handle here is a name and a server; the hash comes last.
    let of = |who: &str| {
        let shown = hashes.iter().find(|shown| shown.starts_with(who)).unwrap();
        shown.rsplit_once(' ').unwrap().1.to_owned()
    };
    assert_eq!(of("ann"), of("bob"), "{hashes:?}");
    assert_ne!(of("ann"), of("cid"), "{hashes:?}");
    let query =
        "SELECT object || ' ' || count(DISTINCT account_id) AS shared FROM shares WHERE object_kind = 'media'
                  GROUP BY object_id ORDER BY count(*) DESC";
    let shared = gallery.world.bench.column(query);
    assert_eq!(shared, [format!("sha256:{} 2", of("ann")), format!("sha256:{} 1", of("cid"))]);
    assert_eq!(
        gallery.count("SELECT count(*) FROM object WHERE kind = 9"),
        2,
        "no object of an address is left"
    );
    let row = gallery
        .world
        .bench
        .rows("SELECT * FROM media WHERE mime IS NOT NULL ORDER BY item_id LIMIT 1")
        .remove(0);
    assert_eq!(
        (&row["mime"], &row["width"], &row["height"]),
        (&json!("image/png"), &json!(480), &json!(320))
    );
    assert_eq!(row["size"], png(1).len());
    let evidence =
        "SELECT reader FROM capture WHERE id = (SELECT capture_id FROM media ORDER BY item_id LIMIT 1)";
    assert!(gallery.world.value(evidence).contains(&of("ann")), "the capture's row holds the hash");
    gallery.assert_none_is_kept();
}

#[test]
fn without_the_key_no_picture_is_asked_for() {
    let gallery = Gallery::with("tag = 'harbour'", &[("ann", 1, &["/a.png"])], |_, _| not_found());
    gallery.world.run();
    assert_eq!(gallery.asked(), Vec::<String>::new());
    assert_eq!(gallery.count("SELECT count(*) FROM task WHERE kind = 'media'"), 0);
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE url IS NOT NULL"), 1);
}

#[test]
fn an_address_is_asked_for_once_whoever_shows_it_and_whenever() {
    let first: &[Post<'_>] = &[("ann", 1, &["/a.png"]), ("bob", 2, &["/a.png", "/a.png"])];
    let gallery =
        Gallery::new(
            first,
            |path, _| {
                if path == "/a.png" { picture("image/png", png(1)) } else { not_found() }
            },
        );
    gallery.world.run();
    gallery.world.run();
    gallery.show(&[first[0], first[1], ("cid", 3, &["/a.png"])]);
    gallery.world.run();
    assert_eq!(gallery.asked(), ["/a.png"]);
    let hashes = gallery.hashes();
    assert_eq!(hashes.len(), 4);
    let hash = hashes[0].split_once(' ').unwrap().1;
    assert!(hash.len() == 64 && hashes.iter().all(|shown| shown.ends_with(hash)), "{hashes:?}");
    assert_eq!(gallery.count("SELECT count(DISTINCT account_id) FROM share WHERE kind = 9"), 3);
    assert_eq!(gallery.count("SELECT count(DISTINCT object_id) FROM share WHERE kind = 9"), 1);
    assert_eq!(gallery.count("SELECT count(*) FROM validator WHERE url LIKE '%/a.png'"), 0);
}

#[test]
fn two_sources_ask_for_an_address_once() {
    let gallery = Gallery::new(&[("ann", 1, &["/a.png"])], |_, _| picture("image/png", png(1)));
    let path = gallery.world.bench.config().join("sources/it.toml");
    let source = std::fs::read_to_string(&path).unwrap();
    gallery.world.bench.write("config/sources/other.toml", source.replace("'it'", "'other'"));
    gallery.world.run();
    gallery.world.run();
    assert_eq!(gallery.asked(), ["/a.png"]);
}

#[test]
fn robots_txt_closes_pictures_as_it_does_pages() {
    let gallery =
        Gallery::new(&[("ann", 1, &["/closed/a.png"]), ("bob", 2, &["/open/b.png"])], |path, _| match path {
            "/robots.txt" => {
                Reply::new("200 OK", "content-type: text/plain\r\n", "User-agent: *\nDisallow: /closed/\n")
            }
            _ => picture("image/png", png(1)),
        });
    gallery.world.run();
    assert_eq!(gallery.asked(), ["/open/b.png"]);
    assert_eq!(
        gallery.count("SELECT count(*) FROM decision WHERE kind = 'robots' AND url LIKE '%/closed/a.png'"),
        1
    );
    assert_eq!(gallery.count("SELECT count(*) FROM task WHERE kind = 'media' AND state = 'refused'"), 1);
}

#[test]
fn addresses_of_the_inside_are_refused_also_behind_a_redirect() {
    let inside = "http://10.0.0.7/a.png";
    let gallery = Gallery::new(
        &[("ann", 1, &[inside]), ("bob", 2, &["/away.png"]), ("cid", 3, &["data:image/png;base64,AAAA"])],
        |path, _| match path {
            "/away.png" => {
                Reply::new("302 Found", "location: http://169.254.169.254/latest/meta-data\r\n", "")
            }
            _ => not_found(),
        },
    );
    gallery.world.run();
    assert_eq!(gallery.asked(), ["/away.png"]);
    assert_eq!(gallery.count("SELECT count(*) FROM decision WHERE kind = 'address'"), 2);
    assert_eq!(gallery.count("SELECT count(*) FROM media WHERE sha256 IS NOT NULL"), 0);
    assert_eq!(gallery.count("SELECT count(*) FROM task WHERE url LIKE 'data:%'"), 0);
}

#[test]
fn a_budget_leaves_pictures_for_later_and_pages_go_first() {
    let keys = format!("{KEYS}\nbudget = {{ requests = 3 }}");
    let gallery =
        Gallery::with(&keys, &[("ann", 1, &["/a.png", "/b.png", "/c.png"])], |path, _| match path {
            "/robots.txt" => not_found(),
            _ => picture("image/png", png(1)),
        });
    let run = gallery.world.run();
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(gallery.asked().len(), 1, "the posts, robots.txt and one picture");
    assert_eq!(gallery.world.stub.log.paths()[0], TAG);
    assert_eq!(gallery.count("SELECT count(*) FROM task WHERE kind = 'media' AND state = 'todo'"), 2);
    assert_eq!(gallery.count("SELECT count(*) FROM task WHERE kind = 'media' AND priority >= 0"), 0);
}
