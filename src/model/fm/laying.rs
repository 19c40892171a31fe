//! What a training of a factorization machine begins with, in slices.

use super::blocks::{Design, Observations, Switches};
use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::model::{Model, Progress, Trainer};
use crate::random::Random;
use crate::ratings::Ratings;
use std::sync::Arc;

/// A trainer over blocks, whose own tables are made in slices, too.
pub trait Prepare: Trainer {
    /// Makes the next of what the first step needs; true when nothing is left.
    fn prepare(&mut self) -> bool;
}

type Make<T> = Box<dyn FnOnce(Design, Observations, Random) -> T>;

/// A training that begins with the blocks of its ratings, one a slice, then what is observed, then the trainer's own tables.
pub struct Laying<T> {
    ratings: Arc<Ratings>,
    switches: Switches,
    /// Epochs to come.
    epochs: u32,
    stage: Stage<T>,
}

enum Stage<T> {
    /// So many blocks are there.
    Blocks(Design, usize, Random, Make<T>),
    Tables(T),
    Trainer(T),
    /// Only while one stage becomes the next.
    Between,
}

impl<T: Prepare> Laying<T> {
    /// `make` gets the blocks, what is observed, and what is left of the random numbers.
    pub fn new(
        ratings: &Arc<Ratings>,
        switches: &Switches,
        epochs: u32,
        random: Random,
        make: impl FnOnce(Design, Observations, Random) -> T + 'static,
    ) -> Self {
        let stage = Stage::Blocks(Design::default(), 0, random, Box::new(make));
        Laying { ratings: Arc::clone(ratings), switches: switches.clone(), epochs, stage }
    }

    /// One slice; true when the trainer stands.
    fn lay(&mut self) -> bool {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Between) {
            Stage::Blocks(mut design, next, mut random, make) => {
                if next < design.blocks.len() {
                    design.lay(next, &self.ratings, &self.switches);
                    Stage::Blocks(design, next + 1, random, make)
                } else {
                    let negatives = self.switches.negatives;
                    let observed = Observations::new(&self.ratings, &design, negatives, &mut random);
                    Stage::Tables(make(design, observed, random))
                }
            }
            Stage::Tables(mut trainer) => {
                if trainer.prepare() {
                    Stage::Trainer(trainer)
                } else {
                    Stage::Tables(trainer)
                }
            }
            done => done,
        };
        matches!(self.stage, Stage::Trainer(_))
    }

    /// The trainer, all of whose tables stand.
    fn laid(&mut self) -> &mut T {
        while !self.lay() {}
        match &mut self.stage {
            Stage::Trainer(trainer) => trainer,
            _ => unreachable!("everything has been laid"),
        }
    }
}

impl<T: Prepare> Trainer for Laying<T> {
    fn step(&mut self) -> Result<Progress> {
        if let Stage::Trainer(trainer) = &mut self.stage {
            return trainer.step();
        }
        self.lay();
        Ok(Progress::epochs(0, self.epochs, None))
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if !state.loads() && !matches!(self.stage, Stage::Trainer(_)) {
            return Ok(false);
        }
        self.laid().checkpoint(state)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        self.laid();
        match self.stage {
            Stage::Trainer(trainer) => Box::new(trainer).finish(),
            _ => unreachable!("everything has been laid"),
        }
    }
}
