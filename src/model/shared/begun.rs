//! Trainings that begin with more than a slice's work.

use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::model::{Model, Progress, Trainer};
use std::ops::ControlFlow;

/// What is to be made before a trainer can take its first step.
pub trait Beginning: Sized {
    /// The trainer that comes of it.
    type Trainer: Trainer;

    /// Makes a slice of it; with the last one comes the trainer.
    fn slice(self) -> ControlFlow<Self::Trainer, Self>;
}

/// A training that begins with slices of its own.
pub struct Begun<B: Beginning> {
    /// Epochs to come.
    epochs: u32,
    stage: Stage<B>,
}

enum Stage<B: Beginning> {
    Beginning(B),
    Trainer(B::Trainer),
    /// Only while one stage becomes the next.
    Between,
}

impl<B: Beginning> Begun<B> {
    /// A training of so many epochs.
    pub fn new(beginning: B, epochs: u32) -> Self {
        Begun { epochs, stage: Stage::Beginning(beginning) }
    }

    fn slice(&mut self) {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Between) {
            Stage::Beginning(beginning) => match beginning.slice() {
                ControlFlow::Continue(beginning) => Stage::Beginning(beginning),
                ControlFlow::Break(trainer) => Stage::Trainer(trainer),
            },
            done => done,
        };
    }

    /// The trainer, with everything made that it begins with.
    fn trainer(&mut self) -> &mut B::Trainer {
        loop {
            match self.stage {
                Stage::Trainer(ref mut trainer) => return trainer,
                _ => self.slice(),
            }
        }
    }
}

impl<B: Beginning> Trainer for Begun<B> {
    fn step(&mut self) -> Result<Progress> {
        if let Stage::Trainer(trainer) = &mut self.stage {
            return trainer.step();
        }
        self.slice();
        Ok(Progress::epochs(0, self.epochs, None))
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if !state.loads() && !matches!(self.stage, Stage::Trainer(_)) {
            return Ok(false);
        }
        self.trainer().checkpoint(state)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        loop {
            match self.stage {
                Stage::Trainer(trainer) => return Box::new(trainer).finish(),
                _ => self.slice(),
            }
        }
    }
}
