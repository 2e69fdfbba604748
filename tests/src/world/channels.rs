//! Channels of an invented film platform: ordinary ones, one whose activity resembles an invented campaign, two decoys that
//! have only its generic traits, and two that a list names as the campaign's. Who is which is drawn; nobody is registered.

use super::calendar::Calendar;
use super::day::Day;
use super::dice::Dice;
use super::product::Language;

/// What a channel is in truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A hobbyist.
    Ordinary,
    /// Named by the campaign's list.
    Listed,
    /// Has the campaign's topics, age, rhythm and language, and takes scripts and a paragraph from listed channels.
    Resembling,
    /// Has the topics, age, rhythm and language, and nothing else.
    Decoy,
}

/// One channel.
#[derive(Debug)]
pub(crate) struct Channel {
    /// `UC` and 22 signs.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) opened: Day,
    pub(crate) language: Language,
    pub(crate) role: Role,
    /// Hours between two uploads, and by how much they waver.
    pub(crate) every: i64,
    pub(crate) waver: i64,
    /// What a hobbyist films.
    pub(crate) hobby: usize,
}

/// The invented campaign.
#[derive(Debug)]
pub(crate) struct Campaign {
    pub(crate) slug: &'static str,
    pub(crate) title: &'static str,
    /// The paragraph under its films.
    pub(crate) paragraph: String,
    /// From when its channels were opened.
    pub(crate) since: Day,
}

/// All channels and the campaign.
#[derive(Debug)]
pub(crate) struct Channels {
    pub(crate) all: Vec<Channel>,
    pub(crate) campaign: Campaign,
}

const ORDINARY: usize = 15;
const CAMPAIGNS: [(&str, &str); 4] = [
    ("paper-kite", "Paper Kite"),
    ("glass-heron", "Glass Heron"),
    ("quiet-lantern", "Quiet Lantern"),
    ("salt-mirror", "Salt Mirror"),
];
const FIRST: [&str; 12] = [
    "Amber", "Brass", "Cobalt", "Drift", "Ember", "Fable", "Granite", "Hollow", "Ivory", "Juniper",
    "Kestrel", "Larch",
];
const SECOND: [&str; 10] = [
    "Parlour", "Workshop", "Compass", "Ledger", "Meridian", "Orchard", "Pavilion", "Quarter", "Rotunda",
    "Signal",
];
const VOWS: [&str; 3] = [
    "An independent voice for curious minds, told calmly and without a studio behind it",
    "Looking past the headlines of the great harbours, one quiet film after another",
    "We collect what the evening papers leave out, and tell it slowly for careful listeners",
];
const CALLS: [&str; 3] = [
    "no sponsor, no newsroom and no flag stands behind these films",
    "every picture is used for commentary under the rules of fair quotation",
    "write to the letterbox if you own a picture and want it taken away",
];

impl Channels {
    pub(crate) fn draw(seed: u64, calendar: &Calendar) -> Self {
        let mut dice = Dice::new(seed, "channels");
        let (slug, title) = *dice.pick(&CAMPAIGNS);
        let paragraph = format!("{}; {}.", dice.word(&VOWS), dice.word(&CALLS));
        let since = calendar.start.plus(-dice.between(300, 700));
        let mut roles = vec![Role::Ordinary; ORDINARY];
        roles.extend([Role::Listed, Role::Listed, Role::Resembling, Role::Decoy, Role::Decoy]);
        dice.shuffle(&mut roles);
        let mut names: Vec<String> =
            FIRST.iter().flat_map(|a| SECOND.iter().map(move |b| format!("{a} {b} Films"))).collect();
        dice.shuffle(&mut names);
        let campaign_like = dice.between(19, 44);
        let all = roles
            .into_iter()
            .zip(names)
            .map(|(role, name)| {
                let is_ordinary = role == Role::Ordinary;
                Channel {
                    id: id(&mut dice),
                    name,
                    about: dice.word(&VOWS_OF_PEOPLE).to_owned(),
                    // Half of the hobbyists are as young as the campaign's.
                    opened: if is_ordinary && dice.chance(50) {
                        since.plus(-dice.between(30, 2_000))
                    } else {
                        since.plus(dice.between(3, 200))
                    },
                    language: if is_ordinary && dice.chance(40) {
                        Language::Indonesian
                    } else {
                        Language::English
                    },
                    role,
                    every: if is_ordinary {
                        dice.between(20, 180)
                    } else {
                        campaign_like + dice.between(0, 6)
                    },
                    waver: if is_ordinary { 80 } else { 12 },
                    hobby: dice.below(6),
                }
            })
            .collect();
        Self { all, campaign: Campaign { slug, title, paragraph, since } }
    }

    /// Channels of a role.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = &Channel> {
        self.all.iter().filter(move |channel| channel.role == role)
    }
}

const VOWS_OF_PEOPLE: [&str; 5] = [
    "Films from my kitchen table, mostly at night, mostly about one thing.",
    "A hobby that got out of hand. New films when the weather is bad.",
    "What I learn, I show; what I break, I show as well.",
    "Small films for people who like to look closely at small things.",
    "Made by two friends and a camera that was meant for birds.",
];

/// An id as the platform gives them.
pub(crate) fn id(dice: &mut Dice) -> String {
    format!("UC{}", signs(22, dice))
}

/// Letters and digits of an id.
pub(crate) fn signs(count: usize, dice: &mut Dice) -> String {
    const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..count).map(|_| char::from(SIGNS[dice.below(SIGNS.len())])).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::spec::WorldSpec;
    use super::*;

    #[test]
    fn who_is_which_is_drawn() {
        let mut places = BTreeSet::new();
        for seed in 0..30 {
            let calendar = Calendar::draw(&WorldSpec::ordinary(seed));
            let channels = Channels::draw(seed, &calendar);
            let count = |role| channels.of(role).count();
            assert_eq!(
                [count(Role::Ordinary), count(Role::Listed), count(Role::Resembling), count(Role::Decoy)],
                [15, 2, 1, 2]
            );
            places.insert(channels.all.iter().position(|channel| channel.role == Role::Resembling));
            let ids: BTreeSet<&String> = channels.all.iter().map(|channel| &channel.id).collect();
            assert_eq!(ids.len(), channels.all.len());
        }
        assert!(places.len() > 8, "the place says nothing: {places:?}");
    }
}
