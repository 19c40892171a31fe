//! One person's work: data, a model, questions. The page's worker holds one of these, and the
//! native command drives the same one, so both do the same thing.

mod answering;
mod loading;
mod measuring;
mod models;
mod share;
mod spec;
mod training;

pub use share::{SHARED, Shared};
pub use spec::{Entity, EvaluateSpec, Export, FitPlan, FitReport, FitSpec, ItemMap, Rated};

use crate::error::{Error, ErrorKind, Result};
use crate::format::personal::OwnItem;
use crate::format::table::Preview;
use crate::load::Loader;
use crate::measure::Run;
use crate::measure::auto::Job;
use crate::measure::evaluate::Evaluator;
use crate::model::{Fitted, Fitting};
use crate::outside::Outside;
use crate::pca::Projection;
use crate::ratings::{Arriving, Ratings};
use crate::report::Report;
use std::rc::{Rc, Weak};
use std::sync::Arc;

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

    /// The present model.
    ///
    /// # Errors
    /// When nothing is trained.
    pub fn fitted(&self) -> Result<&Fitted> {
        self.fitted.as_deref().ok_or_else(|| early("train a model"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{LoadOptions, Source};
    use crate::model::ListOptions;

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
