use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{chunk::ToolCallDelta, error::Fault};
use crate::llm::ToolCall;

/// The tool calls of an answer, put together from their parts.
#[derive(Debug, Default)]
pub(super) struct ToolCallAssembly {
    calls: Vec<Draft>,
}

#[derive(Debug)]
struct Draft {
    index: Option<u64>,
    call: ToolCall,
}

impl ToolCallAssembly {
    /// Adds the parts of one chunk.
    pub(super) fn push(&mut self, parts: Vec<ToolCallDelta>) {
        for (position, part) in parts.into_iter().enumerate() {
            match self.position_of(&part, position > 0) {
                Some(position) => {
                    if let Some(draft) = self.calls.get_mut(position) {
                        draft.extend(part);
                    }
                }
                None => self.calls.push(Draft::new(part)),
            }
        }
    }

    /// Returns the calls in order, each with an id that occurs neither in the message nor among
    /// the `taken` ones of the conversation: a call's id identifies it to the tools for the whole
    /// run, and some endpoints number their calls from zero in every answer.
    ///
    /// # Errors
    /// [`Fault::NamelessToolCall`] where a call has arguments and no name.
    pub(super) fn finish(self, mut taken: HashSet<String>) -> Result<Vec<ToolCall>, Fault> {
        let mut next_id = taken.len();
        let mut finished = Vec::with_capacity(self.calls.len());
        for Draft { mut call, .. } in self.calls {
            if call.name.is_empty() {
                if call.arguments.is_empty() {
                    continue; // a placeholder that was never filled
                }
                return Err(Fault::NamelessToolCall);
            }
            if call.arguments.trim().is_empty() {
                call.arguments = "{}".to_owned();
            }
            while call.id.is_empty() || taken.contains(&call.id) {
                call.id = format!("call_{next_id}");
                next_id += 1;
            }
            taken.insert(call.id.clone());
            finished.push(call);
        }
        Ok(finished)
    }

    /// Finds the call that `part` continues: by index, else by id, else the latest one. None
    /// where it begins a call of its own.
    fn position_of(&self, part: &ToolCallDelta, is_beside_another: bool) -> Option<usize> {
        let has_index = |draft: &Draft| part.index.is_some() && draft.index == part.index;
        // Ids decide only where an index is missing: some endpoints give every call the same one.
        let may_be = |draft: &Draft| part.index.is_none() || draft.index.is_none();
        let has_id =
            |draft: &Draft| may_be(draft) && !part.id.is_empty() && draft.call.id == part.id;
        let latest = || {
            let draft = self.calls.last()?;
            (may_be(draft) && !is_beside_another).then(|| self.calls.len() - 1)
        };
        let position = (self.calls.iter().rposition(has_index))
            .or_else(|| self.calls.iter().rposition(has_id))
            .or_else(latest)?;
        let draft = self.calls.get(position)?;
        (!draft.is_followed_by(part)).then_some(position)
    }
}

impl Draft {
    fn new(part: ToolCallDelta) -> Self {
        Self {
            index: part.index,
            call: ToolCall {
                id: part.id,
                name: part.function.name,
                arguments: part.function.arguments,
                extra: without_nulls(part.extra),
            },
        }
    }

    /// Tells whether `part`, which index, id or order assign to this call, nevertheless begins
    /// another. Some endpoints give every call the index 0, or none, or repeat id and name in
    /// every part; only a name can begin a call, and a repeated one does so only where the call
    /// is already whole.
    fn is_followed_by(&self, part: &ToolCallDelta) -> bool {
        let call = &self.call;
        let name = &part.function.name;
        if name.is_empty() || call.name.is_empty() {
            return false;
        }
        if !part.id.is_empty() && part.id == call.id {
            return false;
        }
        if !part.id.is_empty() && !call.id.is_empty() {
            return true;
        }
        let is_new_name = *name != call.name
            && (!call.arguments.is_empty() || part.index.is_none() || self.index.is_none());
        let arguments = &part.function.arguments;
        let is_more = !arguments.is_empty() && *arguments != call.arguments;
        is_new_name || (is_more && self.is_whole())
    }

    fn is_whole(&self) -> bool {
        serde_json::from_str::<Map<String, Value>>(&self.call.arguments).is_ok()
    }

    fn extend(&mut self, part: ToolCallDelta) {
        // Some endpoints send the whole call once more at the end.
        let is_repeated = part.function.arguments == self.call.arguments && self.is_whole();
        self.index = self.index.or(part.index);
        let call = &mut self.call;
        // The first id stays: some endpoints invent another for every part.
        if call.id.is_empty() {
            call.id = part.id;
        }
        if part.function.name != call.name {
            call.name.push_str(&part.function.name);
        }
        let arguments = part.function.arguments;
        // Some endpoints begin with empty arguments and send the real ones after.
        if call.arguments.trim() == "{}" && !arguments.trim().is_empty() {
            call.arguments = arguments;
        } else if !is_repeated {
            call.arguments.push_str(&arguments);
        }
        call.extra.extend(without_nulls(part.extra));
    }
}

fn without_nulls(mut extra: Map<String, Value>) -> Map<String, Value> {
    extra.retain(|_, value| !value.is_null());
    extra
}
