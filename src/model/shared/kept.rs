//! Rows that are made when they are first asked for, and kept for the best known items.

use crate::order;
use crate::ratings::Csr;
use std::sync::OnceLock;

/// Rows of numbers by item. Those of the items that most people have are kept, as they are asked for most often and mostly
/// take the longest.
pub struct Kept {
    rows: Vec<OnceLock<Box<[f32]>>>,
    /// Whether an item's row is kept.
    kept: Vec<bool>,
}

impl Kept {
    /// Of all items, the rows of so many `most`.
    pub fn new(by_item: &Csr, most: usize) -> Self {
        let n_items = by_item.rows();
        let people = |item: usize| by_item.row_len(item as u32);
        let mut kept = vec![false; n_items];
        let order = order::permutation(n_items, &|a, b| people(b).cmp(&people(a)));
        order.iter().take(most).for_each(|&item| kept[item as usize] = true);
        Kept { rows: std::iter::repeat_with(OnceLock::new).take(n_items).collect(), kept }
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True where an item's row has been made and kept.
    pub fn has(&self, item: u32) -> bool {
        self.rows.get(item as usize).is_some_and(|row| row.get().is_some())
    }

    /// An item's row, made now where it has not been; `None` where it is not kept.
    pub fn get(&self, item: u32, make: impl FnOnce() -> Vec<f32>) -> Option<&[f32]> {
        let kept = self.kept.get(item as usize).is_some_and(|kept| *kept);
        kept.then(|| &**self.rows[item as usize].get_or_init(|| make().into_boxed_slice()))
    }
}
