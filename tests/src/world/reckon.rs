//! Works out the truth of a generated world.

use std::collections::BTreeMap;

use super::articles::Article;
use super::calendar::Calendar;
use super::cast::{Cast, Standing};
use super::day::Day;
use super::posts::{Post, Relation};
use super::product::Product;
use super::site::SITES;
use super::spec::WorldSpec;
use super::truth::{ActorTruth, Edge, FirstItem, Truth, TruthItem};

/// The parts of a world.
pub(crate) struct Parts<'a> {
    pub(crate) spec: &'a WorldSpec,
    pub(crate) calendar: &'a Calendar,
    pub(crate) cast: &'a Cast,
    pub(crate) product: &'a Product,
    pub(crate) articles: &'a [Article],
    pub(crate) posts: &'a [Post],
}

impl Parts<'_> {
    pub(crate) fn truth(&self) -> Truth {
        let calendar = self.calendar;
        let items = self.items();
        let capturable: Vec<&TruthItem> = items.iter().filter(|item| item.capturable).collect();
        let mut daily_capturable = BTreeMap::new();
        for item in &capturable {
            *daily_capturable.entry(Day::of(item.at, calendar.hours)).or_default() += 1;
        }
        let actors = self.actors(&capturable);
        let on_x = self.cast.registry.iter().filter(|row| !row.x_handle.is_empty());
        let silent = on_x.clone().filter(|row| !actors.contains_key(&row.name));
        let unlisted: Vec<_> = self.cast.unlisted().into_iter().map(|a| &self.cast.accounts[a]).collect();
        let decoy = |wanted| {
            let found = unlisted.iter().find(|account| account.standing == wanted);
            found.map(|account| account.handle.clone()).unwrap_or_default()
        };
        Truth {
            spec: *self.spec,
            narrative: format!("{}-launch", self.product.slug),
            time_zone: calendar.zone.to_owned(),
            window: [calendar.start, calendar.end],
            matched_total_capturable: capturable.len(),
            daily_capturable,
            silent_actors: silent.map(|row| row.name.clone()).collect(),
            actors,
            first_true: first(items.iter()),
            first_capturable: first(capturable.iter().copied()),
            spike_day: calendar.spike,
            surge: [calendar.surge, calendar.surge_last],
            event_day: calendar.event,
            days_from_surge_to_event: calendar.event.0 - calendar.surge.0,
            outage: [calendar.outage_from.start(0), calendar.outage_to.start(0)],
            outage_days: calendar.window().filter(|day| calendar.touches_outage(*day)).collect(),
            private_handles: unlisted.iter().map(|account| account.handle.clone()).collect(),
            private_names: unlisted.iter().map(|account| account.display_name.clone()).collect(),
            decoy_handles: [decoy(Standing::NearHandle), decoy(Standing::OtherPlatform)],
            registered_handles: on_x.map(|row| row.x_handle.clone()).collect(),
            refused_urls: self.articles.iter().filter(|a| a.private && a.listed).count(),
            capturable_articles: self.capturable_articles(),
            capturable_posts: self.posts.iter().filter(|post| self.filed(post)).count(),
            resembling_channels: Vec::new(),
            decoy_channels: Vec::new(),
            look_alike: String::new(),
            claim_said: BTreeMap::new(),
            edges: self.edges(),
            items,
        }
    }

    /// Whether a post's day has an import file.
    fn filed(&self, post: &Post) -> bool {
        !self.calendar.in_outage(Day::of(post.draft.at, 0))
    }

    fn items(&self) -> Vec<TruthItem> {
        let posts = self.posts.iter().filter(|post| post.draft.narrative).map(|post| TruthItem {
            platform: "x",
            native_id: post.id.to_string(),
            account: self.cast.accounts[post.draft.author].handle.clone(),
            actor: self.cast.row(post.draft.author).map(|row| row.name.clone()),
            at: post.draft.at,
            capturable: self.filed(post),
        });
        let articles = self.articles.iter().filter(|article| article.narrative).map(|article| TruthItem {
            platform: "web",
            native_id: article.path.clone(),
            account: SITES[article.site].name.to_owned(),
            actor: None,
            at: article.at,
            capturable: article.capturable(),
        });
        let mut items: Vec<TruthItem> = posts.chain(articles).collect();
        items.sort_by(|a, b| (a.at, &a.native_id).cmp(&(b.at, &b.native_id)));
        items
    }

    fn actors(&self, capturable: &[&TruthItem]) -> BTreeMap<String, ActorTruth> {
        let mut actors = BTreeMap::new();
        for row in &self.cast.registry {
            let items = capturable.iter().filter(|item| item.actor.as_ref() == Some(&row.name)).count();
            if items > 0 {
                actors.insert(row.name.clone(), ActorTruth { kind: row.kind, items });
            }
        }
        actors
    }

    fn capturable_articles(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for article in self.articles.iter().filter(|article| article.capturable()) {
            *counts.entry(SITES[article.site].name.to_owned()).or_default() += 1;
        }
        counts
    }

    fn edges(&self) -> Vec<Edge> {
        let filed: BTreeMap<u64, bool> = self.posts.iter().map(|post| (post.id, self.filed(post))).collect();
        let kept = self.posts.iter().filter(|post| self.filed(post));
        kept.filter_map(|post| {
            let to = post.target.filter(|target| filed.get(target) == Some(&true))?;
            let kind = match post.draft.relation {
                Relation::Original => return None,
                Relation::Repost(_) => "repost",
                Relation::Quote(_) => "quote",
                Relation::Reply(_) => "reply",
            };
            Some(Edge { from: post.id.to_string(), to: to.to_string(), kind })
        })
        .collect()
    }
}

/// The earliest of `items`, which are in order of time.
fn first<'a>(mut items: impl Iterator<Item = &'a TruthItem>) -> FirstItem {
    items.next().map_or_else(FirstItem::default, |item| FirstItem {
        platform: item.platform,
        native_id: item.native_id.clone(),
        at: item.at,
    })
}
