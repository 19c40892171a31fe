//! Facts and figures on public data sets, read from the archives as they are published. A set that is not in
//! `../shared/data` is reported as skipped, by name; where `KINDRED_DATA` says where the sets are, it is missed.

mod public;

use kindred::load::{LoadOptions, Loaded, load_paths};
use kindred::measure::Evaluator;
use kindred::measure::Metric;
use kindred::measure::Split;
use kindred::model::{Fitting, ListOptions, OwnRating, Value, Values};
use kindred::ratings::Ratings;
use public::data;
use std::path::PathBuf;
use std::sync::Arc;

fn load(path: &PathBuf, split: Option<&str>) -> Loaded {
    let options = LoadOptions { split: split.map(str::to_owned), ..LoadOptions::default() };
    load_paths(std::slice::from_ref(path), &[] as &[PathBuf], options).unwrap()
}

fn figure(model: &str, train: Ratings, test: Ratings, set: &[(&str, &str)], metric: &str) -> f64 {
    let values: Values = set.iter().map(|(n, v)| ((*n).to_owned(), Value::Text((*v).to_owned()))).collect();
    let metric = Metric::parse(metric).unwrap();
    let (train, test) = (Arc::new(train), Arc::new(test));
    let mut evaluator = Evaluator::new(model, &train, &test, &values, &[metric], 42).unwrap();
    while !evaluator.step().unwrap().done {}
    evaluator.finish().unwrap().metrics[&metric.to_string()]
}

#[test]
fn movielens_100k_is_what_its_readme_says() {
    let Some(path) = data("ml-100k.zip") else { return };
    let Loaded { ratings, report, .. } = load(&path, None);
    assert_eq!((ratings.n_users(), ratings.n_items(), ratings.len()), (943, 1682, 100_000));
    assert_eq!((ratings.scale().min, ratings.scale().max), (1.0, 5.0));
    assert_eq!((report.users, report.items, report.ratings, report.skipped.count), (943, 1682, 100_000, 0));
    assert!(
        ["u1", "u5", "ua", "ub"].iter().all(|s| report.splits.iter().any(|t| t == s)),
        "{:?}",
        report.splits
    );
    assert_eq!(report.categories.len(), 19);
    let items = &ratings.catalog().items;
    for (title, mean) in [
        ("Star Wars (1977)", 4.36),
        ("Empire Strikes Back, The (1980)", 4.20),
        ("Return of the Jedi (1983)", 4.01),
    ] {
        let item = (0..1682).find(|&i| items.title(i) == title).unwrap_or_else(|| panic!("no {title}"));
        let (_, values) = ratings.by_item().row(item);
        let found = values.iter().sum::<f32>() / values.len() as f32;
        assert!((found - mean).abs() < 0.005, "{title}: {found}");
    }
}

#[test]
fn movielens_latest_small_is_what_its_readme_says() {
    let Some(path) = data("ml-latest-small.zip") else { return };
    let Loaded { ratings, report, .. } = load(&path, None);
    assert_eq!((ratings.n_items(), report.skipped.count), (9066, 0));
    // Some copies in circulation have a user more; those of the README are 1 to 671.
    let users = &ratings.catalog().users.ids;
    let published = |u: &u32| users.get(*u).parse::<u32>().is_ok_and(|id| (1..=671).contains(&id));
    let people: Vec<u32> = (0..ratings.n_users() as u32).filter(published).collect();
    let rows: usize = people.iter().map(|&u| ratings.by_user().row_len(u)).sum();
    assert_eq!((people.len(), rows), (671, 100_004));
    let items = &ratings.catalog().items;
    let toy = items.ids.find("1").unwrap();
    assert_eq!(items.title(toy), "Toy Story (1995)");
    assert!(items.categories(toy).any(|c| c == "Animation"));
    assert!(items.feature("tag").is_some());
}

#[test]
fn matrix_factorization_reaches_its_figure_on_an_official_fold() {
    let Some(path) = data("ml-100k.zip") else { return };
    let Loaded { ratings, test, .. } = load(&path, Some("u2"));
    let rmse = figure("mf", ratings, test.unwrap(), &[], "rmse");
    assert!(rmse < 0.92, "{rmse}");
}

#[test]
fn two_factors_reach_the_books_error() {
    let Some(path) = data("ml-100k.zip") else { return };
    let (train, test) =
        Split::parse("random:0.15:0.15").unwrap().apply(&load(&path, None).ratings, 42).unwrap();
    let mse = figure("mf", train, test, &[("factors", "2")], "mse");
    assert!(mse <= 0.89, "{mse}");
}

#[test]
fn neighbours_reach_their_figures_on_an_official_fold() {
    let Some(path) = data("ml-100k.zip") else { return };
    for (model, most) in [("item_knn", 0.912), ("user_knn", 0.922)] {
        let Loaded { ratings, test, .. } = load(&path, Some("u2"));
        let rmse = figure(model, ratings, test.unwrap(), &[], "rmse");
        assert!(rmse <= most, "{model}: {rmse}");
    }
}

#[test]
fn neighbours_walks_and_ease_rank_choices_as_well_as_they_should() {
    let Some(path) = data("ml-100k.zip") else { return };
    let Loaded { ratings, test, .. } = load(&path, Some("ua"));
    let (train, test) = (ratings.binarized(), test.unwrap().binarized());
    for (model, least) in [("item_knn", 0.27), ("user_knn", 0.28), ("rp3beta", 0.28), ("ease", 0.316)] {
        let ndcg = figure(model, train.clone(), test.clone(), &[], "ndcg@10");
        assert!(ndcg >= least, "{model}: {ndcg}");
    }
}

#[test]
fn the_first_list_is_better_than_that_of_a_model_of_choices_and_carries_ratings() {
    let Some(path) = data("ml-100k.zip") else { return };
    let Loaded { ratings, test, .. } = load(&path, Some("ua"));
    let (train, test) = (Arc::new(ratings), Arc::new(test.unwrap()));
    let metrics = [Metric::Ndcg(10), Metric::Rmse];
    let mut evaluator = Evaluator::new("hybrid", &train, &test, &Values::new(), &metrics, 42).unwrap();
    while !evaluator.step().unwrap().done {}
    let found = evaluator.finish().unwrap().metrics;
    assert!(found["ndcg@10"] >= 0.323 && found["rmse"] <= 0.917, "{found:?}");
}

#[test]
fn to_star_wars_its_sequels_and_the_raiders_are_most_similar() {
    let Some(path) = data("ml-100k.zip") else { return };
    let ratings = Arc::new(load(&path, None).ratings);
    let fitted = Fitting::new("hybrid", &ratings, &Values::new(), 42).unwrap().run().unwrap();
    let similar = fitted.similar_items("50", 3).unwrap();
    let mut titles: Vec<_> = similar.iter().map(|item| item.title.as_str()).collect();
    titles.sort_unstable();
    let expected =
        ["Empire Strikes Back, The (1980)", "Raiders of the Lost Ark (1981)", "Return of the Jedi (1983)"];
    assert_eq!(titles, expected);
    // Three films of one kind bring more of it, and not what hardly anybody has chosen.
    let own = ["50", "172", "183"].map(|id| OwnRating { id: id.into(), rating: 5.0 });
    let list = fitted.recommend_for(&own, 5, &ListOptions::default()).unwrap();
    assert!(list.iter().any(|hit| hit.title.starts_with("Return of the Jedi")), "{list:?}");
    let chosen = |id: &str| ratings.catalog().items.ids.find(id).map_or(0, |i| ratings.by_item().row_len(i));
    for hit in &list {
        assert!(chosen(&hit.id) > 100 && hit.rating.is_some(), "{list:?}");
    }
}

#[test]
fn everybody_of_movielens_100k_gets_the_list_that_is_asked_for_alone() {
    let Some(path) = data("ml-100k.zip") else { return };
    let ratings = Arc::new(load(&path, None).ratings);
    for model in ["als", "mf"] {
        let fitted = Fitting::new(model, &ratings, &Values::new(), 42).unwrap().run().unwrap();
        let options = ListOptions::default();
        let (mut users, mut slices) = (0, 0);
        while users < ratings.n_users() {
            let lists = fitted.lists(users, 10, &options).unwrap();
            let mut lines = lists.items.iter().zip(&lists.scores).zip(&lists.ratings);
            for (user, &length) in lists.users.iter().zip(&lists.lengths) {
                let alone = fitted.recommend(user, 10, &options).unwrap();
                assert_eq!((user.as_str(), length), (ratings.catalog().users.ids.get(users as u32), 10));
                for one in alone {
                    let ((&item, &score), &rating) = lines.next().unwrap();
                    let id = ratings.catalog().items.ids.get(item);
                    assert_eq!((id, score, Some(rating)), (&*one.id, one.score, one.rating), "{model}");
                }
                users += 1;
            }
            assert!(lines.next().is_none());
            slices += 1;
        }
        assert!(users == 943 && slices > 1, "{model}: {slices}");
    }
}
