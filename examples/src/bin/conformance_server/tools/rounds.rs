//! Tools and a prompt that ask by an answer: the client calls again with what was asked for
//! (SEP-2322).

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ElicitResult,
        GetPromptRequestParams, GetPromptResponse, InputRequiredResult, InputResponses,
        RequestStateCodec,
    },
    service::RequestContext,
};
use serde_json::{Value, json};

use super::{
    content::text,
    questions::{elicitation, sampling},
};
use crate::{
    prompts::said,
    wire::{complete, read},
};

/// Calls a tool of this kind; `None` for others.
pub(super) fn call(
    states: &RequestStateCodec,
    request: &CallToolRequestParams,
    context: &RequestContext<RoleServer>,
) -> Result<Option<CallToolResponse>, ErrorData> {
    let given = request.input_responses.as_ref();
    let round = opened(states, request.request_state.as_deref())?;
    let response = match request.name.as_ref() {
        "test_input_required_result_elicitation" | "test_streaming_elicitation" => {
            match accepted(given, "user_name", "name") {
                Some(name) => done(&format!("Hello, {name}!"))?,
                None => asked(json!({"user_name": name_question()}), None)?,
            }
        }
        "test_input_required_result_sampling" => match answer(given, "capital_question") {
            Some(answer) => done(&format!("The model said: {answer}"))?,
            None => {
                let question = sampling("What is the capital of France?");
                asked(json!({"capital_question": question}), None)?
            }
        },
        "test_input_required_result_list_roots" => match answer(given, "client_roots") {
            Some(answer) => done(&format!("The client's roots: {answer}"))?,
            None => asked(json!({"client_roots": roots()}), None)?,
        },
        "test_input_required_result_request_state"
        | "test_input_required_result_tampered_state" => match round {
            Some(_) => done("state-ok")?,
            None => asked(json!({"confirm": confirmation()}), Some((states, 1)))?,
        },
        "test_input_required_result_multiple_inputs" => several(states, given, round)?,
        "test_input_required_result_multi_round" => next_round(states, given, round)?,
        "test_input_required_result_capabilities" => possible(given, context)?,
        _ => return Ok(None),
    };
    Ok(Some(response))
}

/// Gets the prompt of this kind.
pub(crate) fn prompt(request: &GetPromptRequestParams) -> Result<GetPromptResponse, ErrorData> {
    match accepted(request.input_responses.as_ref(), "user_context", "context") {
        Some(context) => {
            let words = format!("Plan with this in mind: {context}");
            said(&[text(&words)]).map(Into::into)
        }
        None => {
            let question = one_text("What context should the prompt use?", "context");
            required(json!({"user_context": question}), None).map(Into::into)
        }
    }
}

fn several(
    states: &RequestStateCodec,
    given: Option<&InputResponses>,
    round: Option<u64>,
) -> Result<CallToolResponse, ErrorData> {
    let complete = round.is_some()
        && accepted(given, "user_name", "name").is_some()
        && answer(given, "greeting").is_some()
        && answer(given, "client_roots").is_some();
    if complete {
        return done("All inputs received");
    }
    let questions = json!({
        "user_name": name_question(),
        "greeting": sampling("Generate a greeting"),
        "client_roots": roots(),
    });
    asked(questions, Some((states, 1)))
}

/// The sealed state says which round was asked for; only its answer leads on.
fn next_round(
    states: &RequestStateCodec,
    given: Option<&InputResponses>,
    round: Option<u64>,
) -> Result<CallToolResponse, ErrorData> {
    let has = |name, field| accepted(given, name, field).is_some();
    let next = match round {
        Some(2) if has("step2", "color") => return done("Both steps are done"),
        Some(2) => 2,
        Some(1) if has("step1", "name") => 2,
        _ => 1,
    };
    let questions = if next == 2 {
        json!({"step2": one_text("Step 2: What is your favorite color?", "color")})
    } else {
        json!({"step1": one_text("Step 1: What is your name?", "name")})
    };
    asked(questions, Some((states, next)))
}

/// Asks for no more than the client declared that it can give.
fn possible(
    given: Option<&InputResponses>,
    context: &RequestContext<RoleServer>,
) -> Result<CallToolResponse, ErrorData> {
    let declared = context.client_capabilities().unwrap_or_default();
    let mut questions = serde_json::Map::new();
    if declared.elicitation.is_some() {
        questions.insert("user_name".to_owned(), name_question());
    }
    if declared.sampling.is_some() {
        questions.insert("greeting".to_owned(), sampling("Generate a greeting"));
    }
    if declared.roots.is_some() {
        questions.insert("client_roots".to_owned(), roots());
    }
    questions.retain(|name, _| answer(given, name).is_none());
    if questions.is_empty() {
        return done("Nothing is left to ask");
    }
    asked(questions.into(), None)
}

fn name_question() -> Value {
    one_text("What is your name?", "name")
}

fn one_text(message: &str, name: &str) -> Value {
    let properties = json!({name: {"type": "string"}});
    elicitation(
        message,
        json!({"type": "object", "properties": properties, "required": [name]}),
    )
}

fn confirmation() -> Value {
    let properties = json!({"ok": {"type": "boolean"}});
    let schema = json!({"type": "object", "properties": properties, "required": ["ok"]});
    elicitation("Please confirm", schema)
}

fn roots() -> Value {
    json!({"method": "roots/list", "params": {}})
}

/// Returns what was answered to a question; something that is no object is no answer.
fn answer<'a>(given: Option<&'a InputResponses>, name: &str) -> Option<&'a Value> {
    given?.get(name).filter(|answer| answer.is_object())
}

/// Returns the text that a person entered.
fn accepted(given: Option<&InputResponses>, name: &str, field: &str) -> Option<String> {
    let answer: ElicitResult = serde_json::from_value(answer(given, name)?.clone()).ok()?;
    let value = answer.content?.get(field)?.as_str()?.to_owned();
    Some(value)
}

fn done(words: &str) -> Result<CallToolResponse, ErrorData> {
    let result: CallToolResult = complete(json!({"content": [text(words)], "isError": false}))?;
    Ok(result.into())
}

fn asked(
    questions: Value,
    state: Option<(&RequestStateCodec, u64)>,
) -> Result<CallToolResponse, ErrorData> {
    required(questions, state).map(Into::into)
}

fn required(
    questions: Value,
    state: Option<(&RequestStateCodec, u64)>,
) -> Result<InputRequiredResult, ErrorData> {
    let sealed = state.map(|(states, round)| states.seal(round.to_string().as_bytes()));
    Ok(InputRequiredResult::new(Some(read(questions)?), sealed))
}

/// Returns the round that a state was sealed in; one that was altered is refused.
fn opened(states: &RequestStateCodec, sealed: Option<&str>) -> Result<Option<u64>, ErrorData> {
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let refused = || ErrorData::invalid_params("requestState is not what was given out", None);
    let bytes = states.open(sealed).map_err(|_| refused())?;
    let round = String::from_utf8(bytes)
        .ok()
        .and_then(|text| text.parse().ok());
    round.map(Some).ok_or_else(refused)
}
