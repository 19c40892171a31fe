//! What every registered model must do. A new model is tested here by being in the registry. The same tests run
//! natively and in a browser's worker.

use kindred::error::{ErrorKind, Result};
use kindred::model::{
    Entry, Fitted, Fitting, FoldIn, ListOptions, MODELS, OwnRating, ParamKind, Person, Targets, Value, Values,
};
use kindred::ratings::{Builder, Ratings, Shape, UNKNOWN};
use std::sync::Arc;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Users and items of even and odd number; every user chose all items of the own parity except
/// the one with the own number. So the right first recommendation for user u is item u.
const N: usize = 30;

/// Models with the same order for everybody: they cannot know the checkerboard's answer.
const IMPERSONAL: [&str; 2] = ["popularity", "bias"];

fn checkerboard() -> Arc<Ratings> {
    let mut b = Builder::default();
    b.set_implicit();
    for user in 0..N {
        for item in (0..N).filter(|item| item % 2 == user % 2 && *item != user) {
            b.rating(&format!("u{user}"), &format!("i{item}"), 1.0, None);
        }
    }
    Arc::new(b.build().unwrap().ratings)
}

/// How many products.
const PRODUCTS: usize = 40;

/// Products of even and odd number; each goes with all of the own parity except one, its match. So the right first
/// recommendation for a product is its match.
fn pairs() -> Arc<Ratings> {
    let mut b = Builder::default();
    for one in 0..PRODUCTS {
        for other in (0..one).filter(|other| other % 2 == one % 2 && *other != matching(one)) {
            b.pair(&format!("i{one}"), &format!("i{other}"), 1.0);
        }
    }
    Arc::new(b.build().unwrap().ratings)
}

fn matching(product: usize) -> usize {
    product ^ 2
}

/// Stars from 1 to 5 with a planted structure: even users like even items.
fn stars() -> Arc<Ratings> {
    let mut b = Builder::default();
    for user in 0..30u32 {
        for item in 0..25u32 {
            if (user * 7 + item * 3) % 4 != 0 {
                let value = if user % 2 == item % 2 {
                    4.0 + (item % 3) as f32 * 0.5
                } else {
                    1.0 + (user % 3) as f32 * 0.5
                };
                b.rating(
                    &format!("u{user}"),
                    &format!("i{item}"),
                    value,
                    Some(1_000_000 + user * 1000 + item),
                );
            }
        }
    }
    Arc::new(b.build().unwrap().ratings)
}

/// The same, with the last user and the last item without a single rating in the training part.
fn stars_with_empty_rows() -> Arc<Ratings> {
    let all = stars();
    let (user, item) = (all.n_users() as u32 - 1, all.n_items() as u32 - 1);
    let entries: Vec<_> = all.by_user().iter().map(|(u, i, _)| u == user || i == item).collect();
    Arc::new(all.filtered(|at| !entries[at]))
}

fn fit(entry: &Entry, ratings: &Arc<Ratings>) -> Fitted {
    fit_seeded(entry, ratings, 42).unwrap_or_else(|e| panic!("{}: {e}", entry.name))
}

fn fit_seeded(entry: &Entry, ratings: &Arc<Ratings>, seed: u64) -> Result<Fitted> {
    Fitting::new(entry.name, ratings, &Values::new(), seed)?.run()
}

/// All scores of the first users, as bits.
fn bits(fitted: &Fitted) -> Vec<u32> {
    let ratings = fitted.ratings();
    let mut all = Vec::new();
    for user in 0..5 {
        let mut scores = vec![0.0; ratings.n_items()];
        fitted.model().prepare(Person::of(ratings, user)).unwrap().score(&mut scores);
        all.extend(scores.iter().map(|s| s.to_bits()));
    }
    all
}

/// Ten hexadecimal digits a model that stand for all its scores on the stars.
fn fingerprints() -> String {
    let ratings = stars();
    let line = |entry: &Entry| {
        let fold = |hash: u64, bits: u32| (hash ^ u64::from(bits)).wrapping_mul(0x0100_0000_01b3);
        let hash = bits(&fit(entry, &ratings)).into_iter().fold(0xcbf2_9ce4_8422_2325, fold);
        format!("{} {:010x}\n", entry.name, hash >> 24)
    };
    MODELS.iter().map(line).collect()
}

fn each(test: impl Fn(&'static Entry)) {
    for entry in MODELS {
        test(entry);
    }
}

#[test]
fn the_checkerboards_withheld_diagonal_comes_first() {
    let ratings = checkerboard();
    each(|entry| {
        if IMPERSONAL.contains(&entry.name) {
            return;
        }
        let fitted = fit(entry, &ratings);
        for user in 0..N {
            let first = &fitted.recommend(&format!("u{user}"), 1, &ListOptions::default()).unwrap()[0];
            assert_eq!(first.id, format!("i{user}"), "{}", entry.name);
        }
    });
}

#[test]
fn a_products_withheld_match_comes_first() {
    let ratings = pairs();
    each(|entry| {
        if IMPERSONAL.contains(&entry.name) {
            return;
        }
        let fitted = fit(entry, &ratings);
        for product in 0..PRODUCTS {
            let list = fitted.recommend(&format!("i{product}"), PRODUCTS, &ListOptions::default()).unwrap();
            assert_eq!(list.len(), PRODUCTS - 19, "{}: neither itself nor its partners", entry.name);
            assert_eq!(list[0].id, format!("i{}", matching(product)), "{}", entry.name);
        }
    });
}

#[test]
fn lists_descend_hide_what_is_seen_and_end_with_the_items() {
    for ratings in [checkerboard(), stars(), pairs()] {
        each(|entry| {
            let fitted = fit(entry, &ratings);
            let (seen, _) = ratings.by_user().row(3);
            let user = ratings.catalog().users.ids.get(3);
            let list = fitted.recommend(user, 1000, &ListOptions::default()).unwrap();
            let itself = usize::from(ratings.shape() == Shape::Pairs);
            assert_eq!(list.len(), ratings.n_items() - seen.len() - itself, "{}", entry.name);
            assert!(list.windows(2).all(|w| w[0].score >= w[1].score), "{}", entry.name);
            assert!(list.iter().all(|r| r.score.is_finite()), "{}", entry.name);
            let hidden = |id: &str| ratings.catalog().items.ids.find(id).is_some_and(|i| seen.contains(&i));
            assert!(list.iter().all(|r| !hidden(&r.id)), "{}", entry.name);
            let with_seen = ListOptions { include_seen: true, ..ListOptions::default() };
            assert_eq!(fitted.recommend(user, 1000, &with_seen).unwrap().len(), ratings.n_items());
            let ten = fitted.recommend(user, 3, &ListOptions::default()).unwrap();
            assert_eq!(ten[..], list[..3], "{}: a shorter list is the head of a longer one", entry.name);
        });
    }
}

#[test]
fn filters_let_through_what_they_say() {
    let ratings = stars();
    each(|entry| {
        let fitted = fit(entry, &ratings);
        let only = ListOptions {
            only_items: vec!["i0".into(), "i7".into()],
            include_seen: true,
            ..ListOptions::default()
        };
        let mut ids: Vec<_> = fitted.recommend("u0", 9, &only).unwrap().into_iter().map(|r| r.id).collect();
        ids.sort();
        assert_eq!(ids, ["i0", "i7"], "{}", entry.name);
        let without =
            ListOptions { without_items: vec!["i7".into()], include_seen: true, ..ListOptions::default() };
        assert!(fitted.recommend("u0", 99, &without).unwrap().iter().all(|r| r.id != "i7"), "{}", entry.name);
        let wrong = ListOptions { only_categories: vec!["no such".into()], ..ListOptions::default() };
        assert_eq!(fitted.recommend("u0", 9, &wrong).unwrap_err().name(), "UnknownError");
    });
}

#[test]
fn one_seed_gives_the_same_bits() {
    for ratings in [checkerboard(), stars(), pairs()] {
        each(|entry| {
            let (a, b) = (fit(entry, &ratings), fit(entry, &ratings));
            assert_eq!(bits(&a), bits(&b), "{}", entry.name);
        });
    }
}

#[test]
fn a_model_is_kept_beside_the_ratings_it_learned_from_and_no_others() {
    let ratings = stars();
    let yes = Arc::new(ratings.binarized());
    let popularity =
        |of: &Arc<Ratings>| Fitting::new("popularity", of, &Values::new(), 42).unwrap().run().unwrap();
    for of in [&ratings, &yes] {
        let fitted = popularity(of);
        let back = Fitted::recall(&fitted.keep().unwrap(), Some(&ratings)).unwrap();
        assert_eq!(back.save().unwrap(), fitted.save().unwrap());
    }
    let other = popularity(&ratings).keep().unwrap();
    let error = Fitted::recall(&other, Some(&checkerboard())).err().expect("other data");
    assert_eq!(error.name(), "ModelFileError");
}

#[test]
fn a_saved_model_answers_as_before_bit_for_bit() {
    for ratings in [checkerboard(), stars(), pairs()] {
        each(|entry| {
            let fitted = fit(entry, &ratings);
            let bytes = fitted.save().unwrap();
            let back = Fitted::load(&bytes).unwrap_or_else(|e| panic!("{}: {e}", entry.name));
            assert_eq!(bits(&fitted), bits(&back), "{}", entry.name);
            assert_eq!(back.save().unwrap(), bytes, "{}: the same model, the same bytes", entry.name);
            let user = ratings.catalog().users.ids.get(1);
            assert_eq!(
                fitted.recommend(user, 5, &ListOptions::default()).unwrap(),
                back.recommend(user, 5, &ListOptions::default()).unwrap(),
                "{}",
                entry.name
            );
            let kept = fitted.keep().unwrap();
            let back = Fitted::recall(&kept, Some(&ratings)).unwrap();
            assert_eq!(back.save().unwrap(), bytes, "{}: kept beside its ratings", entry.name);
            assert!(Fitted::load(&kept).is_err(), "{}: without them", entry.name);
            for cut in [0, 7, 100, bytes.len() / 2, bytes.len() - 1] {
                let error = Fitted::load(&bytes[..cut]).err().expect("a truncated file is refused");
                assert_eq!(error.name(), "ModelFileError", "{} cut at {cut}", entry.name);
            }
        });
    }
}

/// Models that are trained in one go: there is nothing between two epochs.
const IN_ONE_GO: [&str; 5] = ["popularity", "user_knn", "item_knn", "rp3beta", "ease"];

fn begin(model: &str, ratings: &Arc<Ratings>, set: &[(&str, &str)]) -> Fitting {
    let value = |&(name, text): &(&str, &str)| (name.to_owned(), Value::Text(text.to_owned()));
    let values: Values = set.iter().map(value).collect();
    Fitting::new(model, ratings, &values, 42).unwrap_or_else(|e| panic!("{model} {set:?}: {e}"))
}

/// Trains, and lets a new training take over at every checkpoint there is; how many there were.
fn interrupted(begin: impl Fn() -> Fitting) -> (Vec<u8>, u32) {
    let (mut fitting, mut interruptions) = (begin(), 0);
    while !fitting.step().unwrap().done {
        if let Some(state) = fitting.checkpoint().unwrap() {
            fitting = begin();
            fitting.resume(&state).unwrap();
            interruptions += 1;
        }
    }
    assert!(fitting.checkpoint().unwrap().is_none(), "at the end there is nothing to go on with");
    (fitting.finish().unwrap().save().unwrap(), interruptions)
}

#[test]
fn a_training_interrupted_after_every_epoch_has_the_same_bits() {
    let with = |entry: &Entry, ratings: &Arc<Ratings>, set: &[(&str, &str)]| {
        let begin = || begin(entry.name, ratings, set);
        let (bytes, interruptions) = interrupted(begin);
        let whole = begin().run().unwrap().save().unwrap();
        assert!(bytes == whole, "{} {set:?} on {} ratings", entry.name, ratings.len());
        assert_eq!(interruptions == 0, IN_ONE_GO.contains(&entry.name), "{} {set:?}", entry.name);
    };
    for ratings in [checkerboard(), stars(), pairs()] {
        each(|entry| with(entry, &ratings, &[]));
        for (model, set) in [
            ("mf", &[("optimizer", "adam"), ("epochs", "4")][..]),
            ("mf", &[("optimizer", "sgd"), ("epochs", "4")]),
            ("mf", &[("validation", "0.2"), ("patience", "1")]),
            ("als", &[("solver", "cholesky"), ("mode", "explicit")]),
            ("als", &[("mode", "implicit")]),
            ("fm", &[("solver", "als"), ("factors", "8")]),
            ("fm", &[("solver", "als"), ("loss", "logistic"), ("factors", "8")]),
            ("fm", &[("degree", "3"), ("factors", "8")]),
            ("item_pairs", &[("optimizer", "sgd"), ("labels", "continuous")]),
            ("hybrid", &[("order", "popularity"), ("rating_epochs", "3")]),
        ] {
            let entry = kindred::model::find(model).unwrap();
            // Of choices there is no rating, and nothing in between, where only the most popular come.
            if set[0].1 != "popularity" || ratings.len() == stars().len() {
                with(entry, &ratings, set);
            }
        }
    }
    // Levels of ratings as numbers, and as an order.
    for link in ["number", "ordered"] {
        with(kindred::model::find("fm_gibbs").unwrap(), &stars(), &[("link", link), ("iterations", "9")]);
    }
}

#[test]
fn a_checkpoint_of_another_training_is_refused() {
    let ratings = stars();
    let begun = |ratings: &Arc<Ratings>, model: &str, set: &[(&str, &str)]| begin(model, ratings, set);
    let mut fitting = begun(&ratings, "mf", &[]);
    fitting.step().unwrap();
    let state = fitting.checkpoint().unwrap().unwrap();
    let refuses = |mut fitting: Fitting, state: &[u8]| {
        assert_eq!(fitting.resume(state).unwrap_err().name(), "DataError");
    };
    refuses(begun(&stars_with_empty_rows(), "mf", &[]), &state);
    refuses(begun(&ratings, "svdpp", &[]), &state);
    refuses(begun(&ratings, "mf", &[("factors", "63")]), &state);
    refuses(Fitting::new("mf", &ratings, &Values::new(), 43).unwrap(), &state);
    for end in [0, 7, 8, 9, state.len() / 2, state.len() - 1] {
        refuses(begun(&ratings, "mf", &[]), &state[..end]);
    }
    let mut longer = state.clone();
    longer.push(0);
    refuses(begun(&ratings, "mf", &[]), &longer);
    begun(&ratings, "mf", &[]).resume(&state).unwrap();
    // An order in which somebody comes twice, and somebody not at all.
    let mut fitting = begun(&ratings, "hashed_lr", &[]);
    fitting.step().unwrap();
    let state = fitting.checkpoint().unwrap().unwrap();
    let order: Vec<usize> = (8..state.len() - 3).filter(|&at| state[at..at + 4] == [7, 0, 0, 0]).collect();
    let mut twice = state.clone();
    order.iter().for_each(|&at| twice[at] = 8);
    refuses(begun(&ratings, "hashed_lr", &[]), &twice);
    begun(&ratings, "hashed_lr", &[]).resume(&state).unwrap();
}

#[test]
fn within_an_epoch_there_is_no_checkpoint() {
    let (mut b, mut random) = (Builder::default(), kindred::random::Random::new(2));
    for user in 0..60 {
        for item in 0..2500 {
            b.rating(&user.to_string(), &item.to_string(), 1.0 + random.below(5) as f32, None);
        }
    }
    let ratings = Arc::new(b.build().unwrap().ratings);
    for (model, set) in [
        ("mf", &[("factors", "96"), ("epochs", "3")][..]),
        ("svdpp", &[("factors", "48"), ("epochs", "3")]),
        ("als", &[("factors", "96"), ("epochs", "3")]),
        ("als", &[("factors", "96"), ("epochs", "3"), ("mode", "implicit")]),
        ("bpr", &[("factors", "96"), ("epochs", "3")]),
        ("fm", &[("factors", "32"), ("epochs", "3")]),
        ("fm_gibbs", &[("factors", "32"), ("iterations", "3")]),
        ("item_pairs", &[("factors", "96"), ("epochs", "3")]),
        ("hybrid", &[("factors", "96"), ("order_epochs", "3"), ("rating_epochs", "3"), ("linear", "false")]),
    ] {
        let mut fitting = begin(model, &ratings, set);
        let (mut within, mut between) = (0, 0);
        loop {
            let progress = fitting.step().unwrap();
            let there = fitting.checkpoint().unwrap().is_some();
            let share = f64::from(progress.fraction) * f64::from(progress.epochs);
            // The parts of a hybrid do not take the same share for each epoch.
            if model != "hybrid" {
                // A step that only prepares an epoch is within it, though no share of it.
                let at_end = (share - f64::from(progress.epoch)).abs() < 1e-4;
                assert!(!there || at_end && !progress.done, "{model}: {progress:?}");
            }
            (within, between) = (within + u32::from(!there), between + u32::from(there));
            if progress.done {
                break;
            }
        }
        assert!(within > between && between >= 2, "{model}: {within} slices within {between} epochs");
    }
}

#[test]
fn empty_rows_and_unknown_items_get_finite_predictions() {
    let ratings = stars_with_empty_rows();
    let (user, item) = (ratings.n_users() as u32 - 1, ratings.n_items() as u32 - 1);
    assert_eq!((ratings.by_user().row_len(user), ratings.by_item().row_len(item)), (0, 0));
    each(|entry| {
        let fitted = fit(entry, &ratings);
        let scale = ratings.scale();
        for person in [Person::of(&ratings, user), Person::of(&ratings, 0), Person::of(&ratings, UNKNOWN)] {
            let items = [0, item, UNKNOWN];
            let mut out = [f32::NAN; 3];
            fitted.model().prepare(person).unwrap().predict(Targets::of(&items), &mut out);
            assert!(out.iter().all(|p| p.is_finite()), "{}: {out:?}", entry.name);
            let predicts = fitted.score_meaning() == kindred::model::ScoreMeaning::PredictedRating;
            let width = scale.max - scale.min;
            let near = |p: &f32| *p >= scale.min - width && *p <= scale.max + width;
            assert!(!predicts || out.iter().all(near), "{}: {out:?}", entry.name);
        }
        let list =
            fitted.recommend(ratings.catalog().users.ids.get(user), 5, &ListOptions::default()).unwrap();
        assert_eq!(list.len(), 5, "{}", entry.name);
    });
}

#[test]
fn stopping_after_the_first_step_leaves_a_usable_model() {
    let ratings = stars();
    each(|entry| {
        let mut fitting = Fitting::new(entry.name, &ratings, &Values::new(), 1).unwrap();
        fitting.step().unwrap();
        let fitted = fitting.finish().unwrap_or_else(|e| panic!("{}: {e}", entry.name));
        let list = fitted.recommend("u0", 5, &ListOptions::default()).unwrap();
        assert!(list.iter().all(|r| r.score.is_finite()), "{}", entry.name);
    });
}

#[test]
fn progress_rises_to_one_and_losses_are_finite() {
    for ratings in [checkerboard(), stars(), pairs()] {
        each(|entry| {
            let mut fitting = Fitting::new(entry.name, &ratings, &Values::new(), 1).unwrap();
            let (mut last, mut steps) = (0.0, 0);
            loop {
                let progress = fitting.step().unwrap();
                assert!(progress.fraction >= last && progress.fraction <= 1.0 + 1e-6, "{}", entry.name);
                assert!(progress.loss.is_none_or(f32::is_finite), "{}", entry.name);
                assert!(progress.loss.is_none() || !entry.loss_name.is_empty(), "{}", entry.name);
                (last, steps) = (progress.fraction, steps + 1);
                if progress.done {
                    break;
                }
                assert!(steps < 1_000_000, "{} never ends", entry.name);
            }
        });
    }
}

#[test]
fn abilities_are_what_the_registry_says() {
    for ratings in [checkerboard(), stars()] {
        each(|entry| {
            let fitted = fit(entry, &ratings);
            let can = |result: Result<usize>, what: &str, able: bool| match result {
                Ok(_) => assert!(able, "{} does tell {what}, the registry denies it", entry.name),
                Err(e) => {
                    assert!(!able, "{}: {what}: {e}", entry.name);
                    assert!(matches!(e.kind(), ErrorKind::Unsupported { model, .. } if *model == entry.name));
                }
            };
            let items = fitted.similar_items("i4", 5);
            if let Ok(list) = &items {
                assert!(list.iter().all(|s| s.id != "i4" && s.score.is_finite()), "{}", entry.name);
                assert!(list.windows(2).all(|w| w[0].score >= w[1].score), "{}", entry.name);
            }
            can(items.map(|l| l.len()), "similar items", entry.abilities.similar_items);
            let users = fitted.similar_users("u4", 5);
            can(users.map(|l| l.len()), "similar users", entry.abilities.similar_users);
            assert_eq!(fitted.model().item_factors().is_some(), entry.abilities.item_map, "{}", entry.name);
            assert_eq!(fitted.model().item_vectors().is_some(), entry.abilities.factors, "{}", entry.name);
            let own =
                [OwnRating { id: "i2".into(), rating: 5.0 }, OwnRating { id: "i4".into(), rating: 4.5 }];
            let folded = fitted.recommend_for(&own, 5, &ListOptions::default());
            if let Ok(list) = &folded {
                assert!(
                    list.iter().all(|r| r.id != "i2" && r.id != "i4"),
                    "{}: own items are hidden",
                    entry.name
                );
            }
            can(folded.map(|l| l.len()), "somebody new", true);
            let explained = fitted.recommend("u0", 5, &ListOptions::default()).unwrap();
            if !entry.abilities.explain {
                assert!(explained.iter().all(|r| r.because.is_empty()), "{}", entry.name);
            }
        });
    }
    // On the checkerboard every recommendation of the own parity has a reason.
    let ratings = checkerboard();
    each(|entry| {
        if entry.abilities.explain {
            let first = &fit(entry, &ratings).recommend("u6", 1, &ListOptions::default()).unwrap()[0];
            assert!(!first.because.is_empty(), "{} explains nothing", entry.name);
            assert!(first.because.iter().all(|b| b.weight > 0.0));
        }
    });
}

#[test]
fn somebody_new_with_a_known_persons_taste_gets_a_like_list() {
    let ratings = checkerboard();
    each(|entry| {
        let takes_in = matches!(entry.abilities.fold_in, FoldIn::Exact | FoldIn::Approximate);
        if !takes_in || IMPERSONAL.contains(&entry.name) {
            return;
        }
        let fitted = fit(entry, &ratings);
        // All even items but 6: the first suggestion has to be 6, as for user 6.
        let own: Vec<_> = (0..N)
            .filter(|i| i % 2 == 0 && *i != 6)
            .map(|i| OwnRating { id: format!("i{i}"), rating: 1.0 })
            .collect();
        let list = fitted.recommend_for(&own, 3, &ListOptions::default()).unwrap();
        assert_eq!(list[0].id, "i6", "{}", entry.name);
        if entry.abilities.fold_in == FoldIn::Exact {
            let known = fitted.recommend("u6", 3, &ListOptions::default()).unwrap();
            for (new, known) in list.iter().zip(&known) {
                let close = (new.score - known.score).abs() <= 1e-3 * known.score.abs().max(1e-3);
                assert!(
                    close,
                    "{}: {} for somebody new, {} for the same person known",
                    entry.name, new.score, known.score
                );
            }
        }
        let nobody = [OwnRating { id: "no such item".into(), rating: 1.0 }];
        assert_eq!(
            fitted.recommend_for(&nobody, 3, &ListOptions::default()).unwrap_err().name(),
            "UnknownError"
        );
    });
}

/// Values that a parameter must refuse, and values that it must take: the ends of its range among them.
fn wrong_and_right(kind: &ParamKind) -> (Vec<Value>, Vec<Value>) {
    let text = |text: &str| Value::Text(text.to_owned());
    let number = Value::Number;
    let not_finite = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(number);
    let mut wrong = vec![text("nonsense"), text("")];
    let mut right = Vec::new();
    match *kind {
        ParamKind::Integer { min, max } => {
            let (low, high) = (f64::from(min), f64::from(max));
            wrong.extend([low - 1.0, high + 1.0, low + 0.5, -1.0 - high, 1e300].map(number));
            wrong.extend(not_finite);
            wrong.extend([
                Value::Bool(true),
                text(&(i64::from(max) + 1).to_string()),
                text("-1"),
                text("NaN"),
            ]);
            right.extend([number(low), number(high), text(&min.to_string()), text(&max.to_string())]);
            right.extend((min == 0).then_some(number(-0.0)));
        }
        ParamKind::Number { min, max } => {
            wrong.extend([min.next_down(), max.next_up()].map(|x| number(f64::from(x))));
            wrong.extend([-1e300, 1e300].map(number));
            wrong.extend(not_finite);
            wrong.extend([Value::Bool(true), text("NaN"), text("inf"), text(&max.next_up().to_string())]);
            right.extend([min, max].map(|x| number(f64::from(x))));
            right.extend([min, max].map(|x| text(&x.to_string())));
            right.extend((min == 0.0).then_some(number(-0.0)));
        }
        ParamKind::Switch => {
            wrong.extend([number(0.0), number(1.0), text("1")]);
            right.extend([Value::Bool(true), Value::Bool(false), text("true"), text("false")]);
        }
        ParamKind::Choice { ref choices } => {
            wrong.extend([number(0.0), Value::Bool(true), text(&choices[0].name.to_uppercase())]);
            right.extend(choices.iter().map(|choice| text(choice.name)));
        }
    }
    (wrong, right)
}

#[test]
fn parameters_outside_their_range_are_refused_by_name() {
    let ratings = stars();
    each(|entry| {
        for spec in entry.params.specs() {
            let begin = |value: &Value| {
                let values = Values::from([(spec.name.to_owned(), value.clone())]);
                Fitting::new(entry.name, &ratings, &values, 1).err()
            };
            let name = format!("{}.{}", entry.name, spec.name);
            let (wrong, right) = wrong_and_right(&spec.kind);
            for value in wrong {
                let error = begin(&value).unwrap_or_else(|| panic!("{name} takes {value}"));
                assert_eq!(error.name(), "ParameterError", "{name}: {error}");
                let text = error.to_string();
                assert!(text.contains(spec.name) && text.contains(&spec.expected()), "{name}: {error}");
            }
            for value in right.iter().chain([&spec.default]) {
                // A combination with other parameters' defaults may be refused, and what takes too much memory.
                let Some(error) = begin(value) else { continue };
                let combined =
                    error.name() == "ParameterError" && !error.to_string().contains(&spec.expected());
                assert!(combined || error.name() == "MemoryError", "{name} = {value}: {error}");
            }
            assert!(!spec.help.is_empty(), "{name} has no help");
        }
        let values = Values::from([("no_such".to_owned(), Value::Bool(true))]);
        let error = Fitting::new(entry.name, &ratings, &values, 1).err().expect("an unknown name is refused");
        assert_eq!(error.name(), "ParameterError", "{}: {error}", entry.name);
        assert!(error.to_string().contains("no_such"), "{error}");
    });
}

#[test]
fn names_are_distinct_and_described() {
    let mut names: Vec<_> = MODELS.iter().map(|e| e.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), MODELS.len());
    each(|entry| {
        assert!(entry.summary.len() > 40 && !entry.title.is_empty(), "{}", entry.name);
        assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
    });
}

/// The file is written natively (`KINDRED_WRITE=1`) and read in the browser as well: equal
/// fingerprints mean equal bits of every score in both places.
#[test]
fn fingerprints_are_those_on_file() {
    let found = fingerprints();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("KINDRED_WRITE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/fingerprints.txt"), found).unwrap();
        return;
    }
    let on_file = include_str!("data/fingerprints.txt");
    assert_eq!(found, on_file, "a model's scores changed; if that was meant, run with KINDRED_WRITE=1");
}
