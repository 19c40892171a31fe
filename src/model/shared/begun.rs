//! Trainings that begin with more than a slice's work.

use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::model::{Model, Progress, Trainer};

/// What is to be made before a trainer can take its first step.
pub trait Beginning {
    /// Makes a slice of it.
    fn slice(self: Box<Self>) -> Stage;
}

/// What a slice leads to.
pub enum Stage {
    /// More is to be made.
    Beginning(Box<dyn Beginning>),
    /// Everything has been.
    Trainer(Box<dyn Trainer>),
}

/// A training that begins with slices of its own.
pub struct Begun {
    /// Epochs to come.
    epochs: u32,
    /// Absent only while one stage becomes the next.
    stage: Option<Stage>,
}

impl Begun {
    /// A training of so many epochs.
    pub fn new(beginning: impl Beginning + 'static, epochs: u32) -> Self {
        Begun { epochs, stage: Some(Stage::Beginning(Box::new(beginning))) }
    }

    /// The trainer, if everything has been made that it begins with; otherwise a slice of that is.
    fn slice(&mut self) -> Option<&mut Box<dyn Trainer>> {
        if let Some(Stage::Beginning(_)) = self.stage
            && let Some(Stage::Beginning(beginning)) = self.stage.take()
        {
            self.stage = Some(beginning.slice());
            return None;
        }
        match &mut self.stage {
            Some(Stage::Trainer(trainer)) => Some(trainer),
            _ => None,
        }
    }
}

impl Trainer for Begun {
    fn step(&mut self) -> Result<Progress> {
        let epochs = self.epochs;
        self.slice().map_or_else(|| Ok(Progress::epochs(0, epochs, None)), |trainer| trainer.step())
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if !state.loads() && !matches!(self.stage, Some(Stage::Trainer(_))) {
            return Ok(false);
        }
        loop {
            if let Some(trainer) = self.slice() {
                return trainer.checkpoint(state);
            }
        }
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        while self.slice().is_none() {}
        match self.stage {
            Some(Stage::Trainer(trainer)) => trainer.finish(),
            _ => unreachable!("a slice tells when the trainer is there"),
        }
    }
}
