//! A byline cut into names.

/// Words that stand before names.
const BEFORE: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "przez",
    "od",
    "text",
    "texte",
    "texto",
    "testo",
    "author",
    "authors",
    "autor",
    "autorin",
    "autoren",
    "auteur",
    "autore",
    "автор",
    "авторы",
    "penulis",
    "oleh",
    "reporter",
    "written by",
    "posted by",
    "published by",
    "words by",
    "story by",
    "geschrieben von",
    "veröffentlicht von",
    "verfasst von",
    "erstellt von",
    "ein beitrag von",
    "ein gastbeitrag von",
    "gastbeitrag von",
    "von redakteur",
    "écrit par",
    "publié par",
    "escrito por",
    "publicado por",
    "redactado por",
    "scritto da",
    "pubblicato da",
    "ditulis oleh",
    "作者",
    "记者",
    "記者",
    "文",
    "撰文",
    "来源作者",
    "责任编辑",
    "بقلم",
    "كتب",
    "كتبت",
    "kirjoittanut",
    "yazan",
    "yazar",
    "redazione di",
    "a cura di",
    "tekst",
    "tekst:",
    "created by",
    "submitted by",
    "article by",
    "editor",
    "edited by",
    "interview",
    "interview:",
    "wwritten by",
    "autor:",
    "από",
    "του",
    "автор:",
    "reporters",
    "vom",
    "eingestellt von",
    "gepostet von",
    "text by",
    "reporting by",
    "review by",
    "opinion by",
    "analysis by",
    "texto de",
    "escrita por",
    "napisał",
    "napisała",
    "опубликовал",
    "текст",
];

/// Words that part two names.
const BETWEEN: &[&str] = &[
    " and ", " und ", " et ", " & ", " with ", " mit ", " y ", " e ", " en ", " og ", " och ", " dan ",
    " и ", " та ", " i ", " oraz ", " ja ", " ve ", " و",
];

/// From these words on, nothing is a name any more.
const AFTER: &[&str] = &[
    " am ",
    " on ",
    " in ",
    " at ",
    " um ",
    " vom ",
    " le ",
    " el ",
    " il ",
    " für ",
    " for ",
    " pada ",
    " posted ",
    " published ",
    " updated ",
    " aktualisiert",
    " veröffentlicht",
    " follow",
    " contributor",
    " view all",
    " about the",
    " | ",
    " • ",
    " · ",
    " – ",
    " — ",
    " - ",
    " / @",
    "(",
    "[",
    "@",
    "http",
    " via ",
    " says",
    " schreibt",
    " berichtet",
    " aus ",
    " from ",
    " ist ",
    " is ",
    " has ",
    " hat ",
    " de www",
    "\u{2022}",
];

/// Words of an office beside a name.
const OFFICES: &[&str] = &[
    "staff writer",
    "staff",
    "writer",
    "editor",
    "reporter",
    "correspondent",
    "columnist",
    "contributor",
    "contributing writer",
    "senior",
    "journalist",
    "redakteur",
    "redakteurin",
    "chefredakteur",
    "chefredakteurin",
    "korrespondent",
    "korrespondentin",
    "volontär",
    "volontärin",
    "autor",
    "autorin",
    "freelance",
    "freie journalistin",
    "freier journalist",
    "fotos",
    "foto",
    "photo",
    "photos",
    "photography",
    "bureau",
    "news editor",
    "science",
    "reuters staff",
    "chief",
    "managing editor",
    "journaliste",
    "periodista",
    "redactor",
    "giornalista",
    "politik",
    "wirtschaft",
    "sport",
    "ressortleiter",
    "leiter",
    "director",
    "professor",
    "press release",
    "guest author",
    "gastautor",
    "ceo",
    "phd",
    "md",
    "ph.d.",
    "m.d.",
    "jr.",
    "rd",
    "opinion contributor",
];

/// Words that stand where names do, in menus, labels and buttons.
const NOT_NAMES: &[&str] = &[
    "about",
    "about us",
    "author",
    "by",
    "comment",
    "comments",
    "contact",
    "date",
    "datum",
    "follow",
    "home",
    "kommentar",
    "kommentare",
    "kontakt",
    "login",
    "mehr",
    "more",
    "posted",
    "profil",
    "profile",
    "published",
    "quelle",
    "register",
    "registrieren",
    "service",
    "source",
    "team",
    "uncategorized",
    "von",
    "wir über uns",
    "über uns",
];

/// The names in a byline, in its order; empty where it is no byline.
pub(in crate::extract) fn names(text: &str) -> Vec<String> {
    let text = super::super::tree::squeeze(&super::super::linked::decoded(text));
    if text.contains("://") || text.starts_with("www.") || text.starts_with('{') || text.chars().count() > 200
    {
        return Vec::new();
    }
    let mut out = Vec::new();
    for part in parted(&text) {
        if let Some(name) = name(&part) {
            out.push(name);
        }
    }
    out
}

/// Cut at semicolons, commas and words between names. A surname alone after a comma (`Doe, Jane`) stays with it.
fn parted(text: &str) -> Vec<String> {
    let mut text = format!(" {} ", text.trim());
    for word in BETWEEN {
        text = text.replace(word, ";");
    }
    let hard = text.split([';', '|', '、', '，', '\n', '/', '•', '·']);
    let mut out = Vec::new();
    for part in hard {
        let commas: Vec<&str> = part.split(", ").map(str::trim).filter(|p| !p.is_empty()).collect();
        let single = |text: &str| text.split_whitespace().count() == 1;
        if let [last, first] = commas[..]
            && single(last)
            && single(first)
            && !is_office(first)
            && text.matches(',').count() == 1
        {
            out.push(format!("{first} {last}"));
        } else {
            out.extend(commas.into_iter().map(str::to_owned));
        }
    }
    out
}

fn is_office(part: &str) -> bool {
    let lower = part.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    OFFICES.contains(&lower)
        || (lower.split_whitespace().count() > 1
            && OFFICES.iter().any(|office| {
                lower.ends_with(&format!(" {office}")) || lower.starts_with(&format!("{office} "))
            }))
}

/// A part as a name, without what stands before and after it.
fn name(part: &str) -> Option<String> {
    let mut rest = part.trim();
    for _ in 0..3 {
        let lower = rest.to_lowercase();
        let before = BEFORE.iter().filter(|word| {
            lower.strip_prefix(**word).is_some_and(|after| {
                after.starts_with([':', '：', ' ', '/', '\u{a0}'])
                    || (word.chars().all(|c| c > '\u{2e80}') && word.chars().count() > 1 && !after.is_empty())
            })
        });
        let Some(word) = before.max_by_key(|word| word.len()) else { break };
        // Lower case may take other bytes than the text does.
        let Some(after) = rest.char_indices().nth(word.chars().count()).map(|(at, _)| &rest[at..]) else {
            break;
        };
        rest = after.trim_start_matches([':', '：', ' ', '/', '\u{a0}']).trim();
    }
    let lower = format!("{} ", rest.to_lowercase());
    if lower.len() == rest.len() + 1 {
        let end =
            AFTER.iter().filter_map(|word| lower.find(word)).min().unwrap_or(rest.len()).min(rest.len());
        rest = rest.get(..end).unwrap_or(rest);
    }
    let rest = rest.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ':'
                    | '-'
                    | '–'
                    | '—'
                    | '*'
                    | '"'
                    | '“'
                    | '”'
                    | '»'
                    | '«'
                    | '>'
                    | '<'
                    | '：'
                    | '|'
                    | '\''
            )
    });
    let words = rest.split_whitespace().count();
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let sentence = rest.ends_with(['?', '!']) || rest.contains(". ") && words > 4;
    let good = letters >= 2
        && digits <= 4
        && digits < letters
        && words <= 6
        && rest.chars().count() <= 60
        && !sentence
        && !is_office(rest)
        && !is_word(&rest.to_lowercase())
        && !is_date(rest);
    good.then(|| rest.to_owned())
}

/// Whether a part is but a word of a menu, or one that stands before names.
fn is_word(lower: &str) -> bool {
    NOT_NAMES.contains(&lower) || BEFORE.contains(&lower)
}

fn is_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.chars().filter(char::is_ascii_digit).count() >= 3
        || [
            "min read",
            "minuten",
            "comments",
            "kommentare",
            "read more",
            "share",
            "print",
            "click",
            "subscribe",
            "sign up",
            "login",
            "anonymous",
            "null",
            "undefined",
            "none",
            "n/a",
            "unknown",
        ]
        .iter()
        .any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_become_names() {
        for (text, expected) in [
            ("By Mira Anders and Tor Lindt", vec!["Mira Anders", "Tor Lindt"]),
            ("Von Mira Anders, Tor Lindt", vec!["Mira Anders", "Tor Lindt"]),
            ("Mira Anders, Staff Writer", vec!["Mira Anders"]),
            ("Anders, Mira", vec!["Mira Anders"]),
            ("Автор: Мира Андерс", vec!["Мира Андерс"]),
            ("作者：李明", vec!["李明"]),
            ("Oleh: Budi Santoso", vec!["Budi Santoso"]),
            ("Posted by Mira Anders on 27 Jan 2025", vec!["Mira Anders"]),
            ("https://news.example/authors/1", vec![]),
            ("12 comments", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
