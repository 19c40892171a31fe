//! What is counted while people are tested: of some people, who may have been tested elsewhere, and of all together.

use super::metrics::{Bins, Errors, Measures, Metric, coverage, gini};
use super::people::People;
use crate::bytes::{Reader, Writer};
use crate::error::Result;

/// A relevant item of a group that stands in a list, and any relevant item of it.
pub const FOUND: u32 = 0;
/// See [`FOUND`].
pub const SOUGHT: u32 = 1;

/// What the people of one part add to the figures.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Errors of predicted ratings.
    pub errors: Errors,
    /// How many lists were measured.
    pub lists: u32,
    /// Sum over lists, parallel to the metrics.
    pub sums: Vec<f64>,
    /// What is counted, list after list, parallel to the metrics: for those of the catalogue the items that stand in lists, for
    /// those of a group of items [`FOUND`] and [`SOUGHT`].
    pub listed: Vec<Vec<u32>>,
    /// Predicted probabilities beside what happened.
    pub bins: Bins,
    /// Figures person by person from the part's first on, where they are kept.
    pub kept: People,
}

impl Tally {
    /// Of so many metrics, with figures of so many people.
    pub fn new(metrics: usize, kept: usize) -> Self {
        Tally {
            sums: vec![0.0; metrics],
            listed: vec![Vec::new(); metrics],
            kept: if kept > 0 { People::new(kept, metrics) } else { People::default() },
            ..Tally::default()
        }
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.f64s(&self.errors.numbers());
        out.u32s(&[self.lists]);
        out.f64s(&self.sums);
        self.listed.iter().for_each(|items| out.list(items));
        out.f64s(&self.bins.numbers());
        out.f32s(self.kept.numbers());
        out.0
    }

    /// Takes what [`Tally::to_bytes`] made of one of the same size.
    ///
    /// # Errors
    /// When the bytes are of something else.
    pub fn read(&mut self, bytes: &[u8]) -> Result<()> {
        let mut bytes = Reader(bytes);
        self.errors = Errors::of(bytes.f64s()?);
        self.lists = bytes.u32s(1)?[0];
        for sum in &mut self.sums {
            [*sum] = bytes.f64s()?;
        }
        for items in &mut self.listed {
            *items = bytes.list()?;
        }
        self.bins = Bins::of(bytes.f64s()?);
        bytes.f32s(self.kept.numbers_mut())
    }
}

/// What all people add to the figures.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    sum: Tally,
    /// How often each was counted, parallel to the metrics: items, or what was found and sought of a group.
    counts: Vec<Vec<u32>>,
}

impl Totals {
    /// Of these metrics, over so many items, with figures of so many people.
    pub fn new(metrics: &[Metric], items: usize, kept: usize) -> Self {
        let count = |metric: &Metric| match (metric.group(), metric.info().of) {
            (Some(_), _) => vec![0; 2],
            (None, Measures::Catalog) => vec![0; items],
            _ => Vec::new(),
        };
        Totals { sum: Tally::new(metrics.len(), kept), counts: metrics.iter().map(count).collect() }
    }

    /// Adds a part that begins with this person. The order of parts is a part of the result.
    pub fn add(&mut self, first: u32, part: &Tally) {
        self.sum.errors.append(&part.errors);
        self.sum.lists += part.lists;
        self.sum.sums.iter_mut().zip(&part.sums).for_each(|(sum, x)| *sum += x);
        for (counts, items) in self.counts.iter_mut().zip(&part.listed) {
            items.iter().for_each(|&item| counts[item as usize] += 1);
        }
        self.sum.bins.append(&part.bins);
        self.sum.kept.put(first, self.sum.sums.len(), &part.kept);
    }

    /// The figure of the metric at this place, where it is not over all pairs.
    pub fn figure(&self, at: usize, metric: Metric) -> f64 {
        match metric {
            Metric::Coverage(_) => coverage(&self.counts[at]),
            Metric::Gini(_) => gini(&self.counts[at]),
            Metric::Calibration => self.sum.bins.error(),
            metric if metric.group().is_some() => {
                let counted = |which: u32| f64::from(self.counts[at][which as usize]);
                counted(FOUND) / counted(SOUGHT).max(1.0)
            }
            metric if metric.is_rating() => self.sum.errors.metric(metric),
            _ => self.sum.sums[at] / f64::from(self.sum.lists.max(1)),
        }
    }

    /// The figures person by person, where they were kept.
    pub fn into_people(self) -> People {
        self.sum.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_goes_elsewhere_and_comes_back() {
        let metrics = [Metric::Rmse, Metric::Ndcg(2), Metric::Coverage(2)];
        let mut part = Tally::new(3, 2);
        part.errors.add(&[1.5, 3.0], &[1.0, 3.25]);
        part.lists = 2;
        part.sums = vec![0.0, 1.25, 0.0];
        part.listed[2] = vec![4, 1, 4, 0];
        part.bins.add(&[0.25, 0.9], true);
        part.kept.add_list(1, &metrics, &[0.0, 0.75, 0.0]);
        let mut back = Tally::new(3, 2);
        back.read(&part.to_bytes()).unwrap();
        assert_eq!(format!("{back:?}"), format!("{part:?}"));
        assert!(back.read(&part.to_bytes()[1..]).is_err());
        let mut all = Totals::new(&metrics, 8, 6);
        all.add(4, &part);
        all.add(0, &back);
        assert_eq!((all.figure(1, metrics[1]), all.figure(2, metrics[2])), (2.5 / 4.0, 3.0 / 8.0));
        assert_eq!(all.figure(0, metrics[0]), part.errors.metric(metrics[0]));
        let people = all.into_people();
        assert_eq!(people.numbers()[5 * 5..], [1.0, 0.0, 0.0, 0.75, 0.0]);
    }
}
