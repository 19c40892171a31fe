//! What is measured beside a training: the model as it is after some epochs, on the training part and on the test.

use super::{Evaluator, State, TRAINING, failed};
use crate::error::Result;
use crate::measure::learning::{Learned, Part};
use crate::measure::split::Parts;
use crate::model::{Fitted, Progress};
use std::rc::Rc;
use std::sync::Arc;

/// A model being measured beside the training that it is a copy of.
pub(super) struct Aside {
    pub(super) fitted: Rc<Fitted>,
    pub(super) on: Part,
    pub(super) evaluator: Box<Evaluator>,
}

impl Evaluator {
    /// The learning curve so far.
    pub fn learned(&self) -> &[Learned] {
        self.learning.as_ref().map_or(&[], |learning| learning.points())
    }

    /// What is measured beside the training at the time.
    pub(super) fn aside(&mut self) -> Option<&mut Evaluator> {
        self.aside.as_mut().map(|aside| &mut *aside.evaluator)
    }

    /// Begins to measure a model, beside its training, on one of the two parts.
    pub(super) fn set_aside(&mut self, fitted: Rc<Fitted>, on: Part) -> Result<()> {
        let train = fitted.ratings();
        let parts = match on {
            Part::Training => Parts::of(train, train),
            Part::Test => {
                Parts { train: Arc::clone(train), test: Arc::clone(&self.test), shown: self.shown.clone() }
            }
        };
        let (entry, state) = (fitted.entry(), State::Testing(Rc::clone(&fitted)));
        let evaluator = Self::begin(entry, fitted.values(), &parts, &self.metrics, self.seed, || Ok(state))?;
        let mut evaluator = Box::new(evaluator.judged_by(self.relevant).mixed(self.mix)?);
        evaluator.of_training = on == Part::Training;
        self.aside = Some(Aside { fitted, on, evaluator });
        Ok(())
    }

    /// After a step of what is measured beside the training.
    pub(super) fn measured(&mut self, step: Progress) -> Result<Progress> {
        let (Some(learning), Some(aside)) = (&mut self.learning, self.aside.take()) else {
            return Err(failed());
        };
        let progress = learning.progress(aside.on, step.fraction);
        if !step.done {
            self.aside = Some(aside);
        } else {
            learning.take(aside.on, aside.evaluator.finish()?.metrics);
            // The whole training is tested as ever.
            if aside.on == Part::Training && matches!(self.state, State::Training(_)) {
                self.set_aside(aside.fitted, Part::Test)?;
            }
        }
        Ok(Progress { fraction: progress.fraction * TRAINING, ..progress })
    }
}
