//! Seeded random numbers: the same seed gives the same draws natively and in wasm.
//!
//! Xoshiro256++ (Blackman and Vigna, “Scrambled linear pseudorandom number generators”, 2021) is small, fast and portable. It is
//! written here because a [`Checkpoint`] holds where a stream stands, which libraries do not tell. Normal and gamma draws go
//! through [`libm`] because the platforms' own `ln` and `cos` differ in the last bit.

use crate::checkpoint::Checkpoint;

/// A stream of random draws from one seed.
#[derive(Debug, Clone)]
pub struct Random {
    state: [u64; 4],
    spare: Option<f64>,
}

impl Random {
    /// A stream for this seed.
    pub fn new(seed: u64) -> Self {
        let mut sum = seed;
        // SplitMix64 (Steele, Lea and Flood, 2014), so that similar seeds begin far apart.
        let state = std::array::from_fn(|_| {
            sum = sum.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        });
        Random { state, spare: None }
    }

    /// A stream for a named part of a seeded whole, independent of the other parts' streams.
    pub fn part(seed: u64, part: u64) -> Self {
        Random::new(seed ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Passes where the stream stands.
    pub fn checkpoint(&mut self, state: &mut Checkpoint<'_>) {
        for word in &mut self.state {
            let mut halves = [*word as u32, (*word >> 32) as u32];
            halves.iter_mut().for_each(|half| state.u32(half));
            *word = u64::from(halves[0]) | u64::from(halves[1]) << 32;
        }
        // From zeros nothing but zeros would come.
        if self.state == [0; 4] {
            state.refuse();
        }
        let mut spare = self.spare.unwrap_or(f64::NAN);
        state.f64(&mut spare);
        self.spare = Some(spare).filter(|spare| !spare.is_nan());
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let (third, fourth) = (c ^ a, d ^ b);
        self.state = [a ^ fourth, b ^ third, third ^ (b << 17), fourth.rotate_left(45)];
        a.wrapping_add(d).rotate_left(23).wrapping_add(a)
    }

    /// Uniform in `[0, 1)`.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in `0..n`, without bias worth naming for any `n` (Lemire's multiplication). `n` must not be 0,
    /// as there is no such number then; what is drawn from is checked once, before the loop that draws.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        debug_assert!(n > 0, "a draw from nothing");
        (((self.bits() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// Normal with mean 0 and deviation 1 (Box and Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        let (sin, cos) = libm::sincos(std::f64::consts::TAU * self.uniform());
        self.spare = Some(radius * sin);
        radius * cos
    }

    /// Gamma with this shape and scale 1 (Marsaglia and Tsang, 2000).
    ///
    /// # Panics
    /// When the shape is not a positive finite number: no draw would ever be accepted.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        assert!(shape > 0.0 && shape.is_finite(), "the shape of a gamma distribution is {shape}");
        if shape < 1.0 {
            let boost = libm::pow(1.0 - self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = 1.0 + c * x;
            if v <= 0.0 {
                continue;
            }
            let v = v * v * v;
            let u = 1.0 - self.uniform();
            if libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    /// Fills `out` with normal draws of mean 0 and this deviation.
    pub fn fill_normal(&mut self, out: &mut [f32], deviation: f32) {
        for x in out {
            *x = self.normal() as f32 * deviation;
        }
    }

    /// Fills `out` with even draws of mean 0 and this deviation: a tenth of the work of normal ones.
    pub fn fill_even(&mut self, out: &mut [f32], deviation: f32) {
        let width = libm::sqrtf(12.0) * deviation;
        for x in out {
            *x = (self.uniform() as f32 - 0.5) * width;
        }
    }

    /// Up to `n` distinct numbers below `below` that are not among `without` (ascending, distinct, below `below`),
    /// drawn evenly, in random order. Fewer when there are not so many.
    pub fn others(&mut self, without: &[u32], below: u32, n: usize) -> Vec<u32> {
        debug_assert!(without.is_sorted_by(|a, b| a < b) && without.last().is_none_or(|&last| last < below));
        let n = n.min((below as usize).saturating_sub(without.len()));
        // In 64 bits: twice as many as there are need not fit in 32.
        if 2 * (n as u64 + without.len() as u64) > u64::from(below) {
            // So many that most draws would be in vain: put all the others in random order.
            let mut all: Vec<u32> = (0..below).filter(|i| without.binary_search(i).is_err()).collect();
            self.shuffle(&mut all);
            all.truncate(n);
            return all;
        }
        let mut taken = rustc_hash::FxHashSet::default();
        let mut drawn = Vec::with_capacity(n);
        while drawn.len() < n {
            let i = self.below(below);
            if without.binary_search(&i).is_err() && taken.insert(i) {
                drawn.push(i);
            }
        }
        drawn
    }

    /// Puts a slice in random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, slice: &mut [T]) {
        for i in (1..slice.len()).rev() {
            let j = (((u128::from(self.bits())) * (i as u128 + 1)) >> 64) as usize;
            slice.swap(i, j);
        }
    }
}

/// Draws indices in proportion to weights, in constant time (alias method; Walker, 1977; Vose, 1991).
#[derive(Debug, Clone)]
pub struct Weighted {
    /// Of each slot: the share that is its own index, and the index that has the rest.
    slots: Vec<(f32, u32)>,
}

impl Weighted {
    /// A sampler of `0..weights.len()`; `None` when the weights sum to 0, as those of an empty list do.
    ///
    /// # Panics
    /// When a weight is negative or not finite, or there are more than a `u32` can tell apart.
    pub fn new(weights: &[f32]) -> Option<Self> {
        let sound = |w: &f32| *w >= 0.0 && w.is_finite();
        assert!(weights.iter().all(sound), "weights are finite and not negative");
        let n = u32::try_from(weights.len()).expect("as many weights as a u32 can count");
        let sum: f64 = weights.iter().map(|&w| f64::from(w)).sum();
        if sum == 0.0 {
            return None;
        }
        let mean = sum / f64::from(n);
        let mut share: Vec<f64> = weights.iter().map(|&w| f64::from(w) / mean).collect();
        let (mut poor, mut rich): (Vec<u32>, Vec<u32>) = (0..n).partition(|&i| share[i as usize] < 1.0);
        let mut slots: Vec<(f32, u32)> = (0..n).map(|i| (1.0, i)).collect();
        while let (Some(&low), Some(&high)) = (poor.last(), rich.last()) {
            poor.pop();
            slots[low as usize] = (share[low as usize] as f32, high);
            share[high as usize] -= 1.0 - share[low as usize];
            if share[high as usize] < 1.0 {
                rich.pop();
                poor.push(high);
            }
        }
        Some(Weighted { slots })
    }

    /// One index.
    #[inline]
    pub fn draw(&self, random: &mut Random) -> u32 {
        let slot = random.below(self.slots.len() as u32);
        let (own, other) = self.slots[slot as usize];
        if (random.uniform() as f32) < own { slot } else { other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_one_stream() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            (0..8).map(|_| random.bits()).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let mut random = Random::new(1);
        let n = 200_000;
        let moments = |draws: Vec<f64>| {
            let mean = draws.iter().sum::<f64>() / n as f64;
            let var = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n as f64;
            (mean, var)
        };
        let (mean, var) = moments((0..n).map(|_| random.normal()).collect());
        assert!(mean.abs() < 0.01 && (var - 1.0).abs() < 0.02, "normal: {mean} {var}");
        let (mean, var) = moments((0..n).map(|_| random.gamma(3.5)).collect());
        assert!((mean - 3.5).abs() < 0.03 && (var - 3.5).abs() < 0.1, "gamma: {mean} {var}");
        let (mean, _) = moments((0..n).map(|_| random.gamma(0.4)).collect());
        assert!((mean - 0.4).abs() < 0.01, "small gamma: {mean}");
        let (mean, var) = moments((0..n).map(|_| random.uniform()).collect());
        assert!((mean - 0.5).abs() < 0.005 && (var - 1.0 / 12.0).abs() < 0.002, "{mean} {var}");
        let mut even = vec![0.0; n];
        random.fill_even(&mut even, 0.1);
        let (mean, var) = moments(even.iter().map(|&x| f64::from(x)).collect());
        assert!(mean.abs() < 0.001 && (var - 0.01).abs() < 0.0002, "even: {mean} {var}");
        assert!((0..1000).all(|_| random.below(3) < 3));
    }

    #[test]
    fn the_reference_gives_these_numbers() {
        // Of the authors' C program, from the state 1, 2, 3, 4.
        let mut random = Random { state: [1, 2, 3, 4], spare: None };
        let expected = [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386];
        assert_eq!(expected.map(|_| random.bits()), expected);
        // SplitMix64 from 0.
        let begun =
            [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f, 0xf88b_b8a8_724c_81ec];
        assert_eq!(Random::new(0).state, begun);
    }

    #[test]
    fn weighted_draws_come_in_proportion() {
        let weights = [0.0, 3.0, 1.0, 0.0, 6.0];
        let sampler = Weighted::new(&weights).unwrap();
        let mut random = Random::new(9);
        let mut counts = [0; 5];
        for _ in 0..100_000 {
            counts[sampler.draw(&mut random) as usize] += 1;
        }
        assert_eq!((counts[0], counts[3]), (0, 0), "weight 0 is never drawn");
        for (count, weight) in counts.into_iter().zip(weights) {
            assert!((count as f32 / 100_000.0 - weight / 10.0).abs() < 0.01, "{counts:?}");
        }
        assert!(Weighted::new(&[0.0, 0.0]).is_none() && Weighted::new(&[]).is_none());
        assert!(Weighted::new(&[f32::MAX, 1e-45]).is_some(), "the sum does not overflow");
    }

    #[test]
    #[cfg(panic = "unwind")]
    fn what_nothing_can_be_drawn_from_is_refused() {
        let panics = |draw: &dyn Fn()| std::panic::catch_unwind(std::panic::AssertUnwindSafe(draw)).is_err();
        for wrong in [f32::NAN, f32::INFINITY, -1.0] {
            assert!(panics(&|| _ = Weighted::new(&[3.0, wrong])), "a weight of {wrong}");
            let shape = f64::from(wrong);
            assert!(panics(&|| _ = Random::new(1).gamma(shape)), "a shape of {shape}");
        }
        assert!(panics(&|| _ = Random::new(1).gamma(0.0)));
    }

    #[test]
    fn draws_reach_both_ends_of_any_range() {
        let mut random = Random::new(2);
        for n in [1, 2, 3, 1 << 31, u32::MAX] {
            let draws: Vec<u32> = (0..10_000).map(|_| random.below(n)).collect();
            let (least, most) = (draws.iter().min().unwrap(), draws.iter().max().unwrap());
            assert!(draws.iter().all(|&i| i < n) && *least <= n / 1000 && *most >= n - 1 - n / 1000, "{n}");
        }
        // As many as 32 bits can number: few of them.
        let mut few = Random::new(3).others(&[0, 1 << 31, u32::MAX - 1], u32::MAX, 5);
        few.sort_unstable();
        assert!(few.len() == 5 && few.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn others_are_distinct_and_not_among_those_given() {
        for (n, below) in [(3, 1000), (3, 8), (99, 8), (usize::MAX, 1000)] {
            let mut drawn = Random::new(1).others(&[1, 4, 5], below, n);
            assert_eq!(drawn.len(), n.min(below as usize - 3));
            drawn.sort_unstable();
            assert!(drawn.windows(2).all(|w| w[0] < w[1]) && drawn.iter().all(|i| ![1, 4, 5].contains(i)));
        }
    }

    #[test]
    fn shuffling_keeps_every_element() {
        let mut v: Vec<u32> = (0..100).collect();
        Random::new(3).shuffle(&mut v);
        assert_ne!(v, (0..100).collect::<Vec<_>>());
        v.sort_unstable();
        assert_eq!(v, (0..100).collect::<Vec<_>>());
    }
}
