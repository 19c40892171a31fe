//! Sorting through one type of key.
//!
//! Every type that is sorted, and every way of comparing it, would add some 7 kB to the module
//! that the page loads. So numbers are packed into `u64` keys whose order is the one wanted, and
//! all else is sorted as a permutation of indices. Maps are extended, and not collected, which would sort what goes into them.

use std::cmp::Ordering;

/// Bits that stand in the order of the numbers (that of [`f32::total_cmp`]).
#[inline]
pub fn bits(x: f32) -> u32 {
    let bits = x.to_bits();
    if bits >> 31 == 1 { !bits } else { bits ^ 0x8000_0000 }
}

/// The number that [`bits`] came from.
#[inline]
pub fn number(bits: u32) -> f32 {
    f32::from_bits(if bits >> 31 == 1 { bits ^ 0x8000_0000 } else { !bits })
}

/// A key that sorts by `a`, then by `b`.
#[inline]
pub fn pair(a: u32, b: u32) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

/// The two halves of a [`pair`].
#[inline]
pub fn halves(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

/// A key that sorts by falling score, then by rising index.
#[inline]
pub fn best_first(score: f32, index: u32) -> u64 {
    pair(!bits(score), index)
}

/// The score and the index of a [`best_first`] key.
#[inline]
pub fn score_and_index(key: u64) -> (f32, u32) {
    let (score, index) = halves(key);
    (number(!score), index)
}

/// Sorts keys in ascending order.
pub fn sort(keys: &mut [u64]) {
    keys.sort_unstable();
}

/// The largest of the `k` smallest keys; `None` when there are not more than `k`, or `k` is 0.
pub fn bound(keys: &mut [u64], k: usize) -> Option<u64> {
    (0 < k && k < keys.len()).then(|| *keys.select_nth_unstable(k - 1).1)
}

/// Leaves the `k` smallest keys, in any order.
pub fn keep_smallest(keys: &mut Vec<u64>, k: usize) {
    if bound(keys, k).is_some() || k == 0 {
        keys.truncate(k);
    }
}

/// Sorts indices in ascending order.
pub fn sort_indices(indices: &mut [u32]) {
    let mut keys: Vec<u64> = indices.iter().map(|&index| u64::from(index)).collect();
    sort(&mut keys);
    for (index, key) in indices.iter_mut().zip(keys) {
        *index = key as u32;
    }
}

/// Sorts numbers in ascending order.
pub fn sort_numbers(numbers: &mut [f32]) {
    let mut keys: Vec<u64> = numbers.iter().map(|&x| u64::from(bits(x))).collect();
    sort(&mut keys);
    for (x, key) in numbers.iter_mut().zip(keys) {
        *x = number(key as u32);
    }
}

/// The indices `0..n` in the order of `compare`; equal ones stay in order of index.
pub fn permutation(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.sort_unstable_by(|&a, &b| compare(a as usize, b as usize).then(a.cmp(&b)));
    order
}

/// Puts the elements in the order of `compare`; equal ones stay in their order.
pub fn sort_by<T>(elements: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    let order = permutation(elements.len(), &|a, b| compare(&elements[a], &elements[b]));
    let mut taken: Vec<Option<T>> = elements.drain(..).map(Some).collect();
    elements.extend(order.into_iter().filter_map(|i| taken[i as usize].take()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_stand_in_the_order_of_what_they_hold(a: f32, b: f32, i: u32, j: u32) {
            prop_assert_eq!(bits(a).cmp(&bits(b)), a.total_cmp(&b));
            prop_assert_eq!(number(bits(a)).to_bits(), a.to_bits());
            let expected = b.total_cmp(&a).then(i.cmp(&j));
            prop_assert_eq!(best_first(a, i).cmp(&best_first(b, j)), expected);
            let (score, index) = score_and_index(best_first(a, i));
            prop_assert_eq!((score.to_bits(), index), (a.to_bits(), i));
        }

        #[test]
        fn everything_ends_in_order(mut x in prop::collection::vec(-5f32..5.0, 0..60), k in 0usize..70) {
            let mut expected = x.clone();
            expected.sort_by(f32::total_cmp);
            let mut keys: Vec<u64> = x.iter().map(|&x| u64::from(bits(x))).collect();
            keep_smallest(&mut keys, k);
            sort(&mut keys);
            let found: Vec<f32> = keys.iter().map(|&key| number(key as u32)).collect();
            prop_assert_eq!(&found[..], &expected[..k.min(x.len())]);
            let mut pairs: Vec<(i32, usize)> = x.iter().map(|&x| x as i32).zip(0..).collect();
            let mut stable = pairs.clone();
            stable.sort_by_key(|p| p.0);
            sort_by(&mut pairs, &|a, b| a.0.cmp(&b.0));
            prop_assert_eq!(pairs, stable);
            let mut indices: Vec<u32> = x.iter().map(|x| x.to_bits()).collect();
            sort_indices(&mut indices);
            prop_assert!(indices.is_sorted() && indices.len() == x.len());
            sort_numbers(&mut x);
            prop_assert_eq!(x, expected);
        }
    }
}
