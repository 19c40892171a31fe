//! The kernels written for WebAssembly's vectors against the scalar reference, bit for bit. All others are the reference,
//! there and natively, so this is what makes a model's numbers the same in both places.

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
fn mix() {
    each_length(|n, a, b| {
        let mixed = |mix: fn(&mut [f32], &mut [f32], [f32; 2], [f32; 2])| {
            let (mut a, mut b) = (a.to_vec(), b.to_vec());
            mix(&mut a, &mut b, [0.9, 1.1], [0.3, -0.7]);
            (bits(&a), bits(&b))
        };
        assert_eq!(mixed(kernel::mix), mixed(scalar::mix), "n = {n}");
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
fn axpy4() {
    each_length(|n, a, b| {
        let added = |axpy4: fn([f32; 4], [&[f32]; 4], &mut [f32])| {
            let mut y = a.to_vec();
            axpy4([0.3, -0.7, 1.1, 0.2], [a, b, b, a], &mut y);
            bits(&y)
        };
        assert_eq!(added(kernel::axpy4), added(scalar::axpy4), "n = {n}");
    });
}

#[test]
fn fields() {
    let mut random = Random::new(7);
    for n in (0..70).chain([128, 257, 1000]) {
        for _ in 0..20 {
            let signs: &[u8] = if n % 2 == 0 { b"0123456789abc,;\xFF" } else { b"0123456789abc,;\xFF\"" };
            let line: Vec<u8> = (0..n).map(|_| signs[random.below(signs.len() as u32) as usize]).collect();
            for quote in [b'"', b','] {
                let cut = |fields: fn(&[u8], u8, u8, &mut Vec<(u32, u32)>) -> bool| {
                    let mut found = Vec::new();
                    // What stands before a quote is not asked for.
                    fields(&line, b',', quote, &mut found).then_some(found)
                };
                assert_eq!(cut(kernel::fields), cut(scalar::fields), "n = {n}");
            }
        }
    }
}
