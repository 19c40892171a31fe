//! A training as it stands between two epochs, as bytes: from them it goes on with the same bits as if it had never been
//! interrupted.

use crate::bytes::{Reader, Writer};
use crate::error::Error;
use crate::ratings::{Csr, Ratings};

/// Numbers that a training has changed: written down in one order, or put back in the same one. What cannot be put back stays as
/// it was, and [`Checkpoint::is_whole`] tells.
pub struct Checkpoint<'a> {
    way: Way<'a>,
    refused: bool,
}

enum Way<'a> {
    /// Takes a copy of what is passed.
    Saves(Writer),
    /// Overwrites what is passed.
    Loads(Reader<'a>),
}

/// The error of bytes that are no checkpoint of this training.
pub fn foreign() -> Error {
    Error::data(
        "a checkpoint of this training: of the same data, parameters, seed and version",
        "another one",
    )
}

impl<'a> Checkpoint<'a> {
    /// Writes down, behind these bytes.
    pub fn saving(bytes: Vec<u8>) -> Self {
        Checkpoint { way: Way::Saves(Writer(bytes)), refused: false }
    }

    /// Puts back.
    pub fn loading(bytes: &'a [u8]) -> Self {
        Checkpoint { way: Way::Loads(Reader(bytes)), refused: false }
    }

    /// Whether what is passed is overwritten.
    pub fn loads(&self) -> bool {
        matches!(self.way, Way::Loads(_))
    }

    /// What was written down.
    pub fn saved(self) -> Vec<u8> {
        match self.way {
            Way::Saves(Writer(bytes)) => bytes,
            Way::Loads(_) => Vec::new(),
        }
    }

    /// Whether all was put back, and nothing else was there.
    pub fn is_whole(&self) -> bool {
        matches!(self.way, Way::Loads(Reader([]))) && !self.refused
    }

    /// What was put back cannot be.
    pub fn refuse(&mut self) {
        self.refused = true;
    }

    /// Passes an array.
    #[inline(never)]
    pub fn f32s(&mut self, numbers: &mut [f32]) {
        match &mut self.way {
            Way::Saves(out) => out.f32s(numbers),
            Way::Loads(from) => self.refused |= from.f32s(numbers).is_err(),
        }
    }

    /// Passes one number.
    #[inline(never)]
    pub fn f32(&mut self, number: &mut f32) {
        self.f32s(std::slice::from_mut(number));
    }

    /// Passes a number that may not be there yet, and never is NaN.
    #[inline(never)]
    pub fn option(&mut self, number: &mut Option<f32>) {
        let mut passed = number.unwrap_or(f32::NAN);
        self.f32(&mut passed);
        *number = Some(passed).filter(|number| !number.is_nan());
    }

    /// Passes one number.
    #[inline(never)]
    pub fn f64(&mut self, number: &mut f64) {
        let bits = number.to_bits();
        let mut halves = [bits as u32, (bits >> 32) as u32];
        halves.iter_mut().for_each(|half| self.u32(half));
        *number = f64::from_bits(u64::from(halves[0]) | u64::from(halves[1]) << 32);
    }

    /// Passes a count.
    #[inline(never)]
    pub fn u32(&mut self, number: &mut u32) {
        match &mut self.way {
            Way::Saves(out) => out.u32s(&[*number]),
            Way::Loads(from) => match from.u32s(1) {
                Ok(read) => *number = read[0],
                Err(_) => self.refused = true,
            },
        }
    }

    /// Passes an order of different things: what is put back has to be another order of the same ones.
    #[inline(never)]
    pub fn order(&mut self, things: &mut [u32]) {
        match &mut self.way {
            Way::Saves(out) => out.u32s(things),
            Way::Loads(from) => {
                let read = from.u32s(things.len()).unwrap_or_default();
                let mut left = vec![false; 1 + things.iter().max().map_or(0, |&most| most as usize)];
                things.iter().for_each(|&thing| left[thing as usize] = true);
                let mut one = |&thing: &u32| left.get_mut(thing as usize).is_some_and(std::mem::take);
                if read.len() == things.len() && read.iter().all(&mut one) {
                    things.copy_from_slice(&read);
                } else {
                    self.refused = true;
                }
            }
        }
    }

    /// Passes bytes of any length.
    #[inline(never)]
    pub fn bytes(&mut self, bytes: &mut Vec<u8>) {
        let mut length = bytes.len() as u32;
        self.u32(&mut length);
        match &mut self.way {
            Way::Saves(out) => out.0.extend_from_slice(bytes),
            Way::Loads(from) => match from.0.split_at_checked(length as usize) {
                Some((read, rest)) => {
                    from.0 = rest;
                    *bytes = read.to_vec();
                }
                None => self.refused = true,
            },
        }
    }
}

/// A number that tells data and settings apart; not for keeping secrets.
#[derive(Debug, Clone, Copy)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Of a training on these ratings, which this text describes besides.
    pub fn of(ratings: &Ratings, text: &str) -> u64 {
        let mut print = Fingerprint(0);
        text.bytes().for_each(|byte| print.add(u32::from(byte)));
        let scale = ratings.scale();
        let kind = [ratings.feedback() as u32, ratings.shape() as u32];
        kind.into_iter().chain([scale.min.to_bits(), scale.max.to_bits()]).for_each(|n| print.add(n));
        print.matrix(ratings.by_user());
        ratings.times().iter().for_each(|&time| print.add(time));
        let catalog = ratings.catalog();
        for features in [&catalog.users.features, &catalog.items.features].into_iter().flatten() {
            print.add(u32::from(features.kind.code()));
            print.matrix(&features.rows);
        }
        print.0
    }

    fn matrix(&mut self, matrix: &Csr) {
        self.add(matrix.width() as u32);
        matrix.starts().iter().for_each(|&start| self.add(start as u32));
        matrix.columns().iter().for_each(|&column| self.add(column));
        matrix.values().iter().for_each(|value| self.add(value.to_bits()));
    }

    /// The multiplication spreads every bit upwards, the shift brings it back down.
    #[inline(never)]
    fn add(&mut self, number: u32) {
        let mixed = (self.0 ^ u64::from(number)).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
