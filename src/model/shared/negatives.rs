//! Items that a person has not chosen, drawn to be told from those that were.

use crate::random::{Random, Weighted};
use crate::ratings::Ratings;

/// Draws in the hope that the item is not chosen. In vain they are only for somebody who has chosen almost everything.
const TRIES: u32 = 16;

/// Draws items that somebody has not chosen.
#[derive(Debug, Clone)]
pub struct Unchosen {
    n_items: u32,
    /// Where not all items are alike.
    weighted: Option<Weighted>,
}

impl Unchosen {
    /// All items alike.
    pub fn evenly(n_items: usize) -> Self {
        Unchosen { n_items: n_items as u32, weighted: None }
    }

    /// The chance of an item grows with the number of its ratings to the power of `popularity`; items without ratings
    /// are not drawn. At 0 all items are alike.
    pub fn by_popularity(ratings: &Ratings, popularity: f32) -> Self {
        let even = Self::evenly(ratings.n_items());
        if popularity <= 0.0 {
            return even;
        }
        let weight = |item| match ratings.by_item().row_len(item) {
            0 => 0.0,
            n => libm::powf(n as f32, popularity),
        };
        let weights: Vec<f32> = (0..even.n_items).map(weight).collect();
        Unchosen { weighted: Weighted::new(&weights), ..even }
    }

    /// An item, chosen or not; `None` where there are no items.
    #[inline]
    pub fn any(&self, random: &mut Random) -> Option<u32> {
        match &self.weighted {
            None if self.n_items == 0 => None,
            None => Some(random.below(self.n_items)),
            Some(weighted) => Some(weighted.draw(random)),
        }
    }

    /// An item that is not among the `chosen`, which ascend; `None` when there is none, or none was found.
    #[inline]
    pub fn draw(&self, chosen: &[u32], random: &mut Random) -> Option<u32> {
        for _ in 0..TRIES {
            let item = self.any(random)?;
            if chosen.binary_search(&item).is_err() {
                return Some(item);
            }
        }
        if self.weighted.is_some() { None } else { self.draw_among_few(chosen, random) }
    }

    /// For somebody who has chosen almost everything: the r-th item outside the row. As many chosen ones stand before
    /// it as have at most r items outside the row in front of them.
    #[cold]
    fn draw_among_few(&self, chosen: &[u32], random: &mut Random) -> Option<u32> {
        let rest = self.n_items.checked_sub(chosen.len() as u32).filter(|&rest| rest > 0)?;
        let r = random.below(rest);
        let places: Vec<u32> = (0..).zip(chosen).map(|(at, &item)| item - at).collect();
        Some(r + places.partition_point(|&before| before <= r) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    #[test]
    fn all_unchosen_items_are_alike_even_where_nearly_everything_is_chosen() {
        let (unchosen, mut random) = (Unchosen::evenly(9), Random::new(2));
        let mut counts = [0i32; 9];
        for _ in 0..5000 {
            counts[unchosen.draw(&[0, 2, 3, 7], &mut random).unwrap() as usize] += 1;
        }
        for (item, count) in counts.iter().enumerate() {
            let expected = if [0, 2, 3, 7].contains(&item) { 0 } else { 1000 };
            assert!((count - expected).abs() < 120, "{counts:?}");
        }
        assert_eq!(unchosen.draw(&[0, 1, 2, 3, 4, 5, 6, 7], &mut random), Some(8));
    }

    #[test]
    fn drawn_items_are_never_chosen_ones_and_follow_popularity() {
        // Item 0 chosen by everybody, item n by every (n + 1)th person.
        let mut b = Builder::default();
        for user in 0..60 {
            for item in (0..6).filter(|item| user % (item + 1) == 0) {
                b.rating(&user.to_string(), &item.to_string(), 1.0, None);
            }
        }
        let ratings = b.build().unwrap().ratings;
        let mut random = Random::new(1);
        for (popularity, share) in [(0.0, 0.25), (1.0, 20.0 / (20.0 + 15.0 + 12.0 + 10.0))] {
            let unchosen = Unchosen::by_popularity(&ratings, popularity);
            let mut counts = [0.0f64; 6];
            let drawn: Vec<_> = (0..20_000).filter_map(|_| unchosen.draw(&[0, 1], &mut random)).collect();
            for &item in &drawn {
                counts[item as usize] += 1.0 / drawn.len() as f64;
            }
            assert_eq!(counts[..2], [0.0, 0.0]);
            assert!((counts[2] - share).abs() < 0.02, "popularity {popularity}: {counts:?}");
        }
        assert_eq!(Unchosen::evenly(6).draw(&[0, 1, 2, 3, 4, 5], &mut random), None);
        assert_eq!(Unchosen::evenly(0).draw(&[], &mut random), None);
    }
}
