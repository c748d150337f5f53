/// Keeps a leading `<think>…</think>` or `<thinking>…</thinking>` out of an answer's text.
///
/// Reasoning models served without a reasoning parser put their reasoning there. Only the start of
/// an answer is looked at, so that text about `<think>` further on is left alone.
#[derive(Debug, Default)]
pub(super) struct ReasoningFilter {
    stage: Stage,
    held: String,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing but white space, or the beginnings of a tag, has come.
    #[default]
    Start,
    /// In a block that ends with this tag.
    Inside(&'static str),
    /// As `Start`, after some reasoning: the white space that set it apart goes too.
    After,
    Text,
}

/// The tags that begin and end reasoning.
const TAGS: [(&str, &str); 2] = [("<think>", "</think>"), ("<thinking>", "</thinking>")];

impl ReasoningFilter {
    /// Takes the next piece and returns the text that is certain by now; it may be empty.
    pub(super) fn push(&mut self, piece: String) -> String {
        if self.stage == Stage::Text {
            return piece;
        }
        self.held.push_str(&piece);
        while self.step() {}
        if self.stage == Stage::Text {
            std::mem::take(&mut self.held)
        } else {
            String::new()
        }
    }

    /// Returns text held back as the possible beginnings of a tag, now that nothing follows.
    pub(super) fn finish(&mut self) -> String {
        let held = std::mem::take(&mut self.held);
        match self.stage {
            Stage::Start | Stage::Text => held,
            Stage::After => held.trim_start().to_owned(),
            Stage::Inside(_) => String::new(),
        }
    }

    /// Moves on by at most one tag; tells whether it did.
    fn step(&mut self) -> bool {
        match self.stage {
            Stage::Start | Stage::After => self.look_for_text(),
            Stage::Inside(close) => self.look_for_end(close),
            Stage::Text => false,
        }
    }

    fn look_for_text(&mut self) -> bool {
        let text = self.held.trim_start();
        let begun = TAGS
            .iter()
            .find_map(|(open, close)| Some((text.strip_prefix(open)?, *close)));
        if let Some((reasoning, close)) = begun {
            self.held = reasoning.to_owned();
            self.stage = Stage::Inside(close);
            return true;
        }
        if !TAGS.iter().any(|(open, _)| open.starts_with(text)) {
            if self.stage == Stage::After {
                self.held = text.to_owned();
            }
            self.stage = Stage::Text;
        }
        false
    }

    fn look_for_end(&mut self, close: &str) -> bool {
        if let Some((_, rest)) = self.held.split_once(close) {
            self.held = rest.to_owned();
            self.stage = Stage::After;
            return true;
        }
        // Only the tail can be the beginnings of the end.
        let tail = self.held.len().saturating_sub(close.len() - 1);
        self.held.drain(..self.held.floor_char_boundary(tail));
        false
    }
}
