//! The same ratings over a larger catalog: further users and items, all without a rating.

use super::{Axis, Catalog, Csr, Features, Ids, Ratings};
use std::sync::Arc;

impl Axis {
    /// The same entities in their places, followed by those of `ids` that are not among them.
    #[must_use]
    pub fn widened(&self, ids: &Ids) -> Axis {
        let mut axis = self.clone();
        for id in ids.iter() {
            axis.ids.intern(id);
        }
        let n = axis.ids.len();
        if !axis.titles.is_empty() {
            axis.titles.resize(n, Box::from(""));
        }
        let tables = axis.features.into_iter();
        axis.features =
            tables.map(|f| Features { rows: f.rows.widened(n, f.vocabulary.len()), ..f }).collect();
        axis
    }
}

impl Csr {
    /// The same entries in a matrix of at least this size.
    #[must_use]
    pub(super) fn widened(self, rows: usize, width: usize) -> Csr {
        let mut starts = self.starts().to_vec();
        starts.resize(starts.len().max(rows + 1), self.nnz());
        let width = width.max(self.width());
        Csr::new(starts, self.columns().to_vec(), self.values().to_vec(), width)
            .expect("further rows are empty and further columns unused")
    }
}

impl Ratings {
    /// The same ratings over a catalog that begins as theirs does, as [`Axis::widened`] makes it.
    #[must_use]
    pub fn over(&self, catalog: &Arc<Catalog>) -> Ratings {
        let by_user = self.by_user().clone().widened(catalog.users.len(), catalog.items.len());
        let times = self.times().to_vec();
        Ratings::new(Arc::clone(catalog), by_user, times, self.feedback(), self.shape(), self.scale())
    }
}

#[cfg(test)]
mod tests {
    use crate::ratings::{Builder, Catalog, FeatureKind, Ids};
    use std::sync::Arc;

    #[test]
    fn what_there_was_keeps_its_place_and_what_comes_has_no_rating() {
        let mut b = Builder::default();
        b.rating("anna", "x", 4.0, Some(7));
        b.rating("ben", "y", 2.0, Some(9));
        b.item_title("x", "The X");
        b.item_feature("y", "genre", FeatureKind::Category, "Drama", 1.0);
        let ratings = b.build().unwrap().ratings;
        let ids = |all: &[&str]| all.iter().collect::<Ids>();
        let users = ratings.catalog().users.widened(&ids(&["ben", "carl"]));
        let items = ratings.catalog().items.widened(&ids(&["z", "x"]));
        let wide = ratings.over(&Arc::new(Catalog { users, items }));
        assert_eq!((wide.n_users(), wide.n_items(), wide.len()), (3, 3, 2));
        assert_eq!((wide.by_user().row(1), wide.by_user().row_len(2)), (ratings.by_user().row(1), 0));
        assert_eq!((wide.times(), wide.scale(), wide.mean()), (ratings.times(), ratings.scale(), 3.0));
        let items = &wide.catalog().items;
        assert_eq!((items.title(0), items.title(2)), ("The X", "z"));
        assert_eq!((items.categories(1).next(), items.categories(2).next()), (Some("Drama"), None));
    }
}
