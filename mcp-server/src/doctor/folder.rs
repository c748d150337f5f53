//! Whether the data folder is there, can be written and is the person's alone.

use std::{
    fs::{self, Metadata},
    io,
    path::Path,
};

use taskflow_shared::private;

use super::Finding;

const SUBJECT: &str = "data folder";

pub(super) fn examine(folder: &Path) -> Vec<Finding> {
    let shown = folder.display();
    let data = match fs::metadata(folder) {
        Ok(data) if data.is_dir() => data,
        Ok(_) => {
            let advice = "Move that file away, or choose another folder with --data-dir.";
            return vec![Finding::wrong(
                SUBJECT,
                format!("{shown} is not a folder"),
                advice,
            )];
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let words = format!("{shown} is not there yet; the first start makes it");
            return vec![Finding::good(SUBJECT, words)];
        }
        Err(error) => {
            let advice = "Let your user read it, or choose another folder with --data-dir.";
            return vec![Finding::wrong(SUBJECT, format!("{shown}: {error}"), advice)];
        }
    };
    let mut findings = vec![writable(folder)];
    findings.extend(private_to_owner(SUBJECT, folder, &data));
    let secret = folder.join("jwt-secret");
    if let Ok(data) = fs::metadata(&secret) {
        findings.extend(private_to_owner("secret", &secret, &data));
    }
    findings
}

fn writable(folder: &Path) -> Finding {
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let written = private::create_file(&probe);
    let _ = fs::remove_file(&probe);
    match written {
        Ok(_) => Finding::good(SUBJECT, format!("{} can be written", folder.display())),
        Err(error) => Finding::wrong(
            SUBJECT,
            format!("{} cannot be written: {error}", folder.display()),
            "Let your user write there, or choose another folder with --data-dir.",
        ),
    }
}

#[cfg(unix)]
fn private_to_owner(subject: &'static str, path: &Path, data: &Metadata) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = data.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return None;
    }
    let shown = path.display();
    let words = format!("{shown} can be opened by others (mode {mode:03o})");
    Some(Finding::wrong(
        subject,
        words,
        format!("chmod go= '{shown}'"),
    ))
}

#[cfg(not(unix))]
fn private_to_owner(_: &'static str, _: &Path, _: &Metadata) -> Option<Finding> {
    None
}
