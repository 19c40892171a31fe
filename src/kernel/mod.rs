//! The inner loops: `f32` slices in, no allocation, no branch on data; and the one that cuts lines.
//!
//! Every reduction has sixteen lanes and one fixed order of summing them up, so the compiler can make vectors of the
//! scalar kernels ([`scalar`]), and they give the same bits natively and in wasm. Where it makes too little of one for
//! wasm there is a version by hand, with the same bits again.
//! Rust never contracts `a * b + c` into a fused operation, and exp and ln come from [`libm`].

pub mod gram;
pub mod inverse;
pub mod scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;
pub mod solve;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use scalar as best;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128 as best;

/// Dot product of the first `min(a.len(), b.len())` elements.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    best::dot(a, b)
}

/// `y += alpha · x`, over the first `min(x.len(), y.len())` elements.
#[inline]
pub fn axpy(alpha: f32, x: &[f32], y: &mut [f32]) {
    scalar::axpy(alpha, x, y)
}

/// `[a · b, a · a, b · b]` in one pass over the first `min(a.len(), b.len())` elements.
#[inline]
pub fn dot_squares(a: &[f32], b: &[f32]) -> [f32; 3] {
    best::dot_squares(a, b)
}

/// `(a, b) ← (keep[0] · a + from[0] · b, keep[1] · b + from[1] · a)`, both from the old values,
/// over the first `min(a.len(), b.len())` elements: one step of gradient descent on a product of
/// two rows, in one pass over both.
#[inline]
pub fn mix(a: &mut [f32], b: &mut [f32], keep: [f32; 2], from: [f32; 2]) {
    best::mix(a, b, keep, from)
}

/// `(x, y, z) ← (keep · x + step · (y − z), keep · y + step · x, keep · z − step · x)`, all from the old values, for three
/// rows of one length: one step of gradient descent that raises `x · (y − z)`.
#[inline]
pub fn part(x: &mut [f32], y: &mut [f32], z: &mut [f32], keep: f32, step: f32) {
    scalar::part(x, y, z, keep, step)
}

/// `y[i] += ((alpha₀·x₀[i] + alpha₁·x₁[i]) + (alpha₂·x₂[i] + alpha₃·x₃[i]))`, over the elements that
/// all five slices have: four [`axpy`] for one load and store of `y`.
#[inline]
pub fn axpy4(alpha: [f32; 4], x: [&[f32]; 4], y: &mut [f32]) {
    best::axpy4(alpha, x, y)
}

/// Four dot products with one `x`, over the elements that all five slices have. Four lanes each,
/// so the last bits may differ from those of [`dot`].
#[inline]
pub fn dot4(rows: [&[f32]; 4], x: &[f32]) -> [f32; 4] {
    best::dot4(rows, x)
}

/// `out[i] = row picked[i] of the matrix · x`, with `x` as long as a row: each as by [`dot4`].
#[inline(never)]
pub fn dot_picked(matrix: &[f32], picked: &[u32], x: &[f32], out: &mut [f32]) {
    let row = |at: u32| &matrix[at as usize * x.len()..][..x.len()];
    for (picked, out) in picked.chunks(4).zip(out.chunks_mut(4)) {
        let rows = std::array::from_fn(|at| row(*picked.get(at).unwrap_or(&picked[0])));
        out.iter_mut().zip(dot4(rows, x)).for_each(|(out, product)| *out = product);
    }
}

/// Has picked rows of this width fetched into the first cache: all together and while something else is done, where each
/// would be waited for when it is its turn.
#[inline(never)]
pub fn fetch_picked<T: Copy + Default + PartialEq>(matrix: &[T], picked: &[u32], width: usize) {
    let mut any = false;
    for &row in picked {
        let row = &matrix[row as usize * width..][..width];
        any = row.iter().step_by(LINE / size_of::<T>()).fold(any, |any, x| any | (*x != T::default()));
    }
    std::hint::black_box(any);
}

/// Bytes that processors fetch at a time.
pub const LINE: usize = 64;

/// The nearest number with the upper half of a single-precision number's bits (bfloat16: 8 bits of precision); of two that
/// are as near the even one. What is not finite stays so.
#[inline]
pub fn upper_half(x: f32) -> u16 {
    let bits = x.to_bits();
    if x.is_nan() {
        return (bits >> 16) as u16 | 1;
    }
    ((bits + 0x7fff + (bits >> 16 & 1)) >> 16) as u16
}

/// The number of which these are the upper half's bits, all others being 0.
#[inline]
pub fn of_upper_half(half: u16) -> f32 {
    f32::from_bits(u32::from(half) << 16)
}

/// `y = (y + x₀) + x₁ …`, over the elements that all have, of each `x` the [`upper_half`].
#[inline(never)]
pub fn add_upper_halves<const N: usize>(x: [&[u16]; N], y: &mut [f32]) {
    let n = x.iter().map(|x| x.len()).fold(y.len(), usize::min);
    let x = x.map(|x| &x[..n]);
    for (i, y) in y[..n].iter_mut().enumerate() {
        for x in x {
            *y += of_upper_half(x[i]);
        }
    }
}

/// `out += Σ scales[i] · row picked[i] of the matrix`, one row after the other, with `out` as long as a row.
pub fn add_picked(matrix: &[f32], picked: &[u32], scales: &[f32], out: &mut [f32]) {
    scalar::add_picked(matrix, picked, scales, out)
}

/// The four by eight elements from `(i, j)` on of `Σ row ⊗ row`, over packed rows of length `stride`; `i + 4`
/// and `j + 8` must not exceed `stride`.
#[inline]
pub fn gram_tile(rows: &[f32], stride: usize, i: usize, j: usize) -> [[f32; 8]; 4] {
    scalar::gram_tile(rows, stride, i, j)
}

/// `out[i] = rows[i] · x` for a row-major `(out.len(), x.len())` matrix.
pub fn dot_rows(rows: &[f32], x: &[f32], out: &mut [f32]) {
    if x.is_empty() {
        out.fill(0.0);
        return;
    }
    for (row, out) in rows.chunks_exact(x.len()).zip(out) {
        *out = dot(row, x);
    }
}

/// The fields of a line as ranges of its bytes, between `separator`s; false when there is a `quote`, by which fields are
/// told otherwise. A `quote` that is the separator is none.
#[inline]
pub fn fields(line: &[u8], separator: u8, quote: u8, fields: &mut Vec<(u32, u32)>) -> bool {
    best::fields(line, separator, quote, fields)
}

/// Euclidean length.
#[inline]
pub fn norm(x: &[f32]) -> f32 {
    dot(x, x).sqrt()
}

/// Cosine of `row` with every row of a row-major `(out.len(), row.len())` matrix; a row of
/// zeros has cosine 0 with everything.
pub fn cosine_rows(rows: &[f32], row: &[f32], out: &mut [f32]) {
    let length = norm(row);
    if length == 0.0 {
        out.fill(0.0);
        return;
    }
    for (other, out) in rows.chunks_exact(row.len()).zip(out) {
        let other_length = norm(other);
        *out = if other_length == 0.0 { 0.0 } else { dot(row, other) / (length * other_length) };
    }
}

/// `eˣ`, the same bits everywhere.
#[inline]
pub fn exp(x: f32) -> f32 {
    libm::expf(x)
}

/// Natural logarithm, the same bits everywhere.
#[inline]
pub fn ln(x: f32) -> f32 {
    libm::logf(x)
}

/// The logistic function `1 / (1 + e⁻ˣ)`, without overflow.
#[inline]
pub fn sigmoid(x: f32) -> f32 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

/// [`sigmoid`] of each, with the same bits, several at a time: the steps of [`libm::expf`] without its branches.
pub fn sigmoids(x: &mut [f32]) {
    // Beyond these `e⁻ˣ` has fewer bits than others, or none.
    const END: f32 = 87.0;
    for x in x.chunks_mut(64) {
        if x.iter().fold(0.0f32, |most, x| if x.abs() <= END { most } else { 1.0 }) > 0.0 {
            x.iter_mut().for_each(|x| *x = sigmoid(*x));
        } else {
            x.iter_mut().for_each(|x| *x = sigmoid_within(*x));
        }
    }
}

/// [`sigmoid`] of a number between −87 and 87.
#[inline]
fn sigmoid_within(x: f32) -> f32 {
    const LN2: [f32; 2] = [6.931_457_5e-1, 1.428_606_8e-6];
    const P: [f32; 2] = [1.666_662_5e-1, -2.766_733_3e-3];
    // e to this: 2 to the power k, times e to what is left.
    let power = -x.abs();
    let size = power.to_bits() & 0x7fff_ffff;
    let far = (std::f32::consts::LOG2_E * power - 0.5) as i32;
    let near = if size > 0x3eb1_7218 { -1 } else { 0 };
    let k = if size > 0x3f85_1592 { far } else { near };
    let high = power - k as f32 * LN2[0];
    let low = k as f32 * LN2[1];
    let rest = high - low;
    let square = rest * rest;
    let c = rest - square * (P[0] + square * P[1]);
    let scaled = 1.0 + (rest * c / (2.0 - c) - low + high);
    let e = if size > 0x3900_0000 { scaled * f32::from_bits(((k + 127) as u32) << 23) } else { 1.0 + power };
    (if x >= 0.0 { 1.0 } else { e }) / (1.0 + e)
}

/// The log loss of a target between 0 and 1, `−y ln σ(x) − (1 − y) ln (1 − σ(x)) = ln(1 + eˣ) − y x`, without
/// overflow.
#[inline]
pub fn log_loss(logit: f32, target: f32) -> f32 {
    logit.max(0.0) - target * logit + libm::log1pf(exp(-logit.abs()))
}

/// True when every element is finite.
pub fn all_finite(x: &[f32]) -> bool {
    // A sum of zeros is NaN as soon as one term is: one pass, no branch per element, and lanes that do not wait for one
    // another.
    let (blocks, rest) = x.as_chunks::<16>();
    let mut sums = [0.0; 16];
    for block in blocks {
        for (sum, x) in sums.iter_mut().zip(block) {
            *sum += x * 0.0;
        }
    }
    sums.iter().chain(rest).map(|x| x * 0.0).sum::<f32>() == 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn the_upper_half_is_the_nearest_number_with_eight_bits_of_precision() {
        for x in [0.0, -0.0, 1.0, -2.5, 1.0 / 256.0, f32::INFINITY, f32::NEG_INFINITY] {
            assert_eq!(of_upper_half(upper_half(x)).to_bits(), x.to_bits(), "{x} has few enough");
        }
        // Between 1 and 2 such numbers are 1/128 apart.
        for (x, nearest) in [
            (1.0 + 0.9 / 128.0, 1.0 + 1.0 / 128.0),
            (1.0 + 0.4 / 128.0, 1.0),
            (1.0 + 0.5 / 128.0, 1.0),
            (-1.0 - 1.5 / 128.0, -1.0 - 2.0 / 128.0),
        ] {
            assert_eq!(of_upper_half(upper_half(x)), nearest, "{x}");
        }
        assert!(of_upper_half(upper_half(f32::from_bits(0x7fff_ffff))).is_nan());
        assert!(of_upper_half(upper_half(f32::from_bits(0xff80_0001))).is_nan());
        let mut sums = [1.0, 2.0, 3.0];
        let x = [1.5, -4.0].map(upper_half);
        add_upper_halves([&x], &mut sums);
        assert_eq!(sums, [2.5, -2.0, 3.0]);
        add_upper_halves([&x, &x[..1]], &mut sums);
        assert_eq!(sums, [5.5, -2.0, 3.0]);
    }

    #[test]
    fn known_products() {
        let a: Vec<f32> = (1..=20).map(|i| i as f32).collect();
        assert_eq!(dot(&a, &a), 2870.0);
        assert_eq!(dot(&a[..3], &a), 14.0);
        assert_eq!(dot(&[], &a), 0.0);
        let mut y = vec![1.0; 20];
        axpy(2.0, &a, &mut y);
        assert_eq!(y[19], 41.0);
        let (mut p, mut q) = ([1.0, 2.0], [10.0, 20.0]);
        mix(&mut p, &mut q, [1.0, 0.5], [0.1, 2.0]);
        assert_eq!((p, q), ([2.0, 4.0], [7.0, 14.0]));
        let (mut x, mut y, mut z) = ([1.0, 2.0], [3.0, 4.0], [5.0, 0.0]);
        part(&mut x, &mut y, &mut z, 0.5, 2.0);
        assert_eq!((x, y, z), ([-3.5, 9.0], [3.5, 6.0], [0.5, -4.0]));
        assert_eq!(dot_squares(&p, &q), [70.0, 20.0, 245.0]);
        let mut out = [0.0; 2];
        dot_rows(&[1.0, 2.0, 3.0, 4.0], &[1.0, 1.0], &mut out);
        assert_eq!(out, [3.0, 7.0]);
        cosine_rows(&[2.0, 0.0, 0.0, 0.0], &[1.0, 1.0], &mut out);
        assert!((out[0] - 0.5f32.sqrt()).abs() < 1e-6 && out[1] == 0.0);
    }

    #[test]
    fn several_products_in_one_pass_are_those_of_dot() {
        let mut random = Random::new(5);
        for n in (0..70).chain([128, 257, 1000]) {
            let (mut a, mut b) = (vec![0.0; n], vec![0.0; n]);
            random.fill_normal(&mut a, 3.0);
            random.fill_normal(&mut b, 0.1);
            assert_eq!(dot_squares(&a, &b), [dot(&a, &b), dot(&a, &a), dot(&b, &b)], "n = {n}");
            let four = dot4([&a, &b, &b, &a], &b);
            assert!((four[0] - dot(&a, &b)).abs() <= 1e-3 && four[0] == four[3], "n = {n}");
        }
    }

    #[test]
    fn products_and_sums_of_picked_rows_are_those_of_single_rows() {
        let mut random = Random::new(6);
        for width in (1..50).chain([64, 65, 100, 257]) {
            let (mut matrix, mut x) = (vec![0.0; 9 * width], vec![0.0; width]);
            random.fill_normal(&mut matrix, 1.0);
            random.fill_normal(&mut x, 1.0);
            let row = |at: u32| &matrix[at as usize * width..][..width];
            for picked in [&[][..], &[3], &[8, 0, 5, 5], &[1, 2, 3, 4, 5, 6, 7]] {
                let mut products = vec![0.0; picked.len()];
                dot_picked(&matrix, picked, &x, &mut products);
                let single: Vec<f32> = picked.iter().map(|&at| dot4([row(at); 4], &x)[0]).collect();
                assert_eq!(products, single, "width {width}");
                let (mut sums, mut one_by_one) = (x.clone(), x.clone());
                add_picked(&matrix, picked, &products, &mut sums);
                picked.iter().zip(&products).for_each(|(&at, scale)| axpy(*scale, row(at), &mut one_by_one));
                assert_eq!(sums, one_by_one, "width {width}");
            }
        }
    }

    #[test]
    fn sigmoid_is_symmetric_and_bounded() {
        assert_eq!(sigmoid(0.0), 0.5);
        assert!((sigmoid(2.0) + sigmoid(-2.0) - 1.0).abs() < 1e-6);
        assert_eq!(sigmoid(1000.0), 1.0);
        assert_eq!(sigmoid(-1000.0), 0.0);
    }

    #[test]
    fn sigmoids_have_the_bits_of_one_after_the_other() {
        let near = (0..400).map(|i| f32::from_bits(0x3860_0000 + 0x4_0001 * i));
        let edges =
            [0x3eb1_7217, 0x3eb1_7218, 0x3eb1_7219, 0x3f85_1592, 0x3f85_1593, 0x3900_0000, 0x3900_0001, 1];
        let even = (0..3000).map(|i| 0.029_7 * i as f32);
        let all: Vec<f32> = near.chain(edges.map(f32::from_bits)).chain(even).chain([0.0, 87.0]).collect();
        for sign in [1.0, -1.0] {
            let mut within: Vec<f32> = all.iter().map(|x| sign * x).filter(|x| x.abs() <= 87.0).collect();
            let one_by_one: Vec<u32> = within.iter().map(|&x| sigmoid(x).to_bits()).collect();
            sigmoids(&mut within);
            assert_eq!(within.iter().map(|x| x.to_bits()).collect::<Vec<_>>(), one_by_one);
            let mut beyond = [-103.0, sign * 88.0, f32::INFINITY, f32::NEG_INFINITY, 1.0];
            let one_by_one = beyond.map(sigmoid);
            sigmoids(&mut beyond);
            assert_eq!(beyond, one_by_one);
        }
        let mut unknown = [0.0, f32::NAN];
        sigmoids(&mut unknown);
        assert!(unknown[0] == 0.5 && unknown[1].is_nan());
    }

    #[test]
    fn log_loss_is_minus_the_logarithm_of_the_probability() {
        for logit in [-3.0f32, -0.5, 0.0, 2.0] {
            let p = sigmoid(logit);
            assert!((log_loss(logit, 1.0) + p.ln()).abs() < 1e-5, "{logit}");
            assert!((log_loss(logit, 0.0) + (1.0 - p).ln()).abs() < 1e-5, "{logit}");
        }
        assert_eq!(log_loss(1000.0, 0.0), 1000.0);
    }

    #[test]
    fn lines_are_cut_at_separators_unless_there_is_a_quote() {
        let cut = |line: &str, quote: u8| {
            let mut found = Vec::new();
            let text = |&(a, b): &(u32, u32)| line[a as usize..b as usize].to_owned();
            fields(line.as_bytes(), b',', quote, &mut found)
                .then(|| found.iter().map(text).collect::<Vec<_>>().join("|"))
        };
        for (line, found) in [
            ("", ""),
            (",", "|"),
            ("1,18532,2.0,1435525865", "1|18532|2.0|1435525865"),
            ("a long field of many letters,,b", "a long field of many letters||b"),
        ] {
            assert_eq!(cut(line, b'"').as_deref(), Some(found));
        }
        assert_eq!(cut("first,\"second, in quotes\"", b'"'), None);
        assert_eq!(cut("a 5\" disk,b", b',').as_deref(), Some("a 5\" disk|b"));
    }

    #[test]
    fn finite_means_every_element() {
        assert!(all_finite(&[1.0, -3.0e38, 0.0]));
        assert!(!all_finite(&[1.0, f32::NAN]));
        assert!(!all_finite(&[f32::NEG_INFINITY, 1.0]));
        for at in 0..40 {
            let mut x = vec![-2.5; 40];
            assert!(all_finite(&x));
            x[at] = if at % 2 == 0 { f32::NAN } else { f32::INFINITY };
            assert!(!all_finite(&x), "at {at}");
        }
    }
}
