//! The trained model, and what it answers somebody.

use super::ENTRY;
use super::precision::{Precision, symmetric_product};
use super::regressors::{Lines, NOWHERE, Over, Regressors};
use crate::error::{Error, Result};
use crate::kernel::{axpy, axpy4};
use crate::model::shared::baselines::{Baselines, Damping};
use crate::model::shared::kept::Kept;
use crate::model::{Answers, Model, Person};
use crate::ratings::{Feedback, Ratings};
use crate::tensors::{Arrays, Tensors};
use std::sync::Arc;

pub(super) struct Ease {
    pub(super) design: Regressors,
    pub(super) precision: Precision,
    /// λ.
    pub(super) regularization: f32,
    /// How many people have rated an item that somebody has rated, on average.
    raters: u64,
    /// Where the matrix is over people, what [`Ease::raters`] gives for the items that were asked for first: it is asked
    /// for what is recommended, and the same is to many people.
    known: Kept<f32>,
}

/// Numbers that kept rows may come to: 32 MiB.
pub(super) const KEPT: usize = 1 << 23;

impl Ease {
    pub(super) fn new(design: Regressors, precision: Precision, regularization: f32) -> Self {
        let (by_item, n) = (design.ratings.by_item(), design.order.len());
        let most = if design.side == Over::Users { KEPT / n.max(1) } else { 0 };
        let (raters, known) = (by_item.mean_row_len(), Kept::first(by_item.rows(), most));
        Ease { design, precision, regularization, raters, known }
    }

    pub(super) fn load(tensors: &Tensors, ratings: &Arc<Ratings>) -> Result<Self> {
        let order = tensors.u32("ease.order")?;
        let side = if tensors.has("ease.over_users") { Over::Users } else { Over::Items };
        let n_side = side.of(ratings).0.rows();
        if let Some(wrong) = order.iter().find(|&&one| one as usize >= n_side) {
            return Err(Error::model_file(
                format!("indices below {n_side} in “ease.order”"),
                wrong.to_string(),
            ));
        }
        let n = order.len();
        let one = |name: &str| Ok::<f32, Error>(tensors.f32(name, &[1])?[0]);
        let design = Regressors {
            place: Regressors::place(&order, n_side),
            order,
            side,
            explicit: ratings.feedback() == Feedback::Explicit,
            baselines: Baselines::load(tensors, ENTRY.name, ratings, Damping::USUAL)?,
            deviation: one("ease.deviation")?,
            ratings: Arc::clone(ratings),
        };
        let regularization = one("ease.regularization")?;
        let inverse = tensors.f32("ease.inverse", &[n, n])?;
        let lines = if side == Over::Users { Lines::all(&design) } else { Lines::default() };
        let mut precision = Precision { padded: n, ..Precision::of(inverse, lines, &design) };
        precision.step(&design, 1.0, regularization, u64::MAX);
        Ok(Ease::new(design, precision, regularization))
    }

    /// The row of λP of an item, by place; empty for an item without a row, or where the matrix is over people.
    pub(super) fn row(&self, item: u32) -> &[f32] {
        let n = self.design.order.len();
        match (self.design.side, self.design.place.get(item as usize)) {
            (Over::Items, Some(&place)) if place != NOWHERE => {
                &self.precision.inverse[place as usize * n..][..n]
            }
            _ => &[],
        }
    }

    /// `(XXᵀ + λI)⁻¹ X x` for a person's row x.
    pub(super) fn people(&self, person: &Person<'_>, x: &[f32]) -> Vec<f32> {
        let (design, n) = (&self.design, self.design.order.len());
        let place = person.user.and_then(|user| design.place.get(user as usize)).filter(|&&p| p != NOWHERE);
        if let Some(&place) = place {
            // Here X x is a column u of XXᵀ, and (G + λI)⁻¹ G e_u = e_u − λ (G + λI)⁻¹ e_u.
            let mut sums: Vec<f32> =
                self.precision.inverse[place as usize * n..][..n].iter().map(|x| -x).collect();
            sums[place as usize] += 1.0;
            return sums;
        }
        let mut seen = vec![0.0; n];
        for (&item, x) in person.items.iter().zip(x) {
            self.precision.lines.get(item).iter().for_each(|&(user, y)| seen[user as usize] += x * y);
        }
        let mut sums = symmetric_product(&self.precision.inverse, &seen);
        sums.iter_mut().for_each(|sum| *sum /= self.regularization);
        sums
    }

    /// The same for the row in which only this item is 1.
    fn raters(&self, item: u32) -> Vec<f32> {
        let n = self.design.order.len();
        let mut sums = vec![0.0; n];
        // The inverse is symmetric: its columns are its rows.
        let row = |user: u32| &self.precision.inverse[user as usize * n..][..n];
        let (blocks, rest) = self.precision.lines.get(item).as_chunks::<4>();
        for block in blocks {
            let weights = block.map(|(_, x)| x / self.regularization);
            axpy4(weights, block.map(|(user, _)| row(user)), &mut sums);
        }
        rest.iter().for_each(|&(user, x)| axpy(x / self.regularization, row(user), &mut sums));
        sums
    }

    /// `Σ sums_u x_ui` over the people who rated the item.
    pub(super) fn column(&self, item: u32, sums: &[f32]) -> f32 {
        // Four sums side by side hide the latency of addition.
        let mut lanes = [0.0f32; 4];
        let (blocks, rest) = self.precision.lines.get(item).as_chunks::<4>();
        for block in blocks {
            for (lane, &(user, x)) in lanes.iter_mut().zip(block) {
                *lane += sums[user as usize] * x;
            }
        }
        for (lane, &(user, x)) in lanes.iter_mut().zip(rest) {
            *lane += sums[user as usize] * x;
        }
        (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
    }

    /// `out = λ P x` for a sparse row `x`.
    pub(super) fn precision(&self, items: &[u32], x: &[f32], out: &mut [f32]) {
        let (design, n) = (&self.design, self.design.order.len());
        out.fill(0.0);
        for (&item, &x) in items.iter().zip(x) {
            out[item as usize] = x;
        }
        let mut sums = vec![0.0; n];
        match design.side {
            Over::Items => {
                for (&item, &x) in items.iter().zip(x) {
                    let place = design.place[item as usize] as usize;
                    if let Some(row) =
                        self.precision.inverse.get(place.saturating_mul(n)..).and_then(|rest| rest.get(..n))
                    {
                        axpy(x, row, &mut sums);
                    }
                }
                for (&item, sum) in design.order.iter().zip(sums) {
                    out[item as usize] = sum;
                }
            }
            Over::Users => {
                for (&item, x) in items.iter().zip(x) {
                    let sums = self.raters(item);
                    let columns = (0..).zip(out.iter_mut());
                    columns.for_each(|(other, out)| *out -= x * self.column(other, &sums));
                }
            }
        }
    }
}

impl Model for Ease {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let design = &self.design;
        let (offset, x) = design.person(&person);
        let people = match design.side {
            Over::Items => Vec::new(),
            Over::Users => self.people(&person, &x),
        };
        Ok(Box::new(Weighed { model: self, person, offset, x, people }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        let n = self.design.order.len() as u64;
        match (self.design.side, person.user) {
            (Over::Users, None) => n * n + person.items.len() as u64 * self.raters,
            (Over::Users, Some(_)) => n,
            (Over::Items, _) => 16 * person.items.len() as u64,
        }
    }

    /// The partial correlation of two items, given all others: `−P_ij / √(P_ii P_jj)`.
    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        self.precision(&[item], &[1.0], out);
        let own = self.precision.diagonal[item as usize];
        for (out, diagonal) in out.iter_mut().zip(&self.precision.diagonal) {
            *out = -*out / (own * diagonal).sqrt();
        }
        out[item as usize] = 1.0;
        Ok(())
    }

    fn save(&self, out: &mut dyn Arrays) {
        let (design, n) = (&self.design, self.design.order.len());
        out.put_f32("ease.inverse", &[n, n], &self.precision.inverse);
        out.put_u32("ease.order", &design.order);
        if design.side == Over::Users {
            out.put_u32("ease.over_users", &[]);
        }
        out.put_f32("ease.regularization", &[1], &[self.regularization]);
        out.put_f32("ease.deviation", &[1], &[design.deviation]);
        design.baselines.save(ENTRY.name, out);
    }
}

/// One person's answers.
struct Weighed<'a> {
    pub(super) model: &'a Ease,
    pub(super) person: Person<'a>,
    /// b_u; 0 for choices.
    pub(super) offset: f32,
    /// The person's row of X, parallel to the items.
    pub(super) x: Vec<f32>,
    /// Where the matrix is over people: `(XXᵀ + λI)⁻¹ X x`, in the design's order.
    pub(super) people: Vec<f32>,
}

/// Items whose sums over people stand side by side, so that a person's number is looked up once for all of them.
const BESIDE: usize = 16;

impl Weighed<'_> {
    /// λ P_ij of these at most [`BESIDE`] items i and all of the person's items j, where the matrix is over people.
    pub(super) fn beside(&self, items: &[u32]) -> Vec<Vec<f32>> {
        let model = self.model;
        let mut sums = vec![[0.0f32; BESIDE]; model.design.order.len()];
        for (lane, &item) in items.iter().enumerate() {
            let made;
            let people = match model.known.get(item, || model.raters(item)) {
                Some(kept) => kept,
                None => {
                    made = model.raters(item);
                    &made[..]
                }
            };
            sums.iter_mut().zip(people).for_each(|(sums, sum)| sums[lane] = *sum);
        }
        let mut precision = vec![Vec::with_capacity(self.person.items.len()); items.len()];
        for &j in self.person.items {
            let mut products = [0.0f32; BESIDE];
            for &(user, x) in model.precision.lines.get(j) {
                products.iter_mut().zip(&sums[user as usize]).for_each(|(product, sum)| *product += x * sum);
            }
            precision.iter_mut().zip(products).for_each(|(row, product)| row.push(-product));
        }
        precision
    }

    /// From `λ P x` to a score. The diagonal of B is zero: an item does not speak for itself.
    fn finished(&self, item: usize, precision: f32, own: f32) -> f32 {
        let design = &self.model.design;
        let sum = -precision / self.model.precision.diagonal[item] + own;
        match design.explicit {
            true => {
                design.baselines.mean + self.offset + design.baselines.items[item] + design.deviation * sum
            }
            false => sum,
        }
    }
}

impl Answers for Weighed<'_> {
    fn one(&self, item: u32) -> f32 {
        let (model, design) = (self.model, &self.model.design);
        if item as usize >= model.precision.diagonal.len() {
            return if design.explicit { design.baselines.mean + self.offset } else { 0.0 };
        }
        let own = self.person.items.binary_search(&item).map_or(0.0, |at| self.x[at]);
        let precision = match design.side {
            Over::Items => {
                let row = model.row(item);
                let weight =
                    |(&j, x): (&u32, &f32)| x * row.get(design.place[j as usize] as usize).unwrap_or(&0.0);
                if row.is_empty() { own } else { self.person.items.iter().zip(&self.x).map(weight).sum() }
            }
            Over::Users => own - model.column(item, &self.people),
        };
        self.finished(item as usize, precision, own)
    }

    fn score(&self, out: &mut [f32]) {
        let model = self.model;
        match model.design.side {
            Over::Items => model.precision(self.person.items, &self.x, out),
            Over::Users => {
                out.fill(0.0);
                self.person.items.iter().zip(&self.x).for_each(|(&item, &x)| out[item as usize] = x);
                let columns = (0..).zip(out.iter_mut());
                columns.for_each(|(item, out)| *out -= model.column(item, &self.people));
            }
        }
        let mut own = self.person.items.iter().zip(&self.x).peekable();
        for (item, out) in out.iter_mut().enumerate() {
            let x = own.next_if(|(own, _)| **own as usize == item).map_or(0.0, |(_, x)| *x);
            *out = self.finished(item, *out, x);
        }
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        self.explain_each(&[item]).pop().unwrap_or_default()
    }

    fn explain_each(&self, items: &[u32]) -> Vec<Vec<(usize, f32)>> {
        let (model, design) = (self.model, &self.model.design);
        // λ P_ij of all items i and the person's items j.
        let precision: Vec<Vec<f32>> = match design.side {
            Over::Items => {
                let weight = |row: &[f32], j: u32| row.get(design.place[j as usize] as usize).copied();
                let weights =
                    |row: &[f32]| self.person.items.iter().map(|&j| weight(row, j).unwrap_or(0.0)).collect();
                items.iter().map(|&item| weights(model.row(item))).collect()
            }
            Over::Users => items.chunks(BESIDE).flat_map(|items| self.beside(items)).collect(),
        };
        let shares = |(&item, precision): (&u32, Vec<f32>)| {
            let Some(diagonal) = model.precision.diagonal.get(item as usize) else { return Vec::new() };
            let scale = -design.deviation / diagonal;
            let others = self.person.items.iter().zip(&self.x).zip(precision).enumerate();
            let others = others.filter(|(_, ((j, _), _))| **j != item);
            others.map(|(at, ((_, x), weight))| (at, scale * weight * x)).collect()
        };
        items.iter().zip(precision).map(shares).collect()
    }

    fn work(&self, answers: usize) -> u64 {
        let (items, entries) =
            (self.model.precision.diagonal.len() as u64, self.model.design.ratings.by_user().nnz() as u64);
        let answers = answers as u64;
        match self.model.design.side {
            Over::Items => answers * (16 + self.person.items.len() as u64),
            Over::Users => (answers * (16 + 2 * self.model.raters)).min(2 * entries + 16 * items),
        }
    }
}
