//! The sites and the written inputs, over real sockets and in a real folder. Raw HTTP, because only the collector
//! may name an HTTP client.

use std::io::Read as _;
use std::sync::Arc;

use tokio::net::TcpStream;
use whence_store::time::ManualClock;

use super::*;

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

async fn get(base: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let address = base.trim_start_matches("http://");
    let stream = TcpStream::connect(address).await.unwrap();
    let extra: Vec<String> = headers.iter().map(|(key, value)| format!("{key}: {value}\r\n")).collect();
    let extra = extra.concat();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{extra}\r\n");
    let mut left = request.as_bytes();
    while !left.is_empty() {
        stream.writable().await.unwrap();
        left = stream.try_write(left).map_or(left, |sent| &left[sent..]);
    }
    let mut all = Vec::new();
    loop {
        stream.readable().await.unwrap();
        let mut piece = [0; 16_384];
        match stream.try_read(&mut piece) {
            Ok(0) => break,
            Ok(count) => all.extend_from_slice(&piece[..count]),
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::WouldBlock),
        }
    }
    let split = all.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(all[..split].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: all[split + 4..].to_vec() }
}

async fn started() -> (World, Arc<ManualClock>, Servers) {
    let world = World::generate(&WorldSpec::ordinary(2));
    let clock = Arc::new(ManualClock::new(world.polls()[0]));
    let servers = world.serve(clock.clone()).await.unwrap();
    (world, clock, servers)
}

#[tokio::test]
async fn articles_exist_from_their_publication_on() {
    let (world, clock, servers) = started().await;
    for (index, (_, base)) in servers.sites().enumerate() {
        let later = world.articles.iter().find(|a| a.site == index && a.at > clock.now()).unwrap();
        assert_eq!(get(&base, &later.path, &[]).await.status, 404);
    }
    clock.set(world.polls()[3]);
    for (index, (_, base)) in servers.sites().enumerate() {
        let article = world.articles.iter().rfind(|a| a.site == index && a.at <= clock.now()).unwrap();
        let answer = get(&base, &article.path, &[]).await;
        assert_eq!(answer.status, 200);
        let text = if site::SITES[index].legacy_charset {
            assert_eq!(answer.header("content-type"), Some("text/html"));
            encoding_rs::GB18030.decode(&answer.body).0.into_owned()
        } else {
            answer.text()
        };
        assert!(text.contains(&markup::escaped(&article.headline)));
        assert!(text.contains(&format!("{base}{}", article.path)));
        let tag = answer.header("etag").unwrap();
        assert_eq!(get(&base, &article.path, &[("If-None-Match", tag)]).await.status, 304);
    }
}

#[tokio::test]
async fn feeds_show_ten_entries_and_answer_conditionally() {
    let (world, clock, servers) = started().await;
    for (_, base) in servers.sites() {
        let answer = get(&base, "/feed.xml", &[]).await;
        let text = answer.text();
        assert_eq!(text.matches("<item>").count() + text.matches("<entry>").count(), 10);
        let tag = answer.header("etag").unwrap();
        let changed = answer.header("last-modified").unwrap();
        let same = get(&base, "/feed.xml", &[("If-None-Match", tag)]).await;
        assert_eq!((same.status, same.body.len()), (304, 0));
        assert_eq!(get(&base, "/feed.xml", &[("If-Modified-Since", changed)]).await.status, 304);
    }
    let (_, base) = servers.sites().next().unwrap();
    let before = get(&base, "/feed.xml", &[]).await;
    clock.set(world.polls()[2]);
    let after = get(&base, "/feed.xml", &[("If-None-Match", before.header("etag").unwrap())]).await;
    assert_eq!(after.status, 200);
    let log = servers.log();
    assert!(log.last().unwrap().conditional && log.last().unwrap().path == "/feed.xml");
    assert_eq!(log.iter().filter(|asked| asked.status == 304).count(), 6);
}

#[tokio::test]
async fn robots_gzip_and_private_pages() {
    let (world, clock, servers) = started().await;
    clock.set(*world.polls().last().unwrap());
    let bases: Vec<String> = servers.sites().map(|(_, base)| base).collect();
    for base in &bases {
        assert!(get(base, "/robots.txt", &[]).await.text().contains("Disallow: /private/"));
    }
    assert!(get(&bases[1], "/robots.txt", &[]).await.text().contains("Crawl-delay: 1"));
    let zipped = get(&bases[0], "/feed.xml", &[("Accept-Encoding", "br;q=1, gzip")]).await;
    assert_eq!(zipped.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(&zipped.body[..]).read_to_string(&mut text).unwrap();
    let plain = get(&bases[0], "/feed.xml", &[]).await;
    assert_eq!(text, plain.text());
    assert_ne!(zipped.header("etag"), plain.header("etag"));
    let private: Vec<_> = world.articles.iter().filter(|article| article.private).collect();
    assert_eq!(private.len(), 3);
    assert!(private.iter().all(|article| article.path.starts_with("/private/")));
}

#[tokio::test]
async fn dropping_the_servers_stops_them() {
    let (_, _, servers) = started().await;
    let (_, base) = servers.sites().next().unwrap();
    drop(servers);
    for _ in 0..100 {
        if TcpStream::connect(base.trim_start_matches("http://")).await.is_err() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{base} still answers");
}

#[tokio::test]
async fn inputs_are_complete_and_parse() {
    let (world, _, servers) = started().await;
    let folder = tempfile::tempdir().unwrap();
    let inputs = world.write_inputs(&servers, folder.path()).unwrap();
    for file in ["collector.toml", "sources/demo.toml", &format!("narratives/{}.toml", inputs.narrative)] {
        let text = std::fs::read_to_string(inputs.config.join(file)).unwrap();
        let table: toml::Table = text.parse().unwrap();
        assert!(!table.is_empty());
    }
    let mut lines = 0;
    for file in &inputs.posts {
        let [from, to] = world.truth().outage;
        assert!(file.observed_to <= from || file.observed_from >= to);
        for line in std::fs::read_to_string(&file.path).unwrap().lines() {
            let post: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(post.as_object().unwrap().len(), 20);
            let at: jiff::Timestamp = post["created"].as_str().unwrap().parse().unwrap();
            let at = Micros::from_timestamp(at);
            assert!(file.observed_from <= at && at < file.observed_to);
            lines += 1;
        }
    }
    assert_eq!(lines, world.truth().capturable_posts);
    assert!(inputs.registry.is_file());
}
