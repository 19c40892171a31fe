//! Figures person by person, and how sure a difference between two models is that was measured on the same people.

use super::metrics::{Errors, Measures, Metric};
use crate::order;
use crate::random::Random;
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

/// What each person adds to the figures, `(n_users, 2 + metrics)`, row-major: the lists and the ratings that were measured,
/// then of each metric the sum over them. They can be added up over folds and seeds. Elsewhere they are bytes, four a
/// number, the lowest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct People(Vec<f32>);

impl People {
    /// The numbers of a row before those of the metrics: how many lists, and how many ratings.
    pub const COUNTS: usize = 2;

    /// Nothing measured yet.
    pub fn new(people: usize, metrics: usize) -> Self {
        People(vec![0.0; people * (People::COUNTS + metrics)])
    }

    fn row(&mut self, user: u32, metrics: usize) -> &mut [f32] {
        let width = People::COUNTS + metrics;
        &mut self.0[user as usize * width..][..width]
    }

    /// Adds a person's errors to the metrics of ratings.
    pub fn add_ratings(&mut self, user: u32, metrics: &[Metric], errors: &Errors) {
        let row = self.row(user, metrics.len());
        let n = errors.rows() as f64;
        row[1] += n as f32;
        for (metric, sum) in metrics.iter().zip(&mut row[People::COUNTS..]) {
            match metric {
                Metric::Rmse | Metric::Mse => *sum += (n * errors.metric(Metric::Mse)) as f32,
                Metric::Mae => *sum += (n * errors.metric(Metric::Mae)) as f32,
                _ => {}
            }
        }
    }

    /// Adds the figures of a person's list, parallel to `metrics`.
    pub fn add_list(&mut self, user: u32, metrics: &[Metric], figures: &[f64]) {
        let row = self.row(user, metrics.len());
        row[0] += 1.0;
        for ((metric, figure), sum) in metrics.iter().zip(figures).zip(&mut row[People::COUNTS..]) {
            if metric.info().of == Measures::Lists {
                *sum += *figure as f32;
            }
        }
    }

    /// Adds those of the same people and metrics on another part of the data.
    pub fn add(&mut self, other: &People) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
        } else if self.0.len() == other.0.len() {
            self.0.iter_mut().zip(&other.0).for_each(|(sum, x)| *sum += x);
        }
    }

    /// Puts the rows of other people, the first of whom stands here.
    pub fn put(&mut self, first: u32, metrics: usize, others: &People) {
        let start = first as usize * (People::COUNTS + metrics);
        if let Some(rows) = self.0.get_mut(start..).and_then(|rest| rest.get_mut(..others.0.len())) {
            rows.copy_from_slice(&others.0);
        }
    }

    /// All numbers.
    pub fn numbers(&self) -> &[f32] {
        &self.0
    }

    /// All numbers, to be replaced.
    pub fn numbers_mut(&mut self) -> &mut [f32] {
        &mut self.0
    }

    /// Number of numbers.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where nothing was kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Draws of as many people as there are, with replacement (Efron, 1979, “Bootstrap methods: another look at the
/// jackknife”): the same draws for every model, so that the models' figures can be compared draw by draw.
pub struct Resamples {
    people: usize,
    /// How often each draw has each person, `(draws, people)`.
    times: Vec<u8>,
}

/// Most draws: enough for the ends of an interval that 95 of 100 lie in.
const DRAWS: usize = 1000;

/// Additions that one metric of one model may take.
const WORK: usize = 1 << 24;

impl Resamples {
    /// Draws for so many people, fewer draws the more they are.
    pub fn new(people: usize, seed: u64) -> Self {
        let mut random = Random::part(seed, 0xb007);
        let draws = (WORK / people.max(1)).clamp(DRAWS / 5, DRAWS);
        let mut times = vec![0u8; draws * people];
        if people > 0 {
            for row in times.chunks_exact_mut(people) {
                for _ in 0..people {
                    let drawn = &mut row[random.below(people as u32) as usize];
                    *drawn = drawn.saturating_add(1);
                }
            }
        }
        Resamples { people, times }
    }

    /// A metric's figure over all people, then in each draw; `None` where it has none person by person. `columns` is which
    /// of how many metrics it is.
    pub fn figures(
        &self,
        people: &People,
        metric: Metric,
        (at, metrics): (usize, usize),
    ) -> Option<Vec<f64>> {
        let weight = match metric.info().of {
            Measures::Lists => 0,
            Measures::Ratings => 1,
            _ => return None,
        };
        let width = People::COUNTS + metrics;
        if self.people == 0 || people.len() != self.people * width {
            return None;
        }
        let column = |at: usize| people.0.iter().skip(at).step_by(width).map(|&x| f64::from(x));
        let pairs: Vec<(f64, f64)> = column(People::COUNTS + at).zip(column(weight)).collect();
        if pairs.iter().all(|(_, weight)| *weight == 0.0) {
            return None;
        }
        let figure = |times: &[u8]| {
            let (mut sum, mut all) = (0.0, 0.0);
            for (times, (value, weight)) in times.iter().zip(&pairs) {
                sum += f64::from(*times) * value;
                all += f64::from(*times) * weight;
            }
            let mean = sum / f64::max(all, 1.0);
            if metric == Metric::Rmse { libm::sqrt(mean) } else { mean }
        };
        let once = vec![1; self.people];
        Some(std::iter::once(&once[..]).chain(self.times.chunks_exact(self.people)).map(figure).collect())
    }
}

/// By how much one figure is above another, and between which bounds 95 of 100 draws of people put that.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Difference {
    /// The difference over all people.
    pub value: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound; where 0 lies between the two, the difference may be chance.
    pub high: f64,
}

impl Difference {
    /// Between figures of [`Resamples::figures`].
    pub fn between(figures: &[f64], others: &[f64]) -> Option<Self> {
        let mut differences: Vec<f32> = figures.iter().zip(others).map(|(a, b)| (a - b) as f32).collect();
        if differences.len() < 2 {
            return None;
        }
        let value = figures[0] - others[0];
        differences.remove(0);
        order::sort_numbers(&mut differences);
        // The 2.5th and the 97.5th percentile.
        let beyond = differences.len() / 40;
        let (low, high) = (differences[beyond], differences[differences.len() - 1 - beyond]);
        Some(Difference { value, low: low.into(), high: high.into() })
    }
}

impl Serialize for People {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|x| x.to_le_bytes()).collect();
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for People {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl<'de> Visitor<'de> for Bytes {
            type Value = People;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes, four a number")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<People, E> {
                let (numbers, rest) = bytes.as_chunks::<4>();
                if !rest.is_empty() {
                    return Err(E::invalid_length(bytes.len(), &self));
                }
                Ok(People(numbers.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()))
            }

            // As JSON has bytes.
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<People, A::Error> {
                let mut bytes: Vec<u8> = Vec::new();
                while let Some(byte) = list.next_element()? {
                    bytes.push(byte);
                }
                self.visit_bytes(&bytes).map_err(|e: A::Error| A::Error::custom(e))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METRICS: [Metric; 3] = [Metric::Ndcg(10), Metric::Rmse, Metric::Gini(5)];

    /// Person `i` of `n` has a list of figure `list(i)`, and one rating that is off by `off(i)`.
    fn people(n: u32, list: impl Fn(u32) -> f64, off: impl Fn(u32) -> f32) -> People {
        let mut people = People::new(n as usize, METRICS.len());
        for user in 0..n {
            people.add_list(user, &METRICS, &[list(user), 0.0, 0.0]);
            let mut errors = Errors::default();
            errors.add(&[off(user)], &[0.0]);
            people.add_ratings(user, &METRICS, &errors);
        }
        people
    }

    #[test]
    fn figures_over_all_people_are_the_metrics_own() {
        let people = people(3, f64::from, |user| user as f32);
        let resamples = Resamples::new(3, 1);
        let first = |at: usize| resamples.figures(&people, METRICS[at], (at, 3)).map(|figures| figures[0]);
        assert_eq!(first(0), Some(1.0));
        assert_eq!(first(1), Some((5.0f64 / 3.0).sqrt()));
        assert_eq!(first(2), None, "that of a catalogue is nobody's");
        let mut twice = people.clone();
        twice.add(&people);
        assert_eq!(
            resamples.figures(&twice, METRICS[0], (0, 3)),
            resamples.figures(&people, METRICS[0], (0, 3))
        );
        assert!(resamples.figures(&People::default(), METRICS[0], (0, 3)).is_none());
    }

    #[test]
    fn an_interval_holds_what_is_sure_and_what_is_chance() {
        let mut random = Random::new(5);
        let noise: Vec<f64> = (0..600).map(|_| random.normal()).collect();
        let other: Vec<f64> = (0..600).map(|_| random.normal()).collect();
        let at = |user: u32| user as usize;
        let base = people(600, |user| noise[at(user)], |_| 1.0);
        // Better by 0.1 for everybody, far less than people differ among themselves.
        let better = people(600, |user| noise[at(user)] + 0.1 + 0.01 * other[at(user)], |_| 1.0);
        let chance = people(600, |user| noise[at(user)] + other[at(user)], |_| 1.0);
        let resamples = Resamples::new(600, 42);
        let figures = |people: &People| resamples.figures(people, METRICS[0], (0, 3)).unwrap();
        let sure = Difference::between(&figures(&better), &figures(&base)).unwrap();
        assert!(
            sure.low > 0.09 && sure.high < 0.11 && sure.low < sure.value && sure.value < sure.high,
            "{sure:?}"
        );
        let unsure = Difference::between(&figures(&chance), &figures(&base)).unwrap();
        assert!(unsure.low < 0.0 && unsure.high > 0.0, "{unsure:?}");
        // The deviation of a mean over 600 is 1/√600 = 0.041, its 95 % are 0.16 wide.
        assert!((unsure.high - unsure.low - 0.16).abs() < 0.02, "{unsure:?}");
        let again = Resamples::new(600, 42).figures(&better, METRICS[0], (0, 3)).unwrap();
        assert_eq!(again, figures(&better), "the same seed, the same draws");
    }

    #[test]
    fn they_go_elsewhere_and_come_back() {
        let people = people(4, |user| 0.1 * f64::from(user), |user| user as f32 - 0.5);
        let text = serde_json::to_string(&people).unwrap();
        assert_eq!(serde_json::from_str::<People>(&text).unwrap(), people);
        assert!(serde_json::from_str::<People>("[1,2,3]").is_err());
    }
}
