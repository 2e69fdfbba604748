//! Pages written for these tests, and how they are asked.

use serde_json::Value;
use url::Url;
use whence_collector::extract::{Page, extract};

/// Paragraphs of a story that never happened, by language.
pub(super) const STORY: &[(&str, [&str; 3])] = &[
    (
        "en",
        [
            "The harbour of Lindby will open again within a week, the ministry said on Monday, after engineers had looked at every crane and found that two of them could be repaired.",
            "Ships had waited outside for nine days. Fishermen who had lost their catch were promised help, although nobody could say how much money there would be, or when it would come.",
            "“We have looked at every bolt of these cranes,” said Mira Anders, who leads the engineers. She added that the third crane would have to be replaced before the winter.",
        ],
    ),
    (
        "de",
        [
            "Der Hafen von Lindby soll binnen einer Woche wieder öffnen, teilte das Ministerium am Montag mit, nachdem Fachleute jeden Kran geprüft und zwei für reparabel befunden hatten.",
            "Schiffe hatten neun Tage lang vor der Einfahrt gewartet. Fischern, die ihren Fang verloren hatten, wurde Hilfe zugesagt, doch niemand konnte sagen, wie viel Geld es geben werde.",
            "„Wir haben jede Schraube dieser Kräne geprüft“, sagte Mira Anders, die das Team leitet. Der dritte Kran müsse noch vor dem Winter ersetzt werden.",
        ],
    ),
    (
        "id",
        [
            "Pelabuhan Lindby akan dibuka kembali dalam sepekan, kata kementerian pada hari Senin, setelah para insinyur memeriksa setiap derek dan menyatakan dua di antaranya dapat diperbaiki.",
            "Kapal-kapal menunggu di luar selama sembilan hari. Nelayan yang kehilangan tangkapan dijanjikan bantuan, tetapi tidak ada yang dapat mengatakan berapa besar dana yang tersedia.",
            "\"Kami sudah memeriksa setiap baut derek ini,\" kata Mira Anders, yang memimpin tim itu. Derek ketiga harus diganti sebelum musim dingin tiba.",
        ],
    ),
    (
        "zh",
        [
            "林德比港口将在一周内重新开放，该部门周一表示，工程师检查了每一台起重机，发现其中两台可以修复，不需要从国外购买新的零件，工人们已经开始准备。",
            "船只在港口外等待了九天。失去渔获的渔民得到了援助的承诺，但没有人能够说明资金有多少，也没有人知道这笔钱什么时候才能发放到他们手中。",
            "米拉表示：“我们检查了这些起重机的每一颗螺栓。”她还说，第三台起重机必须在冬天之前更换，否则港口在暴风雨季节可能再次关闭。",
        ],
    ),
    (
        "ru",
        [
            "Порт Линдбю снова откроется в течение недели, сообщило министерство в понедельник, после того как инженеры осмотрели каждый кран и решили, что два из них можно починить.",
            "Суда ждали у входа девять дней. Рыбакам, потерявшим улов, пообещали помощь, однако никто не смог сказать, сколько денег будет выделено и когда они поступят.",
            "«Мы осмотрели каждый болт этих кранов», сказала Мира Андерс, которая руководит группой. Третий кран придётся заменить до наступления зимы.",
        ],
    ),
    (
        "ar",
        [
            "سيعاد فتح ميناء ليندبي خلال أسبوع، بحسب ما قالت الوزارة يوم الاثنين، بعد أن فحص المهندسون كل رافعة ووجدوا أن اثنتين منها يمكن إصلاحهما من دون قطع جديدة.",
            "وكانت السفن قد انتظرت خارج الميناء تسعة أيام. وتلقى الصيادون الذين فقدوا صيدهم وعودا بالمساعدة، لكن أحدا لم يستطع أن يقول كم سيكون المبلغ أو متى سيصل.",
            "وقالت ميرا أندرس التي تقود الفريق إن الرافعة الثالثة يجب أن تستبدل قبل حلول فصل الشتاء، وإلا فقد يغلق الميناء مرة أخرى في موسم العواصف.",
        ],
    ),
    (
        "es",
        [
            "El puerto de Lindby volverá a abrir en una semana, dijo el ministerio el lunes, después de que los ingenieros revisaran cada grúa y vieran que dos de ellas podían repararse.",
            "Los barcos esperaron fuera durante nueve días. A los pescadores que perdieron su captura se les prometió ayuda, aunque nadie pudo decir cuánto dinero habría ni cuándo llegaría.",
            "«Hemos revisado cada tornillo de estas grúas», dijo Mira Anders, que dirige al equipo. La tercera grúa tendrá que sustituirse antes del invierno.",
        ],
    ),
    (
        "ja",
        [
            "リンドビー港は一週間以内に再開される見通しだと、同省は月曜日に発表した。技術者がすべてのクレーンを調べ、そのうち二台は修理できることがわかったという。",
            "船は九日間、港の外で待っていた。漁獲を失った漁師には支援が約束されたが、どれだけの資金がいつ届くのかを説明できる人は誰もいなかったという。",
            "技術者を率いるミラ氏は、三台目のクレーンは冬が来る前に交換しなければならず、そうしなければ嵐の季節に港が再び閉鎖されるおそれがあると話している。",
        ],
    ),
];

/// The story in a language, as paragraphs.
pub(super) fn story(lang: &str) -> String {
    let (_, paragraphs) = STORY.iter().find(|(code, _)| *code == lang).unwrap();
    paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect()
}

/// A page with a head, what stands above the story and below it, in its usual frame.
pub(super) fn page(lang: &str, head: &str, title: &str, above: &str, below: &str) -> String {
    format!(
        "<html lang='{lang}'><head><meta charset='utf-8'><title>{title} | Lindby Post</title>\
         <meta property='og:site_name' content='Lindby Post'>{head}</head><body><nav><ul><li><a href='/'>Home</a></li>\
         <li><a href='/world'>World</a></li></ul></nav><article><h1>{title}</h1>{above}<div class='body'>{}</div>{below}</article>\
         <footer><p>Lindby Post, 1 Harbour Street</p></footer></body></html>",
        story(lang)
    )
}

/// What is said of a page, as JSON.
pub(super) fn read(html: &str, url: &str) -> Value {
    let url = Url::parse(url).unwrap();
    let page = Page { bytes: html.as_bytes(), url: Some(&url), charset: None, latest: None };
    serde_json::to_value(extract(&page).unwrap()).unwrap()
}

/// Asks for facts by their JSON pointers.
pub(super) fn expect(name: &str, said: &Value, facts: &[(&str, Value)]) {
    for (pointer, fact) in facts {
        assert_eq!(said.pointer(pointer).unwrap_or(&Value::Null), fact, "{name}: {pointer}");
    }
}

/// The whole story is in the text, each paragraph a line, and nothing of the frame.
pub(super) fn expect_story(name: &str, said: &Value, lang: &str) {
    let text = said["text"].as_str().unwrap();
    let (_, paragraphs) = STORY.iter().find(|(code, _)| *code == lang).unwrap();
    for paragraph in paragraphs {
        assert!(text.lines().any(|line| line == *paragraph), "{name} lacks {paragraph}: {text}");
    }
    assert!(!text.contains("Home") && !text.contains("Harbour Street"), "{name}: {text}");
}
