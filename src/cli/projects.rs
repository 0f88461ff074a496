//! Projects: `brag project`.

use serde_json::{Value, json};

use super::args::{ProjectAction, ProjectEditArgs, ProjectFlags};
use super::{Output, edit_outcome, flags, json as record_json, records};
use crate::domain::field::unknown;
use crate::domain::{Chapter, NamedRef, Project, ProjectStatus, Role};
use crate::error::{Error, Result};
use crate::journal::{self, Context, Journal, SavedProject, Snapshot, metrics, projects};
use crate::present;
use crate::report::wording;
use crate::text::{counted, inert};

/// Runs `brag project`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<ProjectAction>) -> Result<u8> {
    match action.unwrap_or(ProjectAction::List { status: None }) {
        ProjectAction::Add { name, flags } => {
            let mut draft = Project { name, ..Project::default() };
            apply(journal.context(), &mut draft, &flags)?;
            let saved = journal.write(|tx| projects::add(tx, &draft))?;
            say(&journal.snapshot()?, output, "added", &saved)
        }
        ProjectAction::List { status } => list(&journal.snapshot()?, output, status.as_deref()),
        ProjectAction::Show { id } => {
            let id = projects::resolve(&journal.snapshot()?, &id)?;
            records::show(
                &journal.snapshot()?,
                output,
                &[journal::lookup::short_id(&journal.snapshot()?, id)?],
            )
        }
        ProjectAction::Edit(args) => edit(journal, output, &args),
        ProjectAction::Rm { ids } => {
            let mut found = Vec::new();
            for typed in &ids {
                found.push(projects::resolve(&journal.snapshot()?, typed)?.to_string());
            }
            records::remove(journal, output, &found)
        }
        ProjectAction::Here { name, remove } => {
            super::directories::here(journal, output, name.as_deref(), remove)
        }
        ProjectAction::Ship { id, date } => {
            let id = projects::resolve(&journal.snapshot()?, &id)?;
            let on = flags::date(journal.context(), date.as_deref())?;
            let saved = journal.write(|tx| projects::ship(tx, id, on))?;
            say(&journal.snapshot()?, output, "shipped", &saved)
        }
    }
}

fn list(snapshot: &Snapshot<'_>, output: &mut Output, status: Option<&str>) -> Result<u8> {
    let wanted = status.and_then(ProjectStatus::from_word);
    let mut rows = projects::list(snapshot)?;
    rows.retain(|row| wanted.is_none_or(|status| row.status == status));
    let nested = crate::domain::project::nested(rows);
    if output.json {
        let mut all = Vec::new();
        for (_, row) in &nested {
            let project = projects::find(snapshot, row.id)?;
            let metrics = metrics::list_of(snapshot, row.id, usize::MAX >> 1)?;
            all.push(record_json::project(snapshot, &project, &metrics, &json!(row.wins))?);
        }
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if nested.is_empty() {
        output.note(if wanted.is_some() {
            "no projects match"
        } else {
            "no projects yet; add one: brag project add NAME, or +name in brag add"
        });
    }
    for (depth, row) in &nested {
        let short = output.accent(&format!("{:<4}", journal::lookup::short_id(snapshot, row.id)?));
        let mut about = vec![wording::span(row.start, row.end), counted(row.wins, "win", "wins")];
        if let Some(day) = row.ask_on {
            about.push(wording::follow_up_on(day, snapshot.today()));
        }
        about.retain(|part| !part.is_empty());
        output.line(format!(
            "{short}  {:<8}  {}{}  {}",
            inert(row.status_word()),
            "  ".repeat(*depth),
            inert(&row.name),
            output.muted(&about.join(" · "))
        ))?;
    }
    Ok(0)
}

fn edit(journal: &mut Journal, output: &mut Output, args: &ProjectEditArgs) -> Result<u8> {
    let id = projects::resolve(&journal.snapshot()?, &args.id)?;
    let project = projects::find(&journal.snapshot()?, id)?;
    let mut draft = project.body.clone();
    if let Some(name) = &args.name {
        draft.name.clone_from(name);
    }
    apply(journal.context(), &mut draft, &args.flags)?;
    let removed = [
        (&mut draft.skills, &args.remove_skill),
        (&mut draft.tags, &args.remove_tag),
        (&mut draft.links, &args.remove_link),
    ];
    let said = args.name.is_some()
        || !args.flags.is_empty()
        || !args.remove_role.is_empty()
        || !args.remove_related.is_empty()
        || removed.iter().any(|(_, gone)| !gone.is_empty());
    flags::take_away(&project.name, removed)?;
    flags::take_references_away(&project.name, &mut draft.related, &args.remove_related)?;
    for word in &args.remove_role {
        let role = Role::from_word(word).ok_or_else(|| Error::usage(unknown("role", word, Role::WORDS)))?;
        draft.roles.retain(|each| *each != role);
    }
    let mut file = None;
    if !said {
        if let Some((edited, kept)) = projects::edit_document(journal, &draft)? {
            draft = edited;
            file = Some(kept);
        } else {
            output.note("nothing changed");
            return Ok(0);
        }
    }
    let edited = journal.write(|tx| projects::edit(tx, id, &draft, project.meta.revision));
    if let Some(saved) = edit_outcome::finish_edit(edited, file, "project")? {
        return say(&journal.snapshot()?, output, "changed", &saved);
    }
    output.note("nothing changed");
    if !output.json {
        return Ok(0);
    }
    let (name, short) = (project.name.clone(), journal::lookup::short_id(&journal.snapshot()?, id)?);
    say(
        &journal.snapshot()?,
        output,
        "changed",
        &SavedProject { id, name, short, ask_on: None, shipped: false },
    )
}

/// Applies flags to a draft: texts replace, list values are added, an empty list value clears the list.
fn apply(context: &Context, draft: &mut Project, said: &ProjectFlags) -> Result<()> {
    for (name, text) in said.texts() {
        if let Some(chapter) = Chapter::from_word(name) {
            text.trim_end().clone_into(&mut draft.prose[chapter]);
            continue;
        }
        let base = draft.clone();
        present::field::set(draft, &base, name, text, context.today())
            .map_err(|err| flags::usage(flags::named(name, &err)))?;
    }
    if let Some(parent) = &said.parent {
        let name = parent.trim().trim_start_matches('+');
        draft.parent = (!name.is_empty()).then(|| NamedRef::unresolved(name));
    }
    if let Some(name) = said.position.as_deref().map(str::trim) {
        draft.position = (!name.is_empty()).then(|| NamedRef::unresolved(name));
    }
    flags::add([
        (&mut draft.skills, &said.skills, '%'),
        (&mut draft.tags, &said.tags, '#'),
        (&mut draft.links, &said.links, ' '),
    ]);
    flags::add_references(&mut draft.related, &said.related, '+');
    for words in &said.roles {
        if words.trim().is_empty() {
            draft.roles.clear();
            continue;
        }
        let roles = crate::capture::values::roles(words)
            .map_err(|word| Error::usage(unknown("role", &word, Role::WORDS)))?;
        for role in roles {
            if !draft.roles.contains(&role) {
                draft.roles.push(role);
            }
        }
    }
    Ok(())
}

fn say(snapshot: &Snapshot<'_>, output: &mut Output, verb: &str, saved: &SavedProject) -> Result<u8> {
    if output.json {
        let whole = projects::detail(snapshot, saved.id, usize::MAX >> 1, usize::MAX >> 1)?;
        let wins = record_json::win_references(snapshot, &whole.wins)?;
        output.document(&record_json::project(snapshot, &whole.project, &whole.metrics, &wins)?)?;
        return Ok(0);
    }
    let asked = saved
        .ask_on
        .map(|day| format!("  ({})", wording::follow_up_on(day, snapshot.today())))
        .unwrap_or_default();
    output.line(format!(
        "{verb} project {}  {}{}",
        output.accent(&saved.short),
        inert(&saved.name),
        output.muted(&asked)
    ))?;
    Ok(0)
}
