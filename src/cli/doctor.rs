//! `brag doctor`.

use std::path::Path;

use serde_json::{Value, json};

use super::Output;
use super::args::DoctorArgs;
use crate::config::{Config, Paths};
use crate::domain::Finding;
use crate::error::Result;
use crate::journal::Journal;
use crate::journal::doctor::{self, Fixed};
use crate::text::inert;

/// Runs `brag doctor`; the exit code is 1 if something is wrong.
pub fn run(
    journal: &mut Journal,
    output: &mut Output,
    args: &DoctorArgs,
    check_keys: fn(&Config) -> Vec<String>,
) -> Result<u8> {
    if args.fix && journal.exists() {
        let fixed = output.with_status("repairing", || doctor::fix(journal))?;
        return report_fix(output, &fixed, None);
    }
    let mut found = output.with_status("checking", || doctor::check(journal, check_keys))?;
    found.extend(terminal());
    let is_wrong = found.iter().any(|finding| finding.is_wrong);
    if output.json {
        output.document(
            &json!({ "sound": !is_wrong, "problems": found.iter().map(finding_json).collect::<Vec<_>>() }),
        )?;
        return Ok(u8::from(is_wrong));
    }
    if !found.iter().any(|finding| finding.area.is_damage() && finding.is_wrong) {
        output.line(if journal.exists() { "the journal is sound" } else { "there is no journal yet" })?;
    }
    print(output, &found)?;
    Ok(u8::from(is_wrong))
}

/// Runs `brag doctor --fix -o NEW`, which does not open the damaged journal.
pub fn salvage(paths: &Paths, output: &mut Output, new: &Path) -> Result<u8> {
    let fixed = output.with_status("reading what is left", || doctor::salvage(paths, new))?;
    report_fix(output, &fixed, Some(new))
}

fn report_fix(output: &mut Output, fixed: &Fixed, new: Option<&Path>) -> Result<u8> {
    let Fixed { backup, repaired, left } = fixed;
    let is_wrong = left.iter().any(|finding| finding.is_wrong);
    if output.json {
        output.document(&json!({
            "sound": !is_wrong,
            "repaired": repaired.done,
            "not_repaired": repaired.failed,
            "problems": left.iter().map(finding_json).collect::<Vec<_>>(),
            "backup": backup.as_ref().map(|backup| backup.path.display().to_string()),
        }))?;
        return Ok(u8::from(is_wrong || !repaired.failed.is_empty()));
    }
    for line in &repaired.done {
        output.line(format!("repaired      {}", inert(line)))?;
    }
    for line in &repaired.failed {
        output.line(format!("not repaired  {}", inert(line)))?;
    }
    if new.is_none() {
        output.line("order, names, search and what can be undone were computed again")?;
    }
    if let Some(backup) = backup {
        output.note(&format!(
            "the journal as it was before is in {}",
            inert(&backup.path.display().to_string())
        ));
    }
    if let Some(new) = new {
        let new = new.display().to_string();
        output.line(format!("wrote {}; the damaged journal was not changed", inert(&new)))?;
        output.note(&format!(
            "hint: look at it with brag --db {0} list; brag restore {0} puts it into the journal's place",
            inert(&new)
        ));
    }
    if !is_wrong {
        output.line("the journal is sound")?;
    }
    // What a repair could not do, another one cannot do either.
    let left: Vec<Finding> =
        left.iter().map(|finding| Finding { hint: AFTER_FIX.into(), ..finding.clone() }).collect();
    print(output, &left)?;
    Ok(u8::from(is_wrong || !repaired.failed.is_empty()))
}

/// The remedy for what a repair leaves.
const AFTER_FIX: &str =
    "brag doctor --fix -o NEW.db makes a new journal of what is intact; brag restore brings back a backup";

/// Prints the findings, and each remedy once, after the last finding that it is for.
fn print(output: &mut Output, found: &[Finding]) -> Result<()> {
    for (at, finding) in found.iter().enumerate() {
        let mark = if finding.is_wrong { "!" } else { "note:" };
        output.line(format!("{mark} {}", inert(&finding.text)))?;
        let is_repeated = found.get(at + 1).is_some_and(|next| next.hint == finding.hint);
        if !finding.hint.is_empty() && !is_repeated {
            output.line(format!("  {}", output.muted(&format!("hint: {}", inert(&finding.hint)))))?;
        }
    }
    Ok(())
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "area": finding.area.word(),
        "id": finding.id,
        "text": finding.text,
        "hint": finding.hint,
        "wrong": finding.is_wrong,
    })
}

/// Returns the findings about the terminal, if there is one.
fn terminal() -> Vec<Finding> {
    use std::io::IsTerminal as _;

    use crate::domain::finding::Area;
    if !std::io::stdout().is_terminal() {
        return Vec::new();
    }
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    let mut out = Vec::new();
    if matches!(set("TERM").as_str(), "" | "dumb") {
        let text = "the terminal cannot place the cursor (TERM is empty or dumb), so the app cannot start";
        out.push(Finding::note(Area::Terminal, text, "set TERM, for example to xterm-256color"));
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(set).into_iter().find(|value| !value.is_empty());
    let is_utf8 = locale.is_some_and(|locale| locale.to_lowercase().replace('-', "").contains("utf8"));
    if !is_utf8 {
        let text = "the locale is not UTF-8, so letters and lines may be shown wrongly";
        out.push(Finding::note(Area::Terminal, text, "set LANG, for example to C.UTF-8"));
    }
    out
}
