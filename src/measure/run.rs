//! One training and measuring as a value: it can be done by itself, by whoever has the data, and its outcome says all that
//! comparisons and searches need of it.

use super::auto::Job;
use super::evaluate::{DataSize, Evaluator, unsuited};
use super::metrics::Metric;
use super::people::People;
use super::relevant::Relevant;
use super::split::{Dividing, GIVEN, Parts, Split};
use crate::error::{Error, Result};
use crate::model::{Mix, Values, find};
use crate::random::Random;
use crate::ratings::{Ratings, Shape};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What to train and how to measure it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Run {
    /// Which row of the comparison, or which trial of the search, this belongs to.
    pub row: usize,
    /// The model's name; `auto`, or nothing, chooses what suits the data.
    pub model: String,
    /// Parameter values by name; what is not named keeps its default.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// The seed of the split and of the training.
    pub seed: u64,
    /// Take every row as a plain “yes”, whatever its value.
    pub implicit: bool,
    /// How to hold ratings out, or `given`.
    pub split: String,
    /// Names of metrics; the usual ones for the model when empty.
    pub metrics: Vec<String>,
    /// What is relevant to lists; see [`Relevant`].
    pub relevant: String,
    /// How adventurous the measured lists are.
    pub adventure: f32,
    /// How diverse the measured lists are.
    pub diversity: f32,
    /// One of several: metrics that do not suit the model are left out, and figures are kept person by person.
    pub compared: bool,
    /// Also measured after some epochs of the training, on the training part and on the test.
    #[serde(default)]
    pub learning: bool,
    /// Measured on a part of the training data, which are divided once more, and not on the test.
    pub validation: bool,
    /// Which such part it is, from 0: each is another draw, and where nothing is drawn, as by time, each ends where the one
    /// before begins.
    pub part: u32,
    /// The share of the people (of the pairs) that it is done with, above 0; 1 is all.
    pub share: f32,
    /// The share of the training part's ratings that is trained on, above 0; 1 is all. The test stays whole.
    pub train_share: f32,
}

/// What a run took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Seconds {
    /// From data to model.
    pub fit: f64,
    /// For measuring it.
    pub evaluate: f64,
}

/// What came of a [`Run`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Outcome {
    /// The run.
    pub run: Run,
    /// Why there is none; the rest is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub failed: Option<String>,
    /// The model's name.
    pub model: String,
    /// All its parameter values.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// Why this model was chosen, if none was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub chosen: Option<String>,
    /// The size of the training data.
    pub data: DataSize,
    /// Number of test ratings.
    pub tested: usize,
    /// Figures by the metric's name.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub metrics: BTreeMap<String, f64>,
    /// Names of the metrics in the order of `people`; an empty one where a figure is over all pairs at once.
    pub columns: Vec<String>,
    /// What each person adds, where the run is one of several.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array"))]
    pub people: People,
    /// Bytes that the model takes beside the ratings.
    pub bytes: u64,
    /// How many of the model's weights are not 0, if it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub nonzero_weights: Option<usize>,
    /// What it took, as whoever did it noted: the core knows no clock.
    pub seconds: Seconds,
}

impl Run {
    /// Begins: the first slices divide the data. `given` are the test ratings that came with them; `room` is how many bytes training
    /// may take.
    ///
    /// # Errors
    /// For a split, metric, model or parameter that does not suit, and as [`Evaluator::new`].
    pub fn begin(
        &self,
        ratings: &Arc<Ratings>,
        given: Option<&Arc<Ratings>>,
        room: u64,
    ) -> Result<Job<Evaluator>> {
        // What was asked for is checked before anything is divided.
        self.measures()?;
        let mut dividing = Halves::new(self, ratings, given)?;
        let run = self.clone();
        Ok(Job::after(move || match dividing.step()? {
            Some(parts) => run.on(run.changed(parts), room).map(Some),
            None => Ok(None),
        }))
    }

    /// What is measured, on lists of which items and mixed how.
    fn measures(&self) -> Result<(Vec<Metric>, Relevant)> {
        let metrics = self.metrics.iter().map(|m| Metric::parse(m)).collect::<Result<_>>()?;
        let relevant = match self.relevant.as_str() {
            "" => Relevant::All,
            text => Relevant::parse(text)?,
        };
        Ok((metrics, relevant))
    }

    /// Begins on these parts.
    fn on(&self, parts: Parts, room: u64) -> Result<Job<Evaluator>> {
        let (metrics, relevant) = self.measures()?;
        let mix = Mix { adventure: self.adventure, diversity: self.diversity };
        let (seed, compared, learning) = (self.seed, self.compared, self.learning);
        let data = Arc::clone(&parts.train);
        let begin = move |model: &str, values: &Values| {
            let mut metrics = metrics;
            if compared {
                let (entry, any) = (find(model)?, !metrics.is_empty());
                metrics.retain(|&metric| unsuited(metric, entry, values, &parts).is_none());
                if any && metrics.is_empty() {
                    let found = "none of those that were asked for";
                    return Err(Error::parameter(
                        "metric",
                        "metrics",
                        format!("one that suits {model}"),
                        found,
                    ));
                }
            }
            let evaluator = Evaluator::within(model, &parts, values, &metrics, seed, room)?;
            let mut evaluator = evaluator.judged_by(relevant).mixed(mix)?;
            if learning {
                evaluator = evaluator.learning()?;
            }
            Ok(if compared { evaluator.keeping_people() } else { evaluator })
        };
        Job::new(&self.model, &self.params, &data, seed, begin)
    }

    /// The parts as this run takes them: thinned, as choices.
    fn changed(&self, mut parts: Parts) -> Parts {
        if self.train_share < 1.0 {
            let takes = drawn(parts.train.len(), self.train_share, &mut Random::part(self.seed, 0x7a1e));
            parts.train = Arc::new(parts.train.filtered(|at| takes[at]));
        }
        if self.share < 1.0 {
            parts = self.thinned(parts);
        }
        if self.implicit { parts.map(|ratings| Arc::new(ratings.binarized())) } else { parts }
    }

    /// A share of the people, or of the pairs to train on, drawn so that a larger share has all of a smaller one.
    fn thinned(&self, parts: Parts) -> Parts {
        let takes = |n: usize| drawn(n, self.share, &mut Random::part(self.seed, 0x5a4e));
        if parts.train.shape() == Shape::Pairs {
            let takes = takes(parts.train.len());
            return Parts { train: Arc::new(parts.train.filtered(|at| takes[at])), ..parts };
        }
        let takes = takes(parts.train.n_users());
        parts.map(|part| {
            let mut of_entry = part.once().map(|(user, _, _)| takes[user as usize]);
            Arc::new(part.filtered(|_| of_entry.next().unwrap_or(false)))
        })
    }

    /// What came of it.
    ///
    /// # Errors
    /// When the work is not done yet.
    pub fn finish(self, job: Job<Evaluator>) -> Result<Outcome> {
        let (evaluator, chosen) = job.finish()?;
        let columns = evaluator.columns();
        let (evaluation, bytes, people) = evaluator.finish_all()?;
        Ok(Outcome {
            failed: None,
            model: evaluation.model,
            params: evaluation.params,
            chosen: chosen.map(|chosen| chosen.why),
            data: evaluation.data,
            tested: evaluation.tested,
            metrics: evaluation.metrics,
            columns,
            people,
            bytes,
            nonzero_weights: evaluation.nonzero_weights,
            seconds: Seconds::default(),
            run: self,
        })
    }

    /// What came of it when it broke off.
    pub fn failed(self, why: &str) -> Outcome {
        let (model, params) = (self.model.clone(), self.params.clone());
        Outcome { run: self, failed: Some(why.to_owned()), model, params, ..Outcome::default() }
    }
}

/// The data of a run while they are divided: into training and test, and for a validation the training part once more, or, by a split
/// that draws nothing, as often as its number says.
struct Halves {
    present: Result<Parts, Dividing>,
    inside: Split,
    /// Not the draws that made the test.
    seed: u64,
    /// How often the training part is still to be divided.
    left: u32,
}

impl Halves {
    fn new(run: &Run, ratings: &Arc<Ratings>, given: Option<&Arc<Ratings>>) -> Result<Self> {
        let (present, inside) = match (run.split.as_str(), given) {
            (GIVEN, Some(test)) => (Ok(Parts::of(ratings, test)), Split::Random { test: 0.2, aside: 0.0 }),
            (GIVEN, None) => {
                let found = "“given”, without a test file";
                return Err(Error::parameter("split", "split", "one that divides the ratings", found));
            }
            (split, _) => {
                let split = Split::parse(split)?;
                let inside = split.inside();
                (Err(Dividing::new(split, ratings, run.seed)), inside)
            }
        };
        let left = match (run.validation, inside.is_drawn()) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => 1 + run.part,
        };
        let seed = (run.seed ^ 0x5a11).wrapping_add(u64::from(run.part) << 32);
        Ok(Halves { present, inside, seed, left })
    }

    /// One slice; returns the parts when all is divided.
    fn step(&mut self) -> Result<Option<Parts>> {
        match &mut self.present {
            Ok(parts) if self.left == 0 => return Ok(Some(parts.clone())),
            Ok(parts) => {
                self.left -= 1;
                self.present = Err(Dividing::new(self.inside.clone(), &parts.train, self.seed));
            }
            Err(dividing) => {
                if let Some(parts) = dividing.step()? {
                    self.present = Ok(parts);
                }
            }
        }
        Ok(None)
    }
}

/// Which of `n` are drawn when this share is: a larger share has all of a smaller one.
fn drawn(n: usize, share: f32, random: &mut Random) -> Vec<bool> {
    let mut all: Vec<u32> = (0..n as u32).collect();
    random.shuffle(&mut all);
    let mut takes = vec![false; n];
    let count = (f64::from(share) * n as f64).ceil() as usize;
    all.iter().take(count).for_each(|&at| takes[at as usize] = true);
    takes
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::Value;
    use crate::ratings::Builder;

    /// The parts of the data that a run takes.
    fn divided(run: &Run, data: &Arc<Ratings>) -> Parts {
        let mut halves = Halves::new(run, data, None).unwrap();
        loop {
            if let Some(parts) = halves.step().unwrap() {
                return run.changed(parts);
            }
        }
    }

    /// Four hundred and fifty people of two tastes.
    pub fn ratings() -> Arc<Ratings> {
        let mut b = Builder::default();
        let mut random = Random::new(3);
        for user in 0..450u32 {
            for item in 0..40u32 {
                if random.uniform() < 0.4 {
                    let value = if user % 2 == item % 2 { 4.0 } else { 2.0 };
                    let time = Some((random.uniform() * 1e6) as u32);
                    b.rating(&user.to_string(), &item.to_string(), value + random.uniform() as f32, time);
                }
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    /// Does these runs, one after the other.
    pub fn run_all(runs: &[Run], data: &Arc<Ratings>) -> Vec<Outcome> {
        let run = |run: &Run| {
            let work = || -> Result<Outcome> {
                let mut job = run.begin(data, None, u64::MAX)?;
                while !job.step(Evaluator::step)?.done {}
                run.clone().finish(job)
            };
            work().unwrap_or_else(|why| run.clone().failed(&why.to_string()))
        };
        runs.iter().map(run).collect()
    }

    fn run(model: &str, split: &str, metrics: &[&str]) -> Run {
        let metrics = metrics.iter().map(|&name| name.to_owned()).collect();
        let (model, split) = (model.to_owned(), split.to_owned());
        Run { model, split, metrics, seed: 7, share: 1.0, train_share: 1.0, ..Run::default() }
    }

    #[test]
    fn an_outcome_goes_elsewhere_and_comes_back() {
        let data = ratings();
        let kept = Run { compared: true, ..run("bias", "random:0.2", &["mae", "novelty@5", "calibration"]) };
        let outcome = &run_all(&[kept], &data)[0];
        assert_eq!(outcome.columns, ["mae", "novelty@5"], "what does not suit is left out");
        assert_eq!((outcome.people.len(), outcome.failed.as_ref()), (450 * 4, None));
        assert!(outcome.bytes > 0 && outcome.tested == (data.len() as f64 * 0.2).round() as usize);
        let text = serde_json::to_string(outcome).unwrap();
        assert_eq!(&serde_json::from_str::<Outcome>(&text).unwrap(), outcome);
        let strict = &run_all(&[run("bias", "random:0.2", &["calibration"])], &data)[0];
        assert!(strict.failed.as_ref().unwrap().contains("no probabilities"), "{:?}", strict.failed);
    }

    #[test]
    fn new_people_get_lists_from_what_they_show() {
        let data = ratings();
        let metrics = ["ndcg@10", "auc", "hit-rate@10", "mrr@10"];
        let figures = |model: &str, split: &str| run_all(&[run(model, split, &metrics)], &data).remove(0);
        let (als, popularity) = (figures("als", "people:0.3"), figures("popularity", "people:0.3"));
        assert_eq!(als.failed, None);
        // Both kinds are liked the same; taste is in the ratings, which popularity does not look at.
        assert!(als.metrics["auc"] > 0.0 && popularity.metrics["auc"] > 0.4, "{:?}", popularity.metrics);
        let rated = Run { relevant: "liked".into(), ..run("als", "people:0.3", &["auc"]) };
        let unshown = Run { relevant: "liked".into(), ..run("popularity", "people:0.3", &["auc"]) };
        let liked = run_all(&[rated, unshown], &data);
        let [als, popularity] = [&liked[0], &liked[1]].map(|outcome| outcome.metrics["auc"]);
        assert!(als > popularity + 0.2, "{als} by what they show, {popularity} without");
    }

    #[test]
    fn items_that_nobody_knows_are_measured() {
        let data = ratings();
        let cold = run_all(&[run("popularity", "items:0.1", &["hit-rate@36", "hit-rate@40", "auc"])], &data)
            .remove(0);
        assert_eq!(cold.failed, None);
        // Four items of forty that stand behind all others, and those that a person has are no candidates.
        assert!(cold.metrics["auc"] < 0.5 && cold.metrics["hit-rate@40"] == 1.0, "{:?}", cold.metrics);
    }

    /// What comes of a run on choices `(person, item)` that are given as training and test.
    fn given(run: Run, train: &[(u32, u32)], test: &[(u32, u32)]) -> Outcome {
        let mut b = Builder::default();
        for (user, item) in train.iter().chain(test) {
            b.rating(&user.to_string(), &item.to_string(), 1.0, None);
        }
        let all = b.build().unwrap().ratings;
        let id = |ids: &crate::ratings::Ids, at: u32| ids.get(at).parse::<u32>().unwrap();
        let catalog = all.catalog();
        let pairs: Vec<_> =
            all.once().map(|(u, i, _)| (id(&catalog.users.ids, u), id(&catalog.items.ids, i))).collect();
        let part = |of: &[(u32, u32)]| Arc::new(all.filtered(|at| of.contains(&pairs[at])));
        let run = Run { split: GIVEN.to_owned(), ..run };
        let mut job = run.begin(&part(train), Some(&part(test)), u64::MAX).unwrap();
        while !job.step(Evaluator::step).unwrap().done {}
        run.finish(job).unwrap()
    }

    #[test]
    fn what_lists_are_beyond_accuracy_is_worked_out_by_hand() {
        // Seven people and five items, in training had by {0, 1, 2, 3}, {0, 1, 4}, {2, 3}, {4, 5, 6} and {5}.
        let train = [
            ((0, 0), (0, 1)),
            ((1, 0), (1, 1)),
            ((2, 0), (2, 2)),
            ((3, 0), (3, 2)),
            ((4, 1), (4, 3)),
            ((5, 3), (5, 4)),
        ];
        let train: Vec<(u32, u32)> = train.into_iter().flat_map(|(a, b)| [a, b]).chain([(6, 3)]).collect();
        let test = [(0, 3), (2, 4), (6, 4), (6, 1)];
        let k = 2;
        let names = ["coverage", "gini", "novelty", "diversity", "serendipity", "popularity"];
        let names = names.map(|name| format!("{name}@{k}"));
        // By cosines: of 0 to 1 2/√12, to 2 2/√8; of 1 to 3 1/3; of 3 to 4 1/√3; the others are 0. Who has
        // 0 and 1 gets 2, then 3; who has 0 and 2 gets 1, then 3, the first of those without a score;
        // who has 3 gets 4, then 1.
        let knn = Run {
            params: [
                ("similarity".to_owned(), Value::Text("cosine".to_owned())),
                ("shrinkage".to_owned(), Value::Number(0.0)),
            ]
            .into(),
            implicit: true,
            ..run("item_knn", GIVEN, &names.each_ref().map(String::as_str))
        };
        let figures = given(knn, &train, &test).metrics;
        let bits = |people: f64| (7.0 / people).log2();
        for (name, by_hand) in names.iter().zip([
            // 1, 2, 3 and 4 of five items stand in [2, 3], [1, 3], [4, 1].
            4.0 / 5.0,
            // 0, 1, 1, 2, 2 places in ascending order, by −4, −2, 0, 2, 4: (−2 + 4 + 8) / (5 · 6).
            1.0 / 3.0,
            // 2 and 3, 3 and 3, 1 and 3 of seven people.
            (bits(2.0) + 4.0 * bits(3.0) + bits(1.0)) / 6.0,
            // Items 2 and 3 have nobody in common, 1 and 3 have 4 of three people each, 4 and 1 nobody.
            (1.0 + (1.0 - 1.0 / 3.0) + 1.0) / 3.0,
            // Most have, beside what one has: {3, 2}, {1, 3} and {0, 1}. Of the hits 3 of person 0, and 4 and 1 of person 6, only 4
            // stands in none of these.
            (0.0 + 0.0 + 1.0 / 2.0) / 3.0,
            (2.0 + 3.0 + 3.0 + 3.0 + 1.0 + 3.0) / 6.0,
        ]) {
            assert!((figures[name] - by_hand).abs() < 1e-12, "{name}: {}, by hand {by_hand}", figures[name]);
        }
    }

    #[test]
    fn what_is_found_of_well_known_and_of_little_known_items_is_worked_out_by_hand() {
        // Four, two, one and one person of the training have items 0 to 3: one in the head, two in the middle, one in the tail.
        let train = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (3, 0), (4, 2), (4, 3)];
        let test = [(2, 1), (2, 3), (3, 3), (4, 0), (4, 1)];
        let figures = |k: u32| {
            let names = ["head", "middle", "tail"].map(|group| format!("recall-{group}@{k}"));
            let run = run("popularity", GIVEN, &names.each_ref().map(String::as_str));
            let outcome = given(run, &train, &test);
            names.map(|name| outcome.metrics[&name])
        };
        // First places: item 1 for persons 2 and 3, item 0 for person 4.
        assert_eq!(figures(1), [1.0, 0.5, 0.0]);
        assert_eq!(figures(3), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn probabilities_that_say_how_often_it_happens_are_calibrated() {
        let data = ratings();
        let outcome = run_all(&[run("hashed_lr", "random:0.2", &["calibration", "auc"])], &data).remove(0);
        assert_eq!(outcome.failed, None);
        assert!((0.0..0.5).contains(&outcome.metrics["calibration"]), "{:?}", outcome.metrics);
    }

    #[test]
    fn a_larger_share_has_all_of_a_smaller_one_and_validation_no_test_rating() {
        let data = ratings();
        let parts =
            |validation, share| divided(&Run { validation, share, ..run("bias", "random:0.2", &[]) }, &data);
        let test = parts(false, 1.0).test;
        let (half, quarter) = (parts(true, 0.5), parts(true, 0.25));
        let people =
            |r: &Ratings| (0..450).filter(|&user| r.by_user().row_len(user) > 0).collect::<Vec<u32>>();
        assert_eq!((people(&half.train).len(), people(&quarter.train).len()), (225, 113));
        assert!(people(&quarter.train).iter().all(|user| people(&half.train).contains(user)));
        let taught = |train_share| {
            let run = Run { train_share, ..run("bias", "random:0.2", &[]) };
            divided(&run, &data)
        };
        let (all, most, few) = (taught(1.0), taught(0.5), taught(0.1));
        let ratings = |part: &Ratings| part.once().collect::<Vec<_>>();
        assert_eq!(ratings(&few.test), ratings(&all.test), "the test stays whole");
        assert_eq!(most.train.len(), all.train.len().div_ceil(2));
        assert!(ratings(&few.train).iter().all(|rating| ratings(&most.train).contains(rating)));
        assert!(ratings(&most.train).iter().all(|rating| ratings(&all.train).contains(rating)));
        // Further parts for validation are others, and by time each ends where the one before begins.
        let inner =
            |split: &str, part| divided(&Run { validation: true, part, ..run("bias", split, &[]) }, &data);
        let again = inner("random:0.2", 1);
        assert_ne!(ratings(&again.test), ratings(&inner("random:0.2", 0).test));
        assert!(ratings(&again.test).iter().all(|rating| !ratings(&test).contains(rating)));
        let ends = |part: &Ratings| (part.times().iter().min().copied(), part.times().iter().max().copied());
        let [late, early] = [0, 1].map(|part| inner("time:0.2", part));
        assert!(ends(&early.test).1 <= ends(&late.test).0 && ends(&early.train).1 <= ends(&early.test).0);
        for part in [&half.train, &half.test] {
            assert!(part.by_user().iter().all(|(user, item, _)| !test.by_user().row(user).0.contains(&item)));
            assert!(people(part).iter().all(|user| people(&half.train).contains(user)));
        }
    }
}
