//! Declared translations: by whom, and which version counts.

use serde_json::json;

use super::page::{expect, page, read};

#[test]
fn declared_translations_are_read() {
    for (name, lang, note, machine, counts) in [
        (
            "en",
            "en",
            "Translations on this site are AI-generated; the Indonesian version is authoritative.",
            true,
            json!("id"),
        ),
        (
            "id",
            "id",
            "Terjemahan ini dibuat secara otomatis oleh AI. Versi bahasa Indonesia adalah rujukan.",
            true,
            json!("id"),
        ),
        (
            "de",
            "de",
            "Dieser Text wurde automatisch übersetzt. Maßgeblich ist die englische Fassung.",
            true,
            json!("en"),
        ),
        ("zh", "zh", "本文由人工智能翻译，以英文原文为准。", true, json!("en")),
        ("ru", "ru", "Перевод выполнен автоматически. Оригинал на английском языке.", true, json!("en")),
        ("ar", "ar", "هذا النص ترجمة آلية، والنسخة الأصلية باللغة الإنجليزية.", true, json!("en")),
        (
            "by people",
            "en",
            "Translated from the German by Tor Lindt. The German original version prevails.",
            false,
            json!("de"),
        ),
    ] {
        let said =
            read(&page(lang, "", "Lindby", "", &format!("<p>{note}</p>")), "https://lindby.example/harbour");
        expect(
            name,
            &said,
            &[
                ("/translation/machine", json!(machine)),
                ("/translation/authoritative", counts),
                ("/translation/text", json!(note)),
            ],
        );
    }
    let none = read(&page("en", "", "Lindby", "", ""), "https://lindby.example/harbour");
    expect("none", &none, &[("/translation", json!(null))]);
}
