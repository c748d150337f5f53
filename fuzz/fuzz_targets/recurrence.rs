//! Reads any text as a repetition; what is shown of one means it again. A rule is kept as it is
//! given: in words, which take over the day on which they are said, it may become another.
#![no_main]

use chrono::DateTime;
use chrono_tz::TZ_VARIANTS;
use libfuzzer_sys::fuzz_target;
use taskflow_mcp::internals::parse_repeat;

fuzz_target!(|input: (u32, u16, &str)| {
    let (now, zone, text) = input;
    let zone = TZ_VARIANTS[usize::from(zone) % TZ_VARIANTS.len()];
    // From 2001 on: what is near the first day that there is cannot be said in every way.
    let now = DateTime::from_timestamp(i64::from(now.max(1_000_000_000)), 0).expect("in range");
    if let Some((shown, _)) = parse_repeat(text, now, zone) {
        let (again, _) = parse_repeat(&shown, now, zone).expect("what is shown can be read");
        assert!(again == shown || text.contains('='), "{text}: {shown}, then {again}");
    }
});
