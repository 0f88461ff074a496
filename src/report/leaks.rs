//! Redacts the parts of a document, and locates a name that a rendered document still contains.

use super::input::ReviewInput;
use super::redact::Redactor;
use super::render_error::{LeakPlace, RenderError};
use super::{html, markdown};
use crate::domain::{
    Amount, Chapter, MetricView, Position, Praise, Profile, Record, RecordId, Stored, Story, Value,
};

/// Adds the place of the leak to [`RenderError::Leak`].
pub(super) fn locate(error: RenderError, input: &ReviewInput, redactor: &Redactor) -> RenderError {
    match error {
        RenderError::Leak { alias, .. } => RenderError::Leak { alias, place: place_of_leak(input, redactor) },
        other => other,
    }
}

/// Returns the record and the field in which a name can be read after rendering.
fn place_of_leak(input: &ReviewInput, redactor: &Redactor) -> Option<LeakPlace> {
    let leaks = |text: &str| {
        let text = redactor.redact(text, markdown::escaped);
        let page = html::fragment(&text);
        [page, text].iter().any(|text| redactor.first_leak(&html::readable(text)).is_some())
    };
    let of_wins = input.wins.iter().flat_map(|win| {
        let fields = [("title", &win.title), ("impact", &win.impact), ("notes", &win.notes)];
        let own = fields.into_iter().chain([("audience", &win.audience)]);
        let outcomes = win.follow_ups.iter().map(|each| ("outcome", &each.outcome));
        let links = win.links.iter().map(|link| ("links", link));
        let skills = win.skills.iter().map(|skill| ("skills", skill));
        let tags = win.tags.iter().map(|tag| ("tags", tag));
        let people = win.people.iter().map(|name| ("people", name));
        let figures = win.figures.iter().map(|figure| ("figures", &figure.name));
        let lists = links.chain(skills).chain(tags).chain(people).chain(figures);
        texts(win.id, "win", own.chain(outcomes).chain(lists))
    });
    let of_projects = input.projects.iter().flat_map(|project| {
        let chapters = Chapter::ALL.iter().map(|chapter| (chapter.word(), &project.prose[*chapter]));
        let lists = [("skills", &project.skills), ("links", &project.links)];
        let lists = lists.into_iter().flat_map(|(field, all)| all.iter().map(move |text| (field, text)));
        let outcomes = project.follow_ups.iter().map(|each| ("outcome", &each.outcome));
        let name = std::iter::once(("name", &project.name));
        texts(project.id, "project", name.chain(chapters).chain(lists).chain(outcomes))
    });
    let of_metrics = input.metrics.iter().flat_map(|metric| {
        let values = metric.values.iter().map(|value| ("value", &value.amount.text));
        texts(metric.id, "metric", [("name", &metric.name), ("unit", &metric.unit)].into_iter().chain(values))
    });
    let of_goals = input.goals.iter().chain(&input.next).flat_map(|goal| {
        let measure = ("measure", goal.measure.to_string());
        let own = [("title", &goal.title), ("why", &goal.why), ("ending", &goal.ending)];
        let mut all = texts(goal.id, "goal", own.into_iter());
        all.push((goal.id.into(), "goal", measure.0, measure.1));
        all
    });
    let of_readings = input.readings.iter().flat_map(|reading| {
        let own =
            [("title", &reading.title), ("takeaways", &reading.takeaways), ("changed", &reading.changed)];
        let authors = reading.authors.iter().map(|author| ("authors", author));
        texts(reading.id, "reading note", own.into_iter().chain(authors))
    });
    let of_earlier = input.earlier.iter().flat_map(|each| {
        let own = [("title of its work", &each.title), ("impact of its work", &each.claim)];
        let project = each.project.iter().map(|name| ("project of its work", name));
        let outcome = std::iter::once(("outcome", &each.follow_up.outcome));
        texts(each.follow_up.id, "follow-up", own.into_iter().chain(project).chain(outcome))
    });
    let records = of_wins.chain(of_projects).chain(of_metrics);
    let mut all = records.chain(of_goals).chain(of_readings).chain(of_earlier).chain(places_of_career(input));
    let (id, kind, field, _) = all.find(|(.., text)| leaks(text))?;
    Some(LeakPlace { record: id, kind, field })
}

/// The id and the kind of a record, and the name and the text of a field.
type FieldOfRecord = (RecordId, &'static str, &'static str, String);

/// Returns the texts of positions, stories and praise, and those of the profile, whose id is nil.
fn places_of_career(input: &ReviewInput) -> impl Iterator<Item = FieldOfRecord> {
    let of_positions = input.positions.all.iter().flat_map(|position| {
        let titles = position.titles.iter().map(|title| ("titles", &title.title));
        let mut all = texts(position.id, "position", titles);
        all.extend(fields_of::<Position>(position));
        all
    });
    let of_stories = input.stories.iter().flat_map(|view| {
        let figures = view.metrics.iter().map(|metric| ("metrics", &metric.name));
        let figures = figures.chain(view.outcomes.iter().map(|each| ("outcomes", &each.outcome)));
        let mut all = texts(view.story.id, "story", figures);
        all.extend(fields_of::<Story>(&view.story));
        all
    });
    let of_praise = input.praise.iter().flat_map(fields_of::<Praise>);
    of_positions.chain(of_stories).chain(of_praise).chain(places_of_profile(&input.profile))
}

fn places_of_profile(profile: &Profile) -> Vec<FieldOfRecord> {
    let own = [("about", &profile.about), ("label", &profile.label), ("location", &profile.location)];
    let strengths = profile.strengths.iter().flat_map(|each| [&each.name, &each.text]);
    let strengths = strengths.map(|text| ("strengths", text));
    let education = profile.education.iter().flat_map(|each| [&each.institution, &each.area, &each.degree]);
    let education = education.map(|text| ("education", text));
    texts(RecordId::default(), "profile", own.into_iter().chain(strengths).chain(education))
}

/// Returns every field of a record that has a text or names.
fn fields_of<T: Record>(record: &Stored<T>) -> Vec<FieldOfRecord> {
    let id: RecordId = record.id.into();
    let mut out = Vec::new();
    for field in T::FIELDS {
        let texts: Vec<String> = match (field.get)(&record.body) {
            Value::Text(text) => vec![text.into_owned()],
            Value::Names(names) => names.into_owned(),
            Value::Ref(named) => vec![named.name],
            Value::Refs(all) => all.into_iter().map(|named| named.name).collect(),
            _ => Vec::new(),
        };
        out.extend(texts.into_iter().map(|text| (id, T::KIND.word(), field.info.name, text)));
    }
    out
}

/// Returns the texts of a record, each with the name of its field.
fn texts<'a>(
    id: impl Into<RecordId>,
    kind: &'static str,
    fields: impl Iterator<Item = (&'static str, &'a String)>,
) -> Vec<(RecordId, &'static str, &'static str, String)> {
    let id = id.into();
    fields.map(|(field, text)| (id, kind, field, text.clone())).collect()
}

/// Returns a metric with names replaced in every text that a chart shows.
pub(super) fn redacted_metric(redactor: &Redactor, metric: &MetricView) -> MetricView {
    let redact = |text: &str| redactor.redact(text, str::to_owned);
    let amount = |amount: &Amount| Amount {
        text: redact(&amount.text),
        // A unit is replaced in the same way in all values, which remain values of one metric.
        unit: redact(&amount.unit),
        ..amount.clone()
    };
    let mut metric = metric.clone();
    metric.name = redact(&metric.name);
    metric.unit = redact(&metric.unit);
    metric.target = metric.target.as_ref().map(amount);
    for value in &mut metric.values {
        value.amount = amount(&value.amount);
        value.note = redact(&value.note);
        value.source = redact(&value.source);
    }
    let body = &mut metric.stored.body;
    let owners = [
        body.project.as_mut().map(|named| &mut named.name),
        body.win.as_mut().map(|named| &mut named.name),
        body.goal.as_mut().map(|named| &mut named.name),
    ];
    for name in owners.into_iter().flatten() {
        *name = redact(name);
    }
    metric
}

/// Replaces names in every text of a document, and checks each text as it reads after rendering.
pub(super) fn redact_json(redactor: &Redactor, value: &mut serde_json::Value) -> Result<(), RenderError> {
    match value {
        serde_json::Value::String(text) => {
            *text = redactor.redact(text, str::to_owned);
            ensure_redacted(redactor, text)?;
            // Markup and entities can split a name that the rendered page shows in one piece.
            if !redactor.is_empty() && text.contains(['<', '&', '*', '_', '`', '~', '\\', '[']) {
                let page = html::fragment(text);
                ensure_redacted(redactor, &html::readable(&page))?;
                ensure_redacted(redactor, &html::readable(text))?;
            }
            Ok(())
        }
        serde_json::Value::Array(all) => all.iter_mut().try_for_each(|each| redact_json(redactor, each)),
        // Ids are not texts: they are neither redacted nor checked.
        serde_json::Value::Object(all) => all
            .iter_mut()
            .filter(|(key, _)| *key != "id")
            .try_for_each(|(_, each)| redact_json(redactor, each)),
        _ => Ok(()),
    }
}

/// Returns every text in a JSON value except the ids of records.
pub(super) fn texts_of(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::String(text) => vec![text],
        serde_json::Value::Array(all) => all.iter().flat_map(texts_of).collect(),
        serde_json::Value::Object(all) => {
            all.iter().filter(|(key, _)| *key != "id").flat_map(|(_, each)| texts_of(each)).collect()
        }
        _ => Vec::new(),
    }
}

/// Fails if `text` still contains a name.
pub(super) fn ensure_redacted(redactor: &Redactor, text: &str) -> Result<(), RenderError> {
    match redactor.first_leak(text) {
        None => Ok(()),
        Some(alias) => Err(RenderError::Leak { alias: alias.to_owned(), place: None }),
    }
}
