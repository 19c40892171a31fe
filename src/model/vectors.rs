//! Vectors of people and items for other programs.

use super::query::Fitted;
use super::traits::{Person, STEP_WORK, unsupported};
use crate::error::Result;
use ndarray::Array2;

/// What a model without such vectors says, with the names of those that have them.
const NONE: &str = "vectors whose products give its order; als, bpr, fm, item_pairs, mf and svdpp have such";

impl Fitted {
    /// Vectors of all items, `(n_items, k)`; see [`Model::item_vectors`](super::Model::item_vectors).
    ///
    /// # Errors
    /// For a model that has none.
    pub fn item_vectors(&self) -> Result<Array2<f32>> {
        let vectors = if self.abilities().factors { self.model().item_vectors() } else { None };
        self.named(vectors.ok_or_else(|| unsupported(NONE)))
    }

    /// Ids of the people from this position on, as far as a slice of work reaches, and their vectors row after row: at least
    /// one, and none past the last.
    ///
    /// # Errors
    /// When a person's vector cannot be found.
    pub fn user_vectors(&self, from: usize) -> Result<(Vec<String>, Vec<f32>)> {
        let ratings = self.ratings();
        let (mut ids, mut rows) = (Vec::new(), Vec::new());
        let (mut user, mut work) = (from, 0);
        while user < ratings.n_users() && work < STEP_WORK {
            let person = Person::of(ratings, user as u32);
            rows.extend(self.named(self.model().prepare(person))?.vector());
            ids.push(ratings.catalog().users.ids.get(user as u32).to_owned());
            // A slice is to be a message of some megabytes at most.
            work += self.model().work(&person) + 16 * (rows.len() / ids.len()) as u64;
            user += 1;
        }
        Ok((ids, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel;
    use crate::load;
    use crate::matrix::{flat, row};
    use crate::model::{Fitting, MODELS, ScoreMeaning, Values};
    use crate::ratings::Ratings;
    use std::sync::Arc;

    fn samples() -> Vec<Arc<Ratings>> {
        let films = load::sample("films").unwrap().ratings;
        let choices = films.binarized();
        [films, choices].map(Arc::new).to_vec()
    }

    #[test]
    fn products_are_the_scores_or_rise_with_them() {
        for ratings in samples() {
            for entry in MODELS.iter().filter(|entry| entry.abilities.factors) {
                let fitted = Fitting::new(entry.name, &ratings, &Values::new(), 1).unwrap().run().unwrap();
                let items = fitted.item_vectors().unwrap();
                let (k, mut from) = (items.ncols(), 0);
                let (mut scores, mut products) = (vec![0.0; ratings.n_items()], vec![0.0; ratings.n_items()]);
                while from < ratings.n_users() {
                    let (ids, rows) = fitted.user_vectors(from).unwrap();
                    assert_eq!(rows.len(), ids.len() * k, "{}", entry.name);
                    for (id, vector) in ids.iter().zip(rows.chunks(k)) {
                        let user = ratings.catalog().users.ids.find(id).unwrap();
                        assert_eq!(user as usize, from);
                        let person = Person::of(&ratings, user);
                        fitted.model().prepare(person).unwrap().score(&mut scores);
                        kernel::dot_rows(flat(&items), vector, &mut products);
                        assert_eq!(products[0], kernel::dot(row(&items, 0), vector));
                        // A probability is a logit before its link; one's own items are not in the list.
                        let linked =
                            fitted.score_meaning() == ScoreMeaning::Probability && entry.name == "fm";
                        for item in (0..ratings.n_items()).filter(|&item| !person.has(item as u32)) {
                            let product =
                                if linked { kernel::sigmoid(products[item]) } else { products[item] };
                            let off = (product - scores[item]).abs();
                            assert!(off < 1e-4 * (1.0 + scores[item].abs()), "{}: {off}", entry.name);
                        }
                        from += 1;
                    }
                }
                assert!(fitted.user_vectors(from).unwrap().0.is_empty());
            }
        }
    }

    #[test]
    fn models_without_vectors_name_those_that_have_them() {
        let ratings = &samples()[0];
        for entry in MODELS {
            assert_eq!(NONE.split([' ', ',']).any(|word| word == entry.name), entry.abilities.factors);
        }
        let fitted = Fitting::new("popularity", ratings, &Values::new(), 1).unwrap().run().unwrap();
        let error = fitted.item_vectors().unwrap_err();
        assert_eq!(error.name(), "UnsupportedError");
        assert!(error.to_string().starts_with("the model popularity cannot tell vectors"), "{error}");
    }
}
