//! The narrative on X: who says what about the product, in answer to whom. Follows the rhythm's volumes.

use whence_store::time::Micros;

use super::articles::Article;
use super::calendar::Calendar;
use super::cast::{Cast, Standing};
use super::dice::Dice;
use super::hours;
use super::posts::{Draft, Relation};
use super::product::{Language, Product};
use super::prose::Prose;
use super::rhythm::{DayPlan, Phase};
use super::spec::{Outage, WorldSpec};

/// Percent of a phase's posts that registered accounts write, in worlds with actors.
const fn registered_share(phase: Phase) -> usize {
    match phase {
        Phase::First => 0,
        Phase::Baseline => 8,
        Phase::Spike => 40,
        Phase::Surge => 32,
    }
}

/// People answer what is at most this old.
const MEMORY: i64 = 2 * Micros::DAY;

/// The writer of the story: what it draws on, and what it has written.
pub(crate) struct Story<'a> {
    spec: &'a WorldSpec,
    calendar: &'a Calendar,
    cast: &'a Cast,
    product: &'static Product,
    articles: &'a [Article],
    dice: Dice,
    carriers: Deck,
    crowd: Vec<usize>,
    drafts: Vec<Draft>,
}

/// Accounts in shuffled turns, the louder ones with several cards: everyone who takes part is heard, some more often.
struct Deck {
    accounts: Vec<usize>,
    next: usize,
}

impl Deck {
    fn deal(&mut self, dice: &mut Dice) -> Option<usize> {
        if self.next == 0 {
            dice.shuffle(&mut self.accounts);
        }
        let account = self.accounts.get(self.next).copied();
        self.next = (self.next + 1) % self.accounts.len().max(1);
        account
    }
}

impl<'a> Story<'a> {
    pub(crate) fn new(
        spec: &'a WorldSpec,
        calendar: &'a Calendar,
        cast: &'a Cast,
        product: &'static Product,
        articles: &'a [Article],
    ) -> Self {
        let mut dice = Dice::new(spec.seed, "story");
        let carriers = if spec.actors { cast.carriers() } else { Vec::new() };
        let accounts = carriers.into_iter().flat_map(|account| vec![account; dice.below(4) + 1]).collect();
        // Some people are louder than others.
        let crowd =
            cast.unlisted().into_iter().flat_map(|account| vec![account; dice.below(4) + 1]).collect();
        let carriers = Deck { accounts, next: 0 };
        Self { spec, calendar, cast, product, articles, dice, carriers, crowd, drafts: Vec::new() }
    }

    /// Every post of the narrative, in order of time.
    pub(crate) fn write(mut self, plan: &[DayPlan]) -> Vec<Draft> {
        for day in plan {
            self.write_day(day);
        }
        self.drafts
    }

    fn write_day(&mut self, plan: &DayPlan) {
        for (nth, at) in self.times(plan).into_iter().enumerate() {
            let opens = matches!(plan.phase, Phase::Spike | Phase::Surge);
            // What starts a spike or a surge is said by whoever pushes it, and both decoys are heard early.
            let registered = (opens && nth == 0) || self.dice.chance(registered_share(plan.phase));
            let speaker = if registered { self.carriers.deal(&mut self.dice) } else { None };
            let draft = match (nth, speaker) {
                (0, _) if plan.phase == Phase::First => self.first(at),
                (1, _) if opens => self.decoy(at, Standing::NearHandle),
                (2, _) if opens => self.decoy(at, Standing::OtherPlatform),
                (0, Some(speaker)) => self.statement(at, speaker),
                (_, Some(speaker)) => self.registered_post(at, speaker),
                (_, None) => self.crowd_post(at, plan.phase),
            };
            self.drafts.push(draft);
        }
    }

    /// Instants of a day's posts, in order.
    fn times(&mut self, plan: &DayPlan) -> Vec<Micros> {
        let midnight = plan.day.start(self.calendar.hours);
        let mut times: Vec<Micros> =
            hours::draw(plan.posts, &mut self.dice).into_iter().map(|offset| midnight.plus(offset)).collect();
        if plan.phase == Phase::First {
            // Between 9 and 20 o'clock the local and the UTC date agree in both zones, so that an outage of whole
            // UTC days which covers this date covers this post.
            let start = midnight.plus(self.dice.between(9 * 60, 13 * 60) * Micros::MINUTE);
            for (nth, time) in (0_i64..).zip(times.iter_mut()) {
                *time = start.plus(nth * self.dice.between(90, 200) * Micros::MINUTE + 7 * Micros::SECOND);
            }
        }
        if self.spec.outage == Outage::HidesFirst && plan.day == self.calendar.outage_to {
            // The first post that can be captured follows the gap closely.
            let soon =
                self.calendar.outage_to.start(0).plus(self.dice.between(20 * 60, 150 * 60) * Micros::SECOND);
            if let Some(time) = times.first_mut() {
                *time = soon;
            }
            times.sort_unstable();
            times.dedup();
        }
        times
    }

    /// The narrative's true first item: a person, or sometimes a registered account.
    fn first(&mut self, at: Micros) -> Draft {
        let person = self.ordinary_person();
        let carrier = if self.dice.chance(40) { self.carriers.deal(&mut self.dice) } else { None };
        let author = carrier.unwrap_or(person);
        let language = self.cast.accounts[author].language;
        let prose = Prose::new(language, self.product);
        let text = prose.post(&[prose.words.first_post], &mut self.dice);
        self.draft(at, author, text, Relation::Original)
    }

    fn ordinary_person(&mut self) -> usize {
        *self.dice.pick(&self.cast.which(|account| account.standing == Standing::Private))
    }

    fn decoy(&mut self, at: Micros, standing: Standing) -> Draft {
        let decoys = self.cast.which(|account| account.standing == standing);
        let author = *self.dice.pick(&decoys);
        let prose = self.prose(author);
        let text = prose.post(prose.words.news_statements, &mut self.dice);
        self.draft(at, author, text, Relation::Original)
    }

    /// A registered account in its own words: sometimes long.
    fn statement(&mut self, at: Micros, author: usize) -> Draft {
        let prose = self.prose(author);
        let mut templates = prose.words.news_statements.to_vec();
        self.dice.shuffle(&mut templates);
        templates.truncate(if self.dice.chance(12) { 4 } else { 1 });
        let text: Vec<String> =
            templates.iter().map(|template| prose.post(&[template], &mut self.dice)).collect();
        self.draft(at, author, text.join("\n\n"), Relation::Original)
    }

    fn registered_post(&mut self, at: Micros, author: usize) -> Draft {
        let kind = self.dice.below(100);
        let colleague = self.recent(at, author, |standing| matches!(standing, Standing::Listed(_)));
        let citizen = self.recent(at, author, |standing| standing == Standing::Private);
        let prose = self.prose(author);
        match (kind, colleague, citizen) {
            (0..=19, Some(target), _) => Draft::repost(&self.drafts[target], target, at, author, self.cast),
            (20..=29, Some(target), _) => {
                let text = prose.post(prose.words.news_statements, &mut self.dice);
                self.draft(at, author, text, Relation::Quote(target))
            }
            (30..=36, _, Some(target)) => {
                let text = prose.post(prose.words.news_statements, &mut self.dice);
                self.reply(at, author, &text, target)
            }
            _ => self.statement(at, author),
        }
    }

    /// Somebody unregistered: an own post, or a repost, quote or reply, mostly of offices once they push.
    fn crowd_post(&mut self, at: Micros, phase: Phase) -> Draft {
        let author = *self.dice.pick(&self.crowd);
        let pushed = matches!(phase, Phase::Spike | Phase::Surge) && self.dice.chance(65);
        let by_office = if pushed {
            self.recent(at, author, |standing| matches!(standing, Standing::Listed(_)))
        } else {
            None
        };
        let target = by_office.or_else(|| self.recent(at, author, |_| true));
        let prose = self.prose(author);
        match (self.dice.below(100), target) {
            (0..=29, Some(target)) => Draft::repost(&self.drafts[target], target, at, author, self.cast),
            (30..=41, Some(target)) => {
                let text = prose.post(prose.words.news_remarks, &mut self.dice);
                self.draft(at, author, text, Relation::Quote(target))
            }
            (42..=54, Some(target)) => {
                let text = prose.post(prose.words.news_remarks, &mut self.dice);
                self.reply(at, author, &text, target)
            }
            _ => {
                let text = prose.post(prose.words.news_posts, &mut self.dice);
                self.draft(at, author, text, Relation::Original)
            }
        }
    }

    /// A recent post by somebody else of the wanted standing, never itself a repost.
    fn recent(&mut self, at: Micros, author: usize, wanted: impl Fn(Standing) -> bool) -> Option<usize> {
        let fresh =
            self.drafts.iter().enumerate().rev().take_while(|(_, draft)| at.since(draft.at) <= MEMORY);
        let targets: Vec<usize> = fresh
            .filter(|(_, draft)| draft.author != author && !matches!(draft.relation, Relation::Repost(_)))
            .filter(|(_, draft)| wanted(self.cast.accounts[draft.author].standing))
            .map(|(index, _)| index)
            .collect();
        (!targets.is_empty()).then(|| *self.dice.pick(&targets))
    }

    fn prose(&self, author: usize) -> Prose {
        Prose::new(self.cast.accounts[author].language, self.product)
    }

    fn reply(&mut self, at: Micros, author: usize, text: &str, target: usize) -> Draft {
        let addressee = &self.cast.accounts[self.drafts[target].author].handle;
        let text = format!("@{addressee} {text}");
        self.draft(at, author, text, Relation::Reply(target))
    }

    /// Adds what a post may carry: a hashtag, a link to an article of its language, a picture.
    fn draft(&mut self, at: Micros, author: usize, mut text: String, relation: Relation) -> Draft {
        let language = self.cast.accounts[author].language;
        let mut hashtags = Vec::new();
        if self.dice.chance(25) {
            let tag = self.product.printed(language).to_owned();
            text = format!("{text} #{tag}");
            hashtags.push(tag);
        }
        let article = if self.dice.chance(15) { self.linkable(at, language) } else { None };
        let media = if self.dice.chance(20) { Some(self.dice.word(&["photo", "video"])) } else { None };
        Draft { at, author, language, text, relation, article, hashtags, media, narrative: true }
    }

    fn linkable(&mut self, at: Micros, language: Language) -> Option<usize> {
        let fits = |article: &Article| {
            article.narrative
                && (0..=3 * Micros::DAY).contains(&at.since(article.at))
                && super::site::SITES[article.site].language == language
        };
        let found: Vec<usize> =
            self.articles.iter().enumerate().filter(|(_, a)| fits(a)).map(|(index, _)| index).collect();
        (!found.is_empty()).then(|| *self.dice.pick(&found))
    }
}
