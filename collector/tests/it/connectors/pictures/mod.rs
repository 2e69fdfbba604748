//! Pictures by their hashes: a server whose posts show pictures, and what the store then knows of them.

mod asked;
mod bounded;
mod forgotten;
mod killed;
mod near;

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};

use super::world::{Reply, World};

const TAG: &str = "/api/v1/timelines/tag/harbour?limit=40";
const KEYS: &str = "tag = 'harbour'\nmedia = 'hash'";

/// A post that shows pictures: who, when (a minute), and where they lie on the server, or elsewhere by whole addresses.
type Post<'a> = (&'a str, u32, &'a [&'a str]);

/// What is told of the posts and their pictures, by a server that knows its own address.
struct Gallery {
    world: World,
    timeline: Arc<Mutex<Value>>,
}

impl Gallery {
    fn new(posts: &[Post<'_>], reply: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::with(KEYS, posts, reply)
    }

    fn with(
        keys: &str,
        posts: &[Post<'_>],
        reply: impl Fn(&str, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let timeline = Arc::new(Mutex::new(Value::Null));
        let shown = Arc::clone(&timeline);
        let world = World::new("mastodon", keys, move |path, before| {
            if path == TAG { Reply::json(shown.lock().unwrap().to_string()) } else { reply(path, before) }
        });
        let gallery = Self { world, timeline };
        gallery.show(posts);
        gallery
    }

    /// Shows these posts from now on.
    fn show(&self, posts: &[Post<'_>]) {
        let posts: Vec<Value> = posts.iter().map(|post| self.post(post)).collect();
        *self.timeline.lock().unwrap() = Value::from(posts);
    }

    fn post(&self, (who, minute, pictures): &Post<'_>) -> Value {
        let media: Vec<Value> = pictures
            .iter()
            .map(|path| {
                let url = if path.starts_with('/') { self.world.stub.url(path) } else { (*path).to_owned() };
                json!({"type": "image", "url": url, "description": null})
            })
            .collect();
        let uri = format!("https://social.example/users/{who}/statuses/{minute}");
        json!({"id": format!("90{minute:02}"), "uri": uri, "created_at": format!("2025-01-27T10:{minute:02}:00.000Z"),
            "content": format!("<p>{who} says something of the harbour at minute {minute}.</p>"), "visibility": "public",
            "media_attachments": media,
            "account": {"id": format!("id-of-{who}"), "acct": who, "uri": format!("https://social.example/users/{who}")}})
    }

    /// What was asked for besides posts and robots.txt, sorted.
    fn asked(&self) -> Vec<String> {
        let mut paths = self.world.stub.log.paths();
        paths.retain(|path| path != TAG && path != "/robots.txt");
        paths.sort();
        paths
    }

    /// Each picture of an item: the handle, the SHA-256's beginning, the place.
    fn hashes(&self) -> Vec<String> {
        self.world.bench.column(
            "SELECT account.handle || ' ' || coalesce(lower(hex(media.sha256)), 'none') AS shown FROM media
             JOIN item ON item.id = media.item_id JOIN account ON account.id = item.account_id
             ORDER BY item.created_at, item.id, media.n",
        )
    }

    fn count(&self, query: &str) -> usize {
        self.world.bench.count(query)
    }

    /// Bytes of bodies that begin as pictures do, or tell of one.
    fn assert_none_is_kept(&self) {
        let kept = "SELECT count(*) FROM capture WHERE blob_id IS NOT NULL AND url NOT LIKE '%/api/v1/%' AND url NOT LIKE '%/robots.txt'";
        assert_eq!(self.count(kept), 0, "the store keeps bytes of a picture");
    }
}

/// A picture of waves: `n` makes it another one.
fn waves(n: u32) -> DynamicImage {
    let wave = |x: u32, y: u32, period: u32| {
        let turn = f64::from(x * (n % 5 + 1) + y * (n % 7 + 1)) / f64::from(period) + f64::from(n);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 254")]
        let light = turn.sin().mul_add(127.0, 127.0) as u8;
        light
    };
    RgbImage::from_fn(480, 320, |x, y| Rgb([wave(x, y, 60 + 13 * n), wave(y, x, 40 + 7 * n), wave(x, x, 90)]))
        .into()
}

fn packed(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(n: u32) -> Vec<u8> {
    packed(&waves(n), ImageFormat::Png)
}

fn picture(kind: &str, bytes: impl AsRef<[u8]>) -> Reply {
    Reply::new("200 OK", &format!("content-type: {kind}\r\netag: \"of-the-bytes\"\r\n"), bytes)
}

fn not_found() -> Reply {
    Reply::new("404 Not Found", "content-type: text/html\r\n", "<title>nothing here</title>")
}
