//! The choice of the shape of a new story.

use super::choose::{Alternative, Choose};
use crate::domain::{Shape, WinId};
use crate::tui::effect::Effect;
use crate::tui::form_request::FormRequest;

/// Returns the dialog that offers the shapes of a story, about a win if one is given.
pub fn shapes(win: Option<WinId>, about: String) -> Choose {
    let option =
        |label: &str, shape| Alternative::effect(label, Effect::OpenForm(FormRequest::NewStory(shape, win)));
    let options = vec![
        option("Situation, task, action, result", Shape::Star),
        option("A failure: cause, remedy, lesson", Shape::Failure),
        option("A question and its answer", Shape::Question),
    ];
    Choose::new("Which shape has the story?", about, options, 0)
}
