//! The rules of a robots.txt for one robot: which groups are its own, and which rule decides (RFC 9309, 2.2.1 and 2.2.2).

use std::time::Duration;

use super::lines::{Line, lines};
use super::pattern::{Effect, Rule, Target};

/// Nobody waits longer for a page: a longer delay is an error or a joke, and means the same.
const LONGEST_DELAY: f64 = 86_400.0;

/// What a robots.txt says to one robot.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The longest first, and of those of one length the one that opens.
    by_length: Vec<Rule>,
    /// Whether a group names the robot; the group for all is not for it then.
    pub(super) by_name: bool,
    pub(super) delay: Option<Duration>,
    pub(super) sitemaps: Vec<String>,
}

/// What is read of the groups that are one robot's.
#[derive(Debug, Default)]
struct Own {
    rules: Vec<Rule>,
    delay: Option<Duration>,
}

impl Own {
    fn wants(&mut self, delay: Duration) {
        self.delay = Some(self.delay.map_or(delay, |known| known.max(delay)));
    }
}

impl Rules {
    /// Reads what a robots.txt says to a robot of this name.
    pub(super) fn read(body: &[u8], agent: &str) -> Self {
        let agent = agent.as_bytes();
        let (mut named, mut all) = (Own::default(), Own::default());
        let mut is_named = false;
        // Of the group that is being read: whether it is the robot's, whether it is for all, whether its rules have begun.
        let (mut names_us, mut names_all, mut begun) = (false, false, false);
        let mut delay = None;
        let mut sitemaps = Vec::new();
        for line in lines(body) {
            let (effect, value) = match line {
                Line::UserAgent(value) => {
                    if begun {
                        (names_us, names_all, begun, delay) = (false, false, false, None);
                    }
                    names_all |= matches!(value, [b'*'] | [b'*', b' ' | b'\t', ..]);
                    names_us |= !agent.is_empty() && token(value).eq_ignore_ascii_case(agent);
                    is_named |= names_us;
                    (None, value)
                }
                // Other records must not end a group (2.2.4): those that are named after it share it.
                Line::CrawlDelay(value) => {
                    delay = seconds(value).or(delay);
                    (None, value)
                }
                Line::Sitemap(value) => {
                    sitemaps.extend(std::str::from_utf8(value).ok().map(str::to_owned));
                    continue;
                }
                Line::Allow(value) => (Some(Effect::Allow), value),
                Line::Disallow(value) => (Some(Effect::Disallow), value),
            };
            begun |= effect.is_some();
            let rule = effect.and_then(|effect| Rule::new(effect, value));
            for (own, is_its) in [(&mut named, names_us), (&mut all, names_all)] {
                if is_its {
                    own.rules.extend(rule.clone());
                    if let Some(delay) = delay {
                        own.wants(delay);
                    }
                }
            }
        }
        let own = if is_named { named } else { all };
        let mut rules = own.rules;
        rules.sort_by(|a, b| {
            let order = |rule: &Rule| (rule.pattern.len(), rule.effect);
            order(b).cmp(&order(a)).then_with(|| a.pattern.cmp(&b.pattern))
        });
        rules.dedup();
        Self { by_length: rules, by_name: is_named, delay: own.delay, sitemaps }
    }

    /// The rule that decides about a target: the one with the longest pattern, and of two the one that opens (2.2.2).
    pub(super) fn deciding(&self, target: &str) -> Option<&Rule> {
        let target = Target::new(target);
        let mut best: Option<(usize, &Rule)> = None;
        for rule in &self.by_length {
            // No rule weighs more than its pattern is long, and the rest are not longer.
            if best.is_some_and(|(weight, best)| (weight, best.effect) >= (rule.pattern.len(), rule.effect)) {
                break;
            }
            if let Some(weight) = rule.weight(&target)
                && best.is_none_or(|(most, best)| (weight, rule.effect) > (most, best.effect))
            {
                best = Some((weight, rule));
            }
        }
        best.map(|(_, rule)| rule)
    }
}

/// The product token that a name begins with (2.2.1): `Whence/1.0` and `Whence (research)` mean us.
fn token(name: &[u8]) -> &[u8] {
    let end = name.iter().position(|byte| !(byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')));
    &name[..end.unwrap_or(name.len())]
}

/// A crawl delay.
fn seconds(value: &[u8]) -> Option<Duration> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    (seconds >= 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST_DELAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(body: &str) -> Rules {
        Rules::read(body.as_bytes(), "Whence")
    }

    #[test]
    fn groups_of_one_name_are_one_and_the_group_for_all_is_for_the_others() {
        let read = rules(
            "User-agent: *\nDisallow: /\nUser-agent: whence\nAllow: /a\nUser-agent: b\nuser-agent: Whence/2\nDisallow: /c\n",
        );
        assert!(read.by_name && read.by_length.len() == 2, "{read:?}");
        assert!(read.deciding("/d").is_none());
        assert_eq!(rules("Disallow: /\n").by_length.len(), 0, "a rule before any group is nobody's");
    }

    #[test]
    fn the_longest_pattern_decides_and_of_two_the_one_that_opens() {
        let read = rules("User-agent: *\nDisallow: /a\nAllow: /a\nDisallow: /a/b\nAllow: /a/b/index.html\n");
        let decides = |target| read.deciding(target).map(|rule| (rule.effect, rule.pattern.as_str()));
        assert_eq!(decides("/a/x"), Some((Effect::Allow, "/a")));
        assert_eq!(decides("/a/bc"), Some((Effect::Disallow, "/a/b")));
        assert_eq!(decides("/a/b/"), Some((Effect::Allow, "/a/b/index.html")));
        assert_eq!(decides("/"), None);
    }

    #[test]
    fn other_records_do_not_end_a_group_and_the_longest_delay_holds() {
        let read = rules(
            "User-agent: Whence\nCrawl-delay: 2\nSitemap: https://h/s.xml\nUser-agent: b\nDisallow: /x\nUser-agent: whence\nCrawl-delay: 0.5\n",
        );
        assert_eq!((read.delay, read.by_length.len()), (Some(Duration::from_secs(2)), 1));
        assert_eq!(read.sitemaps, ["https://h/s.xml"]);
        let delay = |text: &str| rules(&format!("User-agent: *\nCrawl-delay: {text}\n")).delay;
        assert_eq!(delay("1e300"), Some(Duration::from_hours(24)));
        assert_eq!([delay("-1"), delay("NaN"), delay("soon"), delay("")], [None; 4]);
        assert_eq!(
            rules("User-agent: x\nCrawl-delay: 9\nDisallow: /\nUser-agent: *\nDisallow: /\n").delay,
            None
        );
    }
}
