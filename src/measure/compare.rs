//! Several models on the same parts of the data: what to run, and what the runs say together.
//!
//! [`CompareSpec::runs`] lists [`Run`]s, which whoever has the data does in any order and anywhere; [`Comparison::of`] puts
//! together what has come of them so far. Part by part all models are run, so that after a Stop those that are there can
//! be compared.

use super::metrics::Metric;
use super::people::{Difference, People, Resamples};
use super::run::{Outcome, Run, Seconds};
use super::split::{self, Split};
use crate::error::{Error, Result};
use crate::model::{MODELS, Purpose, Values, find, suits};
use crate::ratings::Ratings;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A model with the parameters that are not at their default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Setting {
    /// The model's name.
    pub model: String,
    /// Its parameters.
    #[serde(default)]
    #[cfg_attr(target_arch = "wasm32", tsify(optional, type = "Record<string, boolean | number | string>"))]
    pub params: Values,
}

/// What to compare. `popularity` always is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(default)]
pub struct CompareSpec {
    /// The models, each setting once; `all`, or nothing, stands for all that suit the data.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub models: Vec<Setting>,
    /// How to hold ratings out (see [`Split`]), or `given`; `random:0.2` when empty. `kfold:K` stands for all K folds.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub split: String,
    /// Number of folds, instead of a split.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub folds: usize,
    /// Seeds of splits and trainings; every model is run with each.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub seeds: Vec<u64>,
    /// Names of metrics; those usual for the data when empty.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub metrics: Vec<String>,
    /// What is relevant to lists: `all`, `liked` or a least value.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub relevant: String,
    /// Take every row as a plain “yes”, whatever its value.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub implicit: bool,
    /// Shares of the training part to train on, above 0; all of it, 1, when empty. Every model is run with each, on the same
    /// test.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub shares: Vec<f32>,
    /// How adventurous the measured lists are.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub adventure: f32,
    /// How diverse the measured lists are.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub diversity: f32,
}

/// The split where none is said.
pub const USUAL_SPLIT: &str = "random:0.2";

/// The name that stands for all models that suit the data.
const ALL: &str = "all";

/// What everything is compared with.
const BASELINE: &str = "popularity";

impl CompareSpec {
    /// The runs, in the order to do them in. `ratings` are the data, as they will be taken.
    ///
    /// # Errors
    /// For a split, metric, model or parameter that there is not.
    pub fn runs(&self, ratings: &Ratings) -> Result<Vec<Run>> {
        let plain = |name: &str| Setting { model: name.to_owned(), params: Values::new() };
        let named = if self.models.is_empty() { vec![plain(ALL)] } else { self.models.clone() };
        let mut settings: Vec<Setting> = Vec::new();
        for setting in named.into_iter().chain([plain(BASELINE)]) {
            let suiting =
                || MODELS.iter().filter(|entry| suits(entry, ratings)).map(|entry| plain(entry.name));
            let these = if setting == plain(ALL) { suiting().collect() } else { vec![setting] };
            for setting in these {
                if !settings.contains(&setting) {
                    settings.push(setting);
                }
            }
        }
        for setting in settings.iter().filter(|setting| !super::auto::is_auto(&setting.model)) {
            let entry = find(&setting.model)?;
            entry.params.complete(entry.name, &setting.params)?;
        }
        let mut metrics = self.metrics.clone();
        if metrics.is_empty() {
            let usual: &[&str] = match Purpose::of(ratings) {
                Purpose::Pairs => &["auc", "average-precision", "ndcg@10", "recall@20", "coverage@10"],
                Purpose::Choices => &["ndcg@10", "recall@20", "coverage@10", "novelty@10"],
                _ => &["rmse", "ndcg@10", "recall@20", "coverage@10", "novelty@10"],
            };
            metrics.extend(usual.iter().map(|&name| name.to_owned()));
        }
        let mut names: Vec<String> = Vec::new();
        for metric in &metrics {
            let name = Metric::parse(metric)?.to_string();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let shares = if self.shares.is_empty() { &[1.0][..] } else { &self.shares };
        if let Some(share) = shares.iter().find(|&&share| !(share > 0.0 && share <= 1.0)) {
            let expected = "shares above 0 and up to 1";
            return Err(Error::parameter("comparison", "shares", expected, share.to_string()));
        }
        let rows = shares.iter().flat_map(|share| settings.iter().map(move |setting| (*share, setting)));
        let seeds = if self.seeds.is_empty() { &[42][..] } else { &self.seeds };
        let mut runs = Vec::new();
        for &seed in seeds {
            for split in self.splits()? {
                for (row, (train_share, Setting { model, params })) in rows.clone().enumerate() {
                    runs.push(Run {
                        row,
                        model: model.clone(),
                        params: params.clone(),
                        seed,
                        implicit: self.implicit,
                        split: split.clone(),
                        metrics: names.clone(),
                        relevant: self.relevant.clone(),
                        adventure: self.adventure,
                        diversity: self.diversity,
                        compared: true,
                        train_share,
                        share: 1.0,
                        ..Run::default()
                    });
                }
            }
        }
        Ok(runs)
    }

    /// The splits of one seed.
    fn splits(&self) -> Result<Vec<String>> {
        let split = self.split.trim();
        let folds = match (split.strip_prefix("kfold:"), self.folds) {
            // Without a second number each fold is meant.
            (Some(k), 0 | 1) if !k.contains(':') => {
                split::explain(split)?;
                k.parse().unwrap_or(0)
            }
            (_, 0 | 1) => {
                let split = if split.is_empty() { USUAL_SPLIT } else { split };
                if split != split::GIVEN {
                    Split::parse(split)?;
                }
                return Ok(vec![split.to_owned()]);
            }
            (_, folds) if split.is_empty() || split == format!("kfold:{folds}") => folds,
            (_, folds) => {
                let found = format!("“{split}” with {folds} folds");
                return Err(Error::parameter("split", "folds", "folds without another split", found));
            }
        };
        let text = |fold| format!("kfold:{folds}:{fold}");
        Split::parse(&text(0))?;
        Ok((0..folds).map(text).collect())
    }
}

/// One row: what a model reached in its runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Compared {
    /// The model's name.
    pub model: String,
    /// Its name for people.
    pub title: &'static str,
    /// All its parameter values.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number | string>"))]
    pub params: Values,
    /// Why this model was chosen, if none was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub chosen: Option<String>,
    /// How many runs are finished.
    pub runs: usize,
    /// Why one failed, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub failed: Option<String>,
    /// The share of the training part that it was trained on.
    pub train_share: f32,
    /// How many of the model's weights are not 0, of the last run, if it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub nonzero_weights: Option<usize>,
    /// The size of the training data, of the last run.
    pub data: super::DataSize,
    /// Number of test ratings, of the last run.
    pub tested: usize,
    /// Means over the runs by the metric's name; those that do not suit the model are missing.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub metrics: BTreeMap<String, f64>,
    /// Standard deviations over the runs; missing for a single one.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, number>"))]
    pub deviations: BTreeMap<String, f64>,
    /// By how much it is above the best row of each metric (below, where lower is better), which has none itself.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, Difference>"))]
    pub to_best: BTreeMap<String, Difference>,
    /// By how much it is above `popularity`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, Difference>"))]
    pub to_popularity: BTreeMap<String, Difference>,
    /// Mean over the runs.
    pub seconds: Seconds,
    /// Bytes that the model takes beside the ratings, of the last run.
    pub bytes: u64,
}

/// What the runs say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Comparison {
    /// What the split does, in one sentence.
    pub split: String,
    /// The metrics, in the order in which they were asked for.
    pub metrics: Vec<String>,
    /// Which test items are relevant to lists.
    pub relevant: String,
    /// Number of runs that there are to be, and that are finished.
    pub planned: usize,
    /// See `planned`.
    pub finished: usize,
    /// One row a model, in the order in which they were named; those of which nothing is finished are missing.
    pub runs: Vec<Compared>,
}

impl Comparison {
    /// Of what has come of these runs so far. `sure` computes how sure differences are, which takes a moment.
    ///
    /// # Errors
    /// When nothing is finished.
    pub fn of(runs: &[Run], outcomes: &[Outcome], sure: bool) -> Result<Self> {
        let Some(first) = runs.first().filter(|_| !outcomes.is_empty()) else {
            return Err(Error::data("at least one finished run", "none"));
        };
        let rows = runs.iter().map(|run| run.row + 1).max().unwrap_or(0);
        // In the order of the runs, whoever was done first: sums depend on it in their last bits.
        let same = |run: &Run, other: &Run| run.row == other.row && part(run) == part(other);
        let outcome = |run: &Run| outcomes.iter().find(|outcome| same(run, &outcome.run));
        let outcomes: Vec<&Outcome> = runs.iter().filter_map(outcome).collect();
        let mut compared = Vec::new();
        let mut sums = Vec::new();
        let common = common_parts(&outcomes, rows);
        for row in 0..rows {
            let own: Vec<&Outcome> =
                outcomes.iter().copied().filter(|outcome| outcome.run.row == row).collect();
            let Some(line) = Compared::of(&own) else { continue };
            let mut people = People::default();
            let paired = own.iter().filter(|outcome| common.contains(&part(&outcome.run)));
            paired.for_each(|outcome| people.add(&outcome.people));
            let columns = own.iter().find(|o| o.failed.is_none()).map_or(&[][..], |o| &o.columns);
            sums.push((people, columns));
            compared.push(line);
        }
        if sure {
            differences(&mut compared, &sums, first);
        }
        let kfold =
            first.split.strip_prefix("kfold:").filter(|_| runs.iter().any(|run| run.split != first.split));
        let split = match kfold.and_then(|rest| rest.split_once(':')) {
            Some((k, _)) => split::explain(&format!("kfold:{k}"))?,
            None => split::explain(&first.split)?,
        };
        let relevant = if first.relevant.is_empty() { "all" } else { &first.relevant };
        Ok(Comparison {
            split,
            metrics: first.metrics.clone(),
            relevant: relevant.to_owned(),
            planned: runs.len(),
            finished: outcomes.len(),
            runs: compared,
        })
    }
}

/// What tells the parts of the data apart that runs are done on.
fn part(run: &Run) -> (u64, &str) {
    (run.seed, &run.split)
}

/// The parts on which all rows that have finished anything have finished.
fn common_parts<'a>(outcomes: &[&'a Outcome], rows: usize) -> Vec<(u64, &'a str)> {
    let mut common: Option<Vec<(u64, &'a str)>> = None;
    for row in 0..rows {
        let own = outcomes.iter().filter(|outcome| outcome.run.row == row && outcome.failed.is_none());
        let own: Vec<_> = own.map(|outcome| part(&outcome.run)).collect();
        match &mut common {
            _ if own.is_empty() => {}
            Some(common) => common.retain(|part| own.contains(part)),
            None => common = Some(own),
        }
    }
    common.unwrap_or_default()
}

impl Compared {
    /// Of the outcomes of one row; `None` without any.
    fn of(own: &[&Outcome]) -> Option<Self> {
        let last = own.iter().rfind(|outcome| outcome.failed.is_none()).or(own.last())?;
        let done: Vec<&&Outcome> = own.iter().filter(|outcome| outcome.failed.is_none()).collect();
        let n = done.len().max(1) as f64;
        let (mut metrics, mut deviations) = (BTreeMap::new(), BTreeMap::new());
        for name in last.metrics.keys() {
            let figures = || done.iter().filter_map(|outcome| outcome.metrics.get(name));
            let mean = figures().sum::<f64>() / n;
            metrics.insert(name.clone(), mean);
            if done.len() > 1 {
                let squares = figures().map(|figure| (figure - mean) * (figure - mean)).sum::<f64>();
                deviations.insert(name.clone(), libm::sqrt(squares / (n - 1.0)));
            }
        }
        let mean =
            |part: fn(&Seconds) -> f64| done.iter().map(|outcome| part(&outcome.seconds)).sum::<f64>() / n;
        Some(Compared {
            model: last.model.clone(),
            title: find(&last.model).map_or("", |entry| entry.title),
            params: last.params.clone(),
            chosen: last.chosen.clone(),
            runs: done.len(),
            failed: own.iter().find_map(|outcome| outcome.failed.clone()),
            train_share: last.run.train_share,
            nonzero_weights: last.nonzero_weights,
            data: last.data,
            tested: last.tested,
            metrics,
            deviations,
            to_best: BTreeMap::new(),
            to_popularity: BTreeMap::new(),
            seconds: Seconds { fit: mean(|s| s.fit), evaluate: mean(|s| s.evaluate) },
            bytes: last.bytes,
        })
    }
}

/// Writes how far each row is from the best and from `popularity`, and how sure that is. `sums` are what each person adds
/// and of which metrics, parallel to the rows.
fn differences(rows: &mut [Compared], sums: &[(People, &[String])], first: &Run) {
    let width = |(people, columns): &(People, &[String])| people.len() / (columns.len() + People::COUNTS);
    let people = sums.iter().map(width).max().unwrap_or(0);
    let resamples = Resamples::new(people, first.seed);
    for name in &first.metrics {
        let Ok(metric) = Metric::parse(name) else { continue };
        let figures = sums.iter().map(|(people, columns)| {
            let at = columns.iter().position(|column| column == name)?;
            resamples.figures(people, metric, (at, columns.len()))
        });
        let figures: Vec<Option<Vec<f64>>> = figures.collect();
        let key = |at: &usize| metric.rank_key(rows[*at].metrics[name]);
        let known = (0..rows.len()).filter(|&at| figures[at].is_some());
        let best = known.reduce(|best, at| if key(&at) > key(&best) { at } else { best });
        let baseline = rows.iter().position(|row| row.model == BASELINE);
        for at in 0..rows.len() {
            let to = |other: Option<usize>| {
                let other = other.filter(|&other| other != at)?;
                Difference::between(figures[at].as_ref()?, figures[other].as_ref()?)
            };
            let (to_best, to_baseline) = (to(best), to(baseline));
            rows[at].to_best.extend(to_best.map(|difference| (name.clone(), difference)));
            rows[at].to_popularity.extend(to_baseline.map(|difference| (name.clone(), difference)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::run::tests::{ratings, run_all};
    use crate::model::Value;

    fn setting(model: &str, params: &[(&str, f64)]) -> Setting {
        let value = |&(name, value): &(&str, f64)| (name.to_owned(), Value::Number(value));
        Setting { model: model.to_owned(), params: params.iter().map(value).collect() }
    }

    #[test]
    fn models_are_run_part_by_part_and_popularity_always_is() {
        let data = ratings();
        let spec = CompareSpec {
            models: vec![setting("als", &[("factors", 4.0)]), setting("bias", &[])],
            folds: 3,
            seeds: vec![1, 2],
            metrics: vec!["rmse".into(), "ndcg@5".into(), "rmse".into()],
            ..CompareSpec::default()
        };
        let runs = spec.runs(&data).unwrap();
        assert_eq!(runs.len(), 3 * 3 * 2);
        let first: Vec<_> =
            runs[..4].iter().map(|run| (run.model.as_str(), run.split.as_str(), run.seed)).collect();
        let (a, b) = ("kfold:3:0", "kfold:3:1");
        assert_eq!(first, [("als", a, 1), ("bias", a, 1), ("popularity", a, 1), ("als", b, 1)]);
        assert_eq!((runs[0].metrics.len(), runs[17].seed), (2, 2), "no metric twice");
        let all = CompareSpec::default().runs(&data).unwrap();
        let names: Vec<_> = all.iter().map(|run| run.model.as_str()).collect();
        assert!(
            names.contains(&"mf") && names.contains(&"popularity") && !names.contains(&"item_pairs"),
            "{names:?}"
        );
        assert!(all.iter().all(|run| run.split == USUAL_SPLIT && run.compared));
        let (own, every) = (setting("als", &[("factors", 4.0)]), setting("all", &[]));
        let with_own = CompareSpec { models: vec![own.clone(), every, own], ..CompareSpec::default() };
        assert_eq!(with_own.runs(&data).unwrap().len(), all.len() + 1, "all that suit, and one setting more");
        let wrong = |spec: CompareSpec| spec.runs(&data).unwrap_err().to_string();
        let folded = wrong(CompareSpec { folds: 3, split: "last:1".into(), ..CompareSpec::default() });
        assert!(folded.contains("folds without another split"), "{folded}");
        for spec in [
            CompareSpec { models: vec![setting("alz", &[])], ..CompareSpec::default() },
            CompareSpec { models: vec![setting("als", &[("factors", -1.0)])], ..CompareSpec::default() },
            CompareSpec { metrics: vec!["rsme".into()], ..CompareSpec::default() },
            CompareSpec { split: "kfold:1".into(), ..CompareSpec::default() },
        ] {
            assert!(!wrong(spec).is_empty());
        }
    }

    #[test]
    fn a_table_has_means_deviations_and_differences_that_are_sure() {
        let data = ratings();
        let spec = CompareSpec {
            models: vec![setting("als", &[("factors", 4.0)]), setting("bias", &[])],
            split: "kfold:3".into(),
            metrics: vec!["rmse".into(), "ndcg@5".into(), "coverage@5".into()],
            ..CompareSpec::default()
        };
        let runs = spec.runs(&data).unwrap();
        let outcomes = run_all(&runs, &data);
        let table = Comparison::of(&runs, &outcomes, true).unwrap();
        assert_eq!((table.runs.len(), table.planned, table.finished), (3, 9, 9));
        assert!(table.split.ends_with("each of which is the test once."), "{}", table.split);
        let [als, bias, popularity] = &table.runs[..] else { panic!("three rows") };
        let by_hand: Vec<f64> =
            outcomes.iter().filter(|o| o.run.row == 0).map(|o| o.metrics["ndcg@5"]).collect();
        let mean = by_hand.iter().sum::<f64>() / 3.0;
        let deviation = (by_hand.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 2.0).sqrt();
        assert!((als.metrics["ndcg@5"] - mean).abs() < 1e-12);
        assert!((als.deviations["ndcg@5"] - deviation).abs() < 1e-12);
        // Tastes are what these data have, so whoever learns them is surely better than what is the same for all.
        let rmse = als.metrics["rmse"] - bias.metrics["rmse"];
        let sure = bias.to_best["rmse"];
        assert!(rmse < 0.0 && sure.low > 0.0 && (sure.value + rmse).abs() < 0.02, "{sure:?} beside {rmse}");
        assert!(!als.to_best.contains_key("rmse") && !popularity.to_popularity.contains_key("ndcg@5"));
        let lists = als.to_popularity["ndcg@5"];
        assert!(lists.low < lists.value && lists.value < lists.high, "{lists:?}");
        assert!(!als.to_popularity.contains_key("coverage@5"), "there is no coverage of one person");
        assert_eq!(Comparison::of(&runs, &outcomes, true).unwrap(), table, "the same draws");
        let other_order: Vec<Outcome> = outcomes.iter().rev().cloned().collect();
        let other = Comparison::of(&runs, &other_order, true).unwrap();
        assert_eq!(other.runs[0].to_popularity["ndcg@5"].low.to_bits(), lists.low.to_bits(), "in any order");
    }

    #[test]
    fn nothing_says_how_sure_a_difference_is_that_is_over_all_pairs_at_once() {
        let data = ratings();
        let spec = CompareSpec {
            models: vec![setting("als", &[("factors", 4.0)])],
            split: "users:50:300".into(),
            metrics: vec!["auc".into(), "ndcg@5".into()],
            ..CompareSpec::default()
        };
        let runs = spec.runs(&data).unwrap();
        let table = Comparison::of(&runs, &run_all(&runs, &data), true).unwrap();
        let als = &table.runs[0];
        assert!(als.metrics["auc"] > 0.0 && als.to_popularity.contains_key("ndcg@5"), "{als:?}");
        for row in &table.runs {
            assert!(!row.to_best.contains_key("auc") && !row.to_popularity.contains_key("auc"), "{row:?}");
        }
    }

    #[test]
    fn more_of_the_training_part_is_better_on_the_same_test() {
        let data = ratings();
        let spec = CompareSpec {
            models: vec![setting("als", &[("factors", 4.0)])],
            metrics: vec!["rmse".into()],
            shares: vec![0.1, 1.0],
            ..CompareSpec::default()
        };
        let runs = spec.runs(&data).unwrap();
        let table = Comparison::of(&runs, &run_all(&runs, &data), false).unwrap();
        let shares: Vec<f32> = table.runs.iter().map(|row| row.train_share).collect();
        assert_eq!(shares, [0.1, 0.1, 1.0, 1.0], "als and popularity of each");
        let [few, _, all, _] = &table.runs[..] else { panic!("four rows") };
        assert_eq!((few.tested, few.data.ratings), (all.tested, all.data.ratings.div_ceil(10)));
        assert!(few.metrics["rmse"] > all.metrics["rmse"] + 0.05, "{:?} {:?}", few.metrics, all.metrics);
        for share in [0.0, 1.5, f32::NAN] {
            let wrong = CompareSpec { shares: vec![share], ..CompareSpec::default() };
            assert_eq!(wrong.runs(&data).unwrap_err().name(), "ParameterError");
        }
    }

    #[test]
    fn what_is_finished_is_kept_and_what_failed_says_why() {
        let data = ratings();
        let spec = CompareSpec {
            models: vec![
                setting("als", &[("factors", 4.0)]),
                setting("item_pairs", &[]),
                setting("bias", &[]),
            ],
            folds: 2,
            metrics: vec!["rmse".into(), "auc-seen".into()],
            ..CompareSpec::default()
        };
        let runs = spec.runs(&data).unwrap();
        assert_eq!(Comparison::of(&runs, &[], true).unwrap_err().name(), "DataError");
        let some = run_all(&runs[..3], &data);
        let table = Comparison::of(&runs, &some, true).unwrap();
        assert_eq!((table.runs.len(), table.finished, table.planned), (3, 3, 8));
        assert!(
            table.runs[1].failed.as_ref().unwrap().contains("one that suits item_pairs"),
            "{:?}",
            table.runs[1]
        );
        assert_eq!((table.runs[0].runs, table.runs[1].runs), (1, 0));
        assert!(table.runs[2].to_best["rmse"].low > 0.0, "als and bias can be compared already");
        assert!(table.runs[0].deviations.is_empty());
    }
}
