//! Removes open tasks from the texts that other people read.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::input::ReviewInput;
use crate::domain::{FollowUpView, Praise, Record, Stored, Value, WinView};

/// Removes the open tasks from the texts of every record of a document.
pub fn remove(input: &mut ReviewInput) {
    remove_from_wins(&mut input.wins);
    for project in &mut input.projects {
        remove_from(&mut project.stored.body);
        remove_from_follow_ups(&mut project.follow_ups);
        remove_from_praise(&mut project.praise);
    }
    for each in &mut input.earlier {
        clean(&mut each.claim);
        clean(&mut each.follow_up.stored.body.outcome);
    }
    for goal in input.goals.iter_mut().chain(&mut input.next) {
        remove_from(&mut goal.stored.body);
        goal.check_ins.iter_mut().for_each(|check| remove_from(&mut check.body));
    }
    for story in &mut input.stories {
        remove_from(&mut story.story.body);
        remove_from_wins(&mut story.wins);
        remove_from_follow_ups(&mut story.outcomes);
    }
    input.readings.iter_mut().for_each(|reading| remove_from(&mut reading.body));
    remove_from_praise(&mut input.praise);
    input.positions.all.iter_mut().for_each(|position| remove_from(&mut position.body));
    remove_from(&mut input.profile);
    input.profile.strengths.iter_mut().for_each(|strength| clean(&mut strength.text));
}

/// Removes the open tasks from wins and their outcomes.
pub fn remove_from_wins(wins: &mut [WinView]) {
    for win in wins {
        remove_from(&mut win.stored.body);
        remove_from_follow_ups(&mut win.follow_ups);
        remove_from_praise(&mut win.praise);
    }
}

/// Removes the open tasks from praise, and the praise that has nothing else.
fn remove_from_praise(praise: &mut Vec<Stored<Praise>>) {
    for each in praise.iter_mut() {
        remove_from(&mut each.body);
    }
    praise.retain(|praise| !praise.quote.trim().is_empty());
}

/// Removes the open tasks from outcomes.
pub fn remove_from_follow_ups(follow_ups: &mut [FollowUpView]) {
    for follow_up in follow_ups {
        clean(&mut follow_up.stored.body.outcome);
    }
}

/// Removes the open tasks from every text of a record except its title, which has no lists.
pub fn remove_from<T: Record>(record: &mut T) {
    for field in T::FIELDS {
        let left = match (field.get)(record) {
            Value::Text(text) if text.contains("[ ]") && !matches!(field.info.name, "title" | "name") => {
                without_open_tasks(&text)
            }
            _ => continue,
        };
        // Every text is valid for a field of texts; what is required is checked when a record is written.
        let _ = (field.set)(record, Value::Text(left.into()));
    }
}

fn clean(text: &mut String) {
    if text.contains("[ ]") {
        *text = without_open_tasks(text);
    }
}

/// The kind of a block that is in no other block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Heading,
    Paragraph,
    List,
    Other,
}

/// Returns a Markdown text without its open tasks (`- [ ] Write the guide`). If nothing else was in their list, what
/// introduces it is removed too: a line that ends in a colon, or a heading without any other text. Finished tasks stay.
fn without_open_tasks(markdown: &str) -> String {
    let mut blocks: Vec<(Block, Range<usize>)> = Vec::new();
    let mut items: Vec<Range<usize>> = Vec::new();
    let mut gone: Vec<Range<usize>> = Vec::new();
    let mut depth = 0;
    for (event, place) in Parser::new_ext(markdown, Options::ENABLE_TASKLISTS).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    blocks.push((kind(&tag), place.clone()));
                }
                depth += 1;
                items.extend(matches!(tag, Tag::Item).then_some(place));
            }
            Event::End(tag) => {
                depth -= 1;
                if tag == TagEnd::Item {
                    items.pop();
                }
            }
            Event::TaskListMarker(false) => gone.extend(items.last().cloned()),
            _ => {}
        }
    }
    let mut kept = lines_outside(markdown, &gone);
    let mut leads: Vec<Range<usize>> = Vec::new();
    for (at, (_, place)) in blocks.iter().enumerate().filter(|(_, (kind, _))| *kind == Block::List) {
        let Some((kind, before)) = at.checked_sub(1).map(|above| &blocks[above]) else { continue };
        let text = markdown[before.clone()].trim();
        let introduces = match kind {
            Block::Paragraph => text.ends_with(':') && !text.contains('\n'),
            Block::Heading => blocks.get(at + 1).is_none_or(|(kind, _)| *kind == Block::Heading),
            Block::List | Block::Other => false,
        };
        let first = kept.partition_point(|(at, _)| *at < place.start);
        let within = kept[first..].iter().take_while(|(at, _)| *at < place.end);
        if introduces && within.into_iter().all(|(_, line)| line.trim().is_empty()) {
            leads.push(before.clone());
        }
    }
    kept.retain(|(at, _)| {
        let next = leads.partition_point(|lead| lead.start <= *at);
        next == 0 || leads[next - 1].end <= *at
    });
    let lines: Vec<&str> = kept.into_iter().map(|(_, line)| line).collect();
    lines.join("\n").trim_end().trim_start_matches('\n').to_owned()
}

fn kind(tag: &Tag<'_>) -> Block {
    match tag {
        Tag::Heading { .. } => Block::Heading,
        Tag::Paragraph => Block::Paragraph,
        Tag::List(_) => Block::List,
        _ => Block::Other,
    }
}

/// Returns the lines that are in none of the places, which are in ascending order, each with its place in the text.
fn lines_outside<'a>(markdown: &'a str, places: &[Range<usize>]) -> Vec<(usize, &'a str)> {
    let mut kept = Vec::new();
    let (mut from, mut gone_until) = (0, 0);
    let mut places = places.iter().peekable();
    for line in markdown.split_inclusive('\n') {
        let text = line.trim_end();
        let end = from + text.len();
        while let Some(place) = places.next_if(|place| place.start < end) {
            gone_until = gone_until.max(place.end);
        }
        if text.is_empty() || gone_until <= from {
            kept.push((from, line.trim_end_matches(['\r', '\n'])));
        }
        from += line.len();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_tasks_are_removed_in_every_kind_of_list() {
        let of = without_open_tasks;
        assert_eq!(of("- one\n  * [ ] two\n- three"), "- one\n- three");
        assert_eq!(of("- [ ] all of it"), "");
        assert_eq!(of("1. [ ] secret\n2. told"), "2. told");
        assert_eq!(of("> - [ ] secret\n> - told"), "> - told");
        assert_eq!(of("- [ ] secret\ncontinued\n\n  more\n- [x] told"), "- [x] told");
    }

    #[test]
    fn what_only_introduces_open_tasks_is_removed_with_them() {
        let of = without_open_tasks;
        assert_eq!(of("Measured twice.\n\nNext:\n\n- [ ] Tune it\n"), "Measured twice.");
        assert_eq!(of("Steps:\n\n- [ ] Tune it\n- [x] Tell them\n"), "Steps:\n\n- [x] Tell them");
        assert_eq!(of("## Done\n\nAll.\n\n## Plan\n\n- [ ] Tune it"), "## Done\n\nAll.");
        assert_eq!(of("## Plan\n\n- [ ] Tune it\n\nIt is slow."), "## Plan\n\n\nIt is slow.");
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in
            ["An array `a[ ]` is empty:\n\n- one\n", "- [x] done", "", "[ ] is a box", "```\n- [ ] code\n```"]
        {
            assert_eq!(without_open_tasks(text), text.trim_end());
        }
    }

    #[test]
    fn many_tasks_and_many_lists_are_read_in_linear_time() {
        let text = "Next:\n\n- [ ] secret\n- told\n\nPlan:\n\n- [ ] secret\n\nText.\n\n".repeat(20_000);
        let left = without_open_tasks(&text);
        assert!(left.matches("told").count() == 20_000 && !left.contains("secret") && !left.contains("Plan"));
    }
}
