//! Principal components of item factors: the two directions in which items differ most.

use ndarray::{Array1, Array2, ArrayView2, Axis};

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
    let n = factors.nrows();
    let Some(mean) = factors.mapv(f64::from).mean_axis(Axis(0)) else {
        return Pca { x: Vec::new(), y: Vec::new(), variance: [0.0; 2] };
    };
    let centred = factors.mapv(f64::from) - &mean;
    let mut covariance = centred.t().dot(&centred) / n as f64;
    let total: f64 = covariance.diag().sum();
    let mut project = || {
        let (direction, variance) = first_component(&covariance);
        // Deflation: what the component explains is taken out.
        let column = direction.view().insert_axis(Axis(1));
        covariance -= &(column.dot(&column.t()) * variance);
        let places = centred.dot(&direction).iter().map(|&x| x as f32).collect();
        (places, if total > 0.0 { (variance / total) as f32 } else { 0.0 })
    };
    let (x, first) = project();
    let (y, second) = project();
    Pca { x, y, variance: [first, second] }
}

/// The leading eigenvector of a symmetric positive matrix, and its eigenvalue.
fn first_component(matrix: &Array2<f64>) -> (Array1<f64>, f64) {
    let k = matrix.nrows();
    // A start with a part in every direction, none of them favoured by symmetry.
    let mut v = Array1::from_shape_fn(k, |i| 1.0 + (i as f64) / (k as f64));
    for _ in 0..SWEEPS {
        let next = matrix.dot(&v);
        let length = next.dot(&next).sqrt();
        if length < 1e-30 {
            return (Array1::zeros(k), 0.0);
        }
        let next = next / length;
        let moved = (&next - &v).mapv(|d| d * d).sum();
        v = next;
        if moved < 1e-18 {
            break;
        }
    }
    let largest = v.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    let v = if largest < 0.0 { -v } else { v };
    let value = v.dot(&matrix.dot(&v)).max(0.0);
    (v, value)
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
