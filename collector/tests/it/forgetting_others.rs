//! Forgetting, and reading what is left again: the tables of others are what the redacted bodies say.

use whence_store::Store;
use whence_store::forget::Target;
use whence_store::time::Micros;

use crate::support::Bench;

/// Bob is to be forgotten; Amy names him in each way that a record knows, Fan has his handle in her own, and of Zed only a repost of
/// Bob's is known.
const POSTS: &str = r#"
{"platform":"m","id":"70000001","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"victim_bob7","author_id":"9988776655","author_name":"Bobby Tablesworth","lang":"en","text":"the quiet secret sentence of the man called bob is here","url":"https://m.example/s/70000001"}
{"platform":"m","id":"70000002","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"hello harbour","url":"https://m.example/s/70000002","media":[{"kind":"photo","url":"https://cdn.example/victim_bob7.jpg"},{"kind":"photo","url":"https://cdn.example/1.jpg","alt":"photo of victim_bob7 at the sea"}]}
{"platform":"m","id":"70000003","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"a greeting to somebody","url":"https://m.example/s/70000003","mentions":[{"handle":"oldbobname","id":"9988776655"},{"handle":"cid","id":"1231231"}]}
{"platform":"m","id":"70000004","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","text":"tagged twice today, says victim_bob7 to all who would listen to the harbour news","url":"https://m.example/s/70000004","hashtags":["victim_bob7","bay"]}
{"platform":"m","id":"post-victim_bob7-1","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"an item whose id has the handle","url":"https://m.example/s/post-victim_bob7-1"}
{"platform":"m","id":"70000006","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"odd metric name","url":"https://m.example/s/70000006","metrics":{"victim_bob7":3,"likes2":4}}
{"platform":"m","id":"70000007","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"fan-of-victim_bob7","author_id":"444555666","author_name":"Fan of victim_bob7","lang":"en","text":"fan account speaks out","url":"https://m.example/s/70000007"}
{"platform":"m","id":"70000008","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"byline item","url":"https://m.example/s/70000008","byline":"Bobby Tablesworth","title":"A title"}
{"platform":"m","id":"70000009","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"conv item","url":"https://m.example/s/70000009","conv":"victim_bob7-thread","reply_to":"70000001"}
{"platform":"m","id":"70000010","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"he said \"the quiet secret sentence of the man called bob is here\", I think","url":"https://m.example/s/70000010","urls":["https://m.example/@victim_bob7/70000001"]}
{"platform":"m","id":"70000011","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","author_name":"Other Amy","lang":"en","text":"unrelated","url":"https://m.example/s/70000011","media":[{"kind":"victim_bob7","url":"https://cdn.example/2.jpg"}]}
{"platform":"t","id":"80000001","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"Victim_Bob7","lang":"en","text":"somebody of the same handle elsewhere","url":"https://t.example/s/80000001"}
{"platform":"m","id":"70000012","kind":"quote","created":"2031-05-21T00:03:01Z","precision":"second","author":"other_amy","author_id":"111222333","lang":"en","text":"the quiet secret sentence of the man called bob is here","quote_of":"70000001"}
{"platform":"m","id":"70000013","kind":"repost","created":"2031-05-21T00:03:01Z","precision":"second","author":"zed","author_id":"555666777","lang":"en","text":"RT: the quiet secret sentence of the man called bob is here","rt_of":"70000001"}
{"platform":"m","id":"70000014","kind":"post","created":"2031-05-21T00:03:01Z","precision":"second","author":"cid","author_id":"1231231","lang":"en","text":"the quietsecret sentence of the man called bob is here"}
{"platform":"m","id":"77","kind":"post","created":"2031-05-20T00:03:01Z","precision":"second","author":"victim_bob7","author_id":"9988776655","lang":"en","text":"short"}
{"platform":"m","id":"70000015","kind":"reply","created":"2031-05-21T00:03:01Z","precision":"second","author":"cid","author_id":"1231231","lang":"en","text":"an answer of few words","reply_to":"77"}
"#;

#[test]
fn what_is_left_is_what_the_bodies_say() {
    let bench = Bench::new();
    let file = bench.write("posts.ndjson", POSTS.trim_start());
    let ended = bench.import("whence-export", std::slice::from_ref(&file), &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let mut store = Store::open(&bench.db()).unwrap();
    let bob = Target::Account { platform: "m".to_owned(), who: "victim_bob7".to_owned() };
    store.forget(&bob, "asked for", Micros(1), false).unwrap();
    drop(store);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
    let items = bench.column("SELECT native_id FROM item ORDER BY native_id");
    assert_eq!(
        items.len(),
        12,
        "without his own, the one that nothing but his handle told from others, and two that are his once more: {items:?}"
    );
    assert_eq!(bench.column("SELECT native_id FROM item WHERE reply_to IS NOT NULL"), [""; 0]);
    assert_eq!(
        bench.column("SELECT handle FROM account ORDER BY handle"),
        ["cid", "fan-of-[forgotten]", "other_amy"]
    );

    // Amy's posts alone, as another export has them.
    let hers: Vec<&str> =
        POSTS.lines().filter(|line| line.contains("70000010") || line.contains("70000004")).collect();
    let file = bench.write("hers.ndjson", hers.join("\n") + "\n");
    let ended = bench.import_only("whence-export", &[file], &[]);
    assert_eq!(bench.number("SELECT count(*) FROM item_version"), 0, "{ended:?}");
    assert_eq!(bench.column("SELECT native_id FROM item WHERE text LIKE '%quiet secret%'"), [""; 0]);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}
