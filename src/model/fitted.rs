//! A trained model with its data: questions by id, answers with titles, saving and loading.

use super::{Entry, FoldIn, Model, Person, ScoreMeaning, Tensors, Trainer, Value, Values, find};
use crate::error::{Error, ErrorKind, Result};
use crate::order;
use crate::ratings::{Axis, Catalog, Csr, FeatureKind, Features, Feedback, Ids, Ratings, Scale, Shape};
use crate::topk::{Hit, top_k};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which items may be recommended.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Filter {
    /// Also what the person has already rated.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub include_seen: bool,
    /// Only these item ids; no restriction when empty.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub only_items: Vec<String>,
    /// None of these item ids.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub without_items: Vec<String>,
    /// Only items of one of these categories (genres); no restriction when empty.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub only_categories: Vec<String>,
    /// No item of one of these categories.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub without_categories: Vec<String>,
}

/// One recommended item.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Recommendation {
    /// The item's id.
    pub id: String,
    /// Its title, or the id where no file gave one.
    pub title: String,
    /// The score; [`Entry::score`] says what it means.
    pub score: f32,
    /// The person's items that weigh most in it, heaviest first; empty where that has no meaning.
    pub because: Vec<Because>,
}

/// One of the person's own items behind a recommendation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Because {
    /// The item's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its share in the score.
    pub weight: f32,
}

/// A similar item or person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Similar {
    /// The id.
    pub id: String,
    /// The title, or the id where there is none.
    pub title: String,
    /// The similarity; mostly a cosine.
    pub score: f32,
}

/// A rating of somebody who was not in the training data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct OwnRating {
    /// The item's id.
    pub id: String,
    /// The rating, in rating units.
    pub rating: f32,
}

/// A model in training, with what is needed to finish it.
pub struct Fitting {
    entry: &'static Entry,
    values: Values,
    seed: u64,
    ratings: Arc<Ratings>,
    trainer: Box<dyn Trainer>,
}

/// How many of the person's own items an explanation names.
const BECAUSE: usize = 3;

/// Format version of model files; a newer file is refused.
const VERSION: u32 = 1;

impl Fitting {
    /// Checks the parameters and begins training the model of this name.
    ///
    /// # Errors
    /// For an unknown model or a parameter outside its range, or data that cannot serve.
    pub fn new(model: &str, ratings: &Arc<Ratings>, values: &Values, seed: u64) -> Result<Self> {
        let entry = find(model)?;
        if ratings.is_empty() {
            return Err(Error::data("at least one rating", "none"));
        }
        let trainer = (entry.fit)(ratings, values, seed)?;
        // The full set of values is kept, so that a saved model does not depend on defaults.
        let mut all = values.clone();
        for spec in (entry.params)() {
            all.entry(spec.name.to_owned()).or_insert(spec.default);
        }
        Ok(Fitting { entry, values: all, seed, ratings: Arc::clone(ratings), trainer })
    }

    /// One slice of training.
    ///
    /// # Errors
    /// As [`Trainer::step`].
    pub fn step(&mut self) -> Result<super::Progress> {
        self.trainer.step()
    }

    /// The model as trained so far.
    ///
    /// # Errors
    /// As [`Trainer::finish`].
    pub fn finish(self) -> Result<Fitted> {
        let model = self.trainer.finish()?;
        let Fitting { entry, values, seed, ratings, .. } = self;
        Ok(Fitted { entry, values, seed, ratings, model })
    }

    /// Trains to the end.
    ///
    /// # Errors
    /// As [`Fitting::step`] and [`Fitting::finish`].
    pub fn run(mut self) -> Result<Fitted> {
        while !self.step()?.done {}
        self.finish()
    }
}

/// A trained model with the ratings it was trained on: they hide what a person has seen and
/// are the person's row for models that need it.
pub struct Fitted {
    entry: &'static Entry,
    values: Values,
    seed: u64,
    ratings: Arc<Ratings>,
    model: Box<dyn Model>,
}

impl Fitted {
    /// The registry entry.
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// All parameter values, defaults included.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// The seed of the training.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The ratings trained on.
    pub fn ratings(&self) -> &Arc<Ratings> {
        &self.ratings
    }

    /// The model itself, for questions by index.
    pub fn model(&self) -> &dyn Model {
        &*self.model
    }

    /// What the scores of this model on this data mean.
    pub fn score_meaning(&self) -> ScoreMeaning {
        let usual = self.entry.score_meaning(self.ratings.feedback());
        self.model.score_meaning().unwrap_or(usual)
    }

    /// The `n` best items for a user of the training data.
    ///
    /// # Errors
    /// For an unknown user, or an unknown item or category in the filter.
    pub fn recommend(&self, user: &str, n: usize, filter: &Filter) -> Result<Vec<Recommendation>> {
        let user = find_id(&self.ratings.catalog().users, "user", user)?;
        if self.ratings.shape() == Shape::Ratings {
            return self.recommend_to(&Person::of(&self.ratings, user), n, filter);
        }
        // A pair stands once, in the row of its smaller index: an item's partners are its column,
        // the item itself, and its row, which is ascending already.
        let (before, after) = (self.ratings.by_item().row(user), self.ratings.by_user().row(user));
        let items = [before.0, &[user], after.0].concat();
        let values = [before.1, &[0.0], after.1].concat();
        let person = Person { user: Some(user), items: &items, values: &values };
        self.recommend_to(&person, n, filter)
    }

    /// The `n` best items for somebody who was not in the training data. Ratings of items that
    /// are not in the catalog make no difference; the last of two ratings of an item counts.
    ///
    /// # Errors
    /// When the model cannot take in somebody new, or none of the rated items is known.
    pub fn recommend_for(&self, own: &[OwnRating], n: usize, filter: &Filter) -> Result<Vec<Recommendation>> {
        if self.entry.abilities.fold_in == FoldIn::Impossible {
            return Err(self.unsupported("what somebody new would like"));
        }
        let (items, values) = self.own_row(own)?;
        self.recommend_to(&Person::new(&items, &values), n, filter)
    }

    /// Own ratings as a row: ascending items and their values.
    fn own_row(&self, own: &[OwnRating]) -> Result<(Vec<u32>, Vec<f32>)> {
        let items = &self.ratings.catalog().items;
        let mut row: Vec<(u32, f32)> = Vec::new();
        for o in own {
            if !o.rating.is_finite() {
                return Err(Error::parameter(
                    "recommendFor",
                    "rating",
                    "a finite number",
                    o.rating.to_string(),
                ));
            }
            if let Some(item) = items.ids.find(&o.id) {
                let implicit = self.ratings.feedback() == Feedback::Implicit;
                row.push((item, if implicit { o.rating } else { self.ratings.scale().clip(o.rating) }));
            }
        }
        if row.is_empty() && !own.is_empty() {
            return Err(ErrorKind::Unknown {
                what: "item",
                name: own[0].id.clone(),
                hint: "none of the rated items is in the training data".to_owned(),
            }
            .into());
        }
        order::sort_by(&mut row, &|a, b| a.0.cmp(&b.0));
        row.dedup_by(|next, first| {
            let same = next.0 == first.0;
            first.1 = if same { next.1 } else { first.1 };
            same
        });
        Ok(row.into_iter().unzip())
    }

    fn recommend_to(&self, person: &Person<'_>, n: usize, filter: &Filter) -> Result<Vec<Recommendation>> {
        let allowed = self.allowed(person, filter)?;
        let mut scores = vec![0.0; self.ratings.n_items()];
        self.named(self.model.score(person, &mut scores))?;
        if self.score_meaning() == ScoreMeaning::PredictedRating {
            // Ties at the end of the scale would hide the order, so clipping comes after ranking.
            let scale = self.ratings.scale();
            let hits = top_k(&scores, n, |i| allowed[i as usize]);
            return hits
                .into_iter()
                .map(|hit| self.recommendation(person, Hit { score: scale.clip(hit.score), ..hit }))
                .collect();
        }
        let hits = top_k(&scores, n, |i| allowed[i as usize]);
        hits.into_iter().map(|hit| self.recommendation(person, hit)).collect()
    }

    fn recommendation(&self, person: &Person<'_>, hit: Hit) -> Result<Recommendation> {
        let items = &self.ratings.catalog().items;
        let mut shares = self.named(self.model.explain(person, hit.index))?;
        shares.retain(|s| s.1 > 0.0 && s.1.is_finite());
        order::sort_by(&mut shares, &|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let because = shares.iter().take(BECAUSE).filter_map(|&(at, weight)| {
            let item = *person.items.get(at)?;
            let (id, title) = (items.ids.get(item).to_owned(), items.title(item).to_owned());
            Some(Because { id, title, weight })
        });
        Ok(Recommendation {
            id: items.ids.get(hit.index).to_owned(),
            title: items.title(hit.index).to_owned(),
            score: hit.score,
            because: because.collect(),
        })
    }

    /// For each item whether the filter lets it through.
    fn allowed(&self, person: &Person<'_>, filter: &Filter) -> Result<Vec<bool>> {
        let items = &self.ratings.catalog().items;
        let only = !filter.only_items.is_empty();
        let mut allowed = vec![!only; items.len()];
        for id in &filter.only_items {
            allowed[find_id(items, "item", id)? as usize] = true;
        }
        if !filter.only_categories.is_empty() {
            let inside = in_categories(items, &filter.only_categories)?;
            allowed.iter_mut().zip(inside).for_each(|(a, inside)| *a &= inside);
        }
        let outside = in_categories(items, &filter.without_categories)?;
        allowed.iter_mut().zip(outside).for_each(|(a, outside)| *a &= !outside);
        for id in &filter.without_items {
            allowed[find_id(items, "item", id)? as usize] = false;
        }
        if !filter.include_seen {
            person.items.iter().for_each(|&i| allowed[i as usize] = false);
        }
        Ok(allowed)
    }

    /// The `n` items most similar to this one.
    ///
    /// # Errors
    /// For an unknown item, or a model without item similarity.
    pub fn similar_items(&self, item: &str, n: usize) -> Result<Vec<Similar>> {
        let items = &self.ratings.catalog().items;
        let item = find_id(items, "item", item)?;
        let mut scores = vec![0.0; items.len()];
        self.named(self.model.similar_items(item, &mut scores))?;
        let hits = top_k(&scores, n, |i| i != item && scores[i as usize] != 0.0);
        Ok(similar(items, hits))
    }

    /// The `n` users most similar to this one.
    ///
    /// # Errors
    /// For an unknown user, or a model without user similarity.
    pub fn similar_users(&self, user: &str, n: usize) -> Result<Vec<Similar>> {
        let users = &self.ratings.catalog().users;
        let user = find_id(users, "user", user)?;
        let mut scores = vec![0.0; users.len()];
        self.named(self.model.similar_users(&Person::of(&self.ratings, user), &mut scores))?;
        let hits = top_k(&scores, n, |i| i != user && scores[i as usize] != 0.0);
        Ok(similar(users, hits))
    }

    /// Fills the model's name into an “unsupported”.
    fn named<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|error| match error.kind() {
            ErrorKind::Unsupported { what, .. } => self.unsupported(what),
            _ => error,
        })
    }

    fn unsupported(&self, what: &'static str) -> Error {
        ErrorKind::Unsupported { model: self.entry.name, what }.into()
    }

    /// The model with its ids, titles, categories and the ratings that it hides, as a
    /// safetensors file.
    ///
    /// # Errors
    /// When the arrays cannot be written.
    pub fn save(&self) -> Result<Vec<u8>> {
        let mut t = Tensors::default();
        let r = &self.ratings;
        t.metadata.insert("kindred".into(), VERSION.to_string());
        t.metadata.insert("model".into(), self.entry.name.into());
        t.metadata.insert("seed".into(), self.seed.to_string());
        t.metadata.insert("params".into(), params_text(&self.values));
        t.metadata.insert("feedback".into(), feedback_name(r.feedback()).into());
        t.metadata.insert("shape".into(), shape_name(r.shape()).into());
        t.put_f32("ratings.scale", &[2], &[r.scale().min, r.scale().max]);
        put_csr(&mut t, "ratings", r.by_user());
        t.put_u32("ratings.times", r.times());
        put_axis(&mut t, "users", &r.catalog().users);
        put_axis(&mut t, "items", &r.catalog().items);
        self.model.save(&mut t);
        t.to_bytes()
    }

    /// Reads what [`Fitted::save`] wrote.
    ///
    /// # Errors
    /// For a truncated, foreign or newer file, each said as such.
    pub fn load(bytes: &[u8]) -> Result<Self> {
        let t = Tensors::from_bytes(bytes)?;
        let meta = |name: &str| {
            t.metadata.get(name).map(String::as_str).ok_or_else(|| {
                Error::model_file(
                    format!("“{name}” in the file's metadata"),
                    "none; it was not written by Kindred",
                )
            })
        };
        let version = meta("kindred")?;
        if version.parse::<u32>().is_ok_and(|v| v > VERSION) {
            return Err(Error::model_file(
                format!("format version {VERSION}"),
                format!("version {version}, written by a newer Kindred"),
            ));
        }
        let entry = find(meta("model")?).map_err(|e| Error::model_file("a known model", e.to_string()))?;
        let values = params_from(meta("params")?)?;
        let one_of =
            |name: &str, found: &str| Error::model_file(format!("a known “{name}”"), format!("“{found}”"));
        let feedback = meta("feedback")?;
        let feedback = [Feedback::Explicit, Feedback::Implicit]
            .into_iter()
            .find(|&f| feedback_name(f) == feedback)
            .ok_or_else(|| one_of("feedback", feedback))?;
        let shape = meta("shape")?;
        let shape = [Shape::Ratings, Shape::Pairs]
            .into_iter()
            .find(|&s| shape_name(s) == shape)
            .ok_or_else(|| one_of("shape", shape))?;
        let seed = meta("seed")?
            .parse()
            .map_err(|_| Error::model_file("a whole number as “seed”", "another text"))?;
        let users = get_axis(&t, "users")?;
        let items = get_axis(&t, "items")?;
        let by_user = get_csr(&t, "ratings", users.len(), items.len())?;
        let times = t.u32("ratings.times")?;
        if !times.is_empty() && times.len() != by_user.nnz() {
            return Err(Error::model_file("one time for each rating", format!("{} times", times.len())));
        }
        let scale = t.f32("ratings.scale", &[2])?;
        let scale = Scale { min: scale[0], max: scale[1] };
        let catalog = Arc::new(Catalog { users, items });
        let ratings = Arc::new(Ratings::new(catalog, by_user, times, feedback, shape, scale));
        let model = (entry.load)(&t, &ratings, &values)?;
        Ok(Fitted { entry, values, seed, ratings, model })
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

/// One line `name=value` a parameter.
fn params_text(values: &Values) -> String {
    let mut text = String::new();
    for (name, value) in values {
        let value = match value {
            Value::Text(choice) => choice.clone(),
            other => other.to_string(),
        };
        text += &format!("{name}={value}\n");
    }
    text
}

/// Reads what [`params_text`] wrote.
fn params_from(text: &str) -> Result<Values> {
    let mut values = Values::new();
    for line in text.lines() {
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| Error::model_file("parameters as name=value", format!("“{line}”")))?;
        let value = match (value.parse(), value.parse()) {
            (Ok(switch), _) => Value::Bool(switch),
            (_, Ok(number)) => Value::Number(number),
            _ => Value::Text(value.to_owned()),
        };
        values.insert(name.to_owned(), value);
    }
    Ok(values)
}

fn similar(axis: &Axis, hits: Vec<Hit>) -> Vec<Similar> {
    let similar = |hit: Hit| Similar {
        id: axis.ids.get(hit.index).to_owned(),
        title: axis.title(hit.index).to_owned(),
        score: hit.score,
    };
    hits.into_iter().map(similar).collect()
}

fn find_id(axis: &Axis, what: &'static str, id: &str) -> Result<u32> {
    axis.ids.find(id).ok_or_else(|| {
        let hint = match axis.len() {
            0 => "there is none at all".to_owned(),
            _ => format!("ids are as in the file, such as “{}”", axis.ids.get(0)),
        };
        ErrorKind::Unknown { what, name: id.to_owned(), hint }.into()
    })
}

/// For each item whether it belongs to one of the categories.
fn in_categories(items: &Axis, names: &[String]) -> Result<Vec<bool>> {
    let mut inside = vec![false; items.len()];
    for name in names {
        let mut known = false;
        for table in items.features.iter().filter(|f| f.kind == FeatureKind::Category) {
            let Some(column) = table.vocabulary.find(name) else { continue };
            known = true;
            for (item, inside) in inside.iter_mut().enumerate() {
                *inside |= table.rows.row(item as u32).0.binary_search(&column).is_ok();
            }
        }
        if !known {
            let hint = "see the report for the categories of this data".to_owned();
            return Err(ErrorKind::Unknown { what: "category", name: name.clone(), hint }.into());
        }
    }
    Ok(inside)
}

fn put_ids(t: &mut Tensors, name: &str, texts: impl Iterator<Item = impl AsRef<str>>) {
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
pub(crate) fn put_csr(t: &mut Tensors, name: &str, csr: &Csr) {
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

fn put_axis(t: &mut Tensors, name: &str, axis: &Axis) {
    put_ids(t, &format!("{name}.ids"), axis.ids.iter());
    put_ids(t, &format!("{name}.titles"), axis.titles.iter());
    let tables: Vec<String> = axis.features.iter().map(|f| format!("{} {}", f.kind.code(), f.name)).collect();
    t.metadata.insert(format!("{name}.features"), tables.join("\n"));
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
    Ok(Axis { ids, titles, features })
}
