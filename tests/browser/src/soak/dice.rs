//! Chance that a seed decides: the same seed throws the same for ever.

use std::ops::RangeInclusive;

/// SplitMix64.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for one thing of many that share a seed.
    pub(super) fn new(seed: u64, thing: u64) -> Self {
        let mut seeds = Self(seed);
        let first = seeds.next();
        Self(first ^ thing.wrapping_mul(0xd605_1eb2_4b3f_9ac5))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number of the range, all as probable.
    pub(super) fn number(&mut self, range: RangeInclusive<u64>) -> u64 {
        range.start() + self.next() % (range.end() - range.start() + 1)
    }

    /// True in so many of 100 cases.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.number(0..=99) < percent
    }

    /// One of several.
    pub(super) fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.number(0..=all.len() as u64 - 1) as usize]
    }

    /// One of several, each as often as its weight says.
    pub(super) fn weighted<T: Copy>(&mut self, all: &[(u64, T)]) -> T {
        let sum: u64 = all.iter().map(|(weight, _)| weight).sum();
        let mut left = self.number(0..=sum - 1);
        for &(weight, thing) in all {
            if left < weight {
                return thing;
            }
            left -= weight;
        }
        all[0].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_throws_the_same_and_another_thing_something_else() {
        let throws = |seed, thing| {
            let mut dice = Dice::new(seed, thing);
            [(); 20].map(|()| dice.number(1..=6))
        };
        assert_eq!(throws(1, 2), throws(1, 2));
        assert_ne!(throws(1, 2), throws(1, 3));
        assert_ne!(throws(1, 2), throws(2, 2));
        assert!(throws(1, 2).iter().all(|throw| (1..=6).contains(throw)));
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(1, 1);
        let often = (0..1000).filter(|_| dice.weighted(&[(9, true), (1, false)])).count();
        assert!((850..950).contains(&often), "{often}");
    }
}
