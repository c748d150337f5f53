//! The pieces of a date among tokens.

use std::cell::RefCell;

use super::openings;
use super::pattern::Tree;
use super::rules::{GRAMMAR, Rule, Use};
use super::scene::Scene;
use super::sense::{Day, Half, Said, Sense};
use super::slots::{Slot, Slots};
use super::words::{AFTERWARDS, AMBIGUOUS};
use crate::language::tokens::Token;

/// How deep dates may stand within dates: `a week after the day before christmas`.
const DEEPEST: u8 = 2;

/// How many tokens are looked back at the most: `1-dec-` before `27`. What is read behind as many is
/// the same wherever reading began.
const LOOKS_BACK: usize = 3;

/// How many tokens that touch are looked at, so that a text without spaces is not read in squares.
const LONGEST_WORD: usize = 32;

/// Reads pieces of dates at tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) tokens: &'a [Token<'a>],
    pub(super) scene: Scene<'a>,
    /// Whether the whole text is to be a date, or perhaps a part of a title.
    pub(super) whole: bool,
    depth: u8,
    known: &'a Known,
}

/// The pieces that were read: where several patterns stand within each other, or dates are looked
/// for at one token after the other, the same one is asked for again and again.
#[derive(Debug, Default)]
pub(super) struct Known(RefCell<Vec<[Option<Read>; DEEPEST as usize + 1]>>);

/// What was read at a token, if there is a piece: where it ends is how many tokens are left.
type Read = Option<(Piece, usize)>;

impl Known {
    /// Returns the piece that begins where so many tokens are left, at a depth.
    fn get_or_read(&self, left: usize, depth: u8, read: impl FnOnce() -> Read) -> Read {
        let place = usize::from(depth);
        let known = self.0.borrow().get(left).and_then(|all| *all.get(place)?);
        known.unwrap_or_else(|| {
            let read = read();
            let mut known = self.0.borrow_mut();
            if known.len() <= left {
                known.resize_with(left + 1, Default::default);
            }
            if let Some(known) = known.get_mut(left).and_then(|all| all.get_mut(place)) {
                *known = Some(read);
            }
            read
        })
    }
}

/// A piece of a date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// What it says; nothing if that is impossible, such as `feb 30`.
    pub(super) sense: Option<Sense>,
    /// The token after it.
    pub(super) next: usize,
    pub(super) usage: Use,
}

/// The longest match so far.
#[derive(Debug, Clone, Copy)]
struct Match {
    rule: usize,
    slots: Slots,
    next: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        tokens: &'a [Token<'a>],
        scene: Scene<'a>,
        whole: bool,
        known: &'a Known,
    ) -> Self {
        Self {
            known,
            tokens,
            scene,
            whole,
            depth: 0,
        }
    }

    /// Returns the folded word at a token.
    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        self.tokens.get(at)?.word()
    }

    /// Reads the longest piece at a token.
    pub(super) fn piece(&self, at: usize) -> Option<Piece> {
        if !openings::may_begin(self.tokens, at) {
            return None;
        }
        if at < LOOKS_BACK {
            return self.read_piece(at);
        }
        let length = self.tokens.len();
        let read = self.known.get_or_read(length - at, self.depth, || {
            let piece = self.read_piece(at)?;
            Some((piece, length - piece.next))
        });
        read.map(|(piece, left)| Piece {
            next: length - left,
            ..piece
        })
    }

    fn read_piece(&self, at: usize) -> Option<Piece> {
        let mut best = None;
        self.walk(&GRAMMAR.tree, at, at, Slots::default(), &mut best);
        let Match { rule, slots, next } = best?;
        let rule = GRAMMAR.rules.get(rule)?;
        Some(Piece {
            sense: rule.read(&slots, &self.scene),
            next,
            usage: rule.usage,
        })
    }

    /// Reads a day that is a part of a piece.
    pub(super) fn day_within(&self, at: usize) -> Option<(Day, usize)> {
        if self.depth == DEEPEST {
            return None;
        }
        let within = Self {
            depth: self.depth + 1,
            ..*self
        };
        let piece = within.piece(at)?;
        match piece.sense? {
            Sense::Day(day) => Some((day, piece.next)),
            _ => None,
        }
    }

    fn walk(&self, tree: &Tree, start: usize, at: usize, slots: Slots, best: &mut Option<Match>) {
        #[cfg(test)]
        super::tests::work::count(1);
        if let Some(rule) = tree.rule
            && self.allows(GRAMMAR.rules.get(rule))
            && best.is_none_or(|best| (at, best.rule) > (best.next, rule))
        {
            *best = Some(Match {
                rule,
                slots,
                next: at,
            });
        }
        let at = if at > start { self.past_soft(at) } else { at };
        let Some(token) = self.tokens.get(at) else {
            return;
        };
        if let Some(tree) = tree.after(token.word().unwrap_or(token.text)) {
            self.walk(tree, start, at + 1, slots, best);
        }
        let opens = openings::opens(token);
        for (slot, tree) in &tree.slots {
            if !opens && *slot != Slot::Date {
                continue;
            }
            #[cfg(test)]
            super::tests::work::count(1);
            let mut slots = slots;
            if let Some(next) = slot.read(self, at, &mut slots) {
                self.walk(tree, start, next, slots, best);
            }
        }
    }

    fn allows(&self, rule: Option<&Rule>) -> bool {
        rule.is_some_and(|rule| self.whole || rule.usage != Use::Whole)
    }

    /// Passes over a comma, the dot of an abbreviation, and a hyphen within a date in words.
    pub(super) fn past_soft(&self, at: usize) -> usize {
        let (Some(token), Some(before)) =
            (self.tokens.get(at), self.tokens.get(at.wrapping_sub(1)))
        else {
            return at;
        };
        let after = self.tokens.get(at + 1);
        let hyphenated = |after: &Token<'_>| {
            let second = self
                .tokens
                .get(at.wrapping_sub(2))
                .is_some_and(|sign| sign.is_sign('-') || sign.is_sign('/'));
            let close = after.touches(token) && token.touches(before);
            close && (after.word().is_some() || before.word().is_some() || second)
        };
        let soft = token.is_sign(',')
            || (token.is_sign('\'') || token.is_sign('’')) && before.text.ends_with('s')
            || token.is_sign('.') && token.touches(before) && before.text.len() <= 5
            || (token.is_sign('-') || token.is_sign('/')) && after.is_some_and(hyphenated);
        at + usize::from(soft && after.is_some())
    }

    /// Tells whether a piece of a title is only sure where no ordinary word follows.
    pub(super) fn is_loose(&self, at: usize, next: usize, sense: &Sense) -> bool {
        let last = self
            .tokens
            .get(next.wrapping_sub(1))
            .and_then(Token::number);
        let sure = last.is_some_and(|last| last.digits > 2 || !last.suffix.is_empty());
        let ambiguous = !sure && self.word(at).is_some_and(|word| AMBIGUOUS.contains(&word));
        // `in a second language`
        let idle = ["second", "minute"]
            .map(Some)
            .contains(&self.word(next.wrapping_sub(1)));
        ambiguous
            || match sense {
                Sense::Day(day) => day.said == Said::Monthly,
                Sense::Clock(clock) => clock.half == Half::Open,
                Sense::Moment(_) => idle,
                _ => false,
            }
    }

    /// Tells whether an ordinary word follows.
    pub(super) fn is_before_a_word(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| !AFTERWARDS.contains(&word))
    }

    /// Returns the token after what a piece that ends here is only a part of: `today.com`,
    /// `5pm-6pm`.
    pub(super) fn end_of_word(&self, at: usize) -> usize {
        if !self.is_cut(at) {
            return at;
        }
        let touches = |at: &usize| {
            let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
            let token = self.tokens.get(*at);
            token
                .zip(before)
                .is_some_and(|(token, before)| token.touches(before))
        };
        at + (at..at + LONGEST_WORD).take_while(touches).count()
    }

    /// Tells whether the token before ends as part of something longer: `today.com`, `5/6/7/8`.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        let (Some(last), Some(next)) = (self.tokens.get(at.wrapping_sub(1)), self.tokens.get(at))
        else {
            return false;
        };
        let joins = ['-', '/', '.', ':', '@', '_', '&', '\'', '+', '%'];
        let goes_on = || {
            self.tokens.get(at + 1).is_some_and(|after| {
                after.touches(next) && (after.word().is_some() || after.number().is_some())
            })
        };
        let sign = next.word().is_none() && next.number().is_none();
        let joined = joins.iter().any(|join| next.is_sign(*join)) && goes_on();
        next.touches(last) && (!sign || joined || next.is_sign('%') || next.is_sign('°'))
    }
}
