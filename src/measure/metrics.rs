//! Numbers that say how good predictions and ranked lists are.
//!
//! Ranking metrics have binary gains; candidates are all items that the person does not have in
//! training; people without test rows are left out; ties are broken by item index.

use super::groups::Group;
use crate::error::{Error, Result};
use crate::kernel;
use crate::order;
use crate::ratings::Csr;
use serde::Serialize;

/// One metric, as written in a list such as `rmse,ndcg@10`; [`METRICS`] says what each is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs)]
pub enum Metric {
    Rmse,
    Mse,
    Mae,
    Precision(usize),
    Recall(usize),
    Ndcg(usize),
    Map(usize),
    Mrr(usize),
    HitRate(usize),
    Auc,
    AucSeen,
    AucFrequency,
    AveragePrecision,
    Coverage(usize),
    Gini(usize),
    Novelty(usize),
    Diversity(usize),
    Serendipity(usize),
    Popularity(usize),
    HeadRecall(usize),
    MiddleRecall(usize),
    TailRecall(usize),
    Calibration,
}

/// Which values of a metric are the better ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// The higher ones.
    Higher,
    /// The lower ones.
    Lower,
}

/// What a metric is computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum Measures {
    /// Predicted ratings.
    Ratings,
    /// One person's list after the other.
    Lists,
    /// The lists of all people together.
    Catalog,
    /// All pairs of products at once.
    Pairs,
    /// Scores that are probabilities.
    Probabilities,
}

/// All that is known of a metric.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct MetricInfo {
    /// Its name in calls; where it is of a list's head, `@` and the number of places follow.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it says, in one sentence.
    pub help: &'static str,
    /// Which values are better.
    pub better: Better,
    /// What it is computed from.
    pub of: Measures,
    /// Whether it is of a list's first places, whose number is then said.
    pub at: bool,
    /// The formula, as in the documents.
    #[serde(skip)]
    pub formula: &'static str,
    /// Where it comes from.
    #[serde(skip)]
    pub source: &'static str,
    #[serde(skip)]
    make: fn(usize) -> Metric,
}

/// Text that only the documents have, and that is left out of the page's core.
const fn documented(text: &'static str) -> &'static str {
    if cfg!(target_arch = "wasm32") { "" } else { text }
}

/// Every metric. In the formulas L is a person's list as far as place k, R the person's relevant test items, U the people
/// whose lists are measured, I all items, and n(i) the number of people who have i in training.
pub const METRICS: &[MetricInfo] = &[
    MetricInfo {
        name: "rmse",
        title: "RMSE",
        help: "How far predicted ratings are from the true ones, with large errors weighing more; in steps of the scale.",
        better: Better::Lower,
        of: Measures::Ratings,
        at: false,
        formula: documented("√(Σ (r̂ − r)² / n), over all n test ratings, predictions clipped to the scale"),
        source: documented(
            "Herlocker et al., 2004, “Evaluating collaborative filtering recommender systems”",
        ),
        make: |_| Metric::Rmse,
    },
    MetricInfo {
        name: "mse",
        title: "MSE",
        help: "The square of the RMSE.",
        better: Better::Lower,
        of: Measures::Ratings,
        at: false,
        formula: documented("Σ (r̂ − r)² / n"),
        source: documented("as RMSE"),
        make: |_| Metric::Mse,
    },
    MetricInfo {
        name: "mae",
        title: "MAE",
        help: "How far predicted ratings are from the true ones on average, in steps of the scale.",
        better: Better::Lower,
        of: Measures::Ratings,
        at: false,
        formula: documented("Σ |r̂ − r| / n"),
        source: documented("as RMSE"),
        make: |_| Metric::Mae,
    },
    MetricInfo {
        name: "precision",
        title: "Precision",
        help: "How much of the list's first places is relevant.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented("|L ∩ R| / k, the mean over U"),
        source: documented("Herlocker et al., 2004"),
        make: Metric::Precision,
    },
    MetricInfo {
        name: "recall",
        title: "Recall",
        help: "How much of what is relevant and could stand in the list's first places does.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented("|L ∩ R| / min(k, |R|), the mean over U"),
        source: documented("Liang et al., 2018, “Variational autoencoders for collaborative filtering”"),
        make: Metric::Recall,
    },
    MetricInfo {
        name: "ndcg",
        title: "NDCG",
        help: "How much of what is relevant stands in the list, the more the higher it stands; 1 is the best list there is.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented(
            "Σ over hits at place p of 1 / log₂(p + 1), divided by the same sum over places 1 to min(k, |R|); the mean over U",
        ),
        source: documented(
            "Järvelin and Kekäläinen, 2002, “Cumulated gain-based evaluation of IR techniques”",
        ),
        make: Metric::Ndcg,
    },
    MetricInfo {
        name: "map",
        title: "MAP",
        help: "The precision at each hit, averaged: hits count more the fewer misses stand above them.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented(
            "Σ over hits at place p of (hits up to p) / p, divided by min(k, |R|); the mean over U",
        ),
        source: documented("Manning et al., 2008, “Introduction to information retrieval”, 8.4"),
        make: Metric::Map,
    },
    MetricInfo {
        name: "mrr",
        title: "MRR",
        help: "One divided by the place of the first hit: 1 where the first line is one, ½ where the second is.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented("1 / place of the first hit, 0 without one among the first k; the mean over U"),
        source: documented("Voorhees, 1999, “The TREC-8 question answering track report”"),
        make: Metric::Mrr,
    },
    MetricInfo {
        name: "hit-rate",
        title: "Hit rate",
        help: "The share of people who find something relevant in the first places at all.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented("1 where L ∩ R is not empty, else 0; the mean over U"),
        source: documented("Deshpande and Karypis, 2004, “Item-based top-N recommendation algorithms”"),
        make: Metric::HitRate,
    },
    MetricInfo {
        name: "auc",
        title: "AUC",
        help: "The chance that something relevant scores above something else; one half is guessing.",
        better: Better::Higher,
        of: Measures::Lists,
        at: false,
        formula: documented(
            "share of the pairs of a relevant item and another candidate that are in order, ties counting half; the mean over U. For pairs of products, and for people held out as a whole, over all pairs at once, with as many evenly drawn negatives",
        ),
        source: documented("Hanley and McNeil, 1982, “The meaning and use of the area under a ROC curve”"),
        make: |_| Metric::Auc,
    },
    MetricInfo {
        name: "auc-seen",
        title: "AUC, known products",
        help: "The chance that a pair scores above two products that both have pairs in training.",
        better: Better::Higher,
        of: Measures::Pairs,
        at: false,
        formula: documented(
            "as AUC over all pairs, negatives drawn evenly from products with pairs in training",
        ),
        source: documented("as AUC"),
        make: |_| Metric::AucSeen,
    },
    MetricInfo {
        name: "auc-frequency",
        title: "AUC, as popular products",
        help: "The chance that a pair scores above two products that are as popular as those of the pairs.",
        better: Better::Higher,
        of: Measures::Pairs,
        at: false,
        formula: documented("as AUC over all pairs, negatives drawn from the ends of the test pairs"),
        source: documented("as AUC"),
        make: |_| Metric::AucFrequency,
    },
    MetricInfo {
        name: "average-precision",
        title: "Average precision",
        help: "How pure what scores above each true pair is, averaged over the true pairs.",
        better: Better::Higher,
        of: Measures::Pairs,
        at: false,
        formula: documented(
            "mean over the positives of the precision at each one's score, with the negatives of AUC over all pairs",
        ),
        source: documented("as MAP"),
        make: |_| Metric::AveragePrecision,
    },
    MetricInfo {
        name: "coverage",
        title: "Catalogue coverage",
        help: "The share of all items that stand in at least one person's list.",
        better: Better::Higher,
        of: Measures::Catalog,
        at: true,
        formula: documented("|⋃ over U of L| / |I|"),
        source: documented(
            "Ge et al., 2010, “Beyond accuracy: evaluating recommender systems by coverage and serendipity”",
        ),
        make: Metric::Coverage,
    },
    MetricInfo {
        name: "gini",
        title: "Gini of recommended items",
        help: "How unequally the places in people's lists fall to the items: 0 where all get as many, near 1 where few get them all.",
        better: Better::Lower,
        of: Measures::Catalog,
        at: true,
        formula: documented(
            "Σ over items in ascending order of c of (2j − |I| − 1) c(j) / (|I| Σ c), where c(i) is the number of lists with i",
        ),
        source: documented("Shani and Gunawardana, 2011, “Evaluating recommendation systems”"),
        make: Metric::Gini,
    },
    MetricInfo {
        name: "novelty",
        title: "Novelty",
        help: "How little known the listed items are, in bits: one bit more for half as many people who have an item.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented("mean over L of −log₂(max(n(i), 1) / people in training), the mean over U"),
        source: documented(
            "Zhou et al., 2010, “Solving the apparent diversity-accuracy dilemma of recommender systems”",
        ),
        make: Metric::Novelty,
    },
    MetricInfo {
        name: "diversity",
        title: "Diversity within lists",
        help: "How different the items of a list are from one another, by who has them: 1 where no two are had by the same people.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented(
            "mean over pairs i, j of L of 1 − |people of i ∩ people of j| / √(n(i) n(j)), the mean over U; 0 for a list of one",
        ),
        source: documented(
            "Ziegler et al., 2005, “Improving recommendation lists through topic diversification”",
        ),
        make: Metric::Diversity,
    },
    MetricInfo {
        name: "serendipity",
        title: "Serendipity",
        help: "How much of the list's first places is relevant and would not stand there if everybody got what most people have.",
        better: Better::Higher,
        of: Measures::Lists,
        at: true,
        formula: documented(
            "|L ∩ R without P| / k, the mean over U, where P are the k items with the most people in training among those that the person does not have",
        ),
        source: documented("Ge et al., 2010"),
        make: Metric::Serendipity,
    },
    MetricInfo {
        name: "popularity",
        title: "Popularity of lists",
        help: "How many people have the listed items on average: the higher, the more the lists lean towards what everybody knows.",
        better: Better::Lower,
        of: Measures::Lists,
        at: true,
        formula: documented("average recommendation popularity (ARP): mean over L of n(i), the mean over U"),
        source: documented(
            "Yin et al., 2012, “Challenging the long tail recommendation”; Abdollahpouri et al., 2019, “Managing popularity bias in recommender systems with personalized re-ranking”",
        ),
        make: Metric::Popularity,
    },
    MetricInfo {
        name: "recall-head",
        title: "Found of well-known items",
        help: "Of the relevant items that most people have, the share that stands in the first places of the lists it belongs in.",
        better: Better::Higher,
        of: Measures::Catalog,
        at: true,
        formula: documented(
            "Σ over U of |L ∩ R ∩ H| / Σ over U of |R ∩ H|, where H are the items with the most people in training: in descending order of n, those above which stands less than a fifth of the training ratings",
        ),
        source: documented(
            "the groups after Abdollahpouri et al., 2021, “User-centered evaluation of popularity bias in recommender systems”",
        ),
        make: Metric::HeadRecall,
    },
    MetricInfo {
        name: "recall-middle",
        title: "Found of items between",
        help: "The same share of the relevant items that are neither in the head nor in the tail.",
        better: Better::Higher,
        of: Measures::Catalog,
        at: true,
        formula: documented("as recall-head, for the items that are in neither of the two"),
        source: documented("as recall-head"),
        make: Metric::MiddleRecall,
    },
    MetricInfo {
        name: "recall-tail",
        title: "Found of little-known items",
        help: "The same share of the relevant items that few people have.",
        better: Better::Higher,
        of: Measures::Catalog,
        at: true,
        formula: documented(
            "as recall-head, for the items with the fewest people: those that have a fifth of the training ratings at most, together with all below",
        ),
        source: documented("as recall-head"),
        make: Metric::TailRecall,
    },
    MetricInfo {
        name: "calibration",
        title: "Calibration error",
        help: "How far predicted probabilities are from how often it then happens: 0 where of what gets 0.3 three in ten are chosen.",
        better: Better::Lower,
        of: Measures::Probabilities,
        at: false,
        formula: documented(
            "expected calibration error: Σ over ten bins of equal width of |b| / n · |mean probability − share of relevant in b|, over relevant test items and as many evenly drawn others of each person",
        ),
        source: documented(
            "Naeini et al., 2015, “Obtaining well calibrated probabilities using Bayesian binning”; Guo et al., 2017, “On calibration of modern neural networks”",
        ),
        make: |_| Metric::Calibration,
    },
];

impl Metric {
    /// Reads a name such as `rmse` or `ndcg@10`.
    ///
    /// # Errors
    /// For an unknown name or a k of 0.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = || {
            let names = METRICS.iter().map(|m| format!("{}{}", m.name, if m.at { "@K" } else { "" }));
            let expected = format!("one of {}", names.collect::<Vec<_>>().join(", "));
            Error::parameter("metric", "metrics", expected, format!("“{text}”"))
        };
        let (name, k) = match text.trim().split_once('@') {
            Some((name, k)) => (name, k.parse().ok().filter(|&k: &usize| k > 0)),
            None => (text.trim(), None),
        };
        let known =
            |info: &&MetricInfo| info.name == name && info.at == k.is_some() && info.at == text.contains('@');
        let info = METRICS.iter().find(known).ok_or_else(refuse)?;
        Ok((info.make)(k.unwrap_or(0)))
    }

    /// How many places of the ranked list are needed; 0 for what is not of a list's head.
    pub fn depth(self) -> usize {
        match self {
            Metric::Precision(k)
            | Metric::Recall(k)
            | Metric::Ndcg(k)
            | Metric::Map(k)
            | Metric::Mrr(k)
            | Metric::HitRate(k)
            | Metric::Coverage(k)
            | Metric::Gini(k)
            | Metric::Novelty(k)
            | Metric::Diversity(k)
            | Metric::Serendipity(k)
            | Metric::Popularity(k)
            | Metric::HeadRecall(k)
            | Metric::MiddleRecall(k)
            | Metric::TailRecall(k) => k,
            _ => 0,
        }
    }

    /// What is known of it.
    pub fn info(self) -> &'static MetricInfo {
        // The table has a line for each metric, which a test holds.
        METRICS.iter().find(|info| (info.make)(self.depth()) == self).unwrap_or(&METRICS[0])
    }

    /// The figure as a number that is higher where it is better.
    pub fn rank_key(self, figure: f64) -> f64 {
        if self.info().better == Better::Lower { -figure } else { figure }
    }

    /// True for metrics of predicted values, false for metrics of ranked lists.
    pub fn is_rating(self) -> bool {
        self.info().of == Measures::Ratings
    }

    /// True for metrics that only exist over pairs.
    pub fn is_of_pairs(self) -> bool {
        self.info().of == Measures::Pairs
    }

    /// The group of items whose finding it measures.
    pub fn group(self) -> Option<Group> {
        match self {
            Metric::HeadRecall(_) => Some(Group::Head),
            Metric::MiddleRecall(_) => Some(Group::Middle),
            Metric::TailRecall(_) => Some(Group::Tail),
            _ => None,
        }
    }

    /// The metric of one person's ranked list: `hits[i]` says whether place `i` is a test item,
    /// `relevant` (> 0) is the number of test items.
    pub fn of_list(self, hits: &[bool], relevant: usize) -> f64 {
        let first = |k: usize| hits.iter().take(k).filter(|&&h| h).count() as f64;
        let gain = |place: usize| 1.0 / libm::log2(place as f64 + 2.0);
        match self {
            Metric::Precision(k) => first(k) / k as f64,
            Metric::Recall(k) => first(k) / k.min(relevant) as f64,
            Metric::Ndcg(k) => {
                let found: f64 =
                    hits.iter().take(k).enumerate().filter(|(_, h)| **h).map(|(i, _)| gain(i)).sum();
                found / (0..k.min(relevant)).map(gain).sum::<f64>()
            }
            Metric::Map(k) => {
                let mut found = 0.0;
                let precision = |(place, _): (usize, &bool)| {
                    found += 1.0;
                    found / (place + 1) as f64
                };
                let sum: f64 = hits.iter().take(k).enumerate().filter(|(_, h)| **h).map(precision).sum();
                sum / k.min(relevant) as f64
            }
            Metric::Mrr(k) => {
                hits.iter().take(k).position(|&hit| hit).map_or(0.0, |place| 1.0 / (place + 1) as f64)
            }
            Metric::HitRate(k) => first(k).min(1.0),
            _ => 0.0,
        }
    }
}

/// Mean self-information, in bits, of items that so many of `people` have; see [`Metric::Novelty`]. 0 for an empty list.
pub fn novelty(counts: &[usize], people: usize) -> f64 {
    let bits = |&n: &usize| -libm::log2(n.max(1) as f64 / people.max(1) as f64);
    counts.iter().map(bits).sum::<f64>() / counts.len().max(1) as f64
}

/// How different the items of a list are from one another, by the people in each one's row of `by_item`; see
/// [`Metric::Diversity`].
pub fn diversity(list: &[u32], by_item: &Csr) -> f64 {
    let mut sum = 0.0;
    for (at, &i) in list.iter().enumerate() {
        let people = by_item.row(i).0;
        for &j in &list[..at] {
            let others = by_item.row(j).0;
            let (few, many) = if people.len() < others.len() { (people, others) } else { (others, people) };
            let mut rest = many;
            let both = few.iter().filter(|person| {
                rest = &rest[rest.partition_point(|other| other < person)..];
                rest.first() == Some(person)
            });
            let both = both.count() as f64;
            let most = libm::sqrt(people.len() as f64 * others.len() as f64);
            sum += 1.0 - if most > 0.0 { both / most } else { 0.0 };
        }
    }
    let pairs = list.len() * list.len().saturating_sub(1) / 2;
    sum / pairs.max(1) as f64
}

/// The share of the items that stand in a list, by how many lists each stands in; see [`Metric::Coverage`].
pub fn coverage(counts: &[u32]) -> f64 {
    counts.iter().filter(|&&count| count > 0).count() as f64 / counts.len().max(1) as f64
}

/// How unequally places fall to items, by how many lists each stands in; see [`Metric::Gini`]. 0 without any.
pub fn gini(counts: &[u32]) -> f64 {
    let mut ascending: Vec<u64> = counts.iter().map(|&count| u64::from(count)).collect();
    order::sort(&mut ascending);
    let n = counts.len() as f64;
    let all = ascending.iter().sum::<u64>() as f64;
    let weighed = ascending.iter().zip(1..).map(|(&count, j)| (f64::from(2 * j) - n - 1.0) * count as f64);
    if all > 0.0 { weighed.sum::<f64>() / (n * all) } else { 0.0 }
}

/// Predicted probabilities beside what happened, in [`BINS`] bins of equal width.
#[derive(Debug, Clone, Default)]
pub struct Bins([(u32, f64, u32); BINS]);

/// Number of bins of a calibration.
pub const BINS: usize = 10;

impl Bins {
    /// Adds predictions for what came true, or for what did not. What is not a number counts as the most wrong.
    pub fn add(&mut self, probabilities: &[f32], came_true: bool) {
        for &p in probabilities {
            let p = if p.is_nan() { f64::from(u8::from(!came_true)) } else { f64::from(p.clamp(0.0, 1.0)) };
            let bin = &mut self.0[((p * BINS as f64) as usize).min(BINS - 1)];
            bin.0 += 1;
            bin.1 += p;
            bin.2 += u32::from(came_true);
        }
    }

    /// Adds those of others.
    pub fn append(&mut self, others: &Bins) {
        for (own, other) in self.0.iter_mut().zip(&others.0) {
            *own = (own.0 + other.0, own.1 + other.1, own.2 + other.2);
        }
    }

    /// As numbers, for [`Bins::of`].
    pub fn numbers(&self) -> [f64; 3 * BINS] {
        std::array::from_fn(|at| match (at % 3, self.0[at / 3]) {
            (0, bin) => f64::from(bin.0),
            (1, bin) => bin.1,
            (_, bin) => f64::from(bin.2),
        })
    }

    /// From [`Bins::numbers`].
    pub fn of(numbers: [f64; 3 * BINS]) -> Self {
        let bin = |at: usize| &numbers[3 * at..][..3];
        Bins(std::array::from_fn(|at| (bin(at)[0] as u32, bin(at)[1], bin(at)[2] as u32)))
    }

    /// The expected calibration error; see [`Metric::Calibration`].
    pub fn error(&self) -> f64 {
        let all: u32 = self.0.iter().map(|bin| bin.0).sum();
        let off = |(_, predicted, came_true): &(u32, f64, u32)| (predicted - f64::from(*came_true)).abs();
        self.0.iter().map(off).sum::<f64>() / f64::from(all.max(1))
    }
}

impl std::fmt::Display for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.info().name)?;
        if self.info().at { write!(f, "@{}", self.depth()) } else { Ok(()) }
    }
}

/// Puts the scores of positives and of negatives in ascending order, that of [`order::bits`]. Zero has no sign there, and
/// a score that is not a number stands where it does most harm: a positive's below all others, a negative's above all.
pub(crate) fn sort_scores(positives: &mut [f32], negatives: &mut [f32]) {
    for (scores, worst) in [(positives, f32::NAN.copysign(-1.0)), (negatives, f32::NAN.copysign(1.0))] {
        for score in scores.iter_mut() {
            // Minus zero plus zero is zero.
            *score = if score.is_nan() { worst } else { *score + 0.0 };
        }
        order::sort_numbers(scores);
    }
}

/// Area under the ROC curve of positive against negative scores; ties count half. The positives are put in order. A pair
/// with a score that is not a number is lost. 0.5 when either slice is empty.
pub fn auc(positives: &mut [f32], negatives: &[f32]) -> f64 {
    if positives.is_empty() || negatives.is_empty() {
        return 0.5;
    }
    // Of two slices to be told apart one in order is enough, and there are mostly few positives.
    let worst = f32::NAN.copysign(-1.0);
    positives.iter_mut().for_each(|score| *score = if score.is_nan() { worst } else { *score + 0.0 });
    order::sort_numbers(positives);
    let keys: Vec<u32> = positives.iter().map(|&score| order::bits(score)).collect();
    let mut won = 0u64;
    for &score in negatives {
        let key = if score.is_nan() { u32::MAX } else { order::bits(score + 0.0) };
        let below = keys.partition_point(|&positive| positive < key);
        let equal = keys[below..].iter().take_while(|&&positive| positive == key).count();
        won += (2 * (keys.len() - below) - equal) as u64;
    }
    0.5 * won as f64 / (positives.len() as f64 * negatives.len() as f64)
}

/// Sums of errors over all test rows.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    squared: f64,
    absolute: f64,
    rows: usize,
}

impl Errors {
    /// Adds predictions and what they should have been.
    pub fn add(&mut self, predicted: &[f32], truth: &[f32]) {
        for (p, t) in predicted.iter().zip(truth) {
            let e = f64::from(*p) - f64::from(*t);
            self.squared += e * e;
            self.absolute += e.abs();
        }
        self.rows += predicted.len().min(truth.len());
        debug_assert!(kernel::all_finite(predicted));
    }

    /// Adds those of others.
    pub fn append(&mut self, others: &Errors) {
        self.squared += others.squared;
        self.absolute += others.absolute;
        self.rows += others.rows;
    }

    /// As numbers, for [`Errors::of`].
    pub fn numbers(&self) -> [f64; 3] {
        [self.squared, self.absolute, self.rows as f64]
    }

    /// From [`Errors::numbers`].
    pub fn of([squared, absolute, rows]: [f64; 3]) -> Self {
        Errors { squared, absolute, rows: rows as usize }
    }

    /// Number of predictions added.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A rating metric of everything added.
    pub fn metric(&self, metric: Metric) -> f64 {
        let rows = self.rows.max(1) as f64;
        match metric {
            Metric::Rmse => libm::sqrt(self.squared / rows),
            Metric::Mse => self.squared / rows,
            _ => self.absolute / rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Scores of all kinds, close enough for ties.
    const SCORES: &[f32] =
        &[0.0, -0.0, 1.0, 2.0, 2.5, -3.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN];

    #[test]
    fn names_are_read_and_written() {
        for info in METRICS {
            let name = format!("{}{}", info.name, if info.at { "@7" } else { "" });
            let metric = Metric::parse(&name).unwrap();
            assert_eq!((metric.to_string(), metric.depth()), (name, if info.at { 7 } else { 0 }));
            assert!(info.help.ends_with('.') && !info.formula.is_empty() && !info.source.is_empty());
        }
        let kinds = METRICS.iter().map(|info| std::mem::discriminant(&(info.make)(1)));
        assert_eq!(
            kinds.collect::<std::collections::HashSet<_>>().len(),
            METRICS.len(),
            "each stands there once"
        );
        for wrong in ["", "rsme", "ndcg", "ndcg@0", "ndcg@x", "auc@3", "auc@", "map@"] {
            assert_eq!(Metric::parse(wrong).unwrap_err().name(), "ParameterError", "{wrong}");
        }
    }

    #[test]
    fn lists_worked_out_by_hand() {
        // Hits at places 1 and 3 of 4, three test items.
        let hits = [true, false, true, false];
        let close = |metric: Metric, expected: f64| {
            let found = metric.of_list(&hits, 3);
            assert!((found - expected).abs() < 1e-12, "{metric}: {found}, expected {expected}");
        };
        close(Metric::Precision(4), 0.5);
        close(Metric::Recall(4), 2.0 / 3.0);
        close(Metric::Recall(2), 0.5);
        close(Metric::Map(4), (1.0 + 2.0 / 3.0) / 3.0);
        let ideal = 1.0 + 1.0 / 3f64.log2() + 0.5;
        close(Metric::Ndcg(4), 1.5 / ideal);
        close(Metric::Ndcg(1), 1.0);
        assert_eq!(Metric::Ndcg(10).of_list(&[true, true], 2), 1.0);
        close(Metric::Mrr(4), 1.0);
        close(Metric::HitRate(1), 1.0);
        let late = [false, false, true];
        assert_eq!(Metric::Mrr(3).of_list(&late, 1), 1.0 / 3.0);
        assert_eq!((Metric::Mrr(2).of_list(&late, 1), Metric::HitRate(2).of_list(&late, 1)), (0.0, 0.0));
        assert_eq!(Metric::HitRate(3).of_list(&late, 1), 1.0);
    }

    /// The figures of ranx 0.3.21 for these three people (`ranx.evaluate`, binary judgements): its definitions agree
    /// with these wherever k is at least the number of relevant items, for precision, mrr and hit rate always.
    #[test]
    fn lists_are_judged_as_by_ranx() {
        // Hits by place, and how many items are relevant.
        let people: [(&[bool], usize); 3] =
            [(&[true, false, true, false], 3), (&[false, false, false, true], 1), (&[false; 4], 2)];
        for (metric, ranx) in [
            (Metric::Precision(4), 0.25),
            (Metric::Recall(4), 0.5555555555555555),
            (Metric::Ndcg(4), 0.3781982157025092),
            (Metric::Map(4), 0.2685185185185185),
            (Metric::Mrr(4), 0.4166666666666667),
            (Metric::HitRate(4), 0.6666666666666666),
            (Metric::Precision(2), 0.16666666666666666),
            (Metric::Mrr(2), 0.3333333333333333),
            (Metric::HitRate(2), 0.3333333333333333),
        ] {
            let mean = people.iter().map(|(hits, n)| metric.of_list(hits, *n)).sum::<f64>() / 3.0;
            assert!((mean - ranx).abs() < 1e-12, "{metric}: {mean}, by ranx {ranx}");
        }
    }

    #[test]
    fn the_catalogue_worked_out_by_hand() {
        // Of five items three stand in lists, in 1, 1 and 4 of them.
        let counts = [1, 0, 4, 1, 0];
        assert!((coverage(&counts) - 0.6).abs() < 1e-12);
        // Ascending 0 0 1 1 4 with weights −4 −2 0 2 4: (2 + 16) / (5 · 6).
        assert!((gini(&counts) - 0.6).abs() < 1e-12);
        assert_eq!((gini(&[3, 3, 3]), gini(&[0, 0]), coverage(&[])), (0.0, 0.0, 0.0));
        assert!((gini(&[0, 0, 0, 8]) - 0.75).abs() < 1e-12, "one has all: 1 − 1/n");
    }

    #[test]
    fn diversity_worked_out_by_hand() {
        // People of the items: {0, 1, 2, 3}, {1, 3}, {4}, nobody.
        let had = [(0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 3), (2, 4)].map(|(i, u)| (i, u, 1.0));
        let by_item = Csr::from_triples(4, 5, &had);
        let alike = 1.0 - 2.0 / 8f64.sqrt();
        assert!((diversity(&[0, 1], &by_item) - alike).abs() < 1e-12);
        assert!((diversity(&[2, 0, 1], &by_item) - (2.0 + alike) / 3.0).abs() < 1e-12);
        assert_eq!(
            (diversity(&[0], &by_item), diversity(&[3, 0], &by_item), diversity(&[], &by_item)),
            (0.0, 1.0, 0.0)
        );
    }

    #[test]
    fn calibration_worked_out_by_hand() {
        // 0.25 for four of which two come true: off by 0.25. 0.9 for one that does: off by 0.1.
        let mut bins = Bins::default();
        bins.add(&[0.25, 0.25, 0.9], true);
        bins.add(&[0.25, 0.25], false);
        assert!((bins.error() - (4.0 * 0.25 + 0.1) / 5.0).abs() < 1e-7, "{}", bins.error());
        let mut wrong = Bins::default();
        wrong.add(&[f32::NAN, 0.0], true);
        wrong.add(&[1.0, f32::NAN], false);
        assert_eq!((wrong.error(), Bins::default().error()), (1.0, 0.0));
    }

    #[test]
    fn novelty_worked_out_by_hand() {
        // Of 8 people 8, 4 and 1 have the items: 0, 1 and 3 bits. What nobody has counts as one person's.
        assert!((novelty(&[8, 4, 1], 8) - 4.0 / 3.0).abs() < 1e-12);
        assert_eq!((novelty(&[0], 8), novelty(&[], 8)), (3.0, 0.0));
    }

    #[test]
    fn errors_worked_out_by_hand() {
        let mut errors = Errors::default();
        errors.add(&[3.0, 4.0], &[4.0, 4.0]);
        errors.add(&[1.0], &[3.0]);
        assert!((errors.metric(Metric::Mse) - 5.0 / 3.0).abs() < 1e-12);
        assert!((errors.metric(Metric::Mae) - 1.0).abs() < 1e-12);
        assert!((errors.metric(Metric::Rmse) - (5.0f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_score_that_is_no_number_never_helps() {
        const NAN: f32 = f32::NAN;
        const INF: f32 = f32::INFINITY;
        assert_eq!(auc(&mut [NAN; 3], &[NAN; 2]), 0.0);
        assert_eq!(auc(&mut [NAN, 2.0], &[1.0]), 0.5);
        assert_eq!(auc(&mut [2.0], &[NAN, -NAN, 1.0, 1.5]), 0.5);
        assert_eq!(auc(&mut [NAN], &[-INF]), 0.0, "not even beside minus infinity");
        assert_eq!(auc(&mut [INF], &[-NAN]), 0.0);
        assert_eq!(auc(&mut [INF, -INF], &[INF, -INF]), 0.5);
        assert_eq!(auc(&mut [-0.0], &[0.0]), 0.5);
    }

    proptest! {
        #[test]
        fn auc_is_the_share_of_pairs_in_order(
            mut p in prop::collection::vec(prop::sample::select(SCORES), 1..30),
            n in prop::collection::vec(prop::sample::select(SCORES), 1..30),
        ) {
            let mut won = 0.0;
            for a in &p {
                for b in &n {
                    won += if a > b { 1.0 } else if a == b { 0.5 } else { 0.0 };
                }
            }
            let expected = won / (p.len() * n.len()) as f64;
            prop_assert!((auc(&mut p, &n) - expected).abs() < 1e-12);
        }
    }
}
