//! Matrices of factors, `(rows, k)` and row-major, as the slices that inner loops work on.

use crate::kernel::LINE;
use ndarray::{Array1, Array2, s};

/// Numbers that begin at a line of the cache: what is as long as a line, or a part of it, stands in one and not in two.
pub struct InLines<T>(Array1<T>);

impl<T: Copy + Default> InLines<T> {
    /// So many times the default.
    pub fn new(n: usize) -> Self {
        let line = LINE / size_of::<T>();
        let numbers = vec![T::default(); n + line];
        // Where it cannot be told where a line begins nothing is lost but time.
        let from = numbers.as_ptr().align_offset(LINE).min(line);
        InLines(Array1::from_vec(numbers).slice_move(s![from..from + n]))
    }

    /// All numbers. Inner loops ask once.
    pub fn all(&self) -> &[T] {
        self.0.as_slice().expect("they stand one behind the other")
    }

    /// All numbers, to be changed.
    pub fn all_mut(&mut self) -> &mut [T] {
        self.0.as_slice_mut().expect("they stand one behind the other")
    }
}

/// A matrix of zeros, which begins at a line of the cache.
#[inline(never)]
pub fn zeros(rows: usize, k: usize) -> Array2<f32> {
    let InLines(numbers) = InLines::new(rows * k);
    numbers.into_shape_with_order((rows, k)).expect("as many numbers as rows and columns say")
}

/// A matrix of these numbers, row after row.
#[inline(never)]
pub fn of(rows: usize, k: usize, numbers: Vec<f32>) -> Array2<f32> {
    Array2::from_shape_vec((rows, k), numbers).expect("as many numbers as rows and columns say")
}

/// All numbers, row after row. Inner loops ask once.
#[inline(never)]
pub fn flat(matrix: &Array2<f32>) -> &[f32] {
    matrix.as_slice().expect("matrices are made row-major")
}

/// All numbers, row after row, to be changed.
#[inline(never)]
pub fn flat_mut(matrix: &mut Array2<f32>) -> &mut [f32] {
    matrix.as_slice_mut().expect("matrices are made row-major")
}

/// A row, `(k)`.
#[inline]
pub fn row(matrix: &Array2<f32>, row: usize) -> &[f32] {
    let k = matrix.ncols();
    &flat(matrix)[row * k..][..k]
}

/// A row, to be changed.
#[inline]
pub fn row_mut(matrix: &mut Array2<f32>, row: usize) -> &mut [f32] {
    let k = matrix.ncols();
    &mut flat_mut(matrix)[row * k..][..k]
}

/// A row by its index; `None` past the end.
#[inline]
pub fn row_of(matrix: &Array2<f32>, index: u32) -> Option<&[f32]> {
    let index = index as usize;
    (index < matrix.nrows()).then(|| row(matrix, index))
}

/// The matrix with these columns, `(rows)` each, behind its own.
pub fn with_columns(matrix: &Array2<f32>, columns: &[&[f32]]) -> Array2<f32> {
    let (rows, k) = (matrix.nrows(), matrix.ncols() + columns.len());
    let mut numbers = Vec::with_capacity(rows * k);
    for at in 0..rows {
        numbers.extend_from_slice(row(matrix, at));
        numbers.extend(columns.iter().map(|column| column[at]));
    }
    of(rows, k, numbers)
}

/// Two different rows of a row-major matrix of width `k`.
#[inline]
pub fn two_rows(matrix: &mut [f32], k: usize, a: usize, b: usize) -> Option<(&mut [f32], &mut [f32])> {
    let (low, high) = (a.min(b), a.max(b));
    let (head, tail) = matrix.split_at_mut_checked(high * k)?;
    let (low, high) = (head.get_mut(low * k..)?.get_mut(..k)?, tail.get_mut(..k)?);
    Some(if a < b { (low, high) } else { (high, low) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ratings::UNKNOWN;

    #[test]
    fn matrices_begin_at_a_line_and_hold_nothing_beside_their_numbers() {
        assert_eq!(zeros(0, 3).dim(), (0, 3));
        for (rows, k) in [(1, 1), (7, 16), (1000, 64)] {
            let mut matrix = zeros(rows, k);
            assert_eq!((flat(&matrix).len(), matrix.dim()), (rows * k, (rows, k)));
            assert_eq!(flat(&matrix).as_ptr() as usize % LINE, 0);
            flat_mut(&mut matrix).fill(1.0);
            assert_eq!(flat(&matrix.clone()), vec![1.0; rows * k]);
        }
        let mut halves = InLines::<u16>::new(5);
        halves.all_mut()[4] = 3;
        assert_eq!((halves.all(), halves.all().as_ptr() as usize % LINE), (&[0, 0, 0, 0, 3][..], 0));
    }

    #[test]
    fn rows_are_slices_and_end_with_the_matrix() {
        let mut matrix = Array2::from_shape_vec((2, 3), vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        row_mut(&mut matrix, 1)[0] = 9.0;
        assert_eq!(
            (row(&matrix, 1), flat(&matrix)),
            (&[9.0, 5.0, 6.0][..], &[1.0, 2.0, 3.0, 9.0, 5.0, 6.0][..])
        );
        assert_eq!(row_of(&matrix, 0), Some(&[1.0, 2.0, 3.0][..]));
        assert!(row_of(&matrix, 2).is_none() && row_of(&matrix, UNKNOWN).is_none());
        for empty in [(0, 3), (2, 0), (0, 0)] {
            assert!(flat(&Array2::zeros(empty)).is_empty());
        }
        assert_eq!(row_of(&Array2::zeros((2, 0)), 1), Some(&[][..]), "a row of no numbers");
    }
}
