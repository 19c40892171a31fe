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

    /// Of all items; see [`Unchosen::among`].
    pub fn by_popularity(ratings: &Ratings, popularity: f32) -> Self {
        let all: Vec<u32> = (0..ratings.n_items() as u32).collect();
        Self::among(&all, ratings, popularity)
    }

    /// Of these items, by their positions. The chance of an item grows with the number of its ratings to the power of `popularity`; items
    /// without ratings are not drawn. At 0 all items are alike.
    pub fn among(items: &[u32], ratings: &Ratings, popularity: f32) -> Self {
        let even = Self::evenly(items.len());
        if popularity <= 0.0 {
            return even;
        }
        let weight = |&item: &u32| match ratings.by_item().row_len(item) {
            0 => 0.0,
            n => libm::powf(n as f32, popularity),
        };
        let weights: Vec<f32> = items.iter().map(weight).collect();
        Unchosen { weighted: Weighted::new(&weights), ..even }
    }

    /// An item, chosen or not; `None` where there are no items.
    #[inline]
    fn any(&self, random: &mut Random) -> Option<u32> {
        match &self.weighted {
            None if self.n_items == 0 => None,
            None => Some(random.below(self.n_items)),
            Some(weighted) => Some(weighted.draw(random)),
        }
    }

    /// An item that is not chosen; `None` when there is none, or none was found.
    #[inline]
    pub fn draw(&self, is_chosen: impl Fn(u32) -> bool, random: &mut Random) -> Option<u32> {
        for _ in 0..TRIES {
            let item = self.any(random)?;
            if !is_chosen(item) {
                return Some(item);
            }
        }
        if self.weighted.is_some() { None } else { self.draw_among_few(&is_chosen, random) }
    }

    /// For somebody who has chosen almost everything.
    #[cold]
    #[inline(never)]
    fn draw_among_few(&self, is_chosen: &dyn Fn(u32) -> bool, random: &mut Random) -> Option<u32> {
        let rest: Vec<u32> = (0..self.n_items).filter(|&item| !is_chosen(item)).collect();
        let n = u32::try_from(rest.len()).ok().filter(|&n| n > 0)?;
        Some(rest[random.below(n) as usize])
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
            counts[unchosen.draw(|item| [0, 2, 3, 7].contains(&item), &mut random).unwrap() as usize] += 1;
        }
        for (item, count) in counts.iter().enumerate() {
            let expected = if [0, 2, 3, 7].contains(&item) { 0 } else { 1000 };
            assert!((count - expected).abs() < 120, "{counts:?}");
        }
        assert_eq!(unchosen.draw(|item| item < 8, &mut random), Some(8));
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
            let drawn: Vec<_> =
                (0..20_000).filter_map(|_| unchosen.draw(|item| item < 2, &mut random)).collect();
            for &item in &drawn {
                counts[item as usize] += 1.0 / drawn.len() as f64;
            }
            assert_eq!(counts[..2], [0.0, 0.0]);
            assert!((counts[2] - share).abs() < 0.02, "popularity {popularity}: {counts:?}");
        }
        assert_eq!(Unchosen::evenly(6).draw(|_| true, &mut random), None);
        assert_eq!(Unchosen::evenly(0).draw(|_| false, &mut random), None);
    }
}
