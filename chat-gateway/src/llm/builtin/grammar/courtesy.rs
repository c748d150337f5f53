//! The words around a command that only make it polite.

use crate::llm::builtin::text::Phrase;

/// A clause without its courtesies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain<'a> {
    /// What is left.
    pub(super) phrase: Phrase<'a>,
    /// Whether it was put as a request ("could you …?"), so that its question mark is no question.
    pub(super) is_request: bool,
}

/// Takes greetings, fillers and polite wrappers off both ends.
pub(super) fn plain(phrase: Phrase<'_>) -> Plain<'_> {
    let mut rest = phrase.trim_marks();
    let mut is_request = false;
    loop {
        let next = rest.after(FILLERS).map(|after| (after, false));
        let next = next.or_else(|| rest.after(WRAPPERS).map(|after| (after, true)));
        let Some((after, wraps)) = next else { break };
        let after = leading_marks_off(after);
        if after.is_empty() {
            break;
        }
        rest = after;
        is_request |= wraps;
    }
    Plain {
        phrase: without_tail(rest).trim_marks(),
        is_request,
    }
}

/// Takes "please", "thanks" and the like off the end.
pub(crate) fn without_tail(phrase: Phrase<'_>) -> Phrase<'_> {
    let mut rest = phrase;
    while let Some(before) = rest
        .trim_marks()
        .before(TAILS)
        .filter(|p| !p.trim_marks().is_empty() && !p.has_last("from"))
    {
        rest = before;
    }
    rest
}

fn leading_marks_off(phrase: Phrase<'_>) -> Phrase<'_> {
    let marks = phrase
        .tokens()
        .iter()
        .take_while(|t| matches!(t.norm.as_str(), "," | "." | "!" | ":" | "-" | ";"))
        .count();
    phrase.skip(marks)
}

const FILLERS: &[&str] = &[
    "hi|hey|hello|hiya|heya|yo|howdy|greetings there|again|assistant|bot|taskflow|everyone|team|all?",
    "good morning|afternoon|evening|day",
    "dear assistant|bot|taskflow?",
    "please|kindly",
    "ok|okay|alright|right|well|so|now|oh|ah|um|uh|uhm|hmm|er|actually|basically|anyway|also|next|then|and|but|great|perfect|cool|nice|good|super|awesome|excellent|wonderful|sure",
    "thanks|thank you?",
    "sorry",
    "just|only|quickly|simply|maybe|perhaps",
    "oops|whoops|ouch|damn|argh|ugh|lol|haha",
    "yes|yeah|yep|yup",
    "no thanks? ,",
    "excuse me",
    "first of? all?",
    "finally|lastly|additionally|furthermore|afterwards",
    "by the way",
    "when you get|have a chance|moment|minute|second",
    "if you can|could|may",
    "if possible",
    "as well",
    "for me ,",
    "do me a favor|favour and?",
    "go ahead and",
    "be so kind and|to",
    "try to",
    "in that case",
    "one more thing",
    "i want|need to know",
    "i want|need to find out",
    "i would like|love to know",
    "i think|guess|believe|suppose that?",
    "after that|this",
    "please to",
    "do the needful and",
];

const WRAPPERS: &[&str] = &[
    "can|could|would|will|may you please|kindly|maybe|also|just|possibly|quickly? please? help? me? to?",
    "can|could|would|will you please|kindly|also|just? go ahead and",
    "can|could|would|will we please|also|just?",
    "would|do you mind to?",
    "would you be able|willing|so kind to|as? to?",
    "would you be so kind as? to|and",
    "would it be possible for? you? to",
    "i want|need|would|like you to please?",
    "i would like|love|appreciate you to please?",
    "i would like|love to know|hear?",
    "i would appreciate it? if you could|would|can",
    "i would be grateful if you could|would|can",
    "i want|wish to",
    "i was wondering|hoping if? you could|can|would",
    "it would be great|nice|good|lovely|helpful if you could|can|would",
    "i request you to",
    "i am requesting you to",
    "i am looking to",
    "you can|should|must|may please? just?",
    "let us|me",
    "help me to?",
    "could i|we ask you to",
    "can i|we ask you to",
    "can|could|may i|we please? see|view|get|have a? look? at?",
];

const TAILS: &[&str] = &[
    "please|kindly",
    "thanks|cheers a? lot|bunch|million? in? advance?",
    "thanks so? very? much?",
    "thank you so? very? much? in? advance?",
    "many thanks",
    "if you can|could|please|may",
    "if you do not mind",
    "if possible",
    "when you can|could",
    "when you get|have a chance|moment|minute",
    "would you",
    "will you",
    "can you",
    "could you",
    "ok|okay|right",
    "right|straight? now",
    "right|straight away",
    "asap please",
    "my friend",
    "mate|buddy|dude|bro|lol|haha",
    "for me please",
    "as well",
    "too",
    "at once",
];
