//! The factors of all users or all items, and their sum.

use super::recipe::Recipe;
use crate::bytes::{Reader, Writer};
use crate::error::Result;
use crate::kernel::gram::{Gram, mirror};
use crate::matrix::zeros;
use crate::tensors::{Arrays, Tensors};
use ndarray::Array2;
use std::ops::Range;

/// Parameters of all users or of all items.
pub(super) struct Embedding {
    /// `(n, k)`.
    pub(super) factors: Array2<f32>,
    /// `(n)`, in rating units; empty when implicit.
    pub(super) biases: Vec<f32>,
}

impl Embedding {
    pub(super) fn new(n: usize, recipe: &Recipe) -> Self {
        Embedding { factors: zeros(n, recipe.k()), biases: vec![0.0; if recipe.explicit { n } else { 0 }] }
    }

    pub(super) fn load(tensors: &Tensors, name: &str, n: usize, recipe: &Recipe) -> Result<Self> {
        let factors = tensors.matrix(name, n, recipe.k())?;
        let n = if recipe.explicit { n } else { 0 };
        Ok(Embedding { factors, biases: tensors.f32(&format!("{name}.biases"), &[n])? })
    }

    pub(super) fn save(&self, name: &str, out: &mut dyn Arrays) {
        out.put_matrix(name, &self.factors);
        out.put_f32(&format!("{name}.biases"), &[self.biases.len()], &self.biases);
    }

    pub(super) fn bias(&self, row: usize) -> f32 {
        self.biases.get(row).copied().unwrap_or(0.0)
    }
}

/// `Σ y yᵀ` over the rows of one side: over those of each part by itself, whoever solves for it, and then over the parts in
/// their order.
pub(super) struct Base {
    pub(super) k: usize,
    pub(super) gram: Gram,
    /// `(k, k)`: of the part under way, and of the parts so far, in the upper triangle.
    pub(super) part: Vec<f32>,
    pub(super) sum: Vec<f32>,
}

impl Base {
    pub(super) fn new(k: usize) -> Self {
        Base { k, gram: Gram::new(k), part: vec![0.0; k * k], sum: vec![0.0; k * k] }
    }

    /// Adds further rows to the part.
    pub(super) fn add(&mut self, rows: &[f32]) {
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
    pub(super) fn write_part(&mut self, out: &mut Writer) {
        self.gram.flush(&mut self.part);
        self.triangle().for_each(|row| out.f32s(&self.part[row]));
        self.part.fill(0.0);
    }

    /// Adds the part that was written.
    pub(super) fn read_part(&mut self, written: &mut Reader<'_>) -> Result<()> {
        self.triangle().try_for_each(|row| written.f32s(&mut self.part[row]))?;
        self.end_part();
        Ok(())
    }

    /// Adds the part, and begins another one.
    pub(super) fn end_part(&mut self) {
        self.gram.flush(&mut self.part);
        self.sum.iter_mut().zip(&self.part).for_each(|(sum, part)| *sum += part);
        self.part.fill(0.0);
    }

    /// Moves the sum, with both triangles, to `out`, and begins anew.
    pub(super) fn end(&mut self, out: &mut [f32]) {
        mirror(&mut self.sum, self.k);
        out.copy_from_slice(&self.sum);
        self.sum.fill(0.0);
    }
}
