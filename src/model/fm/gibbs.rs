//! Bayesian factorization machine by Gibbs sampling.
//!
//! ```text
//! y ~ N(ŷ(x), 1/α),   ŷ(x) = w₀ + Σⱼ wⱼ xⱼ + Σ_{j<l} ⟨vⱼ, vₗ⟩ xⱼ xₗ
//! wⱼ ~ N(μ_g, 1/λ_g),   vⱼf ~ N(μ_gf, 1/λ_gf)   for feature j of group g
//! α ~ Γ(½, ½),   λ ~ Γ(½, ½ / (k + 1)),   μ ~ N(0, 1/λ)
//! ```
//!
//! Features are user, item, day, and what is known of user and item; a group is one table of
//! features. Every sweep draws α, the hyperparameters and then each parameter in turn from its
//! distribution given all the others (Freudenthaler, Schmidt-Thieme and Rendle, “Bayesian
//! factorization machines”, 2011; Rendle, “Factorization machines with libFM”, 2012). So no
//! regularization has to be chosen. A feature's weight and k factors share the rate ½ that libFM
//! gives to each of them: with a whole one each, the prior would expect longer vectors the more
//! factors there are, and more would be worse.
//!
//! The prediction is the mean over kept samples. They are thinned evenly after the burn-in, to at
//! most `samples` and 64 MiB.
//!
//! With `link = ordered` the rating is a level: ŷ plus a standard normal error falls between two
//! of a row of cut points. Errors are drawn as well (Albert and Chib, 1993); the cut points take
//! a Metropolis step with the errors integrated out (Cowles, 1996), its length adapted during
//! burn-in. Choices without ratings are a binary probit with one cut at 0: each choice is
//! joined by `negatives` items drawn once from those that the person did not choose, and `others`
//! and `dates` are left out, as they would give the choice away.
//!
//! Users and items without ratings have the mean of their group in place of an id of their own;
//! their side features act as for everybody.

use super::answers::{Link, Snapshots, Version, nearest};
use super::blocks::{self, Design, Observations, Switches};
use super::laying::{Laying, Prepare};
use super::probit::{normal_between, normal_cdf};
use super::sweep::{Machine, Priors, Rule};
use crate::checkpoint::Checkpoint;
use crate::error::{Error, Result};
use crate::memory::Need;
use crate::model::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use crate::model::shared::begun::Begun;
use crate::model::{Abilities, FoldIn, Model, Params, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer};
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
use crate::{choices, kernel, params};

choices! {
    /// What a rating is to the machine.
    pub enum RatingLink {
        /// A number with a normal error.
        Number = "number",
        /// A level in an order, with cut points in between that are learnt. For ratings of at most 32 distinct values; slower, often a little better.
        Ordered = "ordered",
    }
}

params! {
    /// Parameters of the sampler.
    pub struct FmGibbsParams {
        /// Length of the vector of each feature; 0 leaves the linear model.
        factors: u32 = 10 => 0..=256, "factors";
        /// Sweeps over all parameters.
        iterations: u32 = 512 => 1..=10000, "iterations";
        /// Sweeps at the beginning that no sample is kept of, at most half of all.
        burn_in: u32 = 20 => 0..=5000, "iterations";
        /// Samples to keep. More give better averages and larger model files.
        samples: u32 = 100 => 1..=1000, "samples";
        /// What a rating is: a number or a level in an order. Explicit feedback only.
        link: RatingLink = RatingLink::Number;
        also features: Switches;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "fm_gibbs",
    title: "Factorization machine, Bayesian",
    summary: "Vectors for users, items, days and all that is known of them, averaged over samples of what they could be. The most accurate ratings without anything to tune; takes its time.",
    purpose: &[Purpose::Features, Purpose::Ratings],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Probability],
    rates_beside: false,
    loss_name: "RMSE, or log loss of levels",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: false,
        item_map: true,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("factors"),
    params: Schema::of::<FmGibbsParams>(),
    memory: |ratings, values| {
        let params = FmGibbsParams::read(ENTRY.name, values)?;
        let k = params.factors as usize;
        let kept = Need::NONE.bytes(4 * MOST_NUMBERS as u64 * 2);
        Ok(blocks::need(ratings, &params.features, 2 * (k + 1), k + 1).and(kept))
    },
    fit: |ratings, values, seed| {
        let params = FmGibbsParams::read(ENTRY.name, values)?;
        let levels = levels(ratings, &params)?;
        let (switches, iterations) = (params.features.clone(), params.iterations);
        let make = move |ratings: &Ratings, design, observed, random| -> Box<dyn Prepare> {
            Box::new(FmGibbsTrainer::new(ratings, params, levels, design, observed, random))
        };
        let laying = Laying::new(ratings, &switches, Random::new(seed), Box::new(make));
        Ok(Box::new(Begun::new(laying, iterations)))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Snapshots::load(ENTRY.name, tensors, ratings)?)),
};

/// Deviation of the factors at the start.
const INITIAL: f32 = 0.1;
/// Numbers in all kept samples together: 64 MiB.
const MOST_NUMBERS: usize = 1 << 24;
/// Most levels of an ordered rating.
const MOST_LEVELS: usize = 32;

struct FmGibbsTrainer {
    params: FmGibbsParams,
    machine: Machine,
    priors: Priors,
    alpha: f64,
    levels: Option<Levels>,
    random: Random,
    iteration: u32,
    /// Whether the hyperparameters of this iteration have been drawn, and its sample is not kept yet.
    begun: bool,
    /// The sample that is being kept.
    keeping: Option<Vec<f32>>,
    done_work: u64,
    kept: Vec<Version>,
    most_kept: u32,
    negatives: u32,
    loss: Option<f32>,
}

impl FmGibbsTrainer {
    /// `levels` as [`levels`] gives them.
    fn new(
        ratings: &Ratings,
        params: FmGibbsParams,
        levels: Option<Vec<f32>>,
        design: Design,
        mut observed: Observations,
        random: Random,
    ) -> Self {
        let levels = levels.map(|levels| Levels::new(levels, &mut observed.targets));
        let mut machine = Machine::new(design, observed, params.factors as usize, INITIAL);
        // With free cut points w₀ would only shift them.
        machine.free_intercept = levels.as_ref().is_none_or(|l| l.cuts.len() == 1);
        let size = machine.layout().rows() * machine.layout().width();
        let most_kept = params.samples.min((MOST_NUMBERS / size.max(1)) as u32).max(1);
        let n = machine.n_groups() * (params.factors as usize + 1);
        let priors = Priors { means: vec![0.0; n], precisions: vec![1.0; n] };
        let implicit = ratings.feedback() == Feedback::Implicit;
        let negatives = if implicit { params.features.negatives } else { 0 };
        FmGibbsTrainer {
            params,
            machine,
            priors,
            alpha: 1.0,
            levels,
            random,
            iteration: 0,
            begun: false,
            keeping: None,
            done_work: 0,
            kept: Vec::new(),
            most_kept,
            negatives,
            loss: None,
        }
    }

    fn burn_in(&self) -> u32 {
        self.params.burn_in.min(self.params.iterations / 2)
    }

    /// Draws the errors' precision, or the errors themselves, and the groups' hyperparameters.
    fn begin(&mut self) {
        let burn_in = self.burn_in();
        match &mut self.levels {
            Some(levels) => {
                let adapt = self.iteration < burn_in;
                self.loss = Some(levels.draw(&mut self.machine, adapt, &mut self.random));
            }
            None => {
                let squares = self.squares();
                let n = self.machine.residuals.len() as f64;
                self.alpha = self.random.gamma(0.5 * (1.0 + n)) / (0.5 * (1.0 + squares));
            }
        }
        let rate = 1.0 / f64::from(self.params.factors + 1);
        for (at, [n, sum, squares]) in self.machine.group_moments().into_iter().enumerate() {
            let mu = f64::from(self.priors.means[at]);
            let spread = squares - 2.0 * mu * sum + n * mu * mu;
            let lambda = self.random.gamma(0.5 * (n + 2.0)) / (0.5 * (rate + mu * mu + spread));
            let deviation = 1.0 / (lambda * (n + 1.0)).sqrt();
            self.priors.precisions[at] = lambda as f32;
            self.priors.means[at] = (sum / (n + 1.0) + deviation * self.random.normal()) as f32;
        }
    }

    fn squares(&self) -> f64 {
        let blocks = self.machine.residuals.chunks(1 << 12);
        blocks.map(|block| f64::from(kernel::dot(block, block))).sum()
    }

    /// Ends the sweep; this iteration's sample is kept if its turn has come.
    fn end(&mut self) {
        self.iteration += 1;
        if self.levels.is_none() {
            let mean = self.squares() / self.machine.residuals.len().max(1) as f64;
            self.loss = Some(mean.sqrt() as f32);
        }
        let (first, last) = (u64::from(self.burn_in()), u64::from(self.params.iterations));
        let at = u64::from(self.iteration);
        let most = u64::from(self.most_kept);
        let turn = |at: u64| (at - first) * most.min(last - first) / (last - first);
        self.keeping = (at > first && turn(at) > turn(at - 1)).then(Vec::new);
        (self.begun, self.done_work) = (self.keeping.is_some(), 0);
    }

    fn progress(&self) -> Progress {
        let (iteration, iterations) = (self.iteration, self.params.iterations);
        if !self.begun {
            return Progress::epochs(iteration, iterations, self.loss);
        }
        let share = (self.done_work as f32 / self.machine.sweep_work() as f32).min(1.0);
        Progress::within(iteration, iterations, share, self.loss)
    }

    fn keep(&mut self) {
        let rows = self.machine.snapshot(Some(&self.priors));
        self.keep_rows(rows);
    }

    fn keep_rows(&mut self, rows: Vec<f32>) {
        self.kept.push(Version {
            intercept: self.machine.intercept,
            alpha: self.alpha as f32,
            cuts: self.levels.as_ref().map_or(Vec::new(), |l| l.cuts.clone()),
            rows,
        });
    }
}

impl Prepare for FmGibbsTrainer {
    fn prepare(&mut self) -> bool {
        self.machine.prepare(&mut self.random)
    }
}

impl Trainer for FmGibbsTrainer {
    fn step(&mut self) -> Result<Progress> {
        if let Some(mut rows) = self.keeping.take() {
            if self.machine.snap(Some(&self.priors), &mut rows, STEP_WORK) {
                self.keep_rows(rows);
                self.begun = false;
            } else {
                self.keeping = Some(rows);
            }
            return Ok(self.progress());
        }
        let mut budget = STEP_WORK;
        if self.iteration < self.params.iterations {
            if !self.begun {
                self.begin();
                self.begun = true;
                self.done_work = 0;
                // Errors of levels are drawn between two values of the normal distribution function.
                let each = if self.levels.is_some() { 128 } else { 48 };
                budget = budget.saturating_sub(each * self.machine.residuals.len() as u64);
            }
            let alpha = if self.levels.is_some() { 1.0 } else { self.alpha };
            let mut rule =
                Rule { priors: &self.priors, alpha, frequency: 0.0, noise: Some(&mut self.random) };
            let (work, complete) = self.machine.advance(&mut rule, budget.max(1));
            self.done_work += work;
            if complete {
                // To keep a sample takes steps of its own. Whoever wants to keep what there is may do so between iterations.
                self.end();
            }
        }
        Ok(self.progress())
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        if self.begun {
            return Ok(false);
        }
        self.random.checkpoint(state);
        self.machine.checkpoint(state);
        state.f32s(&mut self.priors.means);
        state.f32s(&mut self.priors.precisions);
        state.f64(&mut self.alpha);
        if let Some(levels) = &mut self.levels {
            state.f32s(&mut levels.cuts);
            state.f64(&mut levels.step);
        }
        state.u32(&mut self.iteration);
        state.option(&mut self.loss);
        let mut kept = self.kept.len() as u32;
        state.u32(&mut kept);
        while state.loads() && self.kept.len() < (kept.min(self.most_kept)) as usize {
            self.keep();
        }
        for Version { intercept, alpha, cuts, rows } in &mut self.kept {
            state.f32(intercept);
            state.f32(alpha);
            state.f32s(cuts);
            state.f32s(rows);
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        if self.kept.is_empty() {
            self.keep();
        }
        let link = match self.levels {
            Some(Levels { levels, .. }) => Link::Probit { levels },
            None => Link::Identity,
        };
        let (layout, days) = (self.machine.layout(), self.machine.design().days.clone());
        Ok(Box::new(Snapshots::new(ENTRY.name, layout, link, days, self.kept, self.negatives, None)))
    }
}

/// Ratings as levels with cut points between them.
struct Levels {
    /// Ascending, in rating units.
    levels: Vec<f32>,
    /// Level of each row.
    of: Vec<u8>,
    /// Ascending, one fewer than levels.
    cuts: Vec<f32>,
    /// Deviation of the Metropolis step.
    step: f64,
}

/// Share of accepted steps that is best for a handful of cut points.
const ACCEPTED: f64 = 0.3;

/// The levels of these ratings where they are an order, ascending, and at least two: choices are one of two.
fn levels(ratings: &Ratings, params: &FmGibbsParams) -> Result<Option<Vec<f32>>> {
    if ratings.feedback() == Feedback::Implicit {
        return Ok(Some(vec![0.0, 1.0]));
    }
    if params.link != RatingLink::Ordered {
        return Ok(None);
    }
    let mut levels: Vec<f32> = ratings.by_user().values().to_vec();
    crate::order::sort_numbers(&mut levels);
    levels.dedup();
    if levels.len() > MOST_LEVELS {
        let found = format!("ordered, for ratings of {} distinct values", levels.len());
        let expected = format!("number, or ordered for at most {MOST_LEVELS} distinct ratings");
        return Err(Error::parameter(ENTRY.name, "link", expected, found));
    }
    if levels.len() == 1 {
        levels.insert(0, levels[0] - 1.0);
    }
    Ok(Some(levels))
}

impl Levels {
    /// Puts cuts where a normal distribution has the levels' shares. Targets become 0: at first, the machine has nothing to
    /// reproduce.
    fn new(levels: Vec<f32>, targets: &mut [f32]) -> Self {
        let of: Vec<u8> = targets.iter().map(|&y| nearest(&levels, y) as u8).collect();
        let cuts = if levels.len() == 2 {
            vec![0.0]
        } else {
            let n = targets.len() as f64;
            let below = |level: usize| of.iter().filter(|&&l| usize::from(l) < level).count() as f64;
            (1..levels.len()).map(|l| super::probit::normal_quantile(below(l) / n) as f32).collect()
        };
        targets.fill(0.0);
        let step = 1.0 / (targets.len().max(1) as f64).sqrt();
        Levels { levels, of, cuts, step }
    }

    /// Moves the cut points, then draws each row's error between its two: the machine's target.
    /// Returns the mean log loss before the draws.
    fn draw(&mut self, machine: &mut Machine, adapt: bool, random: &mut Random) -> f32 {
        let Machine { targets, residuals, .. } = machine;
        let n = targets.len().max(1) as f64;
        let ends = |cuts: &[f32], sum: f32, level: u8| -> [f64; 2] {
            let level = usize::from(level);
            let low = if level == 0 { f64::NEG_INFINITY } else { f64::from(cuts[level - 1] - sum) };
            [low, cuts.get(level).map_or(f64::INFINITY, |&cut| f64::from(cut - sum))]
        };
        let share = |[low, high]: [f64; 2]| {
            // From the tail that keeps its digits.
            let share = if low > 0.0 {
                normal_cdf(-low) - normal_cdf(-high)
            } else {
                normal_cdf(high) - normal_cdf(low)
            };
            libm::log(share.max(1e-300))
        };
        let likelihood = |cuts: &[f32]| -> f64 {
            let rows = self.of.iter().zip(targets.iter().zip(residuals.iter()));
            rows.map(|(&level, (z, e))| share(ends(cuts, z + e, level))).sum()
        };
        let mut loss = likelihood(&self.cuts);
        if self.cuts.len() > 1 {
            let proposal: Vec<f32> =
                self.cuts.iter().map(|&cut| cut + (self.step * random.normal()) as f32).collect();
            let mut chance: f64 = 0.0;
            if proposal.is_sorted() {
                let other = likelihood(&proposal);
                chance = libm::exp((other - loss).min(0.0));
                if random.uniform() < chance {
                    self.cuts = proposal;
                    loss = other;
                }
            }
            if adapt {
                self.step *= libm::exp(0.3 * (chance - ACCEPTED));
            }
        }
        let cuts = &self.cuts;
        for (&level, (z, e)) in self.of.iter().zip(targets.iter_mut().zip(residuals.iter_mut())) {
            let sum = *z + *e;
            let [low, high] = ends(cuts, sum, level);
            let error = normal_between(low, high, normal_cdf(low), normal_cdf(high), random) as f32;
            (*z, *e) = (sum + error, -error);
        }
        (-loss / n) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitting, Person, Targets, Value, Values};
    use crate::ratings::Builder;
    use std::sync::Arc;

    /// 3 + b_u + b_i + a_u a_i and errors of deviation 0.3; a fifth is for testing. `levels`
    /// rounds to whole stars.
    fn planted(levels: bool) -> (Arc<Ratings>, Ratings) {
        let mut random = Random::new(9);
        let (n_users, n_items) = (60, 40);
        let mut draw = |n: usize, deviation: f32| {
            let mut out = vec![0.0; n];
            random.fill_normal(&mut out, deviation);
            out
        };
        let (user_bias, item_bias) = (draw(n_users, 0.4), draw(n_items, 0.4));
        let (user, item, errors) = (draw(n_users, 1.0), draw(n_items, 0.7), draw(n_users * n_items, 0.3));
        let mut b = Builder::default();
        for test in [false, true] {
            if test {
                b.begin_test();
            }
            for u in 0..n_users {
                for i in (0..n_items).filter(|i| ((u * 7 + i * 3) % 5 == 0) == test) {
                    let y = 3.0 + user_bias[u] + item_bias[i] + user[u] * item[i] + errors[u * n_items + i];
                    let y = if levels { y.round().clamp(1.0, 5.0) } else { y };
                    b.rating(&u.to_string(), &i.to_string(), y, None);
                }
            }
        }
        let built = b.build().unwrap();
        (Arc::new(built.ratings), built.test.unwrap())
    }

    fn rmse(link: &str, levels: bool) -> f64 {
        let (train, test) = planted(levels);
        let values: Values = [
            ("link", Value::Text(link.into())),
            ("factors", Value::Number(2.0)),
            ("iterations", Value::Number(200.0)),
            ("others", Value::Bool(false)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        let fitted = Fitting::new("fm_gibbs", &train, &values, 1).unwrap().run().unwrap();
        let mut squares = 0.0;
        for user in 0..test.n_users() as u32 {
            let (items, values) = test.by_user().row(user);
            let mut out = vec![0.0; items.len()];
            fitted.model().prepare(Person::of(&train, user)).unwrap().predict(Targets::of(items), &mut out);
            squares += out.iter().zip(values).map(|(p, y)| f64::from((p - y) * (p - y))).sum::<f64>();
        }
        (squares / test.len() as f64).sqrt()
    }

    #[test]
    fn planted_vectors_are_found_down_to_the_errors() {
        let number = rmse("number", false);
        assert!((0.27..0.36).contains(&number), "{number}");
        // Rounding adds a variance of 1/12 to the errors': √(0.09 + 0.083) = 0.42.
        let (number, ordered) = (rmse("number", true), rmse("ordered", true));
        assert!(number < 0.5 && ordered < 0.48, "{number}, {ordered}");
    }

    #[test]
    fn an_order_of_too_many_levels_is_refused() {
        let (train, _) = planted(false);
        let values: Values = [("link".to_owned(), Value::Text("ordered".into()))].into();
        let error = Fitting::new("fm_gibbs", &train, &values, 1).err().unwrap();
        assert!(error.name() == "ParameterError" && error.to_string().contains("link"), "{error}");
    }
}
