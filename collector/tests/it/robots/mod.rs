//! robots.txt as hosts really send it: missing, failing, cut, redirected, and Google's own cases.

mod cases;
mod hostile;
mod odd;
mod rules;
mod unknown;

use std::net::TcpStream;

use crate::support::{Bench, Ended, Request, Stub, answer, page, rss};

/// A stub whose robots.txt and what belongs to it is `robots`, with a feed that names two pages.
fn site(robots: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Stub {
    Stub::start(move |request, stream| match request.path.as_str() {
        "/feed.xml" => answer(stream, "200 OK", "", rss(["/open/a", "/closed/b"])),
        path if path.starts_with("/open") || path.starts_with("/closed") => {
            answer(stream, "200 OK", "content-type: text/html\r\n", page(path));
        }
        _ => robots(request, stream),
    })
}

/// Crawls the stub once.
fn crawl(stub: &Stub) -> (Bench, Ended) {
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "every = '1ms'");
    let run = bench.collect(&["run", "--json"]);
    (bench, run)
}

const CLOSED: &str = "User-agent: *\nDisallow: /closed/\n";
const ALL: [&str; 3] = ["/feed.xml", "/open/a", "/closed/b"];
