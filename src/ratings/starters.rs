//! Items to begin with, and somebody. The items are well known, such that people differ about them, and unlike one another.
//!
//! Whoever is new should be asked about items that they probably know and whose answer tells much: popularity times entropy,
//! `ln(1 + n) · H`, over the item's ratings (Rashid et al., “Getting to know you: learning new user preferences in
//! recommender systems”, 2002). For choices, H is that of having chosen it or not. Variety comes from leaving out, item by
//! item, what is chosen by the same people as those before: the value of an item falls by its greatest cosine with them.

use super::{Feedback, Ratings};
use crate::kernel;
use crate::topk::top_k;

/// Candidates, the best known.
const KNOWN: usize = 100;

/// Ratings are told apart in so many steps of their scale.
const STEPS: usize = 10;

/// At most `n` items to begin with, best first.
pub fn starters(ratings: &Ratings, n: usize) -> Vec<u32> {
    let by_item = ratings.by_item();
    let counts: Vec<f32> = (0..by_item.rows() as u32).map(|item| by_item.row_len(item) as f32).collect();
    let mut candidates: Vec<(u32, f32, f32)> =
        top_k(&counts, KNOWN.max(n), |item| counts[item as usize] > 0.0)
            .iter()
            .map(|hit| (hit.index, kernel::ln(1.0 + hit.score) * entropy(ratings, hit.index), 0.0))
            .collect();
    let mut has = vec![false; by_item.width()];
    let mut list = Vec::new();
    while list.len() < n && !candidates.is_empty() {
        let value = |at: usize| {
            let (_, value, like) = candidates[at];
            value * (1.0 - like)
        };
        // Of equals the best known.
        let at = (1..candidates.len()).fold(0, |best, at| if value(at) > value(best) { at } else { best });
        let (item, ..) = candidates.remove(at);
        let people = by_item.row(item).0;
        people.iter().for_each(|&user| has[user as usize] = true);
        for (other, _, like) in &mut candidates {
            let others = by_item.row(*other).0;
            let common = others.iter().filter(|&&user| has[user as usize]).count();
            *like = like.max(common as f32 / ((people.len() * others.len()) as f32).sqrt());
        }
        people.iter().for_each(|&user| has[user as usize] = false);
        list.push(item);
    }
    list
}

/// So many items should be left for somebody to discover.
const LEFT: usize = 10;

/// Somebody to show first: with about as many ratings as people have on average, and with items left to be recommended, ten
/// at least or, where nobody has so many, one. `None` where there is nobody.
pub fn somebody(ratings: &Ratings) -> Option<u32> {
    let length = |user: &u32| ratings.by_user().row_len(*user);
    let people = || (0..ratings.n_users() as u32).filter(|user| length(user) > 0);
    let mean = ratings.by_user().nnz() / people().count().max(1);
    let nearest = |left: usize| {
        let has_left = |user: &u32| length(user) + left <= ratings.n_items();
        people().filter(has_left).min_by_key(|user| length(user).abs_diff(mean))
    };
    nearest(LEFT).or_else(|| nearest(1)).or_else(|| people().next())
}

/// In nats: of an item's ratings over the steps of the scale, or of having chosen it.
fn entropy(ratings: &Ratings, item: u32) -> f32 {
    let (_, values) = ratings.by_item().row(item);
    let mut steps = [0usize; STEPS];
    let all = match ratings.feedback() {
        Feedback::Explicit => {
            let scale = ratings.scale();
            for value in values {
                let place = (value - scale.min) / (scale.max - scale.min).max(f32::MIN_POSITIVE);
                steps[((place * STEPS as f32) as usize).min(STEPS - 1)] += 1;
            }
            values.len()
        }
        Feedback::Implicit => {
            let all = ratings.n_users().max(values.len());
            steps[0] = values.len();
            steps[1] = all - values.len();
            all
        }
    };
    let part = |&count: &usize| {
        let p = count as f32 / all.max(1) as f32;
        if p > 0.0 { -p * kernel::ln(p) } else { 0.0 }
    };
    steps.iter().map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    #[test]
    fn somebody_has_what_most_have_and_something_left() {
        let of = |lengths: &[u32], items: u32| {
            let mut b = Builder::default();
            for (user, &n) in lengths.iter().enumerate() {
                (0..n).for_each(|item| b.rating(&user.to_string(), &item.to_string(), 3.0, None));
            }
            // Somebody without an equal has the rest.
            (0..items).for_each(|item| b.rating("all", &item.to_string(), 3.0, None));
            somebody(&b.build().unwrap().ratings)
        };
        // On average they have 51 ratings.
        assert_eq!(of(&[100, 40, 12, 5], 100), Some(1));
        assert_eq!(of(&[100, 89, 40], 100), Some(1), "who knows everything has nothing to be shown");
        assert_eq!(of(&[20, 19, 18], 20), Some(1), "a few titles left are better than none");
        assert_eq!(of(&[20, 20], 20), Some(0), "anybody where all know everything");
    }

    #[test]
    fn known_disputed_and_unlike_items_come_first() {
        let mut b = Builder::default();
        for user in 0..100u32 {
            let name = user.to_string();
            // Everybody knows these three; all agree about one of them.
            b.rating(&name, "agreed", 4.0, None);
            b.rating(&name, "disputed", 1.0 + (user % 5) as f32, None);
            // Twins of half of the people, and one of the other half.
            if user % 2 == 0 {
                b.rating(&name, "left", 1.0 + (user / 2 % 5) as f32, None);
                b.rating(&name, "left again", 1.0 + (user / 2 % 5) as f32, None);
            } else {
                b.rating(&name, "right", 1.0 + (user / 2 % 5) as f32, None);
            }
        }
        b.rating("0", "unknown", 5.0, None);
        let ratings = b.build().unwrap().ratings;
        let title = |item: &u32| ratings.catalog().items.ids.get(*item).to_owned();
        let list: Vec<String> = starters(&ratings, 4).iter().map(title).collect();
        assert_eq!(list[0], "disputed");
        assert!(
            list[1..3].contains(&"left".to_owned()) && list[1..3].contains(&"right".to_owned()),
            "{list:?}"
        );
        assert_eq!(starters(&ratings, 9).len(), 6, "never more than there are");
        assert!(starters(&ratings.binarized(), 3).len() == 3);
    }
}
