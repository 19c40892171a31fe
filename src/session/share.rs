//! Work that several sessions do together: one leads, the others have the same data and help. In the page each is in a worker of
//! its own, natively on a thread.

use super::{Data, FitSpec, Session, early};
use crate::error::Result;
use crate::measure::auto::is_auto;
use crate::measure::{Evaluator, Job, Run};
use crate::memory;
use crate::model::{Fitting, Progress, find};
use crate::ratings::{Arriving, Ratings};
use crate::report::Report;
use crate::rounds::{Round, Rounds, nothing_shared};
use std::ops::Range;
use std::sync::Arc;

/// Data that several sessions have.
#[derive(Debug, Clone)]
pub struct Shared {
    ratings: Arc<Ratings>,
    test: Option<Arc<Ratings>>,
}

/// Models whose training has rounds.
pub const SHARED: [&str; 10] =
    ["als", "bpr", "ease", "hashed_lr", "hybrid", "item_knn", "item_pairs", "mf", "rp3beta", "svdpp"];

/// With less work than this, in multiply-adds, helpers take longer to begin than they save.
const PAYS: u64 = 1 << 31;

/// The same of comparisons and searches, in ratings times runs.
const RUNS_PAY: u64 = 100_000;

impl Session {
    /// With data that others have, too.
    pub fn of(Shared { ratings, test }: Shared) -> Self {
        let report = Report::of("shared data", &ratings, test.as_deref());
        Session {
            data: Some(Data { ratings, test, report, own: Vec::new(), widened: false }),
            ..Session::default()
        }
    }

    /// The data, for others.
    ///
    /// # Errors
    /// When nothing is loaded.
    pub fn shared(&self) -> Result<Shared> {
        let Data { ratings, test, .. } = self.data()?;
        Ok(Shared { ratings: Arc::clone(ratings), test: test.clone() })
    }

    /// What is under way, where it has rounds.
    fn rounds(&mut self) -> Option<&mut dyn Rounds> {
        if let Some(job) = &mut self.evaluator {
            return job.work_mut().map(|work| work as &mut dyn Rounds);
        }
        self.fitting.as_mut()?.work_mut().map(|work| work as &mut dyn Rounds)
    }

    /// What is left of the round under way; `None` where the next step has to be done alone. See [`Rounds`].
    pub fn round(&mut self) -> Option<Round> {
        self.rounds()?.round()
    }

    /// One slice of the training or the evaluation under way.
    ///
    /// # Errors
    /// As [`Session::step_evaluate`] and [`Session::step_fit`].
    pub fn step(&mut self) -> Result<Progress> {
        if self.evaluator.is_some() { self.step_evaluate() } else { self.step_fit() }
    }

    /// What helpers have to begin: the training or the evaluation under way, with the model that was chosen for it. Of a
    /// training the split is empty.
    ///
    /// # Errors
    /// When there is none, or its model is still to be chosen.
    pub fn errand(&self) -> Result<Run> {
        let of_run = self.evaluator.as_ref().and_then(Job::work).and_then(Evaluator::recipe);
        let recipe = of_run.or_else(|| Some(self.fitting.as_ref()?.work()?.recipe()));
        let (run, (entry, params)) = self.errand.as_ref().zip(recipe).ok_or_else(nothing_shared)?;
        Ok(Run { model: entry.name.to_owned(), params: params.clone(), ..run.clone() })
    }

    /// Begins to help with the errand of another session.
    ///
    /// # Errors
    /// As [`Session::begin_fit`] and [`Session::begin_run`].
    pub fn help(&mut self, errand: &Run) -> Result<()> {
        self.abandon();
        if !errand.split.is_empty() {
            self.begin_run(errand)?;
            return self.evaluator.as_mut().map_or(Ok(()), Job::prepare);
        }
        self.begin_fit(&FitSpec {
            model: errand.model.clone(),
            params: errand.params.clone(),
            seed: Some(errand.seed),
            implicit: errand.implicit,
        })
    }

    /// Drops what is under way.
    pub fn abandon(&mut self) {
        self.abandon_fit();
        self.abandon_evaluate();
    }

    /// What helpers have to hear before a round; see [`Rounds::say`].
    ///
    /// # Errors
    /// When nothing is under way that has rounds.
    pub fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        self.rounds().ok_or_else(nothing_shared)?.say(whole)
    }

    /// Takes what another session said.
    ///
    /// # Errors
    /// When it was said of other work.
    pub fn hear(&mut self, said: &[u8]) -> Result<()> {
        self.rounds().ok_or_else(nothing_shared)?.hear(said)
    }

    /// A slice of work on a part of the round; see [`Rounds::answer`].
    ///
    /// # Errors
    /// When there is no answer.
    pub fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        self.rounds().ok_or_else(nothing_shared)?.answer(part)
    }

    /// Takes the answer of the next part of the round, as [`Session::step`] would do it.
    ///
    /// # Errors
    /// When it is the answer to something else, and as [`Session::step`].
    pub fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        if let Some(mut job) = self.evaluator.take() {
            let progress = job.step(|work| work.join(answer))?;
            self.evaluator = Some(job);
            return Ok(progress);
        }
        let mut job = self.fitting.take().ok_or_else(nothing_shared)?;
        let progress = job.step(|work: &mut Fitting| work.join(answer))?;
        self.fitting = Some(job);
        Ok(progress)
    }

    /// Takes an answer that another session has joined; see [`Rounds::learn`].
    ///
    /// # Errors
    /// When it is the answer to something else.
    pub fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        self.rounds().ok_or_else(nothing_shared)?.learn(part, answer)
    }

    /// How many helpers the work under way is to have, at most `most`: none where that does not pay, unless they are wanted
    /// `anyway`, and no more than there is memory for.
    pub fn helpers(&mut self, most: usize, anyway: bool) -> usize {
        let Some(round) = self.round() else { return 0 };
        if !anyway && round.work < PAYS {
            return 0;
        }
        match self.errand().and_then(|run| self.bytes_of(&run)) {
            Ok(bytes) => memory::helpers(most, bytes),
            Err(_) => 0,
        }
    }

    /// How many of these runs are to be done at once, at most `most`; decided in the same way.
    pub fn lanes(&self, runs: &[Run], most: usize, anyway: bool) -> usize {
        let work = |data: &Data| data.ratings.len() as u64 * runs.len() as u64;
        if !anyway && self.data().map_or(0, work) < RUNS_PAY {
            return 1;
        }
        let bytes = runs.iter().filter_map(|run| self.bytes_of(run).ok()).max().unwrap_or(0);
        1 + memory::helpers(most.min(runs.len()).saturating_sub(1), bytes)
    }

    /// In which order these runs are to be begun when several are done at once: those whose training is shared last, so that
    /// whoever has nothing left can help with them.
    pub fn queue(runs: &[Run]) -> Vec<u32> {
        let of = |shared: bool| {
            let all = 0..runs.len() as u32;
            all.filter(move |&at| SHARED.contains(&runs[at as usize].model.as_str()) == shared)
        };
        of(false).chain(of(true)).collect()
    }

    /// Bytes that a session with the same data takes for such work: the data, once more where they are divided and where each
    /// becomes a plain “yes”; the model, and once more while it goes from one to the other.
    fn bytes_of(&self, run: &Run) -> Result<u64> {
        let ratings = self.ratings()?;
        let copies = 1 + u64::from(!run.split.is_empty()) + u64::from(run.implicit);
        let mut bytes = copies * ratings.bytes();
        if !is_auto(&run.model) {
            let entry = find(&run.model)?;
            let params = entry.params.complete(entry.name, &run.params)?;
            bytes += 2 * (entry.memory)(ratings, &params)?.bytes;
        }
        Ok(bytes)
    }

    /// A piece of the data, for a session that shares no memory with this one: from 0 on, and an empty one past the last. Work
    /// without a split asks for no times.
    ///
    /// # Errors
    /// When nothing is loaded.
    pub fn data_piece(&self, number: usize, timed: bool) -> Result<Vec<u8>> {
        let Data { ratings, test, .. } = self.data()?;
        let behind = number.checked_sub(ratings.pieces());
        match (behind, test) {
            (None, _) => ratings.piece(number, timed),
            (Some(number), Some(test)) if number < test.pieces() => test.piece(number, timed),
            _ => Ok(Vec::new()),
        }
    }

    /// Takes the next piece of another session's data; true with the last one, from when on they are those of this one. Those
    /// from before go with the first one.
    ///
    /// # Errors
    /// When the piece is of something else.
    pub fn take_piece(&mut self, piece: &[u8]) -> Result<bool> {
        if !piece.is_empty() {
            match self.arriving.last_mut().filter(|part| !part.is_whole()) {
                Some(part) => part.take(piece)?,
                None => {
                    self.data = None;
                    self.abandon();
                    self.arriving.push(Arriving::new(piece)?);
                }
            }
            return Ok(false);
        }
        let mut parts = std::mem::take(&mut self.arriving);
        let test = if parts.len() > 1 { parts.pop() } else { None };
        let ratings = parts.pop().ok_or_else(|| early("load a ratings file or a sample"))?.finish()?;
        let test = match test {
            Some(test) => Some(Arc::new(test.finish()?.over(ratings.catalog()))),
            None => None,
        };
        *self = Session::of(Shared { ratings: Arc::new(ratings), test });
        Ok(true)
    }
}
