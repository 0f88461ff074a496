//! Removes open tasks from the texts that other people read.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::input::ReviewInput;
use crate::domain::{Chapter, WinView};

/// Removes the open tasks from the wins and the projects of a document.
pub fn remove(input: &mut ReviewInput) {
    remove_from_wins(&mut input.wins);
    for project in &mut input.projects {
        let prose = &mut project.stored.body.prose;
        for chapter in Chapter::ALL {
            clean(&mut prose[*chapter]);
        }
    }
}

/// Removes the open tasks from the notes and the impact of wins.
pub fn remove_from_wins(wins: &mut [WinView]) {
    for win in wins {
        let body = &mut win.stored.body;
        for text in [&mut body.notes, &mut body.impact] {
            clean(text);
        }
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
        let begun = std::time::Instant::now();
        let left = without_open_tasks(&text);
        assert!(left.matches("told").count() == 20_000 && !left.contains("secret") && !left.contains("Plan"));
        assert!(begun.elapsed() < std::time::Duration::from_secs(10));
    }
}
