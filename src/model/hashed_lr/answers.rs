//! The trained model, and what it answers somebody.

use super::HashedLrParams;
use super::hashing::{BESIDE, Hashing, Place, SIDE, SIGN, scale_of};
use super::training::LOOK_UP_WORK;
use crate::error::Result;
use crate::kernel;
use crate::matrix::InLines;
use crate::model::shared::kept::Kept;
use crate::model::{Answers, Model, Person};
use crate::ratings::{Ratings, UNKNOWN};
use crate::tensors::Arrays;
use std::sync::OnceLock;

/// The trained regression.
pub(super) struct HashedLr {
    pub(super) hashing: Hashing,
    /// Whether a candidate itself is a feature.
    pub(super) biases: bool,
    /// `(2^bits)`: what features of value 1 add to the log odds, the upper half of each.
    pub(super) weights: InLines<u16>,
    pub(super) intercept: f32,
    /// What every candidate brings by itself, once somebody has asked.
    item_biases: OnceLock<Box<[f32]>>,
    /// What an item's pairs with all items add, `(n_items)`, looked up in the order of memory, where its pairs are all over the
    /// table of weights; everybody who watched the item shares it. Upper halves, too.
    pub(super) rows: Kept<u16>,
}

/// Numbers that kept rows may come to: 192 MiB.
const KEPT: usize = 3 << 25;

/// How many rows are kept at most.
pub(super) fn most_kept(n_items: usize) -> usize {
    n_items.min(KEPT / n_items.max(1))
}

/// No row yet.
fn pair_rows(ratings: &Ratings) -> Kept<u16> {
    Kept::best_known(ratings.by_item(), most_kept(ratings.n_items()))
}

impl HashedLr {
    pub(super) fn new(params: &HashedLrParams, weights: &[f32], intercept: f32, ratings: &Ratings) -> Self {
        let mut halves = InLines::new(weights.len());
        halves.all_mut().iter_mut().zip(weights).for_each(|(half, &x)| *half = kernel::upper_half(x));
        HashedLr {
            hashing: Hashing::new(params),
            biases: params.biases,
            weights: halves,
            intercept,
            item_biases: OnceLock::new(),
            rows: pair_rows(ratings),
        }
    }

    /// The weight at a place times the feature's value.
    pub(super) fn weight(&self, Place(place): Place) -> f32 {
        let half = self.weights.all()[(place & !SIGN) as usize];
        f32::from_bits(kernel::of_upper_half(half).to_bits() ^ (place & SIGN))
    }

    /// What an item's pair with another adds to the log odds, before the division by the root.
    #[inline]
    pub(super) fn pair(&self, a: u32, b: u32) -> f32 {
        self.weight(self.hashing.pair(a, b))
    }

    /// What a candidate brings by itself.
    pub(super) fn bias(&self, candidate: u32) -> f32 {
        if self.biases { self.weight(self.hashing.item(candidate)) } else { 0.0 }
    }

    /// What each candidate brings by itself, `(n_items)`, looked up once.
    fn item_biases(&self) -> &[f32] {
        let look_up = || (0..self.rows.len() as u32).map(|item| self.bias(item)).collect();
        self.item_biases.get_or_init(look_up)
    }

    /// The probability that somebody who watched these items, but perhaps not the candidate, chooses
    /// the candidate.
    pub(super) fn probability(&self, watched: &[u32], candidate: u32) -> f32 {
        // In the order of the rows in `add_pairs`, so that one answer is as all.
        let others = watched.iter().filter(|&&item| item != candidate);
        let sum = others.clone().fold(0.0, |sum, &item| sum + self.pair(candidate, item));
        self.finished(candidate, others.count(), sum)
    }

    /// From the sum over so many pairs to the probability.
    fn finished(&self, candidate: u32, pairs: usize, sum: f32) -> f32 {
        kernel::sigmoid(self.intercept + self.bias(candidate) + scale_of(pairs) * sum)
    }

    /// Adds what these items' pairs with the candidates from `first` on add to the log odds; with itself an item makes none.
    fn add_pairs(&self, items: &[u32], first: u32, sums: &mut [f32]) {
        /// Sums that stay in the first cache while all items pass.
        const NEAR: usize = 4096;
        // Whoever asks for a part pauses behind it, and whole rows would take too long.
        if sums.len() == self.rows.len() {
            items.iter().for_each(|&item| _ = self.keep_row(item));
        }
        for (sums, first) in sums.chunks_mut(NEAR).zip((first..).step_by(NEAR)) {
            let kept = |item: &u32| Some(self.rows.made(*item)?.get(first as usize..).unwrap_or_default());
            let mut rest = items;
            while let [item, after @ ..] = rest {
                rest = after;
                // Two rows come from memory side by side.
                match (kept(item), after.first().and_then(kept)) {
                    (Some(row), Some(next)) => {
                        kernel::add_upper_halves([row, next], sums);
                        rest = &after[1..];
                    }
                    (Some(row), None) => kernel::add_upper_halves([row], sums),
                    (None, _) => self.add_hashed(*item, first, sums),
                }
            }
        }
    }

    /// Makes the row of an item where it is to be kept; true where it is.
    pub(super) fn keep_row(&self, item: u32) -> bool {
        let make = || {
            let mut row = vec![0.0; self.rows.len()];
            self.add_hashed(item, 0, &mut row);
            row.into_iter().map(kernel::upper_half).collect()
        };
        self.rows.get(item, make).is_some()
    }

    /// Adds what one item's pairs with the candidates from `first` on add to the log odds, looked up in the table.
    fn add_hashed(&self, item: u32, first: u32, sums: &mut [f32]) {
        let alone = |from: u32, sums: &mut [f32]| {
            for (other, sum) in (from..).zip(sums).filter(|(other, _)| *other != item) {
                *sum += self.pair(item, other);
            }
        };
        // Up to where tiles begin; then those before the item's own, its own, those behind, and what is left over.
        let (own, begun) = (item >> SIDE, first.wrapping_neg() % BESIDE);
        let (head, rest) = sums.split_at_mut(sums.len().min(begun as usize));
        alone(first, head);
        let (tiles, rest) = rest.as_chunks_mut();
        let mut first = first.next_multiple_of(BESIDE) >> SIDE;
        alone((first + tiles.len() as u32) << SIDE, rest);
        let (before, tiles) = tiles.split_at_mut(tiles.len().min(own.saturating_sub(first) as usize));
        self.add_tiles::<true>(item, first, before);
        first += before.len() as u32;
        let (same, after) = tiles.split_at_mut(usize::from(first == own).min(tiles.len()));
        same.iter_mut().for_each(|sums| alone(own << SIDE, sums));
        self.add_tiles::<false>(item, first + same.len() as u32, after);
    }

    /// The same of candidates of whole tiles that all stand before the item, or all behind it.
    #[inline]
    fn add_tiles<const BEFORE: bool>(&self, item: u32, first: u32, sums: &mut [[f32; BESIDE as usize]]) {
        const TILE: usize = 1 << (2 * SIDE);
        let (own, within) = (item >> SIDE, (item % BESIDE) as usize);
        let weights = self.weights.all();
        let (blocks, few) = weights.as_chunks::<TILE>();
        let last = blocks.len().saturating_sub(1) as u32;
        let (mut at, mut signs) = ([0u32; 64], [0u32; 64]);
        for (sums, first) in sums.chunks_mut(at.len()).zip((first..).step_by(at.len())) {
            for ((at, sign), other) in at.iter_mut().zip(&mut signs).zip(first..) {
                let Place(tile) =
                    if BEFORE { self.hashing.tile(other, own) } else { self.hashing.tile(own, other) };
                *at = (tile & !SIGN) >> (2 * SIDE) & last;
                *sign = tile & SIGN;
            }
            if !blocks.is_empty() {
                kernel::fetch_picked(weights, &at[..sums.len()], TILE);
            }
            for (sums, (&at, &sign)) in sums.iter_mut().zip(at.iter().zip(&signs)) {
                let sign = f32::from_bits(1f32.to_bits() | sign);
                let place = |candidate: usize| {
                    if BEFORE { candidate << SIDE | within } else { within << SIDE | candidate }
                };
                let weights: [u16; BESIDE as usize] = match blocks.get(at as usize) {
                    Some(block) => std::array::from_fn(|candidate| block[place(candidate)]),
                    // A table that is smaller than a tile is all there is.
                    None => std::array::from_fn(|candidate| few[place(candidate) % few.len()]),
                };
                sums.iter_mut()
                    .zip(weights)
                    .for_each(|(sum, half)| *sum += sign * kernel::of_upper_half(half));
            }
        }
    }
}

impl Model for HashedLr {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        Ok(Box::new(Watched { model: self, items: person.items }))
    }

    /// The weight of the pair: how much one item speaks for the other.
    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        for (other, out) in out.iter_mut().enumerate() {
            *out = if other as u32 == item { 0.0 } else { self.pair(item, other as u32) };
        }
        Ok(())
    }

    fn nonzero_weights(&self) -> Option<usize> {
        Some(self.weights.all().iter().filter(|&&half| kernel::of_upper_half(half) != 0.0).count())
    }

    fn save(&self, out: &mut dyn Arrays) {
        let weights: Vec<f32> = self.weights.all().iter().map(|&half| kernel::of_upper_half(half)).collect();
        out.put_f32("hashed_lr.tiles", &[weights.len()], &weights);
        out.put_f32("hashed_lr.intercept", &[1], &[self.intercept]);
    }
}

/// One person's answers.
pub(super) struct Watched<'a> {
    pub(super) model: &'a HashedLr,
    pub(super) items: &'a [u32],
}

impl Watched<'_> {
    /// The probabilities of the candidates from this one on.
    fn score_from(&self, first: u32, out: &mut [f32]) {
        out.fill(0.0);
        self.model.add_pairs(self.items, first, out);
        let Watched { model, items } = self;
        let biases = model.item_biases().get(first as usize..).unwrap_or_default();
        let add_up = |out: &mut [f32], biases: &[f32], scale: f32| {
            for (out, bias) in out.iter_mut().zip(biases) {
                *out = model.intercept + bias + scale * *out;
            }
        };
        // From one watched item to the next; itself makes a pair fewer, as it makes none with itself.
        let [scale, fewer] = [items.len(), items.len().saturating_sub(1)].map(scale_of);
        let mut begun = 0;
        for &item in &items[items.partition_point(|&item| item < first)..] {
            let at = (item - first) as usize;
            let Some(itself) = out.get_mut(at..=at) else { break };
            add_up(itself, &biases[at..], fewer);
            add_up(&mut out[begun..at], &biases[begun..], scale);
            begun = at + 1;
        }
        add_up(&mut out[begun..], biases.get(begun..).unwrap_or_default(), scale);
        kernel::sigmoids(out);
    }
}

impl Answers for Watched<'_> {
    fn one(&self, item: u32) -> f32 {
        let mut out = [0.0];
        self.several(&[item], &mut out);
        out[0]
    }

    fn score(&self, out: &mut [f32]) {
        self.score_from(0, out);
    }

    /// The probability of each target; an unknown item is even odds but for the intercept.
    fn several(&self, items: &[u32], out: &mut [f32]) {
        let n_items = self.model.rows.len();
        if let &[first, _, ..] = items
            && items.windows(2).all(|two| two[0].checked_add(1) == Some(two[1]))
            && items.last().is_some_and(|&last| (last as usize) < n_items)
        {
            return self.score_from(first, out);
        }
        for (&item, out) in items.iter().zip(out) {
            *out = match item {
                UNKNOWN => kernel::sigmoid(self.model.intercept),
                item => self.model.probability(self.items, item),
            };
        }
    }

    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        let others = self.items.iter().enumerate().filter(|&(_, &own)| own != item);
        let scale = scale_of(others.clone().count());
        others.map(|(at, &own)| (at, scale * self.model.pair(item, own))).collect()
    }

    /// Of a few answers or of as many as a part of the catalog has.
    fn work(&self, answers: usize) -> u64 {
        let pairs = |n: usize| answers as u64 * (n as u64 + 1);
        if answers < 64 {
            return 40 * pairs(self.items.len());
        }
        let kept = self.items.iter().filter(|&&item| self.model.rows.has(item)).count();
        3 * pairs(kept) + LOOK_UP_WORK * pairs(self.items.len() - kept)
    }
}
