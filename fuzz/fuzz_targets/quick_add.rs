//! Reads any text as quick-add lines; what is shown of one means it again. Where a rule stands for a
//! repetition that has no words, more is escaped the first time than need be.
#![no_main]

use chrono::DateTime;
use chrono_tz::TZ_VARIANTS;
use libfuzzer_sys::fuzz_target;
use taskflow_mcp::internals::quick_add;

fuzz_target!(|input: (u32, u16, &str)| {
    let (now, zone, text) = input;
    let zone = TZ_VARIANTS[usize::from(zone) % TZ_VARIANTS.len()];
    // From 2001 on: what is near the first day that there is cannot be said in every way.
    let now = DateTime::from_timestamp(i64::from(now.max(1_000_000_000)), 0).expect("in range");
    for shown in quick_add(text, now, zone).unwrap_or_default() {
        let once = quick_add(&shown, now, zone).expect("what is shown can be read");
        let [again] = once.as_slice() else {
            panic!("{text}: {shown}, then {once:?}")
        };
        assert_eq!(quick_add(again, now, zone).as_ref(), Some(&once), "{text}");
    }
});
