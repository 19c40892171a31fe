//! Numbers that say how good predictions and ranked lists are.
//!
//! Ranking metrics have binary gains; candidates are all items that the person does not have in
//! training; people without test rows are left out; ties are broken by item index.

mod bins;
mod errors;
mod lists;
mod scores;

pub use bins::Bins;
pub use errors::Errors;
pub use lists::{coverage, diversity, gini, novelty};
pub use scores::auc;
pub(crate) use scores::sort_scores;

use super::groups::Group;
use crate::error::{Error, Result};
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
}

impl std::fmt::Display for Metric {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.info().name)?;
        if self.info().at { write!(f, "@{}", self.depth()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
