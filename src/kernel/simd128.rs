//! The same loops in WebAssembly's 128-bit vectors: registers of four lanes stand for the lanes of the scalar
//! reference, in the same order of operations. Here are those alone that are faster than what the compiler makes of the
//! reference, by themselves (`node bench/kernels.mjs`) or, as `dot` and `mix`, within the loops of a training.

use std::arch::wasm32::{
    f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, i8x16_bitmask, i32x4_shuffle, u8x16_eq,
    u8x16_splat, v128, v128_load, v128_or, v128_store,
};

/// Sums lanes in the order of the scalar reference.
#[inline]
fn across(acc: [v128; 4]) -> f32 {
    let s = f32x4_add(f32x4_add(acc[0], acc[1]), f32x4_add(acc[2], acc[3]));
    (f32x4_extract_lane::<0>(s) + f32x4_extract_lane::<2>(s))
        + (f32x4_extract_lane::<1>(s) + f32x4_extract_lane::<3>(s))
}

/// Dot product, bit for bit that of the scalar reference.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let n = a.len().min(b.len());
    if !n.is_multiple_of(16) {
        return super::scalar::dot(a, b);
    }
    let (mut p, mut q) = (a.as_ptr(), b.as_ptr());
    let mut acc = [f32x4_splat(0.0); 4];
    // SAFETY: both slices hold at least n elements, and n is a multiple of the 16 read in each turn.
    unsafe {
        for _ in 0..n / 16 {
            for (lane, acc) in acc.iter_mut().enumerate() {
                let x = v128_load(p.add(4 * lane).cast::<v128>());
                let y = v128_load(q.add(4 * lane).cast::<v128>());
                *acc = f32x4_add(*acc, f32x4_mul(x, y));
            }
            (p, q) = (p.add(16), q.add(16));
        }
    }
    across(acc)
}

/// `[a · b, a · a, b · b]` in one pass, bit for bit those of the scalar reference.
#[inline]
pub fn dot_squares(a: &[f32], b: &[f32]) -> [f32; 3] {
    let n = a.len().min(b.len());
    if !n.is_multiple_of(16) {
        return super::scalar::dot_squares(a, b);
    }
    let (mut p, mut q) = (a.as_ptr(), b.as_ptr());
    let (mut ab, mut aa, mut bb) = ([f32x4_splat(0.0); 4], [f32x4_splat(0.0); 4], [f32x4_splat(0.0); 4]);
    // SAFETY: both slices hold at least n elements, and n is a multiple of the 16 read in each turn.
    unsafe {
        for _ in 0..n / 16 {
            for lane in 0..4 {
                let x = v128_load(p.add(4 * lane).cast::<v128>());
                let y = v128_load(q.add(4 * lane).cast::<v128>());
                ab[lane] = f32x4_add(ab[lane], f32x4_mul(x, y));
                aa[lane] = f32x4_add(aa[lane], f32x4_mul(x, x));
                bb[lane] = f32x4_add(bb[lane], f32x4_mul(y, y));
            }
            (p, q) = (p.add(16), q.add(16));
        }
    }
    [across(ab), across(aa), across(bb)]
}

/// `(a, b) ← (keep_a · a + from_b · b, keep_b · b + from_a · a)`, bit for bit that of the scalar reference.
#[inline]
pub fn mix(a: &mut [f32], b: &mut [f32], keep: [f32; 2], from: [f32; 2]) {
    let n = a.len().min(b.len());
    let whole = n / 4 * 4;
    let (keep_a, keep_b) = (f32x4_splat(keep[0]), f32x4_splat(keep[1]));
    let (from_b, from_a) = (f32x4_splat(from[0]), f32x4_splat(from[1]));
    // SAFETY: whole ≤ n, the length of the shorter slice; each turn reads and writes four elements below it.
    unsafe {
        for at in (0..whole).step_by(4) {
            let (p, q) = (a.as_mut_ptr().add(at).cast::<v128>(), b.as_mut_ptr().add(at).cast::<v128>());
            let (x, y) = (v128_load(p), v128_load(q));
            v128_store(p, f32x4_add(f32x4_mul(keep_a, x), f32x4_mul(from_b, y)));
            v128_store(q, f32x4_add(f32x4_mul(keep_b, y), f32x4_mul(from_a, x)));
        }
    }
    super::scalar::mix(&mut a[whole..n], &mut b[whole..n], keep, from);
}

/// `y += alpha₀·x₀ + alpha₁·x₁ + alpha₂·x₂ + alpha₃·x₃`, bit for bit that of the scalar reference.
#[inline]
pub fn axpy4(alpha: [f32; 4], x: [&[f32]; 4], y: &mut [f32]) {
    let n = x.iter().map(|x| x.len()).fold(y.len(), usize::min);
    let whole = n / 16 * 16;
    let scale = alpha.map(|alpha| f32x4_splat(alpha));
    let (x_at, y_at) = (x.map(|x| x.as_ptr()), y.as_mut_ptr());
    // SAFETY: whole ≤ n, the length of the shortest slice; each turn reads and writes sixteen elements below it.
    unsafe {
        for at in (0..whole).step_by(16) {
            for at in [at, at + 4, at + 8, at + 12] {
                let to = y_at.add(at).cast::<v128>();
                v128_store(to, f32x4_add(v128_load(to), four(scale, x_at, at)));
            }
        }
    }
    super::scalar::axpy4(alpha, x.map(|x| &x[whole..n]), &mut y[whole..n]);
}

/// Four elements of the sum of four rows, summed in pairs.
///
/// # Safety
/// Four elements from `at` on can be read from each row.
#[inline]
unsafe fn four(scale: [v128; 4], rows: [*const f32; 4], at: usize) -> v128 {
    // SAFETY: as above.
    let term = |r: usize| unsafe { f32x4_mul(scale[r], v128_load(rows[r].add(at).cast::<v128>())) };
    f32x4_add(f32x4_add(term(0), term(1)), f32x4_add(term(2), term(3)))
}

/// Four dot products with one `x`, bit for bit those of the scalar reference. One register for each, in a loop as short as
/// can be: engines spill what a longer one holds.
#[inline]
pub fn dot4(rows: [&[f32]; 4], x: &[f32]) -> [f32; 4] {
    let n = rows.iter().map(|r| r.len()).fold(x.len(), usize::min);
    let whole = n / 4 * 4;
    let mut acc = [f32x4_splat(0.0); 4];
    // SAFETY: whole ≤ n, the length of the shortest slice; each turn reads four elements below it.
    unsafe {
        let load = |x: &[f32], at: usize| v128_load(x.as_ptr().add(at).cast::<v128>());
        for at in (0..whole).step_by(4) {
            let x = load(x, at);
            for (acc, row) in acc.iter_mut().zip(rows) {
                *acc = f32x4_add(*acc, f32x4_mul(load(row, at), x));
            }
        }
    }
    if whole < n {
        // The rest, as vectors filled up with zeros: a lane plus zero is the lane.
        let rest = |x: &[f32]| {
            let mut lanes = [0.0f32; 4];
            lanes[..n - whole].copy_from_slice(&x[whole..n]);
            // SAFETY: four lanes are read from an array of four.
            unsafe { v128_load(lanes.as_ptr().cast::<v128>()) }
        };
        let x = rest(x);
        for (acc, row) in acc.iter_mut().zip(rows) {
            *acc = f32x4_add(*acc, f32x4_mul(rest(row), x));
        }
    }
    // Four sums side by side, each in the order of the scalar reference.
    let pair =
        |a: v128, b: v128| f32x4_add(i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
    let (first, second) = (pair(acc[0], acc[1]), pair(acc[2], acc[3]));
    let (even, odd) =
        (i32x4_shuffle::<0, 1, 4, 5>(first, second), i32x4_shuffle::<2, 3, 6, 7>(first, second));
    let mut out = [0.0f32; 4];
    // SAFETY: four lanes are written to an array of four.
    unsafe { v128_store(out.as_mut_ptr().cast::<v128>(), f32x4_add(even, odd)) };
    out
}

/// The fields of a line, those of the scalar reference: sixteen bytes are looked at in each turn, and the last sixteen
/// again where fewer are left.
#[inline]
pub fn fields(line: &[u8], separator: u8, quote: u8, fields: &mut Vec<(u32, u32)>) -> bool {
    let n = line.len();
    if n < 16 {
        return super::scalar::fields(line, separator, quote, fields);
    }
    let (separators, quotes) = (u8x16_splat(separator), u8x16_splat(quote));
    let (mut start, mut at) = (0, 0);
    while at < n {
        let from = at.min(n - 16);
        // SAFETY: sixteen bytes from `from` on lie in the line.
        let block = unsafe { v128_load(line.as_ptr().add(from).cast::<v128>()) };
        let parted = u8x16_eq(block, separators);
        let either = i8x16_bitmask(v128_or(parted, u8x16_eq(block, quotes)));
        let parted = i8x16_bitmask(parted);
        if either != parted {
            return false;
        }
        let mut left = u32::from(parted) >> (at - from) << (at - from);
        while left != 0 {
            let end = from as u32 + left.trailing_zeros();
            fields.push((start, end));
            start = end + 1;
            left &= left - 1;
        }
        at = from + 16;
    }
    fields.push((start, n as u32));
    true
}
