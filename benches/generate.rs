//! Writes a journal of invented wins to a file: `cargo bench --bench generate -- PATH [WINS]`.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a benchmark stops when something is not as it should be"
)]

mod support;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(path) = arguments.next() else {
        return;
    };
    let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let started = std::time::Instant::now();
    support::generate(std::path::Path::new(&path), count);
    println!("{count} wins in {path}, {:.2?}", started.elapsed());
}
