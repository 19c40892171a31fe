//! Training: in each epoch the items are solved for, then the users, in parts that do not depend on one another.

use super::answers::Als;
use super::normal::Normal;
use super::recipe::{Recipe, Turn};
use super::side::{Base, Embedding};
use super::{AlsParams, Solver};
use crate::bytes::{Reader, Writer};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::kernel::dot;
use crate::matrix::{flat, flat_mut, row, row_mut};
use crate::model::{Model, Progress, STEP_WORK, Trainer};
use crate::random::Random;
use crate::ratings::{Csr, Ratings};
use crate::rounds::{PART_WORK, Parts, Round, Rounds};
use std::iter;
use std::ops::Range;
use std::sync::Arc;

/// Training: in each epoch the items are solved for, then the users.
pub(super) struct AlsTrainer {
    pub(super) recipe: Recipe,
    pub(super) ratings: Arc<Ratings>,
    pub(super) users: Embedding,
    pub(super) items: Embedding,
    pub(super) system: Normal,
    pub(super) epoch: u32,
    pub(super) turn: Turn,
    /// Parts of the other side that are summed up for the system's base.
    summed: usize,
    /// What is being summed up: before the first half the other side, and then the rows that are solved for, on which the other
    /// side's will rest.
    pub(super) base: Base,
    /// Users, items: the parts of a half of an epoch.
    pub(super) parts: [Parts; 2],
    /// Multiply-adds done in this epoch, and those of a whole one.
    pub(super) work: (f64, f64),
    /// Sums over the rows solved so far.
    pub(super) sums: Sums,
    pub(super) loss: Option<f32>,
    pub(super) x: Vec<f32>,
}

impl AlsTrainer {
    pub(super) fn new(ratings: &Arc<Ratings>, params: AlsParams, seed: u64) -> Self {
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
    pub(super) fn sides(&self) -> (&Embedding, &Embedding, &Csr) {
        match self.turn {
            Turn::Users => (&self.users, &self.items, self.ratings.by_user()),
            Turn::Items => (&self.items, &self.users, self.ratings.by_item()),
        }
    }

    /// Solves for a row of this half of the epoch, from where it stands to `self.x`; adds its part of the objective.
    pub(super) fn solve_row(&mut self, at: usize, sums: &mut Sums) {
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
    pub(super) fn precondition(&mut self) {
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

    pub(super) fn progress(&self) -> Progress {
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
pub(super) struct Sums {
    /// Their part of the objective.
    pub(super) objective: f64,
    /// The ridge within it.
    penalty: f64,
}
