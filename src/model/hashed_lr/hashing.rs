//! Pairs of items → places in the table of weights.

use super::HashedLrParams;

/// The value of each of `n` pairs.
pub(super) fn scale_of(n: usize) -> f32 {
    1.0 / (n.max(1) as f32).sqrt()
}

/// A feature's hash: its low bits are where its weight stands, and its highest bit, where features
/// have signs, is set when the feature's value is −1. There are at most 26 low ones.
#[derive(Clone, Copy, Default)]
pub(super) struct Place(pub(super) u32);

pub(super) const SIGN: u32 = 1 << 31;

/// Features → places. Four items that stand beside one another in the catalog and four others make sixteen pairs; these are hashed
/// together, to sixteen weights side by side. So whoever looks up one item's pairs with all candidates finds four of them
/// at a place, and waits for memory a quarter as often; what shares a weight by chance is as much as if each were hashed alone.
#[derive(Clone, Copy)]
pub(super) struct Hashing {
    /// The bits of a place that are used.
    used: u32,
}

/// Items that are hashed together, as a power of 2.
pub(super) const SIDE: u32 = 2;
/// How many they are.
pub(super) const BESIDE: u32 = 1 << SIDE;

impl Hashing {
    pub(super) fn new(params: &HashedLrParams) -> Self {
        let low = (1 << params.bits) - 1;
        Hashing { used: if params.signed { low | SIGN } else { low } }
    }

    /// The place of the first of sixteen pairs, of items `BESIDE a` and following with `BESIDE b` and following.
    #[inline]
    pub(super) fn tile(self, a: u32, b: u32) -> Place {
        let hash = murmur3(&[a, b]);
        Place((hash << (2 * SIDE) & !SIGN | hash & SIGN) & self.used)
    }

    /// The place of a pair, the lower item first.
    #[inline]
    fn ordered(self, a: u32, b: u32) -> Place {
        let within = ((a % BESIDE) << SIDE) | (b % BESIDE);
        Place(self.tile(a >> SIDE, b >> SIDE).0 | within & self.used)
    }

    #[inline]
    pub(super) fn pair(self, a: u32, b: u32) -> Place {
        self.ordered(a.min(b), a.max(b))
    }

    #[inline]
    pub(super) fn item(self, item: u32) -> Place {
        Place(murmur3(&[item]) & self.used)
    }

    /// The candidate's pairs with the watched items (ascending), itself left out.
    #[inline]
    pub(super) fn pairs(self, candidate: u32, watched: &[u32], places: &mut Vec<Place>) {
        let (before, after) = match watched.binary_search(&candidate) {
            Ok(at) => (&watched[..at], &watched[at + 1..]),
            Err(at) => (&watched[..at], &watched[at..]),
        };
        places.clear();
        places.extend(before.iter().map(|&item| self.ordered(item, candidate)));
        places.extend(after.iter().map(|&item| self.ordered(candidate, item)));
    }
}

/// The weight times the feature's value.
#[inline]
pub(super) fn weight(weights: &[f32], place: Place) -> f32 {
    // The mask does nothing to a place, but shows that the index lies within.
    let at = (place.0 & !SIGN) as usize & (weights.len() - 1);
    f32::from_bits(weights[at].to_bits() ^ (place.0 & SIGN))
}

/// Sum over features. Four sums side by side hide the latency of addition.
#[inline]
pub(super) fn sum(weights: &[f32], places: &[Place]) -> f32 {
    let mut sums = [0.0f32; 4];
    let (blocks, rest) = places.as_chunks::<4>();
    for block in blocks {
        for (sum, &place) in sums.iter_mut().zip(block) {
            *sum += weight(weights, place);
        }
    }
    for (sum, &place) in sums.iter_mut().zip(rest) {
        *sum += weight(weights, place);
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3])
}

/// `w ← keep · w + step · value`.
#[inline]
pub(super) fn update(weights: &mut [f32], place: Place, keep: f32, step: f32) {
    let at = (place.0 & !SIGN) as usize & (weights.len() - 1);
    let weight = &mut weights[at];
    *weight = keep * *weight + f32::from_bits(step.to_bits() ^ (place.0 & SIGN));
}

/// MurmurHash3 (x86, 32 bits, seed 0; Appleby, 2011) of whole little-endian words.
///
/// Written out here because it is the inner loop: the crates hash byte streams through a reader.
#[inline]
pub(super) fn murmur3<const N: usize>(words: &[u32; N]) -> u32 {
    let mut hash = 0u32;
    for word in words {
        let k = word.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593);
        hash = (hash ^ k).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    hash ^= 4 * N as u32;
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}
