//! How many messages a person may send.

use std::{num::NonZeroU32, str::FromStr, time::Duration};

/// A rate with a burst, written `60/min+10`: ten at once, then sixty a minute. `off` for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimit {
    /// No limit.
    Off,
    /// So many in each period, and so many at once.
    Bucket {
        /// Messages that a period refills.
        rate: NonZeroU32,
        /// The period.
        period: Duration,
        /// Messages that may be sent at once.
        burst: NonZeroU32,
    },
}

/// The text is not a rate.
#[derive(Debug, thiserror::Error)]
#[error("must be a rate with a burst such as 60/min+10 (per sec, min or hour), or off")]
pub struct InvalidRate;

impl FromStr for RateLimit {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        if text.trim() == "off" {
            return Ok(Self::Off);
        }
        let (rate, rest) = text.trim().split_once('/').ok_or(InvalidRate)?;
        let (unit, burst) = rest.split_once('+').ok_or(InvalidRate)?;
        let period = match unit.trim() {
            "s" | "sec" => 1,
            "min" => 60,
            "h" | "hour" => 3_600,
            _ => return Err(InvalidRate),
        };
        Ok(Self::Bucket {
            rate: rate.trim().parse().map_err(|_| InvalidRate)?,
            period: Duration::from_secs(period),
            burst: burst.trim().parse().map_err(|_| InvalidRate)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_as_it_is_written() {
        let rate: RateLimit = "60/min+10".parse().unwrap();
        let RateLimit::Bucket {
            rate,
            period,
            burst,
        } = rate
        else {
            panic!("{rate:?}")
        };
        assert_eq!((rate.get(), period.as_secs(), burst.get()), (60, 60, 10));
        assert_eq!("off".parse::<RateLimit>().unwrap(), RateLimit::Off);
        for text in [
            "", "60", "60/min", "60/day+1", "0/min+10", "60/min+0", "x/min+10",
        ] {
            assert!(text.parse::<RateLimit>().is_err(), "{text}");
        }
    }
}
