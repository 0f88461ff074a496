//! Remembers the background of the terminal, so that the next first frame has the right colours.

use std::path::{Path, PathBuf};

use crate::config::Rgb;
use crate::files;
use crate::text::file_stem;

/// Returns the file for the terminal that the environment names: another one can have another background.
fn path(state: &Path) -> PathBuf {
    let names = ["TERM_PROGRAM", "TERM"].map(|name| std::env::var(name).unwrap_or_default());
    state.join(format!("background-{}", file_stem(&names.join(" "), "terminal")))
}

/// The background of the terminal at the last start of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastKnown {
    /// No terminal was asked yet.
    NeverAsked,
    /// The terminal did not report its background.
    NotReported,
    /// The background that the terminal reported.
    Color(Rgb),
}

impl LastKnown {
    /// Returns the color, if one was reported.
    pub fn color(self) -> Option<Rgb> {
        match self {
            Self::Color(color) => Some(color),
            Self::NeverAsked | Self::NotReported => None,
        }
    }
}

/// Returns what the last start stored in the state directory.
pub fn last_known(state: &Path) -> LastKnown {
    match std::fs::read_to_string(path(state)) {
        Err(_) => LastKnown::NeverAsked,
        Ok(text) => text.trim().parse().map_or(LastKnown::NotReported, LastKnown::Color),
    }
}

/// Stores the background. An error is ignored: the next start asks again.
pub fn remember(state: &Path, background: Option<Rgb>) {
    let text = background.map(|color| color.to_string()).unwrap_or_default();
    let _ = files::create_directory(state);
    let _ = files::write_file(&path(state), text.as_bytes(), true);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_remembered_and_so_is_its_absence() {
        let directory = tempfile::tempdir().unwrap();
        let state = directory.path().join("state");
        assert_eq!(last_known(&state), LastKnown::NeverAsked);
        remember(&state, None);
        assert_eq!(last_known(&state), LastKnown::NotReported);
        remember(&state, Some(Rgb(1, 2, 3)));
        assert_eq!(last_known(&state), LastKnown::Color(Rgb(1, 2, 3)));
    }
}
