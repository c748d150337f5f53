//! Which models answer, and where they are.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret as _, SecretString};
use taskflow_shared::config::Settings;

use super::{
    context::{self, ContextTokens},
    url, web_address,
};

/// What `TASKFLOW_MODELS` calls the model that needs no endpoint.
const BUILT_IN: &str = "built-in";

/// A model that answers.
#[derive(Debug, Clone)]
pub enum ModelConfig {
    /// The built-in one.
    BuiltIn,
    /// One behind an OpenAI-compatible endpoint.
    OpenAi {
        /// `OPENAI_BASE_URL`, OpenAI's own by default; or what `TASKFLOW_MODELS` says.
        base_url: String,
        /// `OPENAI_API_KEY` or `OPENAI_API_KEY_FILE`, or that of another endpoint from
        /// `TASKFLOW_MODEL_KEYS`; endpoints on one's own machine need none.
        api_key: Option<SecretString>,
        /// Its name, as the endpoint knows it.
        model: String,
        /// How many tokens it is given at most. `TASKFLOW_CONTEXT_TOKENS`.
        context_tokens: usize,
    },
}

/// Reads the models in the order in which they are asked.
pub(super) fn read(settings: &mut Settings) -> Vec<ModelConfig> {
    let tokens = context::read(settings);
    let default = Endpoint {
        api_key: settings.secret("OPENAI_API_KEY"),
        base_url: url(settings, "OPENAI_BASE_URL"),
    };
    let mut keys = keys(settings);
    let (name, list) = list(settings, default.is_set());
    let mut models = Vec::new();
    for entry in list.split(',').map(str::trim) {
        match model(entry, &default, &mut keys, &tokens) {
            Ok(model) => models.push(model),
            Err(problem) => settings.problem(name, problem),
        }
    }
    for (url, key) in keys {
        if !key.is_used {
            settings.problem(KEYS, format_args!("no model is at {url}"));
        }
    }
    models
}

/// The endpoint of models that name none.
struct Endpoint {
    api_key: Option<SecretString>,
    base_url: Option<String>,
}

impl Endpoint {
    fn is_set(&self) -> bool {
        self.api_key.is_some() || self.base_url.is_some()
    }

    fn base_url(&self) -> &str {
        let own = self.base_url.as_deref();
        own.unwrap_or("https://api.openai.com/v1")
    }
}

/// Returns the list of models and the setting it stands in.
fn list(settings: &mut Settings, has_endpoint: bool) -> (&'static str, String) {
    let (one, several) = (
        settings.text("TASKFLOW_MODEL"),
        settings.text("TASKFLOW_MODELS"),
    );
    if one.is_some() && several.is_some() {
        settings.problem(
            "TASKFLOW_MODEL, TASKFLOW_MODELS",
            "set only one of them: the first model of the list is the one that answers",
        );
    }
    match (several, one) {
        (Some(models), _) => ("TASKFLOW_MODELS", models),
        (None, Some(model)) => ("TASKFLOW_MODEL", model),
        (None, None) if has_endpoint => ("TASKFLOW_MODEL", "gpt-5-mini".to_owned()),
        (None, None) => ("TASKFLOW_MODEL", BUILT_IN.to_owned()),
    }
}

/// Reads `model`, `model@base URL` or `built-in`.
fn model(
    entry: &str,
    default: &Endpoint,
    keys: &mut BTreeMap<String, Key>,
    tokens: &ContextTokens,
) -> Result<ModelConfig, &'static str> {
    if entry == BUILT_IN {
        return Ok(ModelConfig::BuiltIn);
    }
    // Names hold an @ of their own, such as gemini@001.
    let parts = entry
        .find("@http")
        .and_then(|at| entry.split_at_checked(at));
    let (name, url) = match parts {
        Some((name, url)) => (name.trim(), Some(url.trim_start_matches('@'))),
        None => (entry, None),
    };
    if name.is_empty() {
        return Err("has an entry without the name of a model");
    }
    let base_url = match url {
        None if default.is_set() => default.base_url().to_owned(),
        None => {
            return Err("names a model of an endpoint; set OPENAI_API_KEY or OPENAI_BASE_URL too");
        }
        Some(url) => base_url(url)?,
    };
    let own_key = keys.get_mut(&base_url).map(|key| {
        key.is_used = true;
        key.value.clone()
    });
    let shared_key = || {
        default
            .api_key
            .clone()
            .filter(|_| base_url == default.base_url())
    };
    Ok(ModelConfig::OpenAi {
        api_key: own_key.or_else(shared_key),
        model: name.to_owned(),
        context_tokens: tokens.of(name),
        base_url,
    })
}

fn base_url(text: &str) -> Result<String, &'static str> {
    let url = web_address(text).ok_or("has an address that is not a URL")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a password; keys stand in TASKFLOW_MODEL_KEYS");
    }
    Ok(text.trim_end_matches('/').to_owned())
}

const KEYS: &str = "TASKFLOW_MODEL_KEYS";

struct Key {
    value: SecretString,
    is_used: bool,
}

/// Reads the keys of other endpoints by their base URLs, each `base URL key`, on lines of their own
/// or between commas.
fn keys(settings: &mut Settings) -> BTreeMap<String, Key> {
    let Some(text) = settings.secret(KEYS) else {
        return BTreeMap::new();
    };
    let text = text.expose_secret();
    let entries = text.split([',', '\n']).map(str::trim);
    let entries = entries.filter(|entry| !entry.is_empty() && !entry.starts_with('#'));
    let keys: Option<BTreeMap<String, Key>> = entries.map(key).collect();
    keys.unwrap_or_else(|| {
        // What cannot be read is not quoted: it is a key, mostly.
        settings.problem(
            KEYS,
            "must be pairs of a base URL and its key, such as https://host/v1 key",
        );
        BTreeMap::new()
    })
}

fn key(entry: &str) -> Option<(String, Key)> {
    let (url, key) = entry.split_once(char::is_whitespace)?;
    let key = key.trim();
    if key.contains(char::is_whitespace) || web_address(url).is_none() {
        return None;
    }
    let key = Key {
        value: key.into(),
        is_used: false,
    };
    Some((url.trim_end_matches('/').to_owned(), key))
}

#[cfg(test)]
mod tests {
    use taskflow_shared::config::Sources;

    use super::*;

    fn load(environment: &[(&str, &str)]) -> (Vec<String>, String) {
        let folder = tempfile::tempdir().unwrap();
        let mut sources = Sources::default();
        sources.flag("TASKFLOW_DATA_DIR", Some(folder.path().display()));
        let given = environment.iter();
        let given = given.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        sources.environment.extend(given);
        let mut settings = Settings::load(sources);
        let models = read(&mut settings).iter().map(shown).collect();
        let problems = settings.finish().err().map(|error| error.to_string());
        (models, problems.unwrap_or_default())
    }

    fn shown(model: &ModelConfig) -> String {
        match model {
            ModelConfig::BuiltIn => "built-in".to_owned(),
            ModelConfig::OpenAi {
                base_url,
                api_key,
                model,
                context_tokens,
            } => {
                let key = api_key.as_ref().map_or("none", |key| key.expose_secret());
                format!("{model} at {base_url} with {key} and {context_tokens}")
            }
        }
    }

    fn models(environment: &[(&str, &str)]) -> Vec<String> {
        let (models, problems) = load(environment);
        assert_eq!(problems, "");
        models
    }

    fn problem(environment: &[(&str, &str)]) -> String {
        let (_, problems) = load(environment);
        assert!(!problems.contains("sk-"), "a key is shown: {problems}");
        problems
    }

    #[test]
    fn without_an_endpoint_the_built_in_model_answers() {
        assert_eq!(models(&[]), ["built-in"]);
        assert_eq!(models(&[("TASKFLOW_MODEL", "built-in")]), ["built-in"]);
        assert!(problem(&[("TASKFLOW_MODEL", "gpt-x")]).contains("set OPENAI_API_KEY"));
    }

    #[test]
    fn models_of_one_endpoint_are_a_list_of_names() {
        let models = models(&[
            ("OPENAI_API_KEY", "sk-1"),
            ("TASKFLOW_MODELS", "gpt-x, gpt-y,built-in"),
        ]);
        let expected = [
            "gpt-x at https://api.openai.com/v1 with sk-1 and 16000",
            "gpt-y at https://api.openai.com/v1 with sk-1 and 16000",
            "built-in",
        ];
        assert_eq!(models, expected);
    }

    #[test]
    fn each_endpoint_gets_its_own_key_and_no_other() {
        let models = models(&[
            ("OPENAI_API_KEY", "sk-1"),
            (
                "TASKFLOW_MODELS",
                "gpt-x,gemini@001@https://a.test/v1/,qwen@http://127.0.0.1:11434/v1",
            ),
            ("TASKFLOW_MODEL_KEYS", "https://a.test/v1 sk-2"),
            ("TASKFLOW_CONTEXT_TOKENS", "20000, qwen=4000"),
        ]);
        let expected = [
            "gpt-x at https://api.openai.com/v1 with sk-1 and 20000",
            "gemini@001 at https://a.test/v1 with sk-2 and 20000",
            "qwen at http://127.0.0.1:11434/v1 with none and 4000",
        ];
        assert_eq!(models, expected);
    }

    #[test]
    fn keys_may_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        std::fs::write(&file, "# others\nhttps://a.test/v1  sk-2\n\n").unwrap();
        let models = models(&[
            ("TASKFLOW_MODELS", "x@https://a.test/v1"),
            ("TASKFLOW_MODEL_KEYS_FILE", file.to_str().unwrap()),
        ]);
        assert_eq!(models, ["x at https://a.test/v1 with sk-2 and 16000"]);
    }

    #[test]
    fn a_key_is_never_shown() {
        let mut sources = Sources::default();
        for (name, value) in [(KEYS, "https://a.test/v1 sk-2"), ("OPENAI_API_KEY", "sk-1")] {
            sources
                .environment
                .push((name.to_owned(), value.to_owned()));
        }
        let mut settings = Settings::load(sources);
        let models = read(&mut settings);
        let shown = format!("{:?} {models:?}", settings.effective());
        assert!(shown.contains(KEYS) && !shown.contains("sk-"), "{shown}");
    }

    #[test]
    fn what_cannot_be_meant_is_said_without_a_key() {
        let one = ("OPENAI_API_KEY", "sk-1");
        for (settings, part) in [
            (&[one, ("TASKFLOW_MODELS", "x,")][..], "without the name"),
            (&[("TASKFLOW_MODELS", "x@http:/")], "not a URL"),
            (
                &[("TASKFLOW_MODELS", "x@http://me:sk-1@a.test")],
                "password",
            ),
            (
                &[one, ("TASKFLOW_MODELS", "x"), ("TASKFLOW_MODEL", "y")],
                "only one",
            ),
            (
                &[one, ("TASKFLOW_MODEL_KEYS", "https://a.test sk-2")],
                "no model is at",
            ),
            (&[one, ("TASKFLOW_MODEL_KEYS", "sk-2")], "pairs of"),
            (
                &[one, ("TASKFLOW_MODEL_KEYS_FILE", "/nowhere/at/all")],
                "KEYS_FILE",
            ),
            (&[one, ("TASKFLOW_CONTEXT_TOKENS", "x=y")], "CONTEXT_TOKENS"),
        ] {
            let problem = problem(settings);
            assert!(problem.contains(part), "{part} in {problem}");
        }
    }
}
