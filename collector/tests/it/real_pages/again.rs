//! A crawl keeps its distance and loses no page; a second one costs the site no body.

use super::site::Site;
use super::{assert_gaps, bench, items};

#[test]
fn every_page_is_kept_and_a_second_run_fetches_none_again() {
    let Some(site) = Site::start() else { return };
    let bench = bench(&site, "every = '1ms'\nrevisit = '1ms'");
    let first = bench.collect(&["run", "--json"]);
    assert_eq!(first.code, 0, "{first:?}");

    let hits = site.log.hits();
    let least = assert_gaps(&hits);
    assert_eq!(hits.len(), site.pages + 2, "robots.txt, the feed and every page, each once");
    assert!(hits.iter().all(|hit| hit.status == 200 && !hit.conditional));
    let captures =
        "SELECT count(DISTINCT url) FROM capture WHERE status = 200 AND url LIKE '%/page/%' AND blob_id > 0";
    assert_eq!(bench.count(captures), site.pages);
    // A page without text is no item: it is kept, and its task says why.
    let stored = items(&bench).len();
    let failed = bench.column("SELECT last_error FROM task WHERE kind = 'article' AND state = 'failed'");
    assert_eq!(stored + failed.len(), site.pages, "{failed:?}");
    assert!(stored * 10 > site.pages * 9, "{stored} of {} have a text", site.pages);
    assert_eq!(first.json()["new_items"], stored);
    eprintln!(
        "{stored} of {} pages became items, smallest gap {least:?}; without text: {failed:?}",
        site.pages
    );
    bench.assert_clean();

    let blobs = bench.count("SELECT count(*) FROM blob");
    let before = items(&bench);
    let second = bench.collect(&["run", "--json"]);
    assert_eq!(second.code, 0, "{second:?}");
    let again = &site.log.hits()[hits.len()..];
    assert_eq!(again.len(), stored + 1, "the feed and every page that could be read");
    for hit in again {
        assert!(hit.conditional && hit.status == 304, "{hit:?}");
    }
    assert_gaps(&site.log.hits());
    assert_eq!(second.json()["unchanged"], again.len());
    assert_eq!(bench.count("SELECT count(*) FROM blob"), blobs);
    assert_eq!(items(&bench), before);
    bench.assert_clean();

    // Reading the stored pages again, extraction and all, gives the same items.
    let remap = bench.collect(&["remap", "--check"]);
    assert!(remap.code == 0 && remap.out.contains("nothing changed"), "{remap:?}");
}
