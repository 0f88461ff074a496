//! Changes the user's configuration.

use std::path::Path;

use crate::config::{self, Config};
use crate::error::{Error, Result};
use crate::files;
use crate::journal::Journal;
use crate::tui::answer::Answer;

/// Sets the theme in the configuration, and leaves everything else in the file as it is.
pub(super) fn save_theme(journal: &Journal, name: &str) -> Result<Answer> {
    let path = &journal.paths().config;
    let failed =
        |err: &dyn std::fmt::Display| Error::failed(format!("cannot write “{}”: {err}", path.display()));
    // A new file shows every setting, as the first time that it is edited.
    let text = config::read_own(path)?.unwrap_or_else(config::template);
    let mut document: toml_edit::DocumentMut = text.parse().map_err(|_| {
        Error::failed("the configuration cannot be read, so the theme was not saved")
            .hint("brag config edit shows the file")
    })?;
    match document.get_mut("theme").and_then(toml_edit::Item::as_table_like_mut) {
        Some(table) => drop(table.insert("name", toml_edit::value(name))),
        None => document["theme"] = toml_edit::value(name),
    }
    files::create_directory(files::directory_of(path)).map_err(|err| failed(&err))?;
    files::write_file(path, document.to_string().as_bytes(), true).map_err(|err| failed(&err))?;
    Ok(Answer::Nothing("the theme is saved in the configuration"))
}

/// Opens the configuration in `$EDITOR`; `closed` is called once the editor has ended.
pub(super) fn edit(journal: &Journal, closed: &dyn Fn()) -> Result<Answer> {
    let path = journal.paths().config.clone();
    let before = config::read_own(&path)?;
    let edited = open(&path);
    closed();
    if !edited? {
        // A file that only shows the settings is not kept.
        if before.is_none() {
            let _ = std::fs::remove_file(&path);
        }
        return Ok(Answer::Nothing("the configuration is unchanged"));
    }
    Ok(Answer::Settings(Box::new(Config::load(&path)?)))
}

/// Opens the file, with every setting in it if it is new; returns `true` if the user changed it.
fn open(path: &Path) -> Result<bool> {
    config::write_template(path)?;
    let offered = config::read_own(path)?;
    crate::editor::open(path)?;
    Ok(config::read_own(path)? != offered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::config::Paths;

    fn saved(before: Option<&str>) -> String {
        let directory = tempfile::tempdir().unwrap();
        let beside = |name: &str| directory.path().join(name);
        let paths =
            Paths { journal: beside("journal.db"), config: beside("config.toml"), state: beside("state") };
        if let Some(before) = before {
            std::fs::write(&paths.config, before).unwrap();
        }
        let journal = Journal::open(paths.clone(), Config::default(), Clock::default()).unwrap();
        save_theme(&journal, "gruvbox").unwrap();
        let text = std::fs::read_to_string(&paths.config).unwrap();
        assert_eq!(Config::load(&paths.config).unwrap().theme.name, "gruvbox");
        text
    }

    #[test]
    fn the_rest_of_the_configuration_stays_as_it_is() {
        let new = saved(None);
        assert!(new.starts_with("theme = \"gruvbox\"\n") && new.contains("# follow_up_days = 90"), "{new}");
        assert_eq!(saved(Some("")), "theme = \"gruvbox\"\n");
        let text = saved(Some("# Mine.\nfollow_up_days = 30 # a month\n\n[keys.wins]\nx = \"delete\"\n"));
        assert!(text.contains("# Mine.\nfollow_up_days = 30 # a month\n"), "{text}");
        let text = saved(Some("[theme]\nname = \"ink\" # dark\n[theme.colors]\naccent = \"#8ea6ff\"\n"));
        assert!(text.contains("accent = \"#8ea6ff\""), "{text}");
    }
}
