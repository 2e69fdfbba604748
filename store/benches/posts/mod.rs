//! Posts to measure with: several scripts, words by a Zipf-like law, reposts, replies, links, tags, counts; about 200 bytes of
//! text and 600 bytes of JSON each. The same for the same seed.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{Content, ItemKind, NewAccount, NewItem, NewMention, Page, PageWork};
use whence_store::time::{Micros, Moment, Precision};

const HAN: &str = "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从深度求索路透人工智能模型";
const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンディープシークは新しいモデルをした";
const ARABIC: [&str; 12] = [
    "السفارة",
    "الذكاء",
    "الاصطناعي",
    "نموذج",
    "جديد",
    "الصين",
    "وقالت",
    "بالسفارة",
    "شركة",
    "في",
    "من",
    "على",
];

/// A source of posts.
pub struct Posts {
    dice: StdRng,
    words: Vec<String>,
    made: u64,
    accounts: u32,
}

impl Posts {
    /// Posts of a seed by so many accounts.
    pub fn new(seed: u64, accounts: u32) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let letters: Vec<char> = "etaoinshrdlucmfwypvbgkqjxz".chars().collect();
        let words = (0..20_000)
            .map(|_| {
                let length = dice.random_range(2..10);
                (0..length)
                    .map(|_| letters[dice.random_range(0..26_usize).min(dice.random_range(0..26_usize))])
                    .collect()
            })
            .collect();
        Self { dice, words, made: 0, accounts }
    }

    /// A rank below `n`, low ones more often.
    fn rank(&mut self, n: usize) -> usize {
        let x: f64 = self.dice.random_range(0.0..1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and n")]
        let rank = ((n as f64).powf(x) - 1.0) as usize;
        rank.min(n - 1)
    }

    fn text(&mut self) -> String {
        let mut text = String::with_capacity(260);
        let script = self.dice.random_range(0..10);
        while text.len() < 190 {
            match script {
                0 | 1 => {
                    let signs: Vec<char> = HAN.chars().collect();
                    for _ in 0..self.dice.random_range(4..14) {
                        let at = self.rank(signs.len());
                        text.push(signs[at]);
                    }
                    text.push('，');
                }
                2 => {
                    let signs: Vec<char> = KANA.chars().collect();
                    for _ in 0..self.dice.random_range(4..14) {
                        text.push(signs[self.dice.random_range(0..signs.len())]);
                    }
                    text.push('。');
                }
                3 => {
                    text.push_str(ARABIC[self.dice.random_range(0..ARABIC.len())]);
                    text.push(' ');
                }
                _ => {
                    let at = self.rank(self.words.len());
                    text.push_str(&self.words[at]);
                    text.push(if self.dice.random_range(0..12) == 0 { '.' } else { ' ' });
                }
            }
        }
        text
    }

    /// The next post.
    pub fn next(&mut self) -> NewItem {
        self.made += 1;
        let n = self.made;
        let account = self.dice.random_range(0..self.accounts).min(self.dice.random_range(0..self.accounts));
        let at = 1_735_689_600 + i64::try_from(n).unwrap_or_default() / 4;
        // Ids as X gives them: rising with time, with room between.
        let id = |at: i64, low: u64| {
            ((((at - 1_288_834_974).cast_unsigned() * 1000) << 22) | (low & 0x3f_ffff)).to_string()
        };
        let kind = match self.dice.random_range(0..10) {
            0 | 1 => ItemKind::Repost,
            2 => ItemKind::Reply,
            _ => ItemKind::Post,
        };
        let earlier = at - i64::from(self.dice.random_range(0..5000_u32));
        let other = self.dice.random_range(0..4000_u64);
        let related = |wanted: ItemKind| (kind == wanted).then(|| id(earlier, other));
        let has_link = self.dice.random_range(0..3) == 0;
        let links = if has_link {
            let (site, page) = (self.rank(3000), self.rank(200_000));
            vec![format!("https://www.site{site}.example/news/{page}?utm_source=x&id={page}")]
        } else {
            Vec::new()
        };
        let tags = (0..self.dice.random_range(0..3)).map(|_| format!("Tag{}", self.rank(5000))).collect();
        let mentions = (0..self.dice.random_range(0..2))
            .map(|_| NewMention { handle: format!("account_{}", self.rank(50_000)), native_id: None })
            .collect();
        NewItem {
            account: NewAccount {
                platform: "x".to_owned(),
                native_id: Some((1_000_000 + u64::from(account)).to_string()),
                handle: format!("account_{account}"),
                name: Some(format!("Account number {account}")),
                ..NewAccount::default()
            },
            native_id: id(at, n),
            kind,
            created: Moment {
                at: Micros(at * Micros::SECOND),
                precision: Precision::Second,
                original: at.to_string(),
            },
            created_basis: "created_at".to_owned(),
            modified: None,
            title: None,
            text: self.text(),
            byline: None,
            lang: Some(("en".to_owned(), whence_store::ingest::LangSource::Platform)),
            url: Some(format!("https://x.com/account_{account}/status/{}", id(at, n))),
            repost_of: related(ItemKind::Repost),
            quote_of: None,
            reply_to: related(ItemKind::Reply),
            thread_id: None,
            links,
            tags,
            mentions,
            media: Vec::new(),
            metrics: vec![
                ("likes".to_owned(), self.dice.random_range(0..500)),
                ("reposts".to_owned(), self.dice.random_range(0..50)),
            ],
            seen: None,
            rule_version: 1,
        }
    }
}

/// The post as a file of an export tool has it.
pub fn json(item: &NewItem) -> String {
    let metric = |name: &str| item.metrics.iter().find(|(n, _)| n == name).map_or(0, |(_, value)| *value);
    let mentions: Vec<&str> = item.mentions.iter().map(|m| m.handle.as_str()).collect();
    serde_json::json!({
        "id": item.native_id, "author": item.account.handle, "author_id": item.account.native_id,
        "name": item.account.name, "created_at": item.created.original, "text": item.text, "lang": "en",
        "url": item.url, "repost_of": item.repost_of, "reply_to": item.reply_to, "links": item.links,
        "hashtags": item.tags, "mentions": mentions, "likes": metric("likes"), "reposts": metric("reposts"),
        "replies": 0, "views": null, "source": "web", "possibly_sensitive": false,
    })
    .to_string()
}

/// A chunk of a file: its posts and their lines.
pub fn page(run_id: i64, source_id: i64, number: u64, items: Vec<NewItem>, lines: &[String]) -> Page {
    let at = Micros(i64::try_from(number).unwrap_or_default() * Micros::SECOND);
    let url = format!("file:bench.ndjson#bytes={number}");
    let capture = NewCapture {
        kind: CaptureKind::File,
        url: url.clone(),
        final_url: url,
        host: None,
        redirects: Vec::new(),
        method: None,
        status: None,
        request_headers: Vec::new(),
        headers: Vec::new(),
        started_at: at,
        ended_at: at,
        robots_rule: None,
        outcome: "ok".to_owned(),
        reader: "{}".to_owned(),
        body: Some(Body { bytes: lines.join("\n").into_bytes(), truncated: false }),
    };
    Page {
        run_id,
        source_id,
        capture,
        content: Content { items, ..Content::default() },
        work: PageWork::default(),
    }
}
