//! The trained model, and what it answers somebody.

use super::normal::Normal;
use super::recipe::{Recipe, Turn};
use super::side::{Base, Embedding};
use crate::error::Result;
use crate::kernel::{self, dot, solve};
use crate::matrix::{flat, row, row_of, with_columns};
use crate::model::{Answers, Model, Person};
use crate::tensors::Arrays;
use ndarray::{Array2, ArrayView2};

/// The trained model.
pub(super) struct Als {
    pub(super) recipe: Recipe,
    pub(super) users: Embedding,
    pub(super) items: Embedding,
    /// `Σ y yᵀ` over all items, `(k, k)`; zeros when explicit.
    pub(super) base: Vec<f32>,
}

impl Als {
    pub(super) fn new(recipe: Recipe, users: Embedding, items: Embedding) -> Self {
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
    pub(super) fn system(&self, person: &Person<'_>) -> Option<Normal> {
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
    pub(super) fn solution(&self, system: Option<&Normal>) -> Vec<f32> {
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
    pub(super) model: &'a Als,
    pub(super) person: Person<'a>,
    pub(super) system: Option<Normal>,
    /// The factors and, when explicit, the bias.
    pub(super) x: Vec<f32>,
}

impl FoldedIn<'_> {
    /// The factors, and the mean with the person's bias.
    pub(super) fn parts(&self) -> (&[f32], f32) {
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
