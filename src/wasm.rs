//! The boundary: [`Boundary`], which is `Session` for JavaScript. This is the only file that names wasm_bindgen.
//!
//! One call per gesture of a person. Bytes come in as `&[u8]`; lists go out as plain objects;
//! errors are thrown as `Error` objects whose `name` is the kind; one for want of memory has the
//! bytes it would `need` and the `limit`.

use crate::error::{Error, ErrorKind};
use crate::measure::evaluate::Evaluation;
use crate::measure::{Comparison, Outcome, Run, metrics, split};
use crate::model::{self, ListOptions, ModelInfo, OwnRating, Recommendation, Similar};
use crate::outside::{Outside, Training, Vectors};
use crate::ratings::Ids;
use crate::session;
use crate::tensors::{Numbers, Place};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

type Js<T> = std::result::Result<T, JsValue>;

/// Runs once when the module is loaded: a panic's message goes to the console before the trap.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
    }));
}

#[wasm_bindgen]
extern "C" {
    /// Has the second part of the core put its functions into the table; the worker provides it.
    #[wasm_bindgen(js_name = kindredLater)]
    fn fetch_later();
}

/// Has the whole core ready, so that no later call has to wait for a part of it.
///
/// The build divides the module in two (`scripts/parts.mjs`): what a first list needs, and the rest. What lacks asks for
/// the second part when it is called; this asks at once.
#[wasm_bindgen]
pub fn complete() {
    fetch_later();
}

/// Throws a library error as a JavaScript one.
fn throw(error: Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    thrown.set_name(error.name());
    if let ErrorKind::Memory { need, limit, .. } = *error.kind() {
        for (key, bytes) in [("need", need), ("limit", limit)] {
            // A fresh error object takes every property.
            js_sys::Reflect::set(&thrown, &key.into(), &JsValue::from_f64(bytes as f64)).ok();
        }
    }
    thrown.into()
}

/// Decodes an argument inside the function, so that a wrong one is an ordinary error.
fn read<T: DeserializeOwned>(what: &str, value: JsValue) -> Js<T> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|e| throw(Error::parameter("call", what, "of the documented type", e.to_string())))
}

fn write<T: Serialize + ?Sized>(value: &T) -> Js<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(JsValue::from)
}

#[wasm_bindgen]
extern "C" {
    /// A line of a list, or one of its reasons, as an object of JavaScript.
    #[wasm_bindgen(extends = js_sys::Object)]
    type Line;
    #[wasm_bindgen(method, setter)]
    fn set_id(this: &Line, id: &js_sys::JsString);
    #[wasm_bindgen(method, setter)]
    fn set_title(this: &Line, title: &js_sys::JsString);
    #[wasm_bindgen(method, setter)]
    fn set_score(this: &Line, score: f32);
    #[wasm_bindgen(method, setter)]
    fn set_rating(this: &Line, rating: f32);
    #[wasm_bindgen(method, setter)]
    fn set_because(this: &Line, because: &js_sys::Array);
    #[wasm_bindgen(method, setter)]
    fn set_weight(this: &Line, weight: f32);
}

/// Ids and titles of many lines. They go out as one text, which is cut there: a list with reasons has eighty of them, and each
/// by itself would take longer than the object that it is for.
#[derive(Default)]
struct Names {
    text: String,
    /// Of each line the ends of id and title, in the units of JavaScript; the ends are the same where the title is the id.
    ends: Vec<[u32; 2]>,
    length: u32,
}

impl Names {
    fn push(&mut self, id: &str, title: &str) {
        let id_end = self.append(id);
        let title_end = if title == id { id_end } else { self.append(title) };
        self.ends.push([id_end, title_end]);
    }

    fn append(&mut self, name: &str) -> u32 {
        self.text.push_str(name);
        let units = if name.is_ascii() { name.len() } else { name.encode_utf16().count() };
        self.length += units as u32;
        self.length
    }

    /// A line with its names for each that was pushed.
    fn lines(self) -> impl Iterator<Item = Line> {
        let (text, mut from) = (js_sys::JsString::from(self.text), 0);
        self.ends.into_iter().map(move |[id_end, title_end]| {
            let line = js_sys::Object::new().unchecked_into::<Line>();
            let id = text.substring(from, id_end);
            line.set_id(&id);
            line.set_title(&if title_end == id_end { id } else { text.substring(id_end, title_end) });
            from = title_end;
            line
        })
    }
}

fn recommendations(list: &[Recommendation]) -> JsValue {
    let mut names = Names::default();
    for hit in list {
        names.push(&hit.id, &hit.title);
        hit.because.iter().for_each(|reason| names.push(&reason.id, &reason.title));
    }
    let mut lines = names.lines();
    let whole = js_sys::Array::new();
    for hit in list {
        let Some(line) = lines.next() else { break };
        line.set_score(hit.score);
        if let Some(rating) = hit.rating {
            line.set_rating(rating);
        }
        let because = js_sys::Array::new();
        for (reason, of) in hit.because.iter().zip(lines.by_ref()) {
            of.set_weight(reason.weight);
            because.push(&of);
        }
        line.set_because(&because);
        whole.push(&line);
    }
    whole.into()
}

fn similar(list: &[Similar]) -> JsValue {
    let mut names = Names::default();
    list.iter().for_each(|hit| names.push(&hit.id, &hit.title));
    let whole = js_sys::Array::new();
    for (hit, line) in list.iter().zip(names.lines()) {
        line.set_score(hit.score);
        whole.push(&line);
    }
    whole.into()
}

/// So many bytes outside of the core's own memory, which never becomes smaller again.
fn new_file(len: usize) -> js_sys::Uint8Array {
    js_sys::Uint8Array::new_with_length(len as u32)
}

impl Place for js_sys::Uint8Array {
    fn put(&mut self, at: usize, numbers: Numbers<'_>) {
        let (file, at) = (self.buffer(), at as u32);
        match numbers {
            Numbers::F32(numbers) => {
                let n = numbers.len() as u32;
                js_sys::Float32Array::new_with_byte_offset_and_length(&file, at, n).copy_from(numbers);
            }
            Numbers::U32(numbers) => {
                let n = numbers.len() as u32;
                js_sys::Uint32Array::new_with_byte_offset_and_length(&file, at, n).copy_from(numbers);
            }
            Numbers::Bytes(bytes) => self.subarray(at, at + bytes.len() as u32).copy_from(bytes),
        }
    }
}

/// Items on a plane, as typed arrays.
#[derive(Serialize, Tsify)]
struct ItemMap {
    ids: Vec<String>,
    titles: Vec<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    x: js_sys::Float32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    y: js_sys::Float32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    mean: js_sys::Float32Array,
    variance: [f32; 2],
}

/// Ids with their vectors, row after row.
#[derive(Serialize, Tsify)]
struct Rows {
    ids: Vec<String>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    rows: js_sys::Float32Array,
}

/// Lists of some people, one after the other.
#[derive(Serialize, Tsify)]
struct Lists {
    /// Ids of the people.
    users: Vec<String>,
    /// Length of each one's list.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    lengths: js_sys::Uint32Array,
    /// All lists: positions among the item names.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    items: js_sys::Uint32Array,
    /// The scores by which they are ordered.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    scores: js_sys::Float32Array,
    /// Whether the model predicts ratings.
    rates: bool,
    /// The predicted ratings; empty where the model predicts none.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    ratings: js_sys::Float32Array,
}

/// A fresh seed from the platform's source of randomness, to be shown and kept: nothing in the
/// core draws from anything but a seed.
#[wasm_bindgen(js_name = freshSeed)]
pub fn fresh_seed() -> Js<u32> {
    getrandom::u32().map_err(|e| JsValue::from_str(&e.to_string()))
}

/// All the state of one engine; lives in the worker.
#[wasm_bindgen(js_name = Session)]
#[derive(Default)]
pub struct Boundary {
    inner: session::Session,
}

#[wasm_bindgen(js_class = Session)]
impl Boundary {
    /// Nothing loaded yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Boundary {
        Boundary::default()
    }

    /// Every model, its parameters and abilities.
    #[wasm_bindgen(unchecked_return_type = "ModelInfo[]")]
    pub fn models() -> Js<JsValue> {
        write::<Vec<ModelInfo>>(&model::model_infos())
    }

    /// The embedded samples.
    #[wasm_bindgen(unchecked_return_type = "SampleInfo[]")]
    pub fn samples() -> Js<JsValue> {
        write(session::Session::samples())
    }

    /// Begins reading files; earlier data stay until `finishLoad`.
    #[wasm_bindgen(js_name = beginLoad)]
    pub fn begin_load(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Source[]")] sources: JsValue,
        #[wasm_bindgen(unchecked_param_type = "LoadOptions")] options: JsValue,
    ) -> Js<()> {
        self.inner.begin_load(read("sources", sources)?, read("options", options)?).map_err(throw)
    }

    /// The bytes that are needed next; undefined when everything is read.
    #[wasm_bindgen(unchecked_return_type = "Want | undefined")]
    pub fn want(&mut self) -> Js<JsValue> {
        write(&self.inner.want().map_err(throw)?)
    }

    /// Takes the bytes of the last want.
    #[wasm_bindgen(unchecked_return_type = "LoadProgress")]
    pub fn feed(&mut self, bytes: &[u8]) -> Js<JsValue> {
        write(&self.inner.feed(bytes).map_err(throw)?)
    }

    /// Ends reading; the new data replace the old.
    #[wasm_bindgen(js_name = finishLoad, unchecked_return_type = "Report")]
    pub fn finish_load(&mut self) -> Js<JsValue> {
        write(&self.inner.finish_load().map_err(throw)?)
    }

    /// Ends reading files that are one person's export, met with the present data, which stay.
    #[wasm_bindgen(js_name = finishMatch, unchecked_return_type = "Export")]
    pub fn finish_match(&mut self) -> Js<JsValue> {
        write(&self.inner.finish_match().map_err(throw)?)
    }

    /// The export that was read together with the present data; undefined when there was none.
    #[wasm_bindgen(js_name = ownExport, unchecked_return_type = "Export | undefined")]
    pub fn own_export(&self) -> Js<JsValue> {
        write(&self.inner.own_export().map_err(throw)?)
    }

    /// The first rows of the tables that are being read, or were read last, also when that failed.
    #[wasm_bindgen(unchecked_return_type = "Preview[]")]
    pub fn previews(&self) -> Js<JsValue> {
        write(self.inner.previews())
    }

    /// Stops reading; earlier data stay.
    #[wasm_bindgen(js_name = abandonLoad)]
    pub fn abandon_load(&mut self) {
        self.inner.abandon_load();
    }

    /// Takes an embedded sample as the data.
    #[wasm_bindgen(js_name = loadSample, unchecked_return_type = "Report")]
    pub fn load_sample(&mut self, name: &str) -> Js<JsValue> {
        write(&self.inner.load_sample(name).map_err(throw)?)
    }

    /// The report on the present data.
    #[wasm_bindgen(unchecked_return_type = "Report | undefined")]
    pub fn report(&self) -> Js<JsValue> {
        write(&self.inner.report())
    }

    /// Begins training; an earlier model stays until `finishFit`.
    #[wasm_bindgen(js_name = beginFit)]
    pub fn begin_fit(&mut self, #[wasm_bindgen(unchecked_param_type = "FitSpec")] spec: JsValue) -> Js<()> {
        self.inner.begin_fit(&read("spec", spec)?).map_err(throw)
    }

    /// What a training would be; nothing is trained.
    #[wasm_bindgen(unchecked_return_type = "FitPlan")]
    pub fn plan(&self, #[wasm_bindgen(unchecked_param_type = "FitSpec")] spec: JsValue) -> Js<JsValue> {
        write(&self.inner.plan(&read("spec", spec)?).map_err(throw)?)
    }

    /// One slice of training.
    #[wasm_bindgen(js_name = stepFit, unchecked_return_type = "Progress")]
    pub fn step_fit(&mut self) -> Js<JsValue> {
        write(&self.inner.step_fit().map_err(throw)?)
    }

    /// The training under way as it stands, between two of its epochs; undefined elsewhere.
    #[wasm_bindgen(js_name = checkpointFit)]
    pub fn checkpoint_fit(&mut self) -> Js<Option<Vec<u8>>> {
        self.inner.checkpoint_fit().map_err(throw)
    }

    /// Why the model of the training under way was chosen, if it was.
    #[wasm_bindgen(unchecked_return_type = "Choice | undefined")]
    pub fn chosen(&self) -> Js<JsValue> {
        write(&self.inner.chosen())
    }

    /// Begins a training where an earlier one stood.
    #[wasm_bindgen(js_name = resumeFit)]
    pub fn resume_fit(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "FitSpec")] spec: JsValue,
        state: &[u8],
    ) -> Js<()> {
        self.inner.resume_fit(&read("spec", spec)?, state).map_err(throw)
    }

    /// The model as trained so far becomes the present one.
    #[wasm_bindgen(js_name = finishFit, unchecked_return_type = "FitReport")]
    pub fn finish_fit(&mut self) -> Js<JsValue> {
        write(&self.inner.finish_fit().map_err(throw)?)
    }

    /// Takes the present model away into a session of its own, which answers for it.
    #[wasm_bindgen(js_name = takeModel)]
    pub fn take_model(&mut self) -> Js<Boundary> {
        Ok(Boundary { inner: self.inner.take_model().map_err(throw)? })
    }

    /// Opens a model of the present data, which stay, in a session of its own: a saved one, or one that was kept.
    #[wasm_bindgen(js_name = recallModel)]
    pub fn recall_model(&mut self, bytes: &[u8]) -> Js<Boundary> {
        Ok(Boundary { inner: self.inner.recall_model(bytes).map_err(throw)? })
    }

    /// Drops the training under way; an earlier model stays.
    #[wasm_bindgen(js_name = abandonFit)]
    pub fn abandon_fit(&mut self) {
        self.inner.abandon_fit();
    }

    /// The `n` best items for a user.
    #[wasm_bindgen(unchecked_return_type = "Recommendation[]")]
    pub fn recommend(
        &self,
        user: &str,
        n: usize,
        #[wasm_bindgen(unchecked_param_type = "ListOptions")] options: JsValue,
    ) -> Js<JsValue> {
        let options: ListOptions = read("options", options)?;
        Ok(recommendations(&self.inner.recommend(user, n, &options).map_err(throw)?))
    }

    /// The `n` best items for somebody who was not in the training data.
    #[wasm_bindgen(js_name = recommendFor, unchecked_return_type = "Recommendation[]")]
    pub fn recommend_for(
        &self,
        #[wasm_bindgen(unchecked_param_type = "OwnRating[]")] own: JsValue,
        n: usize,
        #[wasm_bindgen(unchecked_param_type = "ListOptions")] options: JsValue,
    ) -> Js<JsValue> {
        let own: Vec<OwnRating> = read("own", own)?;
        let options: ListOptions = read("options", options)?;
        Ok(recommendations(&self.inner.recommend_for(&own, n, &options).map_err(throw)?))
    }

    /// The `n` items most similar to this one.
    #[wasm_bindgen(js_name = similarItems, unchecked_return_type = "Similar[]")]
    pub fn similar_items(&self, item: &str, n: usize) -> Js<JsValue> {
        Ok(similar(&self.inner.similar_items(item, n).map_err(throw)?))
    }

    /// The `n` users most similar to this one.
    #[wasm_bindgen(js_name = similarUsers, unchecked_return_type = "Similar[]")]
    pub fn similar_users(&self, user: &str, n: usize) -> Js<JsValue> {
        Ok(similar(&self.inner.similar_users(user, n).map_err(throw)?))
    }

    /// Users that a query finds by its words, best first; with an empty query those with most ratings.
    #[wasm_bindgen(js_name = findUsers, unchecked_return_type = "Entity[]")]
    pub fn find_users(&self, query: &str, n: usize) -> Js<JsValue> {
        write(&self.inner.find_users(query, n).map_err(throw)?)
    }

    /// Items that a query finds by its words, best first; with an empty query those with most ratings.
    #[wasm_bindgen(js_name = findItems, unchecked_return_type = "Entity[]")]
    pub fn find_items(&self, query: &str, n: usize) -> Js<JsValue> {
        write(&self.inner.find_items(query, n).map_err(throw)?)
    }

    /// Well-known and varied items for somebody new to begin with.
    #[wasm_bindgen(unchecked_return_type = "Entity[]")]
    pub fn starters(&self, n: usize) -> Js<JsValue> {
        write(&self.inner.starters(n).map_err(throw)?)
    }

    /// Somebody to show first; undefined where there is nobody.
    #[wasm_bindgen(unchecked_return_type = "Entity | undefined")]
    pub fn somebody(&self) -> Js<JsValue> {
        write(&self.inner.somebody().map_err(throw)?)
    }

    /// What this user rated, highest first, at most `n`.
    #[wasm_bindgen(js_name = ratingsOf, unchecked_return_type = "Rated[]")]
    pub fn ratings_of(&self, user: &str, n: usize) -> Js<JsValue> {
        write(&self.inner.ratings_of(user, n).map_err(throw)?)
    }

    /// Begins to put the items' factors on a plane.
    #[wasm_bindgen(js_name = beginMap)]
    pub fn begin_map(&mut self) -> Js<()> {
        self.inner.begin_map().map_err(throw)
    }

    /// One slice of the map; true when all is done.
    #[wasm_bindgen(js_name = stepMap)]
    pub fn step_map(&mut self) -> Js<bool> {
        self.inner.step_map().map_err(throw)
    }

    /// The items' factors on a plane, when all steps are done.
    #[wasm_bindgen(js_name = finishMap, unchecked_return_type = "ItemMap")]
    pub fn finish_map(&mut self) -> Js<JsValue> {
        let map = self.inner.finish_map().map_err(throw)?;
        write(&ItemMap {
            ids: map.ids,
            titles: map.titles,
            x: js_sys::Float32Array::from(&map.x[..]),
            y: js_sys::Float32Array::from(&map.y[..]),
            mean: js_sys::Float32Array::from(&map.mean[..]),
            variance: map.variance,
        })
    }

    /// Ids, then titles, of all items of the model.
    #[wasm_bindgen(js_name = itemNames, unchecked_return_type = "[string[], string[]]")]
    pub fn item_names(&self) -> Js<JsValue> {
        write(&self.inner.item_names().map_err(throw)?)
    }

    /// Vectors of all items, row after row: those whose products with people's give the order, or the bare factors.
    #[wasm_bindgen(js_name = itemVectors)]
    pub fn item_vectors(&self, bare: bool) -> Js<Vec<f32>> {
        self.inner.item_vectors(bare).map_err(throw)
    }

    /// Vectors of a slice of the people, from a position on; none past the last.
    #[wasm_bindgen(js_name = userVectors, unchecked_return_type = "Rows")]
    pub fn user_vectors(&self, from: usize) -> Js<JsValue> {
        let (ids, rows) = self.inner.user_vectors(from).map_err(throw)?;
        write(&Rows { ids, rows: js_sys::Float32Array::from(&rows[..]) })
    }

    /// Lists for a slice of the people, from a position on; none past the last.
    #[wasm_bindgen(unchecked_return_type = "Lists")]
    pub fn lists(
        &self,
        from: usize,
        n: usize,
        #[wasm_bindgen(unchecked_param_type = "ListOptions")] options: JsValue,
    ) -> Js<JsValue> {
        let lists = self.inner.lists(from, n, &read("options", options)?).map_err(throw)?;
        write(&Lists {
            users: lists.users,
            lengths: js_sys::Uint32Array::from(&lists.lengths[..]),
            items: js_sys::Uint32Array::from(&lists.items[..]),
            scores: js_sys::Float32Array::from(&lists.scores[..]),
            rates: lists.rates,
            ratings: js_sys::Float32Array::from(&lists.ratings[..]),
        })
    }

    /// Begins an evaluation on a split of the present data.
    #[wasm_bindgen(js_name = beginEvaluate)]
    pub fn begin_evaluate(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "EvaluateSpec")] spec: JsValue,
    ) -> Js<()> {
        self.inner.begin_evaluate(&read("spec", spec)?).map_err(throw)
    }

    /// One slice of the evaluation.
    #[wasm_bindgen(js_name = stepEvaluate, unchecked_return_type = "Progress")]
    pub fn step_evaluate(&mut self) -> Js<JsValue> {
        write(&self.inner.step_evaluate().map_err(throw)?)
    }

    /// True as long as the model of a training or an evaluation under way is being chosen.
    #[wasm_bindgen(js_name = isChoosing)]
    pub fn is_choosing(&self) -> bool {
        self.inner.is_choosing()
    }

    /// True once the evaluation under way has trained and is testing.
    #[wasm_bindgen(js_name = isTesting)]
    pub fn is_testing(&self) -> bool {
        self.inner.is_testing()
    }

    /// The learning curve of the evaluation under way, so far.
    #[wasm_bindgen(unchecked_return_type = "Learned[]")]
    pub fn learned(&self) -> Js<JsValue> {
        write(self.inner.learned())
    }

    /// The figures.
    #[wasm_bindgen(js_name = finishEvaluate, unchecked_return_type = "Evaluation")]
    pub fn finish_evaluate(&mut self) -> Js<JsValue> {
        write::<Evaluation>(&self.inner.finish_evaluate().map_err(throw)?)
    }

    /// Every kind of split.
    #[wasm_bindgen(unchecked_return_type = "SplitInfo[]")]
    pub fn splits() -> Js<JsValue> {
        write(split::SPLITS)
    }

    /// What a split such as `random:0.2` does, in one sentence.
    #[wasm_bindgen(js_name = explainSplit)]
    pub fn explain_split(text: &str) -> Js<String> {
        split::explain(text).map_err(throw)
    }

    /// Every metric.
    #[wasm_bindgen(unchecked_return_type = "MetricInfo[]")]
    pub fn metrics() -> Js<JsValue> {
        write(metrics::METRICS)
    }

    /// The runs of a comparison on the present data.
    #[wasm_bindgen(js_name = compareRuns, unchecked_return_type = "Run[]")]
    pub fn compare_runs(
        &self,
        #[wasm_bindgen(unchecked_param_type = "CompareSpec")] spec: JsValue,
    ) -> Js<JsValue> {
        write(&self.inner.compare_runs(&read("spec", spec)?).map_err(throw)?)
    }

    /// What runs say together; `sure` also computes how sure the differences are.
    #[wasm_bindgen(unchecked_return_type = "Comparison")]
    pub fn comparison(
        #[wasm_bindgen(unchecked_param_type = "Run[]")] runs: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Outcome[]")] outcomes: JsValue,
        sure: bool,
    ) -> Js<JsValue> {
        let (runs, outcomes): (Vec<Run>, Vec<Outcome>) = (read("runs", runs)?, read("outcomes", outcomes)?);
        write(&Comparison::of(&runs, &outcomes, sure).map_err(throw)?)
    }

    /// The runs of a search that come next; none when all is done.
    #[wasm_bindgen(js_name = searchRuns, unchecked_return_type = "Run[]")]
    pub fn search_runs(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SearchSpec")] spec: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Outcome[]")] outcomes: JsValue,
    ) -> Js<JsValue> {
        let outcomes: Vec<Outcome> = read("outcomes", outcomes)?;
        write(&self.inner.search_runs(&read("spec", spec)?, &outcomes).map_err(throw)?)
    }

    /// What a search has found so far.
    #[wasm_bindgen(unchecked_return_type = "Found")]
    pub fn found(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SearchSpec")] spec: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Outcome[]")] outcomes: JsValue,
    ) -> Js<JsValue> {
        let outcomes: Vec<Outcome> = read("outcomes", outcomes)?;
        write(&self.inner.found(&read("spec", spec)?, &outcomes).map_err(throw)?)
    }

    /// Begins a run; `stepEvaluate` goes on with it, and `abandonEvaluate` drops it.
    #[wasm_bindgen(js_name = beginRun)]
    pub fn begin_run(&mut self, #[wasm_bindgen(unchecked_param_type = "Run")] run: JsValue) -> Js<()> {
        self.inner.begin_run(&read("run", run)?).map_err(throw)
    }

    /// What came of the run that was begun last, which is `run`.
    #[wasm_bindgen(js_name = finishRun, unchecked_return_type = "Outcome")]
    pub fn finish_run(&mut self, #[wasm_bindgen(unchecked_param_type = "Run")] run: JsValue) -> Js<JsValue> {
        write(&self.inner.finish_run(read("run", run)?).map_err(throw)?)
    }

    /// What came of a run that broke off.
    #[wasm_bindgen(js_name = failedRun, unchecked_return_type = "Outcome")]
    pub fn failed_run(#[wasm_bindgen(unchecked_param_type = "Run")] run: JsValue, why: &str) -> Js<JsValue> {
        write(&read::<Run>("run", run)?.failed(why))
    }

    /// Drops the evaluation under way.
    #[wasm_bindgen(js_name = abandonEvaluate)]
    pub fn abandon_evaluate(&mut self) {
        self.inner.abandon_evaluate();
    }

    /// The present model as the bytes of a safetensors file.
    #[wasm_bindgen(js_name = saveModel)]
    pub fn save_model(&self) -> Js<js_sys::Uint8Array> {
        self.inner.write_model(false, new_file).map_err(throw)
    }

    /// The present model as bytes that are kept beside its data, without the ratings.
    #[wasm_bindgen(js_name = keepModel)]
    pub fn keep_model(&self) -> Js<js_sys::Uint8Array> {
        self.inner.write_model(true, new_file).map_err(throw)
    }

    /// Takes a saved model as the present one; its own ratings become the data.
    #[wasm_bindgen(js_name = loadModel, unchecked_return_type = "FitReport")]
    pub fn load_model(&mut self, bytes: &[u8]) -> Js<JsValue> {
        write(&self.inner.load_model(bytes).map_err(throw)?)
    }

    /// Begins to open a model that was trained elsewhere: factors of users and items, row after row, or without users
    /// vectors of items. Files that are loaded from here to `finishModel` are its ratings, or say what its items are.
    /// `spark` says by whose least squares somebody new is solved for, `ratings` whether scores are ratings, where known.
    #[wasm_bindgen(js_name = beginModel)]
    #[allow(clippy::too_many_arguments)]
    pub fn begin_model(
        &mut self,
        user_ids: Vec<String>,
        users: &[f32],
        item_ids: Vec<String>,
        items: &[f32],
        ratings: Option<bool>,
        regularization: f32,
        alpha: f32,
        spark: bool,
    ) -> Js<()> {
        let side = |what, ids: Vec<String>, rows: &[f32]| {
            let k = rows.len() / ids.len().max(1);
            Vectors::new(what, &mut ids.into_iter(), k, rows).map_err(throw)
        };
        let items = side("items", item_ids, items)?;
        self.inner.begin_model(if user_ids.is_empty() {
            Outside::Vectors(items)
        } else {
            let training = Training { ratings, regularization, alpha, spark };
            Outside::factors(side("users", user_ids, users)?, items, training).map_err(throw)?
        });
        Ok(())
    }

    /// Begins to open similarities of items in sparse rows: which columns and values each begins with, one more than there
    /// are rows, and all columns and values.
    ///
    /// # Errors
    /// When the rows are not square.
    #[wasm_bindgen(js_name = beginSimilarities)]
    pub fn begin_similarities(
        &mut self,
        item_ids: Vec<String>,
        starts: &[u32],
        columns: &[u32],
        values: &[f32],
    ) -> Js<()> {
        let mut ids = Ids::default();
        item_ids.iter().for_each(|id| {
            ids.intern(id);
        });
        self.inner.begin_model(Outside::similarities(ids, starts, columns, values).map_err(throw)?);
        Ok(())
    }

    /// The model trained elsewhere becomes the present one.
    #[wasm_bindgen(js_name = finishModel, unchecked_return_type = "FitReport")]
    pub fn finish_model(&mut self) -> Js<JsValue> {
        write(&self.inner.finish_model().map_err(throw)?)
    }

    /// What is left of the round under way; undefined where the next step is done alone.
    #[wasm_bindgen(unchecked_return_type = "Round | undefined")]
    pub fn round(&mut self) -> Js<JsValue> {
        write(&self.inner.round())
    }

    /// How many helpers the work under way is to have, at most `most`; `anyway` also where they hardly pay.
    pub fn helpers(&mut self, most: usize, anyway: bool) -> usize {
        self.inner.helpers(most, anyway)
    }

    /// How many of these runs are to be done at once, at most `most`.
    pub fn lanes(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Run[]")] runs: JsValue,
        most: usize,
        anyway: bool,
    ) -> Js<usize> {
        Ok(self.inner.lanes(&read::<Vec<Run>>("runs", runs)?, most, anyway))
    }

    /// In which order these runs are to be begun when several are done at once.
    pub fn queue(#[wasm_bindgen(unchecked_param_type = "Run[]")] runs: JsValue) -> Js<Vec<u32>> {
        Ok(session::Session::queue(&read::<Vec<Run>>("runs", runs)?))
    }

    /// What helpers have to begin.
    #[wasm_bindgen(unchecked_return_type = "Run")]
    pub fn errand(&self) -> Js<JsValue> {
        write(&self.inner.errand().map_err(throw)?)
    }

    /// Begins to help with another session's errand.
    pub fn help(&mut self, #[wasm_bindgen(unchecked_param_type = "Run")] errand: JsValue) -> Js<()> {
        self.inner.help(&read("run", errand)?).map_err(throw)
    }

    /// What helpers have to hear before a round: of those who heard what was said before each so far, or the `whole`.
    pub fn say(&mut self, whole: bool) -> Js<Vec<u8>> {
        self.inner.say(whole).map_err(throw)
    }

    /// Takes what another session said.
    pub fn hear(&mut self, said: &[u8]) -> Js<()> {
        self.inner.hear(said).map_err(throw)
    }

    /// A slice of work on a part: its answer, in the memory of `spare` where that is enough, or undefined where it takes further
    /// slices.
    pub fn answer(
        &mut self,
        from: u32,
        to: u32,
        spare: Option<js_sys::Uint8Array>,
    ) -> Js<Option<js_sys::Uint8Array>> {
        let Some(answer) = self.inner.answer(from..to).map_err(throw)? else { return Ok(None) };
        Ok(Some(match spare.filter(|spare| spare.length() as usize >= answer.len()) {
            Some(spare) => {
                let place = spare.subarray(0, answer.len() as u32);
                place.copy_from(&answer);
                place
            }
            None => js_sys::Uint8Array::from(&answer[..]),
        }))
    }

    /// Takes the answer of the next part.
    #[wasm_bindgen(unchecked_return_type = "Progress")]
    pub fn join(&mut self, answer: &[u8]) -> Js<JsValue> {
        write(&self.inner.join(answer).map_err(throw)?)
    }

    /// Takes an answer that another session has joined.
    pub fn learn(&mut self, from: u32, to: u32, answer: &[u8]) -> Js<()> {
        self.inner.learn(from..to, answer).map_err(throw)
    }

    /// Drops what is under way.
    pub fn abandon(&mut self) {
        self.inner.abandon();
    }

    /// A piece of the data, for another session, with times or without; an empty one past the last.
    #[wasm_bindgen(js_name = dataPiece)]
    pub fn data_piece(&self, number: usize, timed: bool) -> Js<Vec<u8>> {
        self.inner.data_piece(number, timed).map_err(throw)
    }

    /// Takes the next piece of another session's data; true with the last one.
    #[wasm_bindgen(js_name = takePiece)]
    pub fn take_piece(&mut self, piece: &[u8]) -> Js<bool> {
        self.inner.take_piece(piece).map_err(throw)
    }

    /// Bytes of WebAssembly memory. It only grows, so this is also its peak.
    pub fn memory(&self) -> f64 {
        (core::arch::wasm32::memory_size(0) * 65536) as f64
    }
}
