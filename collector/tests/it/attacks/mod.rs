//! Hostile and broken servers, over real sockets. Whatever they do, a run ends, keeps what it got, and says what was wrong.

mod broken;
mod oversize;
mod patience;
mod refused;
mod slow;
mod wrong;

use std::net::TcpStream;

use crate::support::{Request, Stub, answer, rss, status};

/// A stub with no robots.txt, a feed that names `pages`, and `rest` for all other paths.
fn site(
    pages: &'static [&'static str],
    rest: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static,
) -> Stub {
    Stub::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => status(stream, "404 Not Found", ""),
        "/feed.xml" if !pages.is_empty() => answer(stream, "200 OK", "", rss(pages)),
        _ => rest(request, stream),
    })
}
