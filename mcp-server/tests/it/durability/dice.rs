//! Chance that is the same in every run.

/// A generator of numbers (xorshift64*), good enough to mix operations.
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice whose throws follow from `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number from 0 to below `end`.
    pub(super) fn up_to(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % end
    }
}
