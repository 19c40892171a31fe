//! Training and testing in parts that several workers take.

use super::testing::PEOPLE;
use super::{Evaluator, State, failed};
use crate::error::Result;
use crate::measure::learning::Part;
use crate::model::{Person, Progress};
use crate::rounds::{Round, Rounds, nothing_shared};
use std::ops::Range;
use std::rc::Rc;

/// What is said: of a training, of its model, or of one that is measured beside it, on one of the parts.
const TRAINS: u8 = 0;
const TESTS: u8 = 1;
const ON_TRAINING: u8 = 2;
const ON_TEST: u8 = 3;

impl Evaluator {
    /// Hears of a model that is measured beside the training, after so many epochs.
    fn hear_aside(&mut self, said: &[u8], on: Part) -> Result<()> {
        let (State::Training(fitting), Some(learning)) = (&self.state, &mut self.learning) else {
            return Err(nothing_shared());
        };
        let (said, epoch) = said.split_last_chunk().ok_or_else(nothing_shared)?;
        let epoch = u32::from_le_bytes(*epoch);
        if learning.hear(epoch) && self.aside.as_ref().is_some_and(|aside| aside.on == on) {
            return Ok(());
        }
        let fitted = Rc::new(fitting.trained_elsewhere(said)?);
        self.set_aside(fitted, on)
    }
}

impl Rounds for Evaluator {
    fn round(&mut self) -> Option<Round> {
        if let Some(aside) = self.aside() {
            return aside.round();
        }
        let users = self.test.n_users() as u32;
        match &mut self.state {
            State::Training(fitting) => fitting.round(),
            // What is told apart over all pairs is drawn one person after the other.
            State::Testing(fitted) if self.classes.is_none() && self.next_user < users => {
                let person = Person::of(fitted.ratings(), self.next_user);
                let own = fitted.model().work(&person) + 64 * self.test.n_items() as u64;
                let mut bounds: Vec<u32> = (self.next_user..users).step_by(PEOPLE as usize).collect();
                bounds.push(users);
                let work = own * u64::from(users - self.next_user);
                Some(Round { bounds, work, is_learned: false, is_begun: false })
            }
            _ => None,
        }
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        if let (Some(learning), Some(aside)) = (&self.learning, &self.aside) {
            let mut said = aside.fitted.model_bytes()?;
            said.extend(learning.epoch().to_le_bytes());
            said.push(if aside.on == Part::Training { ON_TRAINING } else { ON_TEST });
            return Ok(said);
        }
        // Rounds of a model aside tell nothing of the training.
        let whole = whole || self.learning.is_some();
        let (mut said, what) = match &mut self.state {
            State::Training(fitting) => (fitting.say(whole)?, TRAINS),
            State::Testing(fitted) => (fitted.model_bytes()?, TESTS),
            State::Broken => return Err(failed()),
        };
        said.push(what);
        Ok(said)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        let Some((&what, said)) = said.split_last() else { return Err(nothing_shared()) };
        if what == ON_TRAINING || what == ON_TEST {
            return self.hear_aside(said, if what == ON_TRAINING { Part::Training } else { Part::Test });
        }
        self.aside = None;
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(mut fitting) if what == TRAINS => {
                fitting.hear(said)?;
                self.state = State::Training(fitting);
            }
            State::Training(fitting) => {
                self.state = State::Testing(Rc::new(fitting.trained_elsewhere(said)?));
            }
            // It is the same model all the time.
            state => self.state = state,
        }
        Ok(())
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        if let Some(aside) = self.aside() {
            return aside.answer(part);
        }
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(mut fitting) => {
                let answer = fitting.answer(part);
                self.state = State::Training(fitting);
                answer
            }
            State::Testing(fitted) => {
                let tally = self.test_part(&fitted, part, &mut 0)?;
                self.state = State::Testing(fitted);
                Ok(tally.map(|tally| tally.to_bytes()))
            }
            State::Broken => Err(failed()),
        }
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        if let Some(aside) = self.aside() {
            let progress = aside.join(answer)?;
            return self.measured(progress);
        }
        match std::mem::replace(&mut self.state, State::Broken) {
            State::Training(mut fitting) => {
                let progress = fitting.join(answer)?;
                self.trained(fitting, progress)
            }
            State::Testing(fitted) => {
                let mut tally = self.tally(&self.next_part());
                tally.read(answer)?;
                self.add(&tally);
                self.state = State::Testing(fitted);
                Ok(self.progress())
            }
            State::Broken => Err(failed()),
        }
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        match &mut self.state {
            State::Training(fitting) => fitting.learn(part, answer),
            _ => Err(nothing_shared()),
        }
    }
}
