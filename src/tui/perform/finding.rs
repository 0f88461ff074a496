//! Loads what the finder, the filters and the history offer.

use crate::capture::completion::Sigil;
use crate::domain::{LabelKind, fold};
use crate::error::Result;
use crate::journal::{
    self, Completion, Journal, Snapshot, history, labels, lookup, metrics, records, timeline,
};
use crate::report::wording;
use crate::text::counted;
use crate::tui::answer::Answer;
use crate::tui::dialogs::choose::{Alternative, Choose};
use crate::tui::dialogs::completion::NameKind;
use crate::tui::dialogs::value::OFFERED;
use crate::tui::effect::Effect;
use crate::tui::loaded::{Findings, Offered};
use crate::tui::recent;
use crate::tui::saved::Change;

/// The number of changes that the history offers.
const CHANGES: usize = 60;

/// Performs an effect of the finder, the filters and the history; returns `None` for any other effect.
pub(super) fn perform(journal: &mut Journal, effect: &Effect) -> Result<Option<Answer>> {
    let state = journal.paths().state.clone();
    Ok(Some(match effect {
        Effect::LoadFindable => {
            let records = lookup::list_findable(&journal.snapshot()?)?;
            Answer::Findings(Findings::Findable(records, recent::chosen(&state)))
        }
        Effect::LoadFields(kind, id) => {
            Answer::Findings(Findings::Fields(*id, records::fields(&journal.snapshot()?, *kind, *id)?))
        }
        Effect::LoadFilters => {
            let saved = recent::searches(&state);
            let saved =
                saved.into_iter().map(|(name, filter)| Offered { filter, about: format!("“{name}”") });
            let offered = offered(&journal.snapshot()?)?;
            Answer::Findings(Findings::Filters(saved.chain(offered).collect()))
        }
        Effect::SaveFilter(name, search) => {
            recent::save_search(&state, name.trim(), search)?;
            super::saved::done(format!("saved the filter as “{}”", name.trim()), Change::Other)
        }
        Effect::LoadHistory => changes(&journal.snapshot()?)?,
        Effect::UndoMany(count) => {
            let (undone, conflict) = history::step(journal, history::HistoryStep::Undo, *count)?;
            let mut text = format!("undid {}", counted(undone.len(), "change", "changes"));
            if let Some(why) = conflict {
                text.push_str(&format!("; the next one cannot be undone: {}", why.message()));
            }
            super::saved::done(text, Change::Many)
        }
        _ => return Ok(None),
    }))
}

/// Performs an effect that finds what completes a typed text; returns `None` for any other effect.
pub(super) fn load_any(snapshot: &Snapshot<'_>, effect: &Effect) -> Result<Option<Answer>> {
    let findings = match effect {
        Effect::CompletePath(typed) => return Ok(Some(super::import::complete(typed))),
        Effect::FindMetrics(typed) => Findings::Metrics(metrics::find_like(snapshot, typed, OFFERED)?),
        Effect::Read(text) => Findings::Line(Box::new(journal::wins::parse_line(snapshot, text))),
        Effect::CompleteField(kind, typed) => Findings::Names(complete(snapshot, *kind, typed)?),
        Effect::Complete(sigil, typed) => Findings::Names(labels::complete(snapshot, *sigil, typed, 5)?),
        _ => return Ok(None),
    };
    Ok(Some(Answer::Findings(findings)))
}

/// The number of names that complete a field.
const NAMES: usize = 6;

/// Returns the names that complete the field of a form.
fn complete(snapshot: &Snapshot<'_>, kind: NameKind, typed: &str) -> Result<Vec<Completion>> {
    let starts = |name: &str| fold(name).starts_with(&fold(typed));
    let named = |name: &str, about: String| Completion { name: name.to_owned(), about };
    let sigil = match kind {
        NameKind::Project => Sigil::Project,
        NameKind::Goal => Sigil::Goal,
        NameKind::Tag => Sigil::Tag,
        NameKind::Skill => Sigil::Skill,
        NameKind::Person => Sigil::Person,
        NameKind::Category => {
            let all = snapshot.context().config().categories.iter();
            let found = all.filter(|each| starts(&each.key) || starts(&each.title));
            return Ok(found.map(|each| named(&each.key, each.title.clone())).collect());
        }
        NameKind::Position => {
            let all = journal::positions::list(snapshot)?;
            let found = all.all.iter().filter(|each| starts(&each.organisation));
            return Ok(found.map(|each| named(&each.organisation, String::new())).collect());
        }
    };
    labels::complete(snapshot, sigil, typed, NAMES)
}

/// Returns the filters that the search of the wins can have: states, years, categories and names.
fn offered(snapshot: &Snapshot<'_>) -> Result<Vec<Offered>> {
    let mut out: Vec<Offered> = [
        ("is:starred", "starred"),
        ("no:number", "without a number"),
        ("no:outcome", "without an outcome"),
        ("no:goal", "evidence for no goal"),
        ("no:date", "without a date"),
    ]
    .map(|(filter, about)| Offered { filter: filter.to_owned(), about: about.to_owned() })
    .into();
    let mut years: Vec<(i32, usize)> = Vec::new();
    for (year, _, count) in timeline::months(snapshot)? {
        match years.last_mut() {
            Some((last, total)) if *last == year => *total += count,
            _ => years.push((year, count)),
        }
    }
    let wins = |count: usize| counted(count, "win", "wins");
    out.extend(
        years
            .into_iter()
            .rev()
            .map(|(year, count)| Offered { filter: format!("in:{year}"), about: wins(count) }),
    );
    let projects = journal::projects::list_names(snapshot)?;
    out.extend(
        projects.into_iter().map(|row| Offered { filter: token('+', &row.name), about: "project".into() }),
    );
    for category in snapshot.context().config().categories.iter() {
        out.push(Offered { filter: format!("cat:{}", category.key), about: category.title.clone() });
    }
    for (kind, sigil, word) in
        [(LabelKind::Tag, '#', "tag"), (LabelKind::Person, '@', "person"), (LabelKind::Skill, '%', "skill")]
    {
        let names = labels::list(snapshot, kind)?;
        out.extend(names.into_iter().map(|each| Offered {
            filter: token(sigil, &each.name),
            about: format!("{word}, {}", wins(each.count)),
        }));
    }
    let goals = labels::complete(snapshot, Sigil::Goal, "", usize::MAX >> 1)?;
    out.extend(
        goals.into_iter().map(|goal| Offered { filter: token('^', &goal.name), about: "goal".into() }),
    );
    Ok(out)
}

/// Returns a name behind its sigil, in quotes if it has a space.
fn token(sigil: char, name: &str) -> String {
    if name.contains(' ') { format!("{sigil}\"{name}\"") } else { format!("{sigil}{name}") }
}

/// Returns an instant in RFC 3339 as its day, near days in words, and its time: `today 15:16`, `4 Mar 15:16`.
fn moment(at: &str, today: chrono::NaiveDate) -> String {
    let day = at.get(..10).and_then(|day| day.parse::<chrono::NaiveDate>().ok());
    match (day, at.get(11..16)) {
        (Some(day), Some(time)) => format!("{} {time}", wording::near(day, today)),
        _ => at.to_owned(),
    }
}

/// Offers the latest changes in force; choosing one asks whether to undo it and all that followed.
fn changes(snapshot: &Snapshot<'_>) -> Result<Answer> {
    let batches = history::list(snapshot, None, CHANGES, 1)?;
    let mut options = Vec::new();
    for batch in batches.iter().filter(|batch| batch.in_force && batch.kind != "undo") {
        let count = options.len() + 1;
        let what = if count == 1 { "this change".to_owned() } else { format!("the latest {count} changes") };
        let question = format!("Undo {what}, back to before “{}”? Redo brings them back.", batch.label);
        let when = moment(&batch.at, snapshot.context().today());
        options.push(Alternative::confirm(&batch.label, question, Effect::UndoMany(count)).with_right(when));
    }
    if options.is_empty() {
        return Ok(Answer::Nothing("there is nothing to undo"));
    }
    Ok(Answer::Choose(Box::new(Choose::new("Go back to before which change?", String::new(), options, 0))))
}
