//! Posts on X: the form in which both the story and the noise are drafted, and how drafts become posts with ids.

use std::collections::BTreeMap;

use whence_store::time::Micros;

use super::cast::Cast;
use super::dice::Dice;
use super::product::Language;

/// What a post is to an earlier one, by that one's place among the drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Original,
    Repost(usize),
    Quote(usize),
    Reply(usize),
}

impl Relation {
    /// The earlier post, if any.
    pub(crate) const fn target(self) -> Option<usize> {
        match self {
            Self::Original => None,
            Self::Repost(target) | Self::Quote(target) | Self::Reply(target) => Some(target),
        }
    }

    const fn moved(self, by: usize) -> Self {
        match self {
            Self::Original => Self::Original,
            Self::Repost(target) => Self::Repost(target + by),
            Self::Quote(target) => Self::Quote(target + by),
            Self::Reply(target) => Self::Reply(target + by),
        }
    }
}

/// A post that has no id yet.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) at: Micros,
    /// Index into the cast's accounts.
    pub(crate) author: usize,
    pub(crate) language: Language,
    pub(crate) text: String,
    pub(crate) relation: Relation,
    /// Index of the article that it links to.
    pub(crate) article: Option<usize>,
    pub(crate) hashtags: Vec<String>,
    pub(crate) media: Option<&'static str>,
    /// Whether it was written as part of the narrative.
    pub(crate) narrative: bool,
}

impl Draft {
    /// A repost of `origin`, which stands at `target`: the platform copies text and objects.
    pub(crate) fn repost(origin: &Self, target: usize, at: Micros, author: usize, cast: &Cast) -> Self {
        Self {
            at,
            author,
            text: format!("RT @{}: {}", cast.accounts[origin.author].handle, origin.text),
            relation: Relation::Repost(target),
            ..origin.clone()
        }
    }
}

/// A post as the platform would return it.
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) id: u64,
    pub(crate) draft: Draft,
    /// Id of the conversation's first post.
    pub(crate) conversation: u64,
    /// Ids of the post that this one reposts, quotes or answers, by [`Draft::relation`].
    pub(crate) target: Option<u64>,
    pub(crate) reposts: i64,
    pub(crate) likes: i64,
    pub(crate) views: Option<i64>,
    pub(crate) client: &'static str,
}

/// Milliseconds of the platform's epoch; with it, ids of our years have 19 digits.
const EPOCH_MILLIS: i64 = 1_288_834_974_657;
const CLIENTS: [&str; 3] = ["Web client", "Pocket client", "Desk scheduler"];

/// Joins the drafted streams, orders them in time and gives out ids.
pub(crate) fn finish(story: Vec<Draft>, noise: Vec<Draft>, cast: &Cast, seed: u64) -> Vec<Post> {
    let mut dice = Dice::new(seed, "posts");
    let moved = story.len();
    let mut drafts = story;
    drafts.extend(noise.into_iter().map(|draft| Draft { relation: draft.relation.moved(moved), ..draft }));
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|index| (drafts[*index].at, *index));
    let ids: BTreeMap<usize, u64> =
        order.iter().enumerate().map(|(rank, index)| (*index, id(drafts[*index].at, rank))).collect();
    let mut conversations: BTreeMap<u64, u64> = BTreeMap::new();
    let mut slots: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let mut posts = Vec::with_capacity(slots.len());
    for index in order {
        let Some(draft) = slots[index].take() else { continue };
        let own = ids[&index];
        let target = draft.relation.target().and_then(|target| ids.get(&target)).copied();
        let conversation = match (draft.relation, target) {
            (Relation::Reply(_), Some(target)) => conversations.get(&target).copied().unwrap_or(target),
            _ => own,
        };
        conversations.insert(own, conversation);
        let is_repost = matches!(draft.relation, Relation::Repost(_));
        let views = cast.accounts[draft.author].reach * dice.between(40, 220) / 100;
        let likes = if is_repost { 0 } else { views / dice.between(20, 70) };
        posts.push(Post {
            id: own,
            conversation,
            target,
            reposts: likes / 4,
            likes,
            views: (!is_repost).then_some(views),
            client: dice.word(&CLIENTS),
            draft,
        });
    }
    posts
}

/// An id of 19 digits that grows with time and, within a second, with rank.
fn id(at: Micros, rank: usize) -> u64 {
    let millis = u64::try_from(at.0 / 1_000 - EPOCH_MILLIS).unwrap_or_default();
    (millis << 22) + (rank as u64 & 0x003f_ffff)
}
