//! Reads any text as a filter; what is shown of one means it again.
#![no_main]

use chrono::DateTime;
use chrono_tz::TZ_VARIANTS;
use libfuzzer_sys::fuzz_target;
use taskflow_mcp::internals::parse_filter;

fuzz_target!(|input: (u32, u16, &str)| {
    let (now, zone, text) = input;
    let zone = TZ_VARIANTS[usize::from(zone) % TZ_VARIANTS.len()];
    // From 2001 on: what is near the first day that there is cannot be said in every way.
    let now = DateTime::from_timestamp(i64::from(now.max(1_000_000_000)), 0).expect("in range");
    if let Some(shown) = parse_filter(text, now, zone) {
        let again = parse_filter(&shown, now, zone);
        assert_eq!(again.as_ref(), Some(&shown), "{text}");
    }
});
