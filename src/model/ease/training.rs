//! Training: the matrix of all, its inverse by blocks, and what follows from it.

use super::answers::Ease;
use super::precision::Precision;
use super::regressors::{Lines, Over, Regressors};
use super::{ENTRY, EaseParams};
use crate::bytes::{Reader, Writer};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::inverse::{Inverse, NotPositiveDefinite, Task};
use crate::model::shared::baselines::{Baselines, Damping, Sweeps};
use crate::model::{Model, Progress, STEP_WORK, Trainer};
use crate::ratings::{Csr, Feedback, Ratings};
use crate::rounds::{Parts, Round, Rounds, nothing_shared};
use crate::{order, rounds};
use std::ops::Range;
use std::sync::Arc;

pub(super) struct EaseTrainer {
    pub(super) design: Regressors,
    pub(super) regularization: f32,
    sweeps: Sweeps,
    pub(super) lines: Lines,
    pub(super) stage: Stage,
    /// Those of the stage's present task.
    parts: Parts,
    /// Multiply-adds in all, and done.
    pub(super) work: (u64, u64),
}

fn too_small(regularization: f32) -> Error {
    let expected = "larger, as the matrix cannot be inverted in single precision";
    Error::parameter(ENTRY.name, "regularization", expected, regularization.to_string())
}

pub(super) enum Stage {
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
pub(super) const ADD_WORK: u64 = 6;
/// The same of finding how much of a line is needed.
pub(super) const LOOK_WORK: u64 = 128;
/// The same of an entry of a line.
pub(super) const LINE_WORK: u64 = 512;

impl EaseTrainer {
    pub(super) fn new(ratings: &Arc<Ratings>, params: &EaseParams) -> Result<Self> {
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
    pub(super) fn place(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
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
