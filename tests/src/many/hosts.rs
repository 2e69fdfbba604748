//! The hosts: each has a robots.txt, a feed, and the article pages that the feed names.

use std::fmt::Write as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;

use super::Arrivals;

/// How many of what.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Hosts.
    pub hosts: usize,
    /// Pages of each.
    pub pages: usize,
}

/// The running hosts; they end with the runtime.
#[derive(Debug)]
pub struct Hosts {
    addresses: Vec<SocketAddr>,
    /// When each was asked.
    pub arrivals: Arrivals,
}

#[derive(Clone)]
struct Host {
    number: usize,
    base: Arc<str>,
    pages: usize,
    arrivals: Arrivals,
}

impl Hosts {
    /// Starts them on ports that the system chooses.
    ///
    /// # Errors
    /// If a port cannot be bound.
    pub async fn start(shape: Shape) -> io::Result<Self> {
        let arrivals = Arrivals::default();
        let mut addresses = Vec::new();
        for number in 0..shape.hosts {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let address = listener.local_addr()?;
            addresses.push(address);
            let base = Arc::from(format!("http://{address}"));
            let host = Host { number, base, pages: shape.pages, arrivals: arrivals.clone() };
            let router = Router::new().fallback(serve).with_state(host);
            tokio::spawn(async move { axum::serve(listener, router).await });
        }
        Ok(Self { addresses, arrivals })
    }

    /// The addresses of their feeds.
    pub fn feeds(&self) -> Vec<String> {
        self.addresses.iter().map(|address| format!("http://{address}/feed.xml")).collect()
    }

    /// Writes a collector's configuration that asks all of them.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn configure(&self, folder: &Path, min_interval: &str) -> io::Result<()> {
        std::fs::create_dir_all(folder.join("sources"))?;
        std::fs::write(
            folder.join("collector.toml"),
            format!(
                "[operator]\ncontact = \"mailto:figures@example.org\"\n\n[limits]\nmin_interval = \"{min_interval}\"\n"
            ),
        )?;
        let mut sources = String::new();
        for (number, feed) in self.feeds().iter().enumerate() {
            // Writing into a text cannot fail.
            let _ = writeln!(
                sources,
                "[[source]]\nname = \"host-{number}\"\nconnector = \"feed\"\nurl = \"{feed}\"\n"
            );
        }
        std::fs::write(folder.join("sources/hosts.toml"), sources)
    }
}

async fn serve(State(host): State<Host>, request: Request) -> Response {
    host.arrivals.add(host.number);
    let (kind, body) = match request.uri().path() {
        "/robots.txt" => ("text/plain", "User-agent: *\nDisallow: /private/\n".to_owned()),
        "/feed.xml" => ("application/rss+xml", feed(&host)),
        path => ("text/html; charset=utf-8", page(host.number, path)),
    };
    ([(CONTENT_TYPE, kind)], body).into_response()
}

fn feed(host: &Host) -> String {
    let mut text = String::from("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Many</title>");
    for page in 0..host.pages {
        let _ = write!(
            text,
            "<item><title>Report {page}</title><link>{}/{page}.html</link><pubDate>Mon, 27 Jan 2025 {:02}:{:02}:00 GMT</pubDate></item>",
            host.base,
            23 - page / 60 % 24,
            59 - page % 60
        );
    }
    text + "</channel></rss>"
}

/// An article of some 6 KB with a frame around it; no two are the same.
fn page(host: usize, path: &str) -> String {
    let mut body = String::new();
    for paragraph in 1..=8 {
        let _ = write!(
            body,
            "<p>Paragraph {paragraph} of report {path} from host {host} tells at some length what the harbour office, the two \
             shipping lines and the people of the quarter said on that day, what each of them could show for it, and which of \
             the questions that were put to them on the days before were left without an answer. Whoever wants to check it finds \
             the papers, with their dates and their numbers, in the reading room of the office from nine to five.</p>"
        );
    }
    let links: Vec<_> =
        (0..20).map(|n| format!("<li><a href=\"/section/{n}\">Section {n}</a></li>")).collect();
    let links = links.concat();
    format!(
        "<!doctype html><html lang=\"en\"><head><title>Report {path} | Many</title><meta property=\"article:published_time\" \
         content=\"2025-01-27T08:00:00Z\"></head><body><nav><ul>{links}</ul></nav><article><h1>Report {path} of host {host}</h1>{body}\
         </article><footer>Nothing else</footer></body></html>"
    )
}
