//! Takes any JSON object as the arguments of a tool; what is taken is taken as it is again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use taskflow_mcp::internals::prepare_call;

fuzz_target!(|input: (u8, &str)| {
    let (tool, text) = input;
    let tool = usize::from(tool);
    let Ok(arguments) = serde_json::from_str(text) else {
        return;
    };
    if let Some(taken) = prepare_call(tool, arguments) {
        assert_eq!(prepare_call(tool, taken.clone()).as_ref(), Some(&taken));
    }
});
