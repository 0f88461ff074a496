//! The labels of the parts of a record.

use super::words;
use crate::text::fold;

/// A part of a record that a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Part {
    /// The challenge or context.
    Challenge,
    /// The solution, or what the user did.
    Solution,
    /// The results or the impact.
    Results,
    /// The parts of the work that the user liked.
    Liked,
    /// The parts of the work that were hard.
    Hard,
    /// The lessons that the user learned.
    Learned,
    /// A retrospective.
    Reflection,
    /// The team.
    Team,
    /// A summary.
    Summary,
    /// The people whom the work was for.
    Audience,
    /// Skills of a group.
    Skills(&'static str),
    /// A description or an example.
    Description,
    /// The date.
    Date,
    /// Links.
    Links,
    /// The people who worked on it.
    People,
    /// The project.
    Project,
    /// The roles of the user.
    Roles,
    /// Tags.
    Tags,
    /// The cause of a failure.
    Cause,
    /// The remedy of a failure.
    Remedy,
    /// The failure that a story is about.
    Failure,
    /// The situation of a story.
    Situation,
    /// The task of a story.
    Task,
}

const PARTS: &[(Part, &str)] = &[
    (Part::Situation, "situation|situacion"),
    (Part::Task, "task|aufgabe|tarea"),
    (Part::Failure, "what failed|what went wrong|failure|fehler|que fallo"),
    (Part::Cause, "cause|root cause|ursache|causa|why it failed|what was the cause"),
    (
        Part::Remedy,
        "remedy|fix|rectification|how did you fix it|how i fixed it|abhilfe|remedio|what i would do differently|what i'd do differently",
    ),
    (
        Part::Challenge,
        "challenge|challenges|problem|the problem|context|background|why|motivation|herausforderung|ausgangslage|hintergrund|kontext|reto|desafio|problema|contexto|contexte|probleme|issue",
    ),
    (
        Part::Solution,
        "solution|approach|what i did|what we did|action|actions|my role|my contribution|contribution|contributions|implementation|how|losung|loesung|vorgehen|mein beitrag|solucion|accion|que hice|enfoque|lo que hice",
    ),
    (
        Part::Results,
        "results|result|impact|outcome|outcomes|impactful outcome|business impact|metrics|metrics based impact|effect|benefit|benefits|ergebnis|ergebnisse|wirkung|auswirkung|resultado|resultados|impacto|resultat|resultats|value|so what",
    ),
    (Part::Liked, "liked|what i liked|what i enjoyed|enjoyed"),
    (Part::Hard, "hard|what was hard|what i found challenging|difficulties|schwierigkeiten|dificultades"),
    (
        Part::Learned,
        "learned|what i learned|lessons|lessons learned|learnings|what did you learn|gelernt|aprendido|lo que aprendi|takeaways",
    ),
    (Part::Reflection, "reflection|reflections|retrospective|looking back|ruckblick|reflexion"),
    (Part::Team, "team|equipo"),
    (Part::Summary, "summary|scope|zusammenfassung|resumen|tl;dr|overview"),
    (Part::Audience, "audience|customer|customers|client|for whom|who it was for|users|kunde|cliente"),
    (Part::Skills("language"), "languages|language"),
    (
        Part::Skills("technology"),
        "tech|technologies|technology|stack|tech stack|tools|technologien|tecnologias",
    ),
    (Part::Skills("module"), "modules|libraries|frameworks"),
    (Part::Skills("practice"), "practices|methods|methoden"),
    (Part::Skills(""), "skills|faehigkeiten|fahigkeiten|habilidades"),
    (Part::Description, "description|beschreibung|descripcion|details|detail"),
    (Part::Date, "date|when|datum|fecha|period|dates|zeitraum|timeframe|duration"),
    (Part::Links, "link|links|url|pr|prs|evidence|see|doc|docs|enlace|enlaces"),
    (Part::People, "with|people|collaborators|mit|con"),
    (Part::Project, "project|projekt|proyecto"),
    (Part::Roles, "role|roles|rolle|rol"),
    (Part::Tags, "tags|tag"),
];

/// Returns the part that a label names; a label with two of liking, difficulty and learning is a retrospective.
pub(in crate::import) fn part_of(label: &str) -> Option<Part> {
    let label = fold(label).replace('’', "'");
    let label =
        label.trim().trim_end_matches(':').trim_start_matches("the ").trim_start_matches("my ").trim();
    if label.is_empty() || label.len() > 60 {
        return None;
    }
    let looks = ["liked", "enjoy", "challeng", "hard", "learn"];
    if looks.iter().filter(|word| label.contains(**word)).count() >= 2 {
        return Some(Part::Reflection);
    }
    let of = |label: &str| {
        let words = words(label).join(" ");
        PARTS
            .iter()
            .find(|(_, phrases)| phrases.split('|').any(|phrase| phrase == words))
            .map(|(part, _)| *part)
    };
    of(label).or_else(|| {
        let first = label.split(['&', '/', ',', '(']).next()?;
        of(first.trim()).filter(|_| first.len() < label.len())
    })
}
