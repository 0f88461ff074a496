//! What would make entries stronger: `brag lint`.

use serde_json::json;

use super::Output;
use super::args::LintArgs;
use crate::domain::WinView;
use crate::error::{Error, Result};
use crate::journal::Journal;
use crate::lint::Rule;
use crate::report::wording;
use crate::text::{counted, inert};

/// `brag lint`
pub fn run(journal: &Journal, output: &mut Output, args: &LintArgs) -> Result<u8> {
    if args.rules {
        return rules(output);
    }
    let wins = meant(journal, output, args.what.as_deref())?;
    let mut found = Vec::new();
    for win in &wins {
        let findings = journal.lint(win)?;
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
                "short_id": journal.short(win.id)?,
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
        let id = journal.short(win.id)?;
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
        (_, 0) => "there is no win here".to_owned(),
        (0, _) => "nothing to make stronger".to_owned(),
        (weak, all) => format!(
            "{weak} of {} could be stronger; brag lint --rules says why each rule is there",
            counted(all, "win", "wins")
        ),
    });
    Ok(code)
}

/// The wins that are meant: of a period, or one by its id.
fn meant(journal: &Journal, output: &mut Output, what: Option<&str>) -> Result<Vec<WinView>> {
    let Some(what) = what else {
        let period = journal.review_period();
        output.note(&format!("the wins of {}", period.label));
        return journal.wins_of(&period);
    };
    match journal.period(what) {
        Ok(period) => journal.wins_of(&period),
        Err(_) => match journal.resolve_win(what) {
            Ok(id) => Ok(vec![journal.win(id)?]),
            Err(err) if what.contains(' ') || what.contains("..") => {
                Err(Error::usage(format!("{} is no period, and {}", inert(what), err.message())))
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
