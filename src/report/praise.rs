//! Words the attribution of praise, and lays out praise as blocks.

use super::block::Block;
use super::wording;
use crate::domain::{Praise, Record as _, RecordId, Stored, Visibility};
use crate::text::one_line;

/// Returns the person, the place and the date, as far as they are known: `Ana Lopez, retrospective, 3 March 2026`.
pub fn attribution(praise: &Praise) -> String {
    let date = match (praise.date, praise.unread.get("date")) {
        (_, Some(unread)) => unread.to_owned(),
        (Some(date), None) => wording::partial(date),
        (None, None) => String::new(),
    };
    let parts = [praise.from.as_str(), praise.place.as_str(), date.as_str()];
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Returns the quote in quotation marks and its attribution, in one line: `“Great work” — Ana Lopez`.
pub fn quoted(praise: &Praise) -> String {
    let quote = one_line(&praise.quote);
    let attribution = attribution(praise);
    let dash = if attribution.is_empty() { "" } else { " — " };
    format!("“{quote}”{dash}{attribution}")
}

/// Returns the blocks of praise.
pub fn blocks(praise: &Stored<Praise>) -> Vec<Block<'_>> {
    let title = if praise.from.is_empty() { "Praise".into() } else { format!("Praise from {}", praise.from) };
    let mut out = vec![Block::Title(title)];
    let mut about = vec![praise.place.clone()];
    about.extend(praise.date.map(wording::partial));
    about.extend(praise.word("visibility").filter(|word| *word != Visibility::Internal.word()));
    about.retain(|part| !part.is_empty());
    out.push(Block::About(about.join(" · ")));
    out.push(Block::text(&praise.quote));
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            out.push(Block::Field(name.to_owned(), value));
        }
    };
    field("tags", praise.tags.join(", "));
    for link in &praise.links {
        field("link", link.clone());
    }
    for (label, text) in wording::unread(praise) {
        field(label, text);
    }
    let win = praise.win.as_ref().map(|win| (RecordId::from(win.id), &win.name, "win"));
    let project = praise.project.as_ref();
    let project = project.map(|project| (RecordId::from(project.id), &project.name, "project"));
    if win.is_some() || project.is_some() {
        out.push(Block::Heading("About".into()));
    }
    for (id, name, kind) in win.into_iter().chain(project) {
        out.push(Block::Record(id, name.clone(), kind.to_owned()));
    }
    if !praise.notes.trim().is_empty() {
        out.push(Block::Heading("Notes".into()));
        out.push(Block::text(&praise.notes));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PartialDate;

    #[test]
    fn the_attribution_names_what_is_known() {
        let mut praise = Praise { quote: "Great\nwork".into(), ..Praise::default() };
        assert_eq!(quoted(&praise), "“Great work”");
        praise.from = "Ana Lopez".into();
        praise.date = PartialDate::from_iso("2026-03-03");
        assert_eq!(attribution(&praise), "Ana Lopez, 3 March 2026");
        praise.place = "retrospective".into();
        assert_eq!(quoted(&praise), "“Great work” — Ana Lopez, retrospective, 3 March 2026");
    }
}
