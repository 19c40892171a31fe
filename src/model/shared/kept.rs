//! Rows that are made when they are first asked for, and kept for some items.

use crate::order;
use crate::ratings::Csr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows of numbers by item, of which only so many are kept.
pub struct Kept<T> {
    rows: Vec<OnceLock<Box<[T]>>>,
    which: Which,
}

/// Which items' rows are kept.
enum Which {
    /// Those of these.
    Of(Vec<bool>),
    /// Those that are asked for while there is room for so many more.
    First(AtomicUsize),
}

impl<T> Kept<T> {
    /// Of all items, the rows of the `most` that most people have: they are asked for most often where people's own items
    /// are, and mostly take the longest.
    pub fn best_known(by_item: &Csr, most: usize) -> Self {
        let n_items = by_item.rows();
        let people = |item: usize| by_item.row_len(item as u32);
        let mut kept = vec![false; n_items];
        let order = order::permutation(n_items, &|a, b| people(b).cmp(&people(a)));
        order.iter().take(most).for_each(|&item| kept[item as usize] = true);
        Self::of(n_items, Which::Of(kept))
    }

    /// The rows of so many items that are asked for first.
    pub fn first(n_items: usize, most: usize) -> Self {
        Self::of(n_items, Which::First(AtomicUsize::new(most)))
    }

    fn of(n_items: usize, which: Which) -> Self {
        Kept { rows: std::iter::repeat_with(OnceLock::new).take(n_items).collect(), which }
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// An item's row where it has been made and kept.
    pub fn made(&self, item: u32) -> Option<&[T]> {
        self.rows.get(item as usize)?.get().map(|row| &**row)
    }

    /// True where an item's row has been made and kept.
    pub fn has(&self, item: u32) -> bool {
        self.made(item).is_some()
    }

    /// An item's row, made now where it has not been; `None` where it is not kept.
    pub fn get(&self, item: u32, make: impl FnOnce() -> Vec<T>) -> Option<&[T]> {
        let row = self.rows.get(item as usize)?;
        if row.get().is_none() && !self.keeps(item) {
            return None;
        }
        Some(row.get_or_init(|| make().into_boxed_slice()))
    }

    /// Whether the row of this item, which has not been made, is to be kept.
    fn keeps(&self, item: u32) -> bool {
        match &self.which {
            Which::Of(kept) => kept[item as usize],
            Which::First(room) => {
                room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(1)).is_ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_those_asked_first_as_many_are_kept_as_there_is_room_for() {
        let kept = Kept::first(9, 2);
        for item in [7, 3, 7, 3] {
            assert_eq!(kept.get(item, || vec![item as f32]), Some(&[item as f32][..]));
        }
        assert!(kept.get(5, || unreachable!()).is_none() && !kept.has(5) && kept.has(7));
        assert!(kept.get(9, || unreachable!()).is_none());
    }
}
