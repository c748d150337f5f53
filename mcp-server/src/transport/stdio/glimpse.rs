//! What is seen of a message that is too long to be kept.

use rmcp::model::RequestId;

/// The longest id that is kept, in bytes of JSON.
const MAX_ID: usize = 256;

/// Looks for the `id` of an object whose bytes pass by, wherever in it that stands.
#[derive(Debug, Default)]
pub(super) struct Glimpse {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// What was read of a member of the outermost object: its name, then its value.
    token: Vec<u8>,
    is_id: bool,
    ids: Vec<RequestId>,
}

impl Glimpse {
    /// Takes what comes next.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.take(*byte);
        }
    }

    /// Returns the id; `None` where there is none that can be read, or there are several.
    pub(super) fn id(self) -> Option<RequestId> {
        <[RequestId; 1]>::try_from(self.ids).ok().map(|[id]| id)
    }

    fn take(&mut self, byte: u8) {
        if self.in_string {
            self.keep(byte);
            self.in_string = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return;
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.keep(byte);
            }
            b'{' | b'[' => {
                // An id is no list or object.
                self.keep(byte);
                self.depth += 1;
            }
            b'}' | b']' => {
                if self.depth == 1 {
                    self.end_member();
                }
                self.depth = self.depth.saturating_sub(1);
            }
            b':' if self.depth == 1 => {
                self.is_id = self.token == b"\"id\"";
                self.token.clear();
            }
            b',' if self.depth == 1 => self.end_member(),
            byte if byte.is_ascii_whitespace() => {}
            byte => self.keep(byte),
        }
    }

    /// Keeps what is needed to see that a token is longer than an id may be.
    fn keep(&mut self, byte: u8) {
        if self.depth == 1 && self.token.len() <= MAX_ID {
            self.token.push(byte);
        }
    }

    fn end_member(&mut self) {
        if std::mem::take(&mut self.is_id) && self.token.len() <= MAX_ID {
            self.ids
                .extend(serde_json::from_slice::<RequestId>(&self.token));
        }
        self.token.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glimpsed(text: &str) -> Option<RequestId> {
        let mut glimpse = Glimpse::default();
        for part in text.as_bytes().chunks(3) {
            glimpse.read(part);
        }
        glimpse.id()
    }

    #[test]
    fn an_id_is_seen_wherever_it_stands() {
        for text in [
            r#"{"id":7,"method":"x","params":{"id":8}}"#,
            r#" { "params" : {"a":["}",{"id":9}],"b":"\"id\":9,"} , "id" : 7 } "#,
            r#"{"a":"\\","id":7}"#,
            r#"{"a":"{[","id":7,"b"#,
        ] {
            assert_eq!(glimpsed(text), Some(RequestId::Number(7)), "{text}");
        }
        let named = glimpsed(r#"{"id":"a b,\"c\" 日"}"#);
        assert_eq!(named, Some(RequestId::String("a b,\"c\" 日".into())));
    }

    #[test]
    fn what_is_no_id_or_not_the_only_one_is_none() {
        let long = format!(r#"{{"id":"{}"}}"#, "x".repeat(MAX_ID));
        for text in [
            "",
            "[[",
            "}}]]",
            r#"{"method":"x"}"#,
            r#"{"id":null}"#,
            r#"{"id":{"id":7}}"#,
            r#"{"id":[7]}"#,
            r#"{"params":{"id":7}}"#,
            r#"[{"id":7}]"#,
            r#"{"id":7,"id":8}"#,
            r#"{"id":7"#,
            &long,
        ] {
            assert_eq!(glimpsed(text), None, "{text}");
        }
    }
}
