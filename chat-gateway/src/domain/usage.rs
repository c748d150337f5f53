//! What a model call costs.

use std::ops::{AddAssign, Sub};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Tokens used by model calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Usage {
    /// Tokens read, cached ones included.
    pub(crate) input_tokens: u64,
    /// Tokens written.
    pub(crate) output_tokens: u64,
    /// How many of the tokens read came from the endpoint's cache.
    pub(crate) cached_tokens: u64,
    /// How many of the tokens read and written the endpoint did not count, so that we guessed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) estimated_tokens: u64,
}

impl Usage {
    /// Bytes of English and JSON that come to about one token.
    pub(crate) const BYTES_PER_TOKEN: usize = 4;

    /// Guesses what a call cost whose endpoint does not say.
    pub(crate) fn estimated(bytes_read: usize, bytes_written: usize) -> Self {
        let tokens = |bytes: usize| bytes.div_ceil(Self::BYTES_PER_TOKEN) as u64;
        let (input_tokens, output_tokens) = (tokens(bytes_read), tokens(bytes_written));
        Self {
            input_tokens,
            output_tokens,
            cached_tokens: 0,
            estimated_tokens: input_tokens + output_tokens,
        }
    }
}

fn is_zero(tokens: &u64) -> bool {
    *tokens == 0
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.input_tokens += other.input_tokens;
        self.output_tokens += other.output_tokens;
        self.cached_tokens += other.cached_tokens;
        self.estimated_tokens += other.estimated_tokens;
    }
}

impl Sub for Usage {
    type Output = Self;

    fn sub(self, earlier: Self) -> Self {
        Self {
            input_tokens: self.input_tokens.saturating_sub(earlier.input_tokens),
            output_tokens: self.output_tokens.saturating_sub(earlier.output_tokens),
            cached_tokens: self.cached_tokens.saturating_sub(earlier.cached_tokens),
            estimated_tokens: self
                .estimated_tokens
                .saturating_sub(earlier.estimated_tokens),
        }
    }
}
