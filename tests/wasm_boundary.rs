//! [`Boundary`] through JavaScript values in a browser's worker: what goes in and comes out as the page sees it.

#![cfg(target_arch = "wasm32")]

use js_sys::{Array, Error, JSON, Reflect};
use kindred::wasm::{Boundary, fresh_seed};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn json(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, key| Reflect::get(&value, &key.into()).unwrap())
}

fn number(value: &JsValue, path: &str) -> f64 {
    get(value, path).as_f64().unwrap_or_else(|| panic!("{path} is no number"))
}

fn text(value: &JsValue, path: &str) -> String {
    get(value, path).as_string().unwrap_or_else(|| panic!("{path} is no string"))
}

fn thrown<T>(result: Result<T, JsValue>) -> Error {
    result.err().expect("an error is thrown").dyn_into().expect("what is thrown is an Error")
}

fn with_interests(spec: &str) -> Boundary {
    let mut session = Boundary::new();
    session.load_sample("interests").unwrap();
    session.begin_fit(json(spec)).unwrap();
    while !get(&session.step_fit().unwrap(), "done").is_truthy() {}
    session.finish_fit().unwrap();
    session
}

#[test]
fn the_interests_are_loaded_trained_and_recommended() {
    let mut session = Boundary::new();
    let report = session.load_sample("interests").unwrap();
    assert_eq!(number(&report, "users"), 15.0);
    session.begin_fit(json(r#"{ "model": "user_knn", "seed": 7 }"#)).unwrap();
    let progress = session.step_fit().unwrap();
    assert!((0.0..=1.0).contains(&number(&progress, "fraction")));
    while !get(&session.step_fit().unwrap(), "done").is_truthy() {}
    let report = session.finish_fit().unwrap();
    assert_eq!((text(&report, "model").as_str(), number(&report, "seed")), ("user_knn", 7.0));

    let list: Array = session.recommend("0", 3, json("{}")).unwrap().unchecked_into();
    assert_eq!((list.length(), text(&list.get(0), "title").as_str()), (3, "MapReduce"));
    assert!(number(&list.get(0), "score") >= number(&list.get(1), "score"));

    let own = json(r#"[{ "id": "Hadoop", "rating": 1 }, { "id": "Java", "rating": 1 }]"#);
    let list: Array = session.recommend_for(own, 2, json("{}")).unwrap().unchecked_into();
    assert_eq!(list.length(), 2);
}

#[test]
fn a_saved_model_answers_as_before_in_another_session() {
    let session = with_interests(r#"{ "model": "item_knn" }"#);
    let mut other = Boundary::new();
    other.load_model(&session.save_model().unwrap().to_vec()).unwrap();
    let list = |session: &Boundary| {
        JSON::stringify(&session.recommend("3", 5, json("{}")).unwrap()).unwrap().as_string()
    };
    assert_eq!(list(&session), list(&other));
}

#[test]
fn a_file_is_read_in_the_pieces_that_are_wanted() {
    let file = b"user,item,rating\nann,x,4\nbob,x,5\nbob,y,1\n";
    let mut session = Boundary::new();
    let sources = format!(r#"[{{ "name": "ratings.csv", "size": {} }}]"#, file.len());
    session.begin_load(json(&sources), json("{}")).unwrap();
    loop {
        let want = session.want().unwrap();
        if want.is_undefined() {
            break;
        }
        let (from, length) = (number(&want, "offset") as usize, number(&want, "length") as usize);
        session.feed(&file[from..file.len().min(from + length)]).unwrap();
    }
    let report = session.finish_load().unwrap();
    assert_eq!(["ratings", "users", "items"].map(|key| number(&report, key)), [3.0, 2.0, 2.0]);
}

#[test]
fn an_evaluation_gives_figures_by_name() {
    let mut session = Boundary::new();
    session.load_sample("interests").unwrap();
    let spec = r#"{ "model": "popularity", "split": "random:0.2", "metrics": ["recall@5"] }"#;
    session.begin_evaluate(json(spec)).unwrap();
    while !get(&session.step_evaluate().unwrap(), "done").is_truthy() {}
    let evaluation = session.finish_evaluate().unwrap();
    assert!((0.0..=1.0).contains(&number(&evaluation, "metrics.recall@5")));
}

#[test]
fn items_come_on_a_plane_as_typed_arrays() {
    let mut session = with_interests(r#"{ "model": "als" }"#);
    session.begin_map().unwrap();
    while !session.step_map().unwrap() {}
    let map = session.finish_map().unwrap();
    let x: js_sys::Float32Array = get(&map, "x").dyn_into().unwrap();
    assert_eq!(f64::from(x.length()), number(&map, "ids.length"));
}

#[test]
fn errors_are_errors_with_the_name_of_their_kind() {
    let mut session = Boundary::new();
    let error = thrown(session.begin_fit(json(r#"{ "model": "als" }"#)));
    assert_eq!(error.name(), "StateError", "{:?}", error.message());
    session.load_sample("interests").unwrap();
    let error = thrown(session.begin_fit(json(r#"{ "model": "no such model" }"#)));
    assert_eq!(error.name(), "UnknownError", "{:?}", error.message());
    assert!(error.message().includes("user_knn", 0), "the message lists the models");
    let error = thrown(session.begin_fit(json(r#"{ "model": "als", "params": { "factors": -1 } }"#)));
    assert_eq!(error.name(), "ParameterError", "{:?}", error.message());
    let error = thrown(session.begin_fit(JsValue::from_f64(3.0)));
    assert_eq!(error.name(), "ParameterError", "an argument of a wrong type");
    let error = thrown(session.load_model(b"no model"));
    assert_eq!(error.name(), "ModelFileError", "{:?}", error.message());
    let session = with_interests(r#"{ "model": "user_knn" }"#);
    let error = thrown(session.recommend("nobody", 3, json("{}")));
    assert_eq!(error.name(), "UnknownError", "{:?}", error.message());
}

#[test]
fn models_and_samples_are_described() {
    let models: Array = Boundary::models().unwrap().unchecked_into();
    assert_eq!(models.length() as usize, kindred::model::MODELS.len());
    let names: Vec<_> = models.iter().map(|model| text(&model, "name")).collect();
    assert!(names.iter().any(|name| name == "als"), "{names:?}");
    assert!(models.iter().all(|model| number(&model, "params.length") >= 0.0));
    let samples: Array = Boundary::samples().unwrap().unchecked_into();
    assert!(samples.length() > 0);
}

#[test]
fn seeds_are_fresh() {
    let seeds: Vec<u32> = (0..4).map(|_| fresh_seed().unwrap()).collect();
    assert!(seeds.windows(2).any(|pair| pair[0] != pair[1]), "{seeds:?}");
}
