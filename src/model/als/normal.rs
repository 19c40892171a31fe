//! A row's system of equations: made, solved exactly or nearly.

use super::recipe::{Recipe, Turn};
use super::side::Embedding;
use crate::kernel::gram::Gram;
use crate::kernel::inverse::Inverse;
use crate::kernel::{self, axpy, dot, solve};

/// Ratings that are taken in together, so that their factors are in the first cache when they are needed again.
const BLOCK: usize = 32;

/// One row's normal equations `A x = b`, with `A = G + λ I + Σ w f fᵀ` and `b = Σ t f` over the features `f`
/// of what the row rated: factors, followed by 1 where there are biases. All memory is kept from
/// row to row.
pub(super) struct Normal {
    pub(super) k: usize,
    pub(super) gram: Gram,
    /// `G`, `(k, k)` with both triangles: the sum over all of the other side. Zeros when explicit.
    pub(super) base: Vec<f32>,
    /// The rows of `G`: all.
    pub(super) all: Vec<u32>,
    /// `w` and `t` of each rating.
    pub(super) weights: Vec<f32>,
    pub(super) targets: Vec<f32>,
    /// `Σ w`, and of how many ratings of the same weight it would be as certain: `(Σ w)² / Σ w²`.
    pub(super) weight: f64,
    pub(super) equals: f64,
    pub(super) ridge: f32,
    /// The objective of the row at `x = 0`.
    constant: f64,
    /// `A` and its factor, `(m, m)`.
    pub(super) matrix: Vec<f32>,
    pub(super) b: Vec<f32>,
    /// The features of a rating, `(m)`.
    features: Vec<f32>,
    /// `M⁻¹` of `M = G + shift · I`, `(k, k)`; empty where there is no `G`, and `M` is the ridge alone.
    pub(super) inverse: Vec<f32>,
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
    pub(super) direction: Vec<f32>,
    image: Vec<f32>,
    /// `A d`.
    pub(super) product: Vec<f32>,
}

/// So many ratings of the same weight tell the curvature along a direction to some percent.
pub(super) const ENOUGH_TO_TELL: f64 = 1024.0;

/// The share of a row's objective that is not worth another step.
const ENOUGH: f64 = 0.003;

impl Normal {
    pub(super) fn new(recipe: &Recipe) -> Self {
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
    pub(super) fn invert(&mut self, ridge: f32) {
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
    pub(super) fn observe(
        &mut self,
        recipe: &Recipe,
        turn: Turn,
        other: &Embedding,
        columns: &[u32],
        values: &[f32],
    ) {
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
    pub(super) fn add_bend(&self, factors: &[f32], columns: &[u32], d: &[f32], out: &mut [f32]) {
        self.add_ratings(factors, columns, d, out, |products, weights, _| {
            products.iter_mut().zip(weights).for_each(|(product, weight)| *product *= weight);
        });
    }

    /// `dᵀ Σ w f fᵀ d`, all that the last step needs of a direction; of many ratings from a part of them.
    #[inline(never)]
    pub(super) fn bend(&self, factors: &[f32], columns: &[u32], d: &[f32]) -> f64 {
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
    pub(super) fn precondition(&self, r: &[f32], out: &mut [f32]) {
        if self.inverse.is_empty() {
            out.iter_mut().zip(r).for_each(|(out, r)| *out = r / self.shift);
        } else {
            out.fill(0.0);
            kernel::add_picked(&self.inverse, &self.all, r, out);
        }
    }

    /// Improves `x` by conjugate gradients; returns the row's part of the objective there.
    pub(super) fn descend(&mut self, factors: &[f32], columns: &[u32], steps: u32, x: &mut [f32]) -> f64 {
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
    pub(super) fn factorize(&mut self, factors: &[f32], columns: &[u32]) {
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
    pub(super) fn solve(&mut self, factors: &[f32], columns: &[u32], x: &mut [f32]) -> f64 {
        self.factorize(factors, columns);
        x.copy_from_slice(&self.b);
        solve::cholesky_solve(&self.matrix, x.len(), x);
        self.constant - f64::from(dot(&self.b, x))
    }
}
