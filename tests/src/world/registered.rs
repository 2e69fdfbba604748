//! The fictional registry: offices, outlets and two persons of an invented country, and what each owns.
//! Writes no file; `registry` does.

use super::dice::Dice;
use super::product::Language;

/// What an importer must make of a row, going by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An embassy, a ministry, a mission.
    Office,
    /// A broadcaster's channel, a newspaper.
    Outlet,
    /// A human being; shown by name only on the analyst's flag.
    Person,
}

/// One row of the registry.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) region: &'static str,
    pub(crate) language: Language,
    pub(crate) owner: String,
    pub(crate) parent: String,
    /// As the registry writes it, capitals included; empty when it lists none on X.
    pub(crate) x_handle: String,
    /// Empty when it lists none on Facebook.
    pub(crate) facebook: String,
    pub(crate) followers: i64,
    /// Whether it mentions the narrative in worlds with actors.
    pub(crate) takes_part: bool,
}

/// Name, kind, region, language, owner, handle, and percent of worlds in which it takes part. `{C}` is the country,
/// `{P}` and `{A}` the presenter and the ambassador, `{p}` and `{a}` their handles.
type Template = (&'static str, Kind, &'static str, Language, Owner, &'static str, usize);

#[derive(Debug, Clone, Copy)]
enum Owner {
    Ministry,
    Broadcaster,
    NewsGroup,
}

const TEMPLATES: [Template; 12] = [
    (
        "Ministry of External Ties of {C}",
        Kind::Office,
        "Global",
        Language::English,
        Owner::Ministry,
        "{C}_Extern",
        100,
    ),
    ("{C} Spokesperson Bureau", Kind::Office, "Global", Language::English, Owner::Ministry, "{C}_Podium", 50),
    (
        "Embassy of {C} in Orvane",
        Kind::Office,
        "Orvane",
        Language::English,
        Owner::Ministry,
        "{C}_Orvane",
        100,
    ),
    (
        "Embassy of {C} in Pulau Sela",
        Kind::Office,
        "Pulau Sela",
        Language::Indonesian,
        Owner::Ministry,
        "{C}_Sela",
        80,
    ),
    (
        "Consulate General of {C} in Port Sessim",
        Kind::Office,
        "Orvane",
        Language::English,
        Owner::Ministry,
        "{C}_Sessim",
        0,
    ),
    (
        "Permanent Mission of {C} to the Strait Council",
        Kind::Office,
        "Global",
        Language::English,
        Owner::Ministry,
        "{C}_Strait",
        0,
    ),
    (
        "{C} Broadcasting World Channel",
        Kind::Outlet,
        "Anglosphere",
        Language::English,
        Owner::Broadcaster,
        "{C}_World",
        100,
    ),
    (
        "{C} Broadcasting Bahasa Channel",
        Kind::Outlet,
        "Pulau Sela",
        Language::Indonesian,
        Owner::Broadcaster,
        "{C}_Bahasa",
        70,
    ),
    (
        "{C} Broadcasting Huayu Channel",
        Kind::Outlet,
        "Sinosphere",
        Language::Chinese,
        Owner::Broadcaster,
        "{C}_Huayu",
        100,
    ),
    ("{C} Evening News", Kind::Outlet, "Home", Language::English, Owner::NewsGroup, "{C}_Eve", 0),
    ("{P}", Kind::Person, "Anglosphere", Language::English, Owner::Broadcaster, "{p}", 100),
    ("{A}", Kind::Person, "Orvane", Language::English, Owner::Ministry, "amb_{a}", 60),
];

/// Eight letters at most: a handle has fifteen.
const COUNTRIES: [&str; 3] = ["Kestovar", "Velmarin", "Ostranye"];
const PRESENTERS: [(&str, &str); 3] =
    [("Davin Ostrelle", "davinostrelle"), ("Ilka Morvane", "ilkamorvane"), ("Rogan Deleth", "rogandeleth")];
const AMBASSADORS: [(&str, &str); 3] =
    [("Mirela Tashvani", "tashvani"), ("Osric Valdane", "valdane"), ("Junia Kerrowin", "kerrowin")];

/// The registry of one world: twelve rows with a handle on X, and one that is on Facebook only.
pub(crate) fn draw(dice: &mut Dice) -> Vec<Registered> {
    let country = *dice.pick(&COUNTRIES);
    let (presenter, presenter_handle) = *dice.pick(&PRESENTERS);
    let (ambassador, ambassador_handle) = *dice.pick(&AMBASSADORS);
    let fill = |text: &str| {
        text.replace("{C}", country)
            .replace("{P}", presenter)
            .replace("{p}", presenter_handle)
            .replace("{A}", ambassador)
            .replace("{a}", ambassador_handle)
    };
    let mut rows: Vec<Registered> = TEMPLATES
        .iter()
        .map(|(name, kind, region, language, owner, handle, percent)| Registered {
            name: fill(name),
            kind: *kind,
            region,
            language: *language,
            owner: fill(owner.name()),
            parent: fill(owner.parent()),
            x_handle: fill(handle),
            facebook: if dice.chance(50) { fill(handle).replace('_', ".") } else { String::new() },
            followers: dice.between(3_000, 900_000),
            takes_part: dice.chance(*percent),
        })
        .collect();
    rows.push(Registered {
        name: fill("Radio {C} Heritage"),
        kind: Kind::Outlet,
        region: "Anglosphere",
        language: Language::English,
        owner: fill(Owner::Broadcaster.name()),
        parent: fill(Owner::Broadcaster.parent()),
        x_handle: String::new(),
        facebook: fill("{C}Radio"),
        followers: dice.between(3_000, 90_000),
        takes_part: false,
    });
    rows
}

impl Owner {
    const fn name(self) -> &'static str {
        match self {
            Self::Ministry => "Ministry of External Ties of {C}",
            Self::Broadcaster => "{C} Broadcasting Corporation",
            Self::NewsGroup => "{C} Evening News Group",
        }
    }

    const fn parent(self) -> &'static str {
        match self {
            Self::Ministry => "Cabinet of {C}",
            Self::Broadcaster | Self::NewsGroup => "Office of Public Address of {C}",
        }
    }
}
