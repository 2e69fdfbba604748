//! The last line: strings that would find a protected account are taken out of every text that is quoted.

use std::collections::BTreeSet;

use whence_store::text::fold;

use super::Naming;
use crate::corpus::Corpus;

/// Longer names than this are not looked for as a whole; their first words are.
const LONGEST: usize = 48;
/// Shorter Latin strings are words of every text.
const SHORTEST: usize = 3;

/// Knows the handles, names and ids of all accounts that may not be named.
#[derive(Debug)]
pub struct Guard {
    protected: BTreeSet<String>,
    /// Handles (with platform) that may stand in a text.
    named: BTreeSet<(String, String)>,
}

impl Guard {
    /// Collects what is to be protected. The narrative's own terms are not: an account that calls itself after them would
    /// otherwise empty every quotation.
    pub fn new(corpus: &Corpus, naming: &Naming<'_>, terms: &[String]) -> Self {
        let terms: BTreeSet<String> = terms.iter().map(|term| fold(term)).collect();
        let (mut protected, mut named) = (BTreeSet::new(), BTreeSet::new());
        for account in corpus.accounts.values() {
            if naming.is_named(account.id) {
                named.insert((account.platform.clone(), account.handle.clone()));
                continue;
            }
            let own = [Some(&account.handle), account.name.as_ref(), account.native_id.as_ref()];
            for text in own.into_iter().flatten() {
                let folded: String =
                    fold(text.trim().trim_start_matches('@')).chars().take(LONGEST).collect();
                let enough = folded.chars().any(is_cjk) && folded.chars().count() > 1
                    || folded.chars().count() >= SHORTEST;
                if enough && !terms.contains(&folded) {
                    protected.insert(folded);
                }
            }
        }
        for claim in corpus.accounts.keys().flat_map(|&account| corpus.claims.of(account)) {
            if naming.actor(claim) != claim.actor {
                protected.insert(fold(claim.actor.trim()).chars().take(LONGEST).collect());
            }
        }
        Self { protected, named }
    }

    /// Whether `@handle` may stand in a text of this platform.
    pub fn may_mention(&self, platform: &str, handle: &str) -> bool {
        self.named.contains(&(platform.to_owned(), handle.to_lowercase()))
    }

    /// Whether a text holds something protected, as whole words.
    pub fn finds(&self, text: &str) -> bool {
        self.replaced(text, "").is_some()
    }

    /// The text with everything protected replaced.
    pub fn scrubbed(&self, text: &str) -> String {
        self.replaced(text, "[account]").unwrap_or_else(|| text.to_owned())
    }

    fn replaced(&self, text: &str, with: &str) -> Option<String> {
        let chars: Vec<char> = text.chars().collect();
        // Folding may change the number of characters, so each is folded by itself and lengths are counted unfolded.
        let folded: Vec<String> = chars.iter().map(|c| fold(c.encode_utf8(&mut [0; 4]))).collect();
        let edge = |n: usize| n == 0 || n == chars.len() || !joins(chars[n - 1], chars[n]);
        let mut out = String::with_capacity(text.len());
        let (mut n, mut found) = (0, false);
        while n < chars.len() {
            if let Some(end) = edge(n).then(|| self.longest(&folded, n, &edge)).flatten() {
                out.push_str(with);
                (n, found) = (end, true);
                continue;
            }
            out.push(chars[n]);
            n += 1;
        }
        found.then_some(out)
    }

    fn longest(&self, folded: &[String], from: usize, edge: &impl Fn(usize) -> bool) -> Option<usize> {
        let mut candidate = String::new();
        let mut longest = None;
        for (n, part) in folded.iter().enumerate().skip(from).take(LONGEST) {
            candidate.push_str(part);
            if edge(n + 1) && self.protected.contains(&candidate) {
                longest = Some(n + 1);
            }
        }
        longest
    }
}

/// Whether two neighbours belong to one word. Scripts without spaces have no words: there everything is an edge.
fn joins(a: char, b: char) -> bool {
    let part = |c: char| c.is_alphanumeric() && !is_cjk(c);
    part(a) && part(b)
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only() {
        let protected = ["wang_li7", "王小明", "anna bell"].map(str::to_owned).into_iter().collect();
        let guard = Guard { protected, named: BTreeSet::new() };
        assert_eq!(
            guard.scrubbed("by WANG_LI7, wang_li77 and Anna  Bell"),
            "by [account], wang_li77 and Anna  Bell"
        );
        assert_eq!(guard.scrubbed("记者王小明说 ANNA BELL"), "记者[account]说 [account]");
        assert!(guard.finds("https://x.com/Wang_Li7/status/1") && !guard.finds("annabell"));
    }
}
