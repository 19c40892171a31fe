//! What models with biases and factors have in common once they are trained: answers, a solve for
//! somebody new, explanations, saving and loading.

use crate::error::{Error, Result};
use crate::kernel::gram::Gram;
use crate::kernel::{self, solve};
use crate::matrix::{flat, flat_mut, row_of, with_columns, zeros};
use crate::model::traits::{Answers, Model, Person};
use crate::ratings::{Feedback, Ratings};
use crate::tensors::{Arrays, Tensors};
use ndarray::{Array2, ArrayView2};
use std::borrow::Cow;
use std::cell::OnceCell;

/// What a person's vector minimizes while the items' stay as they are: the person's part of the
/// training's objective.
#[derive(Debug, Clone, Copy)]
pub struct Ridge {
    /// λ: weight of the squared factors, for one rating.
    pub regularization: f32,
    /// The same of the squared bias.
    pub bias_regularization: f32,
    /// ν: the weight grows with the number of ratings to this power.
    pub frequency_scaling: f32,
    /// Whether a person has a bias beside the factors.
    pub biases: bool,
    /// Unchosen items drawn for each chosen one; implicit feedback only.
    pub negatives: f32,
}

/// `r̂ = μ + b_u + b_i + p_u · q_i`, trained.
pub struct Latent {
    ridge: Ridge,
    implicit: bool,
    mean: f32,
    /// `(n_users)`.
    user_biases: Vec<f32>,
    /// `(n_items)`.
    item_biases: Vec<f32>,
    /// `(n_users, k)`.
    user_factors: Array2<f32>,
    /// `(n_items, k)`.
    item_factors: Array2<f32>,
    /// `(n_items, k)`: what having rated an item implies for a person; without rows when nothing.
    implied: Array2<f32>,
    /// For implicit feedback, what all items as unchosen ones add to a person's system.
    unchosen: OnceCell<System>,
}

/// A linear system for a vector of factors and, last, a bias.
#[derive(Clone)]
struct System {
    /// `(d, d)`, upper triangle.
    matrix: Vec<f32>,
    /// `(d)`.
    right: Vec<f32>,
}

impl System {
    fn new(d: usize) -> Self {
        System { matrix: vec![0.0; d * d], right: vec![0.0; d] }
    }

    /// Adds `x xᵀ` to the matrix, at the latest when `gram` is flushed to it, and `right · x` to the right side.
    #[inline(never)]
    fn add(&mut self, gram: &mut Gram, x: &[f32], right: f32) {
        gram.add(1.0, x, &mut self.matrix);
        kernel::axpy(right, x, &mut self.right);
    }
}

impl Latent {
    /// From what was trained on ratings standardized by `(r − mean) / deviation`: biases and
    /// factors of users and of items, in this order. The third factors, `(n_items, k)` or without rows,
    /// are what having rated an item implies; those of the training's users have it already.
    pub fn new(
        ratings: &Ratings,
        ridge: Ridge,
        mean: f32,
        deviation: f32,
        mut biases: [Vec<f32>; 2],
        mut factors: [Array2<f32>; 3],
    ) -> Self {
        // Back to rating units: the deviation is shared evenly by the two factors of the product.
        biases.iter_mut().flatten().for_each(|x| *x *= deviation);
        factors.iter_mut().flat_map(flat_mut).for_each(|x| *x *= deviation.sqrt());
        let ridge = Ridge { regularization: ridge.regularization * deviation, ..ridge };
        Latent::assemble(ratings, ridge, mean, biases, factors)
    }

    fn assemble(
        ratings: &Ratings,
        ridge: Ridge,
        mean: f32,
        [user_biases, item_biases]: [Vec<f32>; 2],
        [user_factors, item_factors, implied]: [Array2<f32>; 3],
    ) -> Self {
        Latent {
            ridge,
            implicit: ratings.feedback() == Feedback::Implicit,
            mean,
            user_biases,
            item_biases,
            user_factors,
            item_factors,
            implied,
            unchosen: OnceCell::new(),
        }
    }

    /// Reads what [`Model::save`] wrote.
    pub fn load(tensors: &Tensors, ratings: &Ratings) -> Result<Self> {
        let (n_users, n_items) = (ratings.n_users(), ratings.n_items());
        let k = match tensors.shape("item_factors")? {
            [_, k] => *k,
            other => {
                let found = format!("{} dimensions", other.len());
                return Err(Error::model_file("“item_factors” in two dimensions", found));
            }
        };
        let biases = [tensors.f32("user_biases", &[n_users])?, tensors.f32("item_biases", &[n_items])?];
        let implied = if tensors.has("implied_factors") {
            tensors.matrix("implied_factors", n_items, k)?
        } else {
            zeros(0, k)
        };
        let factors = [
            tensors.matrix("user_factors", n_users, k)?,
            tensors.matrix("item_factors", n_items, k)?,
            implied,
        ];
        let [regularization, bias_regularization, frequency_scaling, biased, negatives, mean] =
            tensors.f32("ridge_and_mean", &[6])?[..]
        else {
            return Err(Error::model_file("six numbers in “ridge_and_mean”", "another count"));
        };
        let ridge = Ridge {
            regularization,
            bias_regularization,
            frequency_scaling,
            biases: biased != 0.0,
            negatives,
        };
        Ok(Latent::assemble(ratings, ridge, mean, biases, factors))
    }

    fn k(&self) -> usize {
        self.item_factors.ncols()
    }

    fn item(&self, item: u32) -> Option<&[f32]> {
        row_of(&self.item_factors, item)
    }

    /// An item's vector in a person's system: its factors and, for the bias, a 1.
    fn input(&self, item: u32, x: &mut Vec<f32>) {
        x.clear();
        x.extend_from_slice(self.item(item).unwrap_or_default());
        x.resize(self.k(), 0.0);
        if self.ridge.biases {
            x.push(1.0);
        }
    }

    /// What is usual for an item: `μ + b_i`.
    fn usual(&self, item: u32) -> f32 {
        self.mean + self.item_biases.get(item as usize).copied().unwrap_or(0.0)
    }

    /// What all items add to a person's system, each unchosen with weight 1.
    fn unchosen(&self) -> &System {
        self.unchosen.get_or_init(|| {
            let d = self.k() + usize::from(self.ridge.biases);
            let (mut system, mut gram) = (System::new(d), Gram::new(d));
            let mut x = Vec::new();
            for item in 0..self.item_biases.len() as u32 {
                self.input(item, &mut x);
                system.add(&mut gram, &x, -self.usual(item));
            }
            gram.flush(&mut system.matrix);
            system
        })
    }

    /// The sum over the person's items of what having rated them implies, `(k)`, by the square
    /// root of their number.
    fn implied(&self, person: &Person<'_>) -> Vec<f32> {
        let mut sum = vec![0.0; self.k()];
        for &item in person.items {
            if let Some(row) = row_of(&self.implied, item) {
                kernel::axpy(implied_weight(person), row, &mut sum);
            }
        }
        sum
    }

    /// A person's system, factorized.
    fn system(&self, person: &Person<'_>) -> Solved {
        if person.items.is_empty() {
            return None;
        }
        let d = self.k() + usize::from(self.ridge.biases);
        let n = person.items.len() as f32;
        let (mut system, mut gram) = (System::new(d), Gram::new(d));
        let implied = self.implied(person);
        let offset = |j: usize| implied.get(j).copied().unwrap_or(0.0);
        // How often an unchosen item is drawn in an epoch.
        let mut drawn = 0.0;
        let mut samples = n;
        if self.implicit {
            let n_items = self.item_biases.len() as f32;
            drawn = self.ridge.negatives * n / n_items;
            samples += drawn * (n_items - n);
        }
        let mut x = Vec::with_capacity(d);
        let mut shares = Vec::with_capacity(person.items.len());
        for (&item, &value) in person.items.iter().zip(person.values) {
            self.input(item, &mut x);
            let usual = self.usual(item) + kernel::dot(&implied, &x);
            // A chosen item is not drawn: its part as an unchosen one goes.
            let share = if self.implicit { 1.0 - usual + drawn * usual } else { value - usual };
            system.add(&mut gram, &x, share);
            shares.push(share);
        }
        gram.flush(&mut system.matrix);
        if self.implicit {
            system.matrix.iter_mut().for_each(|sum| *sum *= 1.0 - drawn);
            let unchosen = self.unchosen();
            kernel::axpy(drawn, &unchosen.matrix, &mut system.matrix);
            kernel::axpy(drawn, &unchosen.right, &mut system.right);
            // What is implied is predicted for unchosen items too, and has to be taken off.
            for i in 0..d {
                let column = (0..i).map(|j| unchosen.matrix[j * d + i] * offset(j)).sum::<f32>();
                let row = (i..d).map(|j| unchosen.matrix[i * d + j] * offset(j)).sum::<f32>();
                system.right[i] -= drawn * (column + row);
            }
        }
        let growth = libm::powf(samples, self.ridge.frequency_scaling);
        let trace: f32 = (0..d).map(|i| system.matrix[i * d + i]).sum();
        // A little always, so that the system has one solution.
        for i in 0..d {
            let weight =
                if i < self.k() { self.ridge.regularization } else { self.ridge.bias_regularization };
            system.matrix[i * d + i] += (weight * growth).max(1e-6 * (1.0 + trace));
        }
        solve::cholesky(&mut system.matrix, d).then_some((system, shares))
    }

    /// Bias and factors of somebody new, with the items as they are, from the person's system.
    fn fold_in(&self, person: &Person<'_>, system: &Solved) -> (f32, Vec<f32>) {
        let Some((system, _)) = system else { return (0.0, vec![0.0; self.k()]) };
        let d = system.right.len();
        let mut x = system.right.clone();
        solve::cholesky_solve(&system.matrix, d, &mut x);
        let bias = if self.ridge.biases { x[self.k()] } else { 0.0 };
        x.truncate(self.k());
        kernel::axpy(1.0, &self.implied(person), &mut x);
        (bias, x)
    }
}

/// The Cholesky factor of a person's system with its right side, and what each of the person's ratings is multiplied
/// with there; `None` without ratings.
type Solved = Option<(System, Vec<f32>)>;

/// The products of these items' rows with `x`; 0 past the end. The items ascend.
fn products_of(matrix: &Array2<f32>, items: &[u32], x: &[f32]) -> Vec<f32> {
    let mut products = vec![0.0; items.len()];
    let known = items.partition_point(|&item| (item as usize) < matrix.nrows());
    if x.len() == matrix.ncols() {
        kernel::dot_picked(flat(matrix), &items[..known], x, &mut products[..known]);
    }
    products
}

/// The weight of what one rated item implies.
fn implied_weight(person: &Person<'_>) -> f32 {
    1.0 / (person.items.len().max(1) as f32).sqrt()
}

/// Mean and standard deviation of what a training sees: ratings, or for implicit feedback ones
/// with this many zeros each. A deviation of 0 counts as 1.
pub fn standardization(ratings: &Ratings, negatives: u32) -> (f32, f32) {
    let (mean, variance) = if ratings.feedback() == Feedback::Implicit {
        let mean = 1.0 / (1.0 + negatives as f32);
        (mean, mean * (1.0 - mean))
    } else {
        let mean = f64::from(ratings.mean());
        let square = |&value: &f32| (f64::from(value) - mean) * (f64::from(value) - mean);
        let sum: f64 = ratings.by_user().values().iter().map(square).sum();
        (ratings.mean(), (sum / ratings.by_user().nnz().max(1) as f64) as f32)
    };
    (mean, if variance > 0.0 { variance.sqrt() } else { 1.0 })
}

impl Model for Latent {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let trained = person.user.and_then(|user| {
            let factors = row_of(&self.user_factors, user)?;
            Some((*self.user_biases.get(user as usize)?, Cow::Borrowed(factors)))
        });
        let system = OnceCell::new();
        let (bias, factors) = trained.unwrap_or_else(|| {
            let (bias, factors) = self.fold_in(&person, system.get_or_init(|| self.system(&person)));
            (bias, Cow::Owned(factors))
        });
        Ok(Box::new(Taste { model: self, person, bias, factors, system }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        let (d, n) = (self.k() as u64 + 1, person.items.len() as u64);
        if person.user.is_some() { 64 } else { d * d * (n / 2 + d / 6 + 2) }
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.item_factors.view())
    }

    fn user_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.user_factors.view())
    }

    fn item_vectors(&self) -> Option<Array2<f32>> {
        let ones = vec![1.0; self.item_biases.len()];
        Some(with_columns(&self.item_factors, &[&self.item_biases, &ones]))
    }

    fn save(&self, out: &mut dyn Arrays) {
        let (n_users, n_items) = (self.user_biases.len(), self.item_biases.len());
        let r = &self.ridge;
        let biased = f32::from(u8::from(r.biases));
        let numbers =
            [r.regularization, r.bias_regularization, r.frequency_scaling, biased, r.negatives, self.mean];
        out.put_f32("ridge_and_mean", &[6], &numbers);
        out.put_f32("user_biases", &[n_users], &self.user_biases);
        out.put_f32("item_biases", &[n_items], &self.item_biases);
        out.put_matrix("user_factors", &self.user_factors);
        out.put_matrix("item_factors", &self.item_factors);
        if !self.implied.is_empty() {
            out.put_matrix("implied_factors", &self.implied);
        }
    }
}

/// One person's bias and factors, trained or solved for.
struct Taste<'a> {
    model: &'a Latent,
    person: Person<'a>,
    bias: f32,
    factors: Cow<'a, [f32]>,
    /// For explanations; found when the first one is asked for.
    system: OnceCell<Solved>,
}

impl Answers for Taste<'_> {
    fn one(&self, item: u32) -> f32 {
        let product = self.model.item(item).map_or(0.0, |q| kernel::dot(q, &self.factors));
        product + (self.model.usual(item) + self.bias)
    }

    fn score(&self, out: &mut [f32]) {
        let model = self.model;
        kernel::dot_rows(flat(&model.item_factors), &self.factors, out);
        for (out, item_bias) in out.iter_mut().zip(&model.item_biases) {
            *out += model.mean + self.bias + item_bias;
        }
    }

    /// The person's vector is a sum over the person's ratings, `A⁻¹ Σ_j s_j x_j`; so the score of
    /// an item is a sum as well, with the share `s_j · x_iᵀ A⁻¹ x_j` for rating j (Hu, Koren and
    /// Volinsky, “Collaborative filtering for implicit feedback datasets”, 2008, section 5). What
    /// having rated it implies for the item comes on top.
    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        self.explain_each(&[item]).pop().unwrap_or_default()
    }

    fn explain_each(&self, items: &[u32]) -> Vec<Vec<(usize, f32)>> {
        let (model, person) = (self.model, &self.person);
        let Some((system, shares)) = self.system.get_or_init(|| model.system(person)) else {
            return vec![Vec::new(); items.len()];
        };
        let d = system.right.len();
        let (weight, mut input) = (implied_weight(person), Vec::with_capacity(d));
        let mut solved = vec![[0.0; 4]; d];
        let mut parts = Vec::with_capacity(items.len());
        for four in items.chunks(4) {
            for (lane, &item) in four.iter().enumerate() {
                model.input(item, &mut input);
                solved.iter_mut().zip(&input).for_each(|(solved, x)| solved[lane] = *x);
            }
            solve::cholesky_solve4(&system.matrix, d, &mut solved);
            for (lane, &item) in four.iter().enumerate() {
                input.iter_mut().zip(&solved).for_each(|(x, solved)| *x = solved[lane]);
                let (factors, bias) = input.split_at(model.k());
                let bias = bias.first().copied().unwrap_or(0.0);
                let products = products_of(&model.item_factors, person.items, factors);
                let q = model.item(item).unwrap_or_default();
                let implied = products_of(&model.implied, person.items, q);
                let all = shares.iter().zip(products).zip(implied);
                let share = |((share, product), implied)| share * (bias + product) + weight * implied;
                parts.push(all.map(share).enumerate().collect());
            }
        }
        parts
    }

    fn vector(&self) -> Vec<f32> {
        [&self.factors[..], &[1.0, self.model.mean + self.bias]].concat()
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64 * (self.model.k() as u64 + 8)
    }
}
