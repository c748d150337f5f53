//! Content lines of iCalendar (RFC 5545, section 3.1), with the number of the line in the file.

/// The most bytes of a line; a longer one is folded.
const WIDTH: usize = 75;

/// `NAME;PARAMETER=VALUE:value`, unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentLine {
    /// Where it begins.
    pub(super) line: usize,
    /// In upper case.
    pub(super) name: String,
    parameters: Vec<(String, String)>,
    /// As it stands there, with what is escaped.
    pub(super) value: String,
}

impl ContentLine {
    /// Returns a parameter of this name, which is in upper case.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the value as text (section 3.3.11).
    pub(super) fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// Returns the texts of a value that is a list of them.
    pub(super) fn texts(&self) -> Vec<String> {
        let mut items = vec![String::new()];
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            if letter == ',' {
                items.push(String::new());
                continue;
            }
            let item = items.last_mut();
            let escaped = (letter == '\\').then(|| letters.next()).flatten();
            if let Some(item) = item {
                item.push(letter);
                item.extend(escaped);
            }
        }
        items
            .iter()
            .map(|item| unescaped(item).trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect()
    }

    fn read(line: usize, text: &str) -> Option<Self> {
        let colon = outside_quotes(text, ':')?;
        let (head, value) = (text.get(..colon)?, text.get(colon + 1..)?);
        let mut parts = Vec::new();
        let mut rest = head;
        while let Some(end) = outside_quotes(rest, ';') {
            parts.push(rest.get(..end)?);
            rest = rest.get(end + 1..)?;
        }
        parts.push(rest);
        let mut parts = parts.into_iter();
        let name = parts.next()?.trim();
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return None;
        }
        let parameters = parts.filter_map(|part| {
            let (name, value) = part.split_once('=')?;
            Some((
                name.to_ascii_uppercase(),
                value.trim_matches('"').to_owned(),
            ))
        });
        Some(Self {
            line,
            name: name.to_ascii_uppercase(),
            parameters: parameters.collect(),
            value: value.to_owned(),
        })
    }
}

/// Reads all lines; the numbers of those that are none come apart.
pub(super) fn read(text: &str) -> (Vec<ContentLine>, Vec<usize>) {
    let mut unfolded: Vec<(usize, String)> = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), unfolded.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ => unfolded.push((index + 1, line.to_owned())),
        }
    }
    let mut bad = Vec::new();
    let lines = unfolded
        .into_iter()
        .filter(|(_, line)| !line.trim().is_empty());
    let lines = lines.filter_map(|(number, line)| {
        let read = ContentLine::read(number, &line);
        bad.extend(read.is_none().then_some(number));
        read
    });
    (lines.collect(), bad)
}

/// Writes a line, folded where it is long.
pub(super) fn push(text: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for letter in format!("{name}:{value}").chars() {
        if width + letter.len_utf8() > WIDTH {
            text.push_str("\r\n ");
            width = 1;
        }
        text.push(letter);
        width += letter.len_utf8();
    }
    text.push_str("\r\n");
}

/// Returns text as a value (section 3.3.11).
pub(super) fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, letter| {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            letter => escaped.push(letter),
        }
        escaped
    })
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter == '\\').then(|| letters.next()).flatten() {
            Some('n' | 'N') => text.push('\n'),
            Some(escaped) => text.push(escaped),
            None => text.push(letter),
        }
    }
    text
}

fn outside_quotes(text: &str, sign: char) -> Option<usize> {
    let mut is_quoted = false;
    text.char_indices().find_map(|(at, letter)| {
        is_quoted ^= letter == '"';
        (letter == sign && !is_quoted).then_some(at)
    })
}
