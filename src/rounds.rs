//! Work in rounds of parts that do not depend on one another, so that several can do it at once.
//!
//! Whoever drives the work asks for the next [`Round`], lets all helpers [hear](Rounds::hear) what it rests on, has each
//! part [answered](Rounds::answer) by anyone, and [joins](Rounds::join) the answers in the order of the parts. A helper has the
//! same data and has begun the same work, so that only what was learned since has to be said. Where a round rests on the answers
//! of the one before, helpers [learn](Rounds::learn) each as soon as it is joined, while they are still at work. Parts are cut by
//! their work, never by the number of helpers, and whoever works alone does the same parts by the same code: so the result has
//! the same bits for any number of workers.

use crate::error::{Error, Result};
use crate::model::{Progress, STEP_WORK};
use serde::Serialize;
use std::ops::Range;

/// Multiply-adds of a part: so many that handing it out takes little beside it, and few enough that a Stop comes soon.
pub const PART_WORK: u64 = STEP_WORK;

/// Multiply-adds of the smallest parts.
const LEAST_WORK: u64 = PART_WORK / 8;

/// What has to be done before the next step: part `i` goes from `bounds[i]` to `bounds[i + 1]`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// Where parts begin, and where the last one ends.
    pub bounds: Vec<u32>,
    /// About how many multiply-adds this round and those that follow take.
    pub work: u64,
    /// Whether helpers [learn](Rounds::learn) the answers.
    pub is_learned: bool,
    /// Whether a step has begun with the first part, so that nobody else can do it.
    pub is_begun: bool,
}

/// Work that has rounds.
pub trait Rounds {
    /// What is left of the round under way; `None` where what comes next has to be done one after the other, by a step.
    fn round(&mut self) -> Option<Round>;

    /// What helpers have to hear before they can answer. What those need who have heard what was said before every round so far,
    /// and have learned what they were to learn, is enough, unless the `whole` is wanted, for others.
    ///
    /// # Errors
    /// When it cannot be said.
    fn say(&mut self, whole: bool) -> Result<Vec<u8>>;

    /// Takes what [`Rounds::say`] said.
    ///
    /// # Errors
    /// When it was said of other work.
    fn hear(&mut self, said: &[u8]) -> Result<()>;

    /// A slice of work on one part of the round: its answer, or `None` where that takes further slices. Nothing is changed by it but
    /// what the answer tells, on which no other part of the round rests; asked for again, the answer is the same.
    ///
    /// # Errors
    /// When there is none.
    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>>;

    /// Takes the answer of the next part.
    ///
    /// # Errors
    /// When it is the answer to something else.
    fn join(&mut self, answer: &[u8]) -> Result<Progress>;

    /// Takes the answer of any part of the round, which has been joined by whoever leads. It is not asked for again.
    ///
    /// # Errors
    /// When it is the answer to something else.
    fn learn(&mut self, _part: Range<u32>, _answer: &[u8]) -> Result<()> {
        Ok(())
    }
}

/// The error of work that has no rounds at the time.
pub fn nothing_shared() -> Error {
    Error::data("work that is shared", "work that is not")
}

/// Does parts of the round by oneself, for about so many multiply-adds.
///
/// # Errors
/// As [`Rounds::answer`] and [`Rounds::join`].
pub fn alone(work: &mut dyn Rounds, budget: u64) -> Result<()> {
    let Some(Round { bounds, .. }) = work.round() else { return Ok(()) };
    for part in bounds.windows(2).take((budget / PART_WORK).max(1) as usize) {
        let answer = loop {
            if let Some(answer) = work.answer(part[0]..part[1])? {
                break answer;
            }
        };
        work.join(&answer)?;
    }
    Ok(())
}

/// The parts of a task, which are done one after the other.
#[derive(Debug, Default)]
pub struct Parts {
    /// Where they begin and end; empty before there are any.
    bounds: Vec<u32>,
    /// How many are done.
    done: usize,
}

impl Parts {
    /// Cuts `n` things with these amounts of work into parts, none of which is done.
    pub fn cut(n: usize, work: &dyn Fn(u32) -> u64) -> Self {
        Parts { bounds: bounds(n, work), done: 0 }
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// How many are done.
    pub fn done(&self) -> usize {
        self.done
    }

    /// One of them.
    pub fn get(&self, part: usize) -> Option<Range<u32>> {
        Some(*self.bounds.get(part)?..*self.bounds.get(part + 1)?)
    }

    /// The next one, if not all are done.
    pub fn next(&self) -> Option<Range<u32>> {
        self.get(self.done)
    }

    /// Where those that are left begin and end.
    pub fn left(&self) -> Vec<u32> {
        self.bounds[self.done.min(self.bounds.len())..].to_vec()
    }

    /// The next one is done; true when it was the last.
    pub fn advance(&mut self) -> bool {
        self.done += 1;
        self.done >= self.all()
    }

    /// None is done any more.
    pub fn again(&mut self) {
        self.done = 0;
    }
}

/// Cuts `n` things with these amounts of work into parts of about [`PART_WORK`], and towards the end into ever smaller ones, so that
/// those who share them are done at nearly the same time.
fn bounds(n: usize, work: &dyn Fn(u32) -> u64) -> Vec<u32> {
    let mut left = (0..n as u32).map(work).fold(0, u64::saturating_add);
    let (mut bounds, mut sum) = (vec![0], 0u64);
    for at in 0..n as u32 {
        let work = work(at);
        if sum > 0 && sum.saturating_add(work) > (left / 6).clamp(LEAST_WORK, PART_WORK) {
            bounds.push(at);
            left = left.saturating_sub(sum);
            sum = 0;
        }
        sum = sum.saturating_add(work);
    }
    bounds.push(n as u32);
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_cut_by_work() {
        let all = bounds(1000, &|_| PART_WORK / 32);
        assert_eq!((&all[..3], all.last()), (&[0, 32, 64][..], Some(&1000)));
        let sizes: Vec<u32> = all.windows(2).map(|ends| ends[1] - ends[0]).collect();
        assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[sizes.len() - 2] == 4, "{sizes:?}");
        assert_eq!(bounds(4, &|at| if at == 1 { 3 * PART_WORK } else { 1 }), [0, 1, 2, 4]);
        assert_eq!(bounds(3, &|_| 0), [0, 3]);
    }
}
