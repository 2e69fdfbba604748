//! Sitemaps over real sockets.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::lists::{World, kill_at, placed, serve, stall, typed};
use crate::support::{Stub, page, status};

/// A site with an index of sitemaps; the news sitemap may stall.
fn site(stalls: &Arc<AtomicBool>) -> Stub {
    let stalls = Arc::clone(stalls);
    serve(move |request, stream| {
        let map = |name: &str| placed(&format!("sitemap/{name}"), &request.origin());
        match request.path.as_str() {
            "/list" => typed(stream, "application/xml", map("index.xml")),
            "/maps/old.xml" => typed(stream, "text/xml", map("old.xml")),
            "/maps/news.xml" if stalls.load(Ordering::SeqCst) => stall(stream),
            "/maps/news.xml" => typed(stream, "application/xml", map("news.xml")),
            "/maps/packed.txt.gz" => {
                let mut packer = GzEncoder::new(Vec::new(), Compression::default());
                packer.write_all(&map("urls.txt")).unwrap();
                typed(stream, "application/gzip", packer.finish().unwrap());
            }
            path if path.starts_with("/maps/") => status(stream, "404 Not Found", ""),
            path => typed(stream, "text/html", page(path)),
        }
    })
}

const PAGES: [&str; 7] =
    ["/n/before", "/n/dated", "/n/day", "/p/four", "/p/one", "/p/three", "/p/two?a=1&b=2"];

#[test]
fn an_index_leads_to_every_page_once_and_a_second_run_to_what_is_newer() {
    let world = World::new("sitemap", "/list", "", site(&Arc::default()));
    world.run(0);
    assert_eq!(world.items(), PAGES);
    let asked = world.paths();
    assert_eq!(asked.len(), 1 + 4 + PAGES.len(), "each once, and never back to the index: {asked:?}");

    let dated =
        "SELECT created_original, created_precision, created_basis, lang, account.name AS site FROM item
                 JOIN account ON account.id = account_id WHERE item.url LIKE '%/n/dated'";
    let dated = &world.bench.rows(dated)[0];
    assert_eq!(
        (&dated["created_original"], &dated["created_basis"]),
        (&"2025-01-27T08:00+07:00".into(), &"sitemap".into())
    );
    assert_eq!(dated["created_precision"], "minute");
    assert_eq!(world.bench.column("SELECT created_precision FROM item WHERE url LIKE '%/n/day'"), ["day"]);
    // `lastmod` is no publication date.
    assert_eq!(world.bench.column("SELECT created_basis FROM item WHERE url LIKE '%/p/one'"), ["capture"]);
    let told = world.bench.column("SELECT context FROM task WHERE url LIKE '%/p/one'");
    assert!(
        told[0].contains("\"id\":") && told[0].contains("/id/satu") && told[0].contains("zh-CN"),
        "{told:?}"
    );

    // Only the sitemaps that do not say that they are as old as before, and no page a second time.
    world.run(0);
    let again = &world.paths()[asked.len()..];
    assert_eq!(again, ["/list", "/maps/news.xml", "/maps/packed.txt.gz", "/maps/missing.xml"]);
}

#[test]
fn only_pages_of_the_time_that_is_studied_are_asked_for() {
    let world =
        World::new("sitemap", "/list", "from = '2025-01-20'\nto = '2025-01-27'", site(&Arc::default()));
    world.run(0);
    // Those without any date may be of that time.
    assert_eq!(world.items(), ["/n/day", "/p/four", "/p/one", "/p/three", "/p/two?a=1&b=2"]);
}

#[test]
fn a_kill_between_two_sitemaps_loses_and_repeats_nothing() {
    let stalls = Arc::new(AtomicBool::new(true));
    let world = World::new("sitemap", "/list", "every = '1h'", site(&stalls));
    // robots.txt, the index, the old sitemap, the news sitemap.
    kill_at(&world, 4);
    stalls.store(false, Ordering::SeqCst);
    let killed = world.paths();
    assert_eq!(killed, ["/list", "/maps/old.xml", "/maps/news.xml"]);
    world.run(0);
    assert_eq!(world.items(), PAGES);
    let again = &world.paths()[killed.len()..];
    assert!(!again.contains(&killed[0]) && !again.contains(&killed[1]), "{again:?}");
}

#[test]
fn an_empty_sitemap_is_a_poll_that_saw_nothing() {
    let world = World::new(
        "sitemap",
        "/list",
        "",
        serve(|_, stream| typed(stream, "application/xml", "<urlset></urlset>")),
    );
    world.run(0);
    assert_eq!(world.bench.column("SELECT state FROM task"), ["done"]);
    assert_eq!(world.items(), [""; 0]);
}
