//! Writes the pages to a file, as PDF/UA-1.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::{Destination, XyzDestination};
use krilla::geom::{Point, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use super::Pdf;
use super::draw::Drawer;
use super::flow::{Mark, Paginated, paginate};
use super::page::{Heading, Pages};
use super::style::{GRID, HEIGHT, MARGIN, PAGE, RUNNING, TOP, WIDTH};
use super::typesetter::{Run, SOFT_HYPHEN};
use crate::report::anchors::{Anchors, anchor_of};

/// Who wrote a document, and when.
pub struct Origin<'a> {
    /// May be empty.
    pub author: &'a str,
    /// The day on which the document was made.
    pub date: NaiveDate,
}

impl Pages {
    /// Renders the file.
    pub(super) fn finish(mut self, origin: &Origin<'_>) -> Result<Pdf, String> {
        let paginated = paginate(&self.blocks, HEIGHT);
        let running = self.running(origin, paginated.pages.len());
        let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
        let accessible = accessible.finish().map_err(|err| format!("{err:?}"))?;
        let rendered = self.render(&paginated, &running, origin, accessible);
        let (bytes, missing) = match rendered {
            Ok(rendered) => rendered,
            // A character without a glyph is not allowed in PDF/UA-1; the pages are the same without that claim.
            Err(_) => self.render(&paginated, &running, origin, Configuration::default())?,
        };
        Ok(Pdf { bytes, missing, text: self.all_text() })
    }

    /// Sets the lines at the edges of the pages: author and title at the top from the second page on, and the number of
    /// the page at the bottom.
    fn running(&mut self, origin: &Origin<'_>, count: usize) -> Vec<Vec<Mark>> {
        let between = if origin.author.is_empty() { "" } else { " · " };
        let name = if origin.author == self.title { "" } else { origin.author };
        let head = Run::plain(&format!("{name}{}{}", if name.is_empty() { "" } else { between }, self.title));
        let element = None;
        let mut out = Vec::with_capacity(count);
        for number in 1..=count {
            let mut marks = Vec::new();
            if number > 1 {
                let set = self.typesetter.set(std::slice::from_ref(&head), RUNNING, Some(WIDTH));
                marks.push(Mark::Line { set, line: 0, x: MARGIN, y: -4.0 * GRID, element });
            }
            if count > 1 {
                let number = Run::plain(&format!("{number} of {count}"));
                let set = self.typesetter.set(&[number], RUNNING, None);
                let x = MARGIN + WIDTH - self.typesetter.sets[set].layout.width();
                marks.push(Mark::Line { set, line: 0, x, y: HEIGHT + 4.0 * GRID, element });
            }
            out.push(marks);
        }
        out
    }

    fn render(
        &self,
        paginated: &Paginated,
        running: &[Vec<Mark>],
        origin: &Origin<'_>,
        configuration: Configuration,
    ) -> Result<(Vec<u8>, Vec<char>), String> {
        let mut document =
            Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
        document.set_metadata(self.metadata(origin));
        document.set_outline(outline(&self.headings, paginated));
        let mut drawer = Drawer::new(&self.typesetter, self.structure.clone());
        let places = self.places(paginated);
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or("the page has no size")?;
        for (marks, edges) in paginated.pages.iter().zip(running) {
            let mut page = document.start_page_with(settings.clone());
            let mut surface = page.surface();
            surface.push_transform(&Transform::from_translate(0.0, TOP));
            for mark in marks.iter().chain(edges) {
                drawer.draw(&mut surface, mark)?;
            }
            surface.pop();
            surface.finish();
            for area in drawer.take_areas() {
                let address = &self.typesetter.links[area.link];
                let (target, about) = match anchor_of(address) {
                    Some(anchor) => match places.get(anchor) {
                        Some((title, place)) => (Target::Destination(Destination::Xyz(place.clone())), title),
                        None => continue,
                    },
                    None => (Target::Action(Action::Link(LinkAction::new(address.clone()))), address),
                };
                let rect = area.rect.transform(Transform::from_translate(0.0, TOP)).unwrap_or(area.rect);
                let annotation = Annotation::new_link(LinkAnnotation::new(rect, target), Some(about.clone()));
                let content = page.add_tagged_annotation(annotation);
                drawer.structure.add_content(area.element, content);
            }
            page.finish();
        }
        document.set_tag_tree(drawer.structure.tree());
        let bytes = document.finish().map_err(|err| format!("the pages cannot be written: {err:?}"))?;
        Ok((bytes, drawer.missing()))
    }

    /// Returns the titles and the places of the headings by their anchors.
    fn places(&self, paginated: &Paginated) -> HashMap<String, (String, XyzDestination)> {
        let mut anchors = Anchors::default();
        let place = |heading: &Heading| {
            (anchors.add(&heading.text), (heading.text.clone(), place_of(heading, paginated)))
        };
        self.headings.iter().map(place).collect()
    }

    fn metadata(&self, origin: &Origin<'_>) -> Metadata {
        let day = |number: u32| u8::try_from(number).unwrap_or(1);
        let year = u16::try_from(origin.date.year()).unwrap_or(1);
        let date = DateTime::new(year).month(day(origin.date.month())).day(day(origin.date.day()));
        let metadata = Metadata::new()
            .title(self.title.clone())
            .language("en".to_owned())
            .creator("brag".to_owned())
            .creation_date(date);
        if origin.author.is_empty() { metadata } else { metadata.authors(vec![origin.author.to_owned()]) }
    }

    /// Returns all texts and addresses in the file, one per line.
    fn all_text(&self) -> String {
        let texts = self.typesetter.sets.iter().map(|set| set.text.as_str());
        let links = self.typesetter.links.iter().map(String::as_str);
        let title = std::iter::once(self.title.as_str());
        let all: Vec<&str> = title.chain(texts).chain(self.structure.texts()).chain(links).collect();
        all.join("\n").replace(SOFT_HYPHEN, "")
    }
}

/// Returns the place of a heading, a little above its text.
fn place_of(heading: &Heading, paginated: &Paginated) -> XyzDestination {
    let (page, y) = paginated.places.get(heading.block).copied().unwrap_or_default();
    XyzDestination::new(page, Point::from_xy(0.0, (TOP + y - 12.0).max(0.0)))
}

/// Builds the outline, in which headings from level 3 on belong to the heading before them.
fn outline(headings: &[Heading], paginated: &Paginated) -> Outline {
    let node = |heading: &Heading| OutlineNode::new(heading.text.clone(), place_of(heading, paginated));
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for heading in headings {
        match (&mut open, heading.level) {
            (Some(parent), 3..) => parent.push_child(node(heading)),
            _ => {
                if let Some(done) = open.replace(node(heading)) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::pdf::pages;

    #[test]
    fn a_link_within_the_document_leads_to_the_heading() {
        let origin = Origin { author: "", date: NaiveDate::default() };
        let destinations = |link: &str| {
            let file = pages("a", &origin, &format!("## The gate\n\n[See]({link})\n"), &[]).unwrap();
            String::from_utf8_lossy(&file.bytes).matches("/Dest").count()
        };
        assert_eq!(destinations("#the-gate"), destinations("https://a.example") + 1);
    }
}
