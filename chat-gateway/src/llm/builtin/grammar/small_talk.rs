//! What people say between commands.

use crate::llm::builtin::{command::Command, text::Phrase};

/// Returns what a whole clause says, where it is small talk.
pub(super) fn read(phrase: Phrase<'_>) -> Option<Command> {
    let words = phrase.trim_marks();
    if words.is_empty() {
        let is_puzzled = phrase.tokens().iter().any(|token| token.is("?"));
        return is_puzzled.then_some(Command::Help);
    }
    TABLE
        .iter()
        .find(|(_, patterns)| words.is_any(patterns))
        .map(|(command, _)| command.clone())
}

const TABLE: &[(Command, &[&str])] = &[
    (Command::More, MORE),
    (Command::HowAreYou, HOW_ARE_YOU),
    (Command::Greeting, GREETING),
    (Command::Thanks, THANKS),
    (Command::Goodbye, GOODBYE),
    (Command::Identity, IDENTITY),
    (Command::Help, HELP),
    (Command::Yes, super::answer::YES),
    (Command::No, super::answer::NO),
    (Command::Acknowledgement, ACKNOWLEDGEMENT),
];

const MORE: &[&str] = &[
    "more|next|continue|further please?",
    "show|see|list|give|display|load|read me? some|the|any? more|rest|others|remaining please?",
    "show|see|list|give me? more tasks|items|of|results them|these|it?",
    "the? next|following page|ones|batch|set please?",
    "show|see|list|give|go to? me? the? next page|ones|batch|set|few",
    "next 10|20|25|50|100 please?",
    "go|carry on please?",
    "keep going|on please?",
    "what|are else|more is there?",
    "are|is there any? more",
    "and the? rest|others|more?",
    "the rest please?",
    "any more",
    "see more",
    "continue with it|that|the|them list|rest?",
];

const HOW_ARE_YOU: &[&str] = &[
    "hi|hey|hello? how are you doing|today|feeling?",
    "how is it going",
    "how do you do",
    "how have you been",
    "how are things",
    "you ok|okay|alright",
    "hi|hey|hello? what is up",
    "sup|wassup|whatsup",
];

const GREETING: &[&str] = &[
    "hi|hey|hello|hiya|heya|yo|howdy|greetings|hullo|hallo|hola there|again|assistant|bot|taskflow|everyone|you|friend|all|buddy?",
    "hi|hey|hello hi|hey|hello there?",
    "good morning|afternoon|evening|day there|taskflow|assistant?",
    "morning|evening|afternoon|gm|namaste|salam|bonjour|ciao",
    "nice to meet you",
    "anyone|anybody there|home",
    "are you there",
    "is anyone|anybody|someone there|here",
    "test|testing|ping",
];

const THANKS: &[&str] = &[
    "ok|okay|great|perfect|cool|nice|awesome|good|super|wonderful|yes? , thanks|cheers a? lot|bunch|million|ton? so? much? for? your|the|that|this|everything? help?",
    "ok|okay|great|perfect|cool|nice|awesome|good|super|wonderful|yes? thanks|cheers a? lot|bunch|million|ton? so? much? for? your|the|that|this|everything? help?",
    "ok|okay|great|perfect|cool|nice|awesome|good|super|wonderful? thank you so? very? much? for? your|the|that|this|everything? help?",
    "many|much thanks",
    "much appreciated",
    "i appreciate it|that|your help?",
    "appreciate it",
    "that is all|it|everything for? now|today?",
    "that will be all",
    "thank you|u? and|, bye|goodbye",
    "thats all",
];

const GOODBYE: &[&str] = &[
    "ok? bye|goodbye|cya|farewell|ciao bye|for|now|everyone? now?",
    "good bye",
    "good night",
    "goodnight",
    "see you|ya later|soon|tomorrow|then|around?",
    "see|talk to? you later|soon|tomorrow",
    "talk|ttyl later?",
    "later|laters",
    "have a good|nice|great|lovely day|night|evening|weekend|one",
    "take care",
    "i am leaving|off now?",
    "gtg",
    "got to go",
    "i have? got? to go",
    "exit|quit",
];

const IDENTITY: &[&str] = &[
    "who|what are|r you|u exactly|really?",
    "what is your name",
    "do you have a name",
    "are|r you|u a|an? real? bot|robot|ai|human|person|machine|llm|chatbot|chatgpt|gpt|claude|gemini|real|model|program",
    "is this a|an? real? bot|robot|ai|human|person|machine|llm|chatbot|chatgpt|gpt",
    "am i talking|speaking|chatting to|with a|an real? bot|robot|ai|human|person|machine",
    "what|which ai|language? model|llm|ai are|is you|this|it|running?",
    "what|which ai|language? model|llm|ai do you use|run on?",
    "what|which ai|language? model|llm|ai is this|running|connected",
    "who made|built|created|wrote you",
    "tell me about yourself",
    "introduce yourself",
    "what is this",
    "what kind of bot|ai|assistant|model are you",
    "how do i|we connect a real? ai? model|ai|llm",
    "how can i|we connect a real? ai? model|ai|llm",
];

const HELP: &[&str] = &[
    "help|commands|menu|manual|instructions|usage|options|features|examples|start me|us? out?",
    "/ help",
    "/help|/start|--help",
    "help me please|out|with this|it?",
    "i need|want some? help",
    "i am|feel lost|stuck|confused|new here?",
    "what|which else? can|could|do|are you able|do|help|offer|understand|support|me|to with|for|me? do? with? me?",
    "what can i|we do|say|ask|type|write|tell here|with|you|now? this|here|you?",
    "what should i|we say|ask|type|write|tell here|you|now?",
    "what are your|the commands|features|capabilities|abilities|options|functions",
    "what commands|features|things do you have|know|understand|support",
    "what are you able to do",
    "what are you capable of",
    "what are you for",
    "what do you do",
    "what are you good at",
    "how|what does this|it|that work",
    "how do you work",
    "how do|can|should i|we use|start|begin|use|talk|work this|you|it|to|with|here? you|this|it?",
    "how does this app|tool|bot|thing|chat|assistant work",
    "how can you help|assist me|us?",
    "how to use this|you|it",
    "can|could you help me|us? out?",
    "show me? the? help|commands|options|menu|examples",
    "give me some? help|examples",
    "list the|your|all? commands|features",
    "what now",
    "show me what you can do",
    "tell me what you can do",
    "explain yourself",
    "tutorial",
];

const ACKNOWLEDGEMENT: &[&str] = &[
    "ok|okay|k|kk|great|perfect|cool|nice|awesome|good|super|wonderful|excellent|fine|alright|lovely|brilliant|sweet|amazing|fantastic|neat|wow|yay|lol|haha|hmm|hm|oh|ah|right|understood|noted|interesting|gotcha|👍|👌|🙏|😊|🎉|❤️|❤ job|work|one|then|to|stuff? know?",
    "got it",
    "i see",
    "good|great|nice|well job|work|done|one",
    "sounds good|great|fine",
    "that is great|good|fine|perfect|nice|awesome|cool|correct|right",
    "all good|right|set|clear",
    "makes sense",
    "no problem|worries",
    "sorry|oops|whoops|my bad|mistake?",
    "i love|like it|this|you",
    "you are great|awesome|amazing|the|good best?",
    "let me think|see",
    "looks good|great",
];
