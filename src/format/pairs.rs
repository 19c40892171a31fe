//! Pairs of products: `product1,product2` with a weight or the name of a relationship.

use super::table::{Row, RowParser, Table, column_name, fields, guesses, separator_name};
use super::value::number;
use super::{Format, Head, Match, Sink};

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
/// bought by the same person at another time, and viewing says less than buying.
pub fn relationship_weight(name: &str) -> Option<f32> {
    Some(match column_name(name).as_str() {
        "alsoviewed" | "alsoview" | "buyafterviewing" => 0.5,
        "alsobought" | "alsobuy" => 1.0,
        "boughttogether" => 1.2,
        _ => return None,
    })
}

impl Format for Pairs {
    fn open(&self, head: &Head<'_>) -> Option<Match> {
        let first = head.lines().next()?;
        for guess in guesses(head) {
            let header: Vec<String> =
                fields(first, &guess.dialect).iter().map(|field| column_name(field)).collect();
            let find = |name: &str| header.iter().position(|field| field == name);
            let ends = ENDS.iter().find_map(|(a, b)| Some((find(a)?, find(b)?)));
            let Some((a, b)) = ends else { continue };
            let weight = ["weight", "score", "count", "similarity"].iter().find_map(|name| find(name));
            let relationship = ["relationship", "relation", "type"].iter().find_map(|name| find(name));
            let rows = PairRows { a, b, weight, relationship };
            let format = format!("pairs, {}, with a header", separator_name(&guess.dialect.separator));
            let parser = Table::new(guess.dialect, 1, header.len(), Box::new(rows)).into_parser(head);
            return Some(Match { confidence: 60, format, parser });
        }
        None
    }
}

struct PairRows {
    a: usize,
    b: usize,
    weight: Option<usize>,
    relationship: Option<usize>,
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
        if let Some(column) = self.weight {
            match number(row.get(column)).filter(|&w| w > 0.0) {
                Some(number) => weight = number,
                None => {
                    return sink.skip(row.line, column as u32 + 1, "a weight above zero", row.get(column));
                }
            }
        } else if let Some(column) = self.relationship {
            let name = row.get(column);
            match relationship_weight(name) {
                Some(known) => weight = known,
                None => {
                    let known = "also_viewed, also_bought, bought_together or buy_after_viewing";
                    return sink.skip(row.line, column as u32 + 1, known, name);
                }
            }
        }
        sink.pair(a, b, weight);
    }
}
