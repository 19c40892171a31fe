//! Evaluations, and runs of comparisons and searches.

use super::{EvaluateSpec, SEED, Session, early, prepared};
use crate::error::Result;
use crate::measure::auto::Job;
use crate::measure::evaluate::{Evaluation, Evaluator};
use crate::measure::{CompareSpec, Found, Learned, Outcome, Run, SearchSpec};
use crate::model::Progress;

impl Session {
    /// Begins an evaluation on a split of the present data.
    ///
    /// # Errors
    /// When nothing is loaded, or for a split, metric, model or parameter that does not suit.
    pub fn begin_evaluate(&mut self, spec: &EvaluateSpec) -> Result<()> {
        let EvaluateSpec { fit, split, metrics, relevant, adventure, diversity, learning } = spec.clone();
        self.begin_run(&Run {
            model: fit.model,
            params: fit.params,
            seed: fit.seed.unwrap_or(SEED),
            implicit: fit.implicit,
            split,
            metrics,
            relevant: relevant.unwrap_or_default(),
            adventure,
            diversity,
            learning,
            share: 1.0,
            train_share: 1.0,
            ..Run::default()
        })
    }

    /// Begins a run of a comparison or of a search; [`Session::step_evaluate`] goes on with it.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`Run::begin`].
    pub fn begin_run(&mut self, run: &Run) -> Result<()> {
        let data = self.data()?;
        self.evaluator = Some(run.begin(&data.ratings, data.test.as_ref(), self.room())?);
        self.errand = Some(run.clone());
        Ok(())
    }

    /// What came of the run that was begun last, which is `run`.
    ///
    /// # Errors
    /// When its work is not done yet.
    pub fn finish_run(&mut self, run: Run) -> Result<Outcome> {
        run.finish(self.evaluator.take().ok_or_else(|| early("begin to evaluate"))?)
    }

    /// The runs of a comparison on the present data.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`CompareSpec::runs`].
    pub fn compare_runs(&self, spec: &CompareSpec) -> Result<Vec<Run>> {
        spec.runs(&prepared(self.ratings()?, spec.implicit))
    }

    /// The runs of a search on the present data that come next, given what has come of those so far; none when all is done.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`SearchSpec::next`].
    pub fn search_runs(&self, spec: &SearchSpec, outcomes: &[Outcome]) -> Result<Vec<Run>> {
        spec.next(self.ratings()?, outcomes)
    }

    /// What a search on the present data has found so far.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`Found::of`].
    pub fn found(&self, spec: &SearchSpec, outcomes: &[Outcome]) -> Result<Found> {
        Found::of(spec, self.ratings()?, outcomes)
    }

    /// One slice of the evaluation.
    ///
    /// # Errors
    /// As [`Evaluator::step`]; the evaluation is over then.
    pub fn step_evaluate(&mut self) -> Result<Progress> {
        let mut evaluator = self.evaluator.take().ok_or_else(|| early("begin to evaluate"))?;
        let progress = evaluator.step(Evaluator::step)?;
        self.evaluator = Some(evaluator);
        Ok(progress)
    }

    /// True once the evaluation has trained and is testing.
    pub fn is_testing(&self) -> bool {
        self.evaluator.as_ref().and_then(Job::work).is_some_and(Evaluator::is_testing)
    }

    /// The learning curve of the evaluation under way, so far.
    pub fn learned(&self) -> &[Learned] {
        self.evaluator.as_ref().and_then(Job::work).map_or(&[], Evaluator::learned)
    }

    /// The figures.
    ///
    /// # Errors
    /// As [`Evaluator::finish`].
    pub fn finish_evaluate(&mut self) -> Result<Evaluation> {
        let (evaluator, chosen) =
            self.evaluator.take().ok_or_else(|| early("begin to evaluate"))?.finish()?;
        Ok(Evaluation { chosen, ..evaluator.finish()? })
    }

    /// Drops the evaluation under way.
    pub fn abandon_evaluate(&mut self) {
        self.evaluator = None;
    }
}
