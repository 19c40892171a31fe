//! Each kernel of `src/kernel/` that has a version for vectors, called in a loop with it and with the scalar reference.
//! `bench/kernels.mjs` times the two in a browser's worker.

use std::cell::RefCell;
use std::hint::black_box;

#[allow(dead_code)]
#[path = "../../src/kernel/scalar.rs"]
mod scalar;
#[path = "../../src/kernel/simd128.rs"]
mod simd128;

/// Rows that a kernel is called on in turn: few enough for the first cache.
const ROWS: usize = 8;

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
            ROWS_IN_USE.with_borrow(|(n, rows)| {
                let ($n, $rows) = (*n, &rows[..]);
                for $at in 0..times {
                    black_box($body);
                }
            });
        }
    };
}

/// Row `at` of them, over and over.
fn row(rows: &[f32], n: usize, at: usize) -> &[f32] {
    &rows[at % ROWS * n..][..n]
}

timed! {
    dot_vector, dot_scalar: |version, n, rows, at| version::dot(row(rows, n, at), row(rows, n, at + 3));
    dot_squares_vector, dot_squares_scalar: |version, n, rows, at|
        version::dot_squares(row(rows, n, at), row(rows, n, at + 3));
    dot4_vector, dot4_scalar: |version, n, rows, at|
        version::dot4(std::array::from_fn(|i| row(rows, n, at + i)), row(rows, n, ROWS - 1));
}
