//! Models as files, taken away, and trained elsewhere.

use super::{Data, FitReport, Session, early, fit_report};
use crate::error::{Error, Result};
use crate::model::Fitted;
use crate::outside::{Kinship, Outside};
use crate::ratings::{Axis, Catalog};
use crate::report::Report;
use crate::tensors::Place;
use std::rc::Rc;
use std::sync::Arc;

impl Session {
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
