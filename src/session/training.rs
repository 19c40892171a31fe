//! Training a model, and what it would be.

use super::{FitPlan, FitReport, FitSpec, SEED, Session, early, fit_report, prepared};
use crate::checkpoint::foreign;
use crate::error::Result;
use crate::measure::Run;
use crate::measure::auto::{Auto, Candidate, Choice, Job, is_auto};
use crate::memory;
use crate::model::{Fitting, Progress, Values, advice, find};
use crate::ratings::Feedback;
use std::rc::{Rc, Weak};
use std::sync::Arc;

impl Session {
    /// Begins training. An earlier model stays until [`Session::finish_fit`].
    ///
    /// # Errors
    /// When nothing is loaded, or as [`Fitting::new`].
    pub fn begin_fit(&mut self, spec: &FitSpec) -> Result<()> {
        let ratings = prepared(self.ratings()?, spec.implicit);
        let (seed, room) = (spec.seed.unwrap_or(SEED), self.room());
        let data = Arc::clone(&ratings);
        let begin = move |model: &str, values: &Values| Fitting::within(model, &ratings, values, seed, room);
        self.fitting = Some(Job::new(&spec.model, &spec.params, &data, seed, begin)?);
        self.errand = Some(Run { seed, implicit: spec.implicit, share: 1.0, ..Run::default() });
        Ok(())
    }

    /// What a training would be: the model, what it needs, and what is unwise about it. Nothing is trained.
    ///
    /// # Errors
    /// When nothing is loaded, and for a model or parameter that does not suit.
    pub fn plan(&self, spec: &FitSpec) -> Result<FitPlan> {
        let given = self.ratings()?;
        let ratings = prepared(given, spec.implicit);
        let (entry, values, why, measures) = if is_auto(&spec.model) {
            let auto = Auto::new(&ratings, spec.seed.unwrap_or(SEED))?;
            let (Candidate { entry, values }, chosen) = auto.present();
            (entry, values, Some(chosen.why), auto.measures())
        } else {
            (find(&spec.model)?, spec.params.clone(), None, false)
        };
        let params = entry.params.complete(entry.name, &values)?;
        let bytes = (entry.memory)(&ratings, &params)?.bytes;
        let mut unwise = Vec::new();
        if why.is_none() {
            unwise = advice(entry, &params, &ratings);
            if spec.implicit && given.feedback() == Feedback::Explicit {
                unwise.push(
                    "Every rating counts as a plain yes: what somebody disliked counts as chosen, too."
                        .into(),
                );
            }
        }
        let (model, title) = (entry.name.to_owned(), entry.title.to_owned());
        Ok(FitPlan { model, title, params, why, measures, bytes, unwise })
    }

    /// Bytes that a training may take beside what is held already.
    pub(super) fn room(&self) -> u64 {
        let held = self.data.iter().flat_map(|data| [Some(&data.ratings), data.test.as_ref()]).flatten();
        let apart = self.apart.iter().filter_map(Weak::upgrade);
        let models: u64 = self.fitted.iter().cloned().chain(apart).map(|fitted| fitted.bytes()).sum();
        memory::LIMIT.saturating_sub(held.map(|ratings| ratings.bytes()).sum::<u64>() + models)
    }

    /// One slice of training.
    ///
    /// # Errors
    /// As [`Fitting::step`]; the training is over then.
    pub fn step_fit(&mut self) -> Result<Progress> {
        let mut fitting = self.fitting.take().ok_or_else(|| early("begin to train"))?;
        let progress = fitting.step(Fitting::step)?;
        self.fitting = Some(fitting);
        Ok(progress)
    }

    /// The training under way as it stands, from which [`Session::resume_fit`] goes on with what [`Session::errand`] says;
    /// nothing where that cannot be now. See [`Fitting::checkpoint`].
    ///
    /// # Errors
    /// As there.
    pub fn checkpoint_fit(&mut self) -> Result<Option<Vec<u8>>> {
        self.fitting.as_mut().and_then(Job::work_mut).map_or(Ok(None), Fitting::checkpoint)
    }

    /// Why the model of the training under way was chosen, if it was.
    pub fn chosen(&self) -> Option<&Choice> {
        self.fitting.as_ref()?.chosen()
    }

    /// Begins a training where an earlier one stood, with the same bits at the end.
    ///
    /// # Errors
    /// As [`Session::begin_fit`], and as [`Fitting::resume`]; nothing is under way then.
    pub fn resume_fit(&mut self, spec: &FitSpec, state: &[u8]) -> Result<()> {
        self.begin_fit(spec)?;
        let fitting = self.fitting.as_mut().and_then(Job::work_mut);
        let resumed = fitting.ok_or_else(foreign).and_then(|fitting| fitting.resume(state));
        if resumed.is_err() {
            self.abandon_fit();
        }
        resumed
    }

    /// The model as trained so far becomes the present one.
    ///
    /// # Errors
    /// As [`Fitting::finish`].
    pub fn finish_fit(&mut self) -> Result<FitReport> {
        let (fitting, chosen) = self.fitting.take().ok_or_else(|| early("begin to train"))?.finish()?;
        let fitted = fitting.finish()?;
        self.projection = None;
        let fitted = self.fitted.insert(Rc::new(fitted));
        Ok(FitReport { chosen, ..fit_report(fitted) })
    }

    /// True as long as the model of a training or an evaluation under way is being chosen.
    pub fn is_choosing(&self) -> bool {
        self.fitting.as_ref().is_some_and(Job::is_choosing)
            || self.evaluator.as_ref().is_some_and(Job::is_choosing)
    }

    /// Drops the training under way; an earlier model stays.
    pub fn abandon_fit(&mut self) {
        self.fitting = None;
    }
}
