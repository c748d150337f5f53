//! What people wrote, as text within Markdown: it stays text, whatever signs are in it.

/// Returns text of one line so that nothing in it is more than text (CommonMark, sections 2.4
/// and 6): no emphasis, code, link, HTML or table.
pub(super) fn inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\n' | '\r' => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Returns lines of text as a quotation, so that they cannot be taken for what stands around them.
pub(super) fn quoted(text: &str) -> String {
    text.lines().map(quoted_line).collect()
}

fn quoted_line(line: &str) -> String {
    // Spaces in front would make code of a line, within a quotation too.
    let line = inline(line.trim_start());
    let mark = if begins_a_block(&line) { "\\" } else { "" };
    match number_of_a_list(&line) {
        Some(digits) => {
            let (number, rest) = line.split_at(digits);
            format!("> {number}\\{rest}\n")
        }
        None => format!("> {mark}{line}\n"),
    }
}

/// Whether the line's first sign could make it a heading, a list or a rule. The other signs that
/// could are escaped wherever they stand.
fn begins_a_block(line: &str) -> bool {
    line.starts_with(['#', '-', '+', '='])
}

/// The length of the number that makes a line the item of a list.
fn number_of_a_list(line: &str) -> Option<usize> {
    let digits = line.find(|letter: char| !letter.is_ascii_digit())?;
    let is_item = digits > 0 && line.split_at(digits).1.starts_with(['.', ')']);
    is_item.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_no_link_no_code_and_no_html() {
        assert_eq!(
            inline("[x](http://a) `rm` <b>&amp; *now* ~~a~~ | \\"),
            r"\[x\](http://a) \`rm\` \<b\>\&amp; \*now\* \~\~a\~\~ \| \\"
        );
        assert_eq!(
            inline("Call Mom (5 pm), 2.5 l - #42!"),
            "Call Mom (5 pm), 2.5 l - #42!"
        );
    }

    #[test]
    fn a_description_cannot_leave_its_quotation() {
        assert_eq!(
            quoted("# Overdue\n- [ ] **9** Pay\n    code\n1. one\n12) two\n---\n\n> out\n2026 was"),
            "> \\# Overdue\n> \\- \\[ \\] \\*\\*9\\*\\* Pay\n> code\n> 1\\. one\n> 12\\) two\n\
             > \\---\n> \n> \\> out\n> 2026 was\n"
        );
    }
}
