//! Data of pairs: both products of a pair have it, whatever is asked.

use kindred::load::{LoadOptions, load_bytes};
use kindred::measure::{Evaluator, Metric, Split};
use kindred::model::{Fitted, Fitting, ListOptions, MODELS, Values};
use kindred::ratings::{Builder, Ratings};
use kindred::session::{FitSpec, Session};
use std::sync::Arc;

/// Twelve clusters of ten products; within a cluster everything goes together.
fn clusters() -> Ratings {
    let mut b = Builder::default();
    for cluster in 0..12 {
        for i in 0..10 {
            (0..i).for_each(|j| b.pair(&format!("{cluster}.{i}"), &format!("{cluster}.{j}"), 1.0));
        }
    }
    b.build().unwrap().ratings
}

/// A hub that goes with twenty products, each of which has a smaller index, and two that go with each other.
const HUB: &str = "product1,product2,weight\np00,p01,1\np00,hub,1\np01,hub,1\np02,hub,1\np03,hub,1\np04,hub,1\n\
p05,hub,1\np06,hub,1\np07,hub,1\np08,hub,1\np09,hub,1\np10,hub,1\np11,hub,1\np12,hub,1\np13,hub,1\np14,hub,1\n\
p15,hub,1\np16,hub,1\np17,hub,1\np18,hub,1\np19,hub,1\n";

#[test]
fn ranking_metrics_hide_and_count_both_sides_of_a_pair() {
    let (train, test) = Split::parse("random:0.2").unwrap().apply(&clusters(), 42).unwrap();
    assert_eq!((train.len(), test.len()), (432, 108));
    let (train, test) = (Arc::new(train), Arc::new(test));
    let metrics = [Metric::Ndcg(10), Metric::Recall(10)];
    for model in ["item_pairs", "item_knn", "user_knn", "ease"] {
        let mut evaluator = Evaluator::new(model, &train, &test, &Values::new(), &metrics, 42).unwrap();
        while !evaluator.step().unwrap().done {}
        let found = evaluator.finish().unwrap();
        assert_eq!(found.metrics["ndcg@10"], 1.0, "{model}");
        assert_eq!(found.metrics["recall@10"], 1.0, "{model}");
        assert_eq!(found.tested, 108);
    }
}

#[test]
fn a_hub_has_all_its_partners_wherever_they_stand_in_the_file() {
    let loaded = load_bytes(&[("pairs.csv", HUB.as_bytes())], LoadOptions::default()).unwrap();
    assert_eq!((loaded.report.ratings, loaded.ratings.len()), (21, 21));
    assert_eq!(loaded.report.histogram.iter().map(|bar| bar.count).sum::<usize>(), 21);
    assert!((loaded.report.density - 42.0 / (21.0 * 21.0)).abs() < 1e-9);
    let mut session = Session::new();
    session.set_loaded(loaded);
    assert_eq!(session.find_items("hub", 1).unwrap()[0].ratings, 20);
    assert_eq!(session.find_items("", 1).unwrap()[0].id, "hub", "the most paired product comes first");
    assert_eq!(session.ratings_of("hub", 50).unwrap().len(), 20);
    session.begin_fit(&FitSpec { model: "popularity".into(), ..FitSpec::default() }).unwrap();
    session.step_fit().unwrap();
    session.finish_fit().unwrap();
    assert_eq!(
        session.recommend("p02", 30, &ListOptions::default()).unwrap().len(),
        19,
        "neither itself nor the hub"
    );
    assert_eq!(
        session.recommend("p00", 1, &ListOptions { include_seen: true, ..ListOptions::default() }).unwrap()
            [0]
        .id,
        "hub"
    );
}

#[test]
fn every_model_scores_a_product_whose_partners_all_have_smaller_indices() {
    let mut b = Builder::default();
    for i in 0..8u32 {
        for j in (i + 1..8).filter(|j| i + j != 7) {
            b.pair(&i.to_string(), &j.to_string(), 1.0);
        }
    }
    // The last product goes with the first four, and so should the four others after them.
    (0..4u32).for_each(|i| b.pair(&i.to_string(), "last", 1.0));
    let ratings = Arc::new(b.build().unwrap().ratings);
    for entry in MODELS {
        let fitted = Fitting::new(entry.name, &ratings, &Values::new(), 42).unwrap().run().unwrap();
        let list = fitted.recommend("last", 20, &ListOptions::default()).unwrap();
        let mut ids: Vec<_> = list.iter().map(|r| r.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["4", "5", "6", "7"], "{}", entry.name);
        assert!(list.iter().all(|r| r.score.is_finite()), "{}", entry.name);
        assert!(list.iter().any(|r| r.score != 0.0), "{}: {list:?}", entry.name);
    }
}

#[test]
fn a_saved_file_of_pairs_comes_back_and_a_lopsided_one_is_refused() {
    let ratings = Arc::new(clusters());
    let fitted = Fitting::new("item_pairs", &ratings, &Values::new(), 42).unwrap().run().unwrap();
    let bytes = fitted.save().unwrap();
    let back = Fitted::load(&bytes).unwrap();
    assert_eq!(back.ratings().by_user(), ratings.by_user());
    assert_eq!(back.save().unwrap(), bytes);

    let mut b = Builder::default();
    for user in 0..30 {
        b.rating(&user.to_string(), &(user % 3).to_string(), 1.0, None);
    }
    b.set_implicit();
    let people = Arc::new(b.build().unwrap().ratings);
    let bytes =
        Fitting::new("popularity", &people, &Values::new(), 42).unwrap().run().unwrap().save().unwrap();
    // The same file with its shape changed says that thirty users are three items.
    let said = b"\\\"shape\\\":\\\"ratings\\\"";
    let shape = bytes.windows(said.len()).position(|w| w == said).expect("the metadata name the shape");
    let mut forged = bytes.clone();
    forged[shape..shape + 21].copy_from_slice(b"\\\"shape\\\":\\\"pairs\\\"  ");
    let error = Fitted::load(&forged).err().unwrap();
    assert!(error.to_string().contains("same items on both sides"), "{error}");
}
