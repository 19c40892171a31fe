//! Ratings ↔ named arrays: how a model file holds the data that a model was trained on.

use super::{Axis, Catalog, Csr, FeatureKind, Features, Feedback, Ids, Noun, Ratings, Scale, Shape};
use crate::error::{Error, Result};
use crate::tensors::{Arrays, Tensors};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Ratings {
    /// Tells what values mean, and what features there are.
    pub fn describe(&self, metadata: &mut BTreeMap<String, String>) {
        metadata.insert("feedback".into(), feedback_name(self.feedback()).into());
        metadata.insert("shape".into(), shape_name(self.shape()).into());
        describe_axis(metadata, "users", &self.catalog().users);
        describe_axis(metadata, "items", &self.catalog().items);
    }

    /// Puts ids, titles, features and entries. A pair is put once.
    pub fn put(&self, t: &mut dyn Arrays) {
        t.put_f32("ratings.scale", &[2], &[self.scale().min, self.scale().max]);
        match self.shape() {
            Shape::Ratings => put_csr(t, "ratings", self.by_user()),
            Shape::Pairs => put_csr(t, "ratings", &self.by_user().upper()),
        }
        t.put_u32("ratings.times", self.times());
        put_axis(t, "users", &self.catalog().users);
        put_axis(t, "items", &self.catalog().items);
    }

    /// Gets what [`Ratings::describe`] told and [`Ratings::put`] put.
    ///
    /// # Errors
    /// When a part is missing, or the parts do not fit each other.
    pub fn get(t: &Tensors) -> Result<Self> {
        let one_of =
            |name: &str, found: &str| Error::model_file(format!("a known “{name}”"), format!("“{found}”"));
        let feedback = t.text_of("feedback")?;
        let feedback = [Feedback::Explicit, Feedback::Implicit]
            .into_iter()
            .find(|&f| feedback_name(f) == feedback)
            .ok_or_else(|| one_of("feedback", feedback))?;
        let shape = t.text_of("shape")?;
        let shape = [Shape::Ratings, Shape::Pairs]
            .into_iter()
            .find(|&s| shape_name(s) == shape)
            .ok_or_else(|| one_of("shape", shape))?;
        let users = get_axis(t, "users")?;
        let items = get_axis(t, "items")?;
        let mut by_user = get_csr(t, "ratings", users.len(), items.len())?;
        if shape == Shape::Pairs {
            let found = format!("{} and {} of them", users.len(), items.len());
            if users.len() != items.len() || !users.ids.iter().eq(items.ids.iter()) {
                return Err(Error::model_file("pairs of the same items on both sides", found));
            }
            by_user = by_user.mirrored().ok_or_else(|| {
                Error::model_file("each pair in the row of its smaller index", "another order")
            })?;
        }
        let times = t.u32("ratings.times")?;
        if !times.is_empty() && (times.len() != by_user.nnz() || shape == Shape::Pairs) {
            return Err(Error::model_file("one time for each rating", format!("{} times", times.len())));
        }
        let scale = t.f32("ratings.scale", &[2])?;
        let scale = Scale { min: scale[0], max: scale[1] };
        let catalog = Arc::new(Catalog { users, items });
        Ok(Ratings::new(catalog, by_user, times, feedback, shape, scale))
    }
}

fn feedback_name(feedback: Feedback) -> &'static str {
    match feedback {
        Feedback::Explicit => "explicit",
        Feedback::Implicit => "implicit",
    }
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Ratings => "ratings",
        Shape::Pairs => "pairs",
    }
}

fn put_ids(t: &mut dyn Arrays, name: &str, texts: impl Iterator<Item = impl AsRef<str>>) {
    let (mut text, mut ends) = (String::new(), Vec::new());
    for one in texts {
        text.push_str(one.as_ref());
        ends.push(text.len() as u32);
    }
    t.put_text(name, &text);
    t.put_u32(&format!("{name}.ends"), &ends);
}

fn get_texts<'a>(t: &'a Tensors, name: &str) -> Result<Vec<&'a str>> {
    let text = t.text(name)?;
    let mut start = 0;
    t.u32(&format!("{name}.ends"))?
        .into_iter()
        .map(|end| {
            let end = end as usize;
            let piece = text.get(start..end).ok_or_else(|| {
                Error::model_file(format!("ascending ends within “{name}”"), format!("{end}"))
            });
            start = end;
            piece
        })
        .collect()
}

fn get_ids(t: &Tensors, name: &str) -> Result<Ids> {
    let texts = get_texts(t, name)?;
    let ids: Ids = texts.iter().collect();
    if ids.len() != texts.len() {
        return Err(Error::model_file(format!("distinct ids in “{name}”"), "a repeated one"));
    }
    Ok(ids)
}

/// Puts a sparse matrix as `name.starts`, `name.columns` and `name.values`.
pub(crate) fn put_csr(t: &mut dyn Arrays, name: &str, csr: &Csr) {
    let starts: Vec<u32> = csr.starts().iter().map(|&s| s as u32).collect();
    t.put_u32(&format!("{name}.starts"), &starts);
    t.put_u32(&format!("{name}.columns"), csr.columns());
    t.put_f32(&format!("{name}.values"), &[csr.nnz()], csr.values());
}

/// Reads what [`put_csr`] put.
pub(crate) fn get_csr(t: &Tensors, name: &str, rows: usize, width: usize) -> Result<Csr> {
    let starts: Vec<usize> = t.u32(&format!("{name}.starts"))?.into_iter().map(|s| s as usize).collect();
    let columns = t.u32(&format!("{name}.columns"))?;
    let values = t.f32(&format!("{name}.values"), &[columns.len()])?;
    let found = starts.len();
    Csr::new(starts, columns, values, width).filter(|csr| csr.rows() == rows).ok_or_else(|| {
        Error::model_file(
            format!("“{name}” as a sorted sparse matrix of {rows} rows and {width} columns"),
            format!("{found} row starts that do not form one"),
        )
    })
}

fn describe_axis(metadata: &mut BTreeMap<String, String>, name: &str, axis: &Axis) {
    let tables: Vec<String> = axis.features.iter().map(|f| format!("{} {}", f.kind.code(), f.name)).collect();
    metadata.insert(format!("{name}.features"), tables.join("\n"));
    if let Some(Noun(one, _)) = axis.noun {
        metadata.insert(format!("{name}.noun"), one.into());
    }
}

fn put_axis(t: &mut dyn Arrays, name: &str, axis: &Axis) {
    put_ids(t, &format!("{name}.ids"), axis.ids.iter());
    put_ids(t, &format!("{name}.titles"), axis.titles.iter());
    for f in &axis.features {
        put_ids(t, &format!("{name}.features.{}", f.name), f.vocabulary.iter());
        put_csr(t, &format!("{name}.features.{}", f.name), &f.rows);
    }
}

fn get_axis(t: &Tensors, name: &str) -> Result<Axis> {
    let ids = get_ids(t, &format!("{name}.ids"))?;
    let titles: Vec<Box<str>> =
        get_texts(t, &format!("{name}.titles"))?.into_iter().map(Into::into).collect();
    if !titles.is_empty() && titles.len() != ids.len() {
        return Err(Error::model_file(
            format!("a title for each of {name}"),
            format!("{} titles", titles.len()),
        ));
    }
    let listed = t.metadata.get(&format!("{name}.features")).map_or("", String::as_str);
    let mut features = Vec::new();
    for line in listed.lines() {
        let (kind, table) = line
            .split_once(' ')
            .and_then(|(code, table)| Some((FeatureKind::from_code(code.parse().ok()?)?, table)))
            .ok_or_else(|| Error::model_file("a known kind of feature", format!("“{line}”")))?;
        let key = format!("{name}.features.{table}");
        let vocabulary = get_ids(t, &key)?;
        let rows = get_csr(t, &key, ids.len(), vocabulary.len())?;
        features.push(Features { name: table.to_owned(), kind, vocabulary, rows });
    }
    let noun = t.metadata.get(&format!("{name}.noun"));
    let noun = noun.and_then(|one| Noun::of_items(one).or_else(|| Noun::of_people(one)));
    Ok(Axis { ids, titles, features, noun })
}
