//! Hostile and broken servers, over real sockets. Whatever they do, a run ends, keeps what it got, and says what was wrong.

mod broken;
mod inside;
mod oversize;
mod patience;
mod refused;
mod slow;
mod strangers;
mod table;
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

/// The most memory that a process has held at once, in bytes, where `/proc` tells it.
fn peak_memory(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}
