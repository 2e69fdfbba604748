//! Lines that are no text but labels of the page: "Read more:", "Advertisement", "Subscribe to our newsletter", in the languages of
//! the press.

/// Lines that begin so lead elsewhere or ask for something, if they are short or mostly a link.
const BEGIN: &[&str] = &[
    // English
    "read more", "read also", "also read", "read next", "see also", "related:", "related stor", "related article", "more on", "more from", "more:", "recommended", "don't miss", "watch:", "watch now", "listen:", "follow us", "follow ", "sign up", "subscribe", "to view the full story", "click here", "share this", "share on", "tweet this", "advertisement", "advertising", "sponsored", "this entry was posted", "posted in", "filed under", "tags:", "tagged", "categories:", "category :", "category:", "image credit", "photo credit", "photo by", "photo:", "image:", "credit:", "copyright", "©", "all rights reserved", "leave a comment", "comments", "download our app", "download the app", "never miss", "join our", "like us on", "for the latest", "stay up to date", "newsletter", "support our", "have a story", "release date:", "story continues", "continue reading", "loading...", "editor's note: this",
    // German
    "lesen sie auch", "lesen sie mehr", "lesen sie das", "mehr zum thema", "mehr dazu", "mehr aus", "auch lesen", "auch auf", "auch interessant", "das könnte", "dies könnte", "das thema könnte", "weitere informationen", "weitere infos", "weitere themen", "weitere artikel", "jetzt abonnieren", "newsletter", "anzeige", "werbung", "*werbung", "titelbild:", "foto:", "bild:", "quelle:", "bildquelle", "abbildung ", "teilen", "kommentar schreiben", "kommentare", "schlagwörter", "kategorien", "kategorie:", "tags", "veröffentlicht in", "veröffentlicht unter", "hier geht es", "hier finden sie", "folgen sie uns", "videos zum thema", "neueste artikel", "letzte änderung", "zurück", "drucken", "zum thema", "siehe auch",
    // French
    "lire aussi", "à lire aussi", "a lire aussi", "lire la suite", "voir aussi", "à voir aussi", "abonnez-vous", "inscrivez-vous", "partager", "publicité", "crédit photo", "crédits photo", "suivez-nous", "sur le même sujet", "mots-clés",
    // Spanish, Portuguese
    "lea también", "lea además", "lee también", "lee más", "leer más", "leé también", "te puede interesar", "le puede interesar", "puede leer", "vea también", "mira también", "mirá también", "además:", "más sobre", "más noticias", "suscríbete", "suscríbase", "síguenos", "siga leyendo", "publicidad", "hazte miembro", "foto:", "compartir", "etiquetas", "temas relacionados", "leia também", "leia mais", "saiba mais", "veja também", "veja mais", "assine", "inscreva-se", "publicidade", "siga-nos", "continua após a publicidade", "compartilhe",
    // Italian, Dutch, Polish, Czech, Turkish
    "leggi anche", "leggi tutto", "leggi di più", "guarda anche", "iscriviti", "pubblicità", "condividi", "potrebbe interessarti", "lees ook", "lees meer", "lees verder", "advertentie", "deel dit", "czytaj także", "czytaj też", "czytaj więcej", "zobacz także", "zobacz też", "przeczytaj", "reklama", "udostępnij", "čtěte také", "čtěte více", "přečtěte si", "ilgili haber", "ayrıca okuyun", "abone ol", "reklam",
    // Indonesian, Vietnamese
    "baca juga", "baca selengkapnya", "simak juga", "lihat juga", "halaman selanjutnya", "ikuti kami", "iklan", "bagikan", "advertisement", "xem thêm", "đọc thêm", "tin liên quan",
    // Russian, Ukrainian
    "читайте также", "читать далее", "смотрите также", "подписывайтесь", "поделиться", "реклама", "фото:", "по теме", "читайте також", "підписуйтесь", "теги:",
    // Arabic, Persian, Hebrew
    "اقرأ أيضا", "اقرأ المزيد", "إقرأ أيضا", "شاهد أيضا", "تابعونا", "اشترك", "إعلان", "بیشتر بخوانید", "قرأوا أيضا", "קראו גם", "קראו עוד", "פרסומת",
    // Chinese, Japanese, Korean
    "相关阅读", "相關閱讀", "相关新闻", "相關新聞", "延伸阅读", "延伸閱讀", "更多", "点击", "點擊", "责任编辑", "責任編輯", "【编辑", "(责任编辑", "（责任编辑", "扫码", "版权", "分享到", "関連記事", "あわせて読みたい", "続きを読む", "シェア", "関連キーワード", "관련기사", "저작권자", "무단전재",
];

/// Whole lines that are labels.
const WHOLE: &[&str] = &[
    "advert", "ad", "ads", "advertisement", "anzeige", "werbung", "reklama", "publicidad", "publicidade", "publicité", "pubblicità", "iklan", "реклама", "إعلان", "广告", "廣告", "share", "tweet", "email", "print", "facebook", "twitter", "whatsapp", "pinterest", "linkedin", "telegram", "instagram", "youtube", "reddit", "more", "mehr", "menu", "top", "home", "loading", "replay", "related", "video", "von:", "von", "by", "by:", "tags", "autor", "author", "source", "credits", "drucken", "teilen", "merken", "gefällt mir", "like", "reply", "antworten", "next", "previous", "weiter", "zurück", "close", "schließen", "ok", "subscribe", "sign up", "log in", "login", "newsletter", "pinned", "play", "pause", "mute", "live", "vorlesen", "anhören",
];

/// A label that begins so is at most so many characters long, unless it is mostly a link.
const LONGEST: usize = 110;

/// Whether a line is a label. `links` is the share of it that stands in links.
pub(super) fn is_label(text: &str, links: f64) -> bool {
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '*' | '¿' | '¡' | '【' | '（' | '(')).to_lowercase();
    let whole = lower.trim_end_matches(|c: char| !c.is_alphanumeric());
    if WHOLE.contains(&whole) {
        return true;
    }
    let limit = if links > 0.5 { 3 * LONGEST } else { LONGEST };
    text.chars().count() <= limit && BEGIN.iter().any(|begin| lower.starts_with(begin))
}
