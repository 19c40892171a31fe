//! What people chose, as it is drawn from: whose a choice is, and whether somebody has chosen an item, without a search.

/// Choices for which it is noted who the first of them is of.
const NOTED: usize = 64;

/// Bits of the sieve for each choice.
const SIEVE: u64 = 8;

/// Everybody's choices, row after row.
#[derive(Debug)]
pub struct Choices {
    /// `(n_users + 1)`: where each row begins, and where the last one ends.
    starts: Vec<usize>,
    /// The items of a row ascend.
    items: Vec<u32>,
    /// Who has the first of every few choices.
    noted: Vec<u32>,
    /// As many bits as belong to a row: those at which its items come out. Where there is none, the item is not in the row.
    sieve: Vec<u8>,
}

impl Choices {
    /// Of rows of ascending items, one a person.
    pub fn new<I: Iterator<Item = u32>>(rows: impl Iterator<Item = I>) -> Self {
        let (mut starts, mut items, mut noted) = (vec![0], Vec::new(), Vec::new());
        for (user, row) in (0..).zip(rows) {
            items.extend(row);
            starts.push(items.len());
            noted.resize(items.len().div_ceil(NOTED), user);
        }
        let mut choices = Choices { sieve: vec![0; items.len()], starts, items, noted };
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
        choices + choices.div_ceil(4) + choices.div_ceil(NOTED)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The person and the item of a choice.
    #[inline]
    pub fn at(&self, place: usize) -> (u32, u32) {
        let block = place / NOTED;
        let first = self.noted[block] as usize;
        let last = self.noted.get(block + 1).map_or(self.starts.len() - 2, |&user| user as usize);
        let after = self.starts[first + 1..=last].partition_point(|&start| start <= place);
        ((first + after) as u32, self.items[place])
    }

    /// A person's items.
    #[inline]
    pub fn of(&self, user: u32) -> &[u32] {
        &self.items[self.starts[user as usize]..self.starts[user as usize + 1]]
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
        let all: Vec<(u32, u32)> = (0..97).flat_map(|user| row(user).map(move |item| (user, item))).collect();
        assert_eq!((0..choices.len()).map(|place| choices.at(place)).collect::<Vec<_>>(), all);
        for user in 0..97 {
            assert!(choices.of(user).iter().copied().eq(row(user)), "of {user}");
            for item in 0..300 {
                assert_eq!(choices.has(user, item), row(user).any(|own| own == item), "{user}, {item}");
            }
        }
    }
}
