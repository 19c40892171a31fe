//! Models trained elsewhere, which are opened and not trained here: factors of people and items, vectors of items, and
//! similarities of items.
//!
//! **Factors** score by `x_u·y_i`. Whoever is in the file keeps the factors it has; somebody new is solved for with the
//! items' factors `Y` as they are, by the least squares of the program that trained them, `A x = b`:
//!
//! | | `A` | `b` |
//! |---|---|---|
//! | ratings (ALS-WR, as Spark) | `Σ y yᵀ + λ n I` | `Σ r y` |
//! | choices, Spark | `YᵀY + Σ α r y yᵀ + λ n I` | `Σ (1 + α r) y` |
//! | choices, implicit | `YᵀY + Σ (α r − 1) y yᵀ + λ I` | `Σ α r y` |
//!
//! with sums over the person's `n` items; a rating is taken as a plain choice where the model is one of choices. **Vectors**
//! score by the sum of their cosines with the person's items, **similarities** by their sum weighted by how often each was
//! chosen. What the file does not have is a row of zeros: an item with score 0, a person to be solved for.

use super::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use super::traits::unsupported;
use super::{
    Abilities, Answers, Fitted, FoldIn, Model, Person, STEP_WORK, Schema, ScoreMeaning, Targets, Values,
};
use crate::error::{Error, Result};
use crate::kernel::gram::{Gram, mirror};
use crate::kernel::{self, axpy, dot, solve};
use crate::matrix::{flat, row, row_mut, row_of, zeros};
use crate::memory::Need;
use crate::outside::{Kin, Kinship, LONGEST, Outside, Training, Vectors, evidence};
use crate::params;
use crate::ratings::{Axis, Catalog, Csr, Feedback, Ids, Ratings, Scale, Shape, get_csr, put_csr};
use crate::tensors::{Arrays, Tensors};
use ndarray::{Array2, ArrayView2};
use std::sync::Arc;

/// Factors whose scores are ratings.
const FACTORS: Entry = Entry {
    name: "rating_factors",
    title: "Factors trained elsewhere",
    summary: "Factors of people and items from another program. Somebody new is solved for with the items as they are.",
    purpose: &[Purpose::Choices, Purpose::Ratings],
    score: [ScoreMeaning::PredictedRating; 2],
    rates_beside: false,
    loss_name: "",
    abilities: Abilities {
        fold_in: FoldIn::Approximate,
        similar_items: true,
        similar_users: true,
        explain: true,
        item_map: true,
        factors: true,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Data,
    params: Schema::of::<NoParams>(),
    memory: |_, _| Ok(Need::NONE),
    fit: |_, _, _| Err(Error::parameter("fit", "model", "one that is trained here", "one trained elsewhere")),
    load: |tensors, ratings, _| load_factors(tensors, ratings, true),
};

/// Factors whose scores are preferences, learned from choices.
const CHOICES: Entry = Entry {
    name: "choice_factors",
    score: [ScoreMeaning::Preference; 2],
    load: |tensors, ratings, _| load_factors(tensors, ratings, false),
    ..FACTORS
};

params! {
    /// Nothing can be set.
    pub struct NoParams {}
}

fn load_factors(tensors: &Tensors, ratings: &Arc<Ratings>, rates: bool) -> Result<Box<dyn Model>> {
    let [users, items] = [("outside.users", ratings.n_users()), ("outside.items", ratings.n_items())]
        .map(|(name, rows)| load_rows(tensors, name, rows));
    let training = tensors.f32("outside.training", &[3])?;
    let spark = training[2] != 0.0;
    let training = Training { ratings: Some(rates), regularization: training[0], alpha: training[1], spark };
    let (users, items) = (users?, items?);
    if users.ncols() != items.ncols() {
        return Err(Error::model_file("as many factors of an item as of a user", "others"));
    }
    Ok(Box::new(Factors::new(training, users, items, ratings)))
}

/// A matrix of so many rows, of any bounded width.
fn load_rows(tensors: &Tensors, name: &str, rows: usize) -> Result<Array2<f32>> {
    let k = tensors.shape(name)?.get(1).copied().unwrap_or(0);
    if k > LONGEST {
        return Err(Error::model_file(format!("at most {LONGEST} numbers a row"), k.to_string()));
    }
    tensors.matrix(name, rows, k)
}

/// Vectors of items.
const VECTORS: Entry = Entry {
    name: "vectors",
    title: "Item vectors trained elsewhere",
    summary: "Vectors of items from another program: items are alike whose vectors point the same way.",
    score: [ScoreMeaning::SimilaritySum; 2],
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_users: false,
        explain: false,
        factors: false,
        ..FACTORS.abilities
    },
    load: |tensors, ratings, _| {
        Ok(Box::new(Alike::Vectors(load_rows(tensors, "outside.items", ratings.n_items())?)))
    },
    ..FACTORS
};

/// Similarities of items.
const SIMILARITIES: Entry = Entry {
    name: "similarities",
    title: "Item similarities from elsewhere",
    summary: "Which items are alike, as another program found.",
    abilities: Abilities { item_map: false, ..VECTORS.abilities },
    load: |tensors, ratings, _| {
        let n = ratings.n_items();
        Ok(Box::new(Alike::Similarities(get_csr(tensors, "outside.similarities", n, n)?)))
    },
    ..VECTORS
};

/// Models that are opened only.
pub(super) const OPENED: [&Entry; 4] = [&FACTORS, &CHOICES, &VECTORS, &SIMILARITIES];

impl Outside {
    /// The ids of users, none where there are none, and of items.
    fn ids(&self) -> (Ids, &Ids) {
        match self {
            Outside::Factors { users, items, .. } => (users.ids.clone(), &items.ids),
            Outside::Vectors(items) => (Ids::default(), &items.ids),
            Outside::Similarities(ids, _) => (Ids::default(), ids),
        }
    }

    /// Whether ratings are of its items, and of its people.
    pub fn kin(&self, ratings: &Ratings) -> Kin {
        let catalog = ratings.catalog();
        let rates = self.rates(Some(ratings)) && ratings.feedback() == Feedback::Explicit;
        let (mut items, mut people) = (self.knows(&catalog.items.ids), Kinship::Other);
        if let Outside::Factors { users, items: things, .. } = self {
            if ratings.shape() == Shape::Pairs {
                items = Kinship::Other;
            }
            people = evidence::of_ids(&users.ids, &catalog.users.ids);
            if items != Kinship::Other && people == Kinship::Open {
                people = evidence::of_people(users, things, ratings, rates);
                if people == Kinship::Same {
                    items = people;
                }
            }
        }
        if items == Kinship::Open {
            items = evidence::of_items(self, ratings, rates);
        }
        Kin { items, people }
    }

    /// What the ids say of whether these are its items.
    pub fn knows(&self, known: &Ids) -> Kinship {
        evidence::of_ids(self.ids().1, known)
    }

    /// Without its people, because those of the ratings are others and are solved for.
    #[must_use]
    pub fn without_people(self, ratings: &Ratings) -> Outside {
        // Whether scores are ratings shows in those of its people, where the file does not say.
        let rates = self.rates(Some(ratings));
        match self {
            Outside::Factors { users, items, training } => {
                let nobody = Vectors { ids: Ids::default(), rows: zeros(0, users.rows.ncols()) };
                let training = Training { ratings: Some(rates), ..training };
                Outside::Factors { users: nobody, items, training }
            }
            other => other,
        }
    }

    /// A catalog that begins with this one and has all of the model's users and items.
    pub fn catalog(&self, catalog: &Catalog, shape: Shape) -> Arc<Catalog> {
        let (users, items) = self.ids();
        let users = if shape == Shape::Pairs { items } else { &users };
        Arc::new(Catalog { users: catalog.users.widened(users), items: catalog.items.widened(items) })
    }

    /// No ratings, over the model's own users and items, with what `described` says of these; without users, over
    /// pairs of items.
    pub fn alone(&self, described: Axis) -> Ratings {
        let factors = matches!(self, Outside::Factors { .. });
        let shape = if factors { Shape::Ratings } else { Shape::Pairs };
        let items = described.widened(self.ids().1);
        let users = if factors { Axis::default() } else { items.clone() };
        let catalog = self.catalog(&Catalog { users, items }, shape);
        let by_user = Csr::empty(catalog.users.len(), catalog.items.len());
        let (feedback, scale) = if self.rates(None) {
            (Feedback::Explicit, self.reach().0)
        } else {
            (Feedback::Implicit, Scale { min: 0.0, max: 1.0 })
        };
        Ratings::new(catalog, by_user, Vec::new(), feedback, shape, scale)
    }

    /// Whether scores are ratings: as the file says, else as they look. Those of choices lie about 0 and 1, those of ratings about the
    /// mean rating.
    fn rates(&self, ratings: Option<&Ratings>) -> bool {
        let Outside::Factors { training, .. } = self else { return false };
        let mean = match ratings {
            Some(ratings) if ratings.feedback() == Feedback::Implicit => 0.0,
            Some(ratings) => ratings.mean(),
            None => 2.0,
        };
        let looks = || {
            let found = self.reach().1;
            (found - mean).abs() < found.abs().min((found - 1.0).abs())
        };
        training.ratings.unwrap_or_else(looks)
    }

    /// The lowest and the highest score as whole numbers, and the mean, of as many people as are looked at in a moment.
    fn reach(&self) -> (Scale, f32) {
        let Outside::Factors { users, items, .. } = self else { return (Scale::of(&[]), 0.0) };
        let each = flat(&items.rows).len().max(1);
        let step = users.ids.len().div_ceil((2 * STEP_WORK as usize / each).max(1)).max(1);
        let mut scores = vec![0.0; items.ids.len()];
        let (mut low, mut high, mut sum, mut n) = (f32::INFINITY, f32::NEG_INFINITY, 0.0f64, 0usize);
        for user in (0..users.ids.len()).step_by(step) {
            kernel::dot_rows(flat(&items.rows), row(&users.rows, user), &mut scores);
            let Scale { min, max } = Scale::of(&scores);
            (low, high, n) = (low.min(min), high.max(max), n + scores.len());
            sum += scores.iter().map(|&score| f64::from(score)).sum::<f64>();
        }
        (Scale { min: low.floor(), max: high.ceil() }, (sum / n.max(1) as f64) as f32)
    }

    /// The model over ratings whose catalog has all of its users and items, as [`Outside::catalog`] and
    /// [`Outside::alone`] make it. Seen items are hidden and people whom the model does not have are solved for.
    pub fn join(self, ratings: Arc<Ratings>) -> Fitted {
        let rates = self.rates((!ratings.is_empty()).then_some(&ratings));
        let Catalog { users: people, items: things } = &**ratings.catalog();
        let (entry, model): (_, Box<dyn Model>) = match self {
            Outside::Factors { users, items, training } => {
                let training = Training { ratings: Some(rates), ..training };
                let (users, items) = (placed(users, &people.ids), placed(items, &things.ids));
                let entry = if rates { &FACTORS } else { &CHOICES };
                (entry, Box::new(Factors::new(training, users, items, &ratings)))
            }
            Outside::Vectors(items) => (&VECTORS, Box::new(Alike::Vectors(placed(items, &things.ids)))),
            Outside::Similarities(ids, csr) => {
                let place = |at: u32| things.ids.find(ids.get(at)).unwrap_or(at);
                let triples: Vec<_> = csr.iter().map(|(i, j, value)| (place(i), place(j), value)).collect();
                let n = things.len();
                (&SIMILARITIES, Box::new(Alike::Similarities(Csr::from_triples(n, n, &triples))))
            }
        };
        Fitted::new(entry, Values::new(), 0, ratings, model)
    }
}

/// The rows in the places of their ids, `(ids, k)`; the others are zeros.
fn placed(vectors: Vectors, ids: &Ids) -> Array2<f32> {
    let mut rows = zeros(ids.len(), vectors.rows.ncols());
    for (at, id) in vectors.ids.iter().enumerate() {
        if let Some(place) = ids.find(id) {
            row_mut(&mut rows, place as usize).copy_from_slice(row(&vectors.rows, at));
        }
    }
    rows
}

/// Factors of people and items.
struct Factors {
    training: Training,
    /// `(n_users, k)`; zeros for whom the file does not have.
    users: Array2<f32>,
    /// `(n_items, k)`; zeros for what the file does not have.
    items: Array2<f32>,
    /// `Σ y yᵀ` over all items, `(k, k)`; zeros where only ratings count.
    base: Vec<f32>,
    /// Mean rating, predicted where nothing is known.
    mean: f32,
    /// Whether values are ratings, of which a model of choices takes each as a plain one.
    plain: bool,
}

impl Factors {
    fn new(training: Training, users: Array2<f32>, items: Array2<f32>, ratings: &Ratings) -> Self {
        let k = items.ncols();
        let mut base = vec![0.0; k * k];
        if training.ratings != Some(true) {
            let mut gram = Gram::new(k);
            flat(&items).chunks_exact(k.max(1)).for_each(|row| gram.add(1.0, row, &mut base));
            gram.flush(&mut base);
            mirror(&mut base, k);
        }
        let plain = training.ratings != Some(true) && ratings.feedback() == Feedback::Explicit;
        Factors { training, users, items, base, mean: ratings.mean(), plain }
    }

    /// The person's least squares; `None` where the file has none of the person's items.
    fn system(&self, person: &Person<'_>) -> Option<System> {
        let (k, training) = (self.items.ncols(), &self.training);
        let (mut a, mut b, mut n) = (self.base.clone(), vec![0.0; k], 0.0);
        let mut gram = Gram::new(k);
        let mut targets = Vec::with_capacity(person.items.len());
        for (&item, &value) in person.items.iter().zip(person.values) {
            let factors = row(&self.items, item as usize);
            let value = if self.plain { 1.0 } else { value };
            let known = factors.iter().any(|&x| x != 0.0);
            let chosen = training.alpha * if value > 0.0 { value } else { 0.0 };
            let (weight, target) = match (training.ratings, training.spark) {
                (Some(true), _) => (1.0, value),
                (_, true) => (chosen, if value > 0.0 { 1.0 + chosen } else { 0.0 }),
                (_, false) => ((chosen - 1.0).max(0.0), chosen),
            };
            let target = if known { target } else { 0.0 };
            targets.push(target);
            if known {
                gram.add(weight, factors, &mut a);
                axpy(target, factors, &mut b);
                n += 1.0;
            }
        }
        gram.flush(&mut a);
        let ridge = training.regularization * if training.spark { n } else { 1.0 };
        // Without any, items that are fewer than factors would leave directions open.
        let least = 1e-6 * (0..k).map(|i| a[i * k + i]).sum::<f32>() / k as f32;
        (0..k).for_each(|i| a[i * k + i] += ridge.max(least));
        (n > 0.0 && solve::cholesky(&mut a, k)).then_some(System { a, b, targets })
    }
}

/// A person's least squares, with the Cholesky factor of `A`.
struct System {
    a: Vec<f32>,
    b: Vec<f32>,
    /// What each of the person's items adds of its factors to `b`.
    targets: Vec<f32>,
}

impl Model for Factors {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let system = self.system(&person);
        let own = person
            .user
            .and_then(|user| row_of(&self.users, user))
            .filter(|own| own.iter().any(|&x| x != 0.0));
        let mut x = vec![0.0; self.items.ncols()];
        match (own, &system) {
            (Some(own), _) => x.copy_from_slice(own),
            (None, Some(System { a, b, .. })) => {
                x.copy_from_slice(b);
                solve::cholesky_solve(a, b.len(), &mut x);
            }
            (None, None) => {}
        }
        Ok(Box::new(Scored { model: self, person, system, x }))
    }

    fn work(&self, person: &Person<'_>) -> u64 {
        let (n, k) = (person.items.len() as u64, self.items.ncols() as u64);
        k * k * (n / 2 + k / 6 + 4) + 64
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.items.view())
    }

    fn user_factors(&self) -> Option<ArrayView2<'_, f32>> {
        Some(self.users.view())
    }

    fn item_vectors(&self) -> Option<Array2<f32>> {
        Some(self.items.clone())
    }

    fn save(&self, out: &mut dyn Arrays) {
        let Training { regularization, alpha, spark, .. } = self.training;
        out.put_f32("outside.training", &[3], &[regularization, alpha, f32::from(spark)]);
        out.put_matrix("outside.users", &self.users);
        out.put_matrix("outside.items", &self.items);
    }
}

/// One person's factors: those of the file, or solved for.
struct Scored<'a> {
    model: &'a Factors,
    person: Person<'a>,
    system: Option<System>,
    x: Vec<f32>,
}

impl Answers for Scored<'_> {
    fn one(&self, item: u32) -> f32 {
        row_of(&self.model.items, item).map_or(0.0, |row| dot(&self.x, row))
    }

    fn score(&self, out: &mut [f32]) {
        kernel::dot_rows(flat(&self.model.items), &self.x, out);
    }

    fn predict(&self, targets: Targets<'_>, out: &mut [f32]) {
        for (&item, out) in targets.items.iter().zip(out) {
            *out = self.one(item);
            // Nothing is known of the person, or of the item.
            if *out == 0.0 {
                *out = self.model.mean;
            }
        }
    }

    /// The score of who is solved for is `yᵀ A⁻¹ Σ_j t_j y_j`: one term for each of the person's items.
    fn explain(&self, item: u32) -> Vec<(usize, f32)> {
        let items = &self.model.items;
        let (Some(factors), Some(system)) = (row_of(items, item), &self.system) else { return Vec::new() };
        let mut weighed = factors.to_vec();
        solve::cholesky_solve(&system.a, weighed.len(), &mut weighed);
        let share = |(&own, target): (&u32, &f32)| target * dot(&weighed, row(items, own as usize));
        self.person.items.iter().zip(&system.targets).map(share).enumerate().collect()
    }

    fn vector(&self) -> Vec<f32> {
        self.x.clone()
    }

    fn work(&self, answers: usize) -> u64 {
        answers as u64 * (self.x.len() as u64 + 4)
    }
}

/// Which items are alike.
enum Alike {
    /// By the cosines of these vectors, `(n_items, k)`.
    Vectors(Array2<f32>),
    /// By these numbers, `(n_items, n_items)`.
    Similarities(Csr),
}

impl Model for Alike {
    fn prepare<'a>(&'a self, person: Person<'a>) -> Result<Box<dyn Answers + 'a>> {
        let items = match self {
            Alike::Vectors(rows) => rows.nrows(),
            Alike::Similarities(csr) => csr.rows(),
        };
        // In data of pairs the person is a product, and its own likeness counts.
        let itself = person.itself.iter().map(|&item| (item, 1.0));
        let own = person.items.iter().copied().zip(person.values.iter().copied()).chain(itself);
        let mut sums = vec![0.0; items];
        match self {
            Alike::Vectors(rows) => {
                // The sum of the cosines with several is that with the sum of the vectors of length 1, times its length.
                let mut sum = vec![0.0; rows.ncols()];
                for (item, _) in own {
                    let vector = row(rows, item as usize);
                    let length = kernel::norm(vector);
                    axpy(if length > 0.0 { 1.0 / length } else { 0.0 }, vector, &mut sum);
                }
                kernel::cosine_rows(flat(rows), &sum, &mut sums);
                let length = kernel::norm(&sum);
                sums.iter_mut().for_each(|sum| *sum *= length);
            }
            Alike::Similarities(csr) => {
                for (item, value) in own {
                    let (columns, numbers) = csr.row(item);
                    columns.iter().zip(numbers).for_each(|(&other, x)| sums[other as usize] += value * x);
                }
            }
        }
        Ok(Box::new(Sums(sums)))
    }

    fn work(&self, _person: &Person<'_>) -> u64 {
        match self {
            Alike::Vectors(rows) => rows.len() as u64,
            Alike::Similarities(csr) => csr.mean_row_len() + csr.rows() as u64,
        }
    }

    fn similar_items(&self, item: u32, out: &mut [f32]) -> Result<()> {
        match self {
            Alike::Vectors(rows) => match row_of(rows, item) {
                Some(row) => kernel::cosine_rows(flat(rows), row, out),
                None => return Err(unsupported("which items are similar")),
            },
            Alike::Similarities(csr) => {
                out.fill(0.0);
                let (columns, numbers) = csr.row(item);
                columns.iter().zip(numbers).for_each(|(&other, &x)| out[other as usize] = x);
            }
        }
        Ok(())
    }

    fn item_factors(&self) -> Option<ArrayView2<'_, f32>> {
        match self {
            Alike::Vectors(rows) => Some(rows.view()),
            Alike::Similarities(_) => None,
        }
    }

    fn save(&self, out: &mut dyn Arrays) {
        match self {
            Alike::Vectors(rows) => out.put_matrix("outside.items", rows),
            Alike::Similarities(csr) => put_csr(out, "outside.similarities", csr),
        }
    }
}

/// The scores of all items for one person.
struct Sums(Vec<f32>);

impl Answers for Sums {
    fn one(&self, item: u32) -> f32 {
        self.0.get(item as usize).copied().unwrap_or(0.0)
    }
}
