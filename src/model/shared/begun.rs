//! Trainings that begin with more than a slice's work.

use crate::checkpoint::Checkpoint;
use crate::error::Result;
use crate::model::{Model, Progress, Trainer};
use crate::rounds::{Round, Rounds, nothing_shared};
use std::ops::Range;

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
    /// What a helper has been told, before everything has been made, to be heeded then.
    told: Vec<Told>,
}

/// What a helper is told.
enum Told {
    /// What was said before a round.
    Said(Vec<u8>),
    /// The answer of a part.
    Learned(Range<u32>, Vec<u8>),
}

impl Begun {
    /// A training of so many epochs.
    pub fn new(beginning: impl Beginning + 'static, epochs: u32) -> Self {
        Begun { epochs, stage: Some(Stage::Beginning(Box::new(beginning))), told: Vec::new() }
    }

    /// The trainer, if everything has been made that it begins with; otherwise a slice of that is.
    fn slice(&mut self) -> Option<&mut Box<dyn Trainer>> {
        if let Some(Stage::Beginning(_)) = self.stage
            && let Some(Stage::Beginning(beginning)) = self.stage.take()
        {
            self.stage = Some(beginning.slice());
            return None;
        }
        self.trainer()
    }

    /// The trainer, if everything has been made that it begins with.
    fn trainer(&mut self) -> Option<&mut Box<dyn Trainer>> {
        match &mut self.stage {
            Some(Stage::Trainer(trainer)) => Some(trainer),
            _ => None,
        }
    }

    /// The trainer's rounds, once it has been told what has been said and learned so far.
    ///
    /// # Errors
    /// When it has none, or is not there yet, and as [`Rounds::hear`] and [`Rounds::learn`].
    fn shared(&mut self) -> Result<&mut dyn Rounds> {
        let Some(Stage::Trainer(trainer)) = &mut self.stage else { return Err(nothing_shared()) };
        let rounds = trainer.rounds().ok_or_else(nothing_shared)?;
        for told in std::mem::take(&mut self.told) {
            match told {
                Told::Said(said) => rounds.hear(&said)?,
                Told::Learned(part, answer) => rounds.learn(part, &answer)?,
            }
        }
        Ok(rounds)
    }
}

impl Trainer for Begun {
    fn step(&mut self) -> Result<Progress> {
        let epochs = self.epochs;
        self.slice().map_or_else(|| Ok(Progress::epochs(0, epochs, None)), |trainer| trainer.step())
    }

    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        Some(self)
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

/// Those of the trainer. A helper hears before it has made what a trainer begins with, and makes that in its first slices.
impl Rounds for Begun {
    fn round(&mut self) -> Option<Round> {
        self.shared().ok()?.round()
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        self.shared()?.say(whole)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        if self.trainer().is_none() {
            self.told.push(Told::Said(said.to_vec()));
            return Ok(());
        }
        self.shared()?.hear(said)
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        if self.slice().is_none() { Ok(None) } else { self.shared()?.answer(part) }
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        self.shared()?.join(answer)
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        if self.trainer().is_none() {
            self.told.push(Told::Learned(part, answer.to_vec()));
            return Ok(());
        }
        self.shared()?.learn(part, answer)
    }
}
