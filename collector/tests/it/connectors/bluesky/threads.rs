//! Threads: the answers below the account's posts.

use super::{KEYS, Reply, World, file, uri};

fn threads(keys: &str) -> World {
    World::new("bluesky", keys, |path, before| {
        if path.starts_with("/xrpc/app.bsky.feed.getPostThread?") {
            assert!(path.contains("3a&depth="), "only the post that has answers: {path}");
            return match before {
                0 => Reply::json(file("thread.json")),
                _ => Reply::error("400 Bad Request", file("error-not-found.json")),
            };
        }
        let page = String::from_utf8(file("feed-1.json")).unwrap().replace("\"cursor\"", "\"end\"");
        // One more answer is counted from the third look on.
        let page = if before < 2 { page } else { page.replace("\"replyCount\": 2", "\"replyCount\": 3") };
        Reply::json(page)
    })
}

#[test]
fn threads_are_asked_for_when_their_count_of_answers_changes() {
    let world = threads(&format!("{KEYS}\nthreads = true"));
    assert_eq!(world.run().code, 0);
    assert_eq!(world.stub.log.len(), 2);
    let answers = "SELECT text || ' ' || reply_to || ' ' || thread_id FROM item WHERE kind = 'reply' ORDER BY created_at";
    let post = uri("3a");
    assert_eq!(
        world.bench.column(answers),
        [format!("Is it loud? {post} {post}"), format!("Not very. {post} {post}")]
    );
    world.run();
    assert_eq!(world.stub.log.len(), 3, "nothing new was counted");
    let gone = format!("SELECT gone_at IS NOT NULL FROM item WHERE native_id = '{post}'");
    assert_eq!(world.value(&gone), "0");
    world.run();
    assert_eq!(world.stub.log.len(), 5);
    assert_eq!(world.value(&gone), "1", "the thread's post was deleted between two requests");
}

#[test]
fn without_the_key_no_thread_is_asked_for() {
    let world = threads(KEYS);
    assert_eq!(world.run().code, 0);
    assert_eq!((world.stub.log.len(), world.items()), (1, 5));
}
