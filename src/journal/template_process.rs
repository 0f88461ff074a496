//! Renders the user's templates in a separate process, with limits on memory, time and output.
//!
//! A template can double a string in each step. Fuel counts steps and does not limit memory, and a failed
//! allocation aborts the process. Therefore the program starts itself again, with limits of the operating
//! system on memory and time. Built-in templates are rendered in the same process.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};
use signal_hook::consts::{SIGABRT, SIGKILL, SIGXCPU};

use crate::error::{Error, Result};
use crate::report::document::Document;
use crate::report::template::{self, TemplateError};

/// The argument with which the program renders one template and exits.
pub const ARGUMENT: &str = "--render-template";

/// The maximum address space of the process, in bytes: 1 GB.
const MEMORY: u64 = 1 << 30;
/// The maximum processor time, in seconds.
const SECONDS: u64 = 20;
/// The maximum size of a rendered document, in bytes.
const LARGEST: u64 = 64 << 20;

#[derive(Serialize, Deserialize)]
struct Request {
    document: serde_json::Value,
    template: String,
    file: String,
    charts: bool,
}

#[derive(Serialize, Deserialize)]
enum Response {
    Rendered(String),
    Failed { line: usize, why: String },
}

/// Renders a template in a separate process with limits; `charts` marks charts for formats that can draw
/// them.
pub(super) fn render(
    document: &Document,
    template: &str,
    file: &str,
    charts: bool,
) -> std::result::Result<String, TemplateError> {
    let failed = |line: usize, why: String| TemplateError { file: file.to_owned(), line, why };
    let request = Request {
        document: serde_json::to_value(document).map_err(|err| failed(0, err.to_string()))?,
        template: template.to_owned(),
        file: file.to_owned(),
        charts,
    };
    let request = serde_json::to_vec(&request).map_err(|err| failed(0, err.to_string()))?;
    let started = |err: std::io::Error| failed(0, format!("the template cannot be rendered: {err}"));
    let mut child = Command::new(std::env::current_exe().map_err(started)?)
        .arg(ARGUMENT)
        .env_remove("RUST_BACKTRACE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(started)?;
    if let Some(mut stdin) = child.stdin.take() {
        // If the process has ended early, its response or its status is the error below.
        let _ = stdin.write_all(&request);
    }
    let mut written = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        // JSON escapes a quote or a line break as two bytes. Other control characters become six bytes: a
        // document full of them is cut off here and refused.
        stdout.take(2 * LARGEST + 1024).read_to_end(&mut written).map_err(started)?;
    }
    let status = child.wait().map_err(started)?;
    match serde_json::from_slice(&written) {
        Ok(Response::Rendered(text)) if status.success() => Ok(text),
        Ok(Response::Failed { line, why }) => Err(failed(line, why)),
        _ => Err(failed(0, exceeded(status))),
    }
}

/// Returns the message for a process that ended without a response.
fn exceeded(status: std::process::ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal() {
        Some(SIGXCPU | SIGKILL) => {
            format!("the template takes longer than {} seconds", allowed(Resource::Cpu, SECONDS))
        }
        // A failed allocation aborts the process.
        Some(SIGABRT) => match allowed(Resource::As, MEMORY) {
            MEMORY => "the template needs more than 1 GB of memory".to_owned(),
            less => format!("the template needs more than {} MB of memory", less >> 20),
        },
        _ => format!("the process that renders it ended: {status}"),
    }
}

/// Returns `most`, or the hard limit of this process if that is lower.
fn allowed(resource: Resource, most: u64) -> u64 {
    getrlimit(resource).maximum.map_or(most, |hard| hard.min(most))
}

/// Renders the template on the standard input, in the process that `render` starts.
pub fn serve() -> Result<u8> {
    let failed =
        |err: &dyn std::fmt::Display| Error::failed(format!("the template cannot be rendered: {err}"));
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0)] {
        let most = Some(allowed(resource, most));
        setrlimit(resource, Rlimit { current: most, maximum: most }).map_err(|err| failed(&err))?;
    }
    let request: Request = serde_json::from_reader(std::io::stdin().lock()).map_err(|err| failed(&err))?;
    let Request { document, template, file, charts } = request;
    let response = match template::render(&document, &template, &file, charts, LARGEST) {
        Ok(text) => Response::Rendered(text),
        Err(TemplateError { line, why, .. }) => Response::Failed { line, why },
    };
    let mut stdout = std::io::stdout().lock();
    serde_json::to_writer(&mut stdout, &response).map_err(|err| failed(&err))?;
    stdout.flush().map_err(|err| failed(&err))?;
    Ok(0)
}
