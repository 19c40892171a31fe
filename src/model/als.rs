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

use super::registry::{Entry, Purpose, Remedy};
use super::shared::preference::strength;
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
    Values,
};
use crate::bytes::{Reader, Writer};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel::gram::{Gram, mirror};
use crate::kernel::inverse::Inverse;
use crate::kernel::{self, axpy, dot, solve};
use crate::matrix::{flat, flat_mut, row, row_mut, row_of, with_columns, zeros};
use crate::memory::Need;
use crate::random::Random;
use crate::ratings::{Csr, Feedback, Ratings};
use crate::rounds::{PART_WORK, Parts, Round, Rounds};
use crate::tensors::{Arrays, Tensors};
use crate::{choices, params};
use ndarray::{Array2, ArrayView2};
use std::iter;
use std::ops::Range;
use std::sync::Arc;

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

/// Parameters with what they need to know of the data.
struct Recipe {
    params: AlsParams,
    explicit: bool,
    /// Overall mean in rating units; 0 when implicit.
    mean: f32,
    /// Users, items: how many there are on the other side, each with confidence 1 at least.
    others: [f64; 2],
    /// Users, items: mean confidence of a row.
    mean_confidence: [f64; 2],
    /// Users, items: what a choice weighs by the activity of the row, `(n)`; empty when explicit.
    activity: [Vec<f32>; 2],
    /// Users, items: the mean over all ratings of the number of choices to the power of −δ.
    mean_activity: [f32; 2],
}

/// The ridge that suits these choices, whose confidences add up to `confidence`: see the head of this file.
fn ridge_of(ratings: &Ratings, confidence: f64) -> f32 {
    let all = ratings.by_user().nnz().max(1) as f64;
    let chance = |csr: &Csr| {
        let rows = csr.filled_rows().max(1) as f64;
        (libm::sqrt(all / rows) + libm::sqrt(csr.squares() as f64 / all)) / 2.0
    };
    let weight = (1.0 + confidence / all) / PLAIN;
    let chance = libm::pow(weight, 2.0 / 3.0) * (chance(ratings.by_user()) + chance(ratings.by_item()));
    if chance < USUAL { (USUAL * libm::pow(chance / USUAL, 0.7)) as f32 } else { chance as f32 }
}

/// The ridge that is best on average.
const USUAL: f64 = 18.0;

/// The weight of a plain choice, with its default confidence, beside that of an absent one.
const PLAIN: f64 = 1.9;

/// Whose rows are solved for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Users,
    Items,
}

impl Recipe {
    fn new(params: AlsParams, ratings: &Ratings) -> Self {
        let explicit = params.mode.resolve(ratings.feedback()) == Feedback::Explicit;
        let (users, items) = (ratings.n_users() as f64, ratings.n_items() as f64);
        let mut recipe = Recipe {
            params,
            explicit,
            mean: if explicit { ratings.mean() } else { 0.0 },
            others: [items, users],
            mean_confidence: [1.0; 2],
            activity: [Vec::new(), Vec::new()],
            mean_activity: [1.0; 2],
        };
        if explicit {
            return recipe;
        }
        for (turn, matrix) in [(Turn::Users, ratings.by_user()), (Turn::Items, ratings.by_item())] {
            let lengths = || (0..matrix.rows() as u32).map(|row| matrix.row_len(row));
            let sum: f64 = lengths().map(|n| n as f64 * f64::from(recipe.activity_weight(turn, n))).sum();
            recipe.mean_activity[turn as usize] = (sum / ratings.by_user().nnz().max(1) as f64) as f32;
            recipe.activity[turn as usize] = lengths().map(|n| recipe.activity_weight(turn, n)).collect();
        }
        let [of_user, of_item] = &recipe.activity;
        let confidence = |(user, item, value): (u32, u32, f32)| {
            f64::from(recipe.weight(value) * of_user[user as usize] * of_item[item as usize])
        };
        let sum: f64 = ratings.by_user().iter().map(confidence).sum();
        if recipe.params.regularization == 0.0 {
            recipe.params.regularization = ridge_of(ratings, sum);
        }
        recipe.mean_confidence = [items + sum / users.max(1.0), users + sum / items.max(1.0)];
        recipe
    }

    fn k(&self) -> usize {
        self.params.factors as usize
    }

    /// Unknowns of a row: its factors and, when explicit, its bias.
    fn unknowns(&self) -> usize {
        self.k() + usize::from(self.explicit)
    }

    /// What a choice of a row with `n` choices weighs; 1 on average over all choices.
    fn activity_weight(&self, turn: Turn, n: usize) -> f32 {
        if self.explicit || n == 0 {
            return 1.0;
        }
        libm::powf(n as f32, -self.params.activity_damping) / self.mean_activity[turn as usize]
    }

    /// Confidence above that of an absent choice, before the activity's weight.
    #[inline]
    fn weight(&self, value: f32) -> f32 {
        if self.explicit {
            return 1.0;
        }
        let r = value.abs();
        self.params.confidence
            * match self.params.counts {
                Counts::Binary => f32::from(r > 0.0),
                Counts::Linear => r,
                Counts::Logarithmic => strength(r),
            }
    }

    /// The ridge of a row of `n` ratings whose weights sum up to `weight`.
    fn ridge(&self, turn: Turn, n: usize, weight: f64) -> f32 {
        if self.explicit {
            return self.params.rating_regularization * n as f32;
        }
        let share = (self.others[turn as usize] + weight) / self.mean_confidence[turn as usize];
        self.params.regularization * libm::powf(share as f32, self.params.frequency_scaling)
    }
}

/// Parameters of all users or of all items.
struct Embedding {
    /// `(n, k)`.
    factors: Array2<f32>,
    /// `(n)`, in rating units; empty when implicit.
    biases: Vec<f32>,
}

impl Embedding {
    fn new(n: usize, recipe: &Recipe) -> Self {
        Embedding { factors: zeros(n, recipe.k()), biases: vec![0.0; if recipe.explicit { n } else { 0 }] }
    }

    fn load(tensors: &Tensors, name: &str, n: usize, recipe: &Recipe) -> Result<Self> {
        let factors = tensors.matrix(name, n, recipe.k())?;
        let n = if recipe.explicit { n } else { 0 };
        Ok(Embedding { factors, biases: tensors.f32(&format!("{name}.biases"), &[n])? })
    }

    fn save(&self, name: &str, out: &mut dyn Arrays) {
        out.put_matrix(name, &self.factors);
        out.put_f32(&format!("{name}.biases"), &[self.biases.len()], &self.biases);
    }

    fn bias(&self, row: usize) -> f32 {
        self.biases.get(row).copied().unwrap_or(0.0)
    }
}

/// `Σ y yᵀ` over the rows of one side: over those of each part by itself, whoever solves for it, and then over the parts in
/// their order.
struct Base {
    k: usize,
    gram: Gram,
    /// `(k, k)`: of the part under way, and of the parts so far, in the upper triangle.
    part: Vec<f32>,
    sum: Vec<f32>,
}

impl Base {
    fn new(k: usize) -> Self {
        Base { k, gram: Gram::new(k), part: vec![0.0; k * k], sum: vec![0.0; k * k] }
    }

    /// Adds further rows to the part.
    fn add(&mut self, rows: &[f32]) {
        for row in rows.chunks_exact(self.k) {
            self.gram.add(1.0, row, &mut self.part);
        }
    }

    /// Where the rows of the upper triangle begin and end.
    fn triangle(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let k = self.k;
        (0..k).map(move |i| i * k + i..(i + 1) * k)
    }

    /// Writes the part, and begins another one.
    fn write_part(&mut self, out: &mut Writer) {
        self.gram.flush(&mut self.part);
        self.triangle().for_each(|row| out.f32s(&self.part[row]));
        self.part.fill(0.0);
    }

    /// Adds the part that was written.
    fn read_part(&mut self, written: &mut Reader<'_>) -> Result<()> {
        self.triangle().try_for_each(|row| written.f32s(&mut self.part[row]))?;
        self.end_part();
        Ok(())
    }

    /// Adds the part, and begins another one.
    fn end_part(&mut self) {
        self.gram.flush(&mut self.part);
        self.sum.iter_mut().zip(&self.part).for_each(|(sum, part)| *sum += part);
        self.part.fill(0.0);
    }

    /// Moves the sum, with both triangles, to `out`, and begins anew.
    fn end(&mut self, out: &mut [f32]) {
        mirror(&mut self.sum, self.k);
        out.copy_from_slice(&self.sum);
        self.sum.fill(0.0);
    }
}

/// Ratings that are taken in together, so that their factors are in the first cache when they are needed again.
const BLOCK: usize = 32;

/// One row's normal equations `A x = b`, with `A = G + λ I + Σ w f fᵀ` and `b = Σ t f` over the features `f`
/// of what the row rated: factors, followed by 1 where there are biases. All memory is kept from
/// row to row.
struct Normal {
    k: usize,
    gram: Gram,
    /// `G`, `(k, k)` with both triangles: the sum over all of the other side. Zeros when explicit.
    base: Vec<f32>,
    /// The rows of `G`: all.
    all: Vec<u32>,
    /// `w` and `t` of each rating.
    weights: Vec<f32>,
    targets: Vec<f32>,
    /// `Σ w`, and of how many ratings of the same weight it would be as certain: `(Σ w)² / Σ w²`.
    weight: f64,
    equals: f64,
    ridge: f32,
    /// The objective of the row at `x = 0`.
    constant: f64,
    /// `A` and its factor, `(m, m)`.
    matrix: Vec<f32>,
    b: Vec<f32>,
    /// The features of a rating, `(m)`.
    features: Vec<f32>,
    /// `M⁻¹` of `M = G + shift · I`, `(k, k)`; empty where there is no `G`, and `M` is the ridge alone.
    inverse: Vec<f32>,
    shift: f32,
    descent: Descent,
}

/// The vectors of conjugate gradients, `(m)` each.
#[derive(Default)]
struct Descent {
    /// `r = b − A x`.
    residual: Vec<f32>,
    /// `M⁻¹ r`.
    smooth: Vec<f32>,
    /// `d`, and `M d`.
    direction: Vec<f32>,
    image: Vec<f32>,
    /// `A d`.
    product: Vec<f32>,
}

/// So many ratings of the same weight tell the curvature along a direction to some percent.
const ENOUGH_TO_TELL: f64 = 1024.0;

/// The share of a row's objective that is not worth another step.
const ENOUGH: f64 = 0.003;

impl Normal {
    fn new(recipe: &Recipe) -> Self {
        let (k, m) = (recipe.k(), recipe.unknowns());
        Normal {
            k,
            gram: Gram::new(m),
            base: vec![0.0; k * k],
            all: (0..k as u32).collect(),
            weights: Vec::new(),
            targets: Vec::new(),
            weight: 0.0,
            equals: 0.0,
            ridge: 0.0,
            constant: 0.0,
            matrix: Vec::new(),
            b: vec![0.0; m],
            features: vec![0.0; m],
            inverse: Vec::new(),
            shift: 0.0,
            descent: Descent {
                residual: vec![0.0; m],
                smooth: vec![0.0; m],
                direction: vec![0.0; m],
                image: vec![0.0; m],
                product: vec![0.0; m],
            },
        }
    }

    /// Finds `M⁻¹` for the base as it is and this ridge, or the least of a few that are larger which keeps `M` definite.
    fn invert(&mut self, ridge: f32) {
        let (k, n) = (self.k, Inverse::padded(self.k));
        let mean = (0..k).map(|i| self.base[i * k + i]).sum::<f32>() / k as f32;
        self.shift = ridge.max(1e-5 * mean).max(f32::MIN_POSITIVE);
        self.inverse.clear();
        self.inverse.resize(k * k, 0.0);
        while self.shift.is_finite() {
            let mut matrix = vec![0.0; n * n];
            for (row, base) in matrix.chunks_exact_mut(n).zip(self.base.chunks_exact(k)) {
                row[..k].copy_from_slice(base);
            }
            (0..n).for_each(|i| matrix[i * n + i] += if i < k { self.shift } else { 1.0 });
            if let Ok(inverse) = Inverse::new(matrix, n).and_then(Inverse::all) {
                for (row, inverse) in self.inverse.chunks_exact_mut(k).zip(inverse.chunks_exact(n)) {
                    row.copy_from_slice(&inverse[..k]);
                }
                return;
            }
            self.shift *= 10.0;
        }
    }

    /// Takes in a row's ratings of `other`.
    fn observe(&mut self, recipe: &Recipe, turn: Turn, other: &Embedding, columns: &[u32], values: &[f32]) {
        self.weights.clear();
        self.targets.clear();
        let (mut sum, mut squares, mut constant) = (0.0, 0.0, 0.0);
        let own = recipe.activity_weight(turn, columns.len());
        let activity = &recipe.activity[1 - turn as usize];
        for (&column, &value) in columns.iter().zip(values) {
            let theirs = activity.get(column as usize).copied().unwrap_or(1.0);
            let weight = recipe.weight(value) * own * theirs;
            let (target, error) = if recipe.explicit {
                let target = value - recipe.mean - other.bias(column as usize);
                (target, target * target)
            } else {
                let target = if value > 0.0 { 1.0 + weight } else { 0.0 };
                (target, target)
            };
            sum += f64::from(weight);
            squares += f64::from(weight * weight);
            constant += f64::from(error);
            self.weights.push(weight);
            self.targets.push(target);
        }
        self.ridge = recipe.ridge(turn, columns.len(), sum);
        (self.weight, self.equals) = (sum, sum * sum / squares);
        if self.inverse.is_empty() {
            self.shift = if self.ridge > 0.0 { self.ridge } else { 1.0 };
        }
        self.constant = constant;
    }

    /// `out = b − A x`; returns the row's part of the objective at `x`.
    fn residual(&self, factors: &[f32], columns: &[u32], x: &[f32], out: &mut [f32]) -> f64 {
        for (out, x) in out.iter_mut().zip(x) {
            *out = self.ridge * x;
        }
        if !self.inverse.is_empty() {
            kernel::add_picked(&self.base, &self.all, x, out);
        }
        out.iter_mut().for_each(|out| *out = -*out);
        let mut along = 0.0;
        self.add_ratings(factors, columns, x, out, |products, weights, targets| {
            along += f64::from(dot(targets, products));
            for (product, (weight, target)) in products.iter_mut().zip(weights.iter().zip(targets)) {
                *product = target - weight * *product;
            }
        });
        // xᵀA x − 2 bᵀx = −bᵀx − (b − A x)ᵀx.
        self.constant - along - f64::from(dot(out, x))
    }

    /// `out += Σ w f fᵀ d`.
    fn add_bend(&self, factors: &[f32], columns: &[u32], d: &[f32], out: &mut [f32]) {
        self.add_ratings(factors, columns, d, out, |products, weights, _| {
            products.iter_mut().zip(weights).for_each(|(product, weight)| *product *= weight);
        });
    }

    /// `dᵀ Σ w f fᵀ d`, all that the last step needs of a direction; of many ratings from a part of them.
    #[inline(never)]
    fn bend(&self, factors: &[f32], columns: &[u32], d: &[f32]) -> f64 {
        let every = ((self.equals / ENOUGH_TO_TELL) as usize).max(1);
        let (mut bend, mut seen) = (0.0, 0.0);
        self.each_block(factors, columns, every, d, |_, products, weights, _| {
            let mut squares = [0.0; BLOCK];
            squares.iter_mut().zip(&*products).for_each(|(square, product)| *square = product * product);
            bend += f64::from(dot(weights, &squares));
            seen += f64::from(weights.iter().sum::<f32>());
        });
        if every == 1 { bend } else { bend * self.weight / seen }
    }

    /// `out += Σ s f` over a row's ratings, with the scales that `scale` makes of products with `p`, weights and targets.
    #[inline]
    fn add_ratings(
        &self,
        factors: &[f32],
        columns: &[u32],
        p: &[f32],
        out: &mut [f32],
        mut scale: impl FnMut(&mut [f32], &[f32], &[f32]),
    ) {
        let (out, out_bias) = out.split_at_mut(self.k);
        let mut sum = 0.0;
        self.each_block(factors, columns, 1, p, |columns, products, weights, targets| {
            scale(products, weights, targets);
            if !out_bias.is_empty() {
                sum += products.iter().sum::<f32>();
            }
            kernel::add_picked(factors, columns, products, out);
        });
        if let Some(out) = out_bias.first_mut() {
            *out += sum;
        }
    }

    /// Visits a row's ratings in blocks, each or every so many: their columns, the products of their features with `p`, their
    /// weights and targets.
    #[inline]
    fn each_block(
        &self,
        factors: &[f32],
        columns: &[u32],
        every: usize,
        p: &[f32],
        mut visit: impl FnMut(&[u32], &mut [f32], &[f32], &[f32]),
    ) {
        let (p, p_bias) = p.split_at(self.k);
        let one = p_bias.first().copied().unwrap_or(0.0);
        let ratings = self.weights.chunks(BLOCK).zip(self.targets.chunks(BLOCK));
        for (columns, (weights, targets)) in columns.chunks(BLOCK).zip(ratings).step_by(every) {
            let mut products = [0.0; BLOCK];
            let products = &mut products[..columns.len()];
            kernel::fetch_picked(factors, columns, self.k);
            kernel::dot_picked(factors, columns, p, products);
            products.iter_mut().for_each(|product| *product += one);
            visit(columns, products, weights, targets);
        }
    }

    /// `out = M⁻¹ r`.
    fn precondition(&self, r: &[f32], out: &mut [f32]) {
        if self.inverse.is_empty() {
            out.iter_mut().zip(r).for_each(|(out, r)| *out = r / self.shift);
        } else {
            out.fill(0.0);
            kernel::add_picked(&self.inverse, &self.all, r, out);
        }
    }

    /// Improves `x` by conjugate gradients; returns the row's part of the objective there.
    fn descend(&mut self, factors: &[f32], columns: &[u32], steps: u32, x: &mut [f32]) -> f64 {
        let mut descent = std::mem::take(&mut self.descent);
        let Descent { residual, smooth, direction, image, product } = &mut descent;
        let mut objective = self.residual(factors, columns, x, residual);
        self.precondition(residual, direction);
        image.copy_from_slice(residual);
        let beyond = self.ridge - self.shift;
        // rᵀM⁻¹r: where A is no less than M, all steps together do not gain more.
        let mut gain = f64::from(dot(residual, direction));
        for taken in 1..=steps {
            // A = M + beyond · I + Σ w f fᵀ, and M d is known.
            let common = f64::from(dot(direction, image)) + f64::from(beyond * dot(direction, direction));
            let is_last = taken == steps || gain < ENOUGH * objective;
            let curvature = if is_last {
                // Nobody asks for the next residual, so half of the work is enough.
                common + self.bend(factors, columns, direction)
            } else {
                for ((product, image), d) in product.iter_mut().zip(&*image).zip(&*direction) {
                    *product = image + beyond * d;
                }
                self.add_bend(factors, columns, direction, product);
                f64::from(dot(direction, product))
            };
            let step = gain / curvature;
            if !(gain > 1e-20 && curvature > 0.0 && step.is_finite()) {
                break;
            }
            axpy(step as f32, direction, x);
            objective -= step * gain;
            if is_last {
                break;
            }
            axpy(-step as f32, product, residual);
            self.precondition(residual, smooth);
            let next = f64::from(dot(residual, smooth));
            let turn = (next / gain) as f32;
            gain = next;
            direction.iter_mut().zip(&*smooth).for_each(|(d, z)| *d = z + turn * *d);
            image.iter_mut().zip(&*residual).for_each(|(image, r)| *image = r + turn * *image);
        }
        self.descent = descent;
        objective
    }

    /// Makes `A` and `b`.
    fn assemble(&mut self, factors: &[f32], columns: &[u32]) {
        let (k, m) = (self.k, self.b.len());
        self.matrix.clear();
        self.matrix.resize(m * m, 0.0);
        for (row, base) in self.matrix.chunks_exact_mut(m).zip(self.base.chunks_exact(k)) {
            row[..k].copy_from_slice(base);
        }
        for i in 0..m {
            self.matrix[i * m + i] += self.ridge;
        }
        self.b.fill(0.0);
        // The last element stays 1 where there is a bias.
        self.features.fill(1.0);
        for ((&column, &weight), &target) in columns.iter().zip(&self.weights).zip(&self.targets) {
            let start = column as usize * k;
            self.features[..k].copy_from_slice(&factors[start..start + k]);
            self.gram.add(weight, &self.features, &mut self.matrix);
            axpy(target, &self.features, &mut self.b);
        }
        self.gram.flush(&mut self.matrix);
    }

    /// Replaces `A` by its Cholesky factor. Where no ridge keeps `A` definite, the smallest of a
    /// few that does is added.
    fn factorize(&mut self, factors: &[f32], columns: &[u32]) {
        let m = self.b.len();
        self.assemble(factors, columns);
        let mean = (0..m).map(|i| self.matrix[i * m + i]).sum::<f32>() / m as f32;
        let mut extra = 1e-6 * mean.max(f32::MIN_POSITIVE);
        while !solve::cholesky(&mut self.matrix, m) && extra.is_finite() {
            self.assemble(factors, columns);
            for i in 0..m {
                self.matrix[i * m + i] += extra;
            }
            extra *= 10.0;
        }
    }

    /// Solves for `x` exactly; returns the row's part of the objective there.
    fn solve(&mut self, factors: &[f32], columns: &[u32], x: &mut [f32]) -> f64 {
        self.factorize(factors, columns);
        x.copy_from_slice(&self.b);
        solve::cholesky_solve(&self.matrix, x.len(), x);
        self.constant - f64::from(dot(&self.b, x))
    }
}

/// Training: in each epoch the items are solved for, then the users.
struct AlsTrainer {
    recipe: Recipe,
    ratings: Arc<Ratings>,
    users: Embedding,
    items: Embedding,
    system: Normal,
    epoch: u32,
    turn: Turn,
    /// Parts of the other side that are summed up for the system's base.
    summed: usize,
    /// What is being summed up: before the first half the other side, and then the rows that are solved for, on which the other
    /// side's will rest.
    base: Base,
    /// Users, items: the parts of a half of an epoch.
    parts: [Parts; 2],
    /// Multiply-adds done in this epoch, and those of a whole one.
    work: (f64, f64),
    /// Sums over the rows solved so far.
    sums: Sums,
    loss: Option<f32>,
    x: Vec<f32>,
}

impl AlsTrainer {
    fn new(ratings: &Arc<Ratings>, params: AlsParams, seed: u64) -> Self {
        let recipe = Recipe::new(params, ratings);
        let mut users = Embedding::new(ratings.n_users(), &recipe);
        let items = Embedding::new(ratings.n_items(), &recipe);
        let mut random = Random::new(seed);
        for user in (0..ratings.n_users()).filter(|&user| ratings.by_user().row_len(user as u32) > 0) {
            random.fill_even(row_mut(&mut users.factors, user), 0.1);
        }
        let (system, base) = (Normal::new(&recipe), Base::new(recipe.k()));
        let x = vec![0.0; recipe.unknowns()];
        let mut trainer = AlsTrainer {
            recipe,
            ratings: Arc::clone(ratings),
            users,
            items,
            system,
            epoch: 0,
            turn: Turn::Items,
            summed: 0,
            base,
            parts: [Parts::default(), Parts::default()],
            work: (0.0, 0.0),
            sums: Sums::default(),
            loss: None,
            x,
        };
        for (turn, csr) in [(Turn::Users, ratings.by_user()), (Turn::Items, ratings.by_item())] {
            let work = |row: u32| trainer.row_work(csr.row_len(row));
            let parts = Parts::cut(csr.rows(), &|row| work(row) as u64);
            trainer.work.1 += (0..csr.rows() as u32).map(work).sum::<f64>();
            trainer.parts[turn as usize] = parts;
        }
        trainer
    }

    /// Multiply-adds to solve for a row of `n` ratings, and to sum it up.
    fn row_work(&self, n: usize) -> f64 {
        let (n, k) = (n as f64, self.recipe.k() as f64);
        let summing = if self.recipe.explicit { 1.0 } else { k * k / 2.0 };
        let solving = match self.recipe.params.solver {
            _ if n == 0.0 => 0.0,
            Solver::ConjugateGradient => f64::from(self.recipe.params.gradient_steps + 1) * k * (2.0 * n + k),
            Solver::Cholesky => k * k * (n / 2.0 + k / 6.0 + 2.0),
        };
        solving + summing
    }

    /// The side that is solved for, the other one, and the ratings of each row.
    fn sides(&self) -> (&Embedding, &Embedding, &Csr) {
        match self.turn {
            Turn::Users => (&self.users, &self.items, self.ratings.by_user()),
            Turn::Items => (&self.items, &self.users, self.ratings.by_item()),
        }
    }

    /// Solves for a row of this half of the epoch, from where it stands to `self.x`; adds its part of the objective.
    fn solve_row(&mut self, at: usize, sums: &mut Sums) {
        let k = self.recipe.k();
        let (own, other, matrix) = match self.turn {
            Turn::Users => (&self.users, &self.items, self.ratings.by_user()),
            Turn::Items => (&self.items, &self.users, self.ratings.by_item()),
        };
        let (columns, values) = matrix.row(at as u32);
        let (system, x, others) = (&mut self.system, &mut self.x, flat(&other.factors));
        x[..k].copy_from_slice(row(&own.factors, at));
        if let Some(&bias) = own.biases.get(at) {
            x[k] = bias;
        }
        if columns.is_empty() {
            return;
        }
        system.observe(&self.recipe, self.turn, other, columns, values);
        sums.objective += match self.recipe.params.solver {
            Solver::ConjugateGradient => {
                system.descend(others, columns, self.recipe.params.gradient_steps, x)
            }
            Solver::Cholesky => system.solve(others, columns, x),
        };
        sums.penalty += f64::from(system.ridge * dot(x, x));
    }

    /// The parts of the other side.
    fn other_parts(&self) -> &Parts {
        &self.parts[1 - self.turn as usize]
    }

    /// True when the other side is summed up in the base, as far as it is needed.
    fn is_summed(&self) -> bool {
        self.recipe.explicit || self.summed == self.other_parts().all()
    }

    /// Sums up the next parts of the other side, for about so many multiply-adds; returns how many it took.
    fn sum_up(&mut self, budget: f64) -> f64 {
        let (k, mut work) = (self.recipe.k(), 0.0);
        while work < budget
            && let Some(part) = self.other_parts().get(self.summed).filter(|_| !self.recipe.explicit)
        {
            let [start, end] = [part.start, part.end].map(|row| row as usize * k);
            let other = match self.turn {
                Turn::Users => &self.items,
                Turn::Items => &self.users,
            };
            self.base.add(&flat(&other.factors)[start..end]);
            self.base.end_part();
            self.summed += 1;
            work += ((end - start) * k) as f64 / 2.0;
        }
        if self.is_summed() {
            self.base.end(&mut self.system.base);
            self.precondition();
        }
        work
    }

    /// Finds what the gradients of this half of the epoch are preconditioned by.
    fn precondition(&mut self) {
        if !self.recipe.explicit && self.recipe.params.solver == Solver::ConjugateGradient {
            self.system.invert(self.recipe.params.regularization);
        }
    }

    /// The next part of this half of the epoch.
    fn next_part(&self) -> Range<u32> {
        self.parts[self.turn as usize].next().unwrap_or_default()
    }

    /// Multiply-adds of the next part.
    fn part_work(&self) -> f64 {
        let matrix = self.sides().2;
        self.next_part().map(|row| self.row_work(matrix.row_len(row))).sum()
    }

    fn progress(&self) -> Progress {
        let epochs = self.recipe.params.epochs;
        if self.epoch >= epochs || self.work.0 == 0.0 {
            return Progress::epochs(self.epoch, epochs, self.loss);
        }
        let share = (self.work.0 / self.work.1.max(1.0)).min(1.0);
        Progress::within(self.epoch, epochs, share as f32, self.loss)
    }

    /// How many rows of the users and of the items are no longer as they begin; all once the first half is over.
    fn changed(&self) -> [usize; 2] {
        let items = &self.parts[Turn::Items as usize];
        if self.epoch == 0 && self.turn == Turn::Items {
            return [0, items.next().map_or(0, |part| part.start as usize)];
        }
        [self.ratings.n_users(), self.ratings.n_items()]
    }

    /// What the answers of this half rest on: the base, and so many rows of the users and of the items.
    fn basis(&mut self, rows: [usize; 2]) -> impl Iterator<Item = &mut [f32]> {
        let [of_users, of_items] = rows.map(|rows| rows.saturating_mul(self.recipe.k()));
        let [users, user_biases, items, item_biases, base] = self.state();
        let lengths = [of_users, rows[0], of_items, rows[1]];
        let sides = [users, user_biases, items, item_biases].into_iter().zip(lengths);
        iter::once(base).chain(sides.map(|(numbers, n)| {
            let n = n.min(numbers.len());
            &mut numbers[..n]
        }))
    }

    /// Puts the solutions of a part's rows in their places; returns what comes after them.
    fn place<'a>(&mut self, part: Range<u32>, answer: &'a [u8]) -> Result<Reader<'a>> {
        let own = match self.turn {
            Turn::Users => &mut self.users,
            Turn::Items => &mut self.items,
        };
        let mut answer = Reader(answer);
        for at in part.start as usize..part.end as usize {
            answer.f32s(row_mut(&mut own.factors, at))?;
            answer.f32s(own.biases.get_mut(at).map_or(&mut [], std::slice::from_mut))?;
        }
        Ok(answer)
    }

    /// All that the system's base and the rows depend on, as it is.
    fn state(&mut self) -> [&mut [f32]; 5] {
        let (users, items) = (&mut self.users, &mut self.items);
        [
            flat_mut(&mut users.factors),
            &mut users.biases,
            flat_mut(&mut items.factors),
            &mut items.biases,
            &mut self.system.base,
        ]
    }
}

impl Trainer for AlsTrainer {
    fn step(&mut self) -> Result<Progress> {
        let (epoch, budget) = (self.epoch, STEP_WORK as f64);
        let mut work = 0.0;
        while epoch == self.epoch && epoch < self.recipe.params.epochs && work < budget {
            if !self.is_summed() {
                work += self.sum_up(budget - work);
                // What comes next can be shared.
                if self.is_summed() {
                    break;
                }
            } else if work > 0.0 && work + PART_WORK as f64 > budget {
                break;
            } else {
                work += self.part_work();
                let answer = self.answer(self.next_part())?.unwrap_or_default();
                self.join(&answer)?;
            }
        }
        Ok(self.progress())
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if self.turn != Turn::Items || self.work.0 > 0.0 {
            return Ok(false);
        }
        state.u32(&mut self.epoch);
        state.option(&mut self.loss);
        // The base is made anew.
        self.state().into_iter().take(4).for_each(|numbers| state.f32s(numbers));
        while state.loads() && !self.is_summed() {
            self.sum_up(STEP_WORK as f64);
        }
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<Box<dyn Model>> {
        Ok(Box::new(Als::new(self.recipe, self.users, self.items)))
    }
}

impl Rounds for AlsTrainer {
    fn round(&mut self) -> Option<Round> {
        let epochs = self.recipe.params.epochs;
        let bounds = self.parts[self.turn as usize].left();
        let work = f64::from(epochs - self.epoch) * self.work.1 - self.work.0;
        let round = Round { bounds, work: work as u64, is_learned: true, is_begun: false };
        (self.epoch < epochs && self.is_summed()).then_some(round)
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        let mut out = Writer::default();
        // Others have learned the rest.
        let rows = if whole { self.changed() } else { [0; 2] };
        out.u32s(&[self.turn as u32, rows[0] as u32, rows[1] as u32]);
        self.basis(rows).for_each(|numbers| out.f32s(numbers));
        Ok(out.0)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let mut said = Reader(said);
        let first = said.u32s(3)?;
        self.turn = if first[0] == Turn::Users as u32 { Turn::Users } else { Turn::Items };
        let rows = [first[1], first[2]].map(|rows| rows as usize);
        self.basis(rows).try_for_each(|numbers| said.f32s(numbers))?;
        self.precondition();
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        let mut sums = Sums::default();
        let mut out = Writer(Vec::with_capacity(4 * self.x.len() * part.len()));
        for at in part {
            self.solve_row(at as usize, &mut sums);
            out.f32s(&self.x);
            if !self.recipe.explicit {
                self.base.add(&self.x);
            }
        }
        if !self.recipe.explicit {
            self.base.write_part(&mut out);
        }
        out.f64s(&[sums.objective, sums.penalty]);
        Ok(Some(out.0))
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        let part = self.next_part();
        self.work.0 += self.part_work();
        let mut answer = self.place(part, answer)?;
        if !self.recipe.explicit {
            self.base.read_part(&mut answer)?;
        }
        let [objective, penalty] = answer.f64s()?;
        self.sums.objective += objective;
        self.sums.penalty += penalty;
        let parts = &mut self.parts[self.turn as usize];
        if !parts.advance() {
            return Ok(self.progress());
        }
        self.summed = parts.all();
        parts.again();
        self.base.end(&mut self.system.base);
        self.precondition();
        if self.turn == Turn::Items {
            // The items' part of the objective is the penalty; the users' rows hold the rest.
            self.turn = Turn::Users;
            self.sums.objective = self.sums.penalty;
            return Ok(self.progress());
        }
        let loss = self.sums.objective / self.ratings.by_user().nnz().max(1) as f64;
        (self.turn, self.sums, self.work.0) = (Turn::Items, Sums::default(), 0.0);
        self.epoch += 1;
        self.loss = Some(loss as f32);
        Ok(self.progress())
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        self.place(part, answer).map(|_| ())
    }
}

/// Sums over rows that were solved for.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Their part of the objective.
    objective: f64,
    /// The ridge within it.
    penalty: f64,
}

/// The trained model.
struct Als {
    recipe: Recipe,
    users: Embedding,
    items: Embedding,
    /// `Σ y yᵀ` over all items, `(k, k)`; zeros when explicit.
    base: Vec<f32>,
}

impl Als {
    fn new(recipe: Recipe, users: Embedding, items: Embedding) -> Self {
        let mut sums = Base::new(recipe.k());
        if !recipe.explicit {
            sums.add(flat(&items.factors));
            sums.end_part();
        }
        let mut base = vec![0.0; recipe.k() * recipe.k()];
        sums.end(&mut base);
        Als { recipe, users, items, base }
    }

    /// The person's system, factorized; `None` for somebody without ratings.
    fn system(&self, person: &Person<'_>) -> Option<Normal> {
        if person.items.is_empty() {
            return None;
        }
        let mut system = Normal::new(&self.recipe);
        system.base.copy_from_slice(&self.base);
        system.observe(&self.recipe, Turn::Users, &self.items, person.items, person.values);
        system.factorize(flat(&self.items.factors), person.items);
        Some(system)
    }

    /// The person's factors and, when explicit, the bias: zeros for somebody without ratings.
    fn solution(&self, system: Option<&Normal>) -> Vec<f32> {
        let mut x = vec![0.0; self.recipe.unknowns()];
        if let Some(system) = system {
            x.copy_from_slice(&system.b);
            solve::cholesky_solve(&system.matrix, x.len(), &mut x);
        }
        x
    }
}

impl Model for Als {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let system = self.system(&person);
        let x = self.solution(system.as_ref());
        Ok(Box::new(FoldedIn { model: self, person, system, x }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        let (n, k) = (person.items.len() as u64, self.recipe.unknowns() as u64);
        k * k * (n / 2 + k / 6 + 4) + 64
    }

    fn similar_users(&self, person: &Person<'_>, out: &mut [f32]) -> Result<()> {
        let x = self.solution(self.system(person).as_ref());
        kernel::cosine_rows(flat(&self.users.factors), &x[..self.recipe.k()], out);
        Ok(())
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.items.factors.view())
    }

    fn user_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.users.factors.view())
    }

    fn item_vectors(&self) -> Option<Array2<f32>> {
        let Embedding { factors, biases } = &self.items;
        let ones = vec![1.0; biases.len()];
        Some(if self.recipe.explicit { with_columns(factors, &[biases, &ones]) } else { factors.clone() })
    }

    fn save(&self, out: &mut dyn Arrays) {
        self.users.save("als.users", out);
        self.items.save("als.items", out);
    }
}

/// One person's factors, solved for with the items as they are.
struct FoldedIn<'a> {
    model: &'a Als,
    person: Person<'a>,
    system: Option<Normal>,
    /// The factors and, when explicit, the bias.
    x: Vec<f32>,
}

impl FoldedIn<'_> {
    /// The factors, and the mean with the person's bias.
    fn parts(&self) -> (&[f32], f32) {
        let (x, bias) = self.x.split_at(self.model.recipe.k());
        (x, self.model.recipe.mean + bias.first().copied().unwrap_or(0.0))
    }
}

impl Answers for FoldedIn<'_> {
    fn one(&self, item: u32) -> f32 {
        let (x, start) = self.parts();
        let items = &self.model.items;
        match row_of(&items.factors, item) {
            Some(row) => start + (dot(x, row) + items.bias(item as usize)),
            None => start,
        }
    }

    fn score(&self, out: &mut [f32]) {
        let (x, start) = self.parts();
        let items = &self.model.items;
        kernel::dot_rows(flat(&items.factors), x, out);
        if self.model.recipe.explicit {
            out.iter_mut().zip(&items.biases).for_each(|(out, bias)| *out += start + bias);
        }
    }

    /// The score is `fᵀ A⁻¹ Σ_j t_j f_j` (and, when explicit, the mean and the item's bias): one
    /// term for each of the person's items.
    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        let (items, k) = (&self.model.items, self.model.recipe.k());
        let (Some(factors), Some(system)) = (row_of(&items.factors, item), &self.system) else {
            return Vec::new();
        };
        // Where there is a bias its feature is 1.
        let mut weighed = vec![1.0; self.x.len()];
        weighed[..k].copy_from_slice(factors);
        solve::cholesky_solve(&system.matrix, weighed.len(), &mut weighed);
        let (weighed, bias) = weighed.split_at(k);
        let one = bias.first().copied().unwrap_or(0.0);
        let share =
            |(&own, target): (&u32, &f32)| target * (dot(weighed, row(&items.factors, own as usize)) + one);
        self.person.items.iter().zip(&system.targets).map(share).enumerate().collect()
    }

    fn vector(&self) -> Vec<f32> {
        let (x, start) = self.parts();
        let added = [1.0, start];
        [x, if self.model.recipe.explicit { &added } else { &[][..] }].concat()
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64 * (self.x.len() as u64 + 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitting, Value, Values};
    use crate::ratings::Builder;

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
