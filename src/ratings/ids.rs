//! String ids ↔ dense indices.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The index of an id that is not in the table.
pub const UNKNOWN: u32 = u32::MAX;

/// Distinct strings in order of first appearance. All text stands in one buffer, so a hundred
/// thousand ids cost three allocations; the memory is the text plus about 13 bytes per id, and at
/// most 4 MiB for ids that are numbers.
#[derive(Clone, Default)]
pub struct Ids {
    text: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    /// For ids that are small whole numbers: the number's index plus 1, or 0. Most files number
    /// their users and items, and looking a number up takes one access to memory instead of three.
    numbers: Vec<u32>,
    last: u32,
}

/// The ids alone: the tables to find them may have a million entries.
impl std::fmt::Debug for Ids {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for Ids {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.ends == other.ends
    }
}

/// Numbers from here on go through the hash table only; bounds `numbers` to 4 MiB.
const SMALL: usize = 1 << 20;

/// Numbers that stand further apart than this go through the hash table too: a small file with a large
/// number in it must not cost megabytes.
const SPARSEST: usize = 256;

/// The number that this id is, if it is small and written as numbers usually are.
#[inline]
fn small_number(id: &str) -> Option<usize> {
    let bytes = id.as_bytes();
    if bytes.is_empty() || bytes.len() > 7 || (bytes[0] == b'0' && bytes.len() > 1) {
        return None;
    }
    let mut number = 0;
    for &b in bytes {
        if !b.is_ascii_digit() {
            return None;
        }
        number = number * 10 + usize::from(b - b'0');
    }
    (number < SMALL).then_some(number)
}

fn hash(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(id.as_bytes());
    hasher.finish()
}

impl Ids {
    /// How many ids there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The id at this index; the empty string past the end.
    pub fn get(&self, index: u32) -> &str {
        text_at(&self.text, &self.ends, index)
    }

    /// The index of this id, or `None`.
    pub fn find(&self, id: &str) -> Option<u32> {
        let same = |&i: &u32| text_at(&self.text, &self.ends, i) == id;
        self.table.find(hash(id), same).copied()
    }

    /// The index of this id, given a new one at its first appearance.
    ///
    /// # Panics
    /// When the ids' text would exceed 4 GiB: callers bound their input long before.
    pub fn intern(&mut self, id: &str) -> u32 {
        let number = small_number(id);
        if let Some(&slot) = number.and_then(|n| self.numbers.get(n))
            && slot > 0
        {
            return slot - 1;
        }
        // Files are mostly sorted by user, so the last id is the likely one.
        if number.is_none() && !self.ends.is_empty() && self.get(self.last) == id {
            return self.last;
        }
        let Ids { text, ends, table, numbers, last } = self;
        let entry =
            table.entry(hash(id), |&i| text_at(text, ends, i) == id, |&i| hash(text_at(text, ends, i)));
        *last = match entry {
            hashbrown::hash_table::Entry::Occupied(slot) => *slot.get(),
            hashbrown::hash_table::Entry::Vacant(slot) => {
                let index = ends.len() as u32;
                slot.insert(index);
                text.push_str(id);
                ends.push(u32::try_from(text.len()).expect("less than 4 GiB of ids"));
                index
            }
        };
        if let Some(number) = number.filter(|number| *number / SPARSEST <= ends.len()) {
            if numbers.len() <= number {
                numbers.resize((number + 1).next_power_of_two(), 0);
            }
            numbers[number] = *last + 1;
        }
        *last
    }

    /// All ids in index order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|i| self.get(i))
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.ends.capacity() * 4
            + self.table.capacity() * 5
            + self.numbers.capacity() * 4
    }
}

fn text_at<'a>(text: &'a str, ends: &[u32], index: u32) -> &'a str {
    let i = index as usize;
    let Some(&end) = ends.get(i) else { return "" };
    let start = if i == 0 { 0 } else { ends[i - 1] };
    &text[start as usize..end as usize]
}

impl<S: AsRef<str>> FromIterator<S> for Ids {
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        let mut all = Ids::default();
        for id in ids {
            all.intern(id.as_ref());
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_numbered_by_first_appearance_and_found_again() {
        let mut ids = Ids::default();
        let seen: Vec<u32> = ["b", "a", "b", "", "ü 🦀", "a"].iter().map(|s| ids.intern(s)).collect();
        assert_eq!(seen, [0, 1, 0, 2, 3, 1]);
        assert_eq!(ids.len(), 4);
        assert_eq!(ids.find("ü 🦀"), Some(3));
        assert_eq!(ids.find("c"), None);
        assert_eq!(ids.get(2), "");
        assert_eq!(ids.get(99), "");
        assert_eq!(ids.iter().collect::<Vec<_>>(), ["b", "a", "", "ü 🦀"]);
    }

    #[test]
    fn numbers_are_ids_like_others() {
        let all = ["7", "07", "+7", "0", "00", "1048575", "1048576", "9999999", "99999999", "7 ", "７"];
        let mut ids = Ids::default();
        for round in 0..2 {
            for (i, id) in all.iter().enumerate() {
                assert_eq!(ids.intern(id), i as u32, "{id}, round {round}");
                assert_eq!((ids.find(id), ids.get(i as u32)), (Some(i as u32), *id));
            }
        }
        assert_eq!(ids.len(), all.len());
    }

    #[test]
    fn many_ids_survive_the_growth_of_the_table() {
        let ids: Ids = (0..50_000).map(|i| format!("id-{i}")).collect();
        assert!((0..50_000).all(|i| ids.find(&format!("id-{i}")) == Some(i)));
    }
}
