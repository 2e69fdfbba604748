//! A forgotten post is known in every spelling of its address, also where nothing in it is the post's id.

use whence_store::forget::Target;
use whence_store::ingest::NewItem;

use super::forget;
use crate::support::{Bench, post};

/// The same number in another base.
const ID: &str = "5127890123456789";
const LINK: &str = "https://weibo.com/1234567890/PbHy4evgF?from=x";

fn on_weibo(author: &str, id: &str, text: &str) -> NewItem {
    let mut item = post(author, id, text);
    "weibo".clone_into(&mut item.account.platform);
    item
}

fn linking() -> NewItem {
    let mut item = on_weibo("Amy", "5127890123456999", &format!("see {LINK} and tell the others"));
    item.links = vec![LINK.to_owned(), "https://example.org/free".to_owned()];
    item
}

#[test]
fn others_link_it_no_longer_however_they_wrote_it() {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut his = on_weibo("Bob", ID, "what Bob said of the harbour today");
    his.url = Some(format!("https://m.weibo.cn/status/{ID}"));
    filled.put(0, 10, vec![his]);
    filled.put(0, 20, vec![linking()]);
    drop(filled);
    let done = forget(&bench, &Target::Item { platform: "weibo".to_owned(), native_id: ID.to_owned() });
    assert_eq!((done.items, done.items_redacted), (1, 1), "{done:?}");
    let expected = "see https://[forgotten] and tell the others";
    let check = || {
        assert_eq!(bench.column("SELECT text FROM item", &[]), [expected]);
        assert_eq!(bench.column("SELECT canonical FROM url", &[]), ["https://example.org/free"]);
    };
    check();
    let stats = bench.open().put(0, 30, vec![linking()]);
    assert_eq!((stats.new_items, stats.changed_items, stats.same_items), (0, 0, 1), "it brings nothing back");
    check();
}
