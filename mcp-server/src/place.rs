//! Where people are: what time it is for them, and what `12/1` means there.

use chrono_tz::Tz;
use taskflow_shared::{
    auth::Identity,
    config::locale::{Locale, LocaleConfig},
};

use crate::language::DateOrder;

/// Where somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) zone: Tz,
    pub(crate) order: DateOrder,
}

impl Place {
    /// The place that the settings or the system name.
    pub(crate) fn of(config: &LocaleConfig) -> Self {
        Self {
            zone: config.time_zone,
            order: config.locale.as_ref().map(order_in).unwrap_or_default(),
        }
    }

    /// Returns the place that the person's token names; this one as far as it names none. What a
    /// token says that is neither a zone nor a locale is passed over: it is not the person's fault.
    pub(crate) fn told_by(self, identity: &Identity) -> Self {
        let zone = identity.time_zone.as_deref();
        let zone = zone.and_then(|name| name.trim().parse().ok());
        let locale = identity.locale.as_deref();
        let locale: Option<Locale> = locale.and_then(|locale| locale.parse().ok());
        Self {
            zone: zone.unwrap_or(self.zone),
            order: locale.as_ref().map_or(self.order, order_in),
        }
    }
}

/// Regions that write the month before the day (Unicode CLDR, the pattern of `Md`).
const MONTH_FIRST_REGIONS: [&str; 14] = [
    "AS", "CA", "FM", "GU", "MH", "MP", "PA", "PH", "PR", "PW", "UM", "US", "VI", "ZA",
];
/// Languages that do so everywhere.
const MONTH_FIRST_LANGUAGES: [&str; 12] = [
    "eu", "fa", "hu", "ja", "ko", "lt", "mn", "ne", "si", "zh", "fil", "yue",
];

fn order_in(locale: &Locale) -> DateOrder {
    let of_language = MONTH_FIRST_LANGUAGES.contains(&locale.language());
    let of_region = match locale.region() {
        Some(region) => MONTH_FIRST_REGIONS.contains(&region),
        // Without a region, English is that of the United States.
        None => locale.language() == "en",
    };
    if of_language || of_region {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_dates_is_that_of_the_region() {
        for (locale, order) in [
            ("en", DateOrder::MonthFirst),
            ("en-US", DateOrder::MonthFirst),
            ("es-US", DateOrder::MonthFirst),
            ("ja-JP", DateOrder::MonthFirst),
            ("zh-Hant-TW", DateOrder::MonthFirst),
            ("en-GB", DateOrder::DayFirst),
            ("en-AU", DateOrder::DayFirst),
            ("de", DateOrder::DayFirst),
            ("pt-BR", DateOrder::DayFirst),
        ] {
            assert_eq!(order_in(&locale.parse().unwrap()), order, "{locale}");
        }
    }
}
