//! EASE: every item is predicted from all others by one linear model in closed form (Steck, 2019,
//! “Embarrassingly shallow autoencoders for sparse data”).
//!
//! With X the `(n_users, n_items)` matrix of choices and λ the regularization, the weights that
//! best give X from itself, with none from an item to itself, are
//!
//! ```text
//! P = (XᵀX + λI)⁻¹      B_ij = −P_ij / P_jj,  B_jj = 0      score(u, ·) = x_u B
//! ```
//!
//! Choices and counts enter by their strength. Of ratings it is the deviation from the baseline
//! in standard deviations, and the score becomes a rating again: `b_ui + σ x_u B`.
//!
//! Where there are fewer people than items the same model takes an inverse over people instead
//! (Woodbury's identity), `λP = I − Xᵀ (XXᵀ + λI)⁻¹ X`, so time and memory go with the shorter
//! side. Rows and columns of the inverse stand in order of their number of ratings: a training
//! that is stopped early leaves the model of the busiest ones.

mod answers;
mod precision;
mod regressors;
mod training;

use crate::kernel::inverse::Inverse;
use crate::memory::Need;
use crate::model::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use crate::model::{Abilities, FoldIn, Params, Schema, ScoreMeaning};
use crate::params;
use answers::{Ease, KEPT};
use training::EaseTrainer;

params! {
    /// Parameters of EASE.
    pub struct EaseParams {
        /// Holds the weights back: more takes to heart only what many people show.
        regularization: f32 = 400.0 => 0.01..=1000000.0, "people";
        /// Memory that the square matrix may take; it has as many rows as there are items or people, whichever are fewer.
        memory_limit: u32 = 1024 => 1..=3072, "MiB";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "ease",
    title: "EASE",
    summary: "The best linear weights between all items at once, without factors. Among the best for choices; its matrix is as large as the items or the people squared, so it refuses very large data.",
    purpose: &[Purpose::Choices, Purpose::Ratings],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Preference],
    rates_beside: false,
    loss_name: "",
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_items: true,
        similar_users: false,
        explain: true,
        item_map: false,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Raise("regularization"),
    params: Schema::of::<EaseParams>(),
    memory: |ratings, _| {
        let (users, items) = (ratings.n_users(), ratings.n_items());
        let square = Inverse::padded(ratings.by_user().filled_rows().min(ratings.by_item().filled_rows()));
        // The matrix, the rest of what its inversion takes, and the vectors beside it.
        let inversion = Inverse::bytes(square).saturating_sub(4 * (square as u64).pow(2));
        let kept = if users < items { 4 * KEPT as u64 } else { 0 };
        let vectors = Need::NONE.matrix(users + items, 4).matrix(items, 5).matrix(ratings.by_user().nnz(), 2);
        Ok(vectors.matrix(square, square).bytes(inversion.saturating_add(kept)))
    },
    fit: |ratings, values, _seed| {
        let params = EaseParams::read(ENTRY.name, values)?;
        Ok(Box::new(EaseTrainer::new(ratings, &params)?))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Ease::load(tensors, ratings)?)),
};

#[cfg(test)]
mod tests {
    use super::training::Stage;
    use super::*;
    use crate::model::{Fitted, Fitting, Person, Trainer, Value, Values};
    use crate::random::Random;
    use crate::ratings::{Builder, Ratings};
    use std::sync::Arc;

    /// Random choices of people among items.
    fn choices(people: u32, items: u32, implicit: bool) -> Arc<Ratings> {
        let mut random = Random::new(3);
        let mut b = Builder::default();
        if implicit {
            b.set_implicit();
        }
        for user in 0..people {
            for item in (0..items).filter(|item| (user * 5 + item * 3) % 7 < 3) {
                if random.uniform() < 0.6 {
                    let value = if implicit { 1.0 } else { 1.0 + random.below(5) as f32 };
                    b.rating(&user.to_string(), &item.to_string(), value, None);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn fit(ratings: &Arc<Ratings>, regularization: f64) -> Fitted {
        let values = Values::from([("regularization".to_owned(), Value::Number(regularization))]);
        Fitting::new("ease", ratings, &values, 1).unwrap().run().unwrap()
    }

    /// B by its definition, in double precision: column j is the ridge regression of item j on
    /// all others, by Gaussian elimination.
    fn weights(ratings: &Ratings, regularization: f64) -> Vec<Vec<f64>> {
        let n = ratings.n_items();
        let mut gram = vec![vec![0.0; n]; n];
        for user in 0..ratings.n_users() as u32 {
            let items = ratings.by_user().row(user).0;
            for &i in items {
                items.iter().for_each(|&j| gram[i as usize][j as usize] += 1.0);
            }
        }
        let mut b = vec![vec![0.0; n]; n];
        for j in 0..n {
            let others: Vec<usize> = (0..n).filter(|&i| i != j).collect();
            let m = others.len();
            let mut a: Vec<Vec<f64>> = others
                .iter()
                .map(|&i| others.iter().map(|&k| gram[i][k]).chain([gram[i][j]]).collect())
                .collect();
            a.iter_mut().enumerate().for_each(|(i, row)| row[i] += regularization);
            for i in 0..m {
                let pivot = a[i].clone();
                for (_, row) in a.iter_mut().enumerate().filter(|(k, _)| *k != i) {
                    let factor = row[i] / pivot[i];
                    row.iter_mut().zip(&pivot).for_each(|(x, y)| *x -= factor * y);
                }
            }
            for (i, &other) in others.iter().enumerate() {
                b[other][j] = a[i][m] / a[i][i];
            }
        }
        b
    }

    #[test]
    fn weights_are_the_regressions_of_each_item_on_the_others_over_items_and_over_people() {
        for (people, items) in [(40, 12), (12, 40)] {
            let ratings = choices(people, items, true);
            let (fitted, b) = (fit(&ratings, 2.0), weights(&ratings, 2.0));
            let n = ratings.n_items();
            let mut scores = vec![0.0; n];
            for user in 0..ratings.n_users() as u32 {
                let person = Person::of(&ratings, user);
                let answers = fitted.model().prepare(person).unwrap();
                answers.score(&mut scores);
                for j in 0..n {
                    let expected: f64 = person.items.iter().map(|&i| b[i as usize][j]).sum();
                    assert!((f64::from(scores[j]) - expected).abs() < 1e-4, "{people} people, user {user}");
                    assert!((answers.one(j as u32) - scores[j]).abs() < 1e-4, "one score is as all");
                    let shares = answers.explain(j as u32);
                    let sum: f32 = shares.iter().map(|share| share.1).sum();
                    assert!((sum - scores[j]).abs() < 1e-4, "shares add up to the score");
                }
            }
        }
    }

    #[test]
    fn stopped_early_it_is_the_model_of_the_most_chosen_items() {
        let ratings = choices(300, 150, true);
        let params = EaseParams { regularization: 5.0, memory_limit: 64 };
        let mut trainer = EaseTrainer::new(&ratings, &params).unwrap();
        while !matches!(&trainer.stage, Stage::Inverse(inverse) if inverse.position()[2] > 0) {
            trainer.step().unwrap();
        }
        let busiest = trainer.design.order[..128].to_vec();
        let stopped = Box::new(trainer).finish().unwrap();
        let by_user = ratings.by_user();
        let kept = ratings.filtered(|at| busiest.contains(&by_user.columns()[at]));
        let whole = fit(&Arc::new(kept), 5.0);
        let (mut a, mut b) = (vec![0.0; 150], vec![0.0; 150]);
        stopped.prepare(Person::of(&ratings, 7)).unwrap().score(&mut a);
        whole.model().prepare(Person::of(whole.ratings(), 7)).unwrap().score(&mut b);
        for item in 0..150 {
            assert!((a[item] - b[item]).abs() < 1e-4, "{item}: {} {}", a[item], b[item]);
            assert!(busiest.contains(&(item as u32)) || a[item] == 0.0);
        }
    }

    #[test]
    fn too_much_memory_is_refused_with_the_amounts() {
        let ratings = choices(600, 600, true);
        let values = Values::from([("memory_limit".to_owned(), Value::Number(1.0))]);
        let error = Fitting::new("ease", &ratings, &values, 1).err().unwrap();
        assert_eq!(
            error.to_string(),
            "EASE of 600 people and 600 items needs 4 MiB of memory, 1 MiB are allowed"
        );
    }
}
