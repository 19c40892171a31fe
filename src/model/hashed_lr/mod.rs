//! Logistic regression on hashed pairs of items: `p = σ(w₀ + w[h(c)] + Σ_{i ∈ W \ c} w[h(c, i)] / √|W \ c|)`.
//!
//! The probability that a person who watched the items W chooses the candidate c. Every pair of a
//! candidate and a watched item is a feature; so is the candidate itself, which learns its
//! popularity. Features have no dictionary: the hashing trick (Weinberger et al., “Feature hashing for
//! large scale multitask learning”, 2009) puts each at place h of 2^[`bits`](HashedLrParams::bits)
//! weights, and features that fall on one place share its weight. With
//! [`signed`](HashedLrParams::signed), one more bit of the hash is the feature's sign, so that what
//! collides cancels out on average instead of adding up. A pair has no order, (c, i) and (i, c) are
//! one feature, and an item makes no pair with itself. Division by the square root of the number of
//! pairs gives every person a feature vector of the same length.
//!
//! Training minimizes the mean log loss plus `½ λ |w|²` over the touched weights by stochastic
//! gradient descent whose rate falls linearly to 0. Each epoch shows every choice of a person once, the
//! candidate left out of the watched items, and as many items drawn evenly from those the person has not
//! chosen. So the probability is that of a draw in which both are equally frequent.
//!
//! Long trainings go block by block, and two can learn a block at once. The block's candidates are put into two groups, by chance:
//! each, as it first comes up in the block, into the one with less work so far. Either part learns one group's examples one after
//! the other, beginning with the weights as they were before the block; in the end what both have changed is added up. So all
//! steps of a candidate know of one another, pairs within a group are learned by one part alone, and a pair across both gets two
//! changes that do not know of one another. The intercept becomes the mean of what both make of it (parameter mixing: McDonald,
//! Hall and Mann, “Distributed training strategies for the structured perceptron”, 2010), because either alone brings it to where
//! it belongs, and both changes together past that.
//!
//! What was learned is kept to 8 bits of precision (bfloat16), which scores do not feel and which is half the memory to look
//! through.
//!
//! Values are not looked at: every rated item counts as watched.

mod answers;
mod hashing;
mod training;

use crate::memory::Need;
use crate::model::registry::{AS_GIVEN, Entry, Purpose, Remedy};
use crate::model::{Abilities, FoldIn, Params, Schema, ScoreMeaning};
use crate::params;
use answers::{HashedLr, most_kept};
use training::{HashedLrTrainer, Plan};

params! {
    /// Parameters of the regression on hashed pairs.
    pub struct HashedLrParams {
        /// The number of weights is 2 to this power. Fewer save memory and let more pairs share a weight.
        bits: u32 = 20 => 1..=26, "bits";
        /// Passes over the choices.
        epochs: u32 = 2 => 1..=1000, "epochs";
        /// How far the first steps go; the rate falls linearly to 0 at the end of training.
        learning_rate: f32 = 2.0 => 0.000001..=100.0, "";
        /// Pull of the weights towards 0.
        regularization: f32 = 0.0 => 0.0..=1.0, "", search 1e-7..=1e-3;
        /// Whether a bit of the hash decides each pair's sign, so that pairs on one place do not add up.
        signed: bool = false;
        /// Whether the candidate itself is a feature, which learns how popular it is.
        biases: bool = true;
    }
}

/// The registry line.
pub const ENTRY: Entry = Entry {
    name: "hashed_lr",
    title: "Hashed pairs",
    summary: "Learns for each pair of items whether having one makes the other likely, in a table of fixed size. Takes in new people as they are; memory does not grow with the number of items.",
    purpose: &[Purpose::Choices],
    score: [ScoreMeaning::Probability, ScoreMeaning::Probability],
    rates_beside: false,
    loss_name: "log loss",
    abilities: Abilities {
        fold_in: FoldIn::Exact,
        similar_items: true,
        similar_users: false,
        explain: true,
        item_map: false,
        factors: false,
    },
    taken_for: AS_GIVEN,
    remedy: |_, _| Remedy::Lower("learning_rate"),
    params: Schema::of::<HashedLrParams>(),
    memory: |ratings, values| {
        let params = HashedLrParams::read(ENTRY.name, values)?;
        let (plan, bits) = (Plan::new(ratings, &params), params.bits);
        let longest = (0..ratings.n_users() as u32).map(|u| ratings.by_user().row_len(u)).max().unwrap_or(0);
        let block = Need::NONE.matrix(plan.examples + 2 * longest, 3).bytes(ratings.n_items() as u64);
        let block = block.matrix(longest, 8).matrix(ratings.n_users(), 1);
        // Where several parts learn, the weights as they were, as they become and those of a part, and two answers.
        let learning = Need::NONE.bytes(if plan.is_parted() { 20 << bits } else { 0 });
        // In the end the weights, of which there are halves beside them, the rows of halves that are kept, and what each item brings
        // by itself.
        let rows = most_kept(ratings.n_items()).div_ceil(2) + 1;
        let learned = Need::NONE.bytes(6 << bits).matrix(rows, ratings.n_items());
        Ok(block.and(if learning.bytes > learned.bytes { learning } else { learned }))
    },
    fit: |ratings, values, seed| {
        let params = HashedLrParams::read(ENTRY.name, values)?;
        Ok(Box::new(HashedLrTrainer::new(ratings, params, seed)))
    },
    load: |tensors, ratings, values| {
        let params = HashedLrParams::read(ENTRY.name, values)?;
        let weights = tensors.f32("hashed_lr.tiles", &[1 << params.bits])?;
        let intercept = tensors.f32("hashed_lr.intercept", &[1])?[0];
        Ok(Box::new(HashedLr::new(&params, &weights, intercept, ratings)))
    },
};

#[cfg(test)]
mod tests {
    use super::answers::Watched;
    use super::hashing::murmur3;
    use super::training::{PARTS, Table};
    use super::*;
    use crate::model::shared::kept::Kept;
    use crate::model::{Answers, Fitting, Person, Trainer, Value, Values};
    use crate::ratings::{Builder, Ratings};
    use std::sync::Arc;

    /// Values of the reference implementation, as scikit-learn's `murmurhash3_32` gives them.
    #[test]
    fn murmur3_gives_the_known_values() {
        assert_eq!(murmur3(&[0]), 0x2362_f9de);
        assert_eq!(murmur3(&[0x8765_4321]), 0xf55b_516b);
        assert_eq!(murmur3(&[u32::from_le_bytes(*b"test")]), 0xba6b_d213);
        assert_eq!(murmur3(&[1, 2]), 0xc364_2e86);
    }

    /// Two groups of people, each with items of its own; everybody lacks one of the group's.
    fn groups() -> Arc<Ratings> {
        let mut b = Builder::default();
        b.set_implicit();
        for user in 0..40u32 {
            for item in (0..20).filter(|i| i % 2 == user % 2 && *i != user % 20) {
                b.rating(&user.to_string(), &item.to_string(), 1.0, None);
            }
        }
        Arc::new(b.build().unwrap().ratings)
    }

    fn defaults() -> HashedLrParams {
        HashedLrParams::read(ENTRY.name, &Values::new()).unwrap()
    }

    fn trained(params: HashedLrParams) -> HashedLr {
        let mut training = HashedLrTrainer::new(&groups(), params, 1);
        while !training.step().unwrap().done {}
        training.model()
    }

    #[test]
    fn pairs_of_one_group_get_positive_weights_and_others_negative_ones() {
        for signed in [false, true] {
            let model = trained(HashedLrParams { signed, ..defaults() });
            let items = groups().catalog().items.ids.clone();
            let index = |id: &str| items.find(id).unwrap();
            assert!(model.pair(index("2"), index("4")) > 0.0 && model.pair(index("2"), index("5")) < 0.0);
            assert_eq!(model.pair(index("2"), index("4")), model.pair(index("4"), index("2")));
        }
    }

    /// A training in two parts, and its first block.
    fn parted() -> HashedLrTrainer {
        let params = HashedLrParams { bits: 12, ..defaults() };
        let mut training = HashedLrTrainer::new(&groups(), params, 1);
        training.plan.parts = PARTS;
        training.groups = vec![0; 20];
        (training.own.table, training.sum) = (Table::zeros(1 << 12), Table::zeros(1 << 12));
        assert!(training.next_block());
        training
    }

    #[test]
    fn parts_have_as_much_work_and_no_candidate_in_common() {
        let training = parted();
        let mut work = [0; PARTS];
        for example in &training.block {
            work[usize::from(training.groups[example.candidate as usize])] += 1;
        }
        assert!(
            work.iter().sum::<usize>() == training.block.len() && work[0].abs_diff(work[1]) < 80,
            "{work:?}"
        );
    }

    #[test]
    fn what_parts_change_is_added_up_and_the_intercept_is_their_mean() {
        let [mut first, mut second, mut both] = [0; 3].map(|_| parted());
        assert!(first.work_on(0, &mut { u64::MAX }) && second.work_on(1, &mut { u64::MAX }));
        for part in 0..PARTS {
            assert!(both.work_on(part, &mut { u64::MAX }));
            both.join_own();
        }
        let [first, second] = [first, second].map(|training| training.own.table);
        let parts = first.weights.all().iter().zip(second.weights.all());
        assert!(both.table.weights.all().iter().zip(parts).all(|(sum, (a, b))| *sum == a + b));
        assert_eq!(both.table.intercept, (first.intercept + second.intercept) / 2.0);
        assert!(first.intercept != 0.0 && both.block.is_empty());
    }

    #[test]
    fn who_stops_within_a_block_has_what_was_learned_of_it_by_one_part_or_before_it() {
        let mut alone = HashedLrTrainer::new(&groups(), defaults(), 1);
        assert!(alone.next_block());
        for (mut training, learned) in [(alone, true), (parted(), false)] {
            assert!(!training.work_on(0, &mut 9999));
            let model = Box::new(training).finish().unwrap();
            assert_eq!(model.nonzero_weights().unwrap() > 0, learned);
        }
    }

    #[test]
    fn an_item_makes_no_pair_with_itself() {
        let model = trained(defaults());
        let probability = |watched: &[u32]| model.probability(watched, 1);
        assert_eq!(probability(&[0, 1, 2]), probability(&[0, 2]));
        assert_ne!(probability(&[0, 2]), probability(&[0]));
    }

    #[test]
    fn all_scores_are_those_of_one_after_the_other_with_rows_kept_and_without() {
        for (signed, kept, bits) in
            [(false, 20, 20), (true, 20, 6), (true, 3, 20), (false, 0, 4), (false, 0, 2), (true, 0, 7)]
        {
            let mut model = trained(HashedLrParams { signed, bits, ..defaults() });
            model.rows = Kept::best_known(groups().by_item(), kept);
            for watched in [&[][..], &[3], &[0, 2, 5, 7, 19], &[1, 3, 5, 6, 8]] {
                let answers = Watched { model: &model, items: watched };
                let mut scores = vec![0.0; 20];
                answers.score(&mut scores);
                let alone: Vec<f32> = (0..20).map(|item| answers.one(item)).collect();
                assert_eq!(scores, alone, "{watched:?}, {kept} rows");
                for (first, last) in [(0, 7), (1, 20), (3, 5), (6, 17), (8, 12)] {
                    let items: Vec<u32> = (first..last).collect();
                    let mut part = vec![0.0; items.len()];
                    answers.several(&items, &mut part);
                    assert_eq!(part, scores[first as usize..last as usize], "{watched:?}, {first} to {last}");
                }
            }
            let made = (0..20).filter(|&item| model.rows.has(item)).count();
            assert!(made <= kept && (made > 0) == (kept > 0), "{made} of {kept}");
        }
    }

    #[test]
    fn a_high_rate_is_reported_as_divergence_or_stays_finite() {
        let values = [("learning_rate", 100.0), ("bits", 1.0), ("regularization", 1.0)];
        let values: Values = values.map(|(name, x)| (name.to_owned(), Value::Number(x))).into();
        match Fitting::new("hashed_lr", &groups(), &values, 1).unwrap().run() {
            Ok(fitted) => assert!(fitted.model().prepare(Person::new(&[], &[])).unwrap().one(0).is_finite()),
            Err(error) => assert_eq!(error.name(), "DivergedError"),
        }
    }
}
