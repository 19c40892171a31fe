//! The reference: plain Rust over an array of lanes, which the compiler turns into vector registers.

/// Partial sums of a reduction. Sixteen hide the latency of addition on common processors.
pub const LANES: usize = 16;

/// Dot product; element `i` is added to lane `i mod 16`.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    let mut lanes = [0.0f32; LANES];
    let (a_blocks, b_blocks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail = a_blocks.remainder().iter().zip(b_blocks.remainder());
    for (a, b) in a_blocks.zip(b_blocks) {
        for lane in 0..LANES {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    for (lane, (a, b)) in lanes.iter_mut().zip(tail) {
        *lane += a * b;
    }
    sum(&lanes)
}

/// Sums lanes in the one fixed order: blocks of four first, then across.
#[inline]
pub fn sum(l: &[f32; LANES]) -> f32 {
    let s = |j: usize| (l[j] + l[j + 4]) + (l[j + 8] + l[j + 12]);
    (s(0) + s(2)) + (s(1) + s(3))
}

/// `y += alpha · x`.
#[inline]
pub fn axpy(alpha: f32, x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += alpha * x;
    }
}

/// `[a · b, a · a, b · b]` in one pass, each in the order of [`dot`].
#[inline]
pub fn dot_squares(a: &[f32], b: &[f32]) -> [f32; 3] {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    let (mut ab, mut aa, mut bb) = ([0.0f32; LANES], [0.0f32; LANES], [0.0f32; LANES]);
    let (a_blocks, b_blocks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail = a_blocks.remainder().iter().zip(b_blocks.remainder());
    for (a, b) in a_blocks.zip(b_blocks) {
        for lane in 0..LANES {
            ab[lane] += a[lane] * b[lane];
            aa[lane] += a[lane] * a[lane];
            bb[lane] += b[lane] * b[lane];
        }
    }
    for (lane, (a, b)) in tail.enumerate() {
        ab[lane] += a * b;
        aa[lane] += a * a;
        bb[lane] += b * b;
    }
    [sum(&ab), sum(&aa), sum(&bb)]
}

/// `(a, b) ← (keep_a · a + from_b · b, keep_b · b + from_a · a)`, both from the old values.
#[inline]
pub fn mix(a: &mut [f32], b: &mut [f32], keep: [f32; 2], from: [f32; 2]) {
    for (a, b) in a.iter_mut().zip(b) {
        let (x, y) = (*a, *b);
        *a = keep[0] * x + from[0] * y;
        *b = keep[1] * y + from[1] * x;
    }
}

/// `(x, y, z) ← (keep · x + step · (y − z), keep · y + step · x, keep · z − step · x)`, all from the old values.
#[inline]
pub fn part(x: &mut [f32], y: &mut [f32], z: &mut [f32], keep: f32, step: f32) {
    for ((x, y), z) in x.iter_mut().zip(y).zip(z) {
        let old = *x;
        *x = keep * old + step * (*y - *z);
        *y = keep * *y + step * old;
        *z = keep * *z - step * old;
    }
}

/// `y += alpha₀·x₀ + alpha₁·x₁ + alpha₂·x₂ + alpha₃·x₃`, the products summed in pairs.
#[inline]
pub fn axpy4(alpha: [f32; 4], x: [&[f32]; 4], y: &mut [f32]) {
    let n = x.iter().map(|x| x.len()).fold(y.len(), usize::min);
    let [x0, x1, x2, x3] = x.map(|x| &x[..n]);
    let y = &mut y[..n];
    for i in 0..n {
        y[i] += (alpha[0] * x0[i] + alpha[1] * x1[i]) + (alpha[2] * x2[i] + alpha[3] * x3[i]);
    }
}

/// Four dot products with one `x`; element `i` is added to lane `i mod 4`.
#[inline]
pub fn dot4(rows: [&[f32]; 4], x: &[f32]) -> [f32; 4] {
    const WIDE: usize = 4;
    let n = rows.iter().map(|r| r.len()).fold(x.len(), usize::min);
    let (x_blocks, x_rest) = x[..n].as_chunks::<WIDE>();
    // Row after row: of all four at once the compiler makes vectors across them, which it first has to put together.
    rows.map(|row| {
        let (blocks, rest) = row[..n].as_chunks::<WIDE>();
        let mut l = [0.0f32; WIDE];
        for (row, x) in blocks.iter().zip(x_blocks) {
            for lane in 0..WIDE {
                l[lane] += row[lane] * x[lane];
            }
        }
        for (lane, (row, x)) in l.iter_mut().zip(rest.iter().zip(x_rest)) {
            *lane += row * x;
        }
        (l[0] + l[2]) + (l[1] + l[3])
    })
}

/// `out += Σ scales[i] · row picked[i]`. As many elements of `out` as fit into vector registers stay there while all rows pass.
#[inline(never)]
pub fn add_picked(matrix: &[f32], picked: &[u32], scales: &[f32], out: &mut [f32]) {
    let width = out.len();
    let (wide, rest) = out.as_chunks_mut::<32>();
    let mut at = 0;
    for sums in wide {
        add_panel(matrix, (width, at), picked, scales, sums);
        at += 32;
    }
    let (narrow, rest) = rest.as_chunks_mut::<8>();
    for sums in narrow {
        add_panel(matrix, (width, at), picked, scales, sums);
        at += 8;
    }
    for sum in rest {
        add_panel(matrix, (width, at), picked, scales, std::array::from_mut(sum));
        at += 1;
    }
}

/// The elements from `at` on of rows of this width.
#[inline]
fn add_panel<const N: usize>(
    matrix: &[f32],
    (width, at): (usize, usize),
    picked: &[u32],
    scales: &[f32],
    out: &mut [f32; N],
) {
    let mut sums = *out;
    for (&row, &scale) in picked.iter().zip(scales) {
        let Some(row) = matrix[row as usize * width + at..].first_chunk::<N>() else { break };
        for (sum, x) in sums.iter_mut().zip(row) {
            *sum += scale * x;
        }
    }
    *out = sums;
}

/// `Σ rows[i..i+4] ⊗ rows[j..j+8]`, row after row, over packed rows of length `stride`.
#[inline]
pub fn gram_tile(rows: &[f32], stride: usize, i: usize, j: usize) -> [[f32; 8]; 4] {
    let mut sums = [[0.0f32; 8]; 4];
    if stride == 0 {
        return sums;
    }
    for row in rows.chunks_exact(stride) {
        let (Some(high), Some(wide)) = (row[i..].first_chunk::<4>(), row[j..].first_chunk::<8>()) else {
            break;
        };
        for (sums, high) in sums.iter_mut().zip(high) {
            for (sum, wide) in sums.iter_mut().zip(wide) {
                *sum += high * wide;
            }
        }
    }
    sums
}

/// The fields of a line; see [`super::fields`].
#[inline]
pub fn fields(line: &[u8], separator: u8, quote: u8, fields: &mut Vec<(u32, u32)>) -> bool {
    let mut start = 0;
    for (at, &b) in line.iter().enumerate() {
        if b == separator {
            fields.push((start, at as u32));
            start = at as u32 + 1;
        } else if b == quote {
            return false;
        }
    }
    fields.push((start, line.len() as u32));
    true
}
