//! Testing: one person after the other, and of each what was predicted and the list.

use super::Evaluator;
use crate::error::Result;
use crate::measure::metrics::{Errors, Metric, auc, diversity, novelty};
use crate::measure::pairs::score_all;
use crate::measure::tally::{FOUND, SOUGHT, Tally};
use crate::model::{Answers, Fitted, Person, STEP_WORK, Targets};
use crate::order;
use crate::random::Random;
use std::ops::Range;
use std::sync::Arc;

/// People of a part.
pub(super) const PEOPLE: u32 = 32;

/// Some people of the test, one after the other.
pub(super) struct Present {
    pub(super) part: Range<u32>,
    /// Who comes next.
    pub(super) next: u32,
    /// Items of the person's list that have their score already, where the list takes several slices.
    pub(super) scored: usize,
    pub(super) tally: Tally,
}

impl Evaluator {
    /// Goes on with these people as far as a slice of work allows, and adds to `work` what that took; what they add, when
    /// all are done.
    pub(super) fn test_part(
        &mut self,
        fitted: &Fitted,
        part: Range<u32>,
        work: &mut u64,
    ) -> Result<Option<Tally>> {
        let mut present = match self.present.take() {
            Some(present) if present.part == part => present,
            _ => Present { next: part.start, tally: self.tally(&part), part, scored: 0 },
        };
        while present.next < present.part.end {
            if *work >= STEP_WORK {
                self.present = Some(present);
                return Ok(None);
            }
            let (spent, done) = self.test_user(fitted, &mut present, STEP_WORK - *work)?;
            *work += spent;
            present.next += u32::from(done);
        }
        Ok(Some(present.tally))
    }

    /// Whether an item may stand in this person's list.
    fn is_candidate(&self, person: &Person<'_>, item: u32) -> bool {
        if self.of_training { person.itself != Some(item) } else { !person.has(item) }
    }

    /// Adds the next person's test rows to the tally, or a part of them that takes about `budget`; returns about how many
    /// multiply-adds that took, and whether the person is done.
    fn test_user(&mut self, fitted: &Fitted, present: &mut Present, budget: u64) -> Result<(u64, bool)> {
        let (user, mut work) = (present.next, 64);
        let mut pairs = Vec::new();
        // Whoever's list is being made has had all the rest.
        let begun = present.scored > 0;
        if let Some(classes) = self.classes.as_mut().filter(|_| !begun) {
            let (spent, done) = classes.held_out(fitted, &self.test, user, budget)?;
            work += spent;
            if !done {
                return Ok((work, false));
            }
            pairs = classes.pairs_of(&self.test, user);
        }
        let test = Arc::clone(&self.test);
        let (items, values) = test.by_user().row(user);
        let rated = !begun && !items.is_empty() && self.metrics.iter().any(|m| m.is_rating());
        let pooled = self.classes.is_some();
        let told_apart = |m: &Metric| matches!(m, Metric::Auc | Metric::Calibration);
        let of_list = |m: &Metric| !(m.is_rating() || m.is_of_pairs() || pooled && told_apart(m));
        let listed = !items.is_empty() && self.metrics.iter().any(of_list);
        if !rated && !listed && pairs.is_empty() {
            return Ok((work, true));
        }
        let shown = self.shown.clone();
        let person = match shown.as_deref().map(|shown| shown.by_user().row(user)) {
            Some((items, values)) if !items.is_empty() => Person::new(items, values),
            _ => Person::of(fitted.ratings(), user),
        };
        let answers = fitted.model().prepare(person)?;
        work += fitted.model().work(&person);
        if let Some(classes) = &mut self.classes {
            for (kind, others) in pairs {
                score_all(&*answers, &others, classes.scores(kind));
                work += answers.work(others.len());
            }
        }
        if rated {
            let times = test.times().get(test.by_user().range(user)).unwrap_or(&[]);
            self.predicted.clear();
            self.predicted.resize(items.len(), 0.0);
            answers.predict(Targets { items, times }, &mut self.predicted);
            work += answers.work(items.len());
            let scale = fitted.ratings().scale();
            self.predicted.iter_mut().for_each(|p| *p = scale.clip(*p));
            let tally = &mut present.tally;
            tally.errors.add(&self.predicted, values);
            if self.keeps_people {
                let mut own = Errors::default();
                own.add(&self.predicted, values);
                tally.kept.add_ratings(user - present.part.start, &self.metrics, &own);
            }
        }
        if listed {
            let least = self.relevant.least(fitted.ratings(), &person);
            let liked = items.iter().zip(values).filter(|(_, value)| **value >= least);
            let relevant = liked.map(|(&item, _)| item).filter(|&item| self.is_candidate(&person, item));
            let relevant: Vec<u32> = relevant.collect();
            if !relevant.is_empty() {
                let rest = budget.saturating_sub(work);
                let fold_in = fitted.model().work(&person);
                let (spent, done) = self.score_list(&*answers, &mut present.scored, fold_in, rest);
                work += spent;
                if !done {
                    return Ok((work, false));
                }
                work += self.test_list(fitted, present, &person, relevant)?;
            }
        }
        Ok((work, true))
    }

    /// Scores all items for one person, or, where that takes much more than `budget` and than the fold-in, a part of them;
    /// returns about how many multiply-adds that took, and whether all are scored.
    fn score_list(
        &mut self,
        answers: &dyn Answers,
        scored: &mut usize,
        fold_in: u64,
        budget: u64,
    ) -> (u64, bool) {
        let n_items = self.test.n_items();
        self.scores.resize(n_items, 0.0);
        let all = answers.work(n_items);
        let part = (n_items as u64 * budget / all.max(1)).max(n_items as u64 / 64 + 1) as usize;
        let in_parts = all > STEP_WORK && fold_in < all / 4 && answers.work(part) < all / 2;
        if !in_parts {
            answers.score(&mut self.scores);
            *scored = 0;
            return (all, true);
        }
        let end = n_items.min(*scored + part);
        let items: Vec<u32> = (*scored as u32..end as u32).collect();
        answers.several(&items, &mut self.scores[*scored..end]);
        *scored = if end < n_items { end } else { 0 };
        (answers.work(items.len()), end == n_items)
    }

    /// Adds the figures of one person's ranked list, in which the `relevant` items (ascending) are to be found; returns
    /// about how many multiply-adds that took.
    fn test_list(
        &mut self,
        fitted: &Fitted,
        present: &mut Present,
        person: &Person<'_>,
        relevant: Vec<u32>,
    ) -> Result<u64> {
        let (n_items, tally) = (self.test.n_items(), &mut present.tally);
        let is_candidate = |item: u32| self.is_candidate(person, item);
        tally.lists += 1;
        let pooled = self.classes.is_some();
        let depth = self.metrics.iter().map(|m| m.depth()).max().unwrap_or(0);
        let (model, train) = (fitted.model(), fitted.ratings());
        let list = self.mix.rank(model, train, &self.scores, depth, is_candidate)?;
        let list: Vec<u32> = list.iter().map(|hit| hit.index).collect();
        let first = |k: usize| &list[..k.min(list.len())];
        let had = |k: usize| first(k).iter().map(|&item| train.by_item().row_len(item)).collect::<Vec<_>>();
        let is_relevant = |item: &u32| relevant.binary_search(item).is_ok();
        let hits: Vec<bool> = list.iter().map(is_relevant).collect();
        // The list is put in order, for its head or, for AUC, as a whole.
        let mut work = 48 * n_items as u64;
        let mut figures = Vec::with_capacity(self.metrics.len());
        for (metric, listed) in self.metrics.iter().zip(&mut tally.listed) {
            figures.push(match *metric {
                Metric::Auc if pooled => 0.0,
                Metric::Auc => {
                    let mut positives: Vec<f32> = relevant.iter().map(|&i| self.scores[i as usize]).collect();
                    let own = if self.of_training { &[] } else { person.items };
                    let known = own.iter().chain(&person.itself).chain(&relevant);
                    auc(&mut positives, &without(&self.scores, known.copied().collect()))
                }
                Metric::Novelty(k) => novelty(&had(k), self.trained),
                Metric::Popularity(k) => had(k).iter().sum::<usize>() as f64 / first(k).len().max(1) as f64,
                Metric::Diversity(k) => {
                    work += (k * had(k).iter().sum::<usize>()) as u64;
                    diversity(first(k), train.by_item())
                }
                Metric::Serendipity(k) => {
                    let known = self.well_known.iter().filter(|&&item| is_candidate(item)).take(k);
                    let known: Vec<&u32> = known.collect();
                    let found = first(k).iter().filter(|&item| is_relevant(item) && !known.contains(&item));
                    found.count() as f64 / k as f64
                }
                Metric::Coverage(k) | Metric::Gini(k) => {
                    listed.extend(first(k));
                    0.0
                }
                metric => match metric.group() {
                    Some(group) => {
                        let counted = |item: &&u32| self.groups[**item as usize] == group;
                        let hits = first(metric.depth()).iter().filter(|item| is_relevant(item));
                        listed.extend(hits.filter(counted).map(|_| FOUND));
                        listed.extend(relevant.iter().filter(counted).map(|_| SOUGHT));
                        0.0
                    }
                    None => metric.of_list(&hits, relevant.len()),
                },
            });
        }
        tally.sums.iter_mut().zip(&figures).for_each(|(sum, figure)| *sum += figure);
        if self.keeps_people {
            tally.kept.add_list(present.next - present.part.start, &self.metrics, &figures);
        }
        if self.metrics.contains(&Metric::Calibration) && !pooled {
            // Each person has draws of their own, wherever and after whomever they are tested.
            let mut random = Random::part(self.seed, 0xca1b_0000_0000 | u64::from(present.next));
            let mut known: Vec<u32> = person.items.iter().copied().chain(relevant.iter().copied()).collect();
            order::sort_by(&mut known, &|a, b| a.cmp(b));
            let others = random.others(&known, n_items as u32, relevant.len());
            for (items, came_true) in [(&relevant, true), (&others, false)] {
                let scores: Vec<f32> = items.iter().map(|&item| self.scores[item as usize]).collect();
                tally.bins.add(&scores, came_true);
            }
        }
        Ok(work)
    }
}

/// The scores of all items but these.
fn without(scores: &[f32], mut items: Vec<u32>) -> Vec<f32> {
    order::sort_by(&mut items, &|a, b| a.cmp(b));
    let (mut others, mut next) = (Vec::with_capacity(scores.len()), 0);
    for item in items {
        // Where one stands twice, nothing lies between.
        others.extend_from_slice(scores.get(next..item as usize).unwrap_or_default());
        next = item as usize + 1;
    }
    others.extend_from_slice(scores.get(next..).unwrap_or_default());
    others
}
