//! The binary: it runs the library, and prints an error with its hint and, with `--verbose`, its causes.

use std::io::Write as _;
use std::process::ExitCode;

use anstyle::{AnsiColor, Effects, Style};
use brag::error::ErrorKind;
use brag::text::inert;

fn main() -> ExitCode {
    let failure = match brag::run() {
        Ok(code) => return ExitCode::from(code),
        Err(failure) => failure,
    };
    let error = &failure.error;
    if error.kind() != ErrorKind::ClosedPipe {
        // A closed stderr is ignored: there is no other place to report the error.
        let _ = report(error, failure.verbose);
    }
    ExitCode::from(error.exit_code())
}

fn report(error: &brag::error::Error, verbose: bool) -> std::io::Result<()> {
    let mut stderr = anstream::stderr().lock();
    let red = AnsiColor::Red.on_default().effects(Effects::BOLD);
    let bold = Style::new().effects(Effects::BOLD);
    writeln!(stderr, "{red}error:{red:#} {}", inert(error.message()))?;
    if let Some(hint) = error.hint_text() {
        writeln!(stderr, "{bold}hint:{bold:#} {}", inert(hint))?;
    }
    let causes = if verbose { error.causes() } else { Vec::new() };
    for cause in causes {
        writeln!(stderr, "{bold}caused by:{bold:#} {}", inert(&cause))?;
    }
    Ok(())
}
