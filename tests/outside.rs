//! Models trained elsewhere answer here as they do there: files that PySpark and implicit wrote, with what these programs
//! said of them.

#[path = "../examples/factors/mod.rs"]
mod factors;
mod public;

use kindred::load::{self, LoadOptions, Loaded, Source, load_paths};
use kindred::model::{Fitted, ListOptions, OwnRating};
use kindred::outside::{Kin, Kinship, Outside};
use kindred::random::Random;
use kindred::ratings::{Axis, Builder, Ids, Ratings};
use kindred::report::Report;
use kindred::session::Session;
use public::data;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

fn movielens() -> Option<Arc<Ratings>> {
    let path = data("ml-100k.zip")?;
    Some(Arc::new(load_paths(&[path], &[] as &[PathBuf], LoadOptions::default()).unwrap().ratings))
}

fn expected(path: &PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn alone(outside: Outside) -> Fitted {
    let ratings = outside.alone(Axis::default());
    outside.join(Arc::new(ratings))
}

fn over(outside: Outside, ratings: &Ratings) -> Fitted {
    assert_eq!(outside.kin(ratings), Kin { items: Kinship::Same, people: Kinship::Same });
    let catalog = outside.catalog(ratings.catalog(), ratings.shape());
    outside.join(Arc::new(ratings.over(&catalog)))
}

/// Ids and scores of a list are those of a JSON array of pairs.
fn agree<'a>(found: impl Iterator<Item = (&'a str, f32)>, expected: &Value) {
    let found: Vec<_> = found.collect();
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len());
    for ((id, score), expected) in found.iter().zip(expected) {
        let name = expected[0].as_str().map_or_else(|| expected[0].to_string(), str::to_owned);
        let close = (f64::from(*score) - expected[1].as_f64().unwrap()).abs() < 2e-5;
        assert!(*id == name && close, "{id} {score}, not {expected}");
    }
}

#[test]
fn an_als_model_of_spark_recommends_as_spark_does() {
    let Some(path) = data("spark-als-ml-100k.zip") else { return };
    let files = std::fs::read(&path).unwrap();
    let files = kindred::format::archive::whole::files(&files, &|n| n.ends_with("expected.json")).unwrap();
    let expected: Value = serde_json::from_slice(&files[0].1).unwrap();
    let fitted = alone(factors::open(&path).unwrap());
    for (user, list) in expected["top5_all_items"].as_object().unwrap() {
        let found = fitted.recommend(user, 5, &ListOptions::default()).unwrap();
        agree(found.iter().map(|r| (r.id.as_str(), r.score)), list);
    }
    for line in expected["predictions"].as_array().unwrap() {
        let only =
            ListOptions { only_items: vec![line[1].as_str().unwrap().into()], ..ListOptions::default() };
        let found = fitted.recommend(line[0].as_str().unwrap(), 1, &only).unwrap();
        assert!((f64::from(found[0].rating.unwrap()) - line[2].as_f64().unwrap()).abs() < 2e-5);
    }
}

#[test]
fn over_ratings_it_hides_what_is_seen_has_titles_and_solves_for_somebody_new_as_spark_does() {
    let (Some(path), Some(ratings)) = (data("spark-als-ml-100k.zip"), movielens()) else { return };
    let fitted = over(factors::open(&path).unwrap(), &ratings);
    assert_eq!(fitted.ratings().n_items(), 1682, "all ids are those of the data");
    let row = ratings.by_user().row(ratings.catalog().users.ids.find("196").unwrap());
    let id = |item: u32| ratings.catalog().items.ids.get(item).to_owned();
    let list = fitted.recommend("196", 1000, &ListOptions::default()).unwrap();
    assert!(list.iter().all(|r| row.0.iter().all(|&seen| id(seen) != r.id)));
    assert!(list[0].title.ends_with(')'), "{}", list[0].title);
    assert!(!list[0].because.is_empty());
    // Spark solved for the people last, with the items as they are: so does a fold-in, and with the same result.
    let own: Vec<_> =
        row.0.iter().zip(row.1).map(|(&item, &rating)| OwnRating { id: id(item), rating }).collect();
    let new = fitted.recommend_for(&own, 20, &ListOptions::default()).unwrap();
    for (new, known) in new.iter().zip(&list) {
        assert!(new.id == known.id && (new.score - known.score).abs() < 1e-3, "{new:?} {known:?}");
    }
    let back = Fitted::load(&fitted.save().unwrap()).unwrap();
    assert_eq!(back.recommend("196", 20, &ListOptions::default()).unwrap(), list[..20]);
}

#[test]
fn factors_of_implicit_recommend_as_implicit_does() {
    let (Some(path), Some(json)) = (data("implicit-als-ml-100k.npz"), data("implicit-als-ml-100k.json"))
    else {
        return;
    };
    let expected = expected(&json);
    let fitted = alone(factors::open(&path).unwrap());
    assert_eq!((fitted.ratings().n_users(), fitted.ratings().catalog().items.ids.find("0")), (943, None));
    let similar = fitted.similar_items("50", 5).unwrap();
    let others = Value::Array(expected["similar_items_50"].as_array().unwrap()[1..].to_vec());
    agree(similar.iter().map(|s| (s.id.as_str(), s.score)), &others);
    let Some(path) = data("ml-100k.zip") else { return };
    let options = LoadOptions { split: Some("ua".into()), ..LoadOptions::default() };
    let ratings = load_paths(&[path], &[] as &[PathBuf], options).unwrap().ratings.binarized();
    let fitted = over(factors::open(&data("implicit-als-ml-100k.npz").unwrap()).unwrap(), &ratings);
    let found = fitted.recommend("196", 5, &ListOptions::default()).unwrap();
    agree(found.iter().map(|r| (r.id.as_str(), r.score)), &expected["recommend_196_hide_seen"]);
}

/// Three items, of which the first two are alike, with an id that has blanks.
const VECTORS: [(&str, [f32; 2]); 3] = [("Toy Story", [1.0, 0.0]), ("2", [4.0, 1.0]), ("3", [0.0, -2.5])];

fn word2vec(binary: bool) -> Vec<u8> {
    let mut file = b"3 2\n".to_vec();
    for (id, vector) in VECTORS {
        file.extend_from_slice(id.as_bytes());
        if binary {
            file.push(b' ');
            vector.iter().for_each(|x| file.extend(x.to_le_bytes()));
        } else {
            vector.iter().for_each(|x| file.extend(format!(" {x}").bytes()));
            file.push(b'\n');
        }
    }
    file
}

#[test]
fn vectors_tell_which_items_are_alike() {
    for binary in [false, true] {
        let fitted = alone(Outside::read(&word2vec(binary)).unwrap());
        let similar = fitted.similar_items("2", 5).unwrap();
        let first = "Toy Story";
        assert_eq!(similar.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), [first, "3"]);
        assert!((similar[0].score - 4.0 / 17f32.sqrt()).abs() < 1e-6);
        // Without people, items are recommended for an item.
        assert_eq!(fitted.recommend("2", 1, &ListOptions::default()).unwrap()[0].id, first);
        assert_eq!(fitted.similar_users("2", 1).unwrap_err().name(), "UnsupportedError");
    }
}

#[test]
fn damaged_and_foreign_files_are_refused_in_plain_words() {
    let spark = data("spark-als-ml-100k.zip").map(|path| std::fs::read(path).unwrap()).unwrap_or_default();
    let npz = data("implicit-als-ml-100k.npz").map(|path| std::fs::read(path).unwrap()).unwrap_or_default();
    let cut = &npz[..npz.len() / 2];
    for (bytes, found) in [
        (&b"user,item,rating\n1,2,3\n"[..], "begins “user,item,rating"),
        (b"", "begins “”"),
        (b"5 2\na 1 2\n", "1 that can be read"),
        (b"1 2\na nan 2\n", "others"),
        (&spark, "an archive with no arrays"),
        (cut, "damaged bytes"),
    ] {
        if bytes.is_empty() && found != "begins “”" {
            continue;
        }
        let error = Outside::read(bytes).unwrap_err();
        assert!(error.name() == "ModelFileError" && error.to_string().contains(found), "{error}");
    }
}

/// The same ratings, in which one side or both have other numbers.
fn renumbered(ratings: &Ratings, users: &[usize], items: &[usize]) -> Ratings {
    let mut b = Builder::default();
    for (user, item, value) in ratings.once() {
        b.rating(&users[user as usize].to_string(), &items[item as usize].to_string(), value, None);
    }
    b.build().unwrap().ratings
}

/// Numbers from 1: as they stand, and in another order.
fn numbers(n: usize) -> [Vec<usize>; 2] {
    let same: Vec<usize> = (1..=n).collect();
    let mut other = same.clone();
    Random::new(7).shuffle(&mut other);
    [same, other]
}

#[test]
fn numbers_that_coincide_are_no_kinship_and_ratings_show_whose_they_are() {
    let Some(movielens) = movielens() else { return };
    let model = |name: &str| data(name).map(|path| factors::open(&path).unwrap());
    let (Some(spark), Some(implicit)) = (model("spark-als-ml-100k.zip"), model("implicit-als-ml-100k.npz"))
    else {
        return;
    };
    let named = |ids: &Ids| ids.iter().map(|id| id.parse().unwrap()).collect::<Vec<usize>>();
    let catalog = movielens.catalog();
    let (users, items) = (named(&catalog.users.ids), named(&catalog.items.ids));
    let [_, strangers] = numbers(users.len());
    let [_, things] = numbers(items.len());
    // From the most popular to the least, as many data sets number their items.
    let mut popular: Vec<usize> = (0..items.len()).collect();
    popular.sort_by_key(|&i| std::cmp::Reverse(movielens.by_item().row_len(i as u32)));
    let mut ranks = vec![0; items.len()];
    popular.iter().enumerate().for_each(|(rank, &i)| ranks[i] = rank + 1);

    let whole: Vec<PathBuf> =
        ["jester-5k.zip#jester_ratings.dat", "hetrec2011-lastfm-2k.zip#user_artists.dat"]
            .iter()
            .filter_map(|name| {
                let (file, entry) = name.split_once('#')?;
                Some(PathBuf::from(format!("{}#{entry}", data(file)?.display())))
            })
            .collect();
    for (outside, name) in [(&spark, "spark"), (&implicit, "implicit")] {
        for choices in [false, true] {
            let kin = |ratings: &Ratings| {
                if choices { outside.kin(&ratings.binarized()) } else { outside.kin(ratings) }
            };
            let own = kin(&movielens);
            assert_eq!(own, Kin { items: Kinship::Same, people: Kinship::Same }, "{name} {choices}");
            let other = kin(&renumbered(&movielens, &users, &things));
            assert_eq!(other.items, Kinship::Chance, "{name} {choices}");
            let other = kin(&renumbered(&movielens, &users, &ranks));
            assert_eq!(other.items, Kinship::Chance, "{name} {choices}");
            // The same films, and other people.
            let others = kin(&renumbered(&movielens, &strangers, &items));
            assert_eq!(others, Kin { items: Kinship::Same, people: Kinship::Chance }, "{name} {choices}");
        }
        for path in &whole {
            let ratings = load_paths(std::slice::from_ref(path), &[] as &[PathBuf], LoadOptions::default())
                .unwrap()
                .ratings;
            assert_ne!(outside.kin(&ratings).items, Kinship::Same, "{name} {path:?}");
        }
    }
    // Too few to tell; and names need no ratings.
    let few = movielens.filtered(|at| at < 100);
    assert_eq!(spark.kin(&few).items, Kinship::Open);
    let vectors = Outside::read(b"3 1\nTea 1\nRum 2\nGin 3\n").unwrap();
    let mut b = Builder::default();
    for drink in ["Tea", "Rum", "Ale"] {
        b.rating("1", drink, 4.0, None);
    }
    assert_eq!(vectors.kin(&b.build().unwrap().ratings).items, Kinship::Same);
}

/// A session over these ratings.
fn session(ratings: Option<&Ratings>) -> Session {
    let mut session = Session::new();
    if let Some(ratings) = ratings {
        let report = Report::of("ratings", ratings, None);
        session.set_loaded(Loaded { ratings: ratings.clone(), report, ..load::sample("films").unwrap() });
    }
    session
}

#[test]
fn a_model_is_opened_over_data_of_its_items_and_by_itself_with_a_word_about_it_over_others() {
    let (Some(path), Some(movielens)) = (data("spark-als-ml-100k.zip"), movielens()) else { return };
    let outside = factors::open(&path).unwrap();
    let named = |ids: &Ids| ids.iter().map(|id| id.parse().unwrap()).collect::<Vec<usize>>();
    let (users, items) = (named(&movielens.catalog().users.ids), named(&movielens.catalog().items.ids));
    let [[_, strangers], [_, things]] = [numbers(users.len()), numbers(items.len())];
    let other = renumbered(&movielens, &users, &things);
    let open = |session: &mut Session| {
        session.begin_model(outside.clone());
        session.finish_model().unwrap()
    };

    let mut own = session(Some(&movielens));
    let report = open(&mut own);
    assert_eq!((report.ratings, report.keeps_data, report.note), (100_000, Some(true), None));

    let mut apart = session(Some(&other));
    let report = open(&mut apart);
    assert_eq!((report.ratings, report.items, report.keeps_data), (0, 1682, Some(false)));
    assert!(report.note.unwrap().contains("these are other items"));
    // Again it takes the place of what there was, though that looks the same.
    let report = open(&mut apart);
    assert_eq!((report.ratings, report.keeps_data), (0, Some(false)));

    // Whoever has only the number of somebody else is solved for from their own ratings.
    let mut mixed = session(Some(&renumbered(&movielens, &strangers, &items)));
    let report = open(&mut mixed);
    assert_eq!((report.ratings, report.keeps_data), (100_000, Some(true)));
    assert!(report.note.unwrap().starts_with("Its people are others"));
    let number = strangers[users.iter().position(|&id| id == 196).unwrap()].to_string();
    let solved = mixed.recommend(&number, 5, &ListOptions::default()).unwrap();
    let known = own.recommend("196", 5, &ListOptions::default()).unwrap();
    for (solved, known) in solved.iter().zip(&known) {
        assert!(solved.id == known.id && (solved.score - known.score).abs() < 1e-3, "{solved:?} {known:?}");
    }

    let mut none = session(None);
    let report = open(&mut none);
    assert_eq!((report.users, report.keeps_data, report.note), (943, Some(false), None));

    // Ratings that are given with it and are of something else are refused, and everything stays.
    let text: String = other
        .once()
        .map(|(user, item, value)| format!("{},{},{value}\n", users[user as usize], item + 1))
        .collect();
    let text = format!("user,item,rating\n{text}");
    own.begin_model(outside);
    let source = Source { name: "others.csv".into(), size: text.len() as u64, test: false };
    own.begin_load(vec![source], LoadOptions::default()).unwrap();
    while let Some(want) = own.want().unwrap() {
        let rest = &text.as_bytes()[want.offset as usize..];
        own.feed(&rest[..want.length.min(rest.len())]).unwrap();
    }
    let refused = own.finish_model().unwrap_err().to_string();
    assert!(
        refused.contains("items of the same numbers, whose ratings do not go with its scores"),
        "{refused}"
    );
    assert_eq!(own.recommend("196", 5, &ListOptions::default()).unwrap(), known);
}

/// What Kindred writes of three people and two items with ids that are no numbers, and scores that are none of ratings.
/// `tests/scripts/written.test.ts` writes these files and holds that they are what is written.
#[test]
fn what_kindred_writes_is_opened_here_too() {
    for name in ["named.zip", "named.npz", "named.safetensors"] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/outside").join(name);
        let Outside::Factors { users, items, training } = factors::open(&path).unwrap() else {
            panic!("{name}: factors of people and items");
        };
        assert_eq!(users.ids.iter().collect::<Vec<_>>(), ["Ann", "Bö b", "007"], "{name}");
        assert_eq!(items.ids.iter().collect::<Vec<_>>(), ["Toy, Story", "https://a.b/ü?x=1"], "{name}");
        assert_eq!(
            users.rows.iter().copied().collect::<Vec<_>>(),
            [1.0, 0.1, -2.5, 3e-8, 0.5, 7.0],
            "{name}"
        );
        assert_eq!(items.rows.iter().copied().collect::<Vec<_>>(), [4.0, 5.0, -6.0, 0.7], "{name}");
        assert_eq!(training.ratings, Some(false), "{name}");
    }
}
