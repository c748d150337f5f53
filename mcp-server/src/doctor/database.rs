//! Whether the database opens, and is whole and of this program's time.

use taskflow_shared::{
    config::database::DatabaseConfig,
    database::{InspectError, Inspection, Schema, inspect},
};

use super::Finding;

const SUBJECT: &str = "database";

pub(super) async fn examine(config: &DatabaseConfig) -> Vec<Finding> {
    let name = match config {
        DatabaseConfig::Sqlite(path) => path.display().to_string(),
        DatabaseConfig::Postgres(_) => "PostgreSQL".to_owned(),
    };
    match inspect(config).await {
        Ok(None) => {
            let words = format!("{name} is not there yet; the first start makes it");
            vec![Finding::good(SUBJECT, words)]
        }
        Ok(Some(inspection)) => vec![judge(&name, &inspection)],
        Err(error) => vec![refused(&name, &error)],
    }
}

fn judge(name: &str, found: &Inspection) -> Finding {
    if let Some(damage) = &found.damage {
        let words = format!("{name} is damaged: {damage}");
        let advice = "Stop every TaskFlow program, copy the file, and restore a backup, or save \
                      what can be read with: sqlite3 taskflow.db .recover";
        return Finding::wrong(SUBJECT, words, advice);
    }
    if !found.is_writable {
        let words = format!("{name} opens, but cannot be written");
        return Finding::wrong(
            SUBJECT,
            words,
            "Let your user write the file and its folder.",
        );
    }
    match &found.schema {
        Schema::Newer(change) => Finding::wrong(
            SUBJECT,
            format!("{name} was made by a newer version ({change})"),
            "Use that version, or a newer one.",
        ),
        Schema::Older(missing) => Finding::good(
            SUBJECT,
            format!(
                "{name} is whole; the next start brings its schema up to date ({missing} changes)"
            ),
        ),
        Schema::Current => Finding::good(
            SUBJECT,
            format!("{name} is whole, up to date and can be written"),
        ),
    }
}

fn refused(name: &str, error: &InspectError) -> Finding {
    let advice = match error {
        InspectError::NotADatabase => "Move the file away; the next start makes a new one.",
        InspectError::Unreachable(_) => {
            "See that the database runs and TASKFLOW_DATABASE_URL is right."
        }
    };
    Finding::wrong(SUBJECT, format!("{name}: {error}"), advice)
}
