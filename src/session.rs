//! One person's work: data, a model, questions. The page's worker holds one of these, and the
//! native command drives the same one, so both do the same thing.

mod share;

pub use share::{SHARED, Shared};

use crate::checkpoint::foreign;
use crate::error::{Error, ErrorKind, Result};
use crate::export::{self, Matched};
use crate::format::personal::{self, OwnItem};
use crate::format::table::Preview;
use crate::load::{LoadOptions, LoadProgress, Loaded, Loader, Source, Want};
use crate::matrix;
use crate::measure::auto::{Auto, Candidate, Choice, Job, is_auto};
use crate::measure::evaluate::{Evaluation, Evaluator};
use crate::measure::{CompareSpec, Found, Learned, Outcome, Run, SearchSpec};
use crate::memory;
use crate::model::{
    Abilities, Fitted, Fitting, ListOptions, Lists, OwnRating, Progress, Recommendation, ScoreMeaning,
    Similar, Values, advice, check_length, find,
};
use crate::order;
use crate::outside::{Kinship, Outside};
use crate::pca::Projection;
use crate::ratings::{Arriving, Axis, Catalog, Csr, Feedback, Ratings, somebody, starters};
use crate::report::Report;
use crate::sample;
use crate::tensors::Place;
use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// What to train.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FitSpec {
    /// The model's name; `auto`, or nothing, chooses what suits the data.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub model: String,
    /// Parameter values by name; what is not named keeps its default.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// The seed of every random draw; 42 when none is given.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub seed: Option<u64>,
    /// Take every row as a plain “yes”, whatever its value.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub implicit: bool,
}

/// What to measure.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct EvaluateSpec {
    /// What to train.
    #[serde(flatten)]
    pub fit: FitSpec,
    /// How to hold ratings out (see [`Split`](crate::measure::Split)); `given` takes the test files that were loaded.
    pub split: String,
    /// Names of metrics; the usual ones for the data when empty.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub metrics: Vec<String>,
    /// Which test items are relevant to lists: `all` (when none is given), `liked` (at or above the person's own mean in
    /// training) or a least value.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub relevant: Option<String>,
    /// How adventurous the measured lists are; see [`ListOptions::adventure`].
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub adventure: f32,
    /// How diverse the measured lists are; see [`ListOptions::diversity`].
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub diversity: f32,
    /// Also measure after some epochs of the training, on the training part and on the test.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub learning: bool,
}

/// What was trained.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FitReport {
    /// The model's name.
    pub model: String,
    /// Its name for people.
    pub title: String,
    /// All parameter values, defaults included.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// The seed.
    pub seed: u64,
    /// What the scores mean.
    pub score: ScoreMeaning,
    /// What the training loss is, or an empty string.
    pub loss_name: String,
    /// What the model can answer.
    pub abilities: Abilities,
    /// Bytes that the model takes beside the ratings.
    pub bytes: u64,
    /// Number of ratings trained on.
    pub ratings: usize,
    /// Number of users.
    pub users: usize,
    /// Number of items.
    pub items: usize,
    /// Why this model was chosen, if none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub chosen: Option<Choice>,
    /// What a model trained elsewhere was not opened over or with, and why, in sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub note: Option<String>,
    /// Of a model that was opened: whether the data from before are still the present ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub keeps_data: Option<bool>,
}

/// What a training would be.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FitPlan {
    /// The model's name.
    pub model: String,
    /// Its name for people.
    pub title: String,
    /// All parameter values, defaults included.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// Why this model, if none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub why: Option<String>,
    /// Whether several are tried before one is chosen, which may then be another.
    pub measures: bool,
    /// Bytes that the training will hold at most, beside the ratings.
    pub bytes: u64,
    /// What is unwise about it for these data, in sentences.
    pub unwise: Vec<String>,
}

/// A user or an item found by a search.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Entity {
    /// The id.
    pub id: String,
    /// The title, or the id where there is none.
    pub title: String,
    /// Number of ratings.
    pub ratings: usize,
}

/// One of a person's own ratings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Rated {
    /// The item's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The rating, in rating units.
    pub rating: f32,
}

/// What a person's own export from Letterboxd, IMDb or Goodreads has in common with the data.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Export {
    /// Items that the person rated, with the rating on the scale of the data.
    pub rated: Vec<Rated>,
    /// Ids of items that the person saw or read without rating them.
    pub seen: Vec<String>,
    /// Ids of items that the person wants to see or read.
    pub wanted: Vec<String>,
    /// Titles of what the data do not have, in alphabetical order.
    pub unmatched: Vec<String>,
}

/// Items on a plane: the two main directions of their factors.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemMap {
    /// The items' ids.
    pub ids: Vec<String>,
    /// Their titles.
    pub titles: Vec<String>,
    /// First component, `(n_items)`.
    pub x: Vec<f32>,
    /// Second component, `(n_items)`.
    pub y: Vec<f32>,
    /// Mean rating in rating units, `(n_items)`; for implicit feedback the number of ratings.
    pub mean: Vec<f32>,
    /// Share of the factors' variance that each component shows.
    pub variance: [f32; 2],
}

/// What a model without item factors cannot tell.
const MAP: &str = "a map of the items, as it has no item factors";

/// The seed when none is given.
const SEED: u64 = 42;

/// Data, a model, and what is being done to them.
#[derive(Default)]
pub struct Session {
    data: Option<Data>,
    fitted: Option<Rc<Fitted>>,
    /// Models that have been taken away into sessions of their own, as long as these are there.
    apart: Vec<Weak<Fitted>>,
    loader: Option<Loader>,
    previews: Vec<Preview>,
    fitting: Option<Job<Fitting>>,
    evaluator: Option<Job<Evaluator>>,
    /// The training or the evaluation that was begun last, as it was asked for.
    errand: Option<Run>,
    projection: Option<Projection>,
    outside: Option<Outside>,
    /// Data of another session that are coming.
    arriving: Vec<Arriving>,
    /// Of a session that holds a model: whether its data cannot be had again by reading what they were read from.
    widened: bool,
}

struct Data {
    ratings: Arc<Ratings>,
    test: Option<Arc<Ratings>>,
    report: Report,
    own: Vec<OwnItem>,
    /// Whether a model of further items or people was opened over them.
    widened: bool,
}

impl Session {
    /// Nothing loaded yet.
    pub fn new() -> Self {
        Session::default()
    }

    /// Begins reading files. What was loaded before stays until [`Session::finish_load`].
    ///
    /// # Errors
    /// When there is no file or an option does not suit.
    pub fn begin_load(&mut self, sources: Vec<Source>, options: LoadOptions) -> Result<()> {
        let mut loader = Loader::new(sources, options)?;
        // Earlier data stay in memory until the new ones are there.
        let held = self.data.as_ref().map_or(0, |data| data.ratings.bytes());
        loader.set_memory(memory::LIMIT.saturating_sub(held));
        self.loader = Some(loader);
        Ok(())
    }

    /// The bytes that are needed next; `None` when everything is read.
    ///
    /// # Errors
    /// When no load was begun.
    pub fn want(&mut self) -> Result<Option<Want>> {
        Ok(self.loading()?.want())
    }

    /// Takes the bytes of the last want.
    ///
    /// # Errors
    /// When they show that the file cannot be read.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<LoadProgress> {
        let loader = self.loading()?;
        loader.feed(bytes)?;
        Ok(loader.progress())
    }

    /// Ends reading; the new data replace the old, and the model made from the old is dropped.
    ///
    /// # Errors
    /// When the files hold no ratings. The old data stay.
    pub fn finish_load(&mut self) -> Result<Report> {
        let loaded = self.end_load()?.finish()?;
        Ok(self.set_loaded(loaded))
    }

    /// Ends reading files that are one person's export: they are met with the present items, and the
    /// data stay.
    ///
    /// # Errors
    /// When nothing is loaded, or the files hold something else.
    pub fn finish_match(&mut self) -> Result<Export> {
        let entries = self.end_load()?.finish_own()?;
        self.meet(&entries)
    }

    /// The export that was read together with the present data; `None` when there was none.
    ///
    /// # Errors
    /// When nothing is loaded.
    pub fn own_export(&self) -> Result<Option<Export>> {
        match self.data.as_ref().map(|data| data.own.as_slice()) {
            None | Some([]) => self.present().map(|_| None),
            Some(entries) => self.meet(entries).map(Some),
        }
    }

    fn meet(&self, entries: &[OwnItem]) -> Result<Export> {
        let ratings = self.present()?;
        let items = &ratings.catalog().items;
        let Matched { ratings: own, seen, wanted, unmatched } =
            export::match_to(entries, ratings.catalog(), ratings.scale());
        let titled = |own: OwnRating| {
            let title = items.ids.find(&own.id).map_or(own.id.as_str(), |index| items.title(index));
            Rated { title: title.to_owned(), id: own.id, rating: own.rating }
        };
        Ok(Export { rated: own.into_iter().map(titled).collect(), seen, wanted, unmatched })
    }

    /// Stops reading; what was loaded before stays.
    pub fn abandon_load(&mut self) {
        // Without a load there is nothing to stop.
        self.end_load().ok();
        self.outside = None;
    }

    fn end_load(&mut self) -> Result<Loader> {
        let loader = self.loader.take().ok_or_else(|| early("begin to load"))?;
        self.previews = loader.previews().to_vec();
        Ok(loader)
    }

    /// The first rows of the tables that are being read, or were read last, also when that failed:
    /// from them a person can say what the columns mean.
    pub fn previews(&self) -> &[Preview] {
        self.loader.as_ref().map_or(&self.previews, Loader::previews)
    }

    fn loading(&mut self) -> Result<&mut Loader> {
        self.loader.as_mut().ok_or_else(|| early("begin to load"))
    }

    /// Takes one of the embedded samples as the data.
    ///
    /// # Errors
    /// For an unknown name.
    pub fn load_sample(&mut self, name: &str) -> Result<Report> {
        self.previews.clear();
        Ok(self.set_loaded(crate::load::sample(name)?))
    }

    /// The embedded samples.
    pub fn samples() -> &'static [sample::SampleInfo] {
        sample::SAMPLES
    }

    /// Takes what a [`Loader`] read as the data; the model made from the old data is dropped.
    pub fn set_loaded(&mut self, loaded: Loaded) -> Report {
        let Loaded { ratings, test, report, mut own, .. } = loaded;
        if ratings.n_users() == 1 && ratings.catalog().users.ids.find(personal::ME).is_some() {
            // The export is all the data there are.
            own.clear();
        }
        self.fitted = None;
        self.fitting = None;
        self.evaluator = None;
        self.projection = None;
        let test = test.map(Arc::new);
        self.data =
            Some(Data { ratings: Arc::new(ratings), test, report: report.clone(), own, widened: false });
        report
    }

    /// The report on the present data.
    pub fn report(&self) -> Option<&Report> {
        self.data.as_ref().map(|data| &data.report)
    }

    /// The present ratings.
    ///
    /// # Errors
    /// When nothing is loaded.
    pub fn ratings(&self) -> Result<&Arc<Ratings>> {
        Ok(&self.data()?.ratings)
    }

    fn data(&self) -> Result<&Data> {
        self.data.as_ref().ok_or_else(|| early("load a ratings file or a sample"))
    }

    /// Begins training. An earlier model stays until [`Session::finish_fit`].
    ///
    /// # Errors
    /// When nothing is loaded, or as [`Fitting::new`].
    pub fn begin_fit(&mut self, spec: &FitSpec) -> Result<()> {
        let ratings = prepared(self.ratings()?, spec.implicit);
        let (seed, room) = (spec.seed.unwrap_or(SEED), self.room());
        let data = Arc::clone(&ratings);
        let begin = move |model: &str, values: &Values| Fitting::within(model, &ratings, values, seed, room);
        self.fitting = Some(Job::new(&spec.model, &spec.params, &data, seed, begin)?);
        self.errand = Some(Run { seed, implicit: spec.implicit, share: 1.0, ..Run::default() });
        Ok(())
    }

    /// What a training would be: the model, what it needs, and what is unwise about it. Nothing is trained.
    ///
    /// # Errors
    /// When nothing is loaded, and for a model or parameter that does not suit.
    pub fn plan(&self, spec: &FitSpec) -> Result<FitPlan> {
        let given = self.ratings()?;
        let ratings = prepared(given, spec.implicit);
        let (entry, values, why, measures) = if is_auto(&spec.model) {
            let auto = Auto::new(&ratings, spec.seed.unwrap_or(SEED))?;
            let (Candidate { entry, values }, chosen) = auto.present();
            (entry, values, Some(chosen.why), auto.measures())
        } else {
            (find(&spec.model)?, spec.params.clone(), None, false)
        };
        let params = entry.params.complete(entry.name, &values)?;
        let bytes = (entry.memory)(&ratings, &params)?.bytes;
        let mut unwise = Vec::new();
        if why.is_none() {
            unwise = advice(entry, &params, &ratings);
            if spec.implicit && given.feedback() == Feedback::Explicit {
                unwise.push(
                    "Every rating counts as a plain yes: what somebody disliked counts as chosen, too."
                        .into(),
                );
            }
        }
        let (model, title) = (entry.name.to_owned(), entry.title.to_owned());
        Ok(FitPlan { model, title, params, why, measures, bytes, unwise })
    }

    /// Bytes that a training may take beside what is held already.
    fn room(&self) -> u64 {
        let held = self.data.iter().flat_map(|data| [Some(&data.ratings), data.test.as_ref()]).flatten();
        let apart = self.apart.iter().filter_map(Weak::upgrade);
        let models: u64 = self.fitted.iter().cloned().chain(apart).map(|fitted| fitted.bytes()).sum();
        memory::LIMIT.saturating_sub(held.map(|ratings| ratings.bytes()).sum::<u64>() + models)
    }

    /// One slice of training.
    ///
    /// # Errors
    /// As [`Fitting::step`]; the training is over then.
    pub fn step_fit(&mut self) -> Result<Progress> {
        let mut fitting = self.fitting.take().ok_or_else(|| early("begin to train"))?;
        let progress = fitting.step(Fitting::step)?;
        self.fitting = Some(fitting);
        Ok(progress)
    }

    /// The training under way as it stands, from which [`Session::resume_fit`] goes on with what [`Session::errand`] says;
    /// nothing where that cannot be now. See [`Fitting::checkpoint`].
    ///
    /// # Errors
    /// As there.
    pub fn checkpoint_fit(&mut self) -> Result<Option<Vec<u8>>> {
        self.fitting.as_mut().and_then(Job::work_mut).map_or(Ok(None), Fitting::checkpoint)
    }

    /// Why the model of the training under way was chosen, if it was.
    pub fn chosen(&self) -> Option<&Choice> {
        self.fitting.as_ref()?.chosen()
    }

    /// Begins a training where an earlier one stood, with the same bits at the end.
    ///
    /// # Errors
    /// As [`Session::begin_fit`], and as [`Fitting::resume`]; nothing is under way then.
    pub fn resume_fit(&mut self, spec: &FitSpec, state: &[u8]) -> Result<()> {
        self.begin_fit(spec)?;
        let fitting = self.fitting.as_mut().and_then(Job::work_mut);
        let resumed = fitting.ok_or_else(foreign).and_then(|fitting| fitting.resume(state));
        if resumed.is_err() {
            self.abandon_fit();
        }
        resumed
    }

    /// The model as trained so far becomes the present one.
    ///
    /// # Errors
    /// As [`Fitting::finish`].
    pub fn finish_fit(&mut self) -> Result<FitReport> {
        let (fitting, chosen) = self.fitting.take().ok_or_else(|| early("begin to train"))?.finish()?;
        let fitted = fitting.finish()?;
        self.projection = None;
        let fitted = self.fitted.insert(Rc::new(fitted));
        Ok(FitReport { chosen, ..fit_report(fitted) })
    }

    /// True as long as the model of a training or an evaluation under way is being chosen.
    pub fn is_choosing(&self) -> bool {
        self.fitting.as_ref().is_some_and(Job::is_choosing)
            || self.evaluator.as_ref().is_some_and(Job::is_choosing)
    }

    /// Drops the training under way; an earlier model stays.
    pub fn abandon_fit(&mut self) {
        self.fitting = None;
    }

    /// The present model.
    ///
    /// # Errors
    /// When nothing is trained.
    pub fn fitted(&self) -> Result<&Fitted> {
        self.fitted.as_deref().ok_or_else(|| early("train a model"))
    }

    /// Takes the present model away into a session of its own, which answers for it as long as it is there: so several
    /// models are held at a time. What they take counts where another one is trained here.
    ///
    /// # Errors
    /// When nothing is trained.
    pub fn take_model(&mut self) -> Result<Session> {
        let fitted = self.fitted.take().ok_or_else(|| early("train a model"))?;
        Ok(self.holding(fitted))
    }

    /// Opens a model of the present data, which stay as they are, in a session of its own, as [`Session::take_model`]: a saved
    /// one, or one that was kept.
    ///
    /// # Errors
    /// For a truncated, foreign or newer file, and for a model that was kept beside other data.
    pub fn recall_model(&mut self, bytes: &[u8]) -> Result<Session> {
        let fitted = Rc::new(Fitted::recall(bytes, self.data.as_ref().map(|data| &data.ratings))?);
        Ok(self.holding(fitted))
    }

    fn holding(&mut self, fitted: Rc<Fitted>) -> Session {
        self.apart.retain(|model| model.strong_count() > 0);
        self.apart.push(Rc::downgrade(&fitted));
        let widened = self.data.as_ref().is_some_and(|data| data.widened);
        Session { fitted: Some(fitted), widened, ..Session::default() }
    }

    /// The `n` best items for a user.
    ///
    /// # Errors
    /// As [`Fitted::recommend`].
    pub fn recommend(&self, user: &str, n: usize, options: &ListOptions) -> Result<Vec<Recommendation>> {
        self.fitted()?.recommend(user, n, options)
    }

    /// The `n` best items for somebody who was not in the training data.
    ///
    /// # Errors
    /// As [`Fitted::recommend_for`].
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
    /// As [`Fitted::similar_items`].
    pub fn similar_items(&self, item: &str, n: usize) -> Result<Vec<Similar>> {
        self.fitted()?.similar_items(item, n)
    }

    /// The `n` users most similar to this one.
    ///
    /// # Errors
    /// As [`Fitted::similar_users`].
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
    fn present(&self) -> Result<&Ratings> {
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

    /// Ids and vectors of a slice of the people; see [`Fitted::user_vectors`].
    ///
    /// # Errors
    /// As [`Fitted::user_vectors`].
    pub fn user_vectors(&self, from: usize) -> Result<(Vec<String>, Vec<f32>)> {
        self.fitted()?.user_vectors(from)
    }

    /// Lists for a slice of the people; see [`Fitted::lists`].
    ///
    /// # Errors
    /// As [`Fitted::lists`].
    pub fn lists(&self, from: usize, n: usize, options: &ListOptions) -> Result<Lists> {
        self.fitted()?.lists(from, n, options)
    }

    /// Begins an evaluation on a split of the present data.
    ///
    /// # Errors
    /// When nothing is loaded, or for a split, metric, model or parameter that does not suit.
    pub fn begin_evaluate(&mut self, spec: &EvaluateSpec) -> Result<()> {
        let EvaluateSpec { fit, split, metrics, relevant, adventure, diversity, learning } = spec.clone();
        self.begin_run(&Run {
            model: fit.model,
            params: fit.params,
            seed: fit.seed.unwrap_or(SEED),
            implicit: fit.implicit,
            split,
            metrics,
            relevant: relevant.unwrap_or_default(),
            adventure,
            diversity,
            learning,
            share: 1.0,
            train_share: 1.0,
            ..Run::default()
        })
    }

    /// Begins a run of a comparison or of a search; [`Session::step_evaluate`] goes on with it.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`Run::begin`].
    pub fn begin_run(&mut self, run: &Run) -> Result<()> {
        let data = self.data()?;
        self.evaluator = Some(run.begin(&data.ratings, data.test.as_ref(), self.room())?);
        self.errand = Some(run.clone());
        Ok(())
    }

    /// What came of the run that was begun last, which is `run`.
    ///
    /// # Errors
    /// When its work is not done yet.
    pub fn finish_run(&mut self, run: Run) -> Result<Outcome> {
        run.finish(self.evaluator.take().ok_or_else(|| early("begin to evaluate"))?)
    }

    /// The runs of a comparison on the present data.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`CompareSpec::runs`].
    pub fn compare_runs(&self, spec: &CompareSpec) -> Result<Vec<Run>> {
        spec.runs(&prepared(self.ratings()?, spec.implicit))
    }

    /// The runs of a search on the present data that come next, given what has come of those so far; none when all is done.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`SearchSpec::next`].
    pub fn search_runs(&self, spec: &SearchSpec, outcomes: &[Outcome]) -> Result<Vec<Run>> {
        spec.next(self.ratings()?, outcomes)
    }

    /// What a search on the present data has found so far.
    ///
    /// # Errors
    /// When nothing is loaded, or as [`Found::of`].
    pub fn found(&self, spec: &SearchSpec, outcomes: &[Outcome]) -> Result<Found> {
        Found::of(spec, self.ratings()?, outcomes)
    }

    /// One slice of the evaluation.
    ///
    /// # Errors
    /// As [`Evaluator::step`]; the evaluation is over then.
    pub fn step_evaluate(&mut self) -> Result<Progress> {
        let mut evaluator = self.evaluator.take().ok_or_else(|| early("begin to evaluate"))?;
        let progress = evaluator.step(Evaluator::step)?;
        self.evaluator = Some(evaluator);
        Ok(progress)
    }

    /// True once the evaluation has trained and is testing.
    pub fn is_testing(&self) -> bool {
        self.evaluator.as_ref().and_then(Job::work).is_some_and(Evaluator::is_testing)
    }

    /// The learning curve of the evaluation under way, so far.
    pub fn learned(&self) -> &[Learned] {
        self.evaluator.as_ref().and_then(Job::work).map_or(&[], Evaluator::learned)
    }

    /// The figures.
    ///
    /// # Errors
    /// As [`Evaluator::finish`].
    pub fn finish_evaluate(&mut self) -> Result<Evaluation> {
        let (evaluator, chosen) =
            self.evaluator.take().ok_or_else(|| early("begin to evaluate"))?.finish()?;
        Ok(Evaluation { chosen, ..evaluator.finish()? })
    }

    /// Drops the evaluation under way.
    pub fn abandon_evaluate(&mut self) {
        self.evaluator = None;
    }

    /// The present model as the bytes of a safetensors file.
    ///
    /// # Errors
    /// When nothing is trained.
    pub fn save_model(&self) -> Result<Vec<u8>> {
        self.write_model(false, |len| vec![0; len])
    }

    /// The present model as bytes that are kept beside its data, for [`Session::recall_model`]: without the ratings, unless
    /// reading the data again would give others.
    ///
    /// # Errors
    /// When nothing is trained.
    pub fn keep_model(&self) -> Result<Vec<u8>> {
        self.write_model(true, |len| vec![0; len])
    }

    /// As [`Session::save_model`], or `beside` its data as [`Session::keep_model`], in a place of so many bytes.
    ///
    /// # Errors
    /// When nothing is trained.
    pub fn write_model<P: Place>(&self, beside: bool, place: impl FnOnce(usize) -> P) -> Result<P> {
        self.fitted()?.write(beside && !self.widened, place)
    }

    /// Takes a saved model as the present one. Its own ratings become the data.
    ///
    /// # Errors
    /// For a truncated, foreign or newer file; data and model stay as they were.
    pub fn load_model(&mut self, bytes: &[u8]) -> Result<FitReport> {
        let fitted = Fitted::load(bytes)?;
        let ratings = Arc::clone(fitted.ratings());
        let report = Report::of("a saved model", &ratings, None);
        self.data = Some(Data { ratings, test: None, report, own: Vec::new(), widened: false });
        Ok(self.opened(fitted, false, None))
    }

    /// Begins to open a model that was trained elsewhere. Files that are loaded from here to [`Session::finish_model`] are
    /// its ratings, or what there is to say of its items.
    pub fn begin_model(&mut self, outside: Outside) {
        self.loader = None;
        self.outside = Some(outside);
    }

    /// The model trained elsewhere becomes the present one: over the ratings that were loaded with it, else over the
    /// present data where these are of the same items, else alone.
    ///
    /// # Errors
    /// When the files with it are of other items, or cannot be read; data and model stay as they were.
    pub fn finish_model(&mut self) -> Result<FitReport> {
        let mut outside = self.outside.take().ok_or_else(|| early("open a model"))?;
        let others = |found| Err(Error::data("the items of the model", found));
        let given = self.loader.is_some();
        let kin = match self.loader.take() {
            Some(loader) if loader.has_rows() => {
                let loaded = loader.finish()?;
                let kin = outside.kin(&loaded.ratings);
                match kin.items {
                    Kinship::Other => return others("other ids"),
                    Kinship::Chance => {
                        return others("items of the same numbers, whose ratings do not go with its scores");
                    }
                    Kinship::Same | Kinship::Open => self.set_loaded(loaded),
                };
                Some(kin)
            }
            Some(loader) => {
                let described = loader.finish_items()?;
                if outside.knows(&described.ids) == Kinship::Other {
                    return others("other ids");
                }
                return Ok(self.alone(outside, described, None));
            }
            None => self.data.as_ref().map(|data| outside.kin(&data.ratings)),
        };
        let apart = match kin.map(|kin| kin.items) {
            None => Some(None),
            Some(Kinship::Same) => None,
            Some(Kinship::Open) if given => None,
            Some(Kinship::Open) => Some(Some(
                "Opened by itself, with its own ids: the data from before number their items alike, and are too few to \
                 show whether these are the same. Give its ratings together with it if they are.",
            )),
            Some(Kinship::Chance) => Some(Some(
                "Opened by itself, with its own ids: the data from before number their items alike, but their values do \
                 not go with what it says, so these are other items.",
            )),
            Some(Kinship::Other) => {
                Some(Some("Opened by itself: its items are not those of the data from before."))
            }
        };
        if let Some(note) = apart {
            return Ok(self.alone(outside, Axis::default(), note));
        }
        let note = kin.filter(|kin| kin.people == Kinship::Chance).map(|_| {
            "Its people are others than those of the data, whose numbers are the same: their own ratings say what they \
             like."
        });
        let data = self.data.as_mut().ok_or_else(|| early("load a ratings file"))?;
        if note.is_some() {
            outside = outside.without_people(&data.ratings);
        }
        let catalog = outside.catalog(data.ratings.catalog(), data.ratings.shape());
        let sizes = |catalog: &Catalog| (catalog.users.len(), catalog.items.len());
        data.widened |= sizes(data.ratings.catalog()) != sizes(&catalog);
        data.test = data.test.as_ref().map(|test| Arc::new(test.over(&catalog)));
        data.ratings = Arc::new(data.ratings.over(&catalog));
        let fitted = outside.join(Arc::clone(&data.ratings));
        Ok(self.opened(fitted, !given, note))
    }

    /// Takes a model without ratings of its own, whose items are described like this, in place of the data.
    fn alone(&mut self, outside: Outside, described: Axis, note: Option<&str>) -> FitReport {
        let ratings = Arc::new(outside.alone(described));
        let report = Report::of("a model trained elsewhere", &ratings, None);
        let own = Vec::new();
        self.data = Some(Data { ratings: Arc::clone(&ratings), test: None, report, own, widened: false });
        self.opened(outside.join(ratings), false, note)
    }

    /// Takes a model of the present data.
    fn opened(&mut self, fitted: Fitted, keeps_data: bool, note: Option<&str>) -> FitReport {
        self.projection = None;
        let report = fit_report(self.fitted.insert(Rc::new(fitted)));
        FitReport { note: note.map(str::to_owned), keeps_data: Some(keeps_data), ..report }
    }
}

fn prepared(ratings: &Arc<Ratings>, implicit: bool) -> Arc<Ratings> {
    if implicit { Arc::new(ratings.binarized()) } else { Arc::clone(ratings) }
}

fn early(expected: &'static str) -> Error {
    ErrorKind::State { expected }.into()
}

fn fit_report(fitted: &Fitted) -> FitReport {
    let ratings = fitted.ratings();
    FitReport {
        model: fitted.entry().name.to_owned(),
        title: fitted.entry().title.to_owned(),
        params: fitted.values().clone(),
        seed: fitted.seed(),
        score: fitted.score_meaning(),
        loss_name: fitted.entry().loss_name.to_owned(),
        abilities: fitted.entry().abilities,
        bytes: fitted.bytes(),
        ratings: ratings.len(),
        users: ratings.n_users(),
        items: ratings.n_items(),
        chosen: None,
        note: None,
        keeps_data: None,
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(session: &mut Session, files: &[(&str, &str)]) {
        let source =
            |&(name, text): &(&str, &str)| Source { name: name.into(), size: text.len() as u64, test: false };
        session.begin_load(files.iter().map(source).collect(), LoadOptions::default()).unwrap();
        while let Some(want) = session.want().unwrap() {
            let start = want.offset as usize;
            let bytes = &files[want.source].1.as_bytes()[start..];
            session.feed(&bytes[..want.length.min(bytes.len())]).unwrap();
        }
    }

    const RATINGS: (&str, &str) = ("ratings.csv", "userId,movieId,rating\n1,50,5\n1,60,2\n2,50,4\n2,70,1\n");
    const MOVIES: (&str, &str) = (
        "movies.csv",
        "movieId,title,genres\n50,Heat (1995),Crime\n60,\"Insider, The (1999)\",Drama\n70,Ali (2001),Drama\n",
    );
    const EXPORT: (&str, &str) = (
        "letterboxd.csv",
        "Date,Name,Year,Letterboxd URI,Rating\n2024-01-01,Heat,1995,https://boxd.it/a,4.5\n\
         2024-01-02,The Insider,1999,https://boxd.it/b,\n2024-01-03,Collateral,2004,https://boxd.it/c,5\n",
    );

    #[test]
    fn several_models_answer_at_a_time_and_what_they_take_is_counted() {
        let mut session = Session::new();
        read(&mut session, &[RATINGS, MOVIES]);
        session.finish_load().unwrap();
        let alone = session.room();
        let mut fit = |model: &str| {
            let spec = FitSpec { model: model.into(), ..FitSpec::default() };
            session.begin_fit(&spec).unwrap();
            while !session.step_fit().unwrap().done {}
            let report = session.finish_fit().unwrap();
            (session.take_model().unwrap(), report.bytes)
        };
        let ((als, als_bytes), (popularity, popularity_bytes)) = (fit("als"), fit("popularity"));
        assert!(als_bytes > popularity_bytes && popularity_bytes > 0);
        assert_eq!(session.fitted().err().map(|e| e.name()), Some("StateError"));
        assert_eq!(session.room(), alone - als_bytes - popularity_bytes);
        let first = |model: &Session| model.recommend("1", 1, &ListOptions::default()).unwrap()[0].id.clone();
        assert_eq!((first(&als), first(&popularity)), ("70".into(), "70".into()));
        let saved = popularity.save_model().unwrap();
        drop(popularity);
        assert_eq!(session.room(), alone - als_bytes);
        let kept = als.keep_model().unwrap();
        assert!(kept.len() < als.save_model().unwrap().len());
        drop(als);
        let als = session.recall_model(&kept).unwrap();
        assert_eq!(first(&als), "70");
        assert!(Arc::ptr_eq(als.fitted().unwrap().ratings(), session.ratings().unwrap()));
        let again = session.recall_model(&saved).unwrap();
        assert_eq!((first(&again), session.report().map(|r| r.ratings)), ("70".into(), Some(4)));
        assert_eq!(session.room(), alone - als_bytes - popularity_bytes);
        assert_eq!(session.recall_model(&saved[..9]).err().map(|e| e.name()), Some("ModelFileError"));
    }

    #[test]
    fn an_export_is_met_with_the_data_and_leaves_them() {
        let mut session = Session::new();
        read(&mut session, &[RATINGS, MOVIES]);
        let before = session.finish_load().unwrap();
        read(&mut session, &[EXPORT]);
        let export = session.finish_match().unwrap();
        let heat = Rated { id: "50".into(), title: "Heat (1995)".into(), rating: 4.5 };
        assert_eq!(export.rated, [heat]);
        assert_eq!(export.seen, ["60"]);
        assert_eq!(export.unmatched, ["Collateral (2004)"]);
        assert_eq!(session.report().map(|r| r.ratings), Some(before.ratings));

        read(&mut session, &[RATINGS]);
        let refused = session.finish_match().unwrap_err();
        assert!(refused.to_string().contains("found ratings of several people"), "{refused}");
        assert_eq!(session.report().map(|r| r.ratings), Some(before.ratings));
    }

    #[test]
    fn an_export_read_with_the_data_is_met_with_them_and_one_alone_is_the_data() {
        let mut session = Session::new();
        read(&mut session, &[RATINGS, MOVIES, EXPORT]);
        assert_eq!(session.finish_load().unwrap().users, 2);
        let export = session.own_export().unwrap().unwrap();
        assert_eq!(export.rated.len(), 1);
        read(&mut session, &[EXPORT]);
        assert_eq!(session.finish_load().unwrap().users, 1);
        assert_eq!(session.own_export().unwrap(), None);
    }

    #[test]
    fn the_first_rows_are_there_after_columns_were_not_recognized() {
        let mut session = Session::new();
        read(&mut session, &[RATINGS]);
        session.finish_load().unwrap();
        read(&mut session, &[("what.txt", "who;which;much\nann;tea;3\nben;milk;4\n")]);
        session.finish_load().unwrap_err();
        let [preview] = session.previews() else { panic!("{:?}", session.previews()) };
        assert_eq!(preview.rows[1], ["ann", "tea", "3"]);
        assert_eq!(preview.columns.separator.as_deref(), Some(";"));
        assert_eq!(session.report().map(|r| r.ratings), Some(4));
        session.load_sample("films").unwrap();
        assert!(session.previews().is_empty());
    }
}
