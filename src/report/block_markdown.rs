//! Writes the blocks of records as Markdown.

use super::block::Block;
use super::contained::contained;
use super::markdown::{escaped, escaped_inline};
use super::wording;

/// Writes the blocks of a record as a section of a Markdown document. Hints on missing information are left out.
pub fn section(blocks: &[Block<'_>]) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for block in blocks {
        let (is_item, text) = match block {
            Block::Title(title) => (false, format!("## {}", escaped(title))),
            Block::Heading(text) => (false, format!("### {}", escaped(text))),
            Block::About(text) => (false, escaped(text)),
            Block::Progress(_, _, words) => (false, escaped(words)),
            Block::Text(text) => (false, contained(text)),
            Block::Field(name, value) => {
                (true, format!("- {}: {}", escaped_inline(name), escaped_inline(value)))
            }
            Block::Metric(metric) => {
                let series = wording::series(metric);
                (true, format!("- {}: {}", escaped_inline(&metric.name), escaped_inline(&series)))
            }
            Block::Row(left, right) | Block::Record(_, left, right) => (true, item(left, right)),
            Block::Outcome(head, text) => {
                (true, format!("- {}: {}", escaped_inline(head), escaped_inline(text)))
            }
            // A chart repeats the values of the rows below it.
            Block::Chart(_) | Block::Missing(_) => continue,
        };
        if text.trim().is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str(if is_item && in_list { "\n" } else { "\n\n" });
        }
        out.push_str(text.trim_end());
        in_list = is_item;
    }
    out.push('\n');
    out
}

fn item(left: &str, right: &str) -> String {
    let left = escaped_inline(left.trim());
    if right.is_empty() { format!("- {left}") } else { format!("- {left} ({})", escaped_inline(right)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_headings_paragraphs_and_items() {
        let blocks = [
            Block::Title("A_b".into()),
            Block::About("2026".into()),
            Block::Progress(None, None, String::new()),
            Block::Field("tags".into(), "x".into()),
            Block::Field("link".into(), "y".into()),
            Block::Heading("Notes".into()),
            Block::text("# Own\ntext"),
            Block::Missing("Nothing yet".into()),
        ];
        assert_eq!(
            section(&blocks),
            "## A\\_b\n\n2026\n\n- tags: x\n- link: y\n\n### Notes\n\n**Own**\n\ntext\n"
        );
    }
}
