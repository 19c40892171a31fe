//! How much memory there is, and how much a piece of work will need: told before anything is allocated.

/// Bytes that all of Kindred's data may take. WebAssembly, like any 32-bit machine, has 4 GiB of addresses, of
/// which half a gibibyte stays for everything else.
#[cfg(target_pointer_width = "32")]
pub const LIMIT: u64 = 7 << 29;
/// Bytes that all of Kindred's data may take. With 64-bit addresses the system is the limit.
#[cfg(not(target_pointer_width = "32"))]
pub const LIMIT: u64 = u64::MAX;

/// Bytes that one array may take: more cannot be addressed as one piece.
pub const LARGEST: u64 = isize::MAX as u64;

/// The bytes that a piece of work will hold at most, added up array by array.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Need {
    /// Of all arrays together.
    pub bytes: u64,
    /// Of the largest array.
    pub largest: u64,
}

impl Need {
    /// Nothing yet.
    pub const NONE: Need = Need { bytes: 0, largest: 0 };

    /// And an array of this many bytes.
    #[must_use]
    pub fn bytes(self, bytes: u64) -> Self {
        Need { bytes: self.bytes.saturating_add(bytes), largest: self.largest.max(bytes) }
    }

    /// And a `(rows, width)` matrix of four-byte numbers.
    #[must_use]
    pub fn matrix(self, rows: usize, width: usize) -> Self {
        self.bytes((rows as u64).saturating_mul(width as u64).saturating_mul(4))
    }

    /// And all of another need.
    #[must_use]
    pub fn and(self, other: Need) -> Self {
        Need { bytes: self.bytes.saturating_add(other.bytes), largest: self.largest.max(other.largest) }
    }

    /// True when this can be had where `limit` bytes may be taken.
    pub fn fits(self, limit: u64) -> bool {
        self.bytes <= limit && self.largest <= LARGEST
    }
}

/// How many helpers, at most `most`, there is memory for, when each needs so many bytes and whoever leads them as many. All are
/// in one tab of the browser, so that they share what one of them could have.
pub fn helpers(most: usize, each: u64) -> usize {
    (LIMIT / each.max(1)).saturating_sub(1).min(most as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_add_up_without_overflow() {
        let need = Need::NONE.matrix(3, 4).matrix(10, 1).bytes(7);
        assert_eq!(need, Need { bytes: 48 + 40 + 7, largest: 48 });
        assert!(need.fits(95) && !need.fits(94));
        let huge = Need::NONE.matrix(usize::MAX, usize::MAX).matrix(usize::MAX, 2);
        assert!(!huge.fits(u64::MAX) && huge.bytes >= huge.largest);
        // A matrix of 23 600 rows has more than 2³¹ bytes: too many for one array of a 32-bit machine.
        let square = Need::NONE.matrix(23_600, 23_600);
        assert_eq!(
            (square.bytes, square.fits(LIMIT)),
            (2_227_840_000, cfg!(not(target_pointer_width = "32")))
        );
    }
}
