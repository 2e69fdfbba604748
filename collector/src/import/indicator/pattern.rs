//! Patterns of STIX 2.1, as far as a page or a post can match them: one comparison, or an account's platform with its name.
//!
//! What asks for two things at once, or for their order or time, is not taken apart: each of them alone is no indicator.

/// A comparison: an object's path and the value that it must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) path: String,
    pub(super) value: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

/// The alternatives of a pattern, each a list of comparisons that hold together; nothing where it asks for more.
pub(super) fn alternatives(pattern: &str) -> Option<Vec<Vec<Comparison>>> {
    let tokens = tokens(pattern)?;
    let mut all = Vec::new();
    let mut rest = tokens.as_slice();
    loop {
        let (inside, after) = bracket(rest)?;
        for alternative in split(inside, "OR") {
            let mut together: Vec<Vec<Comparison>> = vec![Vec::new()];
            for part in split(alternative, "AND") {
                let values = comparison(part)?;
                together = together
                    .iter()
                    .flat_map(|known| {
                        values.iter().map(|value| known.iter().cloned().chain([value.clone()]).collect())
                    })
                    .collect();
            }
            all.extend(together);
        }
        rest = match after {
            [] => return Some(all),
            [Token::Word(word), more @ ..] if word.eq_ignore_ascii_case("OR") => more,
            _ => return None,
        };
    }
}

fn bracket(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let [Token::Sign('['), rest @ ..] = tokens else { return None };
    let end = rest.iter().position(|token| *token == Token::Sign(']'))?;
    Some((&rest[..end], &rest[end + 1..]))
}

fn split<'t>(tokens: &'t [Token], by: &str) -> Vec<&'t [Token]> {
    tokens.split(|token| matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(by))).collect()
}

/// `path = 'value'` or `path IN ('one', 'two')`.
fn comparison(tokens: &[Token]) -> Option<Vec<Comparison>> {
    let (path, rest) = match tokens {
        [Token::Word(path), rest @ ..] => (path.clone(), rest),
        _ => return None,
    };
    let values: Vec<String> = match rest {
        [Token::Sign('='), Token::Text(value)] => vec![value.clone()],
        [Token::Word(word), Token::Sign('('), list @ .., Token::Sign(')')]
            if word.eq_ignore_ascii_case("IN") =>
        {
            list.iter()
                .filter(|token| **token != Token::Sign(','))
                .map(|token| match token {
                    Token::Text(value) => Some(value.clone()),
                    _ => None,
                })
                .collect::<Option<_>>()?
        }
        _ => return None,
    };
    Some(values.into_iter().map(|value| Comparison { path: path.clone(), value }).collect())
}

fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '\'' => {
                let mut text = String::new();
                loop {
                    match chars.next()? {
                        '\'' => break,
                        '\\' => text.push(chars.next()?),
                        c => text.push(c),
                    }
                }
                tokens.push(Token::Text(text));
            }
            '[' | ']' | '(' | ')' | '=' | ',' => tokens.push(Token::Sign(c)),
            // `!=`, `<`, `>` and whatever else is no equality.
            '!' | '<' | '>' => return None,
            c => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !"[]()=,'!<>".contains(*c)) {
                    word.push(c);
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pattern: &str) -> Option<Vec<String>> {
        let all = alternatives(pattern)?;
        let one = |together: &Vec<Comparison>| {
            together.iter().map(|c| format!("{}={}", c.path, c.value)).collect::<Vec<_>>().join("&")
        };
        Some(all.iter().map(one).collect())
    }

    #[test]
    fn equalities_are_read() {
        assert_eq!(told("[domain-name:value = 'evil.example']").unwrap(), ["domain-name:value=evil.example"]);
        assert_eq!(told("[url:value='a\\'b' OR url:value = 'c']").unwrap(), ["url:value=a'b", "url:value=c"]);
        assert_eq!(
            told("[url:value = 'a'] OR [domain-name:value = 'b']").unwrap(),
            ["url:value=a", "domain-name:value=b"]
        );
        assert_eq!(told("[url:value IN ('a', 'b')]").unwrap(), ["url:value=a", "url:value=b"]);
        assert_eq!(
            told("[user-account:account_type = 't' AND user-account:account_login = 'l']").unwrap(),
            ["user-account:account_type=t&user-account:account_login=l"]
        );
    }

    #[test]
    fn what_asks_for_more_is_not_taken_apart() {
        for pattern in [
            "[domain-name:value != 'a']",
            "[url:value = 'a'] AND [url:value = 'b']",
            "[url:value = 'a'] FOLLOWEDBY [url:value = 'b']",
            "[url:value = 'a'] WITHIN 5 SECONDS",
            "[url:value LIKE 'a%']",
            "[url:value NOT = 'a']",
            "[(url:value = 'a')]",
            "[url:value = 'a",
            "url:value = 'a'",
            "",
        ] {
            assert_eq!(told(pattern), None, "{pattern}");
        }
    }
}
