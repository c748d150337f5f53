//! What a person's runs cost.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{Quotas, Usage},
    store::usage::Day,
};

/// `{"today": {…}, "days": [{"day", "runs", "input_tokens", "output_tokens", "cached_tokens"}],
/// "total": {…}, "quotas": {"daily_tokens", "concurrent_runs"}}`; a quota is null where there is
/// none.
#[derive(Serialize, ToSchema)]
pub(crate) struct UsageReport {
    today: Used,
    days: Vec<DayItem>,
    total: Used,
    quotas: QuotaItem,
}

#[derive(Serialize, ToSchema, Default, Clone, Copy)]
struct Used {
    runs: u64,
    #[serde(flatten)]
    usage: Usage,
}

#[derive(Serialize, ToSchema)]
struct DayItem {
    day: NaiveDate,
    #[serde(flatten)]
    used: Used,
}

#[derive(Serialize, ToSchema)]
struct QuotaItem {
    /// Tokens a UTC day.
    #[schema(required)]
    daily_tokens: Option<u64>,
    /// Messages that are answered at the same time.
    #[schema(required)]
    concurrent_runs: Option<u32>,
}

impl UsageReport {
    /// Reports these days.
    pub(crate) fn new(days: &[Day], today: NaiveDate, quotas: Quotas) -> Self {
        let used = |day: &Day| Used {
            runs: day.runs,
            usage: day.usage,
        };
        let mut total = Used::default();
        for day in days {
            total.runs += day.runs;
            total.usage += day.usage;
        }
        Self {
            today: days
                .iter()
                .find(|day| day.day == today)
                .map(used)
                .unwrap_or_default(),
            days: days
                .iter()
                .map(|day| DayItem {
                    day: day.day,
                    used: used(day),
                })
                .collect(),
            total,
            quotas: QuotaItem {
                daily_tokens: quotas.daily_tokens,
                concurrent_runs: quotas.concurrent_runs,
            },
        }
    }
}
