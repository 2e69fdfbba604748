//! The last line: strings that would find a protected account are taken out of every text that is quoted.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::Naming;
use super::addresses::Addresses;
use super::letters::{Letter, is_cjk, letters, normal};
use crate::corpus::Corpus;

/// Shorter Latin strings are words of every text.
const SHORTEST: usize = 3;

/// Knows the handles, names and ids of all accounts that may not be named.
#[derive(Debug, Default)]
pub struct Guard {
    protected: BTreeSet<String>,
    /// What leads to them in an address.
    addresses: Addresses,
    /// Handles (with platform) that may stand in a text.
    named: BTreeSet<(String, String)>,
}

impl Guard {
    /// Collects what is to be protected. The narrative's own terms are not: an account that calls itself after them would
    /// otherwise empty every quotation.
    pub fn new(corpus: &Corpus, naming: &Naming<'_>, terms: &[String]) -> Self {
        let terms: BTreeSet<String> = terms.iter().map(|term| normal(term)).collect();
        let (mut protected, mut named) = (BTreeSet::new(), BTreeSet::new());
        let mut addresses = Addresses::default();
        for account in corpus.accounts.values() {
            if naming.is_named(account.id) {
                named.insert((account.platform.clone(), account.handle.clone()));
                continue;
            }
            let keys = [Some(&account.handle), account.native_id.as_ref()].into_iter().flatten();
            addresses.extend(&account.platform, keys.map(|text| bare(text)).filter(|text| is_enough(text)));
            let own = [Some(&account.handle), account.name.as_ref(), account.native_id.as_ref()];
            let own = own.into_iter().flatten().map(|text| bare(text));
            if let Some(name) =
                account.name.as_deref().map(bare).filter(|name| is_enough(name) && !terms.contains(name))
            {
                addresses.extend_name(&name);
            }
            protected.extend(own.filter(|text| is_enough(text) && !terms.contains(text)));
        }
        for claim in corpus.accounts.keys().flat_map(|&account| corpus.claims.of(account)) {
            if naming.protects(claim) {
                addresses.extend_name(&normal(&claim.actor));
                protected.insert(normal(&claim.actor));
            }
        }
        protected.remove("");
        Self { protected, addresses, named }
    }

    /// Whether `@handle` may stand in a text of this platform.
    pub fn may_mention(&self, platform: &str, handle: &str) -> bool {
        self.named.contains(&(platform.to_owned(), handle.to_lowercase()))
    }

    /// Whether a text holds something protected, as whole words.
    pub fn finds(&self, text: &str) -> bool {
        self.replaced(text, "").is_some()
    }

    /// Whether an address leads to a protected account. Everything is looked for as a whole segment only, names of one Latin
    /// word not at all: an account may call itself `https` or `news`.
    pub fn finds_in_url(&self, url: &str) -> bool {
        self.addresses.find(url)
    }

    /// The text with everything protected replaced.
    pub fn scrubbed(&self, text: &str) -> String {
        self.replaced(text, "[account]").unwrap_or_else(|| text.to_owned())
    }

    fn replaced(&self, text: &str, with: &str) -> Option<String> {
        let letters = letters(text);
        let edge = |n: usize| n == 0 || n == letters.len() || !letters[n - 1].joins(&letters[n]);
        let mut out = String::with_capacity(text.len());
        let (mut n, mut found) = (0, false);
        while n < letters.len() {
            if let Some(end) = edge(n).then(|| self.longest(&letters, n, &edge)).flatten() {
                out.push_str(with);
                (n, found) = (end, true);
                continue;
            }
            out.push_str(&text[letters[n].place.clone()]);
            n += 1;
        }
        found.then_some(out)
    }

    fn longest(&self, letters: &[Letter], from: usize, edge: &impl Fn(usize) -> bool) -> Option<usize> {
        let mut candidate = String::new();
        let mut longest = None;
        for (n, letter) in letters.iter().enumerate().skip(from) {
            candidate.push_str(&letter.folded);
            // The next in order begins with the candidate, or nothing does.
            let next =
                self.protected.range::<str, _>((Bound::Included(candidate.as_str()), Bound::Unbounded));
            let Some(next) = next.into_iter().next().filter(|next| next.starts_with(&candidate)) else {
                break;
            };
            if next.len() == candidate.len() && edge(n + 1) {
                longest = Some(n + 1);
            }
        }
        longest
    }
}

/// A handle or name as it is compared.
fn bare(text: &str) -> String {
    normal(normal(text).trim_start_matches('@'))
}

/// Whether a string is more than a word of every text.
fn is_enough(text: &str) -> bool {
    let length = text.chars().count();
    text.chars().any(is_cjk) && length > 1 || length >= SHORTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(protected: &[&str]) -> Guard {
        Guard { protected: protected.iter().map(|text| bare(text)).collect(), ..Guard::default() }
    }

    #[test]
    fn whole_words_only() {
        let guard = guard(&["wang_li7", "王小明", "anna bell"]);
        assert_eq!(
            guard.scrubbed("by WANG_LI7, wang_li77 and Anna \n Bell"),
            "by [account], wang_li77 and [account]"
        );
        assert_eq!(guard.scrubbed("记者王小明说 ANNA BELL"), "记者[account]说 [account]");
        assert!(!guard.finds("annabell"));
    }
    #[test]
    fn every_form_of_a_name_is_found() {
        let names = ["José  Émile\u{a0}Müller", "Жанна-Мария", "한국 사람"];
        let guard = guard(&names);
        for text in ["Jose\u{301} E\u{301}mile Mu\u{308}ller", "ＪＯＳÉ Émile Müller", "Жанна-Мари\u{200b}я"]
        {
            assert_eq!(guard.scrubbed(&format!("so {text}, he")), "so [account], he", "{text}");
        }
        assert!(!guard.finds("José Émile Müllerin") && !guard.finds("José Émile Mu\u{308}llerx"));
        assert_eq!(
            guard.scrubbed("José，Émile ｘ"),
            "José，Émile ｘ",
            "what is not found stays as it was written"
        );
    }

    #[test]
    fn long_names_are_found_as_a_whole() {
        let name = "Annabella Bellissima von und zu Hohenlangenwaldburg the Younger";
        assert_eq!(guard(&[name]).scrubbed(&format!("by {name}.")), "by [account].");
    }
}
