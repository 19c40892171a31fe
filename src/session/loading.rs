//! What is loaded, and an export met with it.

use super::{Data, Export, Rated, Session, early};
use crate::error::Result;
use crate::export::Matched;
use crate::format::personal;
use crate::format::personal::OwnItem;
use crate::format::table::Preview;
use crate::load::{LoadOptions, LoadProgress, Loaded, Loader, Source, Want};
use crate::model::OwnRating;
use crate::report::Report;
use crate::{export, memory, sample};
use std::sync::Arc;

impl Session {
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

    pub(super) fn end_load(&mut self) -> Result<Loader> {
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
}
