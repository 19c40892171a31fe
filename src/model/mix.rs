//! How a list is mixed: what everybody knows against what few know, and much of a kind against some of each.
//!
//! Both choose from the best candidates by the model's own score, ten for each line, so that whatever is asked for, a list
//! stays one for this person.
//!
//! **Adventure** `a` trades popularity against novelty. With z(x) in standard deviations over these candidates,
//!
//! ```text
//! v_i = (1 − a) z(s_i) − a z(ln(1 + n_i))          n_i people chose item i
//! ```
//!
//! at 0 is the model's own order by its scores s, and at 1 the least known stand first.
//!
//! **Diversity** `d` is maximal marginal relevance (Carbonell and Goldstein, “The use of MMR, diversity-based reranking for
//! reordering documents and producing summaries”, 1998): line after line, the item with the most
//!
//! ```text
//! (1 − d) v_i − d max_j sim_ij                     over the items j that are in the list already
//! ```
//!
//! where v is brought to the range from 0 to 1, and the model's own similarity of items is taken in parts of the most
//! similar candidate's. The first line stays.

use super::traits::Model;
use crate::error::{Error, Result};
use crate::kernel;
use crate::ratings::Ratings;
use crate::topk::{Hit, top_k};

/// How a list is mixed; by default not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mix {
    /// From 0, the model's own order, to 1, what few know.
    pub adventure: f32,
    /// From 0, the best whatever they are, to 1, as different as can be among the best.
    pub diversity: f32,
}

/// Lines that are chosen for their difference; those after them stand in the order of their scores. Each takes a row of
/// similarities.
const DIVERSE: usize = 100;

/// Candidates for each line of a mixed list.
const POOL: usize = 10;

impl Mix {
    /// Refuses numbers outside of 0 to 1.
    ///
    /// # Errors
    /// Names the number.
    pub fn check(self) -> Result<()> {
        for (name, x) in [("adventure", self.adventure), ("diversity", self.diversity)] {
            if !(0.0..=1.0).contains(&x) {
                return Err(Error::parameter("list", name, "a number from 0 to 1", x.to_string()));
            }
        }
        Ok(())
    }

    /// About how many multiply-adds [`Mix::rank`] takes for `n` of so many items.
    pub fn work(self, n: usize, n_items: usize) -> u64 {
        // A row of similarities for each line of a diverse list, whatever the model has to do for it.
        let rows = if self.diversity > 0.0 { 64 * n.min(DIVERSE) } else { 0 };
        ((4 + rows) * n_items) as u64
    }

    /// The `n` first of the items that `keep` lets through. `scores` are the model's, `(n_items)`; those of the hits are, too.
    ///
    /// # Errors
    /// When the list is to be diverse and the model knows no similarity of items.
    pub fn rank(
        self,
        model: &dyn Model,
        ratings: &Ratings,
        scores: &[f32],
        n: usize,
        keep: impl Fn(u32) -> bool,
    ) -> Result<Vec<Hit>> {
        if self == Mix::default() {
            return Ok(top_k(scores, n, keep));
        }
        let mut pool = top_k(scores, n.saturating_mul(POOL), keep);
        if self.adventure > 0.0 {
            pool = self.adventurous(ratings, &pool);
        }
        let mut hits = if self.diversity > 0.0 { self.diverse(model, scores.len(), pool, n)? } else { pool };
        hits.truncate(n);
        hits.iter_mut().for_each(|hit| hit.score = scores[hit.index as usize]);
        Ok(hits)
    }

    /// The pool in the order of `v`, which becomes its scores.
    fn adventurous(self, ratings: &Ratings, pool: &[Hit]) -> Vec<Hit> {
        let known = |hit: &Hit| kernel::ln(1.0 + ratings.by_item().row_len(hit.index) as f32);
        let known: Vec<f32> = pool.iter().map(known).collect();
        let scores: Vec<f32> = pool.iter().map(|hit| hit.score).collect();
        let [score, known_by] = [&scores, &known].map(|x| Standard::of(x, |_| true));
        let value =
            |(&s, &n): (&f32, &f32)| (1.0 - self.adventure) * score.z(s) - self.adventure * known_by.z(n);
        let values: Vec<f32> = scores.iter().zip(&known).map(value).collect();
        let at = |hit: Hit| Hit { index: pool[hit.index as usize].index, ..hit };
        top_k(&values, values.len(), |_| true).into_iter().map(at).collect()
    }

    /// Brings the pool, best first, in the order of maximal marginal relevance, as far as the first `n`.
    fn diverse(self, model: &dyn Model, n_items: usize, mut pool: Vec<Hit>, n: usize) -> Result<Vec<Hit>> {
        let (Some(best), Some(last)) = (pool.first(), pool.last()) else { return Ok(pool) };
        let (low, range) = (last.score, (best.score - last.score).max(f32::MIN_POSITIVE));
        pool.iter_mut().for_each(|hit| hit.score = (hit.score - low) / range);
        let mut nearest = vec![0.0f32; pool.len()];
        let mut row = vec![0.0; n_items];
        let mut list = Vec::new();
        while list.len() < n.min(DIVERSE) && !pool.is_empty() {
            let value = |at: usize| (1.0 - self.diversity) * pool[at].score - self.diversity * nearest[at];
            // Of equals the first, which has the better score.
            let at = (1..pool.len()).fold(0, |best, at| if value(at) > value(best) { at } else { best });
            let hit = pool.remove(at);
            nearest.remove(at);
            list.push(hit);
            model.similar_items(hit.index, &mut row)?;
            let most = pool.iter().map(|hit| row[hit.index as usize]).fold(0.0, f32::max);
            if most > 0.0 {
                let likeness = pool.iter().map(|hit| row[hit.index as usize] / most);
                nearest.iter_mut().zip(likeness).for_each(|(near, like)| *near = near.max(like));
            }
        }
        list.extend(pool);
        Ok(list)
    }
}

/// Mean and standard deviation of numbers, those of the candidates for a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standard {
    mean: f32,
    deviation: f32,
}

impl Standard {
    /// Of the numbers at the indices that `keep` lets through.
    pub(super) fn of(numbers: &[f32], keep: impl Fn(u32) -> bool) -> Self {
        let kept = || (0..).zip(numbers).filter(|(at, _)| keep(*at)).map(|(_, &x)| f64::from(x));
        let n = kept().count().max(1) as f64;
        let mean = kept().sum::<f64>() / n;
        let variance = kept().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        Standard { mean: mean as f32, deviation: variance.sqrt() as f32 }
    }

    /// What one standard deviation weighs when it is to weigh `weight`; nothing where all numbers are the same.
    pub(super) fn unit(self, weight: f32) -> f32 {
        if self.deviation > 0.0 { weight / self.deviation } else { 0.0 }
    }

    /// `x` in standard deviations from the mean.
    pub(super) fn z(self, x: f32) -> f32 {
        self.unit(1.0) * (x - self.mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::traits::unsupported;
    use crate::model::{Answers, Fitting, Person, Values};
    use crate::random::Random;
    use crate::ratings::Builder;
    use crate::tensors::Arrays;
    use std::sync::Arc;

    /// Two kinds of items, the first better known; and within each, some that everybody has.
    fn ratings() -> Arc<Ratings> {
        let mut b = Builder::default();
        b.set_implicit();
        let mut random = Random::new(6);
        for user in 0..80u32 {
            for item in 0..60u32 {
                let own = (user % 4 == 0) == (item % 2 == 0);
                let share = if own { 0.9 } else { 0.3 } / (1.0 + f64::from(item) / 15.0);
                if random.uniform() < share {
                    b.rating(&user.to_string(), &item.to_string(), 1.0, None);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn list(mix: Mix, n: usize) -> Vec<Hit> {
        let ratings = ratings();
        let fitted = Fitting::new("als", &ratings, &Values::new(), 1).unwrap().run().unwrap();
        let person = crate::model::Person::of(&ratings, 3);
        let mut scores = vec![0.0; ratings.n_items()];
        fitted.model().prepare(person).unwrap().score(&mut scores);
        let hits = mix.rank(fitted.model(), &ratings, &scores, n, |item| !person.has(item)).unwrap();
        for hit in &hits {
            assert_eq!(hit.score, scores[hit.index as usize], "the model's own score");
            assert!(!person.has(hit.index));
        }
        hits
    }

    #[test]
    fn more_adventure_is_less_known_and_none_is_the_models_order() {
        let ratings = ratings();
        let known = |adventure: f32| {
            let hits = list(Mix { adventure, diversity: 0.0 }, 5);
            assert_eq!(hits.len(), 5);
            hits.iter().map(|hit| ratings.by_item().row_len(hit.index)).sum::<usize>()
        };
        let by_degree = [0.0, 0.3, 0.6, 1.0].map(known);
        assert!(by_degree.is_sorted_by(|a, b| a >= b) && by_degree[3] < by_degree[0], "{by_degree:?}");
        assert!(list(Mix::default(), 9).is_sorted_by(|a, b| a.score >= b.score));
    }

    /// Six items in three clusters: 0, 1, 2 are alike, 3 and 4 are, and 5 is like nothing.
    struct Clusters;

    impl Model for Clusters {
        fn prepare<'a>(&'a self, _person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
            Err(unsupported("anything but similar items"))
        }

        fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
            let cluster = [0, 0, 0, 1, 1, 2];
            for (out, other) in out.iter_mut().zip(cluster) {
                // Of another scale than cosines: what counts is the most similar candidate.
                *out = if other == cluster[item as usize] { 7.0 } else { 0.0 };
            }
            Ok(())
        }

        fn save(&self, _out: &mut dyn Arrays) {}
    }

    #[test]
    fn relevance_and_likeness_worked_out_by_hand() {
        let scores = [1.0, 0.95, 0.9, 0.6, 0.55, 0.3];
        let list = |diversity: f32, n: usize| -> Vec<u32> {
            let mix = Mix { adventure: 0.0, diversity };
            let hits = mix.rank(&Clusters, &ratings(), &scores, n, |_| true).unwrap();
            hits.iter().map(|hit| hit.index).collect()
        };
        assert_eq!(list(0.0, 6), [0, 1, 2, 3, 4, 5]);
        // 0.9 · 0.93 − 0.1 is more than 0.9 · 0.43.
        assert_eq!(list(0.1, 3), [0, 1, 2]);
        // ½ · 0.93 − ½ is less than ½ · 0.43, and less than 0, which item 5 has.
        assert_eq!(list(0.5, 3), [0, 3, 5]);
        assert_eq!(list(1.0, 6), [0, 3, 5, 1, 2, 4]);
    }

    #[test]
    fn lists_are_as_long_as_they_can_be_and_hold_nothing_twice() {
        for mix in [Mix { adventure: 1.0, diversity: 1.0 }, Mix { adventure: 0.5, diversity: 0.0 }] {
            let all = list(mix, 1000);
            let mut items: Vec<u32> = all.iter().map(|hit| hit.index).collect();
            items.sort_unstable();
            items.dedup();
            assert_eq!(items.len(), list(Mix::default(), 1000).len());
            assert!(list(mix, 0).is_empty());
        }
    }

    #[test]
    fn numbers_outside_of_their_range_and_models_without_similarity_are_refused() {
        for (adventure, diversity) in [(-0.1, 0.0), (0.0, 1.5), (f32::NAN, 0.0)] {
            let error = Mix { adventure, diversity }.check().unwrap_err();
            assert_eq!(error.name(), "ParameterError", "{error}");
        }
        let ratings = ratings();
        let fitted = Fitting::new("popularity", &ratings, &Values::new(), 1).unwrap().run().unwrap();
        let options = crate::model::ListOptions { diversity: 0.5, ..Default::default() };
        let error = fitted.recommend("3", 5, &options).unwrap_err();
        assert_eq!(error.name(), "UnsupportedError", "{error}");
        let options = crate::model::ListOptions { adventure: 0.5, ..Default::default() };
        assert_eq!(fitted.recommend("3", 5, &options).unwrap().len(), 5);
    }
}
