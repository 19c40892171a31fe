//! What people chose, and whether somebody has chosen an item, without a search.

use crate::kernel::LINE;

/// Bits of the sieve for each choice.
const SIEVE: u64 = 8;

/// Everybody's choices, row after row.
#[derive(Debug)]
pub struct Choices {
    /// `(n_users + 1)`: where each row begins, and where the last one ends.
    starts: Vec<usize>,
    /// The items of a row ascend.
    items: Vec<u32>,
    /// As many bits as belong to a row: those at which its items come out. Where there is none, the item is not in the row.
    sieve: Vec<u8>,
}

impl Choices {
    /// Of rows of ascending items, one a person.
    pub fn new<I: Iterator<Item = u32>>(rows: impl Iterator<Item = I>) -> Self {
        let (mut starts, mut items) = (vec![0], Vec::new());
        for row in rows {
            items.extend(row);
            starts.push(items.len());
        }
        let mut choices = Choices { sieve: vec![0; items.len()], starts, items };
        for user in 0..choices.starts.len() as u32 - 1 {
            for at in choices.starts[user as usize]..choices.starts[user as usize + 1] {
                let (byte, bit) = choices.place(user, choices.items[at]);
                choices.sieve[byte] |= bit;
            }
        }
        choices
    }

    /// Words of four bytes that so many choices take, without those for each person.
    pub fn words(choices: usize) -> usize {
        choices + choices.div_ceil(4)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// A person's items.
    #[inline]
    pub fn of(&self, user: u32) -> &[u32] {
        &self.items[self.starts[user as usize]..self.starts[user as usize + 1]]
    }

    /// Has what [`Choices::has`] asks for fetched from memory, where it would be waited for when it is asked.
    pub fn fetch(&self, user: u32) {
        let sieve = &self.sieve[self.starts[user as usize]..self.starts[user as usize + 1]];
        std::hint::black_box(sieve.iter().step_by(LINE).fold(0, |all, bits| all | bits));
    }

    /// Whether a person has chosen an item.
    #[inline]
    pub fn has(&self, user: u32, item: u32) -> bool {
        let (byte, bit) = self.place(user, item);
        self.sieve.get(byte).is_some_and(|bits| bits & bit != 0) && self.of(user).binary_search(&item).is_ok()
    }

    /// Where in the sieve an item of a row comes out. Without a row it is where the next one begins, which does no harm.
    #[inline]
    fn place(&self, user: u32, item: u32) -> (usize, u8) {
        let (start, end) = (self.starts[user as usize], self.starts[user as usize + 1]);
        let hash = u64::from(item.wrapping_mul(0x9e37_79b9));
        let bit = (hash * (SIEVE * (end - start) as u64)) >> 32;
        (start + (bit / SIEVE) as usize, 1 << (bit % SIEVE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_those_of_their_rows() {
        // Rows of all lengths, some of them empty, also at both ends.
        let row = |user: u32| {
            (0..300u32).filter(move |item| !user.is_multiple_of(4) && item % (user % 23 + 1) == user % 3)
        };
        let choices = Choices::new((0..97).map(row));
        assert_eq!(choices.len(), (0..97).map(|user| row(user).count()).sum::<usize>());
        for user in 0..97 {
            assert!(choices.of(user).iter().copied().eq(row(user)), "of {user}");
            for item in 0..300 {
                assert_eq!(choices.has(user, item), row(user).any(|own| own == item), "{user}, {item}");
            }
        }
    }
}
