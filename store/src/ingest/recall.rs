//! Forgotten texts, known again by keyed hashes of their parts wherever others quote them.
//!
//! A part is what `redact/needle.rs` searches for: the whole text, a line or a sentence that counts by itself. Hashes stand for its
//! beginning and for all of it, spaces of all kinds and lengths being one. A later text is asked at each beginning of a word whether a part begins there,
//! which costs one hash, and only where one does, how far it goes. What is found here is found by forgetting too, so that a
//! text comes again as it was left. Quotations that are shorter or change a word are found by neither.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::StoreError;
use crate::redact::{Firsts, HEAD as SEARCHED, WEIGHTY, fold, is_mark, is_unspaced, own_parts};

/// A part is followed for so many letters; longer ones are known by their sentences.
const LONGEST: usize = 2_000;

/// What a hash stands for.
const HEAD: u8 = 1;
const WHOLE: u8 = 2;

/// A letter or sign of a text, folded.
struct Letter {
    from: usize,
    to: usize,
    folded: String,
    weight: usize,
    /// Whether a space stands before it.
    spaced: bool,
    /// Whether a word begins with it.
    begins: bool,
}

/// The letters and signs of a text, each with whether it is apart from the one before.
fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::new();
    let (mut spaced, mut inside) = (false, false);
    for (from, c) in text.char_indices() {
        let mut folded = String::new();
        fold(c, |letter| folded.push(letter));
        folded.retain(|letter| letter != ' ');
        if folded.is_empty() {
            spaced |= c.is_whitespace();
            inside &= !c.is_whitespace();
            continue;
        }
        let weight = folded
            .chars()
            .map(|letter| if is_unspaced(letter) { 2 } else { usize::from(!is_mark(letter)) })
            .sum();
        let begins = !inside || is_unspaced(c);
        letters.push(Letter { from, to: from + c.len_utf8(), folded, weight, spaced, begins });
        inside = c.is_alphanumeric() || (inside && is_mark(c));
        spaced = false;
    }
    letters
}

/// The place of the letter with which there is enough to be a beginning; nothing where there are too few.
fn head(letters: &[Letter]) -> Option<usize> {
    let mut weight = 0;
    letters.iter().position(|letter| {
        weight += letter.weight;
        weight >= WEIGHTY
    })
}

/// As many letters as are searched for in a body: who has these, has the part.
fn searched(letters: &[Letter]) -> &[Letter] {
    let mut bytes = 0;
    let end = letters.iter().enumerate().position(|(n, letter)| {
        bytes += letter.folded.len() + usize::from(n > 0 && letter.spaced);
        bytes > SEARCHED
    });
    &letters[..end.unwrap_or(letters.len())]
}

fn begun(mac: &Hmac<Sha256>, what: u8, letters: &[Letter]) -> Hmac<Sha256> {
    let mut mac = mac.clone();
    mac.update(&[what]);
    for (n, letter) in letters.iter().enumerate() {
        go_on(&mut mac, n, letter);
    }
    mac
}

/// Adds the letter at that place of a part.
fn go_on(mac: &mut Hmac<Sha256>, n: usize, letter: &Letter) {
    if n > 0 && letter.spaced {
        mac.update(b" ");
    }
    mac.update(letter.folded.as_bytes());
}

/// The hashes by which a text is known again: what forgetting spares, as others wrote it first, is not among them.
pub(super) fn hashes(mac: &Hmac<Sha256>, text: &str, firsts: &Firsts) -> Vec<[u8; 32]> {
    let mut hashes = Vec::new();
    for (part, begins) in own_parts(text, firsts) {
        let letters = letters(part);
        let Some(last) = head(&letters) else { continue };
        hashes.push(begun(mac, HEAD, &letters[..=last]).finalize().into_bytes().into());
        if begins {
            hashes.push(begun(mac, WHOLE, searched(&letters)).finalize().into_bytes().into());
        }
        if letters.len() <= LONGEST {
            hashes.push(begun(mac, WHOLE, &letters).finalize().into_bytes().into());
        }
    }
    hashes
}

/// Where parts stand in a text, as bytes from and to, the longest at each place.
pub(super) fn places(
    mac: &Hmac<Sha256>,
    text: &str,
    mut is_known: impl FnMut([u8; 32]) -> Result<bool, StoreError>,
) -> Result<Vec<(usize, usize)>, StoreError> {
    let letters = letters(text);
    let mut places = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let rest = &letters[at..];
        let Some(last) = head(rest) else { break };
        let mut end = None;
        if rest[0].begins && is_known(begun(mac, HEAD, &rest[..=last]).finalize().into_bytes().into())? {
            let mut running = begun(mac, WHOLE, &rest[..last]);
            for (n, letter) in rest.iter().enumerate().take(LONGEST).skip(last) {
                go_on(&mut running, n, letter);
                if is_known(running.clone().finalize().into_bytes().into())? {
                    end = Some(n);
                }
            }
        }
        at += match end {
            Some(n) => {
                places.push((rest[0].from, rest[n].to));
                n + 1
            }
            None => 1,
        };
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use hmac::KeyInit as _;

    use super::*;

    fn found(forgotten: &str, text: &str) -> Vec<String> {
        let mac = Hmac::<Sha256>::new_from_slice(b"key").unwrap();
        let known: HashSet<_> = hashes(&mac, forgotten, &Firsts::default()).into_iter().collect();
        let places = places(&mac, text, |hash| Ok(known.contains(&hash))).unwrap();
        places.into_iter().map(|(from, to)| text[from..to].to_owned()).collect()
    }

    #[test]
    fn a_part_is_known_wherever_it_stands() {
        let forgotten = "The harbour masters met in secret. Nobody knows why they did! Yes.";
        for (text, parts) in [
            ("She: \"the HARBOUR masters  met in secret.\" So?", vec!["the HARBOUR masters  met in secret."]),
            ("Nobody knows why\nthey did! Nor do I.", vec!["Nobody knows why\nthey did!"]),
            (forgotten, vec![forgotten]),
            ("The harbour masters met in silence.", vec![]),
            ("The harbourmasters met in secret.", vec![]),
            ("Yes.", vec![]),
        ] {
            assert_eq!(found(forgotten, text), parts, "{text}");
        }
        let forgotten = "港口的秘密会议今天又开始了。没有人知道为什么。";
        let part = "港口的秘密会议今天又开始了。";
        assert_eq!(found(forgotten, &format!("他说{part}是吗")), [part]);
    }

    #[test]
    fn the_beginning_of_a_long_part_is_enough() {
        let long = "one sentence that is so long that nobody who looks for it looks for all of it, which would be dear";
        assert_eq!(found(long, &format!("{} and so on", &long[..70])), [long[..64].trim_end()]);
        assert_eq!(found(long, &format!("> {long}")), [long]);
    }
}
