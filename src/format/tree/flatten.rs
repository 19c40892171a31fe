//! The tables that a file's values may make → the one whose rows say most.

use super::Flat;
use super::naming::{Named, says_done};
use super::path::{is_below, keys_of};
use super::plans::{invented, is_list, is_of_order, plans};
use super::rows::{Flattening, Plan, Tables};
use super::survey::Notation;
use crate::format::head::Known;
use crate::format::personal::{Personal, is_of_wishes};
use crate::format::table::ends_as_item;
use crate::format::{Format, Head, Match, Parser, recognize, shown};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

/// The table that the values make whose rows say most.
pub(super) fn flatten(head: &Head<'_>, name: &'static str) -> Option<Flat> {
    let notation = Notation::of(head, name)?;
    let named = Named::of(head, notation);
    let mut tables = Tables::of(plans(&named, notation), &named.naming);
    notation.read(head, &mut tables);
    let (mut plans, mut texts) = tables.into_texts();
    let Choice { at, known, found, unread } = Candidates::new(head, &plans, &texts).choose()?;
    let (plan, text) = (plans.swap_remove(at), texts.swap_remove(at));
    let told = named.told(&plan);
    let reading = move |table| Box::new(Flattening::new(notation.reader(), plan, table)) as Box<dyn Parser>;
    let found = Cell::new(found);
    Some(Flat { text, known, found, notation: name, told, unread, reading: Box::new(reading) })
}

/// Which of several tables is read.
struct Choice {
    at: usize,
    /// What is known of it already, and what reads it, if that was asked.
    known: Rc<Known>,
    found: Option<Option<Match>>,
    /// Which list is not read, though it says as much.
    unread: Option<String>,
}

/// The heads of all tables that the values may make.
struct Candidates<'a> {
    plans: &'a [Plan],
    texts: &'a [String],
    heads: Vec<Head<'a>>,
    /// What reads each, as far as that was asked.
    found: Vec<OnceCell<Option<Match>>>,
}

impl<'a> Candidates<'a> {
    fn new(head: &Head<'_>, plans: &'a [Plan], texts: &'a [String]) -> Self {
        let table = |text: &'a String| Head::of_table(&head.name, text, head.whole, None, Rc::default());
        let mut found = Vec::new();
        found.resize_with(texts.len(), OnceCell::new);
        Candidates { plans, texts, heads: texts.iter().map(table).collect(), found }
    }

    /// What reads this table.
    fn recognize(&self, at: usize) -> Option<&Match> {
        self.found[at].get_or_init(|| recognize(&self.heads[at])).as_ref()
    }

    /// True when both who and what are named.
    fn is_both(&self, at: usize) -> bool {
        self.heads[at].ways().any(|(_, header)| header.roles.is_both())
    }

    /// True when items are named as such, and people beside them.
    fn is_surely(&self, at: usize) -> bool {
        self.heads[at].ways().any(|(_, header)| {
            header.roles.is_both() && header.roles.item.is_some_and(|at| ends_as_item(&header.names[at]))
        })
    }

    /// True for a list of one person's.
    fn is_own(&self, at: usize) -> bool {
        self.recognize(at).is_some_and(|found| found.format.contains("one person"))
    }

    fn lines(&self, at: usize) -> usize {
        self.texts[at].lines().count()
    }

    /// The first table of the best kind.
    fn known(&self) -> Option<usize> {
        // An order says of what it consists, where the order itself is no item's.
        let of_order = |plan: &Plan| is_of_order(&plan.row) || invented(plan).is_some();
        let outer = (0..self.plans.len()).any(|at| !of_order(&self.plans[at]) && self.is_surely(at));
        // Lists under a key that says nothing of items come behind others.
        let fits = |rank: usize, at: usize| {
            let plan = &self.plans[at];
            match rank {
                0 => {
                    let personal = Personal.open(&self.heads[at]);
                    personal.is_some_and(|personal| self.found[at].set(Some(personal)).is_ok())
                }
                1 if outer || !is_of_order(&plan.row) || !self.is_both(at) => false,
                2 if invented(plan).is_some_and(|key| !says_done(key)) => false,
                2 | 3 if !self.is_both(at) => false,
                _ => self.recognize(at).is_some(),
            }
        };
        (0..5).find_map(|rank| (0..self.plans.len()).find(|&at| fits(rank, at)))
    }

    /// The longest table. Nobody can say what the columns of a list of names are.
    fn longest(&self) -> Option<usize> {
        let longest = (0..self.texts.len()).max_by_key(|&at| (self.lines(at), usize::MAX - at));
        longest.filter(|&at| !is_list(&self.plans[at]))
    }

    /// The tables beside this one; what stands around it, or in it, is of it.
    fn others(&self, best: usize) -> impl Iterator<Item = usize> {
        let row = &self.plans[best].row;
        let apart = move |other: &str| !(is_below(row, other) || is_below(other, row));
        (0..self.texts.len()).filter(move |&at| apart(&self.plans[at].row))
    }

    /// A list beside this one that says as much.
    fn beside(&self, best: usize) -> Option<usize> {
        let dislikes = |at: usize| keys_of(&self.plans[at].row).contains("dislike");
        self.others(best).find(|&at| self.is_own(at) || self.is_both(at) || dislikes(at))
    }

    /// A list beside this one whose rows have much in common with its own.
    fn alike(&self, best: usize) -> Option<usize> {
        let columns = &self.plans[best].columns;
        let has = |at: usize, name: &str| self.plans[at].columns.iter().any(|column| column.name == name);
        let common = |at: usize| columns.iter().filter(|column| has(at, &column.name)).count();
        self.others(best).find(|&at| columns.len() > 1 && common(at) * 2 > columns.len())
    }

    fn choose(mut self) -> Option<Choice> {
        let known = self.known();
        let mut at = known.or_else(|| self.longest())?;
        let mut unread = if known.is_some() { self.beside(at) } else { self.alike(at) };
        // Of two lists of one person's the longer one is read, as few things are under way at a time.
        if let Some(other) = unread
            && self.is_own(at)
            && self.is_own(other)
            && self.lines(other) > 2 * self.lines(at)
            && !is_of_wishes(&keys_of(&self.plans[other].row))
        {
            unread = Some(std::mem::replace(&mut at, other));
        }
        let unread = unread.map(|other| {
            let [read, other] = [at, other].map(|at| shown(&keys_of(&self.plans[at].row)));
            format!("“{read}” alone was read, “{other}” was not")
        });
        Some(Choice {
            at,
            known: self.heads[at].known(),
            found: self.found.swap_remove(at).into_inner(),
            unread,
        })
    }
}
