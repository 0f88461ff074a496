//! Removes open tasks from texts that other people read.

/// Returns a Markdown text without its open tasks (`- [ ] Write the guide`), their continuation lines, and a line that
/// only introduces them (`Next:`). Finished tasks stay.
pub(super) fn without_open_tasks(markdown: &str) -> String {
    if !markdown.contains("[ ]") {
        return markdown.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut task: Option<usize> = None;
    for line in markdown.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if is_open_task(text) {
            task = Some(indent);
            while kept.last().is_some_and(|last| last.trim().is_empty() || last.trim_end().ends_with(':')) {
                kept.pop();
            }
        } else if text.is_empty() || task.is_none_or(|task| indent <= task) {
            task = task.filter(|_| text.is_empty());
            kept.push(line);
        }
    }
    kept.join("\n").trim_end().to_owned()
}

fn is_open_task(text: &str) -> bool {
    let rest = text.strip_prefix(['-', '*', '+']).unwrap_or_default();
    rest.trim_start().strip_prefix("[ ]").is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_tasks_and_what_introduces_them_are_removed() {
        let of = without_open_tasks;
        assert_eq!(
            of("Measured twice.\n\nNext:\n\n- [ ] Tune it\n  with care\n- [x] Tell them\n"),
            "Measured twice.\n- [x] Tell them"
        );
        assert_eq!(of("- one\n  * [ ] two\n- three"), "- one\n- three");
        assert_eq!(of("- [ ] all of it"), "");
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["An array `a[ ]` is empty:\n\n- one\n", "- [x] done", "", "[ ] is a box"] {
            assert_eq!(without_open_tasks(text).trim_end(), text.trim_end());
        }
    }
}
