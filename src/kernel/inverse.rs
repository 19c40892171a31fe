//! The inverse of a large symmetric positive definite matrix, block by block and in parts that several can do at once.
//!
//! With `A = L Lᵀ` and `X = L⁻¹` it is `P = Xᵀ X`. Blocks of rows follow one another; for the rows J of a block, with those before
//! it called K,
//!
//! ```text
//! L_JK = A_JK X_KKᵀ                  X_JJ = L_JJ⁻¹  of  L_JJ L_JJᵀ = A_JJ − L_JK L_JKᵀ
//! X_JK = −X_JJ L_JK X_KK             P ← P + X_Jᵀ X_J
//! ```
//!
//! That is n³ / 2 multiply-adds, as many as the inverse takes from a Cholesky factor, nearly all of them in products of blocks. What is
//! found for a block rests on A, on L_JK and on X of the rows before it, so that whoever helps has to learn X and L but not P,
//! which is summed up by who leads. As P is whole for the rows so far whenever it has been summed, work that is stopped half-way leaves the
//! inverse of the leading part.

use super::{axpy, solve};
use std::ops::Range;

/// Rows of a block.
const BLOCK: usize = 128;
/// Most rows that are summed up at once.
const SPAN: usize = 4 * BLOCK;
/// A tile of a product: as many sums as fit into vector registers.
const ROWS: usize = 4;
const COLUMNS: usize = 8;
/// Numbers of each row and column that a product takes up before it turns to other tiles: they stay in the first cache.
const DEPTH: usize = 512;
/// Rows that are mirrored at once.
const BAND: usize = 64;

/// What stands side by side in so many columns of a matrix.
type Panel = [f32; COLUMNS];
/// As many rows of a panel.
type Square = [Panel; COLUMNS];

/// A block's diagonal is not positive: the matrix is not positive definite, or too close to it
/// for single precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotPositiveDefinite;

/// What is found for a block, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// L left of the diagonal.
    Factor,
    /// X left of the diagonal.
    Invert,
    /// What the rows of X since the last time add to P.
    Sum,
}

/// An inversion under way. Its tasks have units of eight columns, which do not depend on one another.
#[derive(Debug)]
pub struct Inverse {
    /// `(n, n)`, row-major. Left of its blocks on the diagonal stands X for the blocks that are done, then A; in the blocks and right of
    /// them P as far as it is summed, then A; whoever helps has no P.
    a: Vec<f32>,
    n: usize,
    /// `(n, BLOCK)`: the blocks of X on the diagonal, zeros above it.
    diagonal: Vec<f32>,
    task: Task,
    /// The first row of the block.
    block: usize,
    /// P is summed over the rows before this one.
    summed: usize,
    /// Rows before this one stand in both triangles.
    mirrored: usize,
    /// `(BLOCK / COLUMNS, block)`: L_JK by panels of its rows.
    factor: Vec<Panel>,
    /// What the task takes up again and again, by panels; empty until it begins. Of L it is A_JK, of X `X_JJ`, both by panels of their
    /// rows; for the sum it is X by panels of its columns.
    packed: Vec<Panel>,
}

impl Inverse {
    /// The number of rows that a matrix of `n` rows must be filled up to, with ones on the
    /// diagonal: tiles are whole.
    pub fn padded(n: usize) -> usize {
        n.next_multiple_of(COLUMNS)
    }

    /// Bytes that inverting a matrix of `n` rows takes, the matrix included.
    pub fn bytes(n: usize) -> u64 {
        let n = Inverse::padded(n) as u64;
        4 * n * (n + (2 * BLOCK + SPAN) as u64)
    }

    /// What [`Inverse::work`] comes to for a matrix of `n` rows.
    pub fn work_of(n: usize) -> u64 {
        (Inverse::padded(n) as u64).pow(3) / (2 * ROWS as u64)
    }

    /// From the lower triangle of an `(n, n)` matrix, `n` as by [`Inverse::padded`].
    ///
    /// # Errors
    /// When the matrix is not positive definite, as far as that can be seen yet.
    pub fn new(a: Vec<f32>, n: usize) -> Result<Self, NotPositiveDefinite> {
        let mut inverse = Inverse::begun(a, n);
        inverse.advance()?;
        Ok(inverse)
    }

    /// To help from where another one [is](Inverse::position) with a matrix of `n` rows: what [`Inverse::basis`] gives of that one
    /// has to come first. `None` when there is no such place.
    pub fn to_help(position: [u32; 3], n: usize) -> Option<Self> {
        let [task, block, summed] = position.map(|x| x as usize);
        let task = [Task::Factor, Task::Invert, Task::Sum].into_iter().find(|one| *one as usize == task)?;
        let mut inverse = Inverse::begun(vec![0.0; n * n], n);
        let is_place = block < n && block.is_multiple_of(BLOCK) && summed <= block;
        is_place.then(|| {
            inverse.begin_block(block);
            (inverse.task, inverse.summed) = (task, summed);
            inverse
        })
    }

    fn begun(a: Vec<f32>, n: usize) -> Self {
        assert!(n.is_multiple_of(COLUMNS) && a.len() == n * n, "a whole number of tiles");
        Inverse {
            a,
            n,
            diagonal: vec![0.0; n * BLOCK],
            task: Task::Factor,
            block: 0,
            summed: 0,
            mirrored: 0,
            factor: Vec::new(),
            packed: Vec::new(),
        }
    }

    /// What is found at present; its units are all there is to do.
    pub fn task(&self) -> Task {
        self.task
    }

    /// How many units the task has: none once everything is summed.
    pub fn units(&self) -> u32 {
        let columns = match self.task {
            Task::Factor | Task::Invert => self.block,
            Task::Sum => self.end(),
        };
        if self.is_summed() { 0 } else { (columns / COLUMNS) as u32 }
    }

    /// About the number of single multiply-adds that take as long as a unit's, which run side by side.
    pub fn work(&self, unit: u32) -> u64 {
        let column = unit as usize * COLUMNS;
        let products = match self.task {
            Task::Factor => (column + COLUMNS) * self.rows(),
            Task::Invert => (self.block - column + self.rows() / 2) * self.rows(),
            Task::Sum => (column + COLUMNS) * (self.end() - self.first(column)),
        };
        (products * COLUMNS / ROWS) as u64
    }

    /// True when P is whole, in the upper triangle.
    pub fn is_summed(&self) -> bool {
        self.summed == self.n
    }

    /// True when P stands in both triangles.
    pub fn is_done(&self) -> bool {
        self.is_summed() && self.mirrored == self.n
    }

    /// Finds these units and puts them into `out`.
    pub fn answer(&mut self, units: Range<u32>, out: &mut Vec<f32>) {
        if self.packed.is_empty() {
            self.pack();
        }
        let units = units.start as usize..units.end as usize;
        match self.task {
            Task::Factor => self.factor_units(units, out),
            Task::Invert => self.invert_units(units, out),
            Task::Sum => self.sum_units(units, out),
        }
    }

    /// Takes in what [`Inverse::answer`] found of these units; false when it is something else.
    pub fn take(&mut self, units: Range<u32>, answer: &[f32]) -> bool {
        let (task, rows) = (self.task, self.rows());
        let height = |unit: u32| if task == Task::Sum { (unit as usize + 1) * COLUMNS } else { rows };
        let mut panels = answer.as_chunks::<COLUMNS>().0;
        if units.end > self.units() || units.clone().map(height).sum::<usize>() != panels.len() {
            return false;
        }
        for unit in units {
            let (of_unit, rest) = panels.split_at(height(unit));
            panels = rest;
            let columns = unit as usize * COLUMNS..(unit as usize + 1) * COLUMNS;
            if task == Task::Factor {
                for (square, rows) in
                    of_unit.chunks_exact(COLUMNS).zip(self.factor.chunks_exact_mut(self.block))
                {
                    rows[columns.clone()].copy_from_slice(square);
                }
                continue;
            }
            let first = if task == Task::Sum { 0 } else { self.block };
            // What stands there in place of a sum is A, which has been used.
            let is_new = task == Task::Invert || columns.start >= self.summed;
            for (panel, row) in of_unit.iter().zip(self.a.chunks_exact_mut(self.n).skip(first)) {
                row[columns.clone()]
                    .iter_mut()
                    .zip(panel)
                    .for_each(|(x, y)| *x = if is_new { *y } else { *x + y });
            }
        }
        true
    }

    /// Goes on to the next task that has units, once all of this one have been taken in.
    ///
    /// # Errors
    /// When the matrix is not positive definite.
    pub fn advance(&mut self) -> Result<(), NotPositiveDefinite> {
        self.packed.clear();
        let end = self.end();
        match self.task {
            Task::Factor => {
                self.invert_diagonal()?;
                self.task = Task::Invert;
            }
            // At first after each block, then ever more of them.
            Task::Invert if end == self.n || end - self.summed >= self.summed.clamp(BLOCK, SPAN) => {
                self.task = Task::Sum;
            }
            Task::Invert => self.begin_block(end),
            Task::Sum => {
                self.summed = end;
                self.begin_block(end);
            }
        }
        if self.units() == 0 && !self.is_summed() { self.advance() } else { Ok(()) }
    }

    /// Where it is, for those who help: the task, the block, and how far P is summed.
    pub fn position(&self) -> [u32; 3] {
        [self.task as u32, self.block as u32, self.summed as u32]
    }

    /// Goes on to where another one [is](Inverse::position) that had the same task before this one; false when that is elsewhere.
    ///
    /// # Errors
    /// When the matrix is not positive definite.
    pub fn reach(&mut self, position: [u32; 3]) -> Result<bool, NotPositiveDefinite> {
        if self.position() != position {
            self.advance()?;
        }
        Ok(self.position() == position)
    }

    /// What all that is still to be found rests on, but for P, whose place does not matter.
    pub fn basis(&mut self) -> impl Iterator<Item = &mut [f32]> {
        let (block, end) = (self.block, self.end());
        let left = move |at: usize| if at < block { of_block(at) } else { at + 1 };
        let rows = self.a.chunks_exact_mut(self.n).enumerate();
        rows.map(move |(at, row)| &mut row[..left(at)])
            .chain([&mut self.diagonal[..end * BLOCK], self.factor.as_flattened_mut()])
    }

    /// The whole inverse at once, both triangles: `(n, n)`.
    ///
    /// # Errors
    /// When the matrix is not positive definite.
    pub fn all(mut self) -> Result<Vec<f32>, NotPositiveDefinite> {
        let mut answer = Vec::new();
        while !self.is_summed() {
            let units = 0..self.units();
            answer.clear();
            self.answer(units.clone(), &mut answer);
            self.take(units, &answer);
            self.advance()?;
        }
        Ok(self.finish().0)
    }

    /// The inverse of the summed part, both triangles: `(n, n)` with the number of rows summed, zeros beyond.
    pub fn finish(mut self) -> (Vec<f32>, usize) {
        while self.mirrored < self.n {
            self.mirror();
        }
        (self.a, self.summed)
    }

    /// Puts the next rows into both triangles; zeros beyond what is summed. Returns about the number of multiply-adds that take as
    /// long.
    pub fn mirror(&mut self) -> u64 {
        let (n, a) = (self.n, &mut self.a);
        let band = self.mirrored..(self.mirrored + BAND).min(n);
        self.mirrored = band.end;
        // Tile by tile, so that the rows of the other triangle stay in the cache.
        for first in (band.start..n).step_by(BAND) {
            for i in band.clone() {
                for j in first.max(i)..(first + BAND).min(n) {
                    let x = if j < self.summed { a[i * n + j] } else { 0.0 };
                    a[i * n + j] = x;
                    a[j * n + i] = x;
                }
            }
        }
        (16 * band.len() * (n - band.start)) as u64
    }

    /// The row behind the block.
    fn end(&self) -> usize {
        (self.block + BLOCK).min(self.n)
    }

    /// Rows of the block.
    fn rows(&self) -> usize {
        self.end() - self.block
    }

    /// The first row that is summed and has something in this column.
    fn first(&self, column: usize) -> usize {
        of_block(column).max(self.summed)
    }

    fn begin_block(&mut self, block: usize) {
        (self.block, self.task) = (block, Task::Factor);
        self.factor.clear();
        self.factor.resize(self.rows() / COLUMNS * block, Panel::default());
    }

    /// X in a row and the columns from this one on, up to the diagonal.
    fn x(&self, row: usize, column: usize) -> &[f32] {
        match of_block(row) {
            block if column < block => &self.a[row * self.n + column..row * self.n + block],
            block => &self.diagonal[row * BLOCK + column - block..(row + 1) * BLOCK],
        }
    }

    fn pack(&mut self) {
        let (block, end) = (self.block, self.end());
        let mut packed = std::mem::take(&mut self.packed);
        match self.task {
            Task::Factor | Task::Invert => {
                for rows in (block..end).step_by(COLUMNS) {
                    let rows: [&[f32]; COLUMNS] = std::array::from_fn(|r| match self.task {
                        Task::Factor => &self.a[(rows + r) * self.n..][..block],
                        _ => &self.x(rows + r, block)[..end - block],
                    });
                    packed.extend((0..rows[0].len()).map(|k| rows.map(|row| row[k])));
                }
            }
            Task::Sum => {
                // One panel after the other: side by side they would all stand in the same lines of a cache.
                for unit in 0..end / COLUMNS {
                    packed.extend((self.summed..end).map(|row| {
                        let mut panel = Panel::default();
                        if row >= unit * COLUMNS {
                            panel.copy_from_slice(&self.x(row, unit * COLUMNS)[..COLUMNS]);
                        }
                        panel
                    }));
                }
            }
        }
        self.packed = packed;
    }

    /// `A_JK X_KKᵀ` in these columns, each `(rows / COLUMNS)` squares.
    fn factor_units(&self, units: Range<usize>, out: &mut Vec<f32>) {
        let mut sums = vec![Panel::default(); self.rows()];
        for column in units.map(|unit| unit * COLUMNS) {
            let (first, end) = (of_block(column), column + COLUMNS);
            sums.fill(Panel::default());
            let mut from = 0;
            while from < end {
                let to = if from < first { first.min(from + DEPTH) } else { end };
                let rows = std::array::from_fn(|r| &self.x(column + r, from)[..to - from]);
                for (sums, packed) in
                    sums.as_chunks_mut().0.iter_mut().zip(self.packed.chunks_exact(self.block))
                {
                    add_product_of_rows(rows, &packed[from..to], sums);
                }
                from = to;
            }
            out.extend_from_slice(sums.as_flattened());
        }
    }

    /// `−X_JJ L_JK X_KK` in these columns, each `(rows)` panels.
    fn invert_units(&self, units: Range<usize>, out: &mut Vec<f32>) {
        let (first, rows) = (units.start * COLUMNS, self.rows());
        let height = self.block - first;
        let mut x = vec![Panel::default(); units.len() * height];
        for (at, row) in (first..self.block).enumerate() {
            for (unit, x) in (units.start..=row / COLUMNS).zip(x.chunks_exact_mut(height)) {
                x[at].copy_from_slice(&self.x(row, unit * COLUMNS)[..COLUMNS]);
            }
        }
        let mut sums = vec![Panel::default(); rows];
        for (unit, x) in units.zip(x.chunks_exact(height)) {
            sums.fill(Panel::default());
            for from in (unit * COLUMNS..self.block).step_by(DEPTH) {
                let to = self.block.min(from + DEPTH);
                for (sums, factor) in
                    sums.as_chunks_mut().0.iter_mut().zip(self.factor.chunks_exact(self.block))
                {
                    add_product(&factor[from..to], &x[from - first..to - first], sums);
                }
            }
            for (at, packed) in self.packed.chunks_exact(rows).enumerate() {
                let (depth, mut square) = ((at + 1) * COLUMNS, Square::default());
                add_product(&packed[..depth], &sums[..depth], &mut square);
                out.extend(square.as_flattened().iter().map(|x| -x));
            }
        }
    }

    /// `X_Jᵀ X_J` of the rows that are not summed yet, in these columns and down to the diagonal, each `(unit + 1)` squares.
    fn sum_units(&self, units: Range<usize>, out: &mut Vec<f32>) {
        let height = self.end() - self.summed;
        for unit in units {
            let from = self.first(unit * COLUMNS) - self.summed;
            let panel = |unit: usize| &self.packed[unit * height + from..(unit + 1) * height];
            for above in 0..=unit {
                let mut square = Square::default();
                add_product(panel(above), panel(unit), &mut square);
                out.extend_from_slice(square.as_flattened());
            }
        }
    }

    /// `X_JJ` from A and L.
    fn invert_diagonal(&mut self) -> Result<(), NotPositiveDefinite> {
        let (n, block, rows) = (self.n, self.block, self.rows());
        let mut upper = vec![0.0; rows * rows];
        let panel = |at: usize| &self.factor[at * block..(at + 1) * block];
        for right in 0..rows / COLUMNS {
            for left in 0..=right {
                let mut square = Square::default();
                for (left, right) in panel(left).chunks(DEPTH).zip(panel(right).chunks(DEPTH)) {
                    add_product(left, right, &mut square);
                }
                for (i, sums) in (left * COLUMNS..).zip(&square) {
                    for (j, sum) in (right * COLUMNS..).zip(sums) {
                        upper[i * rows + j] = self.a[(block + j) * n + block + i] - sum;
                    }
                }
            }
        }
        if !solve::cholesky(&mut upper, rows) {
            return Err(NotPositiveDefinite);
        }
        let x = &mut self.diagonal[block * BLOCK..];
        for i in 0..rows {
            let (before, row) = x.split_at_mut(i * BLOCK);
            row[..rows].fill(0.0);
            row[i] = 1.0;
            for (s, before) in before.chunks_exact(BLOCK).enumerate() {
                axpy(-upper[s * rows + i], &before[..i], &mut row[..i]);
            }
            let scale = 1.0 / upper[i * rows + i];
            row[..=i].iter_mut().for_each(|x| *x *= scale);
        }
        Ok(())
    }
}

/// The first row of the block that a row is in.
fn of_block(row: usize) -> usize {
    row / BLOCK * BLOCK
}

/// Adds `leftᵀ right`; each sum adds up in order of k, natively and in wasm.
#[inline(never)]
fn add_product(left: &[Panel], right: &[Panel], out: &mut Square) {
    let (above, below) = out.split_at_mut(ROWS);
    add_tile(left.iter().map(|x| x.as_chunks().0[0]).zip(right), above);
    add_tile(left.iter().map(|x| x.as_chunks().0[1]).zip(right), below);
}

/// Adds `left right` of rows that are not packed.
#[inline(never)]
fn add_product_of_rows(left: [&[f32]; COLUMNS], right: &[Panel], out: &mut Square) {
    for (rows, out) in left.as_chunks::<ROWS>().0.iter().zip(out.chunks_exact_mut(ROWS)) {
        let rows = rows.map(|row| &row[..right.len()]);
        add_tile(right.iter().enumerate().map(|(k, right)| (rows.map(|row| row[k]), right)), out);
    }
}

#[inline(always)]
fn add_tile<'a>(pairs: impl Iterator<Item = ([f32; ROWS], &'a Panel)>, out: &mut [Panel]) {
    let mut sums = [Panel::default(); ROWS];
    for (left, right) in pairs {
        for (sums, x) in sums.iter_mut().zip(left) {
            for (sum, y) in sums.iter_mut().zip(right) {
                *sum += x * y;
            }
        }
    }
    for (out, sum) in out.as_flattened_mut().iter_mut().zip(sums.as_flattened()) {
        *out += sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::dot;
    use crate::random::Random;

    /// `YᵀY / n + I` of random rows, padded; both triangles.
    fn positive_definite(n: usize) -> Vec<f32> {
        let padded = Inverse::padded(n);
        let mut random = Random::new(n as u64);
        let mut a = vec![0.0; padded * padded];
        let mut y = vec![0.0; padded];
        for _ in 0..n {
            random.fill_normal(&mut y[..n], 1.0);
            for i in 0..n {
                axpy(y[i] / n as f32, &y, &mut a[i * padded..(i + 1) * padded]);
            }
        }
        for i in 0..padded {
            a[i * padded + i] += 1.0;
        }
        a
    }

    /// The largest difference of `a b` to one, over the leading `part` rows and columns.
    fn off(a: &[f32], b: &[f32], n: usize, part: usize) -> f32 {
        let mut worst = 0f32;
        for i in 0..part {
            for j in 0..part {
                let one = if i == j { 1.0 } else { 0.0 };
                worst = worst.max((dot(&a[i * n..][..part], &b[j * n..][..part]) - one).abs());
            }
        }
        worst
    }

    /// Does the task with units in parts of this many, and goes on to the next one.
    fn go_on(inverse: &mut Inverse, many: usize) -> Result<(), NotPositiveDefinite> {
        for from in (0..inverse.units()).step_by(many) {
            let (mut answer, units) = (Vec::new(), from..inverse.units().min(from + many as u32));
            inverse.answer(units.clone(), &mut answer);
            assert!(inverse.take(units, &answer));
        }
        inverse.advance()
    }

    #[test]
    fn the_inverse_times_the_matrix_is_one_for_sizes_around_the_blocks() {
        for n in [1, 2, 7, 8, 9, 127, 128, 129, 255, 260, 520, 800] {
            let (a, padded) = (positive_definite(n), Inverse::padded(n));
            let b = Inverse::new(a.clone(), padded).and_then(Inverse::all).unwrap();
            let worst = off(&a, &b, padded, padded);
            assert!(worst < 2e-5, "n = {n}: off by {worst}");
        }
    }

    #[test]
    fn stopped_half_way_it_is_the_inverse_of_the_leading_part() {
        let n = 600;
        let a = positive_definite(n);
        let mut parts = Vec::new();
        for tasks in 0..13 {
            let mut inverse = Inverse::new(a.clone(), n).unwrap();
            for _ in 0..tasks {
                go_on(&mut inverse, 1000).unwrap();
            }
            let (b, summed) = inverse.finish();
            assert!(off(&a, &b, n, summed) < 2e-5);
            assert!(b[summed * n..].iter().all(|x| *x == 0.0));
            parts.push(summed);
        }
        parts.dedup();
        assert_eq!(parts, [0, 128, 256, 512, 600]);
    }

    #[test]
    fn whoever_helps_from_any_task_on_finds_the_same() {
        let n = 600;
        let a = positive_definite(n);
        for begun in 0..12 {
            let mut leads = Inverse::new(a.clone(), n).unwrap();
            for _ in 0..begun {
                go_on(&mut leads, 7).unwrap();
            }
            let mut helps = Inverse::to_help(leads.position(), n).unwrap();
            for (said, heard) in leads.basis().zip(helps.basis()) {
                heard.copy_from_slice(said);
            }
            while !leads.is_summed() {
                assert_eq!(helps.reach(leads.position()), Ok(true));
                for from in (0..leads.units()).step_by(5) {
                    let units = from..leads.units().min(from + 5);
                    let (mut one, mut other) = (Vec::new(), Vec::new());
                    leads.answer(units.clone(), &mut one);
                    helps.answer(units.clone(), &mut other);
                    assert_eq!(one, other);
                    assert!(leads.take(units.clone(), &one));
                    if leads.task() != Task::Sum {
                        assert!(helps.take(units, &one));
                    }
                }
                leads.advance().unwrap();
            }
            assert_eq!(leads.finish().0, Inverse::new(a.clone(), n).and_then(Inverse::all).unwrap());
        }
        assert!(Inverse::to_help([1, 600, 0], n).is_none() && Inverse::to_help([3, 0, 0], n).is_none());
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_is_told() {
        for (at, n) in [(3, 8), (130, 136)] {
            let mut a = positive_definite(n);
            a[at * (n + 1)] = -3.0;
            let outcome = Inverse::new(a, n).and_then(Inverse::all);
            assert_eq!(outcome, Err(NotPositiveDefinite));
        }
    }

    #[test]
    fn an_answer_to_something_else_is_not_taken() {
        let mut inverse = Inverse::new(positive_definite(200), 200).unwrap();
        let mut answer = Vec::new();
        inverse.answer(0..3, &mut answer);
        assert!(!inverse.take(0..4, &answer) && !inverse.take(100..103, &answer));
        assert!(inverse.take(0..3, &answer));
    }
}
