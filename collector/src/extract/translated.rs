//! What a page says of its translations: made by machines, made from which language, and which version counts.

use serde::Serialize;

use super::text::Block;

/// A declared translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Translation {
    /// Whether the page says that a machine made it.
    pub machine: bool,
    /// The language (ISO 639-1) of the version that counts, or that it was made from, where the page names it.
    pub authoritative: Option<&'static str>,
    /// The words of the page, cut at 300 characters.
    pub text: String,
}

const TRANSLATED: &[&str] = &[
    "translat",
    "übersetz",
    "traduc",
    "traduit",
    "traduz",
    "tradott",
    "vertaal",
    "vertaling",
    "przetłumacz",
    "tłumacz",
    "přelož",
    "překlad",
    "çevir",
    "çeviri",
    "diterjemah",
    "terjemahan",
    "dialihbahasakan",
    "dịch",
    "перевод",
    "переведен",
    "переклад",
    "مترجم",
    "ترجم",
    "ترجمة",
    "ترجمه",
    "תרגום",
    "תורגם",
    "अनुवाद",
    "แปล",
    "翻译",
    "翻譯",
    "译",
    "譯",
    "翻訳",
    "번역",
];
const MACHINE: &[&str] = &[
    "ai-generated",
    "ai generated",
    "artificial intelligence",
    "machine",
    "automatic",
    "by ai",
    "using ai",
    "google translate",
    "deepl",
    "chatgpt",
    "with ai",
    "automatisch",
    "maschinell",
    "künstliche",
    "ki-",
    "automátic",
    "automatiquement",
    "automatique",
    "inteligencia artificial",
    "inteligência artificial",
    "intelligence artificielle",
    "automaticamente",
    "intelligenza artificiale",
    "maszynow",
    "automatycz",
    "strojov",
    "otomatik",
    "makine",
    "yapay zek",
    "otomatis",
    "kecerdasan",
    "mesin",
    "oleh ai",
    "tự động",
    "автоматич",
    "машин",
    "искусствен",
    "нейросет",
    "آلي",
    "آلية",
    "الذكاء الاصطناعي",
    "ماشینی",
    "אוטומטי",
    "मशीन",
    "อัตโนมัติ",
    "机器",
    "機器",
    "人工智能",
    "人工智慧",
    "自动",
    "自動",
    "機械",
    "ai翻",
    "ai译",
    "기계",
    "자동",
    "인공지능",
];
const COUNTS: &[&str] = &[
    "authoritative",
    "original version",
    "original language",
    "prevail",
    "official version",
    "refer to the",
    "maßgeblich",
    "verbindlich",
    "originalfassung",
    "originalversion",
    "versión original",
    "versão original",
    "version originale",
    "fait foi",
    "prevalece",
    "prevale",
    "rujukan",
    "acuan",
    "versi asli",
    "yang berlaku",
    "sah adalah",
    "resmi",
    "asıl metin",
    "оригинал",
    "официальн",
    "المعتمد",
    "النسخة الأصلية",
    "الأصل",
    "以原文为准",
    "以原文為準",
    "为准",
    "為準",
    "原文",
    "正式",
    "원문",
    "正文",
];
const LANGUAGES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "english",
            "englisch",
            "inglés",
            "anglais",
            "inglês",
            "inglese",
            "inggris",
            "английск",
            "الإنجليزية",
            "英文",
            "英语",
            "英語",
            "영어",
            "ingilizce",
            "anglick",
            "angielsk",
        ],
    ),
    (
        "id",
        &[
            "indonesian",
            "bahasa indonesia",
            "indonesisch",
            "indonesio",
            "indonésien",
            "indonésio",
            "indonesiano",
            "индонезийск",
            "الإندونيسية",
            "印尼文",
            "印尼语",
            "印度尼西亚",
            "インドネシア語",
            "인도네시아어",
            "endonezce",
        ],
    ),
    (
        "zh",
        &[
            "chinese",
            "chinesisch",
            "chino",
            "chinois",
            "chinês",
            "cinese",
            "mandarin",
            "tionghoa",
            "китайск",
            "الصينية",
            "中文",
            "汉语",
            "漢語",
            "中国語",
            "중국어",
            "çince",
        ],
    ),
    (
        "ru",
        &[
            "russian",
            "russisch",
            "ruso",
            "russe",
            "russo",
            "rusia",
            "русск",
            "русскоязычн",
            "الروسية",
            "俄文",
            "俄语",
            "ロシア語",
            "러시아어",
            "rusça",
        ],
    ),
    (
        "ar",
        &[
            "arabic",
            "arabisch",
            "árabe",
            "arabe",
            "arabo",
            "bahasa arab",
            "арабск",
            "العربية",
            "阿拉伯",
            "アラビア語",
            "아랍어",
            "arapça",
        ],
    ),
    (
        "de",
        &[
            "german",
            "deutsch",
            "alemán",
            "allemand",
            "alemão",
            "tedesco",
            "jerman",
            "немецк",
            "الألمانية",
            "德文",
            "德语",
            "ドイツ語",
            "독일어",
            "almanca",
        ],
    ),
    (
        "fr",
        &[
            "french",
            "französisch",
            "francés",
            "français",
            "francês",
            "francese",
            "prancis",
            "французск",
            "الفرنسية",
            "法文",
            "法语",
            "フランス語",
            "프랑스어",
            "fransızca",
        ],
    ),
    (
        "es",
        &[
            "spanish",
            "spanisch",
            "español",
            "espagnol",
            "espanhol",
            "spagnolo",
            "spanyol",
            "испанск",
            "الإسبانية",
            "西班牙",
            "スペイン語",
            "스페인어",
            "ispanyolca",
        ],
    ),
    (
        "ja",
        &[
            "japanese",
            "japanisch",
            "japonés",
            "japonais",
            "japonês",
            "giapponese",
            "jepang",
            "японск",
            "اليابانية",
            "日文",
            "日语",
            "日本語",
            "일본어",
            "japonca",
        ],
    ),
    (
        "pt",
        &[
            "portuguese",
            "portugiesisch",
            "portugués",
            "portugais",
            "português",
            "portoghese",
            "portugis",
            "португальск",
            "البرتغالية",
            "葡萄牙",
        ],
    ),
];

/// A line longer than this is about translation, not of one.
const LONGEST: usize = 420;

/// The first declaration of a page.
pub(super) fn read(blocks: &[Block]) -> Option<Translation> {
    for block in blocks.iter().filter(|block| !block.hidden && block.text.chars().count() <= LONGEST) {
        let lower = block.text.to_lowercase();
        if !TRANSLATED.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let machine = MACHINE.iter().any(|word| lower.contains(word));
        let counts = COUNTS.iter().find_map(|word| lower.find(word));
        if !machine && counts.is_none() {
            continue;
        }
        // A menu that offers translations is none.
        if block.link_share() > 0.6 {
            continue;
        }
        let authoritative = counts.and_then(|at| named_near(&lower, at)).or_else(|| only_language(&lower));
        return Some(Translation { machine, authoritative, text: block.text.chars().take(300).collect() });
    }
    None
}

/// The language that is named nearest to the word that says it counts.
fn named_near(lower: &str, at: usize) -> Option<&'static str> {
    let found = LANGUAGES.iter().flat_map(|(code, names)| {
        names
            .iter()
            .filter_map(|name| lower.match_indices(name).map(|(place, _)| (place.abs_diff(at), *code)).min())
    });
    found.min().map(|(_, code)| code)
}

fn only_language(lower: &str) -> Option<&'static str> {
    let mut found = LANGUAGES.iter().filter(|(_, names)| names.iter().any(|name| lower.contains(name)));
    let first = found.next()?;
    found.next().is_none().then_some(first.0)
}
