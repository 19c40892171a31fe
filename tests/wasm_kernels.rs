//! The kernels for WebAssembly's vectors against the scalar reference, bit for bit. A native build's kernels
//! are the reference, so this is what makes a model's numbers the same in both places.

#![cfg(target_arch = "wasm32")]

use kindred::kernel::{self, scalar};
use kindred::random::Random;
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn bits(x: &[f32]) -> Vec<u32> {
    x.iter().map(|x| x.to_bits()).collect()
}

/// Calls `test` with two random vectors of lengths around every block size, and starting off any alignment.
fn each_length(test: impl Fn(usize, &[f32], &[f32])) {
    let mut random = Random::new(5);
    for n in (0..70).chain([128, 257, 1000]) {
        for offset in 0..2 {
            let (mut a, mut b) = (vec![0.0; n + offset], vec![0.0; n]);
            random.fill_normal(&mut a, 3.0);
            random.fill_normal(&mut b, 0.1);
            test(n, &a[offset..], &b);
        }
    }
}

#[test]
fn the_module_is_built_with_vectors() {
    assert!(
        cfg!(target_feature = "simd128"),
        "without simd128 these tests would compare a thing with itself"
    );
}

#[test]
fn dot() {
    each_length(|n, a, b| {
        assert_eq!(kernel::dot(a, b).to_bits(), scalar::dot(a, b).to_bits(), "n = {n}");
    });
}

#[test]
fn dot_squares() {
    each_length(|n, a, b| {
        assert_eq!(bits(&kernel::dot_squares(a, b)), bits(&scalar::dot_squares(a, b)), "n = {n}");
    });
}

#[test]
fn dot4() {
    each_length(|n, a, b| {
        let rows = [a, b, b, a];
        assert_eq!(bits(&kernel::dot4(rows, b)), bits(&scalar::dot4(rows, b)), "n = {n}");
    });
}

#[test]
fn axpy() {
    each_length(|n, a, b| {
        let (mut y, mut z) = (b.to_vec(), b.to_vec());
        kernel::axpy(0.3, a, &mut y);
        scalar::axpy(0.3, a, &mut z);
        assert_eq!(bits(&y), bits(&z), "n = {n}");
    });
}

#[test]
fn axpy4() {
    each_length(|n, a, b| {
        let (mut y, mut z) = (b.to_vec(), b.to_vec());
        let alpha = [0.3, -1.5, 2.0, 0.7];
        kernel::axpy4(alpha, [a, b, b, a], &mut y);
        scalar::axpy4(alpha, [a, b, b, a], &mut z);
        assert_eq!(bits(&y), bits(&z), "n = {n}");
    });
}

#[test]
fn mix() {
    each_length(|n, a, b| {
        let (mut one, mut other) = ([a.to_vec(), b.to_vec()], [a.to_vec(), b.to_vec()]);
        let [p, q] = &mut one;
        kernel::mix(p, q, [0.9, 0.8], [0.3, -0.2]);
        let [p, q] = &mut other;
        scalar::mix(p, q, [0.9, 0.8], [0.3, -0.2]);
        assert_eq!(one.map(|x| bits(&x)), other.map(|x| bits(&x)), "n = {n}");
    });
}

#[test]
fn gram_tile() {
    let mut random = Random::new(3);
    for n in [0, 1, 37] {
        let stride = 24;
        let mut rows = vec![0.0; n * stride];
        random.fill_normal(&mut rows, 1.0);
        for (i, j) in [(0, 0), (4, 8), (20, 16)] {
            let (a, b) = (kernel::gram_tile(&rows, stride, i, j), scalar::gram_tile(&rows, stride, i, j));
            assert_eq!(a.map(|row| bits(&row)), b.map(|row| bits(&row)), "n = {n}, ({i}, {j})");
        }
    }
}
