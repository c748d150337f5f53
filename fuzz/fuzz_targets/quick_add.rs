//! Reads any text as quick-add lines; what is shown of one means it again.
#![no_main]

use chrono::DateTime;
use chrono_tz::TZ_VARIANTS;
use libfuzzer_sys::fuzz_target;
use taskflow_mcp::internals::quick_add;

fuzz_target!(|input: (u32, u16, &str)| {
    let (now, zone, text) = input;
    let zone = TZ_VARIANTS[usize::from(zone) % TZ_VARIANTS.len()];
    let now = DateTime::from_timestamp(i64::from(now), 0).expect("in range");
    for shown in quick_add(text, now, zone).unwrap_or_default() {
        let again = quick_add(&shown, now, zone);
        assert_eq!(again.as_deref(), Some([shown].as_slice()), "{text}");
    }
});
