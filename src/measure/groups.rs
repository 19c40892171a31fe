//! Which items are well known: the head, the middle and the tail of a catalogue, each of so many ratings that finding them
//! can be measured by itself (Abdollahpouri et al., 2021, “User-centered evaluation of popularity bias in recommender
//! systems”).

use crate::order;
use crate::ratings::Csr;

/// How well known an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// One of the best known: less than a fifth of the ratings are of better known ones.
    Head,
    /// In between.
    Middle,
    /// One of the least known, which have a fifth of the ratings at most; also without any rating.
    Tail,
}

/// The group of each item, by its row of people, `(n_items)`. Of items that as many people have, the smaller index stands
/// higher.
pub fn groups(by_item: &Csr) -> Vec<Group> {
    let people = |item: usize| by_item.row_len(item as u32);
    let n_items = by_item.rows();
    let all: usize = (0..n_items).map(people).sum();
    let mut groups = vec![Group::Tail; n_items];
    let mut above = 0;
    for item in order::permutation(n_items, &|a, b| people(b).cmp(&people(a))) {
        groups[item as usize] = match above {
            _ if 5 * above < all => Group::Head,
            _ if 5 * (all - above) <= all => Group::Tail,
            _ => Group::Middle,
        };
        above += people(item as usize);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    /// The groups of items that so many people have.
    fn of(counts: &[u32]) -> Vec<Group> {
        let mut b = Builder::default();
        for (item, &count) in counts.iter().enumerate() {
            (0..count).for_each(|user| b.rating(&user.to_string(), &item.to_string(), 1.0, None));
        }
        groups(b.build().unwrap().ratings.by_item())
    }

    #[test]
    fn a_fifth_of_the_ratings_is_the_head_and_a_fifth_the_tail() {
        use Group::{Head, Middle, Tail};
        // Above them stand 0, 10, 15, 18 and 19 of 20.
        assert_eq!(of(&[1, 3, 10, 5, 1]), [Tail, Middle, Head, Middle, Tail]);
        // A fifth above is no longer less, and a fifth below is still enough.
        assert_eq!(of(&[2, 2, 2, 2, 2]), [Head, Middle, Middle, Middle, Tail]);
        assert_eq!(of(&[7]), [Head]);
    }
}
