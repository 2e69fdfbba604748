//! Proper HTTP, but not what was expected.

use super::site;
use crate::support::{Bench, answer, page, status};

#[test]
fn a_feed_that_is_gone_says_so_and_proves_no_coverage() {
    let stub = site(&[], |_, stream| status(stream, "404 Not Found", ""));
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 0);
    assert_eq!(bench.column("SELECT last_outcome FROM source"), ["gone"]);
    assert_eq!(bench.column("SELECT outcome FROM capture WHERE url LIKE '%/feed.xml'"), ["gone"]);
    assert_eq!(bench.count("SELECT count(*) FROM observed"), 0);
    assert!(bench.collect(&["sources"]).out.contains("(gone)"));
}

#[test]
fn a_page_in_place_of_a_feed_fails_with_a_reason() {
    let stub =
        site(&[], |_, stream| answer(stream, "200 OK", "content-type: text/html\r\n", page("consent")));
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    let run = bench.collect(&["run", "--json"]);
    assert_eq!(run.json()["failed"], 1, "{run:?}");
    assert_eq!(bench.column("SELECT state FROM task"), ["failed"]);
    assert!(bench.column("SELECT last_error FROM task")[0].starts_with("not a feed"));
    assert!(bench.collect(&["sources"]).out.contains("not a feed"));
    assert_eq!(bench.count("SELECT count(*) FROM observed"), 0);
    assert_eq!(bench.count("SELECT count(*) FROM validator"), 0);
}

#[test]
fn a_page_without_text_is_kept_and_its_task_says_why() {
    let stub = site(&["/empty", "/picture"], |request, stream| match request.path.as_str() {
        "/empty" => answer(stream, "200 OK", "content-type: text/html\r\n", "<html><body></body></html>"),
        _ => answer(stream, "200 OK", "content-type: image/png\r\n", b"\x89PNG"),
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    bench.collect(&["run"]);
    let errors =
        bench.column("SELECT last_error FROM task WHERE kind = 'article' AND state = 'failed' ORDER BY id");
    assert!(errors[0].contains("kind `empty`") && errors[1].contains("image/png"), "{errors:?}");
    let kept =
        "SELECT count(*) FROM capture WHERE status = 200 AND outcome = 'schema_changed' AND blob_id > 0";
    assert_eq!(bench.count(kept), 2);
    assert_eq!(bench.count("SELECT count(*) FROM item"), 0);
}

#[test]
fn a_page_that_is_forbidden_is_never_asked_for_by_itself_again() {
    let stub = site(&["/paid"], |_, stream| status(stream, "403 Forbidden", ""));
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "every = '1ms'\nrevisit = '1ms'");
    bench.collect(&["run"]);
    bench.collect(&["run"]);
    assert_eq!(stub.log.paths().iter().filter(|path| *path == "/paid").count(), 1);
    assert_eq!(bench.column("SELECT last_error FROM task WHERE kind = 'article'"), ["status 403"]);
}
