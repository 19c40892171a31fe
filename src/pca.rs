//! Principal components of item factors: the two directions in which items differ most.

use ndarray::ArrayView2;

/// The first two principal components of the rows of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Pca {
    /// Each row's coordinate on the first component, `(n)`.
    pub x: Vec<f32>,
    /// Each row's coordinate on the second component, `(n)`; zeros when there is only one.
    pub y: Vec<f32>,
    /// Share of the total variance that each component has, 0 to 1.
    pub variance: [f32; 2],
}

/// Sweeps of orthogonal iteration; the components of a picture need no more precision.
const SWEEPS: usize = 500;

/// Projects the rows of an `(n, k)` matrix onto its first two principal components, found by
/// power iteration on the `(k, k)` covariance with deflation. Each component's sign is chosen so
/// that its largest loading is positive, so the same factors always give the same picture.
pub fn pca2(factors: ArrayView2<'_, f32>) -> Pca {
    let (n, k) = factors.dim();
    // Plain loops in f64: once per map, over a matrix that training has visited a thousand times.
    let rows: Vec<f64> = factors.iter().map(|&x| f64::from(x)).collect();
    let rows = || rows.chunks_exact(k.max(1));
    let mut mean = vec![0.0; k];
    rows().for_each(|row| add(&mut mean, 1.0 / n as f64, row));
    let mut covariance = vec![0.0; k * k];
    for row in rows() {
        for (i, line) in covariance.chunks_exact_mut(k).enumerate() {
            let centred = row[i] - mean[i];
            for ((c, x), m) in line.iter_mut().zip(row).zip(&mean) {
                *c += centred * (x - m) / n as f64;
            }
        }
    }
    let total: f64 = (0..k).map(|i| covariance[i * k + i]).sum();
    let mut project = || {
        let (direction, variance) = first_component(&covariance, k);
        // Deflation: what the component explains is taken out.
        for (line, d) in covariance.chunks_exact_mut(k.max(1)).zip(&direction) {
            add(line, -d * variance, &direction);
        }
        let centre = inner(&mean, &direction);
        let places = rows().take(n).map(|row| (inner(row, &direction) - centre) as f32).collect();
        (places, if total > 0.0 { (variance / total) as f32 } else { 0.0 })
    };
    let (x, first) = project();
    let (y, second) = project();
    Pca { x, y, variance: [first, second] }
}

/// The leading eigenvector of a symmetric positive `(k, k)` matrix, and its eigenvalue.
fn first_component(matrix: &[f64], k: usize) -> (Vec<f64>, f64) {
    // A start with a part in every direction, none of them favoured by symmetry.
    let mut v: Vec<f64> = (0..k).map(|i| 1.0 + i as f64 / k as f64).collect();
    let mut next = vec![0.0; k];
    let mut value = 0.0;
    for _ in 0..SWEEPS {
        for (out, line) in next.iter_mut().zip(matrix.chunks_exact(k)) {
            *out = inner(line, &v);
        }
        value = inner(&next, &next).sqrt();
        if value < 1e-30 {
            return (vec![0.0; k], 0.0);
        }
        let moved: f64 = next.iter().zip(&v).map(|(x, v)| (x / value - v) * (x / value - v)).sum();
        v.iter_mut().zip(&next).for_each(|(v, x)| *v = x / value);
        if moved < 1e-18 {
            break;
        }
    }
    let largest = v.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    if largest < 0.0 {
        v.iter_mut().for_each(|x| *x = -*x);
    }
    (v, value)
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], factor: f64, x: &[f64]) {
    to.iter_mut().zip(x).for_each(|(to, x)| *to += factor * x);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn planted_directions_are_found_in_order_of_variance() {
        let mut random = Random::new(4);
        let n = 2000;
        // Variance 9 along (3, 4, 0) / 5, variance 1 along z, little elsewhere; mean (1, 2, 3).
        let rows: Vec<f32> = (0..n)
            .flat_map(|_| {
                let (a, b, c) = (3.0 * random.normal(), random.normal(), 0.05 * random.normal());
                [1.0 + 0.6 * a - 0.8 * c, 2.0 + 0.8 * a + 0.6 * c, 3.0 + b].map(|x| x as f32)
            })
            .collect();
        let pca = pca2(ArrayView2::from_shape((n, 3), &rows).unwrap());
        assert!((pca.variance[0] - 0.9).abs() < 0.02, "{:?}", pca.variance);
        assert!((pca.variance[1] - 0.1).abs() < 0.02, "{:?}", pca.variance);
        let along = |i: usize| 0.6 * (rows[3 * i] - 1.0) + 0.8 * (rows[3 * i + 1] - 2.0);
        assert!((0..n).all(|i| (pca.x[i] - along(i)).abs() < 0.3));
        let mean = pca.x.iter().sum::<f32>() / n as f32;
        assert!(mean.abs() < 1e-3);
    }

    #[test]
    fn flat_and_empty_matrices_have_no_components() {
        let flat = pca2(ArrayView2::from_shape((3, 2), &[1.0; 6]).unwrap());
        assert_eq!((flat.x, flat.variance), (vec![0.0; 3], [0.0; 2]));
        let one = pca2(ArrayView2::from_shape((3, 1), &[1.0, 2.0, 3.0]).unwrap());
        assert!((one.variance[0] - 1.0).abs() < 1e-6 && one.y.iter().all(|&y| y == 0.0));
        assert!(pca2(ArrayView2::from_shape((0, 2), &[]).unwrap()).x.is_empty());
    }
}
