//! Walls, stubs, lists and errors are told from articles.

use serde_json::json;

use super::page::{expect, expect_story, page, read};

fn bare(title: &str, body: &str) -> String {
    format!("<html><head><title>{title}</title></head><body>{body}</body></html>")
}

#[test]
fn pages_that_are_no_articles_are_told() {
    let consent_en = "<h1>Before you continue</h1><p>We and our partners store and access cookies on your device. Choose which cookies you accept, \
        or read our privacy policy for more.</p><p>You can withdraw your consent at any time in the cookie settings of this site.</p><button>Accept all</button>";
    let consent_de = "<h1>Ihre Privatsphäre</h1><p>Wir verwenden Cookies und benötigen Ihre Einwilligung, um Ihnen personalisierte Werbung zu zeigen. \
        Sie können jederzeit zustimmen oder ablehnen.</p><p>Näheres steht in unserer Erklärung zum Datenschutz und zu Cookies.</p>";
    let consent_fr = "<h1>Votre vie privée</h1><p>Nous utilisons des cookies pour mesurer notre audience. Vous pouvez accepter ou refuser les cookies à tout moment.</p>\
        <p>Consultez notre page sur la vie privée et les cookies pour en savoir davantage sur vos choix.</p>";
    let teaser = "<h1>Harbour to open again</h1><p>The harbour of Lindby will open again within a week, the ministry said on Monday, after engineers had looked at it.</p>";
    let list = (1..40)
        .map(|n| format!("<li><a href='/n/{n}'>Story number {n} of the harbour</a></li>"))
        .collect::<String>();
    let cases = [
        ("consent en", bare("Before you continue", consent_en), "cookie-wall"),
        ("consent de", bare("Ihre Privatsphäre", consent_de), "cookie-wall"),
        ("consent fr", bare("Votre vie privée", consent_fr), "cookie-wall"),
        (
            "paid en",
            bare("Harbour", &format!("{teaser}<p>Subscribe to continue reading this article.</p>")),
            "paywall-stub",
        ),
        (
            "paid de",
            bare(
                "Hafen",
                &format!(
                    "{teaser}<p>Dieser Artikel ist Abonnenten vorbehalten. Jetzt weiterlesen mit Plus.</p>"
                ),
            ),
            "paywall-stub",
        ),
        ("paid fr", bare("Port", &format!("{teaser}<p>Article réservé à nos abonnés.</p>")), "paywall-stub"),
        ("paid ru", bare("Порт", &format!("{teaser}<p>Только для подписчиков</p>")), "paywall-stub"),
        (
            "paid zh",
            bare(
                "港口",
                "<h1>港口重新开放</h1><p>林德比港口将在一周内重新开放，该部门周一表示，工程师检查了每一台起重机。</p><p>登录后查看全文</p>",
            ),
            "paywall-stub",
        ),
        (
            "error en",
            bare("Page not found", "<h1>Page not found</h1><p>The page you are looking for has moved.</p>"),
            "error",
        ),
        (
            "error de",
            bare("Fehler", "<h1>Seite nicht gefunden</h1><p>Bitte nutzen Sie die Suche.</p>"),
            "error",
        ),
        ("error es", bare("404", "<h1>Página no encontrada</h1><p>Vuelva al inicio.</p>"), "error"),
        ("error id", bare("Lindby", "<h1>Halaman tidak ditemukan</h1><p>Silakan kembali.</p>"), "error"),
        ("error zh", bare("提示", "<h1>页面不存在</h1><p>请返回首页。</p>"), "error"),
        (
            "check",
            bare(
                "Just a moment...",
                "<h1>Checking your browser</h1><p>Enable JavaScript and cookies to continue.</p>",
            ),
            "error",
        ),
        ("list", bare("Harbour news", &format!("<h1>Harbour news</h1><ul>{list}</ul>")), "navigation"),
        ("empty", bare("", "<div></div>"), "empty"),
    ];
    for (name, html, kind) in cases {
        expect(name, &read(&html, "https://lindby.example/x"), &[("/kind", json!(kind))]);
    }
}

#[test]
fn articles_about_walls_and_errors_are_articles() {
    for (name, title) in [
        ("of an error", "Page not found: how a town lost its harbour and found it again a year later"),
        ("of consent", "Cookies and consent: what the harbour asks of its visitors"),
        ("of a shop", "Subscribers only: the harbour's new fish club"),
    ] {
        let said = read(
            &page("en", "", title, "", "<p>We use cookies. Read our privacy policy.</p>"),
            "https://lindby.example/x",
        );
        expect(name, &said, &[("/kind", json!("article")), ("/title", json!(title))]);
        expect_story(name, &said, "en");
    }
}
