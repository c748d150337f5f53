//! Where people are who do not say so themselves.

use std::str::FromStr;

use chrono_tz::Tz;

use super::Settings;

/// The time zone and language of people whose token names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocaleConfig {
    /// `TASKFLOW_TIMEZONE`; the system's where unset.
    pub time_zone: Tz,
    /// `TASKFLOW_LOCALE`; where unset, what the system says in `LC_ALL`, `LC_TIME` or `LANG`.
    pub locale: Option<Locale>,
}

impl LocaleConfig {
    /// Reads the section.
    pub fn read(settings: &mut Settings) -> Self {
        let time_zone = settings.parsed("TASKFLOW_TIMEZONE").or_else(system_zone);
        let locale = settings.parsed("TASKFLOW_LOCALE");
        let system = settings.system_locale();
        Self {
            time_zone: time_zone.unwrap_or(Tz::UTC),
            locale: locale.or_else(|| system?.parse().ok()),
        }
    }
}

impl Default for LocaleConfig {
    /// Universal time, and no language in particular.
    fn default() -> Self {
        Self {
            time_zone: Tz::UTC,
            locale: None,
        }
    }
}

fn system_zone() -> Option<Tz> {
    iana_time_zone::get_timezone().ok()?.parse().ok()
}

/// A language and, mostly, a region: `en-GB` (BCP 47), or as POSIX writes it, `en_GB.UTF-8`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    language: String,
    region: Option<String>,
}

/// The text names no language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a language and a region, such as en-GB")]
pub struct InvalidLocale;

impl Locale {
    /// Returns the language's code in lower case, such as `en`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Returns the region's code in upper case, such as `GB`, where there is one.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }
}

impl FromStr for Locale {
    type Err = InvalidLocale;

    fn from_str(text: &str) -> Result<Self, InvalidLocale> {
        let name = text.trim().split(['.', '@']).next().unwrap_or_default();
        let mut parts = name.split(['-', '_']);
        let language = parts.next().filter(|part| is_language(part));
        let language = language.ok_or(InvalidLocale)?.to_ascii_lowercase();
        if !parts.clone().all(is_subtag) {
            return Err(InvalidLocale);
        }
        let region = parts.find(|part| is_region(part));
        Ok(Self {
            language,
            region: region.map(str::to_ascii_uppercase),
        })
    }
}

fn is_language(part: &str) -> bool {
    matches!(part.len(), 2 | 3) && part.bytes().all(|letter| letter.is_ascii_alphabetic())
}

fn is_subtag(part: &str) -> bool {
    matches!(part.len(), 1..=8) && part.bytes().all(|letter| letter.is_ascii_alphanumeric())
}

/// Two letters, or the three digits of a part of the world.
fn is_region(part: &str) -> bool {
    let of = |length, is: fn(&u8) -> bool| part.len() == length && part.bytes().all(|b| is(&b));
    of(2, u8::is_ascii_alphabetic) || of(3, u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    fn read(environment: &[(&str, &str)]) -> Result<LocaleConfig, String> {
        let dir = tempfile::tempdir().unwrap();
        let own = ("TASKFLOW_DATA_DIR", dir.path().to_str().unwrap());
        let given = environment.iter().copied().chain([own]);
        let mut settings = Settings::load(Sources {
            environment: given.map(|(a, b)| (a.to_owned(), b.to_owned())).collect(),
            ..Sources::default()
        });
        let config = LocaleConfig::read(&mut settings);
        settings.finish().map_err(|error| error.to_string())?;
        Ok(config)
    }

    #[test]
    fn a_locale_is_read_in_either_writing() {
        for (text, language, region) in [
            ("en-GB", "en", Some("GB")),
            ("de_ch.UTF-8@euro", "de", Some("CH")),
            ("zh-Hant-TW", "zh", Some("TW")),
            ("es-419", "es", Some("419")),
            ("fr", "fr", None),
        ] {
            let locale: Locale = text.parse().unwrap();
            assert_eq!((locale.language(), locale.region()), (language, region));
        }
        for text in ["", "C", "POSIX", "C.UTF-8", "english", "en-GB!", "../.."] {
            assert_eq!(text.parse::<Locale>(), Err(InvalidLocale), "{text}");
        }
    }

    #[test]
    fn the_setting_stands_before_what_the_system_says() {
        let region = |environment: &[(&str, &str)]| {
            let locale = read(environment).unwrap().locale?;
            locale.region().map(str::to_owned)
        };
        let system = [("LANG", "en_US.UTF-8"), ("LC_TIME", "de_DE.UTF-8")];
        assert_eq!(region(&system).as_deref(), Some("DE"));
        let all = [("LC_ALL", "fr_FR"), ("LC_TIME", "de_DE")];
        assert_eq!(region(&all).as_deref(), Some("FR"));
        let set = [("TASKFLOW_LOCALE", "en-GB"), ("LC_ALL", "fr_FR")];
        assert_eq!(region(&set).as_deref(), Some("GB"));
        assert_eq!(region(&[("LC_ALL", ""), ("LANG", "C.UTF-8")]), None);
    }

    #[test]
    fn what_is_not_a_zone_or_a_locale_is_a_problem() {
        let set = [
            ("TASKFLOW_LOCALE", "british"),
            ("TASKFLOW_TIMEZONE", "Mars"),
        ];
        let problems = read(&set).unwrap_err();
        assert!(problems.contains("such as en-GB"), "{problems}");
        assert!(problems.contains("TASKFLOW_TIMEZONE"), "{problems}");
        let zone = read(&[("TASKFLOW_TIMEZONE", "Europe/Zurich")]).unwrap();
        assert_eq!(zone.time_zone, Tz::Europe__Zurich);
    }
}
