//! The site: a feed, robots.txt and the pages, with strong `ETags`; half of the pages are sent packed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use sha2::{Digest as _, Sha256};

use crate::support::{Hit, Log, rss, shared};

struct Document {
    kind: &'static str,
    packed: bool,
    etag: String,
    bytes: Vec<u8>,
}

impl Document {
    fn new(kind: &'static str, packed: bool, bytes: Vec<u8>) -> Self {
        let hash =
            Sha256::digest(&bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>();
        Self { kind, packed, etag: format!("\"{hash}\""), bytes }
    }
}

type Documents = BTreeMap<String, Document>;

/// The running site; it ends with the test's process.
pub(super) struct Site {
    address: SocketAddr,
    pub(super) pages: usize,
    pub(super) log: Log,
}

impl Site {
    /// Serves the shared article pages, if they are there.
    pub(super) fn start() -> Option<Self> {
        let mut documents = pages(&shared("pages/articles")?);
        let pages = documents.len();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let feed = rss(documents.keys().map(|path| format!("http://{address}{path}")));
        let robots = "User-agent: *\nDisallow: /private/\n";
        documents.insert("/feed.xml".into(), Document::new("application/rss+xml", false, feed.into()));
        documents.insert("/robots.txt".into(), Document::new("text/plain", false, robots.into()));
        let log = Log::default();
        let router = Router::new().fallback(serve).with_state((Arc::new(documents), log.clone()));
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, router).await
            })
        });
        Some(Self { address, pages, log })
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

/// Every page under a path of its own; every other one is sent as it lies there, packed.
fn pages(folder: &Path) -> Documents {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "gz"));
    files.sort();
    let document = |(n, file): (usize, &std::path::PathBuf)| {
        let packed = fs::read(file).unwrap();
        let bytes = if n % 2 == 0 { packed } else { unpack(&packed) };
        (format!("/page/{n:03}"), Document::new("text/html", n % 2 == 0, bytes))
    };
    files.iter().enumerate().map(document).collect()
}

fn unpack(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    bytes
}

async fn serve(
    State((documents, log)): State<(Arc<Documents>, Log)>,
    headers: HeaderMap,
    uri: Uri,
) -> Response<Body> {
    let at = Log::now();
    let tag = headers.get("if-none-match").map(|tag| tag.to_str().unwrap().to_owned());
    let document = documents.get(uri.path());
    let status = match document {
        None => 404,
        Some(document) if tag.as_ref() == Some(&document.etag) => 304,
        Some(_) => 200,
    };
    log.push(Hit { at, path: uri.path().to_owned(), conditional: tag.is_some(), status });
    let mut response = Response::builder().status(status);
    let Some(document) = document else { return response.body(Body::empty()).unwrap() };
    response = response.header("etag", &document.etag).header("content-type", document.kind);
    if document.packed {
        response = response.header("content-encoding", "gzip");
    }
    let body = if status == 200 { Body::from(document.bytes.clone()) } else { Body::empty() };
    response.body(body).unwrap()
}
