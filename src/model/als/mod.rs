//! Alternating least squares: with the users' factors fixed, every item's factors are the
//! solution of a small linear system, and the other way round.
//!
//! **Implicit** (Hu, Koren and Volinsky, “Collaborative Filtering for Implicit Feedback
//! Datasets”, 2008). Every pair of user and item counts, chosen or not:
//!
//! `Σ_ui c_ui (p_ui − x_u·y_i)² + Σ_u λ_u |x_u|² + Σ_i λ_i |y_i|²`
//!
//! with preference `p = 1` for what was chosen and 0 otherwise, and confidence
//! `c = 1 + α·f(r) / (a_u a_i)^δ`, where `a` is how often the user chose and the item was chosen,
//! in parts of the mean: one choice of many says less. With δ = 0 and `f(r) = r` this is the confidence of Hu et al.
//! A value of 0 or less is a confident “no”. The ridge of a row grows with the confidence `C` that
//! stands in it: `λ_u = λ (C_u / mean C)^ν`, after Rendle, Krichene, Zhang and Koren, “Revisiting
//! the Performance of iALS”, 2021; with ν = 0 it is that of Hu et al. The sum over all pairs costs
//! no more than the sum over the ratings, because `Σ_i y_i y_iᵀ` is the same for every user.
//!
//! The ridge decides how many factors carry anything: a direction whose singular value lies below λ shrinks to nothing. So
//! λ belongs where chance ends, and more factors then do no harm. Of N choices by m people and n items, chance alone has
//! singular values up to `√(N/m) + √(N/n)` where all are equally active, and up to `√(Σ N_u²/N) + √(Σ N_i²/N)` by those who
//! are most; λ₀ is the mean of the two, times the mean weight of a choice in parts of a plain one's to the power of ⅔. On
//! validation parts of seven data sets from 20 000 to 110 000 choices the best ridges lie between 10 and 22, near λ₀. The
//! ridge is λ₀ from 18 on, and below `18 (λ₀/18)^0.7`: a little nearer to what is usual, because one that is too low costs
//! more.
//!
//! **Explicit** (ALS-WR; Zhou, Wilkinson, Schreiber and Pan, 2008). Only ratings count:
//!
//! `Σ_rated (r_ui − μ − b_u − b_i − x_u·y_i)² + λ Σ_u n_u (|x_u|² + b_u²) + λ Σ_i n_i (|y_i|² + b_i²)`
//!
//! with a bias solved for as one more factor whose partner is always 1.
//!
//! Systems are solved exactly by Cholesky factors, or nearly by a few steps of conjugate gradients
//! from the last epoch's solution (Takács, Pilászy and Tikk, 2011), which needs no matrix. What all rows have in common,
//! `M = Σ_i y_i y_iᵀ + λ I`, is inverted once for all of them and preconditions the steps: then each leaves a small part of
//! the error, and `M d` follows from step to step, so that a step costs one product with `M⁻¹` and one or two passes over the row's
//! own items. A row takes no further step once what is left to gain is at most three thousandths of its part of the objective. How
//! far the last step goes needs only a number, the curvature along it: it is taken from some blocks of a long row's ratings, as many
//! as tell it to some percent: a step that is so much too short or too long loses some thousandths of its gain. A score always
//! comes from an exact solution for the person's row, known or new; its parts by the person's own items are those of section 5
//! of Hu et al.

mod answers;
mod normal;
mod recipe;
mod side;
mod training;

use super::registry::{Entry, Purpose, Remedy};
use super::{Abilities, FoldIn, Params, Schema, ScoreMeaning, Values};
use crate::kernel::inverse::Inverse;
use crate::memory::Need;
use crate::ratings::Feedback;
use crate::{choices, params};
use answers::Als;
use recipe::Recipe;
use side::Embedding;
use training::AlsTrainer;

choices! {
    /// What the values are taken for.
    pub enum Mode {
        /// As the data say: ratings are predicted, choices and counts are ranked.
        Automatic = "automatic",
        /// Whatever was rated was chosen; a higher value makes that more certain.
        Implicit = "implicit",
        /// Values are ratings to be predicted; what is not rated says nothing.
        Explicit = "explicit",
    }
}

choices! {
    /// How confidence grows with a count.
    pub enum Counts {
        /// With log₂(1 + r): a hundred plays say more than one, but not a hundred times as much.
        Logarithmic = "logarithmic",
        /// With r itself.
        Linear = "linear",
        /// Not at all: chosen is chosen.
        Binary = "binary",
    }
}

choices! {
    /// How the linear systems are solved in training.
    pub enum Solver {
        /// A few steps of conjugate gradients from the last solution: fast, and close enough.
        ConjugateGradient = "conjugate_gradient",
        /// Exactly, by Cholesky factors: slower, mostly with many factors.
        Cholesky = "cholesky",
    }
}

params! {
    /// Parameters of alternating least squares.
    pub struct AlsParams {
        /// What the values are taken for.
        mode: Mode = Mode::Automatic;
        /// Length of the factor vectors.
        factors: u32 = 64 => 1..=1024, "factors";
        /// Passes over all items and all users.
        epochs: u32 = 15 => 1..=1000, "epochs";
        /// α: how much more a choice weighs than its absence. Implicit only.
        confidence: f32 = 0.9 => 0.0..=10000.0, "";
        /// How confidence grows with a count; for plain choices all are the same. Implicit only.
        counts: Counts = Counts::Logarithmic;
        /// δ: how much less a choice weighs when the person chose often, or many chose the item. 0 makes no difference. Implicit only.
        activity_damping: f32 = 0.5 => 0.0..=1.0, "";
        /// λ: ridge on the factors of a row of mean confidence. Higher means smoother; 0 takes one that suits the data. Implicit only.
        regularization: f32 = 0.0 => 0.0..=100000.0, "", search 0.3..=300.0;
        /// ν: how the ridge grows with the confidence in a row, from 0 (the same for all) to 1 (in proportion). Implicit only.
        frequency_scaling: f32 = 1.0 => 0.0..=1.0, "";
        /// λ: ridge for each rating of a row. Explicit only.
        rating_regularization: f32 = 0.12 => 0.0..=100.0, "";
        /// How the linear systems are solved in training.
        solver: Solver = Solver::ConjugateGradient;
        /// Steps of conjugate gradients for each row and epoch; fewer where little is left to gain.
        gradient_steps: u32 = 2 => 1..=100, "steps";
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "als",
    title: "Alternating least squares",
    summary: "Factors found by solving for users and items in turn. Strong for choices and counts, where everything \
              not chosen is taken as a weak “no”; predicts ratings as well.",
    purpose: &[Purpose::Choices, Purpose::Ratings, Purpose::Pairs],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Preference],
    rates_beside: false,
    loss_name: "regularized squared error per rating",
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_items: true,
        similar_users: true,
        explain: true,
        item_map: true,
        factors: true,
    },
    taken_for,
    remedy: |values, feedback| match taken_for(values, feedback) {
        Feedback::Explicit => Remedy::Raise("rating_regularization"),
        Feedback::Implicit => Remedy::Lower("confidence"),
    },
    params: Schema::of::<AlsParams>(),
    memory: |ratings, values| {
        let k = AlsParams::read(ENTRY.name, values)?.factors as usize;
        let square = Need::NONE.matrix(k + 1, k + 1);
        let sides = [ratings.n_users(), ratings.n_items()].into_iter();
        let squares = (0..8).fold(Need::NONE.bytes(Inverse::bytes(k)), |need, _| need.and(square));
        Ok(sides.fold(squares, |need, n| need.matrix(n, k).matrix(n, 3)))
    },
    fit: |ratings, values, seed| {
        let params = AlsParams::read(ENTRY.name, values)?;
        Ok(Box::new(AlsTrainer::new(ratings, params, seed)))
    },
    load: |tensors, ratings, values| {
        let recipe = Recipe::new(AlsParams::read(ENTRY.name, values)?, ratings);
        let users = Embedding::load(tensors, "als.users", ratings.n_users(), &recipe)?;
        let items = Embedding::load(tensors, "als.items", ratings.n_items(), &recipe)?;
        Ok(Box::new(Als::new(recipe, users, items)))
    },
};

impl Mode {
    /// What the values are taken for.
    fn resolve(self, feedback: Feedback) -> Feedback {
        match self {
            Mode::Automatic => feedback,
            Mode::Implicit => Feedback::Implicit,
            Mode::Explicit => Feedback::Explicit,
        }
    }
}

fn taken_for(values: &Values, feedback: Feedback) -> Feedback {
    AlsParams::read(ENTRY.name, values).map_or(feedback, |params| params.mode.resolve(feedback))
}

#[cfg(test)]
mod tests {
    use super::normal::ENOUGH_TO_TELL;
    use super::recipe::Turn;
    use super::training::Sums;
    use super::*;
    use crate::kernel::{self, dot};
    use crate::matrix::{flat, row};
    use crate::model::{Fitting, Person, Trainer, Value, Values};
    use crate::random::Random;
    use crate::ratings::{Builder, Ratings};
    use std::sync::Arc;

    /// People and items of five kinds, who mostly keep to their kind; values from 1 to 5.
    fn kinds(implicit: bool) -> Arc<Ratings> {
        let mut random = Random::new(8);
        let mut b = Builder::default();
        if implicit {
            b.set_implicit();
        }
        for user in 0..80u32 {
            for item in 0..60u32 {
                let like = user % 5 == item % 5;
                if random.uniform() < if like { 0.6 } else { 0.1 } {
                    let value = if like { 4.0 } else { 2.0 } + f32::from(random.uniform() < 0.5);
                    b.rating(&format!("u{user}"), &format!("i{item}"), value, None);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn params(pairs: &[(&str, &str)]) -> AlsParams {
        let values: Values =
            pairs.iter().map(|&(name, value)| (name.to_owned(), Value::Text(value.to_owned()))).collect();
        AlsParams::read("als", &values).unwrap()
    }

    const CASES: [&[(&str, &str)]; 4] = [
        &[("factors", "7"), ("mode", "implicit")],
        &[("factors", "7"), ("mode", "implicit"), ("solver", "cholesky")],
        &[("factors", "6"), ("mode", "explicit")],
        &[("factors", "6"), ("mode", "explicit"), ("solver", "cholesky")],
    ];

    /// Trains to the end; returns the losses of all epochs.
    fn train(trainer: &mut AlsTrainer) -> Vec<f64> {
        let mut losses = Vec::new();
        loop {
            let progress = trainer.step().unwrap();
            // An epoch may take several steps.
            if progress.epoch as usize > losses.len() {
                losses.extend(progress.loss.map(f64::from));
            }
            if progress.done {
                return losses;
            }
        }
    }

    /// The objective by its definition, over every pair of user and item.
    fn objective(trainer: &AlsTrainer) -> f64 {
        let (r, ratings) = (&trainer.recipe, &trainer.ratings);
        let mut sum = 0.0;
        for (turn, side, matrix) in [
            (Turn::Users, &trainer.users, ratings.by_user()),
            (Turn::Items, &trainer.items, ratings.by_item()),
        ] {
            for at in 0..matrix.rows() {
                let (columns, values) = matrix.row(at as u32);
                let own = r.activity_weight(turn, columns.len());
                let weights = columns.iter().zip(values).map(|(&c, &v)| {
                    let other = r.activity[1 - turn as usize].get(c as usize).copied().unwrap_or(1.0);
                    f64::from(r.weight(v) * own * other)
                });
                let ridge = f64::from(r.ridge(turn, columns.len(), weights.sum()));
                let own = row(&side.factors, at);
                let square = dot(own, own) + side.bias(at).powi(2);
                sum += ridge * f64::from(square);
            }
        }
        for user in 0..ratings.n_users() {
            let (columns, values) = ratings.by_user().row(user as u32);
            for item in 0..ratings.n_items() {
                let found = columns.binary_search(&(item as u32)).ok().map(|at| values[at]);
                let score = dot(row(&trainer.users.factors, user), row(&trainer.items.factors, item));
                let (weight, target) = match (found, r.explicit) {
                    (None, true) => continue,
                    (None, false) => (1.0, 0.0),
                    (Some(value), true) => {
                        (1.0, value - r.mean - trainer.users.bias(user) - trainer.items.bias(item))
                    }
                    (Some(value), false) => {
                        let active = r.activity[0][user] * r.activity[1][item];
                        (1.0 + r.weight(value) * active, f32::from(value > 0.0))
                    }
                };
                sum += f64::from(weight) * f64::from(target - score).powi(2);
            }
        }
        sum / ratings.len() as f64
    }

    #[test]
    fn the_loss_is_the_objective_of_the_module_doc_and_never_rises() {
        for case in CASES {
            for feedback in [false, true] {
                let mut trainer = AlsTrainer::new(&kinds(feedback), params(case), 1);
                let losses = train(&mut trainer);
                assert_eq!(losses.len(), 15);
                let falls = losses.windows(2).all(|w| w[1] <= w[0] * (1.0 + 1e-5));
                assert!(falls, "{case:?}: {losses:?}");
                let (reported, defined) = (losses[14], objective(&trainer));
                assert!((reported - defined).abs() < 1e-4 * defined, "{case:?}: {reported} or {defined}");
            }
        }
    }

    #[test]
    fn gradients_and_factorization_find_the_same_solution() {
        for mode in ["implicit", "explicit"] {
            let ratings = kinds(false);
            let last = |solver: &[(&str, &str)]| {
                let mut all = vec![("factors", "6"), ("mode", mode), ("epochs", "60")];
                all.extend(solver);
                *train(&mut AlsTrainer::new(&ratings, params(&all), 1)).last().unwrap()
            };
            let (near, exact) = (last(&[]), last(&[("solver", "cholesky")]));
            assert!((near - exact).abs() < 1e-3 * exact, "{mode}: {near} by gradients, {exact} exactly");
        }
    }

    #[test]
    fn a_step_leaves_little_of_the_distance_to_the_exact_solution() {
        for (steps, most) in [("1", 0.15), ("2", 0.05)] {
            let case = [("factors", "7"), ("mode", "implicit"), ("gradient_steps", steps)];
            let mut trainer = AlsTrainer::new(&kinds(true), params(&case), 1);
            while trainer.epoch == 0 {
                trainer.step().unwrap();
            }
            let (mut before, mut after) = (0.0, 0.0);
            for at in 0..trainer.items.factors.nrows() {
                let was = row(&trainer.items.factors, at).to_vec();
                trainer.solve_row(at, &mut Sums::default());
                let (columns, near) = (trainer.ratings.by_item().row(at as u32).0, trainer.x.clone());
                trainer.system.solve(flat(&trainer.users.factors), columns, &mut trainer.x);
                let distance =
                    |x: &[f32]| x.iter().zip(&trainer.x).map(|(a, b)| (a - b).powi(2)).sum::<f32>();
                before += distance(&was);
                after += distance(&near);
            }
            let left = (after / before).sqrt();
            assert!(left < most, "{steps} steps leave {left} of the distance");
        }
    }

    #[test]
    fn rows_of_many_ratings_are_solved_for_as_the_others() {
        let mut b = Builder::default();
        let mut random = Random::new(4);
        for user in 0..9000u32 {
            for item in 0..20u32 {
                let like = user % 5 == item % 5;
                if random.uniform() < if like || item < 2 { 0.9 } else { 0.1 } {
                    b.rating(&format!("u{user}"), &format!("i{item}"), if like { 5.0 } else { 2.0 }, None);
                }
            }
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        for case in [&CASES[0], &CASES[2]] {
            let mut trainer = AlsTrainer::new(&ratings, params(case), 1);
            let losses = train(&mut trainer);
            assert!(losses.windows(2).all(|w| w[1] <= w[0] * (1.0 + 1e-5)), "{case:?}: {losses:?}");
            trainer.turn = Turn::Items;
            trainer.solve_row(0, &mut Sums::default());
            let (system, x, users) = (&trainer.system, &trainer.x, flat(&trainer.users.factors));
            assert!(system.equals > 4.0 * ENOUGH_TO_TELL, "{case:?}: {}", system.equals);
            let columns = ratings.by_item().row(0).0;
            let mut product = vec![0.0; x.len()];
            system.add_bend(users, columns, x, &mut product);
            let (whole, part) = (f64::from(dot(x, &product)), system.bend(users, columns, x));
            assert!((part - whole).abs() < 0.1 * whole, "{case:?}: {part} for {whole}");
        }
    }

    #[test]
    fn the_parts_of_an_explanation_sum_up_to_the_score() {
        for case in CASES {
            let ratings = kinds(false);
            let mut trainer = AlsTrainer::new(&ratings, params(case), 1);
            train(&mut trainer);
            let usual = |item: usize| trainer.recipe.mean + trainer.items.bias(item);
            let usual: Vec<f32> = (0..ratings.n_items()).map(usual).collect();
            let model = Box::new(trainer).finish().unwrap();
            for user in [0, 7, 33] {
                let person = Person::of(&ratings, user);
                let mut scores = vec![0.0; ratings.n_items()];
                let answers = model.prepare(person).unwrap();
                answers.score(&mut scores);
                for item in [0, 5, 41] {
                    let parts = answers.explain(item);
                    assert_eq!(parts.len(), person.items.len());
                    let sum = parts.iter().map(|p| p.1).sum::<f32>() + usual[item as usize];
                    let score = scores[item as usize];
                    assert!((sum - score).abs() < 1e-3, "{case:?}: parts {sum}, score {score}");
                }
            }
        }
    }

    #[test]
    fn known_people_score_as_if_they_were_new() {
        for case in CASES {
            let ratings = kinds(true);
            let mut trainer = AlsTrainer::new(&ratings, params(case), 1);
            train(&mut trainer);
            let model = Box::new(trainer).finish().unwrap();
            let (items, values) = ratings.by_user().row(3);
            let mut scores = [vec![0.0; ratings.n_items()], vec![0.0; ratings.n_items()]];
            model.prepare(Person::of(&ratings, 3)).unwrap().score(&mut scores[0]);
            model.prepare(Person::new(items, values)).unwrap().score(&mut scores[1]);
            assert_eq!(scores[0], scores[1], "{case:?}");
        }
    }

    #[test]
    fn a_value_of_zero_or_less_is_a_confident_no() {
        let mut b = Builder::default();
        for user in 0..12 {
            for item in 0..6 {
                let value = if item % 2 == 0 { 1.0 } else { -3.0 };
                b.rating(&format!("u{user}"), &format!("i{item}"), value, None);
            }
        }
        let ratings = Arc::new(b.build().unwrap().ratings);
        let values = Values::from([
            ("mode".to_owned(), Value::Text("implicit".into())),
            ("regularization".to_owned(), Value::Number(1.0)),
        ]);
        let fitted = Fitting::new("als", &ratings, &values, 1).unwrap().run().unwrap();
        assert_eq!(fitted.score_meaning(), ScoreMeaning::Preference);
        let mut scores = vec![0.0; 6];
        fitted.model().prepare(Person::of(&ratings, 0)).unwrap().score(&mut scores);
        for (item, score) in scores.iter().enumerate() {
            assert_eq!(*score > 0.5, item % 2 == 0, "{scores:?}");
        }
    }

    #[test]
    fn without_a_ridge_the_systems_are_still_solved() {
        for mode in ["implicit", "explicit"] {
            let none = [
                ("mode", mode),
                ("factors", "40"),
                ("regularization", "0"),
                ("rating_regularization", "0"),
                ("solver", "cholesky"),
            ];
            let ratings = kinds(false);
            let mut trainer = AlsTrainer::new(&ratings, params(&none), 1);
            train(&mut trainer);
            let model = Box::new(trainer).finish().unwrap();
            let mut scores = vec![0.0; ratings.n_items()];
            model.prepare(Person::of(&ratings, 0)).unwrap().score(&mut scores);
            assert!(kernel::all_finite(&scores), "{mode}");
        }
    }
}
