use super::*;

/// Returns the outline with indentation, one node a line.
fn drawn(text: &str) -> String {
    let source = Source::new(text);
    let style = Style::of(&source, false);
    let outline = outline(&source, &style);
    let mut out = String::new();
    let mut waiting: Vec<(NodeId, usize)> = outline.children(0).map(|id| (id, 0)).rev().collect();
    while let Some((id, depth)) = waiting.pop() {
        let mark = match outline.node(id).block {
            Block::Heading(_) => "# ",
            Block::Item(None) => "- ",
            Block::Item(Some(true)) => "x ",
            Block::Item(Some(false)) => "o ",
            Block::Root | Block::Paragraph => "",
            Block::Row => "| ",
            Block::Quote => "> ",
            Block::Code => "` ",
            Block::Meta => "; ",
        };
        out.push_str(&format!("{}{mark}{}\n", "  ".repeat(depth), outline.text(id)));
        waiting.extend(outline.children(id).map(|child| (child, depth + 1)).rev());
    }
    out
}

#[test]
fn marks_underlines_and_bold_lines_are_headings_and_columns_nest_items() {
    let text = "---\ntitle: x\n---\nTitle\n=====\n\n## Part\ntext\nwraps\n\n- one\n  - two\n    three\n   - four\n- five\n\n**Bold**\n1) six\n* [x] seven\n> a\n> b\n";
    assert_eq!(
        drawn(text),
        "; title: x\n# Title\n  # Part\n    text wraps\n    - one\n      - two three\n      - four\n    - five\n    # **Bold**\n      - six\n      x seven\n      > a b\n"
    );
}

#[test]
fn headings_that_lost_their_marks_are_found_and_wrapped_lines_are_not_headings() {
    let text = "Goals for this year\n- Learn two things\nProjects\nCache Layer\n- Moved the calls to a new\nservice that used\nKafka in order to be\nresilient\n- Made it quick\nFoundational Code\nAuth + Tokens\n- Set the standard\n";
    assert_eq!(
        drawn(text),
        "# Goals for this year\n  - Learn two things\n# Projects\n  # Cache Layer\n    - Moved the calls to a new service that used Kafka in order to be resilient\n    - Made it quick\n# Foundational Code\n  # Auth + Tokens\n    - Set the standard\n"
    );
}

#[test]
fn items_without_indentation_belong_to_the_item_that_they_continue() {
    let text = "Projects\nCache\n- Built a cache for two services\n- This halved the calls\n- Other teams adopted it\n- Monitoring:\n- Added logs\n- Added alerts\n- Ownership:\n- Took it over\nDocs\n- Log Wiki\n- Description: who ran what\n- Impact:\n- Fewer questions\n- Guide For Reviews\n";
    assert_eq!(
        drawn(text),
        "# Projects\n  # Cache\n    - Built a cache for two services\n      - This halved the calls\n      - Other teams adopted it\n    - Monitoring:\n      - Added logs\n      - Added alerts\n    - Ownership:\n      - Took it over\n# Docs\n  - Log Wiki\n    - Description: who ran what\n    - Impact:\n      - Fewer questions\n  - Guide For Reviews\n"
    );
}

proptest::proptest! {
    #[test]
    fn every_line_belongs_to_exactly_one_node(text in "([-*#|> ]{0,4}[a-zA-Z0-9 :.|*_-]{0,30}\n){0,20}") {
        let source = Source::new(&text);
        let outline = outline(&source, &Style::of(&source, false));
        let mut seen = vec![0; source.lines.len() + 1];
        for id in 1..outline.len() {
            let (first, last) = outline.node(id).lines;
            for line in first..=last {
                seen[line as usize] += 1;
            }
        }
        for (at, line) in source.lines.iter().enumerate() {
            let is_text = line.contains(|c: char| c.is_alphanumeric());
            // A line that joins several items has a node for each.
            proptest::prop_assert!(!is_text || seen[at + 1] >= 1, "line {} of {text:?}", at + 1);
            proptest::prop_assert!(seen[at + 1] <= 1 || line.contains(".- "), "line {} of {text:?}", at + 1);
        }
    }
}
