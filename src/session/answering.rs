//! Questions to the present model and about the data.

use super::{Entity, ItemMap, Rated, Session, early};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{ListOptions, Lists, OwnRating, Recommendation, Similar, check_length};
use crate::pca::Projection;
use crate::ratings::{Axis, Csr, Feedback, Ratings, somebody, starters};
use crate::{matrix, order};
use ndarray::ArrayView2;

impl Session {
    /// The `n` best items for a user.
    ///
    /// # Errors
    /// As [`Fitted::recommend`](crate::model::Fitted::recommend).
    pub fn recommend(&self, user: &str, n: usize, options: &ListOptions) -> Result<Vec<Recommendation>> {
        self.fitted()?.recommend(user, n, options)
    }

    /// The `n` best items for somebody who was not in the training data.
    ///
    /// # Errors
    /// As [`Fitted::recommend_for`](crate::model::Fitted::recommend_for).
    pub fn recommend_for(
        &self,
        own: &[OwnRating],
        n: usize,
        options: &ListOptions,
    ) -> Result<Vec<Recommendation>> {
        self.fitted()?.recommend_for(own, n, options)
    }

    /// The `n` items most similar to this one.
    ///
    /// # Errors
    /// As [`Fitted::similar_items`](crate::model::Fitted::similar_items).
    pub fn similar_items(&self, item: &str, n: usize) -> Result<Vec<Similar>> {
        self.fitted()?.similar_items(item, n)
    }

    /// The `n` users most similar to this one.
    ///
    /// # Errors
    /// As [`Fitted::similar_users`](crate::model::Fitted::similar_users).
    pub fn similar_users(&self, user: &str, n: usize) -> Result<Vec<Similar>> {
        self.fitted()?.similar_users(user, n)
    }

    /// Users that a query finds (see [`Axis::search`]); with an empty query those with most ratings.
    ///
    /// # Errors
    /// When nothing is loaded, or for an `n` above [`LONGEST`](crate::model::LONGEST).
    pub fn find_users(&self, query: &str, n: usize) -> Result<Vec<Entity>> {
        check_length(n)?;
        let ratings = self.present()?;
        Ok(find_in(&ratings.catalog().users, ratings.by_user(), query, n))
    }

    /// Items that a query finds (see [`Axis::search`]); with an empty query those with most ratings.
    ///
    /// # Errors
    /// When nothing is loaded, or for an `n` above [`LONGEST`](crate::model::LONGEST).
    pub fn find_items(&self, query: &str, n: usize) -> Result<Vec<Entity>> {
        check_length(n)?;
        let ratings = self.present()?;
        Ok(find_in(&ratings.catalog().items, ratings.by_item(), query, n))
    }

    /// Well-known and varied items for somebody new to begin with, on which people differ.
    ///
    /// # Errors
    /// When nothing is loaded, or for an `n` above [`LONGEST`](crate::model::LONGEST).
    pub fn starters(&self, n: usize) -> Result<Vec<Entity>> {
        check_length(n)?;
        let ratings = self.present()?;
        Ok(entities(&ratings.catalog().items, ratings.by_item(), starters(ratings, n)))
    }

    /// Somebody to show first: with about as many ratings as people have on average, and with something left to be
    /// recommended.
    ///
    /// # Errors
    /// When nothing is loaded.
    pub fn somebody(&self) -> Result<Option<Entity>> {
        let ratings = self.present()?;
        let found = somebody(ratings).into_iter().collect();
        Ok(entities(&ratings.catalog().users, ratings.by_user(), found).pop())
    }

    /// What this user rated, highest first, at most `n`.
    ///
    /// # Errors
    /// When nothing is loaded, for an unknown user, or an `n` above [`LONGEST`](crate::model::LONGEST).
    pub fn ratings_of(&self, user: &str, n: usize) -> Result<Vec<Rated>> {
        check_length(n)?;
        let ratings = self.present()?;
        let index = ratings.catalog().users.ids.find(user).ok_or_else(|| {
            let hint = "ids are as they stood in the file".to_owned();
            Error::from(ErrorKind::Unknown { what: "user", name: user.to_owned(), hint })
        })?;
        let (items, values) = ratings.by_user().row(index);
        let mut rated: Vec<_> = items.iter().zip(values).collect();
        order::sort_by(&mut rated, &|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
        let axis = &ratings.catalog().items;
        let one = |(&item, &rating): (&u32, &f32)| Rated {
            id: axis.ids.get(item).to_owned(),
            title: axis.title(item).to_owned(),
            rating,
        };
        Ok(rated.into_iter().take(n).map(one).collect())
    }

    /// The ratings that questions refer to: the loaded ones, or those of a loaded model file.
    pub(super) fn present(&self) -> Result<&Ratings> {
        match (&self.data, &self.fitted) {
            (Some(data), _) => Ok(&data.ratings),
            (None, Some(fitted)) => Ok(fitted.ratings()),
            (None, None) => Err(early("load a ratings file or a sample")),
        }
    }

    /// Begins to put the items' factors on a plane.
    ///
    /// # Errors
    /// When nothing is trained, or the model has no item factors.
    pub fn begin_map(&mut self) -> Result<()> {
        let k = self.item_factors(MAP)?.ncols();
        self.projection = Some(Projection::new(k));
        Ok(())
    }

    /// One slice of the map; true when all is done.
    ///
    /// # Errors
    /// When no map was begun; the model must be the one that it was begun with.
    pub fn step_map(&mut self) -> Result<bool> {
        let mut projection = self.projection.take().ok_or_else(|| early("begin a map"))?;
        let done = projection.step(self.item_factors(MAP)?);
        self.projection = Some(projection);
        Ok(done)
    }

    fn item_factors(&self, what: &'static str) -> Result<ArrayView2<'_, f32>> {
        let fitted = self.fitted()?;
        fitted
            .model()
            .item_factors()
            .ok_or_else(|| ErrorKind::Unsupported { model: fitted.entry().name, what }.into())
    }

    /// The items' factors on a plane.
    ///
    /// # Errors
    /// When the map is not done.
    pub fn finish_map(&mut self) -> Result<ItemMap> {
        let pca = self.projection.take().ok_or_else(|| early("begin a map"))?.finish();
        let fitted = self.fitted()?;
        if pca.x.len() != fitted.ratings().n_items() {
            return Err(early("take all steps of the map"));
        }
        let ratings = fitted.ratings();
        let items = &ratings.catalog().items;
        let mean = |item: u32| {
            let (_, values) = ratings.by_item().row(item);
            match ratings.feedback() {
                Feedback::Explicit => values.iter().sum::<f32>() / values.len().max(1) as f32,
                Feedback::Implicit => values.len() as f32,
            }
        };
        let all = 0..ratings.n_items() as u32;
        Ok(ItemMap {
            ids: items.ids.iter().map(str::to_owned).collect(),
            titles: all.clone().map(|i| items.title(i).to_owned()).collect(),
            x: pca.x,
            y: pca.y,
            mean: all.map(mean).collect(),
            variance: pca.variance,
        })
    }

    /// Ids and titles of all items of the model, in the order of its vectors and positions.
    ///
    /// # Errors
    /// When nothing is trained.
    pub fn item_names(&self) -> Result<[Vec<String>; 2]> {
        let items = &self.fitted()?.ratings().catalog().items;
        let titles = (0..items.len() as u32).map(|item| items.title(item).to_owned()).collect();
        Ok([items.ids.iter().map(str::to_owned).collect(), titles])
    }

    /// Vectors of all items, row after row: those whose products with people's give the order, or, to compare items with
    /// each other, the bare factors.
    ///
    /// # Errors
    /// When nothing is trained, or the model has none.
    pub fn item_vectors(&self, bare: bool) -> Result<Vec<f32>> {
        if bare {
            return Ok(self
                .item_factors("vectors of items, as it has no item factors")?
                .iter()
                .copied()
                .collect());
        }
        Ok(matrix::flat(&self.fitted()?.item_vectors()?).to_vec())
    }

    /// Ids and vectors of a slice of the people; see [`Fitted::user_vectors`](crate::model::Fitted::user_vectors).
    ///
    /// # Errors
    /// As [`Fitted::user_vectors`](crate::model::Fitted::user_vectors).
    pub fn user_vectors(&self, from: usize) -> Result<(Vec<String>, Vec<f32>)> {
        self.fitted()?.user_vectors(from)
    }

    /// Lists for a slice of the people; see [`Fitted::lists`](crate::model::Fitted::lists).
    ///
    /// # Errors
    /// As [`Fitted::lists`](crate::model::Fitted::lists).
    pub fn lists(&self, from: usize, n: usize, options: &ListOptions) -> Result<Lists> {
        self.fitted()?.lists(from, n, options)
    }
}

/// What a model without item factors cannot tell.
const MAP: &str = "a map of the items, as it has no item factors";

fn find_in(axis: &Axis, rows: &Csr, query: &str, n: usize) -> Vec<Entity> {
    let found = if query.trim().is_empty() {
        let counts: Vec<f32> = (0..axis.len() as u32).map(|i| rows.row_len(i) as f32).collect();
        crate::topk::top_k(&counts, n, |_| true).into_iter().map(|hit| hit.index).collect()
    } else {
        axis.search(query, n, &|i| rows.row_len(i))
    };
    entities(axis, rows, found)
}

fn entities(axis: &Axis, rows: &Csr, found: Vec<u32>) -> Vec<Entity> {
    let entity = |i: u32| Entity {
        id: axis.ids.get(i).to_owned(),
        title: axis.title(i).to_owned(),
        ratings: rows.row_len(i),
    };
    found.into_iter().map(entity).collect()
}
