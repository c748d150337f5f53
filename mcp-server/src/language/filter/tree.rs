//! How operators bind: `!` first, then `&`, then `|` and the comma.

use super::{
    FilterError,
    error::Problem,
    phrase::condition,
    split::{Kind, Piece, split},
};
use crate::{
    domain::{Filter, Tree},
    language::Here,
};

/// The most characters of a filter.
const MAX_CHARS: usize = 1_000;
/// The most conditions in one.
const MAX_CONDITIONS: usize = 50;
/// The most parentheses and negations within each other.
const MAX_DEPTH: usize = 20;

/// Reads a filter as somebody wrote it.
pub(crate) fn parse(text: &str, here: &Here) -> Result<Filter, FilterError> {
    let tree = read(text, here).map_err(|problem| problem.within(text))?;
    Ok(Filter {
        written: text.trim().to_owned(),
        tree,
    })
}

fn read(text: &str, here: &Here) -> Result<Tree, Problem> {
    if let Some((_, _)) = text.char_indices().nth(MAX_CHARS) {
        let words = format!("A filter has at most {MAX_CHARS} characters");
        return Err(Problem::new(MAX_CHARS + 1, words));
    }
    let pieces = split(text)?;
    let end = text.trim_end().chars().count() + 1;
    let mut reader = Reader {
        pieces: pieces.into_iter().peekable(),
        end,
        here,
        conditions: 0,
        depth: 0,
    };
    let tree = reader.any()?;
    match reader.pieces.next() {
        None => Ok(tree),
        Some(piece) => Err(unexpected(&piece)),
    }
}

struct Reader<'a, 't> {
    pieces: std::iter::Peekable<std::vec::IntoIter<Piece<'t>>>,
    /// The column after the text.
    end: usize,
    here: &'a Here,
    conditions: usize,
    depth: usize,
}

impl Reader<'_, '_> {
    fn any(&mut self) -> Result<Tree, Problem> {
        let mut trees = vec![self.all()?];
        while self.take(&Kind::Or).is_some() {
            trees.push(self.all()?);
        }
        Ok(Tree::any(trees))
    }

    fn all(&mut self) -> Result<Tree, Problem> {
        let mut trees = vec![self.one()?];
        while self.take(&Kind::And).is_some() {
            trees.push(self.one()?);
        }
        Ok(Tree::all(trees))
    }

    fn one(&mut self) -> Result<Tree, Problem> {
        let mut negated = false;
        while self.take(&Kind::Not).is_some() {
            negated = !negated;
        }
        let tree = self.operand()?;
        Ok(if negated { tree.not() } else { tree })
    }

    fn operand(&mut self) -> Result<Tree, Problem> {
        let Some(piece) = self.pieces.next() else {
            return Err(Problem::new(self.end, "A condition is missing at the end"));
        };
        match piece.kind {
            Kind::Open => self.parenthesised(piece.column),
            Kind::Phrase(words) => {
                self.conditions += 1;
                if self.conditions > MAX_CONDITIONS {
                    let words = format!("A filter has at most {MAX_CONDITIONS} conditions");
                    return Err(Problem::new(piece.column, words));
                }
                condition(&words, self.here)
            }
            _ => Err(Problem::new(piece.column, "A condition is missing here")),
        }
    }

    fn parenthesised(&mut self, column: usize) -> Result<Tree, Problem> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let words = format!("Parentheses go at most {MAX_DEPTH} deep");
            return Err(Problem::new(column, words));
        }
        let tree = self.any()?;
        self.depth -= 1;
        match self.pieces.next() {
            Some(Piece {
                kind: Kind::Close, ..
            }) => Ok(tree),
            Some(piece) => Err(unexpected(&piece)),
            None => Err(Problem::new(column, "The parenthesis is not closed")),
        }
    }

    fn take(&mut self, kind: &Kind<'_>) -> Option<usize> {
        self.pieces
            .next_if(|piece| piece.kind == *kind)
            .map(|piece| piece.column)
    }
}

fn unexpected(piece: &Piece<'_>) -> Problem {
    let words = match piece.kind {
        Kind::Close => "No parenthesis is open here",
        _ => "Write & or | between conditions",
    };
    Problem::new(piece.column, words)
}
