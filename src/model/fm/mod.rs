//! Factorization machine.
//!
//! ```text
//! ŷ(x) = w₀ + Σⱼ wⱼ xⱼ + Σ_f A²(v_f, x) + Σ_f A³(u_f, x)
//! A²(v, x) = Σ_{j<l} vⱼ xⱼ vₗ xₗ,   A³(u, x) = Σ_{j<l<m} uⱼ xⱼ uₗ xₗ uₘ xₘ
//! ```
//!
//! Every pair of features (Rendle, “Factorization machines”, 2010), with `degree` 3 also every
//! triple, has a weight that is a product of vectors. The ANOVA kernels A² and A³ take one pass
//! over the features (Blondel et al., “Higher-order factorization machines”, 2016):
//! `A³ += uⱼxⱼ A²; A² += uⱼxⱼ A¹; A¹ += uⱼxⱼ`, so the cost is O(non-zeros · factors).
//! Features are user, item, day, and what is known of user and item.
//!
//! The loss is the sum of ½ (ŷ − y)² over all rows, or of the logistic loss of y scaled to 0…1,
//! plus `½ λ √nⱼ ‖θⱼ‖²` for each feature, where nⱼ = Σ |xⱼ| over all rows: more for features that
//! occur often, but not in proportion (Rendle et al., “Revisiting the performance of iALS”,
//! 2021, find such a middle way best as well). For the logistic loss λ counts a quarter, as the
//! loss bends a quarter as much at most. Solvers: `als` goes from coordinate to coordinate, each time to the
//! minimum (Rendle et al., 2011), for the logistic loss that of its quadratic bound; `descent` takes
//! gradient steps row by row, each divided by the root of its vector's squared gradients so far (AdaGrad; Duchi, Hazan and
//! Singer, 2011). Its rate falls to zero along a straight line.
//!
//! Choices without ratings are joined by `negatives` items each, drawn once from those that the
//! person did not choose; `others` and `dates` are left out there, as they would give the choice
//! away. Users and items without ratings have zero vectors; their side features act as for
//! everybody.

pub mod gibbs;
mod laying;

mod answers;
mod blocks;
mod descent;
mod probit;
mod sweep;

use self::answers::{Link, Snapshots, Version};
use self::blocks::{Design, Observations, Switches};
use self::descent::Descent;
use self::laying::{Laying, Prepare};
use self::sweep::{Machine, Priors, Rule};
use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::shared::begun::Begun;
use super::{Abilities, FoldIn, Model, Params, Progress, STEP_WORK, Schema, ScoreMeaning, Trainer};
use crate::checkpoint::Checkpoint;
use crate::error::{Error, Result};
use crate::random::Random;
use crate::ratings::{Feedback, Ratings};
use crate::{choices, kernel, params};

choices! {
    /// How the parameters are found.
    pub enum FmSolver {
        /// Gradient steps row by row; each vector's rate falls with the gradients it has seen.
        Descent = "descent",
        /// Each coordinate in turn to its minimum. Degree 2 only.
        Als = "als",
    }
}

choices! {
    /// What is minimized.
    pub enum FmLoss {
        /// Squared for ratings, logistic for choices.
        Automatic = "automatic",
        /// Squared errors.
        Squared = "squared",
        /// Logistic loss; ratings are scaled to 0…1, so that predictions stay on the scale.
        Logistic = "logistic",
    }
}

params! {
    /// Parameters of the machine.
    pub struct FmParams {
        /// Length of the vector of each feature; 0 leaves the linear model.
        factors: u32 = 16 => 0..=256, "factors";
        /// 2 for pairs of features, 3 for triples as well.
        degree: u32 = 2 => 2..=3, "";
        /// How the parameters are found.
        solver: FmSolver = FmSolver::Descent;
        /// What is minimized.
        loss: FmLoss = FmLoss::Automatic;
        /// Passes over the data.
        epochs: u32 = 16 => 1..=1000, "epochs";
        /// How far the first steps go. For descent.
        learning_rate: f32 = 0.15 => 0.0..=1.0, "";
        /// λ of the vectors: pulls them to zero. Where users or items share features the next one is taken instead.
        regularization: f32 = 1.1 => 0.0..=100.0, "";
        /// λ of all vectors where users or items share features.
        shared_regularization: f32 = 2.1 => 0.0..=100.0, "";
        /// λ of the weights of single features.
        weight_regularization: f32 = 0.2 => 0.0..=100.0, "";
        /// Deviation of the vectors at the start.
        deviation: f32 = 0.1 => 0.0..=1.0, "";
        also features: Switches;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "fm",
    title: "Factorization machine",
    summary: "Vectors for users, items, days and all that is known of them, such as genres and occupation. For data with side information.",
    purpose: &[Purpose::Features, Purpose::Ratings],
    score: [ScoreMeaning::PredictedRating, ScoreMeaning::Probability],
    rates_beside: false,
    loss_name: "RMSE, or log loss",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: false,
        item_map: true,
        factors: true,
    },
    taken_for: AS_GIVEN,
    remedy: |values, _| match FmParams::read(ENTRY.name, values).map(|params| params.solver) {
        Ok(FmSolver::Als) => Remedy::Raise("regularization"),
        _ => Remedy::Lower("learning_rate"),
    },
    params: Schema::of::<FmParams>(),
    memory: |ratings, values| {
        let params = FmParams::read(ENTRY.name, values)?;
        let k = params.factors as usize;
        let numbers = match (params.solver, params.degree) {
            (FmSolver::Als, _) => 2 * (k + 1),
            (FmSolver::Descent, degree) => k * (degree as usize - 1) + 5,
        };
        Ok(blocks::need(ratings, &params.features, numbers, k * (2 * params.degree as usize - 3) + 1))
    },
    fit: |ratings, values, seed| {
        let params = FmParams::read(ENTRY.name, values)?;
        if params.solver == FmSolver::Als && params.degree == 3 {
            return Err(Error::parameter(ENTRY.name, "degree", "2 for the solver als", "3"));
        }
        let (switches, epochs) = (params.features.clone(), params.epochs);
        let make = move |ratings: &Ratings, design, observed, random| -> Box<dyn Prepare> {
            Box::new(FmTrainer::new(ratings, params, design, observed, random))
        };
        let laying = Laying::new(ratings, &switches, Random::new(seed), Box::new(make));
        Ok(Box::new(Begun::new(laying, epochs)))
    },
    load: |tensors, ratings, _values| Ok(Box::new(Snapshots::load(ENTRY.name, tensors, ratings)?)),
};

/// Largest second derivative of the logistic loss.
const CURVATURE: f32 = 0.25;

struct FmTrainer {
    params: FmParams,
    logistic: bool,
    solver: Solver,
    link: Link,
    epoch: u32,
    loss: Option<f32>,
    negatives: u32,
}

enum Solver {
    Coordinates {
        machine: Box<Machine>,
        /// For what it begins with.
        random: Random,
        priors: Priors,
        /// Targets, where the machine's are working responses.
        labels: Vec<f32>,
        begun: bool,
        done_work: u64,
    },
    Gradients(Box<Descent>),
}

impl FmParams {
    /// λ of the vectors of this design.
    fn pull(&self, design: &Design) -> f32 {
        let shares = design.blocks.iter().any(|block| block.rows.width() > 0);
        if shares { self.shared_regularization } else { self.regularization }
    }
}

impl FmTrainer {
    fn new(
        ratings: &Ratings,
        params: FmParams,
        design: Design,
        mut observed: Observations,
        random: Random,
    ) -> Self {
        let (implicit, scale) = (ratings.feedback() == Feedback::Implicit, ratings.scale());
        let logistic = match params.loss {
            FmLoss::Automatic => implicit,
            FmLoss::Squared => false,
            FmLoss::Logistic => true,
        };
        let mut link = Link::Identity;
        if logistic {
            let (low, high) =
                if implicit || scale.min >= scale.max { (0.0, 1.0) } else { (scale.min, scale.max) };
            let scaled = |y: f32| ((y - low) / (high - low)).clamp(0.0, 1.0);
            observed.targets.iter_mut().for_each(|y| *y = scaled(*y));
            link = Link::Logistic { low, high };
        }
        let k = params.factors as usize;
        let solver = if params.solver == FmSolver::Als {
            let curvature = if logistic { CURVATURE } else { 1.0 };
            let labels = observed.targets.clone();
            let pull = params.pull(&design);
            let machine = Box::new(Machine::new(design, observed, k, params.deviation));
            let mut precisions = vec![curvature * pull; machine.n_groups() * (k + 1)];
            let weights = precisions.iter_mut().skip(k).step_by(k + 1);
            weights.for_each(|p| *p = curvature * params.weight_regularization);
            let priors = Priors { means: vec![0.0; precisions.len()], precisions };
            Solver::Coordinates { machine, random, priors, labels, begun: false, done_work: 0 }
        } else {
            Solver::Gradients(Box::new(Descent::new(design, observed, &params, logistic, random)))
        };
        let negatives = if implicit { params.features.negatives } else { 0 };
        FmTrainer { params, logistic, solver, link, epoch: 0, loss: None, negatives }
    }
}

impl Prepare for FmTrainer {
    fn prepare(&mut self) -> bool {
        match &mut self.solver {
            Solver::Coordinates { machine, random, .. } => machine.prepare(random),
            Solver::Gradients(descent) => descent.prepare(),
        }
    }
}

impl Trainer for FmTrainer {
    fn step(&mut self) -> Result<Progress> {
        let mut budget = STEP_WORK;
        let epochs = self.params.epochs;
        let mut share = 0.0;
        while budget > 0 && self.epoch < epochs {
            let (complete, loss) = match &mut self.solver {
                Solver::Coordinates { machine, priors, labels, begun, done_work, .. } => {
                    if !*begun {
                        if self.logistic {
                            work_responses(machine, labels);
                        }
                        (*begun, *done_work) = (true, 0);
                    }
                    let alpha = if self.logistic { f64::from(CURVATURE) } else { 1.0 };
                    let mut rule = Rule { priors, alpha, frequency: 0.5, noise: None };
                    let (work, complete) = machine.advance(&mut rule, budget);
                    *done_work += work;
                    budget = budget.saturating_sub(work);
                    share = (*done_work as f32 / machine.sweep_work() as f32).min(1.0);
                    *begun = !complete;
                    (complete, if complete { coordinate_loss(machine, labels, self.logistic) } else { 0.0 })
                }
                Solver::Gradients(descent) => {
                    budget = budget.saturating_sub(descent.advance(budget));
                    share = descent.share();
                    let complete = descent.complete();
                    (complete, if complete { descent.end_epoch() } else { 0.0 })
                }
            };
            if complete {
                self.epoch += 1;
                share = 0.0;
                self.loss = Some(loss);
                // Whoever wants to keep what there is may do so between epochs.
                break;
            }
        }
        if share == 0.0 {
            return Ok(Progress::epochs(self.epoch, epochs, self.loss));
        }
        Ok(Progress::within(self.epoch, epochs, share, self.loss))
    }

    fn checkpoint(&mut self, state: &mut Checkpoint<'_>) -> Result<bool> {
        match &mut self.solver {
            Solver::Coordinates { begun: true, .. } => return Ok(false),
            Solver::Coordinates { machine, .. } => machine.checkpoint(state),
            Solver::Gradients(descent) if !descent.rests() => return Ok(false),
            Solver::Gradients(descent) => descent.checkpoint(state),
        }
        state.u32(&mut self.epoch);
        state.option(&mut self.loss);
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> Result<Box<dyn Model>> {
        let (pulls, layout, rows, intercept) = match &mut self.solver {
            Solver::Coordinates { machine, .. } => {
                let pulls = [self.params.pull(machine.design()), self.params.weight_regularization];
                (pulls, machine.layout(), machine.snapshot(None), machine.intercept)
            }
            Solver::Gradients(descent) => {
                (descent.pulls, descent.layout, descent.snapshot(), descent.intercept)
            }
        };
        let days = match self.solver {
            Solver::Coordinates { machine, .. } => machine.design().days.clone(),
            Solver::Gradients(descent) => descent.design.days,
        };
        let version = Version { intercept, alpha: 1.0, cuts: Vec::new(), rows };
        let pulls = pulls.map(|pull| if self.logistic { CURVATURE * pull } else { pull });
        let versions = vec![version];
        let model =
            Snapshots::new(ENTRY.name, layout, self.link, days, versions, self.negatives, Some(pulls));
        Ok(Box::new(model))
    }
}

/// Working responses z = f − 4 (σ(f) − y): with precision ¼ their squared errors bound the
/// logistic loss from above and touch it at f (Böhning and Lindsay, 1988).
fn work_responses(machine: &mut Machine, labels: &[f32]) {
    let Machine { targets, residuals, .. } = machine;
    for ((z, e), y) in targets.iter_mut().zip(residuals).zip(labels) {
        let sum = *z + *e;
        *e = 4.0 * (kernel::sigmoid(sum) - y);
        *z = sum - *e;
    }
}

fn coordinate_loss(machine: &Machine, labels: &[f32], logistic: bool) -> f32 {
    let n = labels.len().max(1) as f64;
    if !logistic {
        let blocks = machine.residuals.chunks(1 << 12);
        let squares: f64 = blocks.map(|block| f64::from(kernel::dot(block, block))).sum();
        return (squares / n).sqrt() as f32;
    }
    let rows = machine.targets.iter().zip(&machine.residuals).zip(labels);
    (rows.map(|((z, e), &y)| f64::from(kernel::log_loss(z + e, y))).sum::<f64>() / n) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fitting, Person, Values};
    use crate::ratings::{Builder, FeatureKind};
    use std::sync::Arc;

    /// Eight users, six items with genres and years; ratings from a fixed rule.
    pub(super) fn ratings() -> Ratings {
        let mut b = Builder::default();
        for user in 0..8u32 {
            for item in (0..6u32).filter(|item| (user + 2 * item) % 5 != 0) {
                let value = 1.0 + ((user * 3 + item * 5) % 9) as f32 * 0.5;
                b.rating(&user.to_string(), &item.to_string(), value, Some(86_400 * (1 + user % 3)));
            }
        }
        for item in 0..6u32 {
            let genre = ["War", "Drama", "Comedy"][item as usize % 3];
            b.item_feature(&item.to_string(), "genre", FeatureKind::Category, genre, 1.0);
            b.item_feature(&item.to_string(), "genre", FeatureKind::Category, "Film", 1.0);
        }
        b.build().unwrap().ratings
    }

    #[test]
    fn coordinate_descent_lowers_the_loss_and_follows_its_own_residuals() {
        let mut random = Random::new(5);
        let switches = FmParams::read(ENTRY.name, &Values::new()).unwrap().features;
        let design = blocks::tests::design(&ratings(), &switches);
        let observed = Observations::new(&ratings(), &design, 1, &mut random);
        let mut machine = Machine::new(design, observed, 3, 0.3);
        while !machine.prepare(&mut random) {}
        let n = machine.n_groups() * 4;
        let priors = Priors { means: vec![0.0; n], precisions: vec![0.1; n] };
        let mean = |machine: &Machine| machine.residuals.iter().map(|e| e * e).sum::<f32>();
        let mut last = mean(&machine);
        for sweep in 0..20 {
            let mut rule = Rule { priors: &priors, alpha: 1.0, frequency: 0.5, noise: None };
            while !machine.advance(&mut rule, 500).1 {}
            let kept = machine.residuals.clone();
            machine.refresh();
            for (kept, fresh) in kept.iter().zip(&machine.residuals) {
                assert!((kept - fresh).abs() < 1e-3, "sweep {sweep}: {kept} and {fresh}");
            }
            let now = mean(&machine);
            assert!(sweep > 2 || now < last, "sweep {sweep}: {last} became {now}");
            last = now;
        }
    }

    #[test]
    fn a_machine_without_vectors_is_the_linear_model() {
        let ratings = ratings();
        let values: Values = [("factors".to_owned(), crate::model::Value::Number(0.0))].into();
        for solver in ["als", "descent"] {
            let mut values = values.clone();
            values.insert("solver".into(), crate::model::Value::Text(solver.into()));
            let shared = Arc::new(ratings.clone());
            let fitted = Fitting::new("fm", &shared, &values, 1).unwrap().run().unwrap();
            let score = |user| {
                let mut scores = vec![0.0; ratings.n_items()];
                fitted.model().prepare(Person::of(&ratings, user)).unwrap().score(&mut scores);
                scores
            };
            // Without products the difference of two items is the same for everybody.
            let (a, b) = (score(0), score(5));
            assert!((a[0] - a[1] - (b[0] - b[1])).abs() < 1e-4 && a[0] != a[1], "{solver}");
        }
    }
}
