//! How much a test does, and chance that is the same in every run.

/// Returns how large a test is to be: the number in this environment variable, or `small`.
///
/// # Panics
/// Where the variable is not a number.
pub fn size(variable: &str, small: usize) -> usize {
    let set = std::env::var(variable).ok();
    set.map_or(small, |number| number.parse().expect(variable))
}

/// A generator of numbers (xorshift64*), good enough to mix operations.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice whose throws follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number from 0 to below `end`.
    pub fn up_to(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).expect("31 bits") % end
    }
}
