//! Ratings in pieces, for a worker that shares no memory with this one: nowhere do they stand a second time as a whole.

use super::{Csr, Ratings};
use crate::bytes::{Reader, Writer};
use crate::error::{Error, Result};
use crate::tensors::{Arrays, Tensors};
use std::sync::Arc;

/// Entries of a piece, of at most twelve bytes each.
const ENTRIES: usize = 1 << 19;

/// The name of the row starts in the first piece.
const STARTS: &str = "starts";

/// Ratings of which not all pieces may have come.
#[derive(Debug)]
pub struct Arriving {
    /// All that is said of them but the entries.
    bare: Ratings,
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    times: Vec<u32>,
}

impl Ratings {
    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        1 + self.by_user().nnz().div_ceil(ENTRIES)
    }

    /// The same with other entries by user, and their times.
    fn with(&self, by_user: Csr, times: Vec<u32>) -> Ratings {
        let catalog = Arc::clone(self.catalog());
        Ratings::new(catalog, by_user, times, self.feedback(), self.shape(), self.scale())
    }

    /// The piece of this number: the first one says all but the entries, which are in the others, with their times or without.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn piece(&self, number: usize, timed: bool) -> Result<Vec<u8>> {
        let entries = self.by_user();
        let Some(before) = number.checked_sub(1) else {
            let mut t = Tensors::default();
            let bare = self.with(Csr::empty(self.n_users(), self.n_items()), Vec::new());
            bare.describe(&mut t.metadata);
            bare.put(&mut t);
            let starts: Vec<u32> = entries.starts().iter().map(|&start| start as u32).collect();
            t.put_u32(STARTS, &starts);
            return t.to_bytes();
        };
        let from = (before * ENTRIES).min(entries.nnz());
        let to = (from + ENTRIES).min(entries.nnz());
        let mut out = Writer(Vec::with_capacity(12 * (to - from)));
        out.u32s(&entries.columns()[from..to]);
        out.f32s(&entries.values()[from..to]);
        out.u32s(self.times().get(from..to).filter(|_| timed).unwrap_or_default());
        Ok(out.0)
    }
}

impl Arriving {
    /// From the first piece.
    ///
    /// # Errors
    /// When it is something else.
    pub fn new(first: &[u8]) -> Result<Self> {
        let t = Tensors::from_bytes(first)?;
        let starts: Vec<usize> = t.u32(STARTS)?.into_iter().map(|start| start as usize).collect();
        let n = starts.last().copied().unwrap_or_default();
        let (columns, values) = (Vec::with_capacity(n), Vec::with_capacity(n));
        Ok(Arriving { bare: Ratings::get(&t)?, starts, columns, values, times: Vec::new() })
    }

    /// True once all pieces have come.
    pub fn is_whole(&self) -> bool {
        self.starts.last() == Some(&self.columns.len())
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// When it is something else.
    pub fn take(&mut self, piece: &[u8]) -> Result<()> {
        let start = self.values.len();
        let all = self.starts.last().copied().unwrap_or_default();
        let n = ENTRIES.min(all.saturating_sub(start));
        let mut piece = Reader(piece);
        self.columns.extend(piece.u32s(n)?);
        self.values.resize(start + n, 0.0);
        piece.f32s(&mut self.values[start..])?;
        if !piece.0.is_empty() {
            self.times.reserve_exact(all - start);
            self.times.extend(piece.u32s(n)?);
        }
        Ok(())
    }

    /// The ratings, when all pieces have come.
    ///
    /// # Errors
    /// When they do not fit each other.
    pub fn finish(self) -> Result<Ratings> {
        let Arriving { bare, starts, columns, values, times, .. } = self;
        let by_user = Csr::new(starts, columns, values, bare.n_items());
        let fits = |csr: &Csr| csr.rows() == bare.n_users() && [0, csr.nnz()].contains(&times.len());
        match by_user.filter(fits) {
            Some(by_user) => Ok(bare.with(by_user, times)),
            None => Err(Error::data("ratings in pieces", "others")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::Builder;

    #[test]
    fn ratings_in_pieces_are_the_same_and_those_of_which_one_is_missing_are_refused() {
        for time in [None, Some(9)] {
            let mut b = Builder::default();
            // One more than fits into one piece.
            for user in 0..=512 {
                let name = format!("u{user}");
                (0..if user < 512 { 1024 } else { 1 }).for_each(|item| {
                    b.rating(&name, &format!("i{item}"), (user ^ item) as f32, time.map(|t| t + item));
                });
            }
            b.item_title("i7", "Seven");
            let ratings = b.build().unwrap().ratings;
            assert_eq!(ratings.pieces(), 3);
            let pieces: Vec<_> = (0..3).map(|number| ratings.piece(number, true).unwrap()).collect();
            let mut arriving = Arriving::new(&pieces[0]).unwrap();
            assert!(!arriving.is_whole() && Arriving::new(&pieces[1]).is_err());
            arriving.take(&pieces[1]).unwrap();
            assert!(!arriving.is_whole());
            assert!(arriving.take(&pieces[2][1..]).is_err() || arriving.finish().is_err());
            let mut arriving = Arriving::new(&pieces[0]).unwrap();
            pieces[1..].iter().for_each(|piece| arriving.take(piece).unwrap());
            assert!(arriving.is_whole());
            assert!(arriving.finish().unwrap() == ratings);
            let mut bare = Arriving::new(&pieces[0]).unwrap();
            (1..3).for_each(|number| bare.take(&ratings.piece(number, false).unwrap()).unwrap());
            let bare = bare.finish().unwrap();
            assert!(bare.times().is_empty() && bare.by_item() == ratings.by_item());
        }
    }
}
