//! Hosts on which many have pages of their own: a listed address on one of them is that page alone, and the host itself is no
//! indicator. Some of the pages are accounts of platforms.

/// Hosts shared by many, each with all that lies under it that has no name of its own there (`m.`, `www.`, a language).
const SHARED: &[&str] = &[
    "000webhostapp.com",
    "1drv.ms",
    "amazonaws.com",
    "apple.com",
    "archive.org",
    "archive.ph",
    "artstation.com",
    "avaaz.org",
    "backchina.com",
    "bit.ly",
    "bitbucket.org",
    "bitchute.com",
    "blogger.com",
    "blogspot.com",
    "bom.so",
    "box.com",
    "bsky.app",
    "buymeacoffee.com",
    "change.org",
    "chng.it",
    "cloudfront.net",
    "dailymotion.com",
    "deviantart.com",
    "discord.com",
    "discord.gg",
    "disqus.com",
    "douyin.com",
    "dropbox.com",
    "dropboxusercontent.com",
    "e-petice.cz",
    "evernote.com",
    "facebook.com",
    "fb.com",
    "fb.me",
    "fb.watch",
    "flickr.com",
    "gab.com",
    "getpocket.com",
    "gettr.com",
    "giphy.com",
    "github.com",
    "github.io",
    "gitlab.com",
    "gofundme.com",
    "goo.gl",
    "google.com",
    "gravatar.com",
    "icloud.com",
    "imgur.com",
    "instagram.com",
    "is.gd",
    "issuu.com",
    "justpaste.it",
    "kickstarter.com",
    "ko-fi.com",
    "last.fm",
    "line.me",
    "linkedin.com",
    "linktr.ee",
    "live.com",
    "livedoor.blog",
    "livejournal.com",
    "mastodon.social",
    "mediafire.com",
    "medium.com",
    "mega.nz",
    "myspace.com",
    "nairaland.com",
    "notion.site",
    "odysee.com",
    "ok.ru",
    "onedrive.live.com",
    "opendiary.com",
    "ow.ly",
    "pages.dev",
    "parler.com",
    "pastebin.com",
    "patreon.com",
    "petice.com",
    "pin.it",
    "pinterest.com",
    "pixiv.net",
    "play.google.com",
    "quora.com",
    "rb.gy",
    "rebrand.ly",
    "reddit.com",
    "redd.it",
    "rumble.com",
    "scribd.com",
    "sharepoint.com",
    "shorturl.at",
    "sites.google.com",
    "skyrock.com",
    "slideshare.net",
    "snapchat.com",
    "soundcloud.com",
    "spotify.com",
    "stackoverflow.com",
    "steamcommunity.com",
    "steemit.com",
    "substack.com",
    "t.co",
    "t.me",
    "t.ly",
    "telegra.ph",
    "telegram.me",
    "telegram.org",
    "threads.net",
    "threads.com",
    "tiktok.com",
    "tinyurl.com",
    "toutiao.com",
    "trello.com",
    "truthsocial.com",
    "tumblr.com",
    "twitch.tv",
    "twitter.com",
    "vercel.app",
    "vimeo.com",
    "vk.com",
    "wa.me",
    "wattpad.com",
    "web.app",
    "weebly.com",
    "weibo.cn",
    "weibo.com",
    "weixin.qq.com",
    "whatsapp.com",
    "wikipedia.org",
    "wix.com",
    "wixsite.com",
    "wordpress.com",
    "workers.dev",
    "x.com",
    "xing.com",
    "yahoo.com",
    "yandex.ru",
    "youtu.be",
    "youtube.com",
    "youtube-nocookie.com",
    "zhihu.com",
];

/// First labels under a shared host that are the platform's own, not somebody's.
const OWN: &[&str] = &[
    "m",
    "mobile",
    "old",
    "new",
    "web",
    "touch",
    "lite",
    "mbasic",
    "business",
    "developers",
    "about",
    "help",
    "support",
    "music",
    "l",
    "lm",
    "secure",
    "dl",
    "api",
    "mp",
    "drive",
    "docs",
    "chrome",
    "play",
    "sites",
    "accounts",
    "groups",
    "news",
    "open",
    "np",
    "amp",
    "en",
];

/// Whether a host is shared by many, or is a platform's own name under one.
pub(super) fn is_shared(host: &str, more: &[String]) -> bool {
    let is_listed = |host: &str| SHARED.contains(&host) || more.iter().any(|own| own == host);
    if is_listed(host) {
        return true;
    }
    let mut rest = host;
    while let Some((first, parent)) = rest.split_once('.') {
        if !is_own(first) {
            return false;
        }
        if is_listed(parent) {
            return true;
        }
        rest = parent;
    }
    false
}

/// `m`, `fr`, `pt-br`: a platform's own, or a country's.
fn is_own(label: &str) -> bool {
    OWN.contains(&label)
        || (label.len() == 2 && label.bytes().all(|b| b.is_ascii_lowercase()))
        || (label.len() == 5 && label.as_bytes()[2] == b'-')
}

/// A platform's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    pub(super) platform: &'static str,
    pub(super) handle: String,
    pub(super) native_id: Option<String>,
}

/// First segments of paths that are no accounts.
const NO_ACCOUNT: &[&str] = &[
    "about",
    "channel",
    "ads",
    "explore",
    "groups",
    "hashtag",
    "help",
    "home",
    "i",
    "intent",
    "joinchat",
    "login",
    "p",
    "pages",
    "people",
    "permalink.php",
    "photo",
    "posts",
    "privacy",
    "profile.php",
    "reel",
    "reels",
    "s",
    "search",
    "settings",
    "share",
    "sharer",
    "stories",
    "story.php",
    "tag",
    "tv",
    "video",
    "videos",
    "watch",
    "c",
    "user",
    "results",
    "playlist",
    "embed",
    "shorts",
    "events",
    "marketplace",
];

/// The account whose page an address is: the page itself, nothing below it.
pub(super) fn profile(host: &str, path: &str) -> Option<Profile> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let host = host.strip_prefix("m.").or_else(|| host.strip_prefix("mobile.")).unwrap_or(host);
    let account = |platform, handle: &str| {
        let handle = handle.trim_start_matches('@').to_owned();
        let is_handle = !handle.is_empty()
            && !NO_ACCOUNT.contains(&handle.to_lowercase().as_str())
            && handle.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        is_handle.then_some(Profile { platform, handle, native_id: None })
    };
    match (host, parts.as_slice()) {
        ("x.com" | "twitter.com", [handle]) => account("x", handle),
        ("t.me" | "telegram.me", [handle] | ["s", handle]) => account("telegram", handle),
        ("facebook.com" | "fb.com", [handle]) => account("facebook", handle),
        ("instagram.com", [handle]) => account("instagram", handle),
        ("threads.net" | "threads.com", [handle]) if handle.starts_with('@') => account("threads", handle),
        ("tiktok.com", [handle]) if handle.starts_with('@') => account("tiktok", handle),
        ("youtube.com", [handle]) if handle.starts_with('@') => account("youtube", handle),
        ("youtube.com", ["channel", id]) if id.starts_with("UC") => {
            Some(Profile { platform: "youtube", handle: (*id).to_owned(), native_id: Some((*id).to_owned()) })
        }
        ("youtube.com", ["c" | "user", handle]) => account("youtube", handle),
        ("reddit.com" | "old.reddit.com", ["user" | "u", handle]) => account("reddit", handle),
        ("medium.com", [handle]) if handle.starts_with('@') => account("medium", handle),
        ("vk.com", [handle]) => account("vk", handle),
        ("bsky.app", ["profile", handle]) => account("bluesky", handle),
        ("weibo.com", ["u", id]) => {
            Some(Profile { platform: "weibo", handle: (*id).to_owned(), native_id: Some((*id).to_owned()) })
        }
        _ => None,
    }
}

/// The pages of an account on its platform, without scheme, in the forms that people link.
pub(super) fn pages(platform: &str, handle: &str) -> Vec<String> {
    let forms: &[&str] = match platform {
        "x" => &["x.com/{}", "twitter.com/{}"],
        "telegram" => &["t.me/{}", "t.me/s/{}"],
        "facebook" => &["facebook.com/{}"],
        "instagram" => &["instagram.com/{}"],
        "threads" => &["threads.net/@{}"],
        "tiktok" => &["tiktok.com/@{}"],
        "youtube" if handle.starts_with("UC") && handle.len() == 24 => &["youtube.com/channel/{}"],
        "youtube" => &["youtube.com/@{}"],
        "reddit" => &["reddit.com/user/{}"],
        "medium" => &["medium.com/@{}"],
        "vk" => &["vk.com/{}"],
        "bluesky" => &["bsky.app/profile/{}"],
        _ => &[],
    };
    let mut pages: Vec<String> = forms.iter().map(|form| form.replace("{}", handle)).collect();
    // Handles have no case, addresses have.
    pages.extend(forms.iter().map(|form| form.replace("{}", &handle.to_lowercase())));
    pages.sort();
    pages.dedup();
    pages
}

/// A platform by one of the words that lists have for it.
pub(super) fn platform(word: &str) -> Option<&'static str> {
    Some(match word {
        "x" | "x.com" | "twitter" | "twitter.com" | "twitter-id" => "x",
        "t.me" | "telegram" | "telegram_url" => "telegram",
        "facebook" | "facebook.com" | "fb" => "facebook",
        "instagram" | "instagram.com" => "instagram",
        "threads" => "threads",
        "tiktok" | "tiktok.com" => "tiktok",
        "youtube" | "youtube.com" => "youtube",
        "reddit" | "reddit.com" => "reddit",
        "medium" | "medium.com" => "medium",
        "vk" | "vk.com" | "vkontakte" => "vk",
        "bluesky" | "bsky" => "bluesky",
        "mastodon" => "mastodon",
        "weibo" => "weibo",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_hosts_are_told_from_what_somebody_has_there() {
        let more = ["forum.example".to_owned()];
        for host in [
            "facebook.com",
            "m.facebook.com",
            "fr.pinterest.com",
            "pt-br.facebook.com",
            "sites.google.com",
            "forum.example",
        ] {
            assert!(is_shared(host, &more), "{host}");
        }
        for host in ["somebody.blogspot.com", "evil.example", "notfacebook.com", "facebook.com.evil.example"]
        {
            assert!(!is_shared(host, &more), "{host}");
        }
    }

    #[test]
    fn profiles_are_accounts_and_posts_are_not() {
        assert_eq!(profile("twitter.com", "/Some_Body").unwrap().handle, "Some_Body");
        assert_eq!(profile("t.me", "/s/somebody").unwrap().platform, "telegram");
        assert_eq!(profile("youtube.com", "/channel/UCx").unwrap().native_id.unwrap(), "UCx");
        for (host, path) in [
            ("twitter.com", "/a/status/1"),
            ("x.com", "/i"),
            ("t.me", "/+abc"),
            ("facebook.com", "/profile.php"),
            ("tiktok.com", "/a"),
            ("evil.example", "/a"),
        ] {
            assert_eq!(profile(host, path), None, "{host}{path}");
        }
    }
}
