//! Redirects that lead nowhere, inside, or in circles.

use super::Attack;
use crate::support::{answer, page, status};

/// A redirect; whatever is asked for at `there` is a page.
fn to(
    name: &str,
    location: &[u8],
    there: &'static str,
    expect: (&'static str, &'static str, &'static str),
) -> Attack {
    let head = [
        b"HTTP/1.1 302 Found\r\nlocation: ",
        location,
        b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
    ]
    .concat();
    Attack::new(name, expect, move |request, stream| {
        if request.path == there {
            answer(stream, "200 OK", "content-type: text/html\r\n", page("where it leads"));
        } else {
            super::send(stream, &head);
        }
    })
}

pub(super) fn all() -> Vec<Attack> {
    let whole = ("ok", "done", "");
    let refused = |why| ("", "refused", why);
    let long = [b"/".to_vec(), vec![b'a'; 20_000]].concat();
    let mut rows = vec![
        to("a redirect to itself", b"/attack", "", refused("redirects")),
        to("a redirect to nowhere: an empty address", b"", "", refused("redirects")),
        to("a relative redirect", b"b/../../there?x#y", "/there?x", whole),
        to("a redirect in Latin-1", b"/caf\xe9", "/caf%E9", whole),
        to("a redirect in UTF-8", "/caf\u{e9}".as_bytes(), "/caf%C3%A9", whole),
        to("a redirect of 20 KB", &long, "", refused("bytes long")),
        to("a redirect without a scheme to the inside", b"//10.0.0.1/", "", refused("10.0.0.1")),
        to(
            "a redirect to the metadata of a cloud",
            b"http://169.254.169.254/",
            "",
            refused("169.254.169.254"),
        ),
        to("a redirect to a file", b"file:///etc/passwd", "", refused("file")),
        to("a redirect to a script", b"javascript:alert(1)", "", refused("javascript")),
        to("a redirect with a password", b"http://a:b@127.0.0.1/", "", refused("password")),
        to("a redirect to a mail server", b"http://127.0.0.1:25/", "", refused("port 25")),
        to(
            "two redirects at once: the first holds",
            b"/there\r\nlocation: http://10.0.0.1/",
            "/there",
            whole,
        ),
    ];
    rows.push(Attack::new(
        "a redirect without an address",
        ("forbidden", "failed", "status 302"),
        |_, stream| {
            status(stream, "302 Found", "");
        },
    ));
    rows.push(Attack::new("redirects in a circle", refused("redirects"), |request, stream| {
        let next = if request.path == "/attack" { "/round" } else { "/attack" };
        status(stream, "301 Moved Permanently", &format!("location: {next}\r\n"));
    }));
    rows.push(Attack::new("five redirects", whole, |request, stream| {
        let at: usize = request.path.trim_start_matches("/attack").parse().unwrap_or(0);
        if at == 5 {
            answer(stream, "200 OK", "content-type: text/html\r\n", page("the end of the road"));
        } else {
            status(stream, "307 Temporary Redirect", &format!("location: /attack{}\r\n", at + 1));
        }
    }));
    rows
}
