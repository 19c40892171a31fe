//! What stands where in the head of a file.

use super::json::Json;
use super::path::{KEY, LIST, Naming, Path};
use super::rows::PLACES;
use super::xml::Xml;
use super::{Reader, Step, Walk, column_title};
use crate::format::Head;
use crate::format::personal::roles_of;
use crate::format::table::ends_as_item;
use crate::format::time::time;
use crate::format::value::{is_number, number};
use crate::ratings::Ids;

/// How a file is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Notation {
    /// `true` where every line is a document.
    Json(bool),
    Xml,
}

impl Notation {
    /// That of a file which is called XML, or anything that comes as JSON.
    pub fn of(head: &Head<'_>, name: &str) -> Option<Notation> {
        let first = head.lines().first()?.trim_start();
        let document =
            || first.starts_with('{') && Json::default().ends_with(first.as_bytes(), &mut Survey::default());
        let by_line = || head.lines().len() > 1 && document();
        Some(if name == "XML" { Notation::Xml } else { Notation::Json(by_line()) })
    }

    /// What reads it.
    pub fn reader(self) -> Box<dyn Reader> {
        match self {
            Notation::Json(by_line) => Box::new(Json::new(by_line)),
            Notation::Xml => Box::new(Xml::new()),
        }
    }

    /// Hands on what stands in the head.
    pub fn read(self, head: &Head<'_>, walk: &mut dyn Walk) {
        let mut reader = self.reader();
        reader.push(head.text.as_bytes(), walk);
        if head.whole {
            reader.finish(walk);
        }
    }
}

/// What stands at a path.
#[derive(Default, Clone, Copy)]
pub struct Place {
    pub opened: usize,
    pub texts: usize,
    pub numbers: usize,
    /// Numbers with a fraction.
    pub fractions: usize,
    /// Numbers with more than two decimals.
    pub computed: usize,
    /// The highest number.
    pub most: f32,
    /// Days, which no number is.
    pub days: usize,
}

/// All paths of a head in the order of their first appearance.
#[derive(Default)]
pub struct Survey {
    here: Path,
    paths: Ids,
    places: Vec<Place>,
    /// The names that a data frame gives before its rows: `{"columns": ["user", "item"], "data": [[1, 2]]}`.
    pub columns: Vec<String>,
}

impl Survey {
    /// Of the head, if these keys are names.
    pub fn of(head: &Head<'_>, notation: Notation, naming: &Naming) -> Self {
        let mut survey = Survey { here: Path::new(naming), ..Survey::default() };
        notation.read(head, &mut survey);
        survey
    }

    fn place(&mut self) -> Option<&mut Place> {
        let at = self.paths.intern(self.here.here()?) as usize;
        if at == self.places.len() {
            self.places.push(Place::default());
        }
        Some(&mut self.places[at])
    }

    /// The paths that have texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, Place)> {
        let all = self.places.iter().enumerate().map(|(at, place)| (self.paths.get(at as u32), *place));
        all.filter(|(_, place)| place.texts > 0)
    }

    /// True when anything stands at this path.
    pub fn has(&self, path: &str) -> bool {
        self.paths.find(path).is_some()
    }

    /// How many values stand at this path.
    pub fn opened(&self, path: &str) -> usize {
        self.paths.find(path).map_or(0, |at| self.places[at as usize].opened)
    }

    /// True when this stands in records with the titles of items, and nobody is named there.
    pub fn is_of_item(&self, under: &str) -> bool {
        let around = &under[..under.rfind([KEY, LIST]).map_or(0, |at| at + 1)];
        let beside = self.texts().filter_map(|(path, _)| path.strip_prefix(around));
        let keys: Vec<&str> = beside.filter(|key| !key.contains([KEY, LIST])).collect();
        let roles = roles_of(&keys);
        roles.user.is_none() && keys.iter().any(|key| ends_as_item(key) || matches!(*key, "title" | "isbn"))
    }

    /// How many elements all rows have that are lists; 0 when they have different numbers.
    pub fn width(&self, row: &str, path: &str) -> usize {
        let (rows, elements) = (self.opened(row), self.opened(path));
        let width = elements / rows.max(1);
        // The last of the head may be cut off.
        if rows > 1 && elements.abs_diff(rows * width) <= 1 && width <= PLACES.len() + 1 { width } else { 0 }
    }
}

impl Walk for Survey {
    fn open(&mut self, step: Step<'_>, _line: u64) {
        self.here.open(step);
        if let Some(place) = self.place() {
            place.opened += 1;
        }
    }

    fn wants(&mut self) -> bool {
        self.here.here().is_some()
    }

    fn text(&mut self, text: &str) {
        if let Some(place) = self.place() {
            place.texts += 1;
            place.numbers += usize::from(is_number(text));
            place.days += usize::from(!is_number(text) && time(text).is_some());
            let value = number(text);
            place.most = place.most.max(value.unwrap_or(f32::MAX));
            place.fractions += usize::from(value.is_some_and(|value| value.fract() != 0.0));
            place.computed += usize::from(value.is_some_and(|value| (value * 100.0).fract() != 0.0));
        }
        if self.here.here() == Some("columns\u{2}") && self.columns.len() <= PLACES.len() {
            self.columns.push(column_title(text).into_owned());
        }
    }

    fn close(&mut self) {
        self.here.close();
    }

    fn broken(&mut self, _line: u64, _expected: &str, _found: &str, lost: bool) {
        if lost {
            self.here.clear();
        }
    }
}
