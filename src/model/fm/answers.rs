//! A trained factorization machine as it answers: for every user, item and day one row of
//! numbers, in one or more versions (the kept samples of a sampler) whose answers are averaged.

use super::blocks::{DAYS, ITEMS, MOST_NEGATIVES, USERS, day_of};
use super::probit::mean_between;
use crate::error::{Error, Result};
use crate::kernel::{self, solve};
use crate::matrix;
use crate::model::shared::negatives::Unchosen;
use crate::model::{Answers, Model, Person, Targets};
use crate::random::Random;
use crate::ratings::Ratings;
use crate::tensors::{Arrays, Tensors};
use ndarray::{Array2, ArrayView2};
use std::borrow::Cow;

/// The rows of one version: users, items, days, and after each of the three the row of an
/// unknown one. A row is `[q, s, t, c]`: for products of two features the factor sums q
/// `(pairs)`, for products of three the sums s and the sums of products of two t `(triples)`
/// each, and c with all terms of this entity alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// Factors of products of two features.
    pub pairs: usize,
    /// Factors of products of three features.
    pub triples: usize,
    /// Number of users, items and days.
    pub lens: [usize; 3],
}

impl Layout {
    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.pairs + 2 * self.triples + 1
    }

    /// Rows in a version.
    pub fn rows(&self) -> usize {
        self.lens.iter().sum::<usize>() + 3
    }

    /// The row of an entity; that of the unknown one for an index past the end.
    #[inline(always)]
    pub fn row<'a>(&self, rows: &'a [f32], block: usize, entity: u32) -> &'a [f32] {
        let before = self.lens[..block].iter().sum::<usize>() + block;
        let at = before + (entity as usize).min(self.lens[block]);
        &rows[at * self.width()..][..self.width()]
    }

    /// User and day as one: writes the vector whose product with an item's row is the
    /// prediction.
    pub fn context(&self, user: &[f32], day: &[f32], out: &mut [f32]) -> f32 {
        let (k, t, last) = (self.pairs, self.triples, self.width() - 1);
        let (s, p) = (k..k + t, k + t..k + 2 * t);
        let mut own = user[last] + day[last];
        for f in 0..k {
            out[f] = user[f] + day[f];
            own += user[f] * day[f];
        }
        for (s, p) in s.zip(p) {
            out[s] = user[p] + day[p] + user[s] * day[s];
            out[p] = user[s] + day[s];
            own += user[p] * day[s] + user[s] * day[p];
        }
        out[last] = 1.0;
        own
    }
}

/// From the machine's sum to an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// The sum is the rating.
    Identity,
    /// The sum is a logit: the answer lies between two ends, as far up as the probability says.
    Logistic {
        /// Answer at probability 0, in rating units.
        low: f32,
        /// Answer at probability 1.
        high: f32,
    },
    /// The sum plus a standard normal error falls between two cut points, one level each; the
    /// answer is the expected level.
    Probit {
        /// Ascending levels, in rating units.
        levels: Vec<f32>,
    },
}

/// One version.
#[derive(Debug, Clone)]
pub struct Version {
    /// w₀.
    pub intercept: f32,
    /// Precision of the errors, in 1 / rating units²; matters only to the prior of somebody new.
    pub alpha: f32,
    /// Between the levels of [`Link::Probit`], ascending.
    pub cuts: Vec<f32>,
    /// `(layout.rows(), layout.width())`.
    pub rows: Vec<f32>,
}

/// The model that `fm` and `fm_gibbs` end in.
pub struct Snapshots {
    name: &'static str,
    layout: Layout,
    link: Link,
    days: Vec<u32>,
    versions: Vec<Version>,
    /// λ of vectors and weights, where somebody new is to be solved for as in training.
    pulls: Option<[f32; 2]>,
    /// Per version mean and precision of the users' `[q, c]`: the prior of somebody new.
    newcomers: Vec<Vec<(f32, f32)>>,
    /// `(n_items, versions · k)` and `(n_users, versions · k)`: factor sums less those of an unknown entity, of the last
    /// [`EMBEDDED`] versions side by side. Their products do not depend on how each version happens to be rotated.
    items: Array2<f32>,
    users: Array2<f32>,
    negatives: usize,
}

/// Versions that go into embeddings for similarities and the map.
const EMBEDDED: usize = 8;

/// Rounds of solving for somebody new where the link is not the identity.
const ROUNDS: usize = 10;

impl Snapshots {
    /// Of at least one version. `negatives` is the number of sampled items per choice. With
    /// `pulls`, λ of vectors and weights, somebody new with n rows is held to the mean user with
    /// λ √n; without, as tightly as the trained users are.
    pub fn new(
        name: &'static str,
        layout: Layout,
        link: Link,
        days: Vec<u32>,
        versions: Vec<Version>,
        negatives: u32,
        pulls: Option<[f32; 2]>,
    ) -> Self {
        let last = &versions[versions.len().saturating_sub(EMBEDDED)..];
        let embed = |block: usize| {
            let (n, k) = (layout.lens[block], layout.pairs + layout.triples);
            let mut out = Vec::with_capacity(n * last.len() * k);
            for entity in 0..n as u32 {
                for Version { rows, .. } in last {
                    let (row, unknown) = (layout.row(rows, block, entity), layout.row(rows, block, u32::MAX));
                    out.extend(row.iter().zip(unknown).take(k).map(|(a, b)| a - b));
                }
            }
            matrix::of(n, last.len() * k, out)
        };
        let newcomers = versions.iter().map(|v| newcomer(&layout, v)).collect();
        let (users, items) = (embed(USERS), embed(ITEMS));
        let negatives = negatives as usize;
        Snapshots { name, layout, link, days, versions, pulls, newcomers, items, users, negatives }
    }

    /// Reads what [`Model::save`] wrote.
    ///
    /// # Errors
    /// When the arrays do not fit each other or the ratings.
    pub fn load(name: &'static str, tensors: &Tensors, ratings: &Ratings) -> Result<Self> {
        let of = |part: &str| format!("{name}.{part}");
        let head = tensors.u32(&of("layout"))?;
        let &[pairs, triples, kind, negatives] = head.as_slice() else {
            return Err(Error::model_file(
                format!("four numbers in “{name}.layout”"),
                head.len().to_string(),
            ));
        };
        if negatives > MOST_NEGATIVES {
            let expected = format!("at most {MOST_NEGATIVES} sampled items per choice in “{name}.layout”");
            return Err(Error::model_file(expected, negatives.to_string()));
        }
        let days = tensors.u32(&of("days"))?;
        let lens = [ratings.n_users(), ratings.n_items(), days.len()];
        let layout = Layout { pairs: pairs as usize, triples: triples as usize, lens };
        let shape = tensors.shape(&of("rows"))?;
        let n = shape.first().copied().unwrap_or(0);
        if n == 0 || !days.is_sorted() {
            return Err(Error::model_file(
                format!("at least one version and ascending days in “{name}”"),
                "others",
            ));
        }
        let rows = tensors.f32(&of("rows"), &[n, layout.rows(), layout.width()])?;
        let n_levels = tensors.shape(&of("levels"))?.first().copied().unwrap_or(0);
        let levels = tensors.f32(&of("levels"), &[n_levels])?;
        let n_cuts = if kind == 2 { n_levels.saturating_sub(1) } else { 0 };
        let heads = tensors.f32(&of("heads"), &[n, 2 + n_cuts])?;
        let link = match kind {
            0 => Link::Identity,
            1 if n_levels == 2 && levels[0] < levels[1] => Link::Logistic { low: levels[0], high: levels[1] },
            2 if n_levels > 1 => Link::Probit { levels },
            _ => return Err(Error::model_file(format!("a known link in “{name}.layout”"), kind.to_string())),
        };
        let versions = heads
            .chunks_exact(2 + n_cuts)
            .zip(rows.chunks_exact(layout.rows() * layout.width()))
            .map(|(head, rows)| Version {
                intercept: head[0],
                alpha: head[1],
                cuts: head[2..].to_vec(),
                rows: rows.to_vec(),
            })
            .collect();
        let pulls = match tensors.shape(&of("pulls"))? {
            [0] => None,
            _ => tensors.f32(&of("pulls"), &[2])?.first_chunk().copied(),
        };
        Ok(Snapshots::new(name, layout, link, days, versions, negatives, pulls))
    }

    /// What is known of somebody new: items and values, and sampled negatives where all that is
    /// known are choices.
    fn observed(&self, person: &Person<'_>) -> Vec<(u32, f32)> {
        let rated = person.items.iter().copied();
        if self.negatives == 0 {
            return rated.zip(person.values.iter().copied()).collect();
        }
        let wanted = person.items.len() * self.negatives;
        let (unchosen, mut random) = (Unchosen::evenly(self.layout.lens[ITEMS]), Random::new(0));
        let others = (0..wanted)
            .filter_map(|_| unchosen.draw(|item| person.items.binary_search(&item).is_ok(), &mut random));
        rated.map(|item| (item, 1.0)).chain(others.map(|item| (item, 0.0))).collect()
    }

    /// Solves for the `[q, c]` of somebody new: the normal posterior given the items' rows, with
    /// the distribution of the trained users as prior. Where the link is not the identity, the
    /// values are replaced by working responses in a few rounds.
    fn fold_in(&self, at: usize, observed: &[(u32, f32)]) -> Vec<f32> {
        let (layout, version) = (&self.layout, &self.versions[at]);
        let (k, width) = (layout.pairs, layout.width());
        let n = k + 1;
        let mut prior = self.newcomers[at].clone();
        if let Some([vector, weight]) = self.pulls {
            let root = (observed.len() as f32).sqrt();
            let pulls = (0..n).map(|f| root * if f < k { vector } else { weight });
            prior.iter_mut().zip(pulls).for_each(|((_, precision), pull)| *precision = pull);
        }
        let mut out = layout.row(&version.rows, USERS, u32::MAX).to_vec();
        for (f, &(mean, _)) in prior.iter().enumerate() {
            out[if f < k { f } else { width - 1 }] = mean;
        }
        if observed.is_empty() {
            return out;
        }
        let alpha = match self.link {
            Link::Identity => f64::from(version.alpha),
            Link::Logistic { .. } => 0.25,
            Link::Probit { .. } => 1.0,
        };
        let day = layout.row(&version.rows, DAYS, u32::MAX);
        let mut context = vec![0.0; width];
        let mut slopes = vec![1.0; observed.len() * n];
        // (n, n), the upper triangle.
        let mut gram = vec![0.0; n * n];
        for (slope, &(item, _)) in slopes.chunks_exact_mut(n).zip(observed) {
            let item = layout.row(&version.rows, ITEMS, item);
            slope.iter_mut().zip(item).zip(day).take(k).for_each(|((h, q), d)| *h = q + d);
            for i in 0..n {
                kernel::axpy(alpha as f32 * slope[i], &slope[i..], &mut gram[i * n + i..(i + 1) * n]);
            }
        }
        for (f, &(_, precision)) in prior.iter().enumerate() {
            // A little always, so that the system has one solution.
            gram[f * n + f] += precision.max(1e-6 * (1.0 + gram[f * n + f]));
        }
        if !solve::cholesky(&mut gram, n) {
            return out;
        }
        let rounds = if self.link == Link::Identity { 1 } else { ROUNDS };
        let mut change = vec![0.0; n];
        for _ in 0..rounds {
            // The gradient at the present row; the change solves the quadratic exactly.
            let own = layout.context(&out, day, &mut context) + version.intercept;
            let value = |out: &[f32], f: usize| out[if f < k { f } else { width - 1 }];
            for (f, (change, &(mean, precision))) in change.iter_mut().zip(&prior).enumerate() {
                *change = precision * (mean - value(&out, f));
            }
            for (slope, &(item, target)) in slopes.chunks_exact(n).zip(observed) {
                let sum = own + kernel::dot(&context, layout.row(&version.rows, ITEMS, item));
                let error = (alpha * self.working_error(version, sum, target)) as f32;
                kernel::axpy(error, slope, &mut change);
            }
            solve::cholesky_solve(&gram, n, &mut change);
            for (f, change) in change.iter().enumerate() {
                out[if f < k { f } else { width - 1 }] += change;
            }
        }
        out
    }

    /// Working response less the machine's sum.
    fn working_error(&self, version: &Version, sum: f32, target: f32) -> f64 {
        match &self.link {
            Link::Identity => f64::from(target - sum),
            Link::Logistic { low, high } => {
                let target = (target - low) / (high - low);
                f64::from(4.0 * (target - kernel::sigmoid(sum)))
            }
            Link::Probit { levels } => {
                let level = nearest(levels, target);
                let end = |cut: Option<&f32>, open: f64| cut.map_or(open, |&c| f64::from(c - sum));
                let low = end(level.checked_sub(1).and_then(|l| version.cuts.get(l)), f64::NEG_INFINITY);
                let high = end(version.cuts.get(level), f64::INFINITY);
                mean_between(low, high)
            }
        }
    }

    /// The answer that a sum stands for.
    #[inline]
    fn answer(&self, version: &Version, sum: f32) -> f32 {
        match &self.link {
            Link::Identity => sum,
            Link::Logistic { low, high } => low + (high - low) * kernel::sigmoid(sum),
            Link::Probit { levels } => expected_level(levels, &version.cuts, sum),
        }
    }
}

/// Σ levels · probability: the top level less every step that is not taken.
fn expected_level(levels: &[f32], cuts: &[f32], sum: f32) -> f32 {
    let mut expected = levels.last().copied().unwrap_or(0.0);
    for (pair, cut) in levels.windows(2).zip(cuts) {
        expected -= (pair[1] - pair[0]) * share_below(cut - sum);
    }
    expected
}

/// Φ in single precision, for averages.
fn share_below(x: f32) -> f32 {
    0.5 * libm::erfcf(-x * std::f32::consts::FRAC_1_SQRT_2)
}

/// Position of the level next to a value.
pub fn nearest(levels: &[f32], value: f32) -> usize {
    levels.windows(2).take_while(|pair| value > 0.5 * (pair[0] + pair[1])).count()
}

/// Mean and precision of `[q, c]` over the users.
fn newcomer(layout: &Layout, version: &Version) -> Vec<(f32, f32)> {
    let (k, width, n) = (layout.pairs, layout.width(), layout.lens[USERS].max(1) as f64);
    let users = &version.rows[..layout.lens[USERS] * width];
    let moments = |column: usize| {
        let values = || users.iter().skip(column).step_by(width).map(|&x| f64::from(x));
        let mean = values().sum::<f64>() / n;
        let variance = values().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        (mean as f32, (1.0 / variance.max(1e-4)) as f32)
    };
    (0..k).chain([width - 1]).map(moments).collect()
}

impl Model for Snapshots {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let rows = match person.user {
            Some(user) => {
                let row = |version: &'a Version| Cow::Borrowed(self.layout.row(&version.rows, USERS, user));
                self.versions.iter().map(row).collect()
            }
            None => {
                let observed = self.observed(&person);
                (0..self.versions.len()).map(|at| Cow::Owned(self.fold_in(at, &observed))).collect()
            }
        };
        Ok(Box::new(PersonRows { model: self, rows }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        let unknowns = self.layout.pairs as u64 + 1;
        let observed = person.items.len() as u64 * (1 + self.negatives as u64);
        let of_version = match person.user {
            Some(_) => 8,
            None => unknowns * unknowns * (unknowns + observed) + ROUNDS as u64 * unknowns * observed,
        };
        self.versions.len() as u64 * of_version
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.items.view())
    }

    fn user_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.users.view())
    }

    /// Of one version: the mean of several is no product where there is a link.
    fn item_vectors(&self) -> Option<Array2<f32>> {
        let ([version], layout) = (&self.versions[..], &self.layout) else { return None };
        let (n, width) = (layout.lens[ITEMS], layout.width());
        let first = (layout.lens[USERS] + 1) * width;
        let rows = matrix::of(n, width, version.rows[first..][..n * width].to_vec());
        Some(matrix::with_columns(&rows, &[&vec![1.0; n]]))
    }

    fn save(&self, out: &mut dyn Arrays) {
        let of = |part: &str| format!("{}.{part}", self.name);
        let (kind, levels) = match &self.link {
            Link::Identity => (0, Vec::new()),
            Link::Logistic { low, high } => (1, vec![*low, *high]),
            Link::Probit { levels } => (2, levels.clone()),
        };
        let layout = &self.layout;
        let head = [layout.pairs as u32, layout.triples as u32, kind, self.negatives as u32];
        out.put_u32(&of("layout"), &head);
        let pulls = self.pulls.as_ref().map_or(&[][..], |pulls| pulls);
        out.put_f32(&of("pulls"), &[pulls.len()], pulls);
        out.put_u32(&of("days"), &self.days);
        out.put_f32(&of("levels"), &[levels.len()], &levels);
        let n = self.versions.len();
        let heads: Vec<f32> = self
            .versions
            .iter()
            .flat_map(|v| [v.intercept, v.alpha].into_iter().chain(v.cuts.iter().copied()))
            .collect();
        out.put_f32(&of("heads"), &[n, heads.len() / n], &heads);
        let rows: Vec<f32> = self.versions.iter().flat_map(|v| v.rows.iter().copied()).collect();
        out.put_f32(&of("rows"), &[n, layout.rows(), layout.width()], &rows);
    }
}

/// One person's row in every version: that of training, or one that was solved for.
struct PersonRows<'a> {
    model: &'a Snapshots,
    rows: Vec<Cow<'a, [f32]>>,
}

impl Answers for PersonRows<'_> {
    fn one(&self, item: u32) -> f32 {
        let mut out = [0.0];
        self.several(&[item], &mut out);
        out[0]
    }

    fn several(&self, items: &[u32], out: &mut [f32]) {
        self.predict(Targets::of(items), out);
    }

    fn score(&self, out: &mut [f32]) {
        let (model, layout) = (self.model, &self.model.layout);
        let mut context = vec![0.0; layout.width()];
        out.fill(0.0);
        let share = 1.0 / model.versions.len() as f32;
        let first = (layout.lens[USERS] + 1) * layout.width();
        for (version, user) in model.versions.iter().zip(&self.rows) {
            let day = layout.row(&version.rows, DAYS, u32::MAX);
            let own = layout.context(user, day, &mut context) + version.intercept;
            for (item, out) in version.rows[first..].chunks_exact(layout.width()).zip(&mut *out) {
                *out += share * model.answer(version, own + kernel::dot(&context, item));
            }
        }
    }

    fn vector(&self) -> Vec<f32> {
        let layout = &self.model.layout;
        let ([version], [user]) = (&self.model.versions[..], &self.rows[..]) else { return Vec::new() };
        let mut vector = vec![0.0; layout.width()];
        let day = layout.row(&version.rows, DAYS, u32::MAX);
        let own = layout.context(user, day, &mut vector) + version.intercept;
        vector.push(own);
        vector
    }

    fn predict(&self, targets: Targets<'_>, out: &mut [f32]) {
        let (model, layout) = (self.model, &self.model.layout);
        let mut context = vec![0.0; layout.width()];
        out.fill(0.0);
        let share = 1.0 / model.versions.len() as f32;
        for (version, user) in model.versions.iter().zip(&self.rows) {
            for (j, (&item, out)) in targets.items.iter().zip(&mut *out).enumerate() {
                let day = targets.times.get(j).map_or(u32::MAX, |&time| day_of(&model.days, time));
                let day = layout.row(&version.rows, DAYS, day);
                let own = layout.context(user, day, &mut context) + version.intercept;
                let item = layout.row(&version.rows, ITEMS, item);
                *out += share * model.answer(version, own + kernel::dot(&context, item));
            }
        }
    }

    fn work(&self, answers: usize) -> u64 {
        let link = match &self.model.link {
            Link::Identity => 0,
            Link::Logistic { .. } => 96,
            // A normal distribution function for every level.
            Link::Probit { levels } => 64 * levels.len() as u64,
        };
        (self.rows.len() * answers) as u64 * (self.model.layout.width() as u64 + link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_times_an_item_is_the_sum_over_all_pairs_and_triples() {
        // One feature per entity, so products are of users, items and days: q = s = v, t = 0.
        let layout = Layout { pairs: 2, triples: 1, lens: [1, 1, 1] };
        let (u, i, d) = ([1.0, 2.0, 3.0, 0.0, 0.1], [4.0, 5.0, 6.0, 0.0, 0.2], [7.0, 8.0, 9.0, 0.0, 0.3]);
        let mut context = [0.0; 5];
        let own = layout.context(&u, &d, &mut context);
        let pairs = (4.0 + 10.0) + (7.0 + 16.0) + (28.0 + 40.0);
        let expected = 0.1 + 0.2 + 0.3 + pairs + 3.0 * 6.0 * 9.0;
        assert!((own + kernel::dot(&context, &i) - expected).abs() < 1e-4);
    }

    #[test]
    fn the_expected_level_follows_the_probabilities() {
        // Cuts at ±1 and a sum of 0: 0.1587, 0.6827, 0.1587.
        let expected = expected_level(&[1.0, 2.0, 4.0], &[-1.0, 1.0], 0.0);
        assert!((expected - (0.158_655 + 2.0 * 0.682_689 + 4.0 * 0.158_655)).abs() < 1e-4);
        assert_eq!([1.4, 1.6, 3.5, 9.0].map(|v| nearest(&[1.0, 2.0, 4.0], v)), [0, 1, 2, 2]);
    }
}
