//! Export: rendering documents with the user's templates, and writing files atomically.

use std::path::Path;

use super::{Context, Snapshot, template_process};
use crate::error::{Error, Result};
use crate::report::document::Document;
use crate::report::export::{self, RenderRequest, Rendered};
use crate::report::format::DocumentKind;
use crate::report::input::ReviewInput;
use crate::report::render_error::RenderError;
use crate::report::template::Template;

/// The maximum size of a template, in bytes.
const LONGEST_TEMPLATE: u64 = 4 << 20;

/// Renders a document with the template at `template`, else with the user's template in `templates` beside
/// the configuration, else with the built-in one.
pub fn render(
    snapshot: &Snapshot<'_>,
    input: &ReviewInput,
    request: &RenderRequest<'_>,
    template: Option<&Path>,
) -> Result<Rendered> {
    let template = load_template(snapshot.context, request.kind, template)?;
    let request = RenderRequest { template: Some(&template), ..*request };
    export::render(input, &request).map_err(|err| error_of(snapshot, err))
}

/// Renders a résumé as JSON Resume.
pub fn render_resume(snapshot: &Snapshot<'_>, input: &ReviewInput) -> Result<Rendered> {
    export::render_resume(input).map_err(|err| error_of(snapshot, err))
}

/// Returns the error of a document that could not be rendered. If a name would still be in it, the hint names the
/// record and the field.
pub fn error_of(snapshot: &Snapshot<'_>, err: RenderError) -> Error {
    let message = err.to_string();
    match &err {
        RenderError::UnknownPart(_) => {
            Error::usage(message).hint(format!("use {} or the key of a category", Document::PARTS.join(", ")))
        }
        RenderError::Leak { place, .. } => {
            let place = place.as_ref().and_then(|place| {
                if place.kind == "profile" {
                    return Some(format!("the name is in the {} of the profile", place.field));
                }
                let short = snapshot.store.short_id(place.record).ok()?;
                Some(format!("the name is in the {} of {} {short}", place.field, place.kind))
            });
            Error::failed(message).hint(place.unwrap_or_else(|| "the name is in the template".to_owned()))
        }
        RenderError::Template(_) | RenderError::Page(_) | RenderError::Json(_) => Error::failed(message),
    }
    .caused_by(err)
}

/// Loads the template at `path`, else the user's template beside the configuration, else the built-in one.
pub fn load_template(context: &Context, kind: DocumentKind, path: Option<&Path>) -> Result<Template> {
    let own = context.paths.config.parent().map(|beside| beside.join("templates").join(kind.file()));
    let Some(path) = path.map(Path::to_owned).or_else(|| own.filter(|path| path.is_file())) else {
        return Ok(Template::BuiltIn);
    };
    let text = crate::files::read_text(&path, LONGEST_TEMPLATE).map_err(|err| match err.kind() {
        std::io::ErrorKind::NotFound => Error::failed(format!("there is no file “{}”", path.display())),
        _ => Error::failed(format!("cannot read “{}”: {err}", path.display())),
    })?;
    Ok(Template::Own { file: path.display().to_string(), text, render: template_process::render })
}

/// Writes a file completely or not at all, readable only by its owner; it is on the disk when this returns. Fails if the
/// file exists and `force` is `false`, if `path` is not a regular file, or if its directory does not exist.
pub fn write_new(path: &Path, bytes: &[u8], force: bool) -> Result<()> {
    refuse_target(path, force)?;
    crate::files::write_file(path, bytes, force).map_err(|err| match err.kind() {
        std::io::ErrorKind::AlreadyExists => exists_already(path),
        _ => Error::failed(format!("cannot write {}: {err}", path.display())),
    })
}

/// Fails if a file cannot be written to a path: see [`write_new`].
pub(super) fn refuse_target(path: &Path, force: bool) -> Result<()> {
    if let Ok(metadata) = std::fs::symlink_metadata(path) {
        if metadata.is_dir() {
            return Err(Error::failed(format!("“{}” is a directory; name a file", path.display())));
        }
        if !metadata.is_file() {
            return Err(Error::failed(format!("“{}” is not a regular file", path.display())));
        }
        if !force {
            return Err(exists_already(path));
        }
    }
    let beside = crate::files::directory_of(path);
    if !beside.is_dir() {
        return Err(Error::failed(format!("there is no directory “{}”", beside.display())));
    }
    Ok(())
}

fn exists_already(path: &Path) -> Error {
    Error::failed(format!("“{}” exists already", path.display())).hint("--force replaces it")
}
