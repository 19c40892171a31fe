//! Lists for everybody, a slice of the people at a time.

use super::query::{Fitted, ListOptions, check_length};
use super::traits::{Person, STEP_WORK};
use crate::error::Result;

/// What is recommended to some people, one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lists {
    /// Ids of the people.
    pub users: Vec<String>,
    /// Length of each one's list, parallel to `users`.
    pub lengths: Vec<u32>,
    /// All lists, best first: positions among the items of [`Fitted::ratings`].
    pub items: Vec<u32>,
    /// The scores by which they are ordered, parallel to `items`.
    pub scores: Vec<f32>,
    /// Whether the model predicts ratings.
    pub rates: bool,
    /// The predicted ratings, parallel to `items`; empty where the model predicts none.
    pub ratings: Vec<f32>,
}

impl Fitted {
    /// The `n` best items for each of the people from this position on, as far as a slice of work reaches: at least one,
    /// and none past the last. Order and scores are those of [`Fitted::recommend`].
    ///
    /// # Errors
    /// As [`Fitted::recommend`].
    pub fn lists(&self, from: usize, n: usize, options: &ListOptions) -> Result<Lists> {
        check_length(n)?;
        let ratings = self.ratings();
        let n_items = ratings.n_items();
        let rates = self.entry().rates(self.values(), ratings.feedback());
        let mut lists = Lists { rates, ..Lists::default() };
        let (mut user, mut work) = (from, 0);
        while user < ratings.n_users() && work < STEP_WORK {
            let person = Person::of(ratings, user as u32);
            let ranked = self.ranked(person, n, options)?;
            work +=
                self.model().work(&person) + ranked.answers.work(n_items) + options.mix().work(n, n_items);
            lists.users.push(ratings.catalog().users.ids.get(user as u32).to_owned());
            lists.lengths.push(ranked.hits.len() as u32);
            lists.items.extend(ranked.hits.iter().map(|hit| hit.index));
            lists.scores.extend(ranked.hits.iter().map(|hit| hit.score));
            lists.ratings.extend(ranked.ratings);
            user += 1;
        }
        Ok(lists)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load;
    use crate::model::{Fitting, MODELS, Values};
    use std::sync::Arc;

    #[test]
    fn everybody_gets_the_list_that_is_asked_for_alone() {
        let ratings = Arc::new(load::sample("films").unwrap().ratings);
        for entry in MODELS {
            let fitted = Fitting::new(entry.name, &ratings, &Values::new(), 1).unwrap().run().unwrap();
            for options in [ListOptions::default(), ListOptions { adventure: 0.3, ..ListOptions::default() }]
            {
                let mut from = 0;
                while from < ratings.n_users() {
                    let lists = fitted.lists(from, 7, &options).unwrap();
                    let mut at = 0;
                    for (user, &length) in lists.users.iter().zip(&lists.lengths) {
                        assert_eq!(user, ratings.catalog().users.ids.get(from as u32));
                        let alone = fitted.recommend(user, 7, &options).unwrap();
                        assert_eq!(alone.len(), length as usize);
                        for one in alone {
                            let item = ratings.catalog().items.ids.get(lists.items[at]);
                            let rating = lists.ratings.get(at).copied();
                            assert_eq!((item, lists.scores[at], rating), (&*one.id, one.score, one.rating));
                            at += 1;
                        }
                        from += 1;
                    }
                    assert!(at == lists.items.len() && at > 0, "{}", entry.name);
                }
                assert!(fitted.lists(from, 7, &options).unwrap().users.is_empty());
            }
        }
    }

    #[test]
    fn a_slice_ends_with_its_work_and_not_with_the_people() {
        let ratings = Arc::new(load::sample("films").unwrap().ratings);
        let spec = Values::from([("factors".to_owned(), crate::model::Value::Number(512.0))]);
        let fitted = Fitting::new("als", &ratings, &spec, 1).unwrap().run().unwrap();
        let slice = fitted.lists(0, 5, &ListOptions::default()).unwrap();
        assert!((1..ratings.n_users()).contains(&slice.users.len()), "{}", slice.users.len());
        assert!(fitted.lists(0, 100_000, &ListOptions::default()).is_err());
    }
}
