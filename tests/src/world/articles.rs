//! What the news sites publish, when, and which of it a collector can see at all: a feed shows ten entries,
//! so that what scrolls past between two polls is lost.

use whence_store::time::Micros;

use super::calendar::Calendar;
use super::day::Day;
use super::dice::Dice;
use super::product::Product;
use super::prose::{Piece, Prose};
use super::rhythm::DayPlan;
use super::site::{SITES, Site};
use super::stamps;

/// Entries that a feed shows.
pub(crate) const FEED_LENGTH: usize = 10;

/// One article of one site.
#[derive(Debug)]
pub(crate) struct Article {
    /// Index into [`SITES`].
    pub(crate) site: usize,
    pub(crate) path: String,
    pub(crate) at: Micros,
    /// When its small print was touched, if ever.
    pub(crate) modified: Option<Micros>,
    pub(crate) section: &'static str,
    pub(crate) headline: String,
    pub(crate) byline: &'static str,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) narrative: bool,
    /// Under `/private/`, which robots.txt forbids.
    pub(crate) private: bool,
    /// Among the last ten of its feed at some poll.
    pub(crate) listed: bool,
}

impl Article {
    /// Whether a polite collector that runs at the polls can hold it.
    pub(crate) fn capturable(&self) -> bool {
        self.listed && !self.private
    }

    /// When it last changed, as far as is known at `now`.
    pub(crate) fn changed(&self, now: Micros) -> Micros {
        self.modified.filter(|modified| *modified <= now).unwrap_or(self.at)
    }
}

/// All articles of the three sites, ordered by site and time.
pub(crate) fn generate(
    seed: u64,
    calendar: &Calendar,
    plan: &[DayPlan],
    product: &'static Product,
) -> Vec<Article> {
    let mut dice = Dice::new(seed, "articles");
    let mut articles = Vec::new();
    let mut desk = Desk { dice: &mut dice, product, number: 4_000 };
    for (index, site) in SITES.iter().enumerate() {
        // The sites are older than the collection: its first poll finds a full feed.
        for day in (calendar.start.0 - 8..calendar.end.0).map(Day) {
            let quieter = i64::from(day.is_weekend());
            let count = (desk.dice.between(site.daily.0, site.daily.1) - quieter).max(1);
            for _ in 0..count {
                articles.push(desk.write(index, site, day, false));
            }
        }
        // Well before any ordinary outage and after one that hides the first item: the collector sees it, and obeys.
        let day = calendar.start.plus(desk.dice.between(7, 8));
        let mut subscribers = desk.write(index, site, day, false);
        subscribers.path = format!("/private/members-{}", desk.dice.between(100, 999));
        subscribers.private = true;
        articles.push(subscribers);
    }
    for day in plan {
        let first = desk.dice.below(SITES.len());
        for nth in 0..usize::try_from(day.articles).unwrap_or_default() {
            let index = (first + nth) % SITES.len();
            articles.push(desk.write(index, &SITES[index], day.day, true));
        }
    }
    articles.sort_by_key(|article| (article.site, article.at));
    part(&mut articles);
    mark_listed(&mut articles, &calendar.polls);
    articles
}

struct Desk<'a> {
    dice: &'a mut Dice,
    product: &'static Product,
    number: i64,
}

impl Desk<'_> {
    fn write(&mut self, index: usize, site: &Site, day: Day, narrative: bool) -> Article {
        let prose = Prose::new(site.language, self.product);
        let Piece { section, headline, byline, paragraphs } =
            if narrative { prose.news_article(self.dice) } else { prose.ordinary_article(self.dice) };
        let minute = self.dice.between(6 * 60, 21 * 60 + 30);
        let at =
            day.start(site.hours).plus(minute * Micros::MINUTE + self.dice.between(0, 59) * Micros::SECOND);
        self.number += self.dice.between(3, 40);
        // The address must not name the product: what an article is about is in its text.
        let path = format!("/{}/{section}-{}", stamps::folder(at, site.hours), self.number);
        let modified = self.dice.chance(30).then(|| at.plus(self.dice.between(10, 50) * Micros::MINUTE));
        Article {
            site: index,
            path,
            at,
            modified,
            section,
            headline,
            byline,
            paragraphs,
            narrative,
            private: false,
            listed: false,
        }
    }
}

/// No two articles of a site share a second, so that "the last ten" is never ambiguous.
fn part(articles: &mut [Article]) {
    for next in 1..articles.len() {
        let (before, after) = articles.split_at_mut(next);
        if let (Some(earlier), Some(later)) = (before.last(), after.first_mut())
            && earlier.site == later.site
            && later.at <= earlier.at
        {
            later.at = earlier.at.plus(Micros::SECOND);
        }
    }
}

/// The articles of `site` that its feed shows at `now`, newest first.
pub(crate) fn shown(
    articles: &[Article],
    site: usize,
    now: Micros,
) -> impl Iterator<Item = (usize, &Article)> {
    let published = articles.iter().enumerate().filter(move |(_, a)| a.site == site && a.at <= now);
    published.rev().take(FEED_LENGTH)
}

fn mark_listed(articles: &mut [Article], polls: &[Micros]) {
    for poll in polls {
        for site in 0..SITES.len() {
            let seen: Vec<usize> = shown(articles, site, *poll).map(|(index, _)| index).collect();
            for index in seen {
                articles[index].listed = true;
            }
        }
    }
}
