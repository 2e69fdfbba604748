//! The `Link` header (RFC 8288): where the next page is.

use url::Url;

/// The address of the next page, as the server writes it.
pub(super) fn next(header: &str, base: &Url) -> Option<Url> {
    header.split(',').find_map(|link| {
        let (address, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters.split(';').any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or_default();
            name.trim().eq_ignore_ascii_case("rel")
                && value.trim().trim_matches('"').split(' ').any(|rel| rel == "next")
        });
        if is_next { base.join(address).ok() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_others() {
        let base = Url::parse("https://social.example/api/v1/x").unwrap();
        let header = "<https://social.example/api/v1/x?min_id=9>; rel=\"prev\", <https://social.example/api/v1/x?limit=40&max_id=5>; rel=\"next\"";
        assert_eq!(next(header, &base).unwrap().query(), Some("limit=40&max_id=5"));
        for other in ["", "<https://a.example/>; rel=\"prev\"", "nonsense", "<:>; rel=next, <"] {
            assert_eq!(next(other, &base).filter(|url| url.host_str() == Some("a.example")), None, "{other}");
        }
        assert_eq!(next("<https://social.example/?a=1>; rel=\"prev\"", &base), None);
    }
}
