//! The charset table: seven charsets, the header right, wrong, missing, or missing with a meta tag.

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256};
use url::Url;
use whence_collector::extract::{Page, extract};

use super::page::STORY;

const KOREAN: [&str; 3] = [
    "린드비 항구가 일주일 안에 다시 문을 열 것이라고 해당 부처가 월요일 발표했다. 기술자들이 모든 크레인을 점검한 결과 그중 두 대는 수리할 수 있는 것으로 나타났다.",
    "선박들은 아흐레 동안 항구 밖에서 기다렸다. 어획물을 잃은 어민들에게는 지원이 약속되었지만 자금이 얼마나 되고 언제 지급될지는 아무도 말하지 못했다.",
    "세 번째 크레인은 겨울이 오기 전에 교체해야 하며 그렇지 않으면 폭풍이 부는 계절에 항구가 다시 닫힐 수 있다고 담당자가 덧붙였다.",
];
const TRADITIONAL: [&str; 3] = [
    "林德比港口將在一週內重新開放，該部門週一表示，工程師檢查了每一台起重機，發現其中兩台可以修復，不需要從國外購買新的零件，工人們已經開始準備。",
    "船隻在港口外等待了九天。失去漁獲的漁民得到了援助的承諾，但沒有人能夠說明資金有多少，也沒有人知道這筆錢什麼時候才能發放到他們手中。",
    "第三台起重機必須在冬天之前更換，否則港口在暴風雨季節可能再次關閉，附近的居民希望工程能夠順利完成，讓生活恢復正常。",
];

fn paragraphs(lang: &str) -> [&'static str; 3] {
    STORY.iter().find(|(code, _)| *code == lang).unwrap().1
}

#[test]
fn text_is_right_in_every_charset_whatever_the_header_says() {
    let rows: [(&'static Encoding, &str, [&str; 3], &str); 7] = [
        (GBK, "gbk", paragraphs("zh"), "shift_jis"),
        (BIG5, "big5", TRADITIONAL, "utf-8"),
        (SHIFT_JIS, "shift_jis", paragraphs("ja"), "utf-8"),
        (EUC_KR, "euc-kr", KOREAN, "utf-8"),
        (WINDOWS_1251, "windows-1251", paragraphs("ru"), "utf-8"),
        (WINDOWS_1256, "windows-1256", paragraphs("ar"), "utf-8"),
        (WINDOWS_1252, "iso-8859-1", paragraphs("de"), "utf-8"),
    ];
    let url = Url::parse("https://lindby.example/harbour").unwrap();
    for (encoding, label, paragraphs, wrong) in rows {
        let roads = [
            ("right header", Some(label), ""),
            ("wrong header", Some(wrong), ""),
            ("wrong header beside a right tag", Some("utf-8"), label),
            ("a server that says Latin of all", Some("iso-8859-1"), ""),
            ("none", None, ""),
            ("meta only", None, label),
        ];
        for (road, header, meta) in roads {
            let tag = if meta.is_empty() { String::new() } else { format!("<meta charset='{meta}'>") };
            let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
            let html = format!(
                "<html><head>{tag}<title>Lindby</title></head><body><article><h1>Lindby</h1>{body}</article></body></html>"
            );
            let (bytes, _, lost) = encoding.encode(&html);
            assert!(!lost, "{label} holds the text");
            let said =
                extract(&Page { bytes: &bytes, url: Some(&url), charset: header, latest: None }).unwrap();
            for paragraph in paragraphs {
                assert!(said.text.contains(paragraph), "{label}, {road}: {}", said.text);
            }
        }
    }
}
