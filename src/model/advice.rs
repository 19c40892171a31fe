//! What is unwise about a model for given data, in sentences for people.

use super::params::{Value, Values};
use super::registry::{Entry, Purpose};
use super::traits::ScoreMeaning;
use crate::ratings::Ratings;

/// Whether a model is made for such ratings.
pub fn suits(entry: &Entry, ratings: &Ratings) -> bool {
    entry.purpose.iter().any(|&purpose| are(ratings, purpose))
}

/// Whether the data are of this kind.
fn are(ratings: &Ratings, purpose: Purpose) -> bool {
    let features = &ratings.catalog().items.features;
    match purpose {
        Purpose::Features => !(features.is_empty() && ratings.catalog().users.features.is_empty()),
        purpose => purpose == Purpose::of(ratings),
    }
}

/// What is unwise about training this model with these values (all of them) on these ratings; empty when nothing is.
pub fn advice(entry: &Entry, values: &Values, ratings: &Ratings) -> Vec<String> {
    let mut unwise = Vec::new();
    let data = Purpose::of(ratings);
    if !suits(entry, ratings) {
        let made = match entry.purpose[0] {
            Purpose::Ratings => "ratings",
            Purpose::Choices => "choices",
            Purpose::Features => "data with side information",
            Purpose::Pairs => "pairs of products",
        };
        let these = match data {
            Purpose::Ratings => "people's ratings",
            Purpose::Pairs => "pairs of products",
            _ => "people's choices",
        };
        unwise.push(format!("{} is made for {made}; these data are {these}.", entry.title));
    } else if entry.purpose[0] == Purpose::Features && !are(ratings, Purpose::Features) {
        unwise.push("These data have no side information, which is what this model is for.".to_owned());
    }
    let ordered_by_rating = entry.score_meaning(values, ratings.feedback()) == ScoreMeaning::PredictedRating;
    if data == Purpose::Ratings && ordered_by_rating {
        unwise.push(
            "It is good for predicted ratings, not for lists: the highest predictions go to what hardly anybody chose."
                .to_owned(),
        );
    }
    let most = ratings.n_users().min(ratings.n_items());
    if let Some(Value::Number(factors)) = values.get("factors")
        && *factors > most as f64
    {
        unwise.push(format!(
            "{factors} factors are more than the data can fill, which have only {most} people or items."
        ));
    }
    unwise
}
