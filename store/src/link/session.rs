//! Sessions in addresses: who is visiting, not what is shown.

use super::address::Pair;

/// Takes sessions out of a path and a query.
pub(super) fn strip(path: &mut String, query: &mut Vec<Pair>) {
    query.retain(|pair| !is_session(pair));
    while let Some(at) = find(path) {
        // `;jsessionid=…` up to the next sign that parts.
        let end = path[at + 1..].find(['/', ';']).map_or(path.len(), |length| at + 1 + length);
        path.replace_range(at..end, "");
        // A part of dots that ended in a session would be another place when it is read again.
        let is_dots = |part: &str| matches!(part, "." | "..");
        if path.split('/').any(is_dots) {
            *path = path.split('/').filter(|part| !is_dots(part)).collect::<Vec<_>>().join("/");
        }
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
    }
}

fn find(path: &str) -> Option<usize> {
    const NAME: &str = ";jsessionid=";
    path.match_indices(';')
        .map(|(at, _)| at)
        .find(|at| path.get(*at..at + NAME.len()).is_some_and(|found| found.eq_ignore_ascii_case(NAME)))
}

fn is_session(pair: &Pair) -> bool {
    let name = pair.name();
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    match name.len() {
        // Forums call it so, and others something else: only what looks like a hash.
        1 | 3 if matches!(name, "s" | "sid") => {
            pair.value().len() == 32 && pair.value().bytes().all(|byte| byte.is_ascii_hexdigit())
        }
        4 => is("cfid"),
        7 => is("cftoken"),
        9 => is("phpsessid"),
        10 => is("jsessionid"),
        17 => is("asp.net_sessionid") || has_prefix(name, "aspsessionid"),
        12.. => has_prefix(name, "aspsessionid"),
        _ => false,
    }
}

fn has_prefix(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(prefix))
}
