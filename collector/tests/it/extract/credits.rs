//! Credits of agencies and sources in eight languages.

use serde_json::json;

use super::page::{expect, expect_story, page, read};

#[test]
fn credits_are_read_in_the_languages_of_the_case() {
    for (name, lang, above, below, credit, kind) in [
        (
            "en",
            "en",
            "<p>LINDBY, Jan 27 (Reuters) - The port authority confirmed the plan on Monday afternoon.</p>",
            "",
            "Reuters",
            "dateline",
        ),
        ("en source", "en", "", "<p>Source: Harbour Daily</p>", "Harbour Daily", "source"),
        ("en via", "en", "", "<p>via Harbour Daily</p>", "Harbour Daily", "via"),
        (
            "de",
            "de",
            "<p>Lindby (dpa) - Die Hafenbehörde bestätigte den Plan am Montagnachmittag in einer Mitteilung.</p>",
            "",
            "dpa",
            "dateline",
        ),
        ("id", "id", "", "<p>Sumber: Kantor Berita Lindby</p>", "Kantor Berita Lindby", "source"),
        ("zh", "zh", "<div>2025-01-27 08:00 来源：新华社</div>", "", "新华社", "source"),
        ("ru", "ru", "", "<p>Источник: ТАСС</p>", "ТАСС", "source"),
        ("ar", "ar", "", "<p>المصدر: رويترز</p>", "رويترز", "source"),
        ("es", "es", "", "<p>Fuente: EFE</p>", "EFE", "source"),
        ("ja", "ja", "", "<p>出典：共同通信</p>", "共同通信", "source"),
    ] {
        let said = read(&page(lang, "", "Lindby", above, below), "https://lindby.example/harbour");
        expect(name, &said, &[("/credits/0/name", json!(credit)), ("/credits/0/kind", json!(kind))]);
        expect_story(name, &said, lang);
    }
    let none = read(&page("en", "", "Lindby", "", ""), "https://lindby.example/harbour");
    expect("no credit", &none, &[("/credits", json!([]))]);
}
