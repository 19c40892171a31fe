//! Numbers as bytes, the lowest byte first: what those who share work say to one another.

use crate::error::{Error, Result};

/// Puts numbers one after the other; [`Reader`] gets them back in the same order.
#[derive(Debug, Default)]
pub struct Writer(pub Vec<u8>);

/// Gets what a [`Writer`] put.
#[derive(Debug)]
pub struct Reader<'a>(pub &'a [u8]);

impl Writer {
    /// Puts numbers of four bytes.
    pub fn u32s(&mut self, numbers: &[u32]) {
        self.put(numbers, u32::to_le_bytes);
    }

    /// Puts numbers of four bytes.
    pub fn f32s(&mut self, numbers: &[f32]) {
        self.put(numbers, f32::to_le_bytes);
    }

    /// Puts numbers of eight bytes.
    pub fn f64s(&mut self, numbers: &[f64]) {
        self.put(numbers, f64::to_le_bytes);
    }

    /// Puts a list of any length, and its length before it.
    pub fn list(&mut self, numbers: &[u32]) {
        self.u32s(&[numbers.len() as u32]);
        self.u32s(numbers);
    }

    fn put<T: Copy, const N: usize>(&mut self, numbers: &[T], bytes_of: impl Fn(T) -> [u8; N]) {
        let start = self.0.len();
        self.0.reserve_exact(if numbers.len() > 1 << 12 { N * numbers.len() } else { 0 });
        self.0.resize(start + N * numbers.len(), 0);
        for (bytes, &number) in self.0[start..].as_chunks_mut().0.iter_mut().zip(numbers) {
            *bytes = bytes_of(number);
        }
    }
}

impl Reader<'_> {
    /// Gets so many numbers.
    ///
    /// # Errors
    /// When there are not so many left; the same holds for the others.
    pub fn u32s(&mut self, n: usize) -> Result<Vec<u32>> {
        Ok(self.take(n)?.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
    }

    /// Gets as many numbers as there is room for.
    ///
    /// # Errors
    /// As [`Reader::u32s`].
    pub fn f32s(&mut self, out: &mut [f32]) -> Result<()> {
        let numbers = self.take(out.len())?;
        out.iter_mut().zip(numbers).for_each(|(out, bytes)| *out = f32::from_le_bytes(*bytes));
        Ok(())
    }

    /// Gets a few numbers.
    ///
    /// # Errors
    /// As [`Reader::u32s`].
    pub fn f64s<const N: usize>(&mut self) -> Result<[f64; N]> {
        let numbers = self.take(N)?;
        Ok(std::array::from_fn(|at| f64::from_le_bytes(numbers[at])))
    }

    /// Gets a list with its length.
    ///
    /// # Errors
    /// As [`Reader::u32s`].
    pub fn list(&mut self) -> Result<Vec<u32>> {
        let n = self.u32s(1)?[0] as usize;
        self.u32s(n)
    }

    fn take<const N: usize>(&mut self, n: usize) -> Result<&[[u8; N]]> {
        let wanted = n.checked_mul(N).and_then(|bytes| self.0.split_at_checked(bytes));
        let (bytes, rest) = wanted.ok_or_else(|| {
            Error::data(format!("{n} more numbers of a shared work"), format!("{} bytes", self.0.len()))
        })?;
        self.0 = rest;
        Ok(bytes.as_chunks().0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_in_their_order_and_no_more_than_there_are() {
        let mut out = Writer::default();
        out.u32s(&[7, u32::MAX]);
        out.list(&[3, 4, 5]);
        out.f32s(&[-0.0, f32::NAN]);
        out.f64s(&[1e300]);
        let mut back = Reader(&out.0);
        assert_eq!(back.u32s(2).unwrap(), [7, u32::MAX]);
        assert_eq!(back.list().unwrap(), [3, 4, 5]);
        let mut floats = [0.0; 2];
        back.f32s(&mut floats).unwrap();
        assert_eq!(floats.map(f32::to_bits), [-0.0, f32::NAN].map(f32::to_bits));
        assert_eq!(back.f64s().unwrap(), [1e300]);
        assert!(back.u32s(1).is_err() && Reader(&[9, 0, 0, 0]).list().is_err());
        assert!(Reader(&[0; 8]).u32s(usize::MAX).is_err());
    }
}
