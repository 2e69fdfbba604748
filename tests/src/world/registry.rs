//! The registry as its publisher's CSV, column for column that of a public one.

use super::product::Language;
use super::registered::Registered;

/// The header, with the spelling of the original ("Instragram").
pub(crate) const HEADER: &str = "Name (English),Region of Focus,Language,Entity owner (English),\
Parent entity (English),X (Twitter) handle,X (Twitter) URL,X (Twitter) Follower #,Facebook page,Facebook URL,\
Facebook Follower #,Instragram page,Instagram URL,Instagram Follower #,Threads account,Threads URL,\
Threads Follower #,YouTube account,YouTube URL,YouTube Subscriber #,TikTok account,TikTok URL,TikTok Subscriber #";

/// The whole file.
pub(crate) fn csv(rows: &[Registered]) -> String {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        let [x_url, x_followers] = presence(&row.x_handle, "https://twitter.com/", row.followers);
        let [facebook_url, facebook_followers] =
            presence(&row.facebook, "https://www.facebook.com/", row.followers / 3);
        let mut fields = vec![
            row.name.clone(),
            row.region.to_owned(),
            language(row.language).to_owned(),
            row.owner.clone(),
            row.parent.clone(),
            row.x_handle.clone(),
            x_url,
            x_followers,
            row.facebook.clone(),
            facebook_url,
            facebook_followers,
        ];
        // No presence on the four other platforms.
        fields.resize(23, String::new());
        let line: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
        text.push_str(&line.join(","));
        text.push('\n');
    }
    text
}

/// Address and followers on one platform; both empty without a handle.
fn presence(handle: &str, base: &str, followers: i64) -> [String; 2] {
    if handle.is_empty() {
        return [String::new(), String::new()];
    }
    [format!("{base}{handle}"), followers.to_string()]
}

const fn language(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Indonesian => "Indonesian",
        Language::Chinese => "Chinese",
    }
}

/// RFC 4180: quoted only where a comma, a quote or a line break asks for it.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", field.replace('"', "\"\""));
    }
    field.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::cast::Cast;
    use super::super::registered::Kind;
    use super::*;

    #[test]
    fn every_row_has_every_column() {
        let cast = Cast::draw(9);
        let text = csv(&cast.registry);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().len(), 23);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 13);
        assert_eq!(rows.iter().filter(|row| !row[5].is_empty()).count(), 12);
    }

    /// The importer tells offices, outlets and persons apart by words of the name.
    #[test]
    fn names_say_what_kind_they_are() {
        let has = |name: &str, words: &[&str]| words.iter().any(|word| name.to_lowercase().contains(word));
        for seed in 0..20 {
            for row in Cast::draw(seed).registry {
                let office = has(&row.name, &["embassy", "consulate", "mission", "ministry", "spokesperson"]);
                let outlet = has(
                    &row.name,
                    &["news", "tv", "radio", "daily", "times", "channel", "broadcasting", "press"],
                );
                let kind = match (office, outlet) {
                    (true, false) => Kind::Office,
                    (false, true) => Kind::Outlet,
                    (false, false) => Kind::Person,
                    (true, true) => panic!("{} is ambiguous", row.name),
                };
                assert_eq!(kind, row.kind, "{}", row.name);
            }
        }
    }
}
