//! Names by number: each distinct name is kept once, in one run of bytes.

use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::coordination::files::field;

/// Distinct names, numbered from 0 in the order in which they came.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    bytes: Vec<u8>,
    /// Where each name ends in `bytes`.
    ends: Vec<u64>,
    /// Half of the hash and the number of every name; the half spares most looks at the bytes.
    table: HashTable<(u32, u32)>,
    /// Whether no name needs quotes in a CSV file; known once all are there.
    is_plain: bool,
}

/// The half of a hash spread over all bits, as the table wants it.
fn spread(half: u32) -> u64 {
    let product = u64::from(half).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    product ^ (product >> 32)
}

impl Names {
    /// The number of a name, which is added if it is new. Callers keep the count below 2^32.
    pub(crate) fn intern(&mut self, name: &[u8]) -> u32 {
        #[allow(clippy::cast_possible_truncation, reason = "half of the hash is what is kept")]
        let half = (FxBuildHasher.hash_one(name) >> 32) as u32;
        let found = self.table.find(spread(half), |&(other, number)| {
            other == half && slice(&self.bytes, &self.ends, number) == name
        });
        if let Some(&(_, number)) = found {
            return number;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(name);
        self.ends.push(self.bytes.len() as u64);
        self.table.insert_unique(spread(half), (half, number), |&(half, _)| spread(half));
        number
    }

    /// A name.
    pub(crate) fn get(&self, number: u32) -> &[u8] {
        slice(&self.bytes, &self.ends, number)
    }

    /// A name as text; what is read is UTF-8.
    pub(crate) fn text(&self, number: u32) -> String {
        String::from_utf8_lossy(self.get(number)).into_owned()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Frees what only interning needs.
    pub(crate) fn finish(&mut self) {
        self.table = HashTable::new();
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.is_plain = needs_no_quotes(&self.bytes);
    }

    /// Writes a name as a cell of a CSV file.
    pub(crate) fn write(&self, row: &mut Vec<u8>, number: u32) {
        let name = self.get(number);
        if self.is_plain { row.extend_from_slice(name) } else { field(row, name) }
    }

    /// The names in order, and for each old number the new one.
    ///
    /// Numbers in order of names are the same whatever the order of the log.
    pub(crate) fn sorted(&self) -> (Self, Rank) {
        let count = u32::try_from(self.len()).unwrap_or(u32::MAX);
        // The first eight bytes decide most comparisons without a look at the names.
        let mut order: Vec<(u64, u32)> =
            (0..count).map(|number| (prefix(self.get(number)), number)).collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.get(a.1).cmp(self.get(b.1))));
        let mut names = Self {
            bytes: Vec::with_capacity(self.bytes.len()),
            ends: Vec::with_capacity(self.ends.len()),
            table: HashTable::new(),
            is_plain: needs_no_quotes(&self.bytes),
        };
        let mut rank = vec![0; self.len()];
        for (new, &(_, old)) in (0_u32..).zip(&order) {
            names.bytes.extend_from_slice(self.get(old));
            names.ends.push(names.bytes.len() as u64);
            rank[old as usize] = new;
        }
        (names, Rank(rank))
    }

    /// The names that are used, in the order in which they are used first; gives the uses the new numbers.
    ///
    /// Who walks along the uses then walks along the bytes, too.
    pub(crate) fn in_order_of(&self, uses: &mut [u32]) -> Self {
        let mut rank = vec![u32::MAX; self.len()];
        let mut names = Self { is_plain: self.is_plain, ..Self::default() };
        names.bytes.reserve_exact(self.bytes.len());
        names.ends.reserve_exact(self.ends.len());
        for number in uses {
            let new = &mut rank[*number as usize];
            if *new == u32::MAX {
                *new = u32::try_from(names.ends.len()).unwrap_or(u32::MAX);
                names.bytes.extend_from_slice(self.get(*number));
                names.ends.push(names.bytes.len() as u64);
            }
            *number = *new;
        }
        names
    }
}

/// New numbers by old numbers.
#[derive(Debug)]
pub(crate) struct Rank(Vec<u32>);

impl Rank {
    /// The new number of an old one.
    pub(crate) fn of(&self, old: u32) -> u32 {
        self.0[old as usize]
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the bytes lie in memory")]
fn slice<'a>(bytes: &'a [u8], ends: &[u64], number: u32) -> &'a [u8] {
    let number = number as usize;
    let start = if number == 0 { 0 } else { ends[number - 1] };
    &bytes[start as usize..ends[number] as usize]
}

/// Looks at many bytes at once, as a search that stops at the first could not.
fn needs_no_quotes(bytes: &[u8]) -> bool {
    let is_special = |&byte: &u8| byte == b',' || byte == b'"' || byte == b'\n' || byte == b'\r';
    bytes.chunks(4096).all(|chunk| !chunk.iter().fold(false, |found, byte| found | is_special(byte)))
}

fn prefix(name: &[u8]) -> u64 {
    let mut first = [0; 8];
    let length = name.len().min(8);
    first[..length].copy_from_slice(&name[..length]);
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_number_and_order_does_not_matter() {
        let mut names = Names::default();
        let words = ["b", "a", "", "b", "a longer name", "a longer nam", "a\0"];
        let numbers: Vec<u32> = words.iter().map(|word| names.intern(word.as_bytes())).collect();
        assert_eq!(numbers, [0, 1, 2, 0, 3, 4, 5]);
        let (sorted, rank) = names.sorted();
        let texts: Vec<String> = (0..6).map(|n| sorted.text(n)).collect();
        assert_eq!(texts, ["", "a", "a\0", "a longer nam", "a longer name", "b"]);
        for (word, &number) in words.iter().zip(&numbers) {
            assert_eq!(sorted.get(rank.of(number)), word.as_bytes());
        }
    }

    #[test]
    fn names_follow_their_uses() {
        let mut names = Names::default();
        for word in ["a", "unused", "b,", "c"] {
            names.intern(word.as_bytes());
        }
        names.finish();
        let mut uses = [3, 2, 3, 0, 2];
        let ordered = names.in_order_of(&mut uses);
        assert_eq!(uses, [0, 1, 0, 2, 1]);
        assert_eq!((0..3).map(|n| ordered.text(n)).collect::<Vec<_>>(), ["c", "b,", "a"]);
        let mut row = Vec::new();
        ordered.write(&mut row, 1);
        assert_eq!(row, b"\"b,\"", "what needs quotes has them still");
    }

    #[test]
    fn many_names_keep_their_numbers() {
        let mut names = Names::default();
        for n in 0..50_000_u32 {
            assert_eq!(names.intern(format!("name{n}").as_bytes()), n);
        }
        for n in 0..50_000_u32 {
            assert_eq!(names.intern(format!("name{n}").as_bytes()), n);
        }
    }
}
