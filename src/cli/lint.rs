//! Checking the phrasing of wins: `brag lint`.

use serde_json::json;

use super::Output;
use super::args::LintArgs;
use crate::domain::WinView;
use crate::error::{Error, Result};
use crate::journal::{self, Snapshot, advice, lookup, timeline, wins};
use crate::lint::Rule;
use crate::report::wording;
use crate::text::{counted, inert};

/// Runs `brag lint`; the exit code is 1 if `--strict` has findings.
pub fn run(snapshot: &Snapshot<'_>, output: &mut Output, args: &LintArgs) -> Result<u8> {
    if args.rules {
        return rules(output);
    }
    let wins = wins_to_check(snapshot, output, super::args::phrase(&args.what).as_deref())?;
    let mut found = Vec::new();
    for win in &wins {
        let findings = advice::findings_of(snapshot, win)?;
        if !findings.is_empty() {
            found.push((win, findings));
        }
    }
    let code = u8::from(args.strict && !found.is_empty());
    if output.json {
        let mut all = Vec::with_capacity(found.len());
        for (win, found) in &found {
            let rows: Vec<_> = found
                .iter()
                .map(|finding| json!({ "rule": finding.rule.name(), "advice": finding.advice }))
                .collect();
            all.push(json!({
                "id": win.id.to_string(),
                "short_id": lookup::short_id(snapshot, win.id)?,
                "title": win.title,
                "date": win.when.map(|when| when.to_string()),
                "findings": rows,
            }));
        }
        output.document(&json!(all))?;
        return Ok(code);
    }
    let widest = found.iter().flat_map(|(_, all)| all).map(|each| each.rule.name().len()).max().unwrap_or(0);
    for (win, all) in &found {
        let id = lookup::short_id(snapshot, win.id)?;
        output.line(format!(
            "{}  {}  {}",
            output.accent(&id),
            wording::when_text(win.when),
            inert(&win.title)
        ))?;
        for finding in all {
            let name = format!("{:<widest$}", finding.rule.name());
            output.line(format!("      {}  {}", output.muted(&name), inert(&finding.advice)))?;
        }
    }
    output.note(&match (found.len(), wins.len()) {
        (_, 0) => "the period has no wins".to_owned(),
        (0, _) => "nothing to make stronger".to_owned(),
        (weak, all) => format!(
            "{weak} of {} could be stronger; brag lint --rules explains each rule",
            counted(all, "win", "wins")
        ),
    });
    Ok(code)
}

/// Returns the wins of the period, or the win with the id, in `what`; by default the wins of the review
/// period.
fn wins_to_check(snapshot: &Snapshot<'_>, output: &mut Output, what: Option<&str>) -> Result<Vec<WinView>> {
    let Some(what) = what else {
        let period = snapshot.context().review_period();
        output.note(&format!("the wins of {}", period.label));
        return timeline::of_period(snapshot, &period);
    };
    match snapshot.context().period(what) {
        Ok(period) => timeline::of_period(snapshot, &period),
        Err(_) => match journal::resolve_win(snapshot, what) {
            Ok(id) => Ok(vec![wins::find(snapshot, id)?]),
            Err(err) if what.contains(' ') || what.contains("..") => {
                Err(Error::usage(format!("“{}” is not a period, and {}", inert(what), err.message())))
            }
            Err(err) => Err(err),
        },
    }
}

fn rules(output: &mut Output) -> Result<u8> {
    if output.json {
        let all: Vec<_> = Rule::ALL
            .into_iter()
            .map(|rule| {
                let (weak, strong) = rule.example();
                json!({ "rule": rule.name(), "reason": rule.reason(), "weak": weak, "strong": strong })
            })
            .collect();
        output.document(&json!(all))?;
        return Ok(0);
    }
    for (at, rule) in Rule::ALL.into_iter().enumerate() {
        let (weak, strong) = rule.example();
        let gap = if at > 0 { "\n" } else { "" };
        output.line(format!("{gap}{}\n  {}", output.strong(rule.name()), rule.reason()))?;
        output.line(format!("  {}  {weak}\n  {}  {strong}", output.muted("not"), output.muted("but")))?;
    }
    Ok(0)
}
