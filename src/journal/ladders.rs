//! The competency ladder: the user's file beside the configuration.

use std::path::PathBuf;

use super::Context;
use crate::domain::field::unknown;
use crate::domain::{Ladder, fold};
use crate::editor::{EditorFile, Left};
use crate::error::{Error, Result};
use crate::text::nearest;

/// The maximum size of a ladder's file, in bytes.
const LONGEST: u64 = 1 << 20;

/// Returns the path of the ladder's file, which exists once the user has chosen a ladder.
pub fn path(context: &Context) -> PathBuf {
    context.paths.config.with_file_name("ladder.toml")
}

/// Returns the text of the ladder's file; `None` if the user has not chosen a ladder.
pub fn text(context: &Context) -> Result<Option<String>> {
    let path = path(context);
    match crate::files::read_text(&path, LONGEST) {
        Ok(text) => Ok(Some(text)),
        Err(err) if err.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(err) => Err(Error::failed(format!("cannot read the ladder “{}”: {err}", path.display()))
            .hint("check its permissions, or move it away")),
    }
}

/// Returns the ladder; `None` if the user has not chosen one. Fails if the file cannot be parsed; the error names
/// the file, the line and the nearest key.
pub fn load(context: &Context) -> Result<Option<Ladder>> {
    let Some(text) = text(context)? else { return Ok(None) };
    parse(context, &text).map(Some)
}

/// Returns the ladder. Fails if the user has not chosen one.
pub fn require(context: &Context) -> Result<Ladder> {
    load(context)?.ok_or_else(|| {
        Error::failed("no competency ladder was chosen").hint(
            "take the generic one with: brag ladder choose; or your company's with: brag ladder choose FILE",
        )
    })
}

fn parse(context: &Context, text: &str) -> Result<Ladder> {
    Ladder::parse(text).map_err(|err| {
        Error::failed(format!("{}: {err}", path(context).display())).hint("correct it with: brag ladder edit")
    })
}

/// Resolves competencies to the keys of the ladder. A competency that the record had before stays, even if the
/// ladder no longer has it. Fails for any other that the ladder does not have, or if there is no ladder.
pub fn resolve(context: &Context, names: &mut Vec<String>, before: &[String]) -> Result<()> {
    let kept = |name: &String| before.iter().find(|each| fold(each) == fold(name)).cloned();
    if names.iter().all(|name| kept(name).is_some()) {
        return Ok(());
    }
    let ladder = require(context)?;
    let mut out: Vec<String> = Vec::with_capacity(names.len());
    for name in std::mem::take(names) {
        let key = match kept(&name) {
            Some(kept) => kept,
            None => key_of(&ladder, &name)?,
        };
        if out.iter().all(|each| fold(each) != fold(&key)) {
            out.push(key);
        }
    }
    *names = out;
    Ok(())
}

/// Returns the key of a typed competency. Fails if the ladder does not have it; the hint names the nearest one.
pub fn key_of(ladder: &Ladder, typed: &str) -> Result<String> {
    if let Some(found) = ladder.find(typed) {
        return Ok(found.key.clone());
    }
    let keys: Vec<&str> = ladder.competencies.iter().map(|each| each.key.as_str()).collect();
    let error = Error::usage(format!("unknown competency “{typed}”")).about("competencies");
    Err(match nearest(typed, keys.iter().copied()) {
        Some(near) => error.hint(format!("did you mean “{near}”?")),
        None => error.hint(format!("use {}", keys.join(", "))),
    })
}

/// Makes a ladder the user's: the text of a file, or the generic ladder. Fails if it cannot be parsed, or if
/// there is one already and `force` is `false`.
pub fn choose(context: &Context, text: Option<&str>, force: bool) -> Result<Ladder> {
    let text = text.unwrap_or(Ladder::GENERIC);
    let ladder = Ladder::parse(text).map_err(|err| {
        Error::failed(format!("the ladder cannot be used: {err}")).hint("correct the file first")
    })?;
    if !force && self::text(context)?.is_some() {
        let message = format!("there is a ladder already: {}", path(context).display());
        return Err(Error::failed(message).hint("edit it with: brag ladder edit; replace it with --force"));
    }
    write(context, text)?;
    Ok(ladder)
}

/// Sets the level that the user has now. Fails if the ladder does not have it.
pub fn set_level(context: &Context, typed: &str) -> Result<Ladder> {
    let ladder = require(context)?;
    let Some(level) = ladder.find_level(typed) else {
        let keys: Vec<&str> = ladder.levels.iter().map(|level| level.key.as_str()).collect();
        return Err(Error::usage(unknown("level", typed, &keys)));
    };
    let text = text(context)?.unwrap_or_default();
    let line = format!("level = {}", serde_json::Value::from(level.key.as_str()));
    let mut is_set = false;
    let mut lines: Vec<String> = Vec::new();
    let tables = text.lines().position(|each| each.trim_start().starts_with('[')).unwrap_or(usize::MAX);
    for (at, each) in text.lines().enumerate() {
        let is_level = at < tables && each.split('=').next().is_some_and(|key| key.trim() == "level");
        if at == tables && !is_set {
            lines.push(line.clone());
            is_set = true;
        }
        is_set |= is_level;
        lines.push(if is_level { line.clone() } else { each.to_owned() });
    }
    let text = format!("{}\n", lines.join("\n"));
    let ladder = parse(context, &text)?;
    write(context, &text)?;
    Ok(ladder)
}

/// Writes the ladder's file completely or not at all.
fn write(context: &Context, text: &str) -> Result<()> {
    let path = path(context);
    if let Some(directory) = path.parent() {
        crate::files::create_directory(directory).map_err(|err| {
            Error::failed(format!("cannot create the directory “{}”: {err}", directory.display()))
        })?;
    }
    super::export::write_new(&path, text.as_bytes(), true)
}

/// Opens the ladder's file, or the generic ladder, in the user's editor; `None` if it was not changed. A text that
/// cannot be parsed is not written.
pub fn edit(context: &Context) -> Result<Option<Ladder>> {
    let before = text(context)?;
    let file = EditorFile::new(&context.paths.state, before.as_deref().unwrap_or(Ladder::GENERIC))?;
    match file.run()? {
        Left::Text(text) => {
            let ladder = Ladder::parse(&text).map_err(|err| file.kept(&err.to_string()))?;
            write(context, &text)?;
            file.done();
            Ok(Some(ladder))
        }
        Left::Unchanged => {
            file.done();
            Ok(None)
        }
        Left::Empty => Err(file.kept("the ladder was left empty: nothing was saved")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_categories_of_the_generic_ladder_exist() {
        let config = crate::config::Config::default();
        for competency in Ladder::parse(Ladder::GENERIC).unwrap().competencies {
            for key in &competency.categories {
                assert!(config.categories.iter().any(|each| each.key == *key), "{} {key}", competency.key);
            }
        }
    }
}
