//! Places of several parts, of which one is taken after the other.

/// How many places some parts have left, in a tree of sums over ranges of parts (Fenwick, 1994, “A new data structure
/// for cumulative frequency tables”): finding a place takes as many steps as the number of parts has binary digits.
pub(super) struct Places {
    /// Counted from 1: element `i` is the sum over as many parts up to `i` as its lowest binary digit says.
    sums: Vec<usize>,
}

impl Places {
    /// For parts with so many places each.
    pub fn new(places: Vec<usize>) -> Self {
        let mut sums = [vec![0], places].concat();
        for i in 1..sums.len() {
            let above = i + (i & i.wrapping_neg());
            if above < sums.len() {
                sums[above] += sums[i];
            }
        }
        Places { sums }
    }

    /// Takes a place of the part that has place number `at` (from 0, below the number left in all); returns the part.
    pub fn take(&mut self, mut at: usize) -> usize {
        let mut part = 0;
        let mut width = self.sums.len().next_power_of_two();
        while width > 0 {
            if let Some(sum) = self.sums.get_mut(part + width) {
                if *sum <= at {
                    at -= *sum;
                    part += width;
                } else {
                    *sum -= 1;
                }
            }
            width /= 2;
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn places_are_taken_from_the_part_they_are_in() {
        let mut random = Random::new(4);
        for n in [1, 2, 3, 7, 8, 20] {
            let mut left: Vec<usize> = (0..n).map(|_| random.below(4) as usize).collect();
            let mut places = Places::new(left.clone());
            for all in (1..=left.iter().sum::<usize>()).rev() {
                let at = random.below(all as u32) as usize;
                let up_to = |part: usize| left[..=part].iter().sum::<usize>();
                let part = (0..n).find(|&part| at < up_to(part)).unwrap();
                assert_eq!(places.take(at), part, "{at} in {left:?}");
                left[part] -= 1;
            }
        }
    }
}
