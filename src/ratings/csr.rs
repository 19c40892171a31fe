//! Compressed sparse rows.

use crate::order;

/// A sparse `(rows, columns)` matrix: each row's columns in ascending order, with one `f32` each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Csr {
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl Csr {
    /// From row starts `(rows + 1)`, columns `(nnz)` and values `(nnz)`. `None` when these do not
    /// form a matrix of this width with ascending, distinct columns in each row.
    pub fn new(starts: Vec<usize>, columns: Vec<u32>, values: Vec<f32>, width: usize) -> Option<Self> {
        let ordered = starts.first() == Some(&0)
            && starts.last() == Some(&columns.len())
            && columns.len() == values.len()
            && starts.windows(2).all(|w| {
                w[0] <= w[1]
                    && columns.get(w[0]..w[1]).is_some_and(|row| {
                        row.windows(2).all(|c| c[0] < c[1])
                            && row.last().is_none_or(|&c| (c as usize) < width)
                    })
            });
        ordered.then_some(Csr { starts, columns, values, width })
    }

    /// An empty matrix of this shape.
    pub fn empty(rows: usize, width: usize) -> Self {
        Csr { starts: vec![0; rows + 1], columns: Vec::new(), values: Vec::new(), width }
    }

    /// From `(row, column, value)` in any order; of entries at one place the last one stays.
    pub fn from_triples(rows: usize, width: usize, triples: &[(u32, u32, f32)]) -> Self {
        let order = order::permutation(triples.len(), &|a, b| {
            let place = |i: usize| (triples[i].0, triples[i].1);
            place(a).cmp(&place(b))
        });
        let mut csr = Csr::empty(0, width);
        for (at, &i) in order.iter().enumerate() {
            let (row, column, value) = triples[i as usize];
            let last = order.get(at + 1).is_none_or(|&next| {
                let next = triples[next as usize];
                (next.0, next.1) != (row, column)
            });
            if last {
                csr.starts.resize(row as usize + 1, csr.columns.len());
                csr.columns.push(column);
                csr.values.push(value);
            }
        }
        csr.starts.resize(rows + 1, csr.columns.len());
        csr
    }

    /// Tables of so many rows as one, their columns one after the other.
    pub fn side_by_side(rows: usize, mut tables: Vec<Csr>) -> Self {
        if let [only] = &mut tables[..]
            && only.rows() == rows
        {
            return std::mem::take(only);
        }
        let mut csr = Csr::empty(0, tables.iter().map(Csr::width).sum());
        let entries = tables.iter().map(Csr::nnz).sum();
        csr.starts.reserve_exact(rows);
        csr.columns.reserve_exact(entries);
        csr.values.reserve_exact(entries);
        for row in 0..rows as u32 {
            let mut first = 0;
            for table in &tables {
                let (columns, values) = table.row(row);
                csr.columns.extend(columns.iter().map(|column| first + column));
                csr.values.extend_from_slice(values);
                first += table.width() as u32;
            }
            csr.starts.push(csr.columns.len());
        }
        csr
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of stored entries.
    pub fn nnz(&self) -> usize {
        self.columns.len()
    }

    /// Where a row's entries stand in [`Csr::columns`] and [`Csr::values`].
    #[inline]
    pub fn range(&self, row: u32) -> std::ops::Range<usize> {
        self.starts[row as usize]..self.starts[row as usize + 1]
    }

    /// A row's columns and values; both empty past the last row.
    #[inline]
    pub fn row(&self, row: u32) -> (&[u32], &[f32]) {
        if row as usize >= self.rows() {
            return (&[], &[]);
        }
        let range = self.range(row);
        (&self.columns[range.clone()], &self.values[range])
    }

    /// Number of entries in a row.
    #[inline]
    pub fn row_len(&self, row: u32) -> usize {
        self.range(row).len()
    }

    /// Number of rows that have an entry.
    pub fn filled_rows(&self) -> usize {
        self.starts.windows(2).filter(|w| w[1] > w[0]).count()
    }

    /// Sum over the rows of their squared lengths: how many pairs of entries share a row.
    pub fn squares(&self) -> u64 {
        self.starts.windows(2).map(|w| ((w[1] - w[0]) as u64).pow(2)).sum()
    }

    /// Number of entries in the row of an entry, on average over all entries.
    pub fn mean_row_len(&self) -> u64 {
        self.squares().div_ceil(self.nnz().max(1) as u64)
    }

    /// Row starts, `(rows + 1)`.
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Columns of all entries, row after row.
    pub fn columns(&self) -> &[u32] {
        &self.columns
    }

    /// Values of all entries, row after row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// All values, to be changed in place.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// All entries as `(row, column, value)`, row after row.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, f32)> + Clone + '_ {
        (0..self.rows() as u32).flat_map(move |r| {
            let (columns, values) = self.row(r);
            columns.iter().zip(values).map(move |(&c, &v)| (r, c, v))
        })
    }

    /// The entries right of the diagonal.
    pub fn upper(&self) -> Csr {
        let mut upper = Csr::empty(0, self.width);
        for r in 0..self.rows() as u32 {
            let (columns, values) = self.row(r);
            let first = columns.partition_point(|&c| c <= r);
            upper.columns.extend_from_slice(&columns[first..]);
            upper.values.extend_from_slice(&values[first..]);
            upper.starts.push(upper.columns.len());
        }
        upper
    }

    /// A square matrix with entries right of the diagonal only, with the same entries on the left of it as well;
    /// `None` for any other matrix.
    pub fn mirrored(&self) -> Option<Csr> {
        let above = |r: u32| self.row(r).0.first().is_none_or(|&c| c > r);
        if self.rows() != self.width || !(0..self.rows() as u32).all(above) {
            return None;
        }
        let below = self.transpose();
        let mut both = Csr::empty(0, self.width);
        both.columns.reserve_exact(2 * self.nnz());
        both.values.reserve_exact(2 * self.nnz());
        for r in 0..self.rows() as u32 {
            for (columns, values) in [below.row(r), self.row(r)] {
                both.columns.extend_from_slice(columns);
                both.values.extend_from_slice(values);
            }
            both.starts.push(both.columns.len());
        }
        Some(both)
    }

    /// The `(columns, rows)` transpose.
    pub fn transpose(&self) -> Csr {
        let mut turned = Transposing::new(self.width);
        turned.count(self);
        turned.write(self);
        turned.finish(self.rows())
    }
}

/// The transpose of tables that stand one below the other, while it is made: each is counted, and once all are, each is written.
#[derive(Debug, Default)]
pub struct Transposing {
    /// Behind each row how many entries it has; once it is written to, where it begins, and where the last one ends.
    starts: Vec<usize>,
    /// Where each row goes on.
    next: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    /// Rows of the tables that are written.
    written: u32,
}

impl Transposing {
    /// Of tables of this width.
    pub fn new(width: usize) -> Self {
        Transposing { starts: vec![0; width + 1], ..Transposing::default() }
    }

    /// Counts the entries of a table.
    pub fn count(&mut self, table: &Csr) {
        table.columns.iter().for_each(|&c| self.starts[c as usize + 1] += 1);
    }

    /// Writes the next of the tables that were counted.
    pub fn write(&mut self, table: &Csr) {
        if self.next.is_empty() {
            self.lay();
        }
        for r in 0..table.rows() as u32 {
            for i in table.range(r) {
                let slot = &mut self.next[table.columns[i] as usize];
                self.columns[*slot] = self.written;
                self.values[*slot] = table.values[i];
                *slot += 1;
            }
            self.written += 1;
        }
    }

    /// Gives each row its place.
    fn lay(&mut self) {
        let mut all = 0;
        for start in &mut self.starts {
            all += *start;
            *start = all;
        }
        self.next.clone_from(&self.starts);
        (self.columns, self.values) = (vec![0; all], vec![0.0; all]);
    }

    /// The transpose, once all is written, of this width: as many rows as all tables have, and more where those are empty.
    pub fn finish(self, width: usize) -> Csr {
        let Transposing { starts, columns, values, .. } = self;
        Csr { starts, columns, values, width }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn malformed_parts_are_refused() {
        assert!(Csr::new(vec![0, 2], vec![0, 1], vec![1.0, 2.0], 2).is_some());
        assert!(Csr::new(vec![0, 2], vec![1, 0], vec![1.0, 2.0], 2).is_none(), "descending");
        assert!(Csr::new(vec![0, 2], vec![0, 2], vec![1.0, 2.0], 2).is_none(), "too wide");
        assert!(Csr::new(vec![0, 3], vec![0, 1], vec![1.0, 2.0], 2).is_none(), "too long");
        assert!(Csr::new(vec![], vec![], vec![], 2).is_none(), "no start");
    }

    proptest! {
        #[test]
        fn triples_come_back_sorted_with_the_last_duplicate(
            triples in prop::collection::vec((0u32..9, 0u32..7, -5f32..5.0), 0..80)
        ) {
            let csr = Csr::from_triples(9, 7, &triples);
            let mut expected = std::collections::BTreeMap::new();
            for &(r, c, v) in &triples {
                expected.insert((r, c), v);
            }
            let found: Vec<_> = csr.iter().map(|(r, c, v)| ((r, c), v)).collect();
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
            let t = csr.transpose();
            prop_assert_eq!(&t.transpose(), &csr);
            let same = t.iter().all(|(c, r, v)| {
                let (columns, values) = csr.row(r);
                columns.iter().position(|&x| x == c).is_some_and(|i| values[i] == v)
            });
            prop_assert!(same);
            prop_assert!(Csr::new(csr.starts.clone(), csr.columns.clone(), csr.values.clone(), 7).is_some());
        }

        #[test]
        fn a_mirrored_matrix_is_symmetric_and_its_upper_part_is_what_was(
            triples in prop::collection::vec((0u32..9, 0u32..9, 0.5f32..5.0), 0..60)
        ) {
            let square = Csr::from_triples(9, 9, &triples);
            let upper = square.upper();
            prop_assert!(upper.iter().all(|(r, c, _)| r < c));
            let both = upper.mirrored().unwrap();
            prop_assert_eq!(&both.transpose(), &both);
            prop_assert_eq!(&both.upper(), &upper);
            prop_assert_eq!(both.nnz(), 2 * upper.nnz());
            prop_assert_eq!(square.mirrored().is_some(), square == upper);
        }
    }
}
