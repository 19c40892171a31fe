//! A model with its data: training it, questions by id, answers with titles.

use super::file::params_text;
use super::mix::Mix;
use super::params::Values;
use super::registry::{Entry, Remedy, find};
use super::traits::{Abilities, Answers, Model, Person, Progress, ScoreMeaning, Targets, Trainer};
use crate::checkpoint::{Checkpoint, Fingerprint, foreign};
use crate::error::{Error, ErrorKind, Result};
use crate::memory;
use crate::order;
use crate::ratings::{Axis, FeatureKind, Feedback, Ratings};
use crate::rounds::{Round, Rounds, nothing_shared};
use crate::tensors::{self, Finite, Size, Tensors};
use crate::topk::{Hit, top_k};
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

/// Which items may be recommended, and how their list is mixed.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ListOptions {
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
    /// From 0, the model's own order, to 1, what few know; see [`Mix`]. The lines then no longer fall by their scores.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub adventure: f32,
    /// From 0, the best whatever they are, to 1, as different from one another as can be among the best; see [`Mix`].
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub diversity: f32,
}

impl ListOptions {
    /// How the list is mixed.
    pub fn mix(&self) -> Mix {
        Mix { adventure: self.adventure, diversity: self.diversity }
    }
}

/// One recommended item.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Recommendation {
    /// The item's id.
    pub id: String,
    /// Its title, or the id where no file gave one.
    pub title: String,
    /// The score; [`Entry::score`] says what it means. It is what the list is ordered by.
    pub score: f32,
    /// The rating that the person would give, in rating units within the scale; absent where the model predicts none.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub rating: Option<f32>,
    /// The person's items that weigh most in it, heaviest first; empty where that has no meaning.
    pub because: Vec<Because>,
}

/// One of the person's own items behind a recommendation.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
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
    /// The epoch under way, counted from 1.
    epoch: u32,
    /// Nothing is left to do.
    done: bool,
    /// Bytes that may be taken beside what training needs.
    spare: u64,
    /// Of data and settings, once it was asked for.
    fingerprint: OnceCell<u64>,
}

/// A person's list, by index.
pub(super) struct Ranked<'a> {
    /// What else can be asked about the person.
    pub answers: Box<dyn Answers + 'a>,
    /// Best first.
    pub hits: Vec<Hit>,
    /// The predicted ratings, parallel to `hits`; empty where the model predicts none.
    pub ratings: Vec<f32>,
}

/// How many of the person's own items an explanation names.
const BECAUSE: usize = 3;

/// Longest list that is answered.
pub const LONGEST: usize = 1000;

impl Fitting {
    /// Checks the parameters and begins training the model of this name.
    ///
    /// # Errors
    /// For an unknown model or a parameter outside its range, for data that cannot serve, and when there is not
    /// enough memory.
    pub fn new(model: &str, ratings: &Arc<Ratings>, values: &Values, seed: u64) -> Result<Self> {
        let limit = memory::LIMIT.saturating_sub(ratings.bytes());
        Self::within(model, ratings, values, seed, limit)
    }

    /// The same where only `limit` bytes may be taken beside the ratings.
    ///
    /// # Errors
    /// As [`Fitting::new`].
    pub fn within(
        model: &str,
        ratings: &Arc<Ratings>,
        values: &Values,
        seed: u64,
        limit: u64,
    ) -> Result<Self> {
        let entry = find(model)?;
        // The full set of values is kept, so that a saved model does not depend on defaults.
        let values = entry.params.complete(entry.name, values)?;
        if ratings.is_empty() {
            return Err(Error::data("at least one rating", "none"));
        }
        let need = (entry.memory)(ratings, &values)?;
        if !need.fits(limit) {
            let (users, items) = (ratings.n_users(), ratings.n_items());
            let what = format!("{} on {users} people and {items} items", entry.name);
            // Where the largest array is what cannot be had, it is what has to be told.
            let (need, limit) =
                if need.bytes > limit { (need.bytes, limit) } else { (need.largest, memory::LARGEST) };
            return Err(ErrorKind::Memory { what, need, limit }.into());
        }
        let trainer = (entry.fit)(ratings, &values, seed)?;
        let (ratings, spare) = (Arc::clone(ratings), limit.saturating_sub(need.bytes));
        let fingerprint = OnceCell::new();
        Ok(Fitting { entry, values, seed, ratings, trainer, epoch: 1, done: false, spare, fingerprint })
    }

    /// The training as it stands, as bytes from which [`Fitting::resume`] goes on. Nothing within an epoch, at the end, for a
    /// model that is trained in one go, and where there is no room for them.
    ///
    /// # Errors
    /// When what is trained cannot be written.
    pub fn checkpoint(&mut self) -> Result<Option<Vec<u8>>> {
        // What training holds, and once more while the bytes grow.
        if self.done || self.spare < 2 * self.bytes()? {
            return Ok(None);
        }
        let mut state = Checkpoint::saving(vec![0; 8]);
        if !self.trainer.checkpoint(&mut state)? {
            return Ok(None);
        }
        let mut bytes = state.saved();
        bytes[..8].copy_from_slice(&self.fingerprint().to_le_bytes());
        Ok(Some(bytes))
    }

    /// Goes on from what [`Fitting::checkpoint`] wrote; nothing may have been trained before. The result has the same bits as
    /// if the training had never been interrupted.
    ///
    /// # Errors
    /// For a checkpoint of other data, of another model, with other parameters or another seed, of another version, and for
    /// one that is not whole. This training cannot go on then.
    pub fn resume(&mut self, bytes: &[u8]) -> Result<()> {
        let (print, state) = bytes.split_first_chunk().ok_or_else(foreign)?;
        if u64::from_le_bytes(*print) != self.fingerprint() {
            return Err(foreign());
        }
        let mut state = Checkpoint::loading(state);
        match self.trainer.checkpoint(&mut state) {
            Ok(true) if state.is_whole() => Ok(()),
            _ => Err(foreign()),
        }
    }

    /// This training as it stands, once more: it can be finished while this one goes on. Nothing where there is no
    /// [checkpoint](Fitting::checkpoint).
    ///
    /// # Errors
    /// As [`Fitting::checkpoint`].
    pub fn copy(&mut self) -> Result<Option<Fitting>> {
        let Some(state) = self.checkpoint()? else { return Ok(None) };
        let limit = self.spare.saturating_sub(state.len() as u64);
        let mut copy = Fitting::within(self.entry.name, &self.ratings, &self.values, self.seed, limit)?;
        // Of the same data, which do not have to be looked through again.
        copy.fingerprint = self.fingerprint.clone();
        copy.resume(&state)?;
        Ok(Some(copy))
    }

    /// What training holds in memory at most.
    fn bytes(&self) -> Result<u64> {
        Ok((self.entry.memory)(&self.ratings, &self.values)?.bytes)
    }

    fn fingerprint(&self) -> u64 {
        let Fitting { entry, values, seed, .. } = self;
        let settings =
            || format!("{} {} {seed}\n{}", env!("CARGO_PKG_VERSION"), entry.name, params_text(values));
        *self.fingerprint.get_or_init(|| Fingerprint::of(&self.ratings, &settings()))
    }

    /// One slice of training.
    ///
    /// # Errors
    /// As [`Trainer::step`], and when the loss is no longer a finite number.
    pub fn step(&mut self) -> Result<Progress> {
        let progress = self.trainer.step()?;
        self.checked(progress)
    }

    fn checked(&mut self, progress: Progress) -> Result<Progress> {
        if [progress.loss, progress.validation].into_iter().flatten().all(f32::is_finite) {
            self.epoch = progress.epoch.saturating_add(u32::from(!progress.done));
            self.done = progress.done;
            return Ok(progress);
        }
        Err(diverged(self.entry, &self.values, self.ratings.feedback(), progress.epoch))
    }

    /// The model as trained so far.
    ///
    /// # Errors
    /// As [`Trainer::finish`], and when one of its numbers is not finite.
    pub fn finish(self) -> Result<Fitted> {
        let Fitting { entry, values, seed, ratings, trainer, epoch, .. } = self;
        let model = trainer.finish()?;
        let mut finite = Finite(true);
        model.save(&mut finite);
        if !finite.0 {
            return Err(diverged(entry, &values, ratings.feedback(), epoch));
        }
        Ok(Fitted { entry, values, seed, ratings, model })
    }

    /// As if it had been trained, or trained so far, from [`Fitted::model_bytes`] of somebody who has.
    pub(crate) fn trained_elsewhere(&self, bytes: &[u8]) -> Result<Fitted> {
        let Fitting { entry, values, seed, ratings, .. } = self;
        let model = (entry.load)(&Tensors::from_bytes(bytes)?, ratings, values)?;
        Ok(Fitted::new(entry, values.clone(), *seed, Arc::clone(ratings), model))
    }

    /// The ratings that are trained on.
    pub(crate) fn ratings(&self) -> &Arc<Ratings> {
        &self.ratings
    }

    /// The model that is trained, and all its parameter values.
    pub(crate) fn recipe(&self) -> (&'static Entry, &Values) {
        (self.entry, &self.values)
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

impl Rounds for Fitting {
    fn round(&mut self) -> Option<Round> {
        self.trainer.rounds()?.round()
    }

    fn say(&mut self, whole: bool) -> Result<Vec<u8>> {
        self.trainer.rounds().ok_or_else(nothing_shared)?.say(whole)
    }

    fn hear(&mut self, said: &[u8]) -> Result<()> {
        self.trainer.rounds().ok_or_else(nothing_shared)?.hear(said)
    }

    fn answer(&mut self, part: Range<u32>) -> Result<Option<Vec<u8>>> {
        self.trainer.rounds().ok_or_else(nothing_shared)?.answer(part)
    }

    fn join(&mut self, answer: &[u8]) -> Result<Progress> {
        let progress = self.trainer.rounds().ok_or_else(nothing_shared)?.join(answer)?;
        self.checked(progress)
    }

    fn learn(&mut self, part: Range<u32>, answer: &[u8]) -> Result<()> {
        self.trainer.rounds().ok_or_else(nothing_shared)?.learn(part, answer)
    }
}

/// The error of a training whose numbers are no longer finite.
fn diverged(entry: &Entry, values: &Values, feedback: Feedback, epoch: u32) -> Error {
    let now = |name: &str| values.get(name).map_or(String::new(), |value| format!(" (now {value})"));
    let remedy = match (entry.remedy)(values, feedback) {
        Remedy::Lower(name) => format!("lower {name}{}", now(name)),
        Remedy::Raise(name) => format!("raise {name}{}", now(name)),
        Remedy::Data => "look for values in the data that are far too large".to_owned(),
    };
    ErrorKind::Diverged { model: entry.name, epoch, remedy }.into()
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
    pub(super) fn new(
        entry: &'static Entry,
        values: Values,
        seed: u64,
        ratings: Arc<Ratings>,
        model: Box<dyn Model>,
    ) -> Self {
        Fitted { entry, values, seed, ratings, model }
    }

    /// The registry entry.
    pub fn entry(&self) -> &'static Entry {
        self.entry
    }

    /// What the model can answer.
    pub fn abilities(&self) -> Abilities {
        self.entry.abilities
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

    /// Bytes that the model takes beside the ratings it was trained on.
    pub fn bytes(&self) -> u64 {
        let mut size = Size(0);
        self.model.save(&mut size);
        size.0
    }

    /// The model without the ratings, as bytes.
    pub(crate) fn model_bytes(&self) -> Result<Vec<u8>> {
        tensors::write(&Default::default(), &|out| self.model.save(out), |len| vec![0; len])
    }

    /// The model itself, for questions by index.
    pub fn model(&self) -> &dyn Model {
        &*self.model
    }

    /// What the scores of this model on this data mean.
    pub fn score_meaning(&self) -> ScoreMeaning {
        self.entry.score_meaning(&self.values, self.ratings.feedback())
    }

    /// The `n` best items for a user of the training data.
    ///
    /// # Errors
    /// For an unknown user, an unknown item or category, a number outside its range, or an `n` above [`LONGEST`].
    pub fn recommend(&self, user: &str, n: usize, options: &ListOptions) -> Result<Vec<Recommendation>> {
        let user = find_id(&self.ratings.catalog().users, "user", user)?;
        self.recommend_to(Person::of(&self.ratings, user), n, options)
    }

    /// The `n` best items for somebody who was not in the training data. Ratings of items that
    /// are not in the catalog make no difference; the last of two ratings of an item counts.
    ///
    /// # Errors
    /// When the model cannot take in somebody new, or none of the rated items is known.
    pub fn recommend_for(
        &self,
        own: &[OwnRating],
        n: usize,
        options: &ListOptions,
    ) -> Result<Vec<Recommendation>> {
        let (items, values) = self.own_row(own)?;
        self.recommend_to(Person::new(&items, &values), n, options)
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

    fn recommend_to(
        &self,
        person: Person<'_>,
        n: usize,
        options: &ListOptions,
    ) -> Result<Vec<Recommendation>> {
        check_length(n)?;
        let Ranked { answers, hits, ratings } = self.ranked(person, n, options)?;
        let items: Vec<u32> = hits.iter().map(|hit| hit.index).collect();
        let list = hits.into_iter().zip(answers.explain_each(&items)).enumerate();
        let list = list
            .map(|(at, (hit, shares))| self.recommendation(&person, hit, ratings.get(at).copied(), shares));
        Ok(list.collect())
    }

    /// The `n` best items for a person, without titles and reasons.
    pub(super) fn ranked<'a>(
        &'a self,
        person: Person<'a>,
        n: usize,
        options: &ListOptions,
    ) -> Result<Ranked<'a>> {
        let mix = options.mix();
        mix.check()?;
        let allowed = self.allowed(&person, options)?;
        let answers = self.named(self.model.prepare(person))?;
        let mut scores = vec![0.0; self.ratings.n_items()];
        answers.score(&mut scores);
        // Where the model tells no item from another, as for somebody who has said nothing, the best known come first.
        let same = scores.first().copied().filter(|first| scores.iter().all(|score| score == first));
        if same.is_some() {
            let known = (0..).map(|item| self.ratings.by_item().row_len(item) as f32);
            scores.iter_mut().zip(known).for_each(|(score, known)| *score = known);
        }
        let ranked = mix.rank(&*self.model, &self.ratings, &scores, n, |i| allowed[i as usize]);
        let mut hits = self.named(ranked)?;
        if let Some(same) = same {
            hits.iter_mut().for_each(|hit| hit.score = same);
        }
        let ratings = self.ratings_of(&*answers, &hits);
        if self.score_meaning() == ScoreMeaning::PredictedRating {
            // Ties at the end of the scale would hide the order, so clipping comes after ranking.
            let scale = self.ratings.scale();
            hits.iter_mut().for_each(|hit| hit.score = scale.clip(hit.score));
        }
        Ok(Ranked { answers, hits, ratings })
    }

    /// The predicted ratings of a list; empty when the model predicts none.
    fn ratings_of(&self, answers: &dyn Answers, hits: &[Hit]) -> Vec<f32> {
        if !self.entry.rates(&self.values, self.ratings.feedback()) {
            return Vec::new();
        }
        let items: Vec<u32> = hits.iter().map(|hit| hit.index).collect();
        let mut ratings = vec![0.0; items.len()];
        answers.predict(Targets::of(&items), &mut ratings);
        let scale = self.ratings.scale();
        ratings.iter_mut().for_each(|rating| *rating = scale.clip(*rating));
        ratings
    }

    fn recommendation(
        &self,
        person: &Person<'_>,
        hit: Hit,
        rating: Option<f32>,
        shares: Vec<(usize, f32)>,
    ) -> Recommendation {
        let items = &self.ratings.catalog().items;
        // The few greatest, greatest first.
        let mut greatest: Vec<(usize, f32)> = Vec::with_capacity(BECAUSE + 1);
        let mut least = 0.0;
        for share in shares {
            if share.1 > least && share.1.is_finite() {
                let place = greatest.iter().position(|other| share.1 > other.1).unwrap_or(greatest.len());
                greatest.insert(place, share);
                greatest.truncate(BECAUSE);
                least = greatest.get(BECAUSE - 1).map_or(0.0, |last| last.1);
            }
        }
        let because = greatest.into_iter().filter_map(|(at, weight)| {
            let item = *person.items.get(at)?;
            let (id, title) = (items.ids.get(item).to_owned(), items.title(item).to_owned());
            Some(Because { id, title, weight })
        });
        Recommendation {
            id: items.ids.get(hit.index).to_owned(),
            title: items.title(hit.index).to_owned(),
            score: hit.score,
            rating,
            because: because.collect(),
        }
    }

    /// For each item whether the filter lets it through.
    fn allowed(&self, person: &Person<'_>, options: &ListOptions) -> Result<Vec<bool>> {
        let items = &self.ratings.catalog().items;
        let only = !options.only_items.is_empty();
        let mut allowed = vec![!only; items.len()];
        for id in &options.only_items {
            allowed[find_id(items, "item", id)? as usize] = true;
        }
        if !options.only_categories.is_empty() {
            let inside = in_categories(items, &options.only_categories)?;
            allowed.iter_mut().zip(inside).for_each(|(a, inside)| *a &= inside);
        }
        let outside = in_categories(items, &options.without_categories)?;
        allowed.iter_mut().zip(outside).for_each(|(a, outside)| *a &= !outside);
        for id in &options.without_items {
            allowed[find_id(items, "item", id)? as usize] = false;
        }
        if !options.include_seen {
            person.items.iter().chain(&person.itself).for_each(|&i| allowed[i as usize] = false);
        }
        Ok(allowed)
    }

    /// The `n` items most similar to this one.
    ///
    /// # Errors
    /// For an unknown item, a model without item similarity, or an `n` above [`LONGEST`].
    pub fn similar_items(&self, item: &str, n: usize) -> Result<Vec<Similar>> {
        check_length(n)?;
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
    /// For an unknown user, a model without user similarity, or an `n` above [`LONGEST`].
    pub fn similar_users(&self, user: &str, n: usize) -> Result<Vec<Similar>> {
        check_length(n)?;
        let users = &self.ratings.catalog().users;
        let user = find_id(users, "user", user)?;
        let mut scores = vec![0.0; users.len()];
        self.named(self.model.similar_users(&Person::of(&self.ratings, user), &mut scores))?;
        let hits = top_k(&scores, n, |i| i != user && scores[i as usize] != 0.0);
        Ok(similar(users, hits))
    }

    /// Fills the model's name into an “unsupported”.
    pub(super) fn named<T>(&self, result: Result<T>) -> Result<T> {
        result.map_err(|error| match error.kind() {
            ErrorKind::Unsupported { what, .. } => self.unsupported(what),
            _ => error,
        })
    }

    fn unsupported(&self, what: &'static str) -> Error {
        ErrorKind::Unsupported { model: self.entry.name, what }.into()
    }
}

/// Refuses lists that are longer than [`LONGEST`].
pub(crate) fn check_length(n: usize) -> Result<()> {
    if n <= LONGEST {
        return Ok(());
    }
    Err(Error::parameter("list", "n", format!("a whole number up to {LONGEST}"), n.to_string()))
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
