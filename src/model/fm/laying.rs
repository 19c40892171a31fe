//! What a training of a factorization machine begins with: the blocks of its ratings, one a slice, then what is observed, then
//! the trainer's own tables.

use super::blocks::{Design, Observations, Switches};
use crate::model::Trainer;
use crate::model::shared::begun::Beginning;
use crate::random::Random;
use crate::ratings::Ratings;
use std::ops::ControlFlow;
use std::sync::Arc;

/// A trainer over blocks, whose own tables are made in slices, too.
pub trait Prepare: Trainer {
    /// Makes the next of what the first step needs; true when nothing is left.
    fn prepare(&mut self) -> bool;
}

type Make<T> = Box<dyn FnOnce(Design, Observations, Random) -> T>;

/// Blocks that are being laid.
pub struct Laying<T> {
    ratings: Arc<Ratings>,
    switches: Switches,
    stage: Stage<T>,
}

enum Stage<T> {
    /// So many blocks are there.
    Blocks(Design, usize, Random, Make<T>),
    Tables(T),
}

impl<T: Prepare> Laying<T> {
    /// `make` gets the blocks, what is observed, and what is left of the random numbers.
    pub fn new(
        ratings: &Arc<Ratings>,
        switches: &Switches,
        random: Random,
        make: impl FnOnce(Design, Observations, Random) -> T + 'static,
    ) -> Self {
        let stage = Stage::Blocks(Design::default(), 0, random, Box::new(make));
        Laying { ratings: Arc::clone(ratings), switches: switches.clone(), stage }
    }
}

impl<T: Prepare> Beginning for Laying<T> {
    type Trainer = T;

    fn slice(self) -> ControlFlow<T, Self> {
        let Laying { ratings, switches, stage } = self;
        let stage = match stage {
            Stage::Blocks(mut design, next, random, make) if next < design.blocks.len() => {
                design.lay(next, &ratings, &switches);
                Stage::Blocks(design, next + 1, random, make)
            }
            Stage::Blocks(design, _, mut random, make) => {
                let observed = Observations::new(&ratings, &design, switches.negatives, &mut random);
                Stage::Tables(make(design, observed, random))
            }
            Stage::Tables(mut trainer) => {
                if trainer.prepare() {
                    return ControlFlow::Break(trainer);
                }
                Stage::Tables(trainer)
            }
        };
        ControlFlow::Continue(Laying { ratings, switches, stage })
    }
}
