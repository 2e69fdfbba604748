//! A server on loopback that writes whatever bytes a test wants, also what no HTTP library would.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use super::{Hit, Log};

/// A request as read from the socket.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) user_agent: String,
    pub(crate) host: String,
    /// The headers, names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) conditional: bool,
}

impl Request {
    /// The first and the last byte that the client wants.
    pub(crate) fn range(&self) -> Option<(usize, usize)> {
        let (_, range) = self.headers.iter().find(|(name, _)| name == "range")?;
        let (from, to) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    }

    /// The server's address, as the client wrote it.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.host)
    }
}

/// The server; it ends with the test's process.
pub(crate) struct Stub {
    address: SocketAddr,
    pub(crate) log: Log,
}

impl Stub {
    /// Answers every connection's one request with `handler`, then closes it.
    pub(crate) fn start(handler: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stub = Self { address: listener.local_addr().unwrap(), log: Log::default() };
        let (log, handler) = (stub.log.clone(), Arc::new(handler));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (log, handler) = (log.clone(), Arc::clone(&handler));
                thread::spawn(move || serve(stream, &log, handler.as_ref()));
            }
        });
        stub
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }
}

/// Requests for what begins with this stay unread: closing their connections resets them.
pub(crate) const RESET: &str = "/reset";

fn serve(mut stream: TcpStream, log: &Log, handler: &dyn Fn(&Request, &mut TcpStream)) {
    let mut start = [0; 4 + RESET.len()];
    if stream.peek(&mut start).is_ok() && start.ends_with(RESET.as_bytes()) {
        let path = RESET.to_owned();
        log.push(Hit { at: Log::now(), path: path.clone(), conditional: false, status: 0 });
        let request = Request {
            path,
            user_agent: String::new(),
            host: String::new(),
            headers: Vec::new(),
            conditional: false,
        };
        return handler(&request, &mut stream);
    }
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    // A connection that is opened and dropped asks for nothing.
    let Some(first) = lines.next() else { return };
    let at = Log::now();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut request = Request {
        path,
        user_agent: String::new(),
        host: String::new(),
        headers: Vec::new(),
        conditional: false,
    };
    for line in lines.take_while(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "user-agent" => value.trim().clone_into(&mut request.user_agent),
            "host" => value.trim().clone_into(&mut request.host),
            "if-none-match" | "if-modified-since" => request.conditional = true,
            _ => {}
        }
        request.headers.push((name, value.trim().to_owned()));
    }
    log.push(Hit { at, path: request.path.clone(), conditional: request.conditional, status: 0 });
    handler(&request, &mut stream);
}

/// Writes a proper answer; a client that has gone away is its own affair.
pub(crate) fn answer(stream: &mut TcpStream, status: &str, headers: &str, body: impl AsRef<[u8]>) {
    let body = body.as_ref();
    let head =
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

/// Writes an answer that is a status alone.
pub(crate) fn status(stream: &mut TcpStream, status: &str, headers: &str) {
    answer(stream, status, headers, "");
}

/// An RSS feed that names pages.
pub(crate) fn rss(urls: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let item = |url: &str| format!("<item><title>A page</title><link>{url}</link></item>");
    let items = urls.into_iter().map(|url| item(url.as_ref())).collect::<Vec<_>>().concat();
    format!("<?xml version='1.0'?><rss version='2.0'><channel><title>it</title>{items}</channel></rss>")
}

/// An article page about `subject`, long enough to be told from its frame.
pub(crate) fn page(subject: &str) -> String {
    let paragraphs: String = ["first", "second", "third", "last"]
        .map(|which| {
            format!(
                "<p>The {which} paragraph tells, at the length that a newspaper would give to it, what was found out about \
                 {subject} on the {which} day, who said so, and what is still to be shown by those who were asked.</p>"
            )
        })
        .concat();
    format!(
        "<!doctype html><html lang='en'><head><title>On {subject}</title></head><body><article><h1>On {subject}</h1>\
         {paragraphs}</article></body></html>"
    )
}
