//! Addresses of warning and counting pages, which carry the address that they lead to.
//!
//! Only those of known hosts, and only where opening them leads to the target. Archives and translations show something else
//! than the page, and a button for sharing shares it: they stay what they are.

use super::address::{Address, Pair};
use super::percent;

/// Host, beginning of the path, names of the parameter.
type Known = (&'static str, &'static str, &'static [&'static str]);

const KNOWN: &[Known] = &[
    ("l.facebook.com", "/l.php", &["u"]),
    ("lm.facebook.com", "/l.php", &["u"]),
    ("facebook.com", "/l.php", &["u"]),
    ("m.facebook.com", "/l.php", &["u"]),
    ("facebook.com", "/flx/warn", &["u"]),
    ("l.messenger.com", "/l.php", &["u"]),
    ("l.instagram.com", "/", &["u"]),
    ("instagram.com", "/linkshim", &["u"]),
    ("l.threads.net", "/", &["u"]),
    ("l.threads.com", "/", &["u"]),
    ("l.wl.co", "/l", &["u"]),
    ("youtube.com", "/redirect", &["q"]),
    ("m.youtube.com", "/redirect", &["q"]),
    ("t.umblr.com", "/redirect", &["z"]),
    ("out.reddit.com", "/", &["url"]),
    ("vk.com", "/away", &["to"]),
    ("m.vk.com", "/away", &["to"]),
    ("away.vk.com", "/away", &["to"]),
    ("vk.ru", "/away", &["to"]),
    ("ok.ru", "/dk", &["st.rfn", "st.link"]),
    ("tiktok.com", "/link/v2", &["target"]),
    ("t.me", "/iv", &["url"]),
    ("link.zhihu.com", "/", &["target"]),
    ("weibo.cn", "/sinaurl", &["u", "toasturl"]),
    ("sinaurl.cn", "/", &["u", "url"]),
    ("passport.weibo.com", "/visitor/visitor", &["url"]),
    ("link.csdn.net", "/", &["target"]),
    ("link.juejin.cn", "/", &["target"]),
    ("link.jianshu.com", "/", &["t"]),
    ("jianshu.com", "/go-wild", &["url"]),
    ("link.sspai.com", "/", &["target"]),
    ("gitee.com", "/link", &["target"]),
    ("douban.com", "/link2", &["url"]),
    ("oschina.net", "/action/GoToLink", &["url"]),
    ("c.pc.qq.com", "/middlem.html", &["pfurl"]),
    ("mail.qq.com", "/cgi-bin/readtemplate", &["gourl"]),
    ("game.bilibili.com", "/linkfilter", &["url"]),
    ("steamcommunity.com", "/linkfilter", &["url", "u"]),
    ("linkedin.com", "/safety/go", &["url"]),
    ("linkedin.com", "/redir", &["url"]),
    ("duckduckgo.com", "/l", &["uddg"]),
    ("slack-redir.net", "/link", &["url"]),
    ("getpocket.com", "/redirect", &["url"]),
    ("pinterest.com", "/offsite", &["url"]),
    ("medium.com", "/r", &["url"]),
    ("exit.sc", "/", &["url"]),
    ("gate.sc", "/", &["url"]),
    ("go.redirectingat.com", "/", &["url"]),
    ("go.skimresources.com", "/", &["url"]),
];

/// Hosts whose whole query is the target.
const WHOLE: &[&str] = &["href.li", "anonym.to", "nullrefer.com", "dereferer.org"];

/// Whether the whole query of a host's addresses is the target.
pub(super) fn takes_whole(host: &str) -> bool {
    WHOLE.contains(&host)
}

/// The address that this one leads to.
pub(super) fn target(address: &Address) -> Option<String> {
    if address.query.is_empty() || address.has_port() {
        return None;
    }
    if let Some(whole) = &address.whole_query {
        let spelt = address.query.first().map(Pair::text);
        return [Some(whole.as_str()), spelt]
            .into_iter()
            .flatten()
            .find(|text| is_web(text))
            .map(str::to_owned);
    }
    for name in names(address)? {
        // What is no text would lose its bytes.
        let Some(value) = address.value(name).and_then(percent::decoded) else { continue };
        if is_web(&value) {
            return Some(value);
        }
        if value.starts_with('/') && !value.starts_with("//") && *name == "u" {
            return inside(address, &value);
        }
    }
    None
}

fn names(address: &Address) -> Option<&'static [&'static str]> {
    if let Some((_, _, names)) = KNOWN.iter().find(|(host, path, _)| {
        *host == address.host && address.path.strip_prefix(path).is_some_and(|rest| ends(path, rest))
    }) {
        return Some(names);
    }
    let domain = address.domain_name()?;
    if domain.starts_with("google.") && address.host == domain && address.path == "/url" {
        return Some(&["q", "url"]);
    }
    if domain == "youtube.com" && address.path == "/attribution_link" {
        return Some(&["u"]);
    }
    if address.host.ends_with(".safelinks.protection.outlook.com") {
        return Some(&["url"]);
    }
    None
}

/// Whether a path ends a word there: `/l` is no beginning of `/login`.
fn ends(path: &str, rest: &str) -> bool {
    path.ends_with('/') || rest.is_empty() || rest.starts_with(['/', '.'])
}

fn is_web(text: &str) -> bool {
    let begins =
        |scheme: &str| text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    begins("https://") || begins("http://")
}

/// A page of the same site.
fn inside(address: &Address, path: &str) -> Option<String> {
    (address.domain_name() == Some("youtube.com")).then(|| format!("https://youtube.com{path}"))
}
