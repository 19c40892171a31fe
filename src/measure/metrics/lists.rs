//! What is measured of ranked lists: one person's, or all of them together.

use super::Metric;
use crate::order;
use crate::ratings::Csr;

impl Metric {
    /// The metric of one person's ranked list: `hits[i]` says whether place `i` is a test item,
    /// `relevant` (> 0) is the number of test items.
    pub fn of_list(self, hits: &[bool], relevant: usize) -> f64 {
        let first = |k: usize| hits.iter().take(k).filter(|&&h| h).count() as f64;
        let gain = |place: usize| 1.0 / libm::log2(place as f64 + 2.0);
        match self {
            Metric::Precision(k) => first(k) / k as f64,
            Metric::Recall(k) => first(k) / k.min(relevant) as f64,
            Metric::Ndcg(k) => {
                let found: f64 =
                    hits.iter().take(k).enumerate().filter(|(_, h)| **h).map(|(i, _)| gain(i)).sum();
                found / (0..k.min(relevant)).map(gain).sum::<f64>()
            }
            Metric::Map(k) => {
                let mut found = 0.0;
                let precision = |(place, _): (usize, &bool)| {
                    found += 1.0;
                    found / (place + 1) as f64
                };
                let sum: f64 = hits.iter().take(k).enumerate().filter(|(_, h)| **h).map(precision).sum();
                sum / k.min(relevant) as f64
            }
            Metric::Mrr(k) => {
                hits.iter().take(k).position(|&hit| hit).map_or(0.0, |place| 1.0 / (place + 1) as f64)
            }
            Metric::HitRate(k) => first(k).min(1.0),
            _ => 0.0,
        }
    }
}

/// Mean self-information, in bits, of items that so many of `people` have; see [`Metric::Novelty`]. 0 for an empty list.
pub fn novelty(counts: &[usize], people: usize) -> f64 {
    let bits = |&n: &usize| -libm::log2(n.max(1) as f64 / people.max(1) as f64);
    counts.iter().map(bits).sum::<f64>() / counts.len().max(1) as f64
}

/// How different the items of a list are from one another, by the people in each one's row of `by_item`; see
/// [`Metric::Diversity`].
pub fn diversity(list: &[u32], by_item: &Csr) -> f64 {
    let mut sum = 0.0;
    for (at, &i) in list.iter().enumerate() {
        let people = by_item.row(i).0;
        for &j in &list[..at] {
            let others = by_item.row(j).0;
            let (few, many) = if people.len() < others.len() { (people, others) } else { (others, people) };
            let mut rest = many;
            let both = few.iter().filter(|person| {
                rest = &rest[rest.partition_point(|other| other < person)..];
                rest.first() == Some(person)
            });
            let both = both.count() as f64;
            let most = libm::sqrt(people.len() as f64 * others.len() as f64);
            sum += 1.0 - if most > 0.0 { both / most } else { 0.0 };
        }
    }
    let pairs = list.len() * list.len().saturating_sub(1) / 2;
    sum / pairs.max(1) as f64
}

/// The share of the items that stand in a list, by how many lists each stands in; see [`Metric::Coverage`].
pub fn coverage(counts: &[u32]) -> f64 {
    counts.iter().filter(|&&count| count > 0).count() as f64 / counts.len().max(1) as f64
}

/// How unequally places fall to items, by how many lists each stands in; see [`Metric::Gini`]. 0 without any.
pub fn gini(counts: &[u32]) -> f64 {
    let mut ascending: Vec<u64> = counts.iter().map(|&count| u64::from(count)).collect();
    order::sort(&mut ascending);
    let n = counts.len() as f64;
    let all = ascending.iter().sum::<u64>() as f64;
    let weighed = ascending.iter().zip(1..).map(|(&count, j)| (f64::from(2 * j) - n - 1.0) * count as f64);
    if all > 0.0 { weighed.sum::<f64>() / (n * all) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_worked_out_by_hand() {
        // Hits at places 1 and 3 of 4, three test items.
        let hits = [true, false, true, false];
        let close = |metric: Metric, expected: f64| {
            let found = metric.of_list(&hits, 3);
            assert!((found - expected).abs() < 1e-12, "{metric}: {found}, expected {expected}");
        };
        close(Metric::Precision(4), 0.5);
        close(Metric::Recall(4), 2.0 / 3.0);
        close(Metric::Recall(2), 0.5);
        close(Metric::Map(4), (1.0 + 2.0 / 3.0) / 3.0);
        let ideal = 1.0 + 1.0 / 3f64.log2() + 0.5;
        close(Metric::Ndcg(4), 1.5 / ideal);
        close(Metric::Ndcg(1), 1.0);
        assert_eq!(Metric::Ndcg(10).of_list(&[true, true], 2), 1.0);
        close(Metric::Mrr(4), 1.0);
        close(Metric::HitRate(1), 1.0);
        let late = [false, false, true];
        assert_eq!(Metric::Mrr(3).of_list(&late, 1), 1.0 / 3.0);
        assert_eq!((Metric::Mrr(2).of_list(&late, 1), Metric::HitRate(2).of_list(&late, 1)), (0.0, 0.0));
        assert_eq!(Metric::HitRate(3).of_list(&late, 1), 1.0);
    }

    /// The figures of ranx 0.3.21 for these three people (`ranx.evaluate`, binary judgements): its definitions agree
    /// with these wherever k is at least the number of relevant items, for precision, mrr and hit rate always.
    #[test]
    fn lists_are_judged_as_by_ranx() {
        // Hits by place, and how many items are relevant.
        let people: [(&[bool], usize); 3] =
            [(&[true, false, true, false], 3), (&[false, false, false, true], 1), (&[false; 4], 2)];
        for (metric, ranx) in [
            (Metric::Precision(4), 0.25),
            (Metric::Recall(4), 0.5555555555555555),
            (Metric::Ndcg(4), 0.3781982157025092),
            (Metric::Map(4), 0.2685185185185185),
            (Metric::Mrr(4), 0.4166666666666667),
            (Metric::HitRate(4), 0.6666666666666666),
            (Metric::Precision(2), 0.16666666666666666),
            (Metric::Mrr(2), 0.3333333333333333),
            (Metric::HitRate(2), 0.3333333333333333),
        ] {
            let mean = people.iter().map(|(hits, n)| metric.of_list(hits, *n)).sum::<f64>() / 3.0;
            assert!((mean - ranx).abs() < 1e-12, "{metric}: {mean}, by ranx {ranx}");
        }
    }

    #[test]
    fn the_catalogue_worked_out_by_hand() {
        // Of five items three stand in lists, in 1, 1 and 4 of them.
        let counts = [1, 0, 4, 1, 0];
        assert!((coverage(&counts) - 0.6).abs() < 1e-12);
        // Ascending 0 0 1 1 4 with weights −4 −2 0 2 4: (2 + 16) / (5 · 6).
        assert!((gini(&counts) - 0.6).abs() < 1e-12);
        assert_eq!((gini(&[3, 3, 3]), gini(&[0, 0]), coverage(&[])), (0.0, 0.0, 0.0));
        assert!((gini(&[0, 0, 0, 8]) - 0.75).abs() < 1e-12, "one has all: 1 − 1/n");
    }

    #[test]
    fn diversity_worked_out_by_hand() {
        // People of the items: {0, 1, 2, 3}, {1, 3}, {4}, nobody.
        let had = [(0, 0), (0, 1), (0, 2), (0, 3), (1, 1), (1, 3), (2, 4)].map(|(i, u)| (i, u, 1.0));
        let by_item = Csr::from_triples(4, 5, &had);
        let alike = 1.0 - 2.0 / 8f64.sqrt();
        assert!((diversity(&[0, 1], &by_item) - alike).abs() < 1e-12);
        assert!((diversity(&[2, 0, 1], &by_item) - (2.0 + alike) / 3.0).abs() < 1e-12);
        assert_eq!(
            (diversity(&[0], &by_item), diversity(&[3, 0], &by_item), diversity(&[], &by_item)),
            (0.0, 1.0, 0.0)
        );
    }

    #[test]
    fn novelty_worked_out_by_hand() {
        // Of 8 people 8, 4 and 1 have the items: 0, 1 and 3 bits. What nobody has counts as one person's.
        assert!((novelty(&[8, 4, 1], 8) - 4.0 / 3.0).abs() < 1e-12);
        assert_eq!((novelty(&[0], 8), novelty(&[], 8)), (3.0, 0.0));
    }
}
