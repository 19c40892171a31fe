//! What a training of a factorization machine begins with: the blocks of its ratings, one a slice, then what is observed, then
//! the trainer's own tables.

use super::blocks::{Design, Observations, Switches};
use crate::model::Trainer;
use crate::model::shared::begun::{Beginning, Stage};
use crate::random::Random;
use crate::ratings::Ratings;
use std::sync::Arc;

/// A trainer over blocks, whose own tables are made in slices, too.
pub trait Prepare: Trainer {
    /// Makes the next of what the first step needs; true when nothing is left.
    fn prepare(&mut self) -> bool;
}

type Make = Box<dyn FnOnce(&Ratings, Design, Observations, Random) -> Box<dyn Prepare>>;

/// Blocks that are being laid.
pub struct Laying {
    ratings: Arc<Ratings>,
    switches: Switches,
    design: Design,
    /// The block that is laid next.
    next: usize,
    random: Random,
    make: Make,
}

impl Laying {
    /// `make` gets the ratings, their blocks, what is observed, and what is left of the random numbers.
    pub fn new(ratings: &Arc<Ratings>, switches: &Switches, random: Random, make: Make) -> Self {
        let (ratings, switches) = (Arc::clone(ratings), switches.clone());
        Laying { ratings, switches, design: Design::default(), next: 0, random, make }
    }
}

impl Beginning for Laying {
    fn slice(mut self: Box<Self>) -> Stage {
        if self.next < self.design.blocks.len() {
            self.design.lay(self.next, &self.ratings, &self.switches);
            self.next += 1;
            return Stage::Beginning(self);
        }
        let Laying { ratings, switches, design, mut random, make, .. } = *self;
        let observed = Observations::new(&ratings, &design, switches.negatives, &mut random);
        Stage::Beginning(Box::new(Tables(make(&ratings, design, observed, random))))
    }
}

/// A trainer whose tables are being made.
struct Tables(Box<dyn Prepare>);

impl Beginning for Tables {
    fn slice(mut self: Box<Self>) -> Stage {
        if self.0.prepare() { Stage::Trainer(self.0) } else { Stage::Beginning(self) }
    }
}
