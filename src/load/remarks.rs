//! What is worth knowing of the data that were read, in plain sentences.

use super::finish::SEVERAL;
use crate::format::Kinds;
use crate::ratings::{Built, Feedback, Noun, Shape};
use crate::report::Report;

/// What is worth knowing of the data, in their own words.
#[inline(never)]
pub fn remarks(built: &Built, titled: usize, keep_users: Option<f32>, report: &Report) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let ratings = &built.ratings;
    let (person, item) = (report.person, report.item);
    // Of none of them, of one, of several, and what people did not do.
    let (has, lacks, lack, did_nothing) = match (ratings.shape(), ratings.feedback()) {
        (Shape::Pairs, _) => ("is in a pair", "is in no pair", "are in no pair", ""),
        (_, Feedback::Explicit) => ("has a rating", "has no rating", "have no rating", "rated nothing"),
        (_, Feedback::Implicit) => ("was chosen", "was never chosen", "were never chosen", "chose nothing"),
    };
    if ratings.is_empty() {
        notes.push("There are only rows for testing, none for training.".into());
    }
    if let Some(share) = keep_users
        && share < 1.0
    {
        notes.push(format!(
            "About {:.0} % of the {} were kept, chosen by their ids.",
            share * 100.0,
            person.1
        ));
    }
    if titled > 0 && built.unrated_items == titled {
        notes.push(format!(
            "None of the {titled} described {} {has}: the files do not belong together.",
            item.1
        ));
    } else if built.unrated_items > 0 {
        notes.push(left(built.unrated_items, item, lacks, lack));
    }
    if built.unrated_users > 0 {
        notes.push(left(built.unrated_users, person, did_nothing, did_nothing));
    }
    if ratings.n_users() == 1 && !ratings.is_empty() {
        notes.push(format!("There is one {} only; most models need more.", person.0));
    }
    if ratings.n_items() == 1 && !ratings.is_empty() {
        notes.push(format!("There is one {} only; there is nothing to recommend.", item.0));
    }
    let apart = ratings.len() >= SEVERAL && ratings.n_users() == ratings.len();
    if apart && ratings.shape() != Shape::Pairs {
        notes.push(format!(
            "No {} has more than one {}, so that nothing tells who is alike: look at which column says who it was.",
            person.0, item.0
        ));
    }
    let scale = ratings.scale();
    if ratings.feedback() == Feedback::Explicit && scale.min == scale.max && !ratings.is_empty() {
        notes.push("All ratings are equal; read them as plain choices (implicit) to learn from them.".into());
    }
    if built.duplicates > ratings.len().max(SEVERAL) {
        notes.push(format!(
            "Most rows ({}) gave way to later ones of the same {} and {}: another column may tell them apart.",
            built.duplicates, person.0, item.0
        ));
    }
    // A number far from all others is a code rather than a mark.
    let mut bars = report.histogram.iter().rev().filter(|bar| bar.count > 0);
    if let (Some(most), Some(below), Some(_)) = (bars.next(), bars.next(), bars.next())
        && ratings.feedback() == Feedback::Explicit
        && most.from > 10.0 * below.to.max(1.0)
    {
        notes.push(format!(
            "The rating {} is far above all others and may stand for something else; {} have it.",
            scale.max, most.count
        ));
    }
    notes
}

/// That some of what is described has no rows.
fn left(n: usize, Noun(one, many): Noun, lacks: &str, lack: &str) -> String {
    let (noun, lack) = if n == 1 { (one, lacks) } else { (many, lack) };
    format!("{n} described {noun} {lack}.")
}

/// What is not in the data because it says less than the rest, or something else.
pub fn losses(left_out: &Kinds) -> impl Iterator<Item = String> + use<> {
    let Kinds { ratings, choices, pairs } = *left_out;
    [
        (
            ratings,
            "ratings for testing were left out, because the rows for training are not ratings; \
             read all as plain choices (implicit) to take them in.",
        ),
        (
            choices,
            "choices without a rating were left out, because other files have ratings; \
             read them alone, or all as plain choices (implicit), to take them in.",
        ),
        (
            pairs,
            "pairs of items were left out, because other files say what people chose; \
             read them alone to take them in.",
        ),
    ]
    .into_iter()
    .filter(|&(n, _)| n > 0)
    .map(|(n, what)| format!("{n} {what}"))
}
