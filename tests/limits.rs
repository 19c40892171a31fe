//! Numbers and sizes at their ends: nothing hangs, poisons or wraps; what cannot be done is refused first.

use kindred::measure::{Evaluator, Metric, Split};
use kindred::model::{Fitted, Fitting, ListOptions, MODELS, Person, STEP_WORK, Value, Values};
use kindred::ratings::{Builder, Ratings};
use kindred::session::{FitSpec, Session};
use std::sync::Arc;

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|&(name, value)| (name.to_owned(), Value::Text(value.to_owned()))).collect()
}

/// Ratings from 1 to 5 of 40 people for 30 items, one of them as given.
fn stars(odd: f32) -> Arc<Ratings> {
    let mut b = Builder::default();
    for user in 0..40u32 {
        for item in (0..30u32).filter(|item| (user + 2 * item) % 3 != 0) {
            let value = 1.0 + ((user * item) % 5) as f32;
            b.rating(&user.to_string(), &item.to_string(), value, None);
        }
    }
    b.rating("7", "11", odd, None);
    Arc::new(b.build().unwrap().ratings)
}

#[test]
fn a_number_beyond_all_others_ends_every_training_in_a_model_or_in_words() {
    for odd in [3e38, -3e38] {
        let ratings = stars(odd);
        for entry in MODELS {
            let fitted = Fitting::new(entry.name, &ratings, &Values::new(), 1).and_then(Fitting::run);
            match fitted {
                Ok(fitted) => {
                    let bytes = fitted.save().unwrap();
                    let back = Fitted::load(&bytes).unwrap_or_else(|e| panic!("{}: {e}", entry.name));
                    assert_eq!(
                        back.recommend("3", 5, &ListOptions::default()).unwrap().len(),
                        5,
                        "{}",
                        entry.name
                    );
                }
                Err(error) => assert!(
                    ["DivergedError", "ParameterError"].contains(&error.name()),
                    "{}: {error}",
                    entry.name
                ),
            }
        }
    }
}

#[test]
fn a_training_stopped_in_an_epoch_gives_no_model_that_cannot_be_opened() {
    let mut b = Builder::default();
    let mut random = kindred::random::Random::new(1);
    for user in 0..4000u32 {
        for _ in 0..60 {
            b.rating(&user.to_string(), &random.below(500).to_string(), 1.0 + random.below(5) as f32, None);
        }
    }
    let ratings = Arc::new(b.build().unwrap().ratings);
    let wild = values(&[("optimizer", "sgd"), ("learning_rate", "9"), ("factors", "64")]);
    let mut fitting = Fitting::new("mf", &ratings, &wild, 1).unwrap();
    // It begins with factors that are drawn.
    let progress = loop {
        let progress = fitting.step().unwrap();
        if progress.fraction > 0.0 {
            break progress;
        }
    };
    assert!(progress.epoch == 0 && progress.fraction > 0.0, "in the middle of the first epoch: {progress:?}");
    let error = fitting.finish().err().expect("its numbers are no longer finite");
    assert_eq!(error.name(), "DivergedError");
    assert!(error.to_string().ends_with("lower learning_rate (now 9)"), "{error}");
}

#[test]
fn advice_names_a_parameter_that_matters() {
    // Explicit least squares do not use the confidence.
    let explicit =
        Fitting::new("als", &stars(3e38), &values(&[("mode", "explicit")]), 1).and_then(Fitting::run);
    let error = explicit.err().unwrap().to_string();
    assert!(error.contains("raise rating_regularization") && !error.contains("confidence"), "{error}");
}

#[test]
fn scores_that_are_no_ratings_have_no_rating_errors() {
    let (train, test) = Split::parse("random:0.2").unwrap().apply(&stars(3.0), 42).unwrap();
    let (train, test) = (Arc::new(train), Arc::new(test));
    let begin = |model: &str, set: &[(&str, &str)], metrics: &[Metric]| {
        Evaluator::new(model, &train, &test, &values(set), metrics, 42)
    };
    for (model, set) in [
        ("bpr", &[][..]),
        ("rp3beta", &[]),
        ("hashed_lr", &[]),
        ("item_pairs", &[]),
        ("als", &[("mode", "implicit")]),
    ] {
        let error = begin(model, set, &[Metric::Rmse]).err().expect(model);
        assert_eq!(error.name(), "ParameterError");
        assert!(error.to_string().contains("predicts no ratings"), "{error}");
        let mut usual = begin(model, set, &[]).unwrap();
        while !usual.step().unwrap().done {}
        let names: Vec<_> = usual.finish().unwrap().metrics.into_keys().collect();
        assert_eq!(names, ["auc", "ndcg@10", "recall@20"], "{model}");
    }
    for model in ["mf", "als", "ease", "fm"] {
        begin(model, &[], &[Metric::Rmse]).unwrap();
    }
}

#[test]
fn what_will_not_fit_is_refused_with_its_figures_before_it_is_begun() {
    let ratings = stars(3.0);
    for entry in MODELS {
        let values = entry.params.complete(entry.name, &Values::new()).unwrap();
        let need = (entry.memory)(&ratings, &values).unwrap();
        assert!(need.bytes > 0 && need.largest <= need.bytes, "{}: {need:?}", entry.name);
        let error =
            Fitting::within(entry.name, &ratings, &values, 1, need.bytes - 1).err().expect(entry.name);
        assert_eq!(error.name(), "MemoryError");
        Fitting::within(entry.name, &ratings, &values, 1, need.bytes).unwrap();
        // A stated need covers at least the model that comes of it.
        let fitted = Fitting::within(entry.name, &ratings, &values, 1, need.bytes).unwrap().run().unwrap();
        assert!(fitted.bytes() <= need.bytes, "{}: {} of {need:?}", entry.name, fitted.bytes());
    }
}

/// On 32 bits these products wrap; on 64 bits they are merely large.
#[cfg(target_pointer_width = "32")]
#[test]
fn products_beyond_the_addresses_are_refused() {
    let mut b = Builder::default();
    for user in 0..600_000u32 {
        b.rating(&user.to_string(), &(user % 24_000).to_string(), 1.0 + (user % 5) as f32, None);
    }
    let ratings = Arc::new(b.build().unwrap().ratings);
    for (model, set) in [
        ("mf", &[("factors", "1024")][..]),
        ("mf", &[("factors", "896")]),
        ("svdpp", &[("factors", "1024")]),
        ("als", &[("factors", "1024")]),
        ("bpr", &[("factors", "1024")]),
        ("fm", &[("factors", "256"), ("degree", "3")]),
        ("ease", &[("memory_limit", "3072")]),
    ] {
        let error = Fitting::new(model, &ratings, &values(set), 1).err().expect(model);
        assert_eq!(error.name(), "MemoryError", "{model}: {error}");
    }
}

#[test]
fn product_pairs_are_trained_in_slices() {
    let mut b = Builder::default();
    for i in 0..40_000u32 {
        (1..5).for_each(|step| b.pair(&i.to_string(), &((i + step * step * 7) % 40_000).to_string(), 1.0));
    }
    let ratings = Arc::new(b.build().unwrap().ratings);
    let mut fitting = Fitting::new("item_pairs", &ratings, &values(&[("epochs", "1")]), 1).unwrap();
    let mut steps = 1;
    while !fitting.step().unwrap().done {
        steps += 1;
    }
    // 160 000 pairs with five negatives each, at 64 factors: 430 million multiply-adds.
    let work = 160_000 * 6 * (6 * 64 + 64);
    assert!(steps >= work / STEP_WORK, "{steps} steps");
}

#[test]
fn parameters_given_as_text_are_what_they_are_after_saving() {
    let given = values(&[("factors", "8"), ("biases", "true"), ("learning_rate", "0.10"), ("epochs", "2")]);
    let fitted = Fitting::new("mf", &stars(3.0), &given, 1).unwrap().run().unwrap();
    assert_eq!(fitted.values()["factors"], Value::Number(8.0));
    assert_eq!(fitted.values()["biases"], Value::Bool(true));
    assert_eq!(fitted.values()["learning_rate"], Value::Number(0.1));
    let back = Fitted::load(&fitted.save().unwrap()).unwrap();
    assert_eq!(back.values(), fitted.values());
}

#[test]
fn lists_have_a_longest_length() {
    let fitted = Fitting::new("popularity", &stars(3.0), &Values::new(), 1).unwrap().run().unwrap();
    for n in [kindred::model::LONGEST + 1, usize::MAX] {
        assert_eq!(fitted.recommend("3", n, &ListOptions::default()).unwrap_err().name(), "ParameterError");
    }
    assert!(fitted.recommend("3", kindred::model::LONGEST, &ListOptions::default()).is_ok());
}

#[test]
fn a_machine_without_vectors_has_a_map_of_one_point() {
    let mut session = Session::new();
    session.load_sample("films").unwrap();
    let params = values(&[("factors", "0"), ("epochs", "1")]);
    session.begin_fit(&FitSpec { model: "fm".into(), params, ..FitSpec::default() }).unwrap();
    while !session.step_fit().unwrap().done {}
    session.finish_fit().unwrap();
    session.begin_map().unwrap();
    while !session.step_map().unwrap() {}
    let map = session.finish_map().unwrap();
    assert!(!map.x.is_empty() && map.x.iter().chain(&map.y).all(|&at| at == 0.0), "{map:?}");
}

#[test]
fn explanations_take_no_further_fold_in() {
    // Few people with long lists: EASE is over people, whose fold-in is its dearest part.
    let mut b = Builder::default();
    for user in 0..300u32 {
        for item in (0..2000u32).filter(|item| (item * 7 + user * 13) % 10 < 4) {
            b.rating(&user.to_string(), &item.to_string(), 1.0 + ((user + item) % 5) as f32, None);
        }
    }
    let ratings = Arc::new(b.build().unwrap().ratings);
    let (items, given) = ratings.by_user().row(7);
    let person = Person::new(&items[..40], &given[..40]);
    for model in ["als", "mf", "ease"] {
        let fitted = Fitting::new(model, &ratings, &values(&[]), 1).unwrap().run().unwrap();
        let best_of_five = |work: &dyn Fn()| {
            let time = |_| {
                let begun = std::time::Instant::now();
                work();
                begun.elapsed().as_secs_f64()
            };
            (0..5).map(time).fold(f64::INFINITY, f64::min)
        };
        let prepared = best_of_five(&|| drop(fitted.model().prepare(person).unwrap()));
        let explained = best_of_five(&|| {
            let answers = fitted.model().prepare(person).unwrap();
            drop(answers.explain_each(&(100..200).collect::<Vec<u32>>()));
        });
        // Each time anew they would take a hundred fold-ins more.
        assert!(
            explained < 51.0 * prepared,
            "{model}: {prepared} s to prepare, {explained} s with explanations"
        );
    }
}
