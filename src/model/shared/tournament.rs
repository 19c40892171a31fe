//! Pairs of things dealt into blocks that share no thing.
//!
//! In each epoch chance puts the things into two groups for each part of a stratum. As in a round-robin tournament each group meets each
//! other group once, two and two in a stratum, so that there is one stratum less than groups. A block has the pairs between its two groups,
//! and of those within a group as many in each stratum.

use super::blocks::Place;
use crate::order;
use crate::random::Random;

/// The pairs of an epoch's blocks.
pub struct Tournament {
    parts: u32,
    /// Things, a group behind the other, ascending in each; where groups begin and end.
    things: Vec<u32>,
    bounds: Vec<usize>,
    /// Positions of pairs, a block behind the other; where blocks begin and end.
    pairs: Vec<u32>,
    ends: Vec<usize>,
    /// Of each thing that there is, the group it is in.
    groups: Vec<u8>,
}

impl Tournament {
    /// Of these things, out of `n`, and so many pairs of them, with so many blocks at a time. Nothing is dealt yet.
    pub fn new(parts: usize, things: Vec<u32>, n: usize, pairs: usize) -> Self {
        let all = 2 * parts as u64;
        let bounds = (0..=all).map(|group| (things.len() as u64 * group / all) as usize).collect();
        Tournament {
            parts: parts as u32,
            things,
            bounds,
            pairs: (0..pairs as u32).collect(),
            ends: Vec::new(),
            groups: vec![0; n],
        }
    }

    /// How many strata an epoch has.
    pub fn strata(&self) -> u32 {
        2 * self.parts - 1
    }

    /// How many blocks a stratum has.
    pub fn parts(&self) -> u32 {
        self.parts
    }

    /// The two groups that meet in a block: one stays where it is and the others go round.
    fn meeting(&self, stratum: u32, part: u32) -> [u32; 2] {
        let round = self.strata();
        let first = if part == 0 { round } else { (stratum + part) % round };
        [first, (stratum + round - part) % round]
    }

    /// Deals things and pairs, which come in order, each as both its ends.
    pub fn deal(&mut self, pairs: impl Iterator<Item = (u32, u32)> + Clone, random: &mut Random) {
        let (groups, blocks) = (2 * self.parts, (self.strata() * self.parts) as usize);
        // What was dealt before is forgotten, so that whoever comes later deals as the others did.
        order::sort_indices(&mut self.things);
        random.shuffle(&mut self.things);
        for (group, ends) in self.bounds.windows(2).enumerate() {
            let things = &mut self.things[ends[0]..ends[1]];
            order::sort_indices(things);
            things.iter().for_each(|&thing| self.groups[thing as usize] = group as u8);
        }
        // The block in which two groups meet, and the one of a group in each stratum.
        let mut meets = vec![0; (groups * groups) as usize];
        let mut within = vec![0; (self.strata() * groups) as usize];
        for stratum in 0..self.strata() {
            for part in 0..self.parts {
                let ([g, h], block) = (self.meeting(stratum, part), stratum * self.parts + part);
                for (g, h) in [(g, h), (h, g)] {
                    meets[(g * groups + h) as usize] = block;
                    within[(stratum * groups + g) as usize] = block;
                }
            }
        }
        let strata = self.strata() as usize;
        let block = |at: usize, (a, b): (u32, u32)| {
            let [g, h] = [a, b].map(|thing| usize::from(self.groups[thing as usize]));
            let groups = groups as usize;
            (if g == h { within[at % strata * groups + g] } else { meets[g * groups + h] }) as usize
        };
        self.ends = vec![0; blocks + 1];
        for (at, pair) in pairs.clone().enumerate() {
            self.ends[block(at, pair) + 1] += 1;
        }
        (0..blocks).for_each(|at| self.ends[at + 1] += self.ends[at]);
        let mut next = self.ends.clone();
        for (at, pair) in pairs.enumerate() {
            let next = &mut next[block(at, pair)];
            self.pairs[*next] = at as u32;
            *next += 1;
        }
    }

    /// Both groups of things of a block, ascending.
    pub fn things(&self, place: Place) -> [&[u32]; 2] {
        self.meeting(place.stratum, place.part).map(|group| {
            let group = group as usize;
            &self.things[self.bounds[group]..self.bounds[group + 1]]
        })
    }

    fn range(&self, place: Place) -> std::ops::Range<usize> {
        let block = (place.stratum * self.parts + place.part) as usize;
        self.ends[block]..self.ends[block + 1]
    }

    /// Positions of the pairs of a block, in the order they were last put into.
    pub fn pairs(&self, place: Place) -> &[u32] {
        &self.pairs[self.range(place)]
    }

    /// Puts the pairs of a block into random order, whatever it was before.
    pub fn shuffle(&mut self, place: Place, random: &mut Random) {
        let range = self.range(place);
        let pairs = &mut self.pairs[range];
        order::sort_indices(pairs);
        random.shuffle(pairs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_has_each_pair_once_and_blocks_of_a_stratum_share_nothing() {
        let n = 90;
        let things: Vec<u32> = (0..n).filter(|thing| thing % 3 > 0).collect();
        let ends: Vec<(u32, u32)> = things
            .iter()
            .flat_map(|&a| things.iter().filter(move |&&b| a < b).map(move |&b| (a, b)))
            .collect();
        for parts in [1, 2, 4] {
            let mut tournament = Tournament::new(parts, things.clone(), n as usize, ends.len());
            let mut dealt = Vec::new();
            for epoch in 0..2 {
                tournament.deal(ends.iter().copied(), &mut Random::new(epoch));
                let (mut seen, mut met) = (Vec::<u32>::new(), Vec::new());
                for stratum in 0..tournament.strata() {
                    let mut all = Vec::new();
                    for part in 0..parts as u32 {
                        let place = Place { epoch: 0, stratum, part };
                        let own = tournament.things(place).concat();
                        let pairs = tournament.pairs(place);
                        assert!(pairs.iter().all(|&at| {
                            let (a, b) = ends[at as usize];
                            own.contains(&a) && own.contains(&b)
                        }));
                        let blocks = tournament.strata() as usize * parts;
                        let even = pairs.len() * blocks;
                        assert!(even > ends.len() * 3 / 4 && even < ends.len() * 4 / 3, "{even}");
                        seen.extend(pairs);
                        let mut groups = tournament.meeting(stratum, part);
                        groups.sort_unstable();
                        met.push(groups);
                        all.extend(own);
                    }
                    all.sort_unstable();
                    assert_eq!(all, things, "each thing is in one block of a stratum");
                }
                dealt.push((tournament.things.clone(), seen.clone()));
                seen.sort_unstable();
                assert!(seen.into_iter().eq(0..ends.len() as u32));
                met.sort_unstable();
                met.dedup();
                assert_eq!(met.len(), parts * (2 * parts - 1), "each meets each other once");
            }
            assert!(parts == 1 || dealt[0] != dealt[1]);
            // Whoever comes later deals as the others did, and a block that is begun anew has the same order.
            let mut late = Tournament::new(parts, things.clone(), n as usize, ends.len());
            late.deal(ends.iter().copied(), &mut Random::new(1));
            let place = Place { epoch: 0, stratum: 0, part: 0 };
            for _ in 0..2 {
                late.shuffle(place, &mut Random::new(7));
            }
            tournament.shuffle(place, &mut Random::new(7));
            assert_eq!(late.pairs(place), tournament.pairs(place));
            assert!(late.things == dealt[1].0);
        }
    }
}
