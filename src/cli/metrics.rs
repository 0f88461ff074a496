//! Metrics: `brag metric`.

use serde_json::Value;

use super::args::{LogArgs, MetricAction, MetricEditArgs, MetricSetArgs};
use super::{Output, edit_outcome, flags, json as record_json, remove, show};
use crate::domain::metric::VALUES;
use crate::domain::{Confidence, Kind, MetricId, MetricView, RecordId};
use crate::error::{Error, Result};
use crate::journal::{self, Journal, LogRequest, Logged, Snapshot, lookup, metrics};
use crate::report::wording;
use crate::text::{ellipsis, inert, width};

/// Runs `brag metric`.
pub fn run(journal: &mut Journal, output: &mut Output, action: Option<MetricAction>) -> Result<u8> {
    match action.unwrap_or(MetricAction::List { project: None, name: None }) {
        MetricAction::Log(args) => log(journal, output, &args),
        MetricAction::List { project, name } => {
            list(&journal.snapshot()?, output, project.as_deref(), name.as_deref())
        }
        MetricAction::Show { id } => {
            let (metric, _) = metrics::resolve(&journal.snapshot()?, &id)?;
            print(&journal.snapshot()?, output, &metrics::find(&journal.snapshot()?, metric)?)
        }
        MetricAction::Edit(args) => edit(journal, output, &args),
        MetricAction::Rm { ids } => remove::remove_named(journal, output, &ids, |snapshot, typed| {
            let (metric, value) = metrics::resolve(snapshot, typed)?;
            Ok(value.map_or(metric.into(), RecordId::from))
        }),
        MetricAction::Set(args) => set(journal, output, &args),
    }
}

fn log(journal: &mut Journal, output: &mut Output, args: &LogArgs) -> Result<u8> {
    let owner = match (&args.project, &args.win, &args.goal) {
        (Some(project), ..) => {
            Some((Kind::Project, journal::resolve_kind(&journal.snapshot()?, Kind::Project, project)?))
        }
        (_, Some(win), _) => Some((Kind::Win, journal::resolve_win(&journal.snapshot()?, win)?.into())),
        (_, _, Some(goal)) => {
            Some((Kind::Goal, journal::resolve_kind(&journal.snapshot()?, Kind::Goal, goal)?))
        }
        _ => None,
    };
    let request = LogRequest {
        name: args.name.clone(),
        value: args.value.clone(),
        owner,
        date: flags::date(journal.context(), args.how.date.as_deref())?,
        confidence: args.how.confidence(),
        source: args.how.source.clone().unwrap_or_default(),
        note: args.how.note.clone().unwrap_or_default(),
        new: args.new,
    };
    let logged = journal.write(|tx| metrics::log(tx, &request))?;
    if let Some(hint) = &logged.hint {
        output.note(&format!("hint: {hint}"));
    }
    if output.json {
        return print(&journal.snapshot()?, output, &logged.metric);
    }
    let verb = if logged.made { "added" } else { "logged" };
    let value = logged.metric.values.iter().find(|value| value.id == logged.value);
    let value = value.map(|value| value.amount.shown()).unwrap_or_default();
    let mut about = vec![if logged.made { "new metric".to_owned() } else { String::new() }];
    about.extend(Some(wording::series(&as_of(&logged))).filter(|series| *series != value));
    about.retain(|part| !part.is_empty());
    let about = if about.is_empty() { String::new() } else { format!("  ({})", about.join(" · ")) };
    output.line(format!(
        "{verb} {}  {} {}{}",
        output.accent(&lookup::short_id(&journal.snapshot()?, logged.metric.id)?),
        inert(&logged.metric.described()),
        inert(&value),
        inert(&about)
    ))?;
    Ok(0)
}

/// Returns the metric as it was when the logged value was the latest: without the values of later dates.
fn as_of(logged: &Logged) -> MetricView {
    let at = logged.metric.values.iter().position(|value| value.id == logged.value);
    let mut metric = logged.metric.clone();
    metric.values.truncate(at.map_or(metric.values.len(), |at| at + 1));
    metric
}

fn list(
    snapshot: &Snapshot<'_>,
    output: &mut Output,
    project: Option<&str>,
    name: Option<&str>,
) -> Result<u8> {
    let mut metrics = match project {
        Some(project) => metrics::list_of(
            snapshot,
            journal::resolve_kind(snapshot, Kind::Project, project)?,
            usize::MAX >> 1,
        )?,
        None => metrics::list(snapshot, usize::MAX >> 1)?,
    };
    if let Some(name) = name {
        let wanted = crate::domain::fold(name);
        metrics.retain(|metric| crate::domain::fold(&metric.name).contains(&wanted));
    }
    if output.json {
        let all =
            metrics.iter().map(|metric| record_json::metric(snapshot, metric)).collect::<Result<Vec<_>>>()?;
        output.document(&Value::Array(all))?;
        return Ok(0);
    }
    if metrics.is_empty() {
        output.note(if project.is_some() || name.is_some() {
            "no metrics match"
        } else {
            "no metrics yet; log one: brag metric log latency 380ms"
        });
    }
    let columns = output.columns().unwrap_or(100);
    let names = metrics.iter().map(|metric| width(&metric.described())).max().unwrap_or(0).min(columns / 3);
    for metric in &metrics {
        let shown = metric.described();
        let name = ellipsis(&shown, names);
        let pad = " ".repeat(names.saturating_sub(width(&name)));
        let (value, date) = latest(metric);
        output.line(format!(
            "{:<4}  {}{pad}  {value:>10}  {}  {}",
            output.accent(&lookup::short_id(snapshot, metric.id)?),
            inert(&name),
            output.muted(&format!("{date:<10}")),
            metric.change().map(|change| change.judged(metric.direction())).unwrap_or_default()
        ))?;
    }
    Ok(0)
}

fn latest(metric: &MetricView) -> (String, String) {
    let latest = metric.latest();
    (
        latest.map(|value| inert(&value.amount.shown()).into_owned()).unwrap_or_default(),
        latest.map(|value| value.date.to_string()).unwrap_or_default(),
    )
}

fn edit(journal: &mut Journal, output: &mut Output, args: &MetricEditArgs) -> Result<u8> {
    let (metric, value) = metrics::resolve(&journal.snapshot()?, &args.id)?;
    let metric = metrics::find(&journal.snapshot()?, metric)?;
    let before = match value {
        Some(id) => metric.values.iter().find(|each| each.id == id),
        None => metric.latest(),
    };
    let Some(before) = before else {
        return Err(match value {
            Some(_) => Error::failed("the stored value cannot be read: nothing was written")
                .hint("brag doctor lists what is damaged"),
            None => Error::failed("this metric has no value"),
        });
    };
    let mut now = before.body.clone();
    let flags = [
        ("value", "value", args.value.as_deref()),
        ("--date", "date", args.how.date.as_deref()),
        ("confidence", "confidence", args.how.confidence().map(Confidence::word)),
        ("--source", "source", args.how.source.as_deref()),
        ("--note", "note", args.how.note.as_deref()),
    ];
    let mut file = None;
    if !flags::set_fields(journal.context(), &mut now, &flags)? {
        let Some((edited, kept)) = metrics::edit_value_document(journal, &now)? else {
            return unchanged(&journal.snapshot()?, output, &metric);
        };
        (now, file) = (edited, Some(kept));
    }
    let metric = edit_outcome::in_file(journal.write(|tx| metrics::edit_value(tx, before, &now)), file)?;
    changed(&journal.snapshot()?, output, &metric, &wording::series(&metric))
}

/// Prints that an edit changed nothing, or the metric as JSON.
fn unchanged(snapshot: &Snapshot<'_>, output: &mut Output, metric: &MetricView) -> Result<u8> {
    if output.json {
        return print(snapshot, output, metric);
    }
    output.note("nothing changed");
    Ok(0)
}

fn set(journal: &mut Journal, output: &mut Output, args: &MetricSetArgs) -> Result<u8> {
    let (id, _): (MetricId, _) = metrics::resolve(&journal.snapshot()?, &args.id)?;
    let before = metrics::find(&journal.snapshot()?, id)?;
    let mut now = before.body.clone();
    let flags = [
        ("--rename", "name", args.rename.as_deref()),
        ("--unit", "unit", args.unit.as_deref()),
        (
            "--better",
            "better",
            args.better.as_deref().map(|way| if way.trim().is_empty() { "guessed" } else { way }),
        ),
        ("--target", "target", args.target.as_deref()),
        ("--url", "dashboard", args.url.as_deref()),
    ];
    let said = flags::set_fields(journal.context(), &mut now, &flags)
        .map_err(|err| if err.field() == Some("target") { err.hint(VALUES) } else { err })?;
    let mut file = None;
    if !said {
        let Some((edited, kept)) = metrics::edit_document(journal, &now)? else {
            return unchanged(&journal.snapshot()?, output, &before);
        };
        (now, file) = (edited, Some(kept));
    }
    let metric = edit_outcome::in_file(journal.write(|tx| metrics::edit(tx, &before, &now)), file)?;
    let given = flags.iter().filter_map(|(_, label, text)| text.map(|text| (label, text.trim())));
    let changes = given.map(|(label, text)| match text {
        "" => format!("no {label}"),
        text => format!("{label} {text}"),
    });
    changed(&journal.snapshot()?, output, &metric, &changes.collect::<Vec<_>>().join(" · "))
}

/// Prints `changed METRIC-ID  NAME` with `about` in parentheses, or the metric as JSON.
fn changed(snapshot: &Snapshot<'_>, output: &mut Output, metric: &MetricView, about: &str) -> Result<u8> {
    if output.json {
        return print(snapshot, output, metric);
    }
    let about = if about.is_empty() { String::new() } else { format!("  ({about})") };
    output.line(format!(
        "changed {}  {}{}",
        output.accent(&lookup::short_id(snapshot, metric.id)?),
        inert(&metric.described()),
        inert(&about)
    ))?;
    Ok(0)
}

fn print(snapshot: &Snapshot<'_>, output: &mut Output, metric: &MetricView) -> Result<u8> {
    if output.json {
        output.document(&record_json::metric(snapshot, metric)?)?;
    } else {
        show::metric(snapshot, output, metric)?;
    }
    Ok(0)
}
