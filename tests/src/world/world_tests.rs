//! Properties of whole worlds, over many seeds and all variants.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

const SEEDS: std::ops::Range<u64> = 0..50;

/// Everything that a world shows, as bytes.
fn bytes(spec: &WorldSpec) -> Vec<u8> {
    let world = World::generate(spec);
    let mut all = registry::csv(&world.cast.registry) + &world.narrative();
    for day in world.calendar.all_days() {
        all += &world.posts_of(day, |site| format!("http://site-{site}")).unwrap();
    }
    for index in 0..world.articles.len() {
        all += &page::html(&world.articles, index, "http://site", Micros(i64::MAX));
    }
    for (site, poll) in (0..3).flat_map(|site| world.polls().into_iter().map(move |poll| (site, poll))) {
        all += &feed::xml(&world.articles, site, "http://site", poll).0;
    }
    all += &(world.films().unwrap() + &world.campaign() + &world.indicators() + &world.narrative_tables());
    all += &serde_json::to_string(world.truth()).unwrap();
    all.into_bytes()
}

#[test]
fn same_seed_same_bytes_and_another_seed_others() {
    for spec in WorldSpec::variants(11) {
        assert_eq!(bytes(&spec), bytes(&spec));
        assert_ne!(bytes(&spec), bytes(&WorldSpec { seed: 12, ..spec }));
    }
}

#[test]
fn the_query_finds_the_narrative_and_nothing_else() {
    for seed in SEEDS {
        let world = World::generate(&WorldSpec::ordinary(seed));
        for post in &world.posts {
            assert_eq!(world.product.named_in(&post.draft.text), post.draft.narrative, "{}", post.draft.text);
        }
        for account in &world.cast.accounts {
            assert!(!world.product.named_in(&account.handle));
        }
        assert!(world.articles.iter().all(|article| !world.product.named_in(&article.path)));
    }
}

#[test]
fn capturable_is_what_the_polls_can_see() {
    for seed in SEEDS {
        for spec in WorldSpec::variants(seed) {
            let world = World::generate(&spec);
            let polls = world.polls();
            for (index, article) in world.articles.iter().enumerate() {
                // Told the other way round: the article is lost if at its first poll ten newer ones are already out.
                let newer = |poll: Micros| {
                    let others = world.articles[index + 1..].iter();
                    others.filter(|o| o.site == article.site && o.at <= poll).count()
                };
                let first_poll = polls.iter().copied().find(|poll| *poll >= article.at);
                assert_eq!(article.listed, first_poll.is_some_and(|poll| newer(poll) < 10));
            }
            let [from, to] = world.truth().outage;
            for item in world.truth().items.iter().filter(|item| item.platform == "x") {
                assert_eq!(item.capturable, !(from..to).contains(&item.at));
            }
            assert_eq!(world.truth().refused_urls, 3);
        }
    }
}

#[test]
fn first_items_are_what_the_spec_asks_for() {
    for seed in SEEDS {
        for spec in WorldSpec::variants(seed) {
            let world = World::generate(&spec);
            let truth = world.truth();
            assert!(truth.items.is_sorted_by_key(|item| item.at));
            assert_eq!(truth.first_true.platform, "x");
            assert_eq!(Day::of(truth.first_true.at, world.calendar.hours), world.calendar.first);
            let [from, to] = truth.outage;
            match spec.outage {
                Outage::Ordinary => {
                    assert_eq!(truth.first_true, truth.first_capturable);
                    let hidden = truth.items.iter().filter(|item| !item.capturable).count();
                    assert!(hidden < 45, "{hidden}");
                }
                Outage::HidesFirst => {
                    assert!((from..to).contains(&truth.first_true.at));
                    let after = truth.first_capturable.at.since(to);
                    assert!((0..3 * Micros::HOUR).contains(&after), "{after}");
                    assert!(truth.first_capturable.platform == "x");
                    assert!(truth.items.iter().all(|i| i.capturable || (from..to).contains(&i.at)));
                }
            }
        }
    }
}

#[test]
fn actors_take_part_only_where_they_should() {
    for seed in SEEDS {
        for spec in WorldSpec::variants(seed) {
            let world = World::generate(&spec);
            let truth = world.truth();
            if spec.actors {
                assert_eq!(
                    truth.actors.len(),
                    world.cast.carriers().len(),
                    "everyone who takes part is captured"
                );
                assert!(truth.silent_actors.len() >= 3);
                let share: usize = truth.actors.values().map(|actor| actor.items).sum();
                assert!(share * 100 / truth.matched_total_capturable >= 12);
            } else {
                assert!(truth.actors.is_empty() && truth.items.iter().all(|item| item.actor.is_none()));
            }
            assert_eq!(truth.actors.len() + truth.silent_actors.len(), 12);
            let private: BTreeSet<&String> = truth.private_handles.iter().collect();
            for item in truth.items.iter().filter(|item| item.platform == "x") {
                assert_eq!(private.contains(&item.account), item.actor.is_none());
            }
            for decoy in &truth.decoy_handles {
                assert!(truth.items.iter().any(|i| &i.account == decoy && i.capturable && i.actor.is_none()));
            }
            let on_web = truth.items.iter().filter(|item| item.platform == "web").count();
            assert!(on_web > 10 && on_web * 3 < truth.items.len(), "{on_web}");
        }
    }
}

#[test]
fn posts_are_as_the_platform_would_have_them() {
    for seed in 0..10 {
        let world = World::generate(&WorldSpec::ordinary(seed));
        assert!(world.posts.is_sorted_by_key(|post| post.id));
        assert!(world.posts.is_sorted_by_key(|post| post.draft.at));
        let ids: BTreeSet<u64> = world.posts.iter().map(|post| post.id).collect();
        assert_eq!(ids.len(), world.posts.len());
        assert!(world.posts.iter().all(|post| post.id.to_string().len() == 19));
        let at: BTreeMap<u64, Micros> = world.posts.iter().map(|post| (post.id, post.draft.at)).collect();
        assert!(world.posts.iter().all(|post| post.target.is_none_or(|target| at[&target] < post.draft.at)));
        let captured: BTreeSet<String> = ids.iter().map(u64::to_string).collect();
        assert!(world.truth().edges.iter().all(|e| captured.contains(&e.from) && captured.contains(&e.to)));
        assert!(world.truth().edges.len() > 300);
        assert!(world.posts.iter().filter(|post| post.draft.article.is_some()).count() > 50);
        assert!(world.posts.iter().any(|post| post.draft.text.chars().count() > 280), "a long post");
        for day in world.calendar.all_days() {
            let count = world.posts.iter().filter(|post| Day::of(post.draft.at, 0) == day).count();
            let surge = (world.calendar.surge.plus(-1)..=world.calendar.surge_last.plus(1)).contains(&day);
            let spike = (world.calendar.spike.plus(-1)..=world.calendar.spike.plus(1)).contains(&day);
            assert!(surge || spike || (23..=60).contains(&count), "{day}: {count}");
        }
    }
}

#[test]
fn days_show_spike_and_surge_in_the_right_place() {
    for seed in SEEDS {
        for spec in WorldSpec::variants(seed) {
            let world = World::generate(&spec);
            let truth = world.truth();
            let count = |day: Day| truth.daily_capturable.get(&day).copied().unwrap_or_default();
            let surge: Vec<Day> = (truth.surge[0].0..=truth.surge[1].0).map(Day).collect();
            let others: Vec<Day> =
                truth.daily_capturable.keys().copied().filter(|d| !surge.contains(d)).collect();
            let busiest = others.iter().copied().max_by_key(|day| count(*day));
            assert_eq!(busiest, Some(truth.spike_day));
            let usual = others.iter().filter(|day| **day != truth.spike_day).map(|day| count(*day)).max();
            assert!(usual.unwrap() < 13, "{usual:?}");
            assert!(surge.iter().all(|day| count(*day) >= 25));
            assert_eq!(truth.daily_capturable.values().sum::<usize>(), truth.matched_total_capturable);
            assert_eq!(truth.event_day.weekday(), 0);
            assert_eq!(truth.days_from_surge_to_event > 0, spec.surge == SurgePlace::BeforeEvent);
        }
    }
}
