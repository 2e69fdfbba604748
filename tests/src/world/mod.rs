//! The demo world: a small fictional internet, generated from a seed, served on loopback, with its truth.
//!
//! Everything in it is invented. A world says what was published and what a collector that runs at its polls could
//! have captured; it never says what an analysis should make of that, and depends on no other part of Whence than
//! the store's notion of time.

mod articles;
mod calendar;
mod cast;
mod channels;
mod day;
mod dice;
mod feed;
mod film_words;
mod filmed;
mod hours;
mod inputs;
mod markup;
mod ndjson;
mod noise;
mod page;
mod people;
mod posts;
mod product;
mod prose;
mod reckon;
mod registered;
mod registry;
mod rhythm;
mod server;
mod site;
mod spec;
mod stamps;
mod story;
mod truth;
mod videos;
mod words;

#[cfg(test)]
mod detect_tests;
#[cfg(test)]
mod serve_tests;
#[cfg(test)]
mod world_tests;

use std::io;
use std::sync::Arc;

use whence_store::time::{Clock, Micros};

pub use self::day::Day;
pub use self::inputs::{Inputs, PostsFile};
pub use self::registered::Kind;
pub use self::server::{Asked, Servers};
pub use self::spec::{Outage, SurgePlace, WorldSpec};
pub use self::truth::{ActorTruth, Edge, FirstItem, Truth, TruthItem};

use self::articles::Article;
use self::calendar::Calendar;
use self::cast::Cast;
use self::channels::Channels;
use self::posts::Post;
use self::product::Product;
use self::reckon::Parts;
use self::story::Story;
use self::videos::Video;

/// What somebody who wants to be taken for `harbour-courier.example` may call a site.
const ALIKE: [&str; 4] = [
    "harbour-courler.example",
    "harbourcourier.example",
    "harbour-courier-live.example",
    "harb0ur-courier.example",
];

/// All content of one world and its truth.
#[derive(Debug)]
pub struct World {
    calendar: Calendar,
    cast: Cast,
    product: &'static Product,
    articles: Arc<Vec<Article>>,
    posts: Vec<Post>,
    channels: Channels,
    videos: Vec<Video>,
    /// A domain that looks like a newspaper's.
    alike: &'static str,
    truth: Truth,
}

impl World {
    /// Generates the world of `spec`: the same for the same spec, wherever and whenever.
    pub fn generate(spec: &WorldSpec) -> Self {
        let calendar = Calendar::draw(spec);
        let product = Product::draw(spec.seed);
        let cast = Cast::draw(spec.seed);
        let plan = rhythm::plan(&calendar, spec.seed);
        let articles = articles::generate(spec.seed, &calendar, &plan, product);
        let story = Story::new(spec, &calendar, &cast, product, &articles).write(&plan);
        let noise = noise::generate(spec.seed, &calendar, &cast, product, &articles);
        let posts = posts::finish(story, noise, &cast, spec.seed);
        let parts =
            Parts { spec, calendar: &calendar, cast: &cast, product, articles: &articles, posts: &posts };
        let mut truth = parts.truth();
        let channels = Channels::draw(spec.seed, &calendar);
        let alike = dice::Dice::new(spec.seed, "alike").word(&ALIKE);
        let videos = videos::generate(spec.seed, &calendar, &channels, product, alike);
        filmed::add(&mut truth, &calendar, &channels, &videos);
        alike.clone_into(&mut truth.look_alike);
        Self { calendar, cast, product, articles: Arc::new(articles), posts, channels, videos, alike, truth }
    }

    /// Serves the news sites on loopback as they are at the time that `clock` tells. Needs a running tokio runtime.
    ///
    /// # Errors
    /// If a port cannot be bound.
    pub async fn serve(&self, clock: Arc<dyn Clock>) -> io::Result<Servers> {
        Servers::start(Arc::clone(&self.articles), clock).await
    }

    /// What really happened.
    pub fn truth(&self) -> &Truth {
        &self.truth
    }

    /// The first instant of the surge's first local day.
    pub fn surge_begins(&self) -> Micros {
        self.calendar.surge.start(self.calendar.hours)
    }

    /// The simulated times at which cron runs the collector, in order; none lies within the outage.
    pub fn polls(&self) -> Vec<Micros> {
        self.calendar.polls.clone()
    }
}
