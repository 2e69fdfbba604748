//! The names of characters in HTML: Latin-1, Greek, and the signs that pages write by name.
//!
//! It does not know the two thousand names of mathematics and of other alphabets.

/// The length of the longest name, in characters.
pub(super) const LONGEST: usize = 7;

/// U+00A0 to U+00FF, in order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
    Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
    times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
    egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
    ugrave uacute ucirc uuml yacute thorn yuml";

/// U+0391 to U+03A9, in order, without the place that is not taken; the small letters follow 32 places later.
const GREEK: &str = "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau \
    Upsilon Phi Chi Psi Omega";

/// Signs, and letters outside of the two ranges.
const OTHERS: &[(&str, char)] = &[
    ("amp", '&'),
    ("AMP", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("QUOT", '"'),
    ("apos", '\''),
    ("commat", '@'),
    ("lowbar", '_'),
    ("period", '.'),
    ("comma", ','),
    ("colon", ':'),
    ("semi", ';'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("num", '#'),
    ("percnt", '%'),
    ("quest", '?'),
    ("excl", '!'),
    ("equals", '='),
    ("plus", '+'),
    ("dollar", '$'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("hyphen", '\u{2010}'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Zcaron", 'Ž'),
    ("zcaron", 'ž'),
    ("Ccaron", 'Č'),
    ("ccaron", 'č'),
    ("Cacute", 'Ć'),
    ("cacute", 'ć'),
    ("Lstrok", 'Ł'),
    ("lstrok", 'ł'),
    ("Yuml", 'Ÿ'),
    ("fnof", 'ƒ'),
    ("sigmaf", 'ς'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '\u{2018}'),
    ("rsquo", '\u{2019}'),
    ("sbquo", '\u{201a}'),
    ("ldquo", '\u{201c}'),
    ("rdquo", '\u{201d}'),
    ("bdquo", '\u{201e}'),
    ("bull", '•'),
    ("hellip", '…'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("euro", '€'),
    ("trade", '™'),
];

/// The character of a name, without `&` and `;`.
pub(super) fn named(name: &str) -> Option<char> {
    let place = |list: &str, name: &str| list.split_ascii_whitespace().position(|other| other == name);
    let at = |base: u32, place: usize| char::from_u32(base + u32::try_from(place).ok()?);
    if let Some((_, c)) = OTHERS.iter().find(|(other, _)| *other == name) {
        return Some(*c);
    }
    if let Some(n) = place(LATIN, name) {
        return at(0xa0, n);
    }
    let mut letters = name.chars();
    let first = letters.next().filter(char::is_ascii_alphabetic)?;
    let title: String = first.to_uppercase().chain(letters).collect();
    at(if first.is_ascii_uppercase() { 0x391 } else { 0x3b1 }, place(GREEK, &title)?)
}

/// The character of a number; browsers read 128 to 159 as windows-1252, as pages mean it.
pub(super) fn numbered(code: u32) -> char {
    match u8::try_from(code) {
        Ok(byte @ 0x80..=0x9f) => encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next(),
        _ => char::from_u32(code),
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_give_their_characters() {
        for (name, c) in [
            ("nbsp", '\u{a0}'),
            ("frac34", '¾'),
            ("yuml", 'ÿ'),
            ("Eacute", 'É'),
            ("times", '×'),
            ("Omega", 'Ω'),
            ("alpha", 'α'),
            ("sigma", 'σ'),
            ("rsquo", '’'),
        ] {
            assert_eq!(named(name), Some(c), "{name}");
        }
        assert_eq!(named("-"), None);
        assert_eq!(named(""), None);
        assert_eq!(numbered(146), '’');
        assert_eq!(numbered(0xd800), char::REPLACEMENT_CHARACTER);
        let all = OTHERS.iter().map(|(name, _)| *name).chain(LATIN.split_whitespace());
        assert_eq!(all.map(str::len).max(), Some(LONGEST));
    }
}
