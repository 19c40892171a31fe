//! String ids ↔ dense indices.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The index of an id that is not in the table.
pub const UNKNOWN: u32 = u32::MAX;

/// Distinct strings in order of first appearance. All text stands in one buffer, so a hundred
/// thousand ids cost three allocations; the memory is the text plus about 13 bytes per id.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    text: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    last: u32,
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
        // Files are mostly sorted by user, so the last id is the likely one.
        if !self.ends.is_empty() && self.get(self.last) == id {
            return self.last;
        }
        let Ids { text, ends, table, last } = self;
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
        *last
    }

    /// All ids in index order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|i| self.get(i))
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4 + self.table.capacity() * 5
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
    fn many_ids_survive_the_growth_of_the_table() {
        let ids: Ids = (0..50_000).map(|i| format!("id-{i}")).collect();
        assert!((0..50_000).all(|i| ids.find(&format!("id-{i}")) == Some(i)));
    }
}
