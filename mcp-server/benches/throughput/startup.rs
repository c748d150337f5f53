//! How soon a host has the tools, and what the program keeps in memory meanwhile.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{load::median, memory::resident};

const STARTS: usize = 15;

/// One request that needs no handshake.
const LIST: &str = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}"#;

/// Starts the program over stdio with a new database, and then again with the one it made.
pub(crate) fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    let (new, _) = start(folder.path());
    let starts: Vec<(f64, u64)> = (0..STARTS).map(|_| start(folder.path())).collect();
    let again = median(starts.iter().map(|(took, _)| *took).collect());
    let memory = starts
        .iter()
        .map(|(_, memory)| *memory)
        .max()
        .expect("a start");
    println!("start to tools/list over stdio: {again:.1} ms; with a new database {new:.1} ms");
    println!("resident memory, idle: {:.1} MB", memory as f64 / 1024.0);
}

/// Returns how many milliseconds pass from the start to the first answer, and the KiB resident.
fn start(folder: &std::path::Path) -> (f64, u64) {
    let begin = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"))
        .env_clear()
        .arg("--data-dir")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("its input");
    writeln!(input, "{LIST}").expect("a request");
    let mut answer = String::new();
    let mut output = BufReader::new(child.stdout.take().expect("its output"));
    output.read_line(&mut answer).expect("an answer");
    let took = begin.elapsed().as_secs_f64() * 1_000.0;
    assert!(answer.contains("list_tasks"), "{answer}");
    let memory = resident(child.id());
    drop(input);
    assert!(child.wait().expect("its end").success());
    (took, memory)
}
