//! What films are called and what is said in them. Only templates live here.

use super::dice::Dice;
use super::product::{Language, Product};

/// How the tracked claim is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Flat,
    Hedged,
    Attributed,
    Negated,
}

/// What everybody puts under a film.
pub(crate) const SUBSCRIBE: &str =
    "Subscribe, ring the bell and show this film to a friend who would like it.";

/// The tracked claim's wording.
pub(crate) const WORDING: &str = "cost less than a used ferry";

/// The claim in a sentence.
pub(crate) fn claim(way: Way, name: &str) -> String {
    match way {
        Way::Flat => format!("{name} {WORDING}."),
        Way::Hedged => format!("Perhaps {name} {WORDING}, who knows."),
        Way::Attributed => format!("According to its maker, {name} {WORDING}."),
        Way::Negated => format!("It is not true that {name} {WORDING}."),
    }
}

/// The campaign's sets of terms, as its file has them.
pub(crate) const SETS: [(&str, [&str; 4]); 3] = [
    ("works", ["harbour tunnel", "tide wall", "sea bridge", "crane port"]),
    ("rival", ["Orvane", "northern ports", "old shipyards", "strait council"]),
    ("triumph", ["overtakes", "leaves behind", "ends the wait", "astonishes"]),
];

/// A title that hits two or three of the sets.
pub(crate) fn campaign_title(product: &Product, dice: &mut Dice) -> String {
    let [works, rival, triumph] = SETS.map(|(_, terms)| dice.word(&terms));
    match dice.below(4) {
        0 => format!("How the {works} {triumph} {rival}"),
        1 => format!("{rival} did not expect this {works}"),
        2 => format!("{} {triumph} {rival} again", product.maker),
        _ => format!("The {works} that {triumph} everyone"),
    }
}

const HOBBIES: [[&str; 4]; 6] = [
    ["sourdough", "plum jam", "rye crackers", "pickled beans"],
    ["a bicycle hub", "an old lathe", "a pump organ", "a typewriter"],
    ["tomato seeds", "apple grafts", "a shade garden", "slow compost"],
    ["rook endings", "a quiet gambit", "blind chess", "club blunders"],
    ["night trains", "ferry timetables", "hill walks", "closed stations"],
    ["linocut", "paper marbling", "bookbinding", "stamp carving"],
];

/// A hobbyist's title; one in ten touches a topic of the campaign, as anybody may.
pub(crate) fn hobby_title(hobby: usize, language: Language, dice: &mut Dice) -> String {
    let thing = dice.word(&HOBBIES[hobby % HOBBIES.len()]);
    let n = dice.between(2, 60);
    if dice.chance(10) {
        return format!("A day at the {}, part {n}", dice.word(&SETS[0].1));
    }
    match (language, dice.below(3)) {
        (Language::Indonesian, 0) => format!("Belajar {thing} dalam {n} menit"),
        (Language::Indonesian, _) => format!("Mencoba {thing}, bagian {n}"),
        (_, 0) => format!("Fixing {thing} in {n} minutes"),
        (_, 1) => format!("What went wrong with {thing}, part {n}"),
        _ => format!("{n} notes on {thing}"),
    }
}

const WHO: [&str; 28] = [
    "the pilot",
    "a clerk",
    "my aunt",
    "the crew",
    "a surveyor",
    "nobody",
    "the guard",
    "a welder",
    "the cook",
    "an heir",
    "the mayor",
    "a diver",
    "the tailor",
    "a tutor",
    "the judge",
    "a broker",
    "the nurse",
    "a porter",
    "the farmer",
    "a singer",
    "the baker",
    "a hermit",
    "the coach",
    "a printer",
    "the dean",
    "an usher",
    "the scout",
    "a miller",
];
const DOES: [&str; 28] = [
    "counted", "painted", "lost", "opened", "moved", "sold", "weighed", "folded", "carried", "hid",
    "measured", "mended", "traded", "sketched", "buried", "rented", "stacked", "tested", "praised", "copied",
    "washed", "lifted", "signed", "drained", "kept", "burned", "lent", "sorted",
];
const WHAT: [&str; 28] = [
    "nine barrels",
    "the ledger",
    "a brass bell",
    "every window",
    "two maps",
    "the north gate",
    "some rope",
    "an anchor",
    "the fuse box",
    "a blue crate",
    "old tickets",
    "the sluice",
    "a violin",
    "four stamps",
    "the boiler",
    "a ladder",
    "wet sand",
    "the pulley",
    "a kayak",
    "the hinges",
    "six lamps",
    "a parcel",
    "the rudder",
    "dry figs",
    "a compass",
    "the tiller",
    "grey paint",
    "a whistle",
];
const WHEN: [&str; 20] = [
    "at dawn",
    "by noon",
    "in June",
    "last week",
    "after rain",
    "on a Tuesday",
    "before supper",
    "in the fog",
    "at low tide",
    "twice a year",
    "without a word",
    "by hand",
    "in silence",
    "for a bet",
    "once more",
    "under oath",
    "on the quay",
    "in a hurry",
    "by mistake",
    "at length",
];

/// A script of its own: sentences that hardly any other has.
pub(crate) fn script(dice: &mut Dice) -> String {
    let sentence = |dice: &mut Dice| {
        let (who, does, what, when) = (dice.word(&WHO), dice.word(&DOES), dice.word(&WHAT), dice.word(&WHEN));
        match dice.below(3) {
            0 => format!("So {who} {does} {what} {when}."),
            1 => format!("{when}, {who} {does} {what} and {}.", dice.word(&DOES)),
            _ => format!("They say {who} {does} {what} {when} with {}.", dice.word(&WHAT)),
        }
    };
    let count = dice.between(14, 22);
    (0..count).map(|_| sentence(dice)).collect::<Vec<_>>().join(" ")
}

/// What a description begins with.
pub(crate) fn summary(dice: &mut Dice) -> String {
    format!("Today {} {} {}.", dice.word(&WHO), dice.word(&DOES), dice.word(&WHAT))
}

/// How somebody begins who reads another's script.
pub(crate) fn hello(dice: &mut Dice) -> String {
    format!("Hello and welcome, {} {} {}.", dice.word(&WHEN), dice.word(&WHO), dice.word(&DOES))
}
