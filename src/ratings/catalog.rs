//! What is known of users and items beside the ratings: ids, titles, features.

use super::{Csr, Ids, Noun};
use std::sync::Arc;

/// What a feature table holds, so that a model can weigh it and the page can offer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FeatureKind {
    /// Classes that a person would filter by: genres, product categories.
    Category,
    /// Free words that people attached; the value is how often.
    Tag,
    /// One property of each entity: age, gender, occupation, year.
    Attribute,
    /// The entity's name in another catalogue (an IMDb id). Not for models.
    Link,
}

impl FeatureKind {
    /// The kind's code in a model file.
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// The kind of this code.
    pub(crate) fn from_code(code: u8) -> Option<Self> {
        use FeatureKind::*;
        [Category, Tag, Attribute, Link].into_iter().find(|k| k.code() == code)
    }
}

/// One sparse table of features: rows are the axis's entities, columns the vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// `genre`, `tag`, `age`, `imdb`, ….
    pub name: String,
    /// What the table holds.
    pub kind: FeatureKind,
    /// The columns' names.
    pub vocabulary: Ids,
    /// `(entities, vocabulary)`; 1 for classes, counts for tags.
    pub rows: Csr,
}

/// Users or items: ids with titles and features, all in index order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Axis {
    /// Ids as they stood in the file.
    pub ids: Ids,
    /// Titles in index order; empty when no file gave any. A missing title is an empty string.
    pub titles: Vec<Box<str>>,
    /// Feature tables.
    pub features: Vec<Features>,
    /// What one and many of them are called, where a file says it.
    pub noun: Option<Noun>,
}

impl Axis {
    /// An axis of bare ids.
    pub fn from_ids(ids: Ids) -> Self {
        Axis { ids, ..Axis::default() }
    }

    /// How many entities there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The title, or the id where there is none.
    pub fn title(&self, index: u32) -> &str {
        match self.titles.get(index as usize) {
            Some(title) if !title.is_empty() => title,
            _ => self.ids.get(index),
        }
    }

    /// The feature table of this name.
    pub fn feature(&self, name: &str) -> Option<&Features> {
        self.features.iter().find(|f| f.name == name)
    }

    /// The classes (genres, categories) of one entity, by name.
    pub fn categories(&self, index: u32) -> impl Iterator<Item = &str> {
        self.features
            .iter()
            .filter(|f| f.kind == FeatureKind::Category)
            .flat_map(move |f| f.rows.row(index).0.iter().map(|&column| f.vocabulary.get(column)))
    }
}

/// Both axes of the ratings. Splits of one data set share one catalog, so indices agree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    /// The rows of the ratings.
    pub users: Axis,
    /// The columns of the ratings.
    pub items: Axis,
}

impl Catalog {
    /// What the rows are called where they are people: as a file says, else by what they choose.
    pub fn person(&self) -> Noun {
        self.users.noun.unwrap_or_else(|| self.item().audience())
    }

    /// What the columns are called.
    pub fn item(&self) -> Noun {
        self.items.noun.unwrap_or(Noun::ITEM)
    }

    /// A catalog of bare ids.
    pub fn from_ids(users: Ids, items: Ids) -> Arc<Self> {
        Arc::new(Catalog { users: Axis::from_ids(users), items: Axis::from_ids(items) })
    }
}
