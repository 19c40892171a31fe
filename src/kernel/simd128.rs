//! The same loops in WebAssembly's 128-bit vectors: four registers of four lanes stand for the
//! sixteen lanes of the scalar reference, in the same order of operations.

use std::arch::wasm32::{
    f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_replace_lane, f32x4_splat, v128, v128_load,
    v128_load32_splat, v128_store,
};

#[inline]
fn last<const L: usize>(acc: v128, product: f32) -> v128 {
    f32x4_replace_lane::<L>(acc, f32x4_extract_lane::<L>(acc) + product)
}

/// Dot product, bit for bit that of the scalar reference.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let n = a.len().min(b.len());
    let (mut p, mut q) = (a.as_ptr(), b.as_ptr());
    let mut acc = [f32x4_splat(0.0); 4];
    // SAFETY: both slices hold at least n elements; the loops below read
    // ⌊n/16⌋·16 + ⌊(n mod 16)/4⌋·4 + n mod 4 = n elements from each, in order.
    unsafe {
        let mul = |p: *const f32, q: *const f32| {
            f32x4_mul(v128_load(p.cast::<v128>()), v128_load(q.cast::<v128>()))
        };
        for _ in 0..n / 16 {
            acc[0] = f32x4_add(acc[0], mul(p, q));
            acc[1] = f32x4_add(acc[1], mul(p.add(4), q.add(4)));
            acc[2] = f32x4_add(acc[2], mul(p.add(8), q.add(8)));
            acc[3] = f32x4_add(acc[3], mul(p.add(12), q.add(12)));
            (p, q) = (p.add(16), q.add(16));
        }
        let blocks = n % 16 / 4;
        for acc in acc.iter_mut().take(blocks) {
            *acc = f32x4_add(*acc, mul(p, q));
            (p, q) = (p.add(4), q.add(4));
        }
        let rest = n % 4;
        if rest > 0 {
            let acc = &mut acc[blocks];
            *acc = last::<0>(*acc, *p * *q);
            if rest > 1 {
                *acc = last::<1>(*acc, *p.add(1) * *q.add(1));
            }
            if rest > 2 {
                *acc = last::<2>(*acc, *p.add(2) * *q.add(2));
            }
        }
    }
    across(acc)
}

/// Sums lanes in the order of the scalar reference.
#[inline]
fn across(acc: [v128; 4]) -> f32 {
    let s = f32x4_add(f32x4_add(acc[0], acc[1]), f32x4_add(acc[2], acc[3]));
    (f32x4_extract_lane::<0>(s) + f32x4_extract_lane::<2>(s))
        + (f32x4_extract_lane::<1>(s) + f32x4_extract_lane::<3>(s))
}

/// `y += alpha · x`.
#[inline]
pub fn axpy(alpha: f32, x: &[f32], y: &mut [f32]) {
    let n = x.len().min(y.len());
    let blocks = n / 4;
    let factor = f32x4_splat(alpha);
    // SAFETY: blocks·4 ≤ n elements are read from x, and read and written in y.
    unsafe {
        for i in 0..blocks {
            let (p, q) = (x.as_ptr().add(4 * i).cast::<v128>(), y.as_mut_ptr().add(4 * i));
            let sum = f32x4_add(v128_load(q.cast::<v128>()), f32x4_mul(factor, v128_load(p)));
            v128_store(q.cast::<v128>(), sum);
        }
    }
    for (y, x) in y[4 * blocks..n].iter_mut().zip(&x[4 * blocks..n]) {
        *y += alpha * x;
    }
}

/// `[a · b, a · a, b · b]` in one pass, bit for bit those of the scalar reference.
#[inline]
pub fn dot_squares(a: &[f32], b: &[f32]) -> [f32; 3] {
    let n = a.len().min(b.len());
    if !n.is_multiple_of(16) {
        return [dot(&a[..n], &b[..n]), dot(&a[..n], &a[..n]), dot(&b[..n], &b[..n])];
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

/// `(a, b) ← (keep_a · a + from_b · b, keep_b · b + from_a · a)`, both from the old values.
#[inline]
pub fn mix(a: &mut [f32], b: &mut [f32], keep: [f32; 2], from: [f32; 2]) {
    let n = a.len().min(b.len());
    let blocks = n / 4;
    let (keep_a, keep_b) = (f32x4_splat(keep[0]), f32x4_splat(keep[1]));
    let (from_b, from_a) = (f32x4_splat(from[0]), f32x4_splat(from[1]));
    // SAFETY: blocks·4 ≤ n elements of each slice are read and written.
    unsafe {
        for i in 0..blocks {
            let p = a.as_mut_ptr().add(4 * i).cast::<v128>();
            let q = b.as_mut_ptr().add(4 * i).cast::<v128>();
            let (x, y) = (v128_load(p), v128_load(q));
            v128_store(p, f32x4_add(f32x4_mul(keep_a, x), f32x4_mul(from_b, y)));
            v128_store(q, f32x4_add(f32x4_mul(keep_b, y), f32x4_mul(from_a, x)));
        }
    }
    super::scalar::mix(&mut a[4 * blocks..n], &mut b[4 * blocks..n], keep, from);
}

/// `y += alpha₀·x₀ + alpha₁·x₁ + alpha₂·x₂ + alpha₃·x₃`, the products summed in pairs.
#[inline]
pub fn axpy4(alpha: [f32; 4], x: [&[f32]; 4], y: &mut [f32]) {
    let n = x.iter().map(|x| x.len()).fold(y.len(), usize::min);
    let [x0, x1, x2, x3] = x.map(|x| &x[..n]);
    let y = &mut y[..n];
    let blocks = n / 4;
    let factor = alpha.map(|a| f32x4_splat(a));
    // SAFETY: blocks·4 ≤ n elements are read from each x, and read and written in y.
    unsafe {
        for i in 0..blocks {
            let mul = |f: v128, x: &[f32]| f32x4_mul(f, v128_load(x.as_ptr().add(4 * i).cast::<v128>()));
            let q = y.as_mut_ptr().add(4 * i).cast::<v128>();
            let first = f32x4_add(mul(factor[0], x0), mul(factor[1], x1));
            let second = f32x4_add(mul(factor[2], x2), mul(factor[3], x3));
            v128_store(q, f32x4_add(v128_load(q), f32x4_add(first, second)));
        }
    }
    for i in 4 * blocks..n {
        y[i] += (alpha[0] * x0[i] + alpha[1] * x1[i]) + (alpha[2] * x2[i] + alpha[3] * x3[i]);
    }
}

/// Four dot products with one `x`, bit for bit those of the scalar reference.
#[inline]
pub fn dot4(rows: [&[f32]; 4], x: &[f32]) -> [f32; 4] {
    let n = rows.iter().map(|r| r.len()).fold(x.len(), usize::min);
    let whole = n / 8 * 8;
    let zero = f32x4_splat(0.0);
    let (mut low, mut high) = ([zero; 4], [zero; 4]);
    // SAFETY: whole ≤ n, the length of the shortest slice; each turn reads eight elements below it.
    unsafe {
        let load = |x: &[f32], at: usize| v128_load(x.as_ptr().add(at).cast::<v128>());
        for at in (0..whole).step_by(8) {
            let (x_low, x_high) = (load(x, at), load(x, at + 4));
            for r in 0..4 {
                low[r] = f32x4_add(low[r], f32x4_mul(load(rows[r], at), x_low));
                high[r] = f32x4_add(high[r], f32x4_mul(load(rows[r], at + 4), x_high));
            }
        }
    }
    if whole < n {
        // The rest, as vectors filled up with zeros: a lane plus zero is the lane.
        let rest = |x: &[f32]| {
            let mut lanes = [0.0f32; 8];
            lanes[..n - whole].copy_from_slice(&x[whole..n]);
            // SAFETY: eight lanes are read from an array of eight.
            unsafe {
                (v128_load(lanes.as_ptr().cast::<v128>()), v128_load(lanes.as_ptr().add(4).cast::<v128>()))
            }
        };
        let x = rest(x);
        for r in 0..4 {
            let row = rest(rows[r]);
            low[r] = f32x4_add(low[r], f32x4_mul(row.0, x.0));
            high[r] = f32x4_add(high[r], f32x4_mul(row.1, x.1));
        }
    }
    std::array::from_fn(|r| {
        let s = f32x4_add(low[r], high[r]);
        (f32x4_extract_lane::<0>(s) + f32x4_extract_lane::<2>(s))
            + (f32x4_extract_lane::<1>(s) + f32x4_extract_lane::<3>(s))
    })
}

/// `Σ rows[i..i+4] ⊗ rows[j..j+8]`, row after row, over packed rows of length `stride`.
#[inline]
pub fn gram_tile(rows: &[f32], stride: usize, i: usize, j: usize) -> [[f32; 8]; 4] {
    let zero = f32x4_splat(0.0);
    let mut sums = [[zero; 2]; 4];
    if i + 4 <= stride && j + 8 <= stride {
        for row in rows.chunks_exact(stride) {
            // SAFETY: a row has `stride` elements, and i + 4 and j + 8 do not exceed that.
            unsafe {
                let at = row.as_ptr().add(j).cast::<v128>();
                let wide = [v128_load(at), v128_load(at.add(1))];
                for (r, sums) in sums.iter_mut().enumerate() {
                    let high = v128_load32_splat(row.as_ptr().add(i + r).cast::<u32>());
                    sums[0] = f32x4_add(sums[0], f32x4_mul(high, wide[0]));
                    sums[1] = f32x4_add(sums[1], f32x4_mul(high, wide[1]));
                }
            }
        }
    }
    let mut out = [[0.0; 8]; 4];
    for (out, sums) in out.iter_mut().zip(sums) {
        // SAFETY: eight elements are written to an array of eight.
        unsafe {
            let at = out.as_mut_ptr().cast::<v128>();
            v128_store(at, sums[0]);
            v128_store(at.add(1), sums[1]);
        }
    }
    out
}
