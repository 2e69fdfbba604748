//! Everything on X that has nothing to do with the narrative: daily life, the registered accounts' ordinary
//! output, and what people say under either. Never names the product.

use whence_store::time::Micros;

use super::articles::Article;
use super::calendar::Calendar;
use super::cast::Cast;
use super::dice::Dice;
use super::hours;
use super::posts::{Draft, Relation};
use super::product::Product;
use super::prose::Prose;
use super::site::SITES;

/// Percent of the noise that registered accounts write: enough that each is seen to be active nearly every day.
const REGISTERED_SHARE: usize = 35;

/// The noise of every UTC day of the world, in order of time.
pub(crate) fn generate(
    seed: u64,
    calendar: &Calendar,
    cast: &Cast,
    product: &'static Product,
    articles: &[Article],
) -> Vec<Draft> {
    let mut dice = Dice::new(seed, "noise");
    let listed = cast.which(|account| matches!(account.standing, super::cast::Standing::Listed(_)));
    let unlisted = cast.unlisted();
    let mut drafts: Vec<Draft> = Vec::new();
    for day in calendar.all_days() {
        let count = if day.is_weekend() { dice.between(23, 29) } else { dice.between(34, 48) };
        for offset in hours::draw(count, &mut dice) {
            let at = day.start(0).plus(offset);
            let authors = if dice.chance(REGISTERED_SHARE) { &listed } else { &unlisted };
            let author = *dice.pick(authors);
            let draft = write(at, author, &drafts, cast, product, articles, &mut dice);
            drafts.push(draft);
        }
    }
    drafts
}

fn write(
    at: Micros,
    author: usize,
    earlier: &[Draft],
    cast: &Cast,
    product: &'static Product,
    articles: &[Article],
    dice: &mut Dice,
) -> Draft {
    let language = cast.accounts[author].language;
    let prose = Prose::new(language, product);
    // About a day's worth of posts is remembered.
    let target = (earlier.len() > 40).then(|| earlier.len() - 1 - dice.below(40)).filter(|target| {
        earlier[*target].author != author && !matches!(earlier[*target].relation, Relation::Repost(_))
    });
    let plain = |text, relation| Draft {
        at,
        author,
        language,
        text,
        relation,
        article: None,
        hashtags: Vec::new(),
        media: None,
        narrative: false,
    };
    // Offices and outlets publish and repost one another; small talk is left to people.
    let official = cast.row(author).is_some();
    let target = target.filter(|target| !official || cast.row(earlier[*target].author).is_some());
    match (dice.below(100), target) {
        (0..=11, Some(target)) => Draft::repost(&earlier[target], target, at, author, cast),
        (12..=16, Some(target)) if !official => {
            plain(prose.post(prose.words.remarks, dice), Relation::Quote(target))
        }
        (17..=25, Some(target)) if !official => {
            let handle = &cast.accounts[earlier[target].author].handle;
            plain(format!("@{handle} {}", prose.post(prose.words.remarks, dice)), Relation::Reply(target))
        }
        _ => {
            let templates = if official { prose.words.bulletins } else { prose.words.chatter };
            let mut draft = plain(prose.post(templates, dice), Relation::Original);
            if dice.chance(18) {
                let tag = dice.word(prose.words.hashtags).to_owned();
                draft.text = format!("{} #{tag}", draft.text);
                draft.hashtags.push(tag);
            }
            if dice.chance(6) {
                draft.article = linkable(at, &draft, articles, dice);
            }
            draft.media = dice.chance(25).then_some("photo");
            draft
        }
    }
}

/// An ordinary article of the writer's language from the last two days.
fn linkable(at: Micros, draft: &Draft, articles: &[Article], dice: &mut Dice) -> Option<usize> {
    let fits = |article: &Article| {
        !article.narrative
            && !article.private
            && (0..=2 * Micros::DAY).contains(&at.since(article.at))
            && SITES[article.site].language == draft.language
    };
    let found: Vec<usize> =
        articles.iter().enumerate().filter(|(_, a)| fits(a)).map(|(index, _)| index).collect();
    (!found.is_empty()).then(|| *dice.pick(&found))
}
