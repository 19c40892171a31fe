//! Each kernel of `src/kernel/` that has a version for vectors, called in a loop with it and with the scalar reference.
//! `bench/kernels.mjs` times the two in a browser's worker.

use std::cell::RefCell;
use std::hint::black_box;

#[allow(dead_code)]
#[path = "../../src/kernel/scalar.rs"]
mod scalar;
#[path = "../../src/kernel/simd128.rs"]
mod simd128;

/// Rows that a kernel is called on in turn; `gram_tile` runs over all of them.
const ROWS: usize = 64;
/// Rows that the others use: few enough for the first cache.
const FEW: usize = 8;

thread_local! {
    /// The rows' length, and the rows.
    static ROWS_IN_USE: RefCell<(usize, Vec<f32>)> = const { RefCell::new((0, Vec::new())) };
}

/// Makes rows of this length.
#[unsafe(no_mangle)]
pub extern "C" fn prepare(length: usize) {
    let value = |i: usize| ((i * 7919) % 1009) as f32 / 1009.0 - 0.5;
    ROWS_IN_USE.set((length, (0..ROWS * length).map(value).collect()));
}

/// Two functions a kernel, with and without vectors: `$body` is done so many times, with `$version` standing for the
/// module, `$n` for the rows' length, `$rows` for the rows and `$at` for the number of the turn.
macro_rules! timed {
    ($($vector:ident, $scalar:ident: |$version:ident, $n:ident, $rows:ident, $at:ident| $body:expr;)*) => { $(
        timed!(@ $vector simd128 $version $n $rows $at $body);
        timed!(@ $scalar scalar $version $n $rows $at $body);
    )* };
    (@ $name:ident $module:ident $version:ident $n:ident $rows:ident $at:ident $body:expr) => {
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(times: usize) {
            use $module as $version;
            ROWS_IN_USE.with_borrow_mut(|(n, rows)| {
                let ($n, $rows) = (*n, &mut rows[..]);
                for $at in 0..times {
                    black_box($body);
                }
            });
        }
    };
}

/// Row `at` of the few.
fn row(rows: &[f32], n: usize, at: usize) -> &[f32] {
    &rows[at % FEW * n..][..n]
}

/// Row `at` of the few but the last, and the last, to be written.
fn row_and_last(rows: &mut [f32], n: usize, at: usize) -> (&mut [f32], &mut [f32]) {
    let (few, last) = rows.split_at_mut((FEW - 1) * n);
    (&mut few[at % (FEW - 1) * n..][..n], &mut last[..n])
}

/// Four rows, and the last, to be written.
fn four_and_last(rows: &mut [f32], n: usize, at: usize) -> ([&[f32]; 4], &mut [f32]) {
    let (few, last) = rows.split_at_mut((FEW - 1) * n);
    let few = &*few;
    (std::array::from_fn(|i| &few[(at + i) % (FEW - 1) * n..][..n]), &mut last[..n])
}

/// Of either sign in turn, so that what is added up stays small.
fn sign(at: usize) -> f32 {
    if at.is_multiple_of(2) { 0.01 } else { -0.01 }
}

timed! {
    dot_vector, dot_scalar: |version, n, rows, at| version::dot(row(rows, n, at), row(rows, n, at + 3));
    dot_squares_vector, dot_squares_scalar: |version, n, rows, at|
        version::dot_squares(row(rows, n, at), row(rows, n, at + 3));
    dot4_vector, dot4_scalar: |version, n, rows, at| {
        let (four, last) = four_and_last(rows, n, at);
        version::dot4(four, last)
    };
    axpy_vector, axpy_scalar: |version, n, rows, at| {
        let (x, y) = row_and_last(rows, n, at / 2);
        version::axpy(sign(at), x, y);
    };
    axpy4_vector, axpy4_scalar: |version, n, rows, at| {
        let (four, y) = four_and_last(rows, n, at / 2);
        version::axpy4([sign(at); 4], four, y);
    };
    mix_vector, mix_scalar: |version, n, rows, at| {
        let (a, b) = row_and_last(rows, n, at / 2);
        version::mix(a, b, [1.0, 1.0], [sign(at), -sign(at)]);
    };
    gram_tile_vector, gram_tile_scalar: |version, n, rows, at| {
        let stride = n / 8 * 8;
        let (i, j) = (at * 4 % (stride - 4), at * 8 % (stride - 8));
        version::gram_tile(&rows[..ROWS * stride], stride, i / 4 * 4, j / 8 * 8)
    };
}
