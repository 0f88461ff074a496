//! The binary: it runs the library and prints an error as one line and a hint.

use std::io::Write as _;
use std::process::ExitCode;

use brag::error::ErrorKind;
use brag::text::inert;

fn main() -> ExitCode {
    let error = match brag::run() {
        Ok(code) => return ExitCode::from(code),
        Err(error) => error,
    };
    if error.kind() != ErrorKind::ClosedPipe {
        // A closed stderr is ignored: there is no other place to report the error.
        let mut stderr = std::io::stderr().lock();
        let _ = writeln!(stderr, "error: {}", inert(error.message()));
        if let Some(hint) = error.hint_text() {
            let _ = writeln!(stderr, "hint: {}", inert(hint));
        }
    }
    ExitCode::from(error.exit_code())
}
