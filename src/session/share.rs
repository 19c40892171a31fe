//! Work that several sessions do together: one leads, the others have the same data and help. In the page each is in a worker of
//! its own, natively on a thread.

use super::{Data, FitSpec, Session, early};
use crate::bytes::{Reader, Writer};
use crate::error::Result;
use crate::measure::auto::is_auto;
use crate::measure::{Evaluator, Job, Run};
use crate::memory;
use crate::model::{Fitting, Progress, find};
use crate::ratings::Ratings;
use crate::report::Report;
use crate::rounds::{Round, Rounds, nothing_shared};
use crate::tensors::Tensors;
use std::ops::Range;
use std::sync::Arc;

/// Data that several sessions have.
#[derive(Debug, Clone)]
pub struct Shared {
    ratings: Arc<Ratings>,
    test: Option<Arc<Ratings>>,
}

/// Models whose training has rounds.
pub const SHARED: [&str; 4] = ["als", "hybrid", "item_knn", "rp3beta"];

/// With less work than this, in multiply-adds, helpers take longer to begin than they save.
const PAYS: u64 = 1 << 31;

/// The same of comparisons and searches, in ratings times runs.
const RUNS_PAY: u64 = 100_000;

impl Session {
    /// With data that others have, too.
    pub fn of(Shared { ratings, test }: Shared) -> Self {
        let report = Report::of("shared data", &ratings, test.as_deref());
        Session { data: Some(Data { ratings, test, report, own: Vec::new() }), ..Session::default() }
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
            return self.begin_run(errand);
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

    /// Bytes that a session with the same data takes for such work: the data, once more while they come, and their parts; the
    /// model, and once more while it goes from one to the other.
    fn bytes_of(&self, run: &Run) -> Result<u64> {
        let ratings = self.ratings()?;
        let mut bytes = 3 * ratings.bytes();
        if !is_auto(&run.model) {
            let entry = find(&run.model)?;
            let params = entry.params.complete(entry.name, &run.params)?;
            bytes += 2 * (entry.memory)(ratings, &params)?.bytes;
        }
        Ok(bytes)
    }

    /// The data as bytes, for a session that shares no memory with this one.
    ///
    /// # Errors
    /// When nothing is loaded.
    pub fn data_bytes(&self) -> Result<Vec<u8>> {
        let Shared { ratings, test } = self.shared()?;
        let mut out = Writer::default();
        for part in [Some(ratings), test].into_iter().flatten() {
            let mut tensors = Tensors::default();
            part.put(&mut tensors);
            let bytes = tensors.to_bytes()?;
            out.u32s(&[bytes.len() as u32]);
            out.0.extend(bytes);
        }
        Ok(out.0)
    }

    /// Takes the data of another session.
    ///
    /// # Errors
    /// When the bytes are of something else.
    pub fn take_data(&mut self, bytes: &[u8]) -> Result<()> {
        let mut bytes = Reader(bytes);
        let mut next = || -> Result<Option<Ratings>> {
            if bytes.0.is_empty() {
                return Ok(None);
            }
            let length = bytes.u32s(1)?[0] as usize;
            let (part, rest) = bytes.0.split_at_checked(length).ok_or_else(nothing_shared)?;
            bytes.0 = rest;
            Ratings::get(&Tensors::from_bytes(part)?).map(Some)
        };
        let ratings = next()?.ok_or_else(|| early("load a ratings file or a sample"))?;
        let test = next()?.map(|test| Arc::new(test.over(ratings.catalog())));
        *self = Session::of(Shared { ratings: Arc::new(ratings), test });
        Ok(())
    }
}
