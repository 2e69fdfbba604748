//! The answer to one request: robots.txt, feed, article or 404, with validators, conditional answers, gzip and
//! the legacy charset. A pure function of request, site and time.

use std::io::Write as _;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use whence_store::time::Micros;

use super::super::articles::Article;
use super::super::dice::fingerprint;
use super::super::site::{SITES, Site};
use super::super::{feed, page, stamps};

/// Something that exists: its bytes, type and last change.
struct Resource {
    body: Vec<u8>,
    content_type: &'static str,
    changed: Micros,
}

/// Answers `request` to the site with index `site` at `now`.
pub(super) fn to(
    request: &Request<Body>,
    site: usize,
    base: &str,
    articles: &[Article],
    now: Micros,
) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
    }
    match find(request.uri().path(), site, base, articles, now) {
        Some(resource) => with_validators(resource, request.headers(), &SITES[site]),
        None => plain(StatusCode::NOT_FOUND, "no such page\n"),
    }
}

fn find(path: &str, index: usize, base: &str, articles: &[Article], now: Micros) -> Option<Resource> {
    let site = &SITES[index];
    match path {
        "/robots.txt" => {
            let body = robots(site).into_bytes();
            Some(Resource { body, content_type: "text/plain; charset=utf-8", changed: Micros(0) })
        }
        "/feed.xml" => {
            let (text, changed) = feed::xml(articles, index, base, now);
            Some(Resource { body: text.into_bytes(), content_type: feed::content_type(site), changed })
        }
        _ => {
            let wanted =
                |article: &Article| article.site == index && article.path == path && article.at <= now;
            let found = articles.iter().position(wanted)?;
            let text = page::html(articles, found, base, now);
            let (body, content_type) = if site.legacy_charset {
                (encoding_rs::GB18030.encode(&text).0.into_owned(), "text/html")
            } else {
                (text.into_bytes(), "text/html; charset=utf-8")
            };
            Some(Resource { body, content_type, changed: articles[found].changed(now) })
        }
    }
}

fn robots(site: &Site) -> String {
    let delay = site.crawl_delay.map(|seconds| format!("Crawl-delay: {seconds}\n")).unwrap_or_default();
    format!("User-agent: *\nDisallow: /private/\n{delay}")
}

fn with_validators(resource: Resource, asked: &HeaderMap, site: &Site) -> Response {
    let zipped = site.gzip && names(asked, header::ACCEPT_ENCODING, "gzip");
    // A strong validator names the bytes on the wire, so that the two encodings differ in it.
    let suffix = if zipped { "-gz" } else { "" };
    let tag = format!("\"{:016x}{suffix}\"", fingerprint(&resource.body));
    let builder = Response::builder()
        .header(header::ETAG, &tag)
        .header(header::LAST_MODIFIED, stamps::http(resource.changed))
        .header(header::VARY, "Accept-Encoding");
    let built = if is_unchanged(asked, &tag, resource.changed) {
        builder.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let builder = builder.header(header::CONTENT_TYPE, resource.content_type);
        match zipped.then(|| compressed(&resource.body)) {
            Some(Ok(body)) => builder.header(header::CONTENT_ENCODING, "gzip").body(Body::from(body)),
            _ => builder.body(Body::from(resource.body)),
        }
    };
    built.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "no answer\n"))
}

/// RFC 9110 13.2.2: where If-None-Match is sent, If-Modified-Since is not looked at.
fn is_unchanged(asked: &HeaderMap, tag: &str, changed: Micros) -> bool {
    if asked.contains_key(header::IF_NONE_MATCH) {
        return names(asked, header::IF_NONE_MATCH, tag);
    }
    let since = asked.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    since.and_then(stamps::parse_http).is_some_and(|since| changed <= since)
}

/// Whether a comma-separated header has `wanted` among its members, parameters and weakness aside.
fn names(asked: &HeaderMap, name: header::HeaderName, wanted: &str) -> bool {
    let values = asked.get_all(name);
    let mut members =
        values.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    members.any(|member| {
        let member = member.split(';').next().unwrap_or_default().trim();
        member.trim_start_matches("W/") == wanted
    })
}

fn compressed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    encoder.finish()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}
