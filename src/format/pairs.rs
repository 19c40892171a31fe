//! Pairs of products: `product1,product2` with a weight or the name of a relationship.

use super::table::{Row, RowParser, Sample, Table, ValueColumn, column_name, names_rating, separator_name};
use super::value::expected_number;
use super::{Format, Head, Match, Sink};
use crate::ratings::Noun;

/// A table of pairs.
pub struct Pairs;

/// Names of the two columns, without case and punctuation.
const ENDS: &[(&str, &str)] = &[
    ("product1", "product2"),
    ("item1", "item2"),
    ("asin1", "asin2"),
    ("movie1", "movie2"),
    ("book1", "book2"),
    ("producta", "productb"),
    ("itema", "itemb"),
    ("id1", "id2"),
    ("source", "target"),
    ("from", "to"),
    ("fromid", "toid"),
];

/// How strongly a relationship between two products binds them. Bought together says more than
/// bought by the same person at another time, and viewing says less than buying. What was bought
/// after viewing says that two products replace one another, and binds them not at all.
pub const RELATIONSHIPS: [(&str, f32); 6] = [
    ("also_viewed", 0.5),
    ("also_view", 0.5),
    ("also_bought", 1.0),
    ("also_buy", 1.0),
    ("bought_together", 1.2),
    ("buy_after_viewing", 0.0),
];

/// The weight of a relationship of this name, without regard to case and punctuation.
fn relationship_weight(name: &str) -> Option<f32> {
    let name = column_name(name);
    RELATIONSHIPS.iter().find(|(known, _)| column_name(known) == name).map(|&(_, weight)| weight)
}

/// Most columns of a table of pairs.
const WIDEST: usize = 12;

impl Format for Pairs {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        for (guess, header) in head.ways() {
            // A matrix may have columns of these names among its items.
            if header.names.len() > WIDEST || header.roles.user.is_some() {
                continue;
            }
            let (header, roles) = (&header.names, &header.roles);
            let find = |name: &str| header.iter().position(|field| field == name);
            let ends = ENDS.iter().find_map(|(a, b)| Some((find(a)?, find(b)?)));
            let Some((a, b)) = ends else { continue };
            // “Item 3” beside them: each row is a list.
            let third = |name: &str| {
                name.ends_with('3') && name.trim_end_matches('3') == header[a].trim_end_matches('1')
            };
            if header.iter().any(|name| third(name)) {
                continue;
            }
            let sample = Sample::of(head, &guess.dialect, 1);
            let weight = ["weight", "score", "similarity"].iter().find_map(|name| find(name));
            let weight = weight.map(|column| ValueColumn::rating(column, &sample));
            let weight = weight.or_else(|| find("count").map(|column| ValueColumn::count(column, &sample)));
            let relationship = ["relationship", "relation", "type"].iter().find_map(|name| find(name));
            // Other relationships are those of other things.
            let unknown = |column: usize| {
                sample.cells(column, 4).iter().any(|name| relationship_weight(name).is_none())
            };
            if weight.is_none() && relationship.is_some_and(unknown) {
                continue;
            }
            // Marks beside them are given by the one to the other.
            let rated = roles.rating.is_some_and(|at| header[at] != "value");
            if weight.is_none() && (rated || header.iter().any(|name| names_rating(name))) {
                continue;
            }
            let rows = PairRows { a, b, weight, relationship, unbound: 0 };
            let format = format!("pairs, {}, with a header", separator_name(&guess.dialect.separator));
            let parser = Table::new(guess.dialect.clone(), 1, header.len(), Box::new(rows)).into_parser(head);
            let items = Noun::of_items(header[a].trim_end_matches(['1', 'a']));
            // What leads from one to another may be anything's.
            let any = matches!(header[a].as_str(), "source" | "from" | "fromid" | "id1");
            let told = any.then(|| "each row was taken for two items that belong together".to_owned());
            return Some(Match::sure(format, parser).calling(None, items).told(told));
        }
        None
    }
}

struct PairRows {
    a: usize,
    b: usize,
    weight: Option<ValueColumn>,
    relationship: Option<usize>,
    /// Rows of relationships that bind nothing.
    unbound: u64,
}

impl RowParser for PairRows {
    fn row(&mut self, row: Row<'_>, sink: &mut Sink) {
        let (a, b) = (row.get(self.a), row.get(self.b));
        for (column, id) in [(self.a, a), (self.b, b)] {
            if id.is_empty() {
                return sink.skip(row.line, column as u32 + 1, "the id of a product", "nothing");
            }
        }
        let mut weight = 1.0;
        if let Some(ValueColumn { column, notation, .. }) = self.weight {
            let text = row.get(column);
            match notation.number(text) {
                Some(number) if number > 0.0 => weight = number,
                Some(_) => return sink.skip(row.line, column as u32 + 1, "a weight above zero", text),
                None => return sink.skip(row.line, column as u32 + 1, expected_number(text), text),
            }
        } else if let Some(column) = self.relationship {
            let name = row.get(column);
            match relationship_weight(name) {
                Some(0.0) => {
                    self.unbound += 1;
                    return;
                }
                Some(known) => weight = known,
                None => {
                    let known = "also_viewed, also_bought, bought_together or buy_after_viewing";
                    return sink.skip(row.line, column as u32 + 1, known, name);
                }
            }
        }
        sink.pair(a, b, weight);
    }

    fn end(&mut self, sink: &mut Sink) {
        if self.unbound > 0 {
            sink.note(format_args!("{} rows of “buy_after_viewing” left out", self.unbound));
        }
    }
}
