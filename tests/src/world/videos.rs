//! Films of the channels: titles, descriptions, captions and times. Only films of the spike and the surge name the product.

use whence_store::time::Micros;

use super::calendar::Calendar;
use super::channels::{Channel, Channels, Role, signs};
use super::day::Day;
use super::dice::Dice;
use super::film_words::{self as words, Way};
use super::product::{Language, Product};

/// One film.
#[derive(Debug)]
pub(crate) struct Video {
    pub(crate) id: String,
    /// Index into the channels.
    pub(crate) channel: usize,
    pub(crate) at: Micros,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) captions: String,
    /// Whether it names the product.
    pub(crate) narrative: bool,
    /// How it says the tracked claim, if it does.
    pub(crate) claim: Option<Way>,
}

/// Of a hundred films of the resembling channel so many take their script from a listed one.
const TAKEN: usize = 45;

/// The films of every channel from the beginning of collection to the window's end, in order of time.
pub(crate) fn generate(
    seed: u64,
    calendar: &Calendar,
    channels: &Channels,
    product: &'static Product,
    alike: &str,
) -> Vec<Video> {
    let mut dice = Dice::new(seed, "videos");
    let mut videos: Vec<Video> = Vec::new();
    // Listed channels first: the scripts that are taken from them have to be there.
    let mut order: Vec<usize> = (0..channels.all.len()).collect();
    order.sort_by_key(|&n| channels.all[n].role != Role::Listed);
    for n in order {
        let channel = &channels.all[n];
        let mut own = of_channel(n, channel, calendar, &mut dice);
        for video in &mut own {
            fill(video, channel, channels, &videos, product, &mut dice);
        }
        if channel.role != Role::Listed {
            let since = channels.campaign.since;
            tell(&mut own, channel, since, calendar, product, alike, &mut dice);
        }
        videos.extend(own);
    }
    videos.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    videos
}

/// The times of a channel's films.
fn of_channel(n: usize, channel: &Channel, calendar: &Calendar, dice: &mut Dice) -> Vec<Video> {
    let (from, to) = (calendar.start.plus(-2).start(0), calendar.end.start(0));
    let mut at = from.plus(dice.between(1, channel.every * 60) * Micros::MINUTE);
    let mut videos = Vec::new();
    while at < to {
        videos.push(Video {
            id: signs(11, dice),
            channel: n,
            at,
            title: String::new(),
            description: String::new(),
            captions: String::new(),
            narrative: false,
            claim: None,
        });
        let waver = channel.every * 60 * channel.waver / 100;
        at = at.plus((channel.every * 60 + dice.between(-waver, waver)).max(30) * Micros::MINUTE);
    }
    videos
}

fn fill(
    video: &mut Video,
    channel: &Channel,
    channels: &Channels,
    earlier: &[Video],
    product: &'static Product,
    dice: &mut Dice,
) {
    let is_ordinary = channel.role == Role::Ordinary;
    video.title = if is_ordinary {
        words::hobby_title(channel.hobby, channel.language, dice)
    } else {
        words::campaign_title(product, dice)
    };
    let sources: Vec<&Video> =
        earlier.iter().filter(|video| channels.all[video.channel].role == Role::Listed).collect();
    video.captions = if channel.role == Role::Resembling && !sources.is_empty() && dice.chance(TAKEN) {
        format!("{} {}", words::hello(dice), dice.pick(&sources).captions)
    } else {
        words::script(dice)
    };
    let mut lines = vec![words::summary(dice), words::SUBSCRIBE.to_owned()];
    if matches!(channel.role, Role::Listed | Role::Resembling) {
        lines.push(channels.campaign.paragraph.clone());
    }
    if dice.chance(30) {
        lines.push(format!("More: https://tool-library.example/{}", signs(5, dice)));
    }
    video.description = lines.join("\n");
}

/// Some films of the spike and the surge name the product, and say the tracked claim in one way or another.
fn tell(
    own: &mut [Video],
    channel: &Channel,
    since: Day,
    calendar: &Calendar,
    product: &'static Product,
    alike: &str,
    dice: &mut Dice,
) {
    let most = match channel.role {
        Role::Resembling | Role::Decoy => 3,
        // Only some hobbyists care, and none of those whose channels are as young as the campaign's.
        _ if channel.opened < since && dice.chance(60) => 1,
        _ => 0,
    };
    let loud = |video: &Video| {
        let day = Day::of(video.at, calendar.hours);
        !calendar.in_outage(Day::of(video.at, 0))
            && (day == calendar.spike || (calendar.surge..=calendar.surge_last).contains(&day))
    };
    let mut told = 0;
    for video in own.iter_mut().filter(|video| loud(video)).take(most) {
        let name = product.printed(channel.language);
        video.narrative = true;
        video.title = format!("{}: {name}", video.title);
        let way = match channel.role {
            Role::Resembling => Way::Flat,
            _ => *dice.pick(&[Way::Hedged, Way::Attributed, Way::Negated, Way::Flat]),
        };
        if channel.language == Language::English {
            video.claim = Some(way);
            video.description = format!("{}\n{}", words::claim(way, name), video.description);
        }
        if channel.role == Role::Resembling {
            video.description = format!("{}\nhttps://{alike}/{}", video.description, signs(6, dice));
        }
        told += 1;
    }
    // A campaign's channel is loud in the end, whatever its rhythm: at least one film of it names the product.
    if told == 0 && most > 1 {
        let late = own.iter_mut().filter(|video| Day::of(video.at, calendar.hours) >= calendar.spike);
        if let Some(video) =
            late.min_by_key(|video| (video.at.0 - calendar.surge.start(calendar.hours).0).abs())
        {
            video.at = calendar
                .surge
                .start(calendar.hours)
                .plus(11 * Micros::HOUR + dice.between(0, 3_000) * Micros::SECOND);
            video.narrative = true;
            video.title = format!("{}: {}", video.title, product.printed(channel.language));
            if channel.role == Role::Resembling {
                video.claim = Some(Way::Flat);
                video.description = format!(
                    "{}\n{}\nhttps://{alike}/{}",
                    words::claim(Way::Flat, product.printed(Language::English)),
                    video.description,
                    signs(6, dice)
                );
            }
        }
    }
}
