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

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::baselines::{Baselines, Damping, Sweeps};
use super::shared::kept::Kept;
use super::shared::preference::strength;
use super::{
    Abilities, Answers, FoldIn, Model, Params, Person, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer,
};
use crate::bytes::{Reader, Writer};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::inverse::{Inverse, NotPositiveDefinite, Task};
use crate::kernel::{axpy, axpy4, dot4};
use crate::memory::Need;
use crate::order;
use crate::params;
use crate::ratings::{Csr, Feedback, Ratings};
use crate::rounds::{self, Parts, Round, Rounds, nothing_shared};
use crate::tensors::{Arrays, Tensors};
use std::ops::Range;
use std::sync::Arc;

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

/// The side of the ratings that the matrix is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Items,
    Users,
}

impl Over {
    /// `(rows of this side, rows of the other)`.
    fn of(self, ratings: &Ratings) -> (&Csr, &Csr) {
        match self {
            Over::Items => (ratings.by_item(), ratings.by_user()),
            Over::Users => (ratings.by_user(), ratings.by_item()),
        }
    }
}

/// Where there is no row of the matrix.
const NOWHERE: u32 = u32::MAX;

/// The sparse matrix X over the training data, by its formula.
struct Regressors {
    ratings: Arc<Ratings>,
    side: Over,
    explicit: bool,
    baselines: Baselines,
    /// σ of the ratings around the baselines; 1 for choices.
    deviation: f32,
    /// Users or items that have a row in the matrix, those with the most ratings first.
    order: Vec<u32>,
    /// The way back: rows of the matrix by user or item, or `NOWHERE`.
    place: Vec<u32>,
}

impl Regressors {
    /// x_ui.
    #[inline]
    fn x(&self, user: u32, item: u32, value: f32) -> f32 {
        match self.explicit {
            true => self.deviation_of(self.baselines.users[user as usize], item, value),
            false => strength(value),
        }
    }

    #[inline]
    fn deviation_of(&self, user_offset: f32, item: u32, value: f32) -> f32 {
        (value - self.baselines.mean - user_offset - self.baselines.items[item as usize]) / self.deviation
    }

    /// A person's offset and row of X.
    fn person(&self, person: &Person<'_>) -> (f32, Vec<f32>) {
        if !self.explicit {
            return (0.0, person.values.iter().map(|&v| strength(v)).collect());
        }
        let offset = self.baselines.user(person.items, person.values);
        let x = |(&item, &value)| self.deviation_of(offset, item, value);
        (offset, person.items.iter().zip(person.values).map(x).collect())
    }

    /// The entries of X in a row of the other side, as (row of the matrix, x), places ascending.
    fn line(&self, at: u32) -> Vec<(u32, f32)> {
        let (columns, values) = self.side.of(&self.ratings).1.row(at);
        let entry = |(&column, &value)| {
            let x = match self.side {
                Over::Items => self.x(at, column, value),
                Over::Users => self.x(column, at, value),
            };
            let place = self.place[column as usize];
            (place != NOWHERE).then_some((place, x))
        };
        let mut line: Vec<_> = columns.iter().zip(values).filter_map(entry).collect();
        order::sort_by(&mut line, &|a, b| a.0.cmp(&b.0));
        line
    }

    /// Lets only the first `n` of the order keep their rows.
    fn truncate(&mut self, n: usize) {
        for dropped in self.order.drain(n.min(self.order.len())..) {
            self.place[dropped as usize] = NOWHERE;
        }
    }

    fn place(order: &[u32], n: usize) -> Vec<u32> {
        let mut place = vec![NOWHERE; n];
        for (at, &one) in order.iter().enumerate() {
            place[one as usize] = at as u32;
        }
        place
    }
}

/// The rows of the other side, as [`Regressors::line`] has them.
#[derive(Default)]
struct Lines {
    entries: Vec<(u32, f32)>,
    /// Where each line ends.
    ends: Vec<usize>,
    /// For each row of the matrix, how many entries stand up to its own in all lines that have it.
    adds: Vec<u64>,
}

impl Lines {
    fn all(design: &Regressors) -> Self {
        let mut lines = Lines::default();
        lines.step(design, u64::MAX);
        lines
    }

    /// Takes in lines until `work` is used up; true when there are all.
    fn step(&mut self, design: &Regressors, mut work: u64) -> bool {
        let n_lines = design.side.of(&design.ratings).1.rows();
        if self.ends.is_empty() {
            self.entries.reserve_exact(design.ratings.by_user().nnz());
            self.adds.resize(design.order.len(), 0);
        }
        while self.ends.len() < n_lines && work > 0 {
            let line = design.line(self.ends.len() as u32);
            (1..).zip(&line).for_each(|(adds, &(place, _))| self.adds[place as usize] += adds);
            self.entries.extend_from_slice(&line);
            self.ends.push(self.entries.len());
            work = work.saturating_sub(LINE_WORK * (1 + line.len() as u64));
        }
        self.ends.len() == n_lines
    }

    /// The lines that have this row of the matrix, each with its entries up to that row's own.
    fn up_to(&self, design: &Regressors, place: u32) -> impl Iterator<Item = (u32, &[(u32, f32)])> {
        let lines = design.side.of(&design.ratings).0.row(design.order[place as usize]).0;
        lines.iter().map(move |&at| {
            let line = self.get(at);
            (at, &line[..line.partition_point(|entry| entry.0 <= place)])
        })
    }

    /// Multiply-adds in whose time what these lines have up to that row is added up.
    fn work(&self, design: &Regressors, place: u32) -> u64 {
        let lines = design.side.of(&design.ratings).0.row_len(design.order[place as usize]);
        ADD_WORK * self.adds[place as usize] + LOOK_WORK * lines as u64
    }

    /// A line; none past the end.
    fn get(&self, at: u32) -> &[(u32, f32)] {
        let end = self.ends.get(at as usize).copied().unwrap_or(0);
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before as usize)).copied();
        self.entries.get(begin.unwrap_or(0)..end).unwrap_or_default()
    }
}

struct EaseTrainer {
    design: Regressors,
    regularization: f32,
    sweeps: Sweeps,
    lines: Lines,
    stage: Stage,
    /// Those of the stage's present task.
    parts: Parts,
    /// Multiply-adds in all, and done.
    work: (u64, u64),
}

fn too_small(regularization: f32) -> Error {
    let expected = "larger, as the matrix cannot be inverted in single precision";
    Error::parameter(ENTRY.name, "regularization", expected, regularization.to_string())
}

enum Stage {
    /// Rows of XᵀX or XXᵀ so far, left of the diagonal and on it: `(n, n)` as [`Inverse::padded`] has it in the end.
    Gram(Vec<f32>),
    Inverse(Box<Inverse>),
    Precision(Precision),
    Done(Precision),
    /// Only while one stage becomes the next.
    Between,
}

/// Multiply-adds in whose time memory for a number is taken for the first time.
const ZERO_WORK: u64 = 8;
/// The same of adding up a number of XᵀX, which stand far apart.
const ADD_WORK: u64 = 6;
/// The same of finding how much of a line is needed.
const LOOK_WORK: u64 = 128;
/// The same of an entry of a line.
const LINE_WORK: u64 = 512;

impl EaseTrainer {
    fn new(ratings: &Arc<Ratings>, params: &EaseParams) -> Result<Self> {
        let busiest = |rows: &Csr| {
            let mut order: Vec<u32> = (0..rows.rows() as u32).filter(|&r| rows.row_len(r) > 0).collect();
            order::sort_by(&mut order, &|&a, &b| rows.row_len(b).cmp(&rows.row_len(a)));
            order
        };
        let (users, items) = (busiest(ratings.by_user()), busiest(ratings.by_item()));
        let need = Inverse::bytes(users.len().min(items.len()));
        let limit = u64::from(params.memory_limit) << 20;
        if need > limit {
            let what = format!("EASE of {} people and {} items", users.len(), items.len());
            return Err(ErrorKind::Memory { what, need, limit }.into());
        }
        let (side, order) =
            if users.len() < items.len() { (Over::Users, users) } else { (Over::Items, items) };
        let (rows, lines) = side.of(ratings);
        let padded = Inverse::padded(order.len());
        let explicit = ratings.feedback() == Feedback::Explicit;
        Ok(EaseTrainer {
            work: (
                lines.squares() / 2 * ADD_WORK
                    + ratings.by_user().nnz() as u64 * LOOK_WORK
                    + (padded as u64).pow(2) * ZERO_WORK
                    + Inverse::work_of(order.len()),
                0,
            ),
            design: Regressors {
                place: Regressors::place(&order, rows.rows()),
                order,
                side,
                explicit,
                baselines: Baselines::new(ratings, Damping::USUAL),
                deviation: 1.0,
                ratings: Arc::clone(ratings),
            },
            regularization: params.regularization,
            sweeps: Sweeps::usual(ratings),
            lines: Lines::default(),
            stage: Stage::Gram(Vec::new()),
            parts: Parts::default(),
        })
    }

    /// σ of the ratings around the baselines.
    fn measure_deviation(&mut self) {
        let design = &self.design;
        let entries = design.ratings.by_user().iter();
        let squares: f64 = entries.map(|(u, i, v)| f64::from(design.x(u, i, v))).map(|x| x * x).sum();
        let deviation = (squares / design.ratings.by_user().nnz().max(1) as f64).sqrt() as f32;
        // Where everybody agrees with the baselines there is nothing to divide by.
        self.design.deviation = if deviation > 0.0 { deviation } else { 1.0 };
    }

    /// A row of XᵀX + λI or XXᵀ + λI up to the diagonal.
    fn gram_row(&self, place: u32) -> Vec<f32> {
        let mut sums = vec![0.0; place as usize + 1];
        for (_, line) in self.lines.up_to(&self.design, place) {
            let x = line.last().map_or(0.0, |entry| entry.1);
            line.iter().for_each(|&(other, y)| sums[other as usize] += x * y);
        }
        sums[place as usize] += self.regularization;
        sums
    }

    /// About how many multiply-adds something of the present task takes.
    fn work_of(&self, at: u32) -> u64 {
        match &self.stage {
            Stage::Gram(_) => {
                let zeros = Inverse::padded(self.design.order.len()) as u64;
                self.lines.work(&self.design, at) + ZERO_WORK * zeros
            }
            Stage::Inverse(inverse) => inverse.work(at),
            _ => 0,
        }
    }

    /// Cuts the present task into parts.
    fn cut(&mut self) {
        self.parts = match &self.stage {
            Stage::Gram(_) => Parts::cut(self.design.order.len(), &|place| self.work_of(place)),
            Stage::Inverse(inverse) if !inverse.is_summed() => {
                Parts::cut(inverse.units() as usize, &|unit| self.work_of(unit))
            }
            _ => Parts::default(),
        };
    }

    /// Goes on to the next task with parts, or to the stage behind the last one.
    fn next_task(&mut self) -> Result<()> {
        let too_small = |_: NotPositiveDefinite| too_small(self.regularization);
        self.stage = match std::mem::replace(&mut self.stage, Stage::Between) {
            Stage::Gram(mut gram) => {
                let padded = Inverse::padded(self.design.order.len());
                if gram.len() != self.design.order.len() * padded {
                    return Err(nothing_shared());
                }
                // Rows that only fill up the tiles are those of one.
                for at in self.design.order.len()..padded {
                    gram.resize((at + 1) * padded, 0.0);
                    gram[at * (padded + 1)] = 1.0;
                }
                if self.design.side == Over::Items {
                    self.lines = Lines::default();
                }
                Stage::Inverse(Box::new(Inverse::new(gram, padded).map_err(too_small)?))
            }
            Stage::Inverse(mut inverse) => {
                inverse.advance().map_err(too_small)?;
                Stage::Inverse(inverse)
            }
            other => other,
        };
        self.cut();
        Ok(())
    }

    /// A slice of so much work on what comes after parts.
    fn after_parts(&mut self, stage: Stage, work: u64) -> Stage {
        match stage {
            Stage::Inverse(mut inverse) => {
                let mut done = 0;
                while done < work && !inverse.is_done() {
                    done += inverse.mirror();
                }
                if !inverse.is_done() {
                    return Stage::Inverse(inverse);
                }
                let lines = std::mem::take(&mut self.lines);
                Stage::Precision(Precision::of(inverse.finish().0, lines, &self.design))
            }
            Stage::Precision(mut precision) => {
                match precision.step(&self.design, self.regularization, self.regularization, work) {
                    true => Stage::Done(precision),
                    false => Stage::Precision(precision),
                }
            }
            done => done,
        }
    }

    /// Takes in the answer of a part.
    fn place(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        let (padded, mut answer) = (Inverse::padded(self.design.order.len()), Reader(answer));
        match &mut self.stage {
            Stage::Gram(gram) if gram.len() == part.start as usize * padded => {
                for place in part {
                    let at = gram.len();
                    gram.resize(at + padded, 0.0);
                    answer.f32s(&mut gram[at..=at + place as usize])?;
                }
                Ok(())
            }
            Stage::Inverse(inverse) => {
                let mut found = vec![0.0; answer.0.len() / size_of::<f32>()];
                answer.f32s(&mut found)?;
                if inverse.take(part, &found) { Ok(()) } else { Err(nothing_shared()) }
            }
            _ => Err(nothing_shared()),
        }
    }

    fn progress(&self) -> Progress {
        if matches!(self.stage, Stage::Done(..)) {
            return Progress::epochs(1, 1, None);
        }
        let share = (self.work.1 as f32 / self.work.0.max(1) as f32).min(0.99);
        Progress::within(0, 1, share, None)
    }
}

impl Trainer for EaseTrainer {
    fn step(&mut self) -> Result<Progress> {
        let mut work = 0;
        while !self.sweeps.is_over() {
            if work >= STEP_WORK {
                return Ok(self.progress());
            }
            work += self.sweeps.step(&self.design.ratings, STEP_WORK - work);
            if self.sweeps.is_over() {
                self.design.baselines = self.sweeps.baselines.clone();
                self.measure_deviation();
            }
        }
        let left = STEP_WORK.saturating_sub(work);
        if self.parts.next().is_some() {
            rounds::alone(self, left)?;
        } else if let Stage::Gram(gram) = &mut self.stage {
            if self.lines.step(&self.design, left) {
                let padded = Inverse::padded(self.design.order.len());
                gram.reserve_exact(padded * padded);
                self.cut();
            }
        } else {
            let stage = std::mem::replace(&mut self.stage, Stage::Between);
            self.stage = self.after_parts(stage, left);
        }
        Ok(self.progress())
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        if !self.sweeps.is_over() {
            self.design.baselines = self.sweeps.baselines.clone();
        }
        let EaseTrainer { mut design, regularization, stage, .. } = *self;
        let mut precision = match stage {
            Stage::Done(precision) | Stage::Precision(precision) => precision,
            begun => {
                let (inverse, summed) = match begun {
                    Stage::Inverse(inverse) => inverse.finish(),
                    _ => (Vec::new(), 0),
                };
                Precision::stopped(inverse, summed, &mut design)
            }
        };
        precision.step(&design, regularization, regularization, u64::MAX);
        Ok(Box::new(Ease::new(design, precision, regularization)))
    }
}

impl Rounds for EaseTrainer {
    fn round(&mut self) -> Option<Round> {
        self.parts.next()?;
        let is_learned = !matches!(&self.stage, Stage::Inverse(inverse) if inverse.task() == Task::Sum);
        let work = self.work.0.saturating_sub(self.work.1);
        Some(Round { bounds: self.parts.left(), work, is_learned, is_begun: false })
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        let mut out = Writer::default();
        match &mut self.stage {
            Stage::Inverse(inverse) => {
                out.u32s(&[1, u32::from(whole)]);
                out.u32s(&inverse.position());
                if whole {
                    inverse.basis().for_each(|numbers| out.f32s(numbers));
                }
            }
            Stage::Gram(gram) => {
                let padded = Inverse::padded(self.design.order.len()).max(1);
                out.u32s(&[0, (gram.len() / padded) as u32]);
                let Baselines { mean, users, items, .. } = &self.design.baselines;
                let alone = [*mean, self.design.deviation];
                [&alone, &users[..], items].into_iter().for_each(|numbers| out.f32s(numbers));
                gram.chunks_exact(padded).enumerate().for_each(|(place, row)| out.f32s(&row[..=place]));
            }
            _ => return Err(nothing_shared()),
        }
        Ok(out.0)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let mut said = Reader(said);
        let (padded, first) = (Inverse::padded(self.design.order.len()), said.u32s(2)?);
        if first[0] == 0 {
            let Baselines { mean, users, items, .. } = &mut self.design.baselines;
            let alone = [std::slice::from_mut(mean), std::slice::from_mut(&mut self.design.deviation)];
            alone.into_iter().chain([&mut users[..], items]).try_for_each(|numbers| said.f32s(numbers))?;
            self.lines = Lines::all(&self.design);
            self.stage = Stage::Gram(Vec::new());
            return self.place(0..first[1], said.0);
        }
        let position = said.u32s(3)?;
        let position = [position[0], position[1], position[2]];
        if first[1] != 0 {
            (self.lines, self.stage) = (Lines::default(), Stage::Between);
            let mut inverse = Inverse::to_help(position, padded).ok_or_else(nothing_shared)?;
            inverse.basis().try_for_each(|numbers| said.f32s(numbers))?;
            self.stage = Stage::Inverse(Box::new(inverse));
        }
        if let Stage::Gram(_) = &self.stage {
            self.next_task()?;
        }
        let Stage::Inverse(inverse) = &mut self.stage else { return Err(nothing_shared()) };
        match inverse.reach(position) {
            Ok(true) => Ok(()),
            Ok(false) => Err(nothing_shared()),
            Err(NotPositiveDefinite) => Err(too_small(self.regularization)),
        }
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        let mut out = Writer::default();
        match &mut self.stage {
            Stage::Gram(_) => part.for_each(|place| out.f32s(&self.gram_row(place))),
            Stage::Inverse(inverse) => {
                let mut found = Vec::new();
                inverse.answer(part, &mut found);
                out.f32s(&found);
            }
            _ => return Err(nothing_shared()),
        }
        Ok(Some(out.0))
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        let part = self.parts.next().ok_or_else(nothing_shared)?;
        let work: u64 = part.clone().map(|at| self.work_of(at)).sum();
        self.place(part, answer)?;
        self.work.1 += work;
        if self.parts.advance() {
            self.next_task()?;
        }
        Ok(self.progress())
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        self.place(part, answer)
    }
}

/// What is kept of the inverse, made in slices.
struct Precision {
    /// `(n, n)` in the design's order, once all rows are scaled: λ (XᵀX + λI)⁻¹ or λ (XXᵀ + λI)⁻¹.
    inverse: Vec<f32>,
    /// The length of a row that is not scaled yet, and how many are.
    padded: usize,
    scaled: usize,
    /// Where the matrix is over people, λ times what λ P_ii lacks to 1, by the rows that are scaled: `(n_items)`.
    sums: Vec<f64>,
    /// `(n_items)` in the end: λ P_ii; 1 for items that the model knows nothing of.
    diagonal: Vec<f32>,
    /// Where the matrix is over people, X by items.
    lines: Lines,
}

impl Precision {
    /// Of an inverse with rows that only fill up tiles, and what the design's lines are where they are needed.
    fn of(inverse: Vec<f32>, lines: Lines, design: &Regressors) -> Self {
        let padded = Inverse::padded(design.order.len());
        let sums = vec![0.0; if design.side == Over::Users { design.ratings.n_items() } else { 0 }];
        Precision { inverse, padded, scaled: 0, sums, diagonal: Vec::new(), lines }
    }

    /// Of an inverse of the design's first rows alone: it drops the others.
    fn stopped(inverse: Vec<f32>, rows: usize, design: &mut Regressors) -> Self {
        let precision = Precision::of(inverse, Lines::default(), design);
        design.truncate(rows);
        let lines = if design.side == Over::Users { Lines::all(design) } else { Lines::default() };
        Precision { lines, ..precision }
    }

    /// Multiplies rows by `scale`, until about `work` is used up; true when all is done, what stands on the diagonal as well.
    fn step(&mut self, design: &Regressors, scale: f32, regularization: f32, mut work: u64) -> bool {
        let n = design.order.len();
        while self.scaled < n && work > 0 {
            // Without the columns that only filled up the tiles.
            let (from, to) = (self.scaled * self.padded, self.scaled * n);
            self.inverse.copy_within(from..from + n, to);
            let row = &mut self.inverse[to..to + n];
            row.iter_mut().for_each(|x| *x *= scale);
            work = work.saturating_sub(8 * n as u64);
            if design.side == Over::Users {
                for (item, line) in self.lines.up_to(design, self.scaled as u32) {
                    let Some((&(own, x), before)) = line.split_last() else { continue };
                    // Twice what stands left of the diagonal, and what stands on it.
                    let left: f32 = before.iter().map(|&(other, y)| y * row[other as usize]).sum();
                    self.sums[item as usize] += f64::from(x * (2.0 * left + x * row[own as usize]));
                }
                work = work.saturating_sub(self.lines.work(design, self.scaled as u32));
            }
            self.scaled += 1;
        }
        if self.scaled < n {
            return false;
        }
        self.inverse.truncate(n * n);
        let of_item = |item: usize| match design.side {
            Over::Items => match design.place[item] {
                NOWHERE => 1.0,
                place => self.inverse[place as usize * (n + 1)],
            },
            // Between 0 and 1 by its formula; rounding must not take it out of there.
            Over::Users => (1.0 - self.sums[item] / f64::from(regularization)).clamp(1e-6, 1.0) as f32,
        };
        self.diagonal = (0..design.ratings.n_items()).map(of_item).collect();
        true
    }
}

/// A symmetric matrix times a vector. Each number above the diagonal serves for the one below it as well, as it is
/// memory that this waits for, and four rows come from there side by side; where most of the vector is zero only the rows of
/// the others are looked at.
fn symmetric_product(matrix: &[f32], x: &[f32]) -> Vec<f32> {
    /// Columns of four rows that stay in the first cache.
    const NEAR: usize = 1024;
    let n = x.len();
    let mut out = vec![0.0; n];
    let row = |i: usize| &matrix[i * n..(i + 1) * n];
    if 4 * x.iter().filter(|&&x| x != 0.0).count() < n {
        for (i, &x) in x.iter().enumerate().filter(|(_, x)| **x != 0.0) {
            axpy(x, row(i), &mut out);
        }
        return out;
    }
    for first in (0..n).step_by(4) {
        let end = n.min(first + 4);
        for i in first..end {
            out[i] += row(i)[i] * x[i];
            for j in i + 1..end {
                out[i] += row(i)[j] * x[j];
                out[j] += row(i)[j] * x[i];
            }
        }
        // Only a whole four has something to its right.
        for from in (end..n).step_by(NEAR) {
            let columns = from..n.min(from + NEAR);
            let rows = std::array::from_fn(|r| &row(first + r)[columns.clone()]);
            for (out, sum) in out[first..end].iter_mut().zip(dot4(rows, &x[columns.clone()])) {
                *out += sum;
            }
            axpy4(std::array::from_fn(|r| x[first + r]), rows, &mut out[columns]);
        }
    }
    out
}

struct Ease {
    design: Regressors,
    precision: Precision,
    /// λ.
    regularization: f32,
    /// How many people have rated an item that somebody has rated, on average.
    raters: u64,
    /// Where the matrix is over people, what [`Ease::raters`] gives for the items that were asked for first: it is asked
    /// for what is recommended, and the same is to many people.
    known: Kept<f32>,
}

/// Numbers that kept rows may come to: 32 MiB.
const KEPT: usize = 1 << 23;

impl Ease {
    fn new(design: Regressors, precision: Precision, regularization: f32) -> Self {
        let (by_item, n) = (design.ratings.by_item(), design.order.len());
        let most = if design.side == Over::Users { KEPT / n.max(1) } else { 0 };
        let (raters, known) = (by_item.mean_row_len(), Kept::first(by_item.rows(), most));
        Ease { design, precision, regularization, raters, known }
    }

    fn load(tensors: &Tensors, ratings: &Arc<Ratings>) -> Result<Self> {
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
    fn row(&self, item: u32) -> &[f32] {
        let n = self.design.order.len();
        match (self.design.side, self.design.place.get(item as usize)) {
            (Over::Items, Some(&place)) if place != NOWHERE => {
                &self.precision.inverse[place as usize * n..][..n]
            }
            _ => &[],
        }
    }

    /// `(XXᵀ + λI)⁻¹ X x` for a person's row x.
    fn people(&self, person: &Person<'_>, x: &[f32]) -> Vec<f32> {
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
    fn column(&self, item: u32, sums: &[f32]) -> f32 {
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
    fn precision(&self, items: &[u32], x: &[f32], out: &mut [f32]) {
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
    model: &'a Ease,
    person: Person<'a>,
    /// b_u; 0 for choices.
    offset: f32,
    /// The person's row of X, parallel to the items.
    x: Vec<f32>,
    /// Where the matrix is over people: `(XXᵀ + λI)⁻¹ X x`, in the design's order.
    people: Vec<f32>,
}

/// Items whose sums over people stand side by side, so that a person's number is looked up once for all of them.
const BESIDE: usize = 16;

impl Weighed<'_> {
    /// λ P_ij of these at most [`BESIDE`] items i and all of the person's items j, where the matrix is over people.
    fn beside(&self, items: &[u32]) -> Vec<Vec<f32>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitted, Fitting, Value, Values};
    use crate::random::Random;
    use crate::ratings::Builder;

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
