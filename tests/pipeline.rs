//! The whole flow, from bytes to answers, as a person goes through it.

use kindred::load::{LoadOptions, Source};
use kindred::model::ListOptions;
use kindred::session::{EvaluateSpec, FitSpec, Session};

fn load(session: &mut Session, name: &str, bytes: &[u8]) -> kindred::error::Result<()> {
    let sources = vec![Source { name: name.into(), size: bytes.len() as u64, test: false }];
    session.begin_load(sources, LoadOptions::default())?;
    while let Some(want) = session.want()? {
        let start = want.offset as usize;
        session.feed(&bytes[start..bytes.len().min(start + want.length)])?;
    }
    session.finish_load().map(|_| ())
}

fn fit(session: &mut Session, model: &str) {
    session.begin_fit(&FitSpec { model: model.into(), ..FitSpec::default() }).unwrap();
    while !session.step_fit().unwrap().done {}
    session.finish_fit().unwrap();
}

#[test]
fn a_products_known_partners_are_hidden_on_both_sides_of_the_diagonal() {
    let mut session = Session::new();
    load(&mut session, "pairs.csv", b"product1,product2,weight\na,b,1\nb,c,1\nc,d,1\na,d,1\nd,e,1\nb,e,1\n")
        .unwrap();
    fit(&mut session, "item_pairs");
    // c is paired with b, whose index is smaller, and with d, whose index is larger.
    let list = session.recommend("c", 10, &ListOptions::default()).unwrap();
    let mut ids: Vec<_> = list.iter().map(|r| r.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["a", "e"]);
}

#[test]
fn a_file_that_cannot_be_read_leaves_data_and_model_in_place() {
    let mut session = Session::new();
    session.load_sample("films").unwrap();
    fit(&mut session, "item_knn");
    let user = session.find_users("", 1).unwrap()[0].id.clone();
    let before = session.recommend(&user, 5, &ListOptions::default()).unwrap();
    assert!(load(&mut session, "empty.csv", b"").is_err());
    assert!(load(&mut session, "header.csv", b"user,item,rating\n").is_err());
    assert_eq!(session.report().unwrap().items, 308);
    assert_eq!(session.recommend(&user, 5, &ListOptions::default()).unwrap(), before);
}

#[test]
fn factors_beat_the_baseline_on_the_film_sample() {
    let mut session = Session::new();
    session.load_sample("films").unwrap();
    let mut rmse = |model: &str| {
        let fit = FitSpec { model: model.into(), ..FitSpec::default() };
        let metrics = vec!["rmse".to_owned()];
        session
            .begin_evaluate(&EvaluateSpec {
                fit,
                split: "random:0.2".into(),
                metrics,
                ..EvaluateSpec::default()
            })
            .unwrap();
        while !session.step_evaluate().unwrap().done {}
        session.finish_evaluate().unwrap().metrics["rmse"]
    };
    let (popularity, mf) = (rmse("popularity"), rmse("mf"));
    assert!(mf < 0.9 * popularity, "mf {mf}, popularity {popularity}");
}

#[test]
fn questions_out_of_order_say_what_comes_first() {
    let mut session = Session::new();
    let error = session.begin_fit(&FitSpec { model: "mf".into(), ..FitSpec::default() }).unwrap_err();
    assert_eq!(error.name(), "StateError");
    session.load_sample("interests").unwrap();
    assert_eq!(session.recommend("0", 5, &ListOptions::default()).unwrap_err().name(), "StateError");
    let error = session.begin_fit(&FitSpec { model: "nonsense".into(), ..FitSpec::default() }).unwrap_err();
    assert!(error.to_string().contains("item_knn"), "{error}");
    fit(&mut session, "mf");
    let error = session.recommend("no such person", 5, &ListOptions::default()).unwrap_err();
    assert_eq!(error.name(), "UnknownError");
}

#[test]
fn somebody_who_has_said_nothing_gets_the_best_known_where_a_model_knows_no_better() {
    let mut session = Session::new();
    session.load_sample("films").unwrap();
    fit(&mut session, "rp3beta");
    let list = session.recommend_for(&[], 10, &ListOptions::default()).unwrap();
    assert!(list.iter().all(|line| line.score == list[0].score), "nothing is known of them");
    let ratings = session.ratings().unwrap();
    let ids = &ratings.catalog().items.ids;
    let known: Vec<usize> =
        list.iter().map(|line| ratings.by_item().row_len(ids.find(&line.id).unwrap())).collect();
    let mut all: Vec<usize> = (0..ratings.n_items() as u32).map(|i| ratings.by_item().row_len(i)).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(known, all[..10]);
}
