//! What kind of page it is: an article, or a wall, a stub, a list of links, an error that came with status 200.

use serde::Serialize;

use super::linked::LinkedData;
use super::text::Block;

/// The kinds of pages. Only an article is stored as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// A text with a title of its own.
    #[default]
    Article,
    /// Consent is asked for, and nothing else shown.
    CookieWall,
    /// The beginning of a text that is to be paid for, or logged in for.
    PaywallStub,
    /// Links to other pages.
    Navigation,
    /// "Not found", "access denied", a check of the browser.
    Error,
    /// Nothing that could be read.
    Empty,
}

impl PageKind {
    /// As it is written in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::CookieWall => "cookie-wall",
            Self::PaywallStub => "paywall-stub",
            Self::Navigation => "navigation",
            Self::Error => "error",
            Self::Empty => "empty",
        }
    }
}

const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "gdpr",
    "dsgvo",
    "einwilligung",
    "datenschutz",
    "zustimmen",
    "privacy choices",
    "your privacy",
    "we value your privacy",
    "partners store",
    "personalised ads",
    "personalized ads",
    "personalisierte werbung",
    "accepter",
    "vie privée",
    "aceptar",
    "privacidad",
    "consentimento",
    "accettare",
    "privacy policy",
    "kuki",
    "ciasteczk",
    "çerez",
    "файлы cookie",
    "隐私",
    "クッキー",
];
const PAY: &[&str] = &[
    "subscribe to continue",
    "subscribe to read",
    "to continue reading",
    "continue reading this article",
    "already a subscriber",
    "subscribers only",
    "for subscribers",
    "subscriber-only",
    "log in to read",
    "sign in to read",
    "to view the full story",
    "register to read",
    "unlock this article",
    "get unlimited access",
    "jetzt weiterlesen",
    "weiterlesen mit",
    "nur für abonnenten",
    "bereits abonnent",
    "dieser artikel ist abonnenten",
    "exklusiv für abonnenten",
    "mit plus weiterlesen",
    "jetzt abonnieren und",
    "réservé aux abonnés",
    "réservé à nos abonnés",
    "article réservé",
    "il vous reste",
    "contenido exclusivo",
    "exclusivo para suscriptores",
    "suscríbete para",
    "conteúdo exclusivo",
    "exclusivo para assinantes",
    "assine para",
    "riservato agli abbonati",
    "abbonati per",
    "alleen voor abonnees",
    "tylko dla prenumeratorów",
    "aby czytać dalej",
    "khusus pelanggan",
    "berlangganan untuk",
    "только для подписчиков",
    "по подписке",
    "للمشتركين فقط",
    "付费阅读",
    "订阅后",
    "訂閱後",
    "登录后查看",
    "会員限定",
    "有料会員",
    "この記事は有料",
    "구독자 전용",
    "유료회원",
    "abonelere özel",
];
const ERROR: &[&str] = &[
    "page not found",
    "404",
    "not found",
    "error 404",
    "page doesn't exist",
    "page does not exist",
    "no longer available",
    "page you requested",
    "page you are looking for",
    "access denied",
    "forbidden",
    "403",
    "service unavailable",
    "internal server error",
    "checking your browser",
    "enable javascript and cookies",
    "are you a robot",
    "verify you are human",
    "just a moment",
    "attention required",
    "seite nicht gefunden",
    "seite wurde nicht gefunden",
    "nicht gefunden",
    "page introuvable",
    "page non trouvée",
    "página no encontrada",
    "no se ha encontrado",
    "página não encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
    "nie znaleziono",
    "strona nie istnieje",
    "stránka nenalezena",
    "sayfa bulunamadı",
    "halaman tidak ditemukan",
    "tidak ditemukan",
    "không tìm thấy",
    "страница не найдена",
    "не найдена",
    "الصفحة غير موجودة",
    "לא נמצא",
    "页面不存在",
    "页面未找到",
    "找不到网页",
    "找不到頁面",
    "無法找到",
    "ページが見つかりません",
    "見つかりません",
    "페이지를 찾을 수 없",
    "hiba 404",
    "service temporarily",
];

/// What the kind is told from.
pub(super) struct About<'a> {
    pub(super) blocks: &'a [Block],
    pub(super) kept: &'a [bool],
    pub(super) title: Option<&'a str>,
    pub(super) linked: &'a LinkedData,
}

/// A text with fewer letters (a sign of a script without spaces counts two) may be a wall or a stub.
const SHORT: usize = 1200;
/// A text with fewer is too short for an article that has nothing else to show for itself.
const TINY: usize = 250;

/// What kind of page it is.
pub(super) fn read(about: &About<'_>) -> PageKind {
    let width = |text: &str| -> usize { text.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum() };
    let shown = || about.blocks.iter().filter(|block| !block.hidden);
    let kept = || about.blocks.iter().zip(about.kept).filter(|(_, kept)| **kept).map(|(block, _)| block);
    let letters: usize = kept().map(|block| width(&block.text)).sum();
    let all: usize = shown().map(|block| width(&block.text)).sum();
    let linked: usize = shown().map(|block| block.linked).sum();
    let bytes: usize = shown().map(|block| block.text.len()).sum();
    if all == 0 {
        return PageKind::Empty;
    }
    let has = |text: &str, words: &[&str]| {
        let lower = text.to_lowercase();
        words.iter().any(|word| lower.contains(word))
    };
    let headings = about.title.unwrap_or_default();
    if letters < SHORT
        && (has(headings, ERROR) && !long_title(headings)
            || all < SHORT
                && shown().take(12).any(|block| width(&block.text) < 160 && has(&block.text, ERROR))
                && letters < 2 * TINY)
    {
        return PageKind::Error;
    }
    // The wall speaks of consent; what is left beside it is no text.
    let consent: usize =
        shown().filter(|block| has(&block.text, CONSENT)).map(|block| width(&block.text)).sum();
    let kept_consent: usize =
        kept().filter(|block| has(&block.text, CONSENT)).map(|block| width(&block.text)).sum();
    if letters < 2 * SHORT
        && (2 * kept_consent > letters && letters > 0 && consent > 120
            || letters < TINY && 3 * consent > all && consent > 120)
    {
        return PageKind::CookieWall;
    }
    let pay =
        shown().any(|block| width(&block.text) < 400 && block.text != headings && has(&block.text, PAY));
    if letters < SHORT && (pay || about.linked.paid) {
        return PageKind::PaywallStub;
    }
    let prose = kept().any(|block| width(&block.text) >= 120 && block.link_share() < 0.3);
    let article =
        about.linked.kinds.iter().any(|kind| kind.ends_with("Article") || kind.ends_with("Posting"));
    if letters == 0 && !prose && bytes < TINY {
        return PageKind::Empty;
    }
    let links = linked as f64 / bytes.max(1) as f64;
    if !article && !prose && (links > 0.5 || letters < TINY && links > 0.3) {
        return PageKind::Navigation;
    }
    PageKind::Article
}

/// A title as long as a sentence tells of an error that somebody else made.
fn long_title(title: &str) -> bool {
    title.split_whitespace().count() > 8
}
