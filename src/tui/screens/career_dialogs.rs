//! The dialogs of the career tab: what to add, which document to export, and the ladder.

use super::career::Career;
use super::career_rows::Row;
use crate::domain::{Ladder, Level, Shape};
use crate::journal::ManyChange;
use crate::report::document::Reader;
use crate::report::format::DocumentKind;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::choose::{Alternative, Choose, Chosen};
use crate::tui::dialogs::prompt::Prompt;
use crate::tui::effect::Effect;
use crate::tui::form_request::FormRequest;
use crate::tui::line::LineRequest;
use crate::tui::message::Tone;
use crate::tui::targets::Targets;

/// Offers the kinds of record that the tab holds; the one of the selected section is selected.
pub(super) fn new(career: &Career, cx: &mut Cx<'_>) -> Vec<Effect> {
    let selected = match career.row() {
        Some(Row::Story(_)) => 1,
        Some(Row::Praise(_)) => 4,
        _ => 0,
    };
    let story =
        |label: &str, shape| Alternative::effect(label, Effect::OpenForm(FormRequest::NewStory(shape, None)));
    let options = vec![
        Alternative::effect("A position", Effect::OpenForm(FormRequest::NewPosition)),
        story("A story: situation, task, action, result", Shape::Star),
        story("A failure: cause, remedy, lesson", Shape::Failure),
        story("A question and its answer", Shape::Question),
        Alternative::effect("What somebody said", Effect::OpenForm(FormRequest::NewPraise(None))),
    ];
    cx.open(Choose::new("Add", String::new(), options, selected));
    Vec::new()
}

/// Offers the documents about the career. Asks for the profile first, because a CV begins with the name.
pub(super) fn export(career: &Career, cx: &mut Cx<'_>) -> Vec<Effect> {
    if career.overview.profile.is_none() {
        cx.say(Tone::Attention, "a CV begins with your name: write your profile, then export again");
        return vec![Effect::OpenForm(FormRequest::Profile)];
    }
    let option = |label: &str, kind, reader, file: &str| {
        let request = LineRequest::ExportCareer(kind, reader);
        let hint = "a new file: .md .html .pdf .txt .json";
        let prompt = Prompt::journal("Write to a file", label, hint, request).initial(file);
        Alternative::new(label, Chosen::Prompt(Box::new(prompt)))
    };
    let options = vec![
        option("CV, with what is public", DocumentKind::Cv, Reader::Public, "cv.pdf"),
        option("CV, with everything, for yourself", DocumentKind::Cv, Reader::Myself, "cv.md"),
        option("Timeline, with what is public", DocumentKind::Timeline, Reader::Public, "timeline.pdf"),
        option(
            "Timeline, with everything, for yourself",
            DocumentKind::Timeline,
            Reader::Myself,
            "timeline.md",
        ),
        option("Stories, for your interview", DocumentKind::Stories, Reader::Myself, "stories.pdf"),
    ];
    cx.open(Choose::new("Which document?", String::new(), options, 0));
    Vec::new()
}

/// Offers the competencies of the ladder; the suggested ones are first.
pub(super) fn choose_competency(cx: &mut Cx<'_>, targets: &Targets, all: &[(String, String, bool)]) {
    let option = |(key, name, suggested): &(String, String, bool)| {
        let label = if *suggested { format!("{name}, suggested") } else { name.clone() };
        let change = ManyChange::AddCompetencies(vec![key.clone()]);
        Alternative::effect(label, Effect::ChangeMany(targets.clone(), change))
    };
    let options = all.iter().map(option).collect();
    cx.open(Choose::new("Which competency does it show?", targets.described(), options, 0));
}

/// Offers the levels of the ladder.
pub(super) fn choose_level(cx: &mut Cx<'_>, ladder: &Ladder, is_chosen: bool) {
    let about = if is_chosen {
        format!("{}: which level do you have now?", ladder.name)
    } else {
        "The generic ladder; your own: brag ladder choose FILE".to_owned()
    };
    let option = |level: &Level| Alternative::effect(level.name.clone(), Effect::SetLevel(level.key.clone()));
    let own = ladder.levels.iter().position(|level| Some(&level.key) == ladder.level.as_ref()).unwrap_or(0);
    cx.open(Choose::new("Your level", about, ladder.levels.iter().map(option).collect(), own));
}
