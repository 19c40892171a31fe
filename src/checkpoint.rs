//! A training as it stands between two epochs, as bytes: from them it goes on with the same bits as if it had never been
//! interrupted.

use crate::bytes::{Reader, Writer};
use crate::error::{Error, Result};
use crate::ratings::{Csr, Ratings};

/// Numbers that a training has changed: written down in one order, or put back in the same one.
pub enum Checkpoint<'a> {
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

impl Checkpoint<'_> {
    /// Whether what is passed is overwritten.
    pub fn loads(&self) -> bool {
        matches!(self, Checkpoint::Loads(_))
    }

    /// Passes an array.
    ///
    /// # Errors
    /// When no such array was written; the same holds for the others.
    #[inline(never)]
    pub fn f32s(&mut self, numbers: &mut [f32]) -> Result<()> {
        match self {
            Checkpoint::Saves(out) => out.f32s(numbers),
            Checkpoint::Loads(from) => from.f32s(numbers)?,
        }
        Ok(())
    }

    /// Passes one number.
    ///
    /// # Errors
    /// As [`Checkpoint::f32s`].
    #[inline(never)]
    pub fn f32(&mut self, number: &mut f32) -> Result<()> {
        self.f32s(std::slice::from_mut(number))
    }

    /// Passes a finite number that may not be there yet.
    ///
    /// # Errors
    /// As [`Checkpoint::f32s`].
    #[inline(never)]
    pub fn option(&mut self, number: &mut Option<f32>) -> Result<()> {
        let mut passed = number.unwrap_or(f32::NAN);
        self.f32(&mut passed)?;
        *number = Some(passed).filter(|number| !number.is_nan());
        Ok(())
    }

    /// Passes one number.
    ///
    /// # Errors
    /// As [`Checkpoint::f32s`].
    #[inline(never)]
    pub fn f64(&mut self, number: &mut f64) -> Result<()> {
        match self {
            Checkpoint::Saves(out) => out.f64s(&[*number]),
            Checkpoint::Loads(from) => [*number] = from.f64s()?,
        }
        Ok(())
    }

    /// Passes a count.
    ///
    /// # Errors
    /// As [`Checkpoint::f32s`].
    #[inline(never)]
    pub fn u32(&mut self, number: &mut u32) -> Result<()> {
        match self {
            Checkpoint::Saves(out) => out.u32s(&[*number]),
            Checkpoint::Loads(from) => *number = from.u32s(1)?[0],
        }
        Ok(())
    }

    /// Passes an order of different things: what is put back has to be another order of the same ones.
    ///
    /// # Errors
    /// As [`Checkpoint::f32s`], and for other things.
    #[inline(never)]
    pub fn order(&mut self, things: &mut [u32]) -> Result<()> {
        match self {
            Checkpoint::Saves(out) => out.u32s(things),
            Checkpoint::Loads(from) => {
                let read = from.u32s(things.len())?;
                let mut left = vec![false; 1 + things.iter().max().map_or(0, |&most| most as usize)];
                things.iter().for_each(|&thing| left[thing as usize] = true);
                for &thing in &read {
                    let left = left.get_mut(thing as usize).filter(|left| **left).ok_or_else(foreign)?;
                    *left = false;
                }
                things.copy_from_slice(&read);
            }
        }
        Ok(())
    }

    /// Passes bytes of any length.
    ///
    /// # Errors
    /// As [`Checkpoint::f32s`].
    #[inline(never)]
    pub fn bytes(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        let mut length = bytes.len() as u32;
        self.u32(&mut length)?;
        match self {
            Checkpoint::Saves(out) => out.0.extend_from_slice(bytes),
            Checkpoint::Loads(from) => {
                let (read, rest) = from.0.split_at_checked(length as usize).ok_or_else(foreign)?;
                from.0 = rest;
                *bytes = read.to_vec();
            }
        }
        Ok(())
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
