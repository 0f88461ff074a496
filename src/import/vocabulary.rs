//! The words by which documents name their parts, in English, German, Spanish, French, Portuguese and Italian: the
//! sections, the labels of parts of a record, and the words of roles.

mod parts;
mod sentences;

pub(super) use parts::{Part, part_of};
pub(super) use sentences::{
    begins_with_verb, has_role_word, is_contents, is_continuation, is_instruction, is_role_line,
    states_effect,
};

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::fold;

/// The content of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Wins of any category.
    Wins,
    /// Wins that the document repeats from its other sections.
    Highlights,
    /// Projects, one a heading.
    Projects,
    /// Wins of a category, by its key.
    Category(&'static str),
    /// Goals of the year.
    Goals,
    /// Positions, one a heading.
    Experience,
    /// Courses of study.
    Education,
    /// Skills.
    Skills,
    /// Languages that the person speaks.
    Languages,
    /// The person: contact, a summary.
    Profile,
    /// Praise: quotations of other people.
    Praise,
    /// Stories for interviews.
    Stories,
    /// Books, articles and courses.
    Readings,
    /// Planned work, which becomes no win.
    Plans,
    /// Finished work in a daily log, such as the items under “Yesterday”.
    Past,
    /// Instructions, contents, and other text about the document.
    Aside,
    /// Notes.
    Notes,
}

/// The phrases that name a section. A heading names the section of the first phrase that it has, if each of its other
/// words is a filler or belongs to another phrase.
const SECTIONS: &[(Section, &str)] = &[
    (
        Section::Aside,
        "how to use|adding new|table of contents|contents|inhalt|still missing|template|instructions|about this document|indice|references|the end",
    ),
    (
        Section::Goals,
        "goals|goal|objectives|okrs|okr|ziele|objetivos|metas|objectifs|obiettivi|resolutions|vorsaetze|vorsatze",
    ),
    (
        Section::Plans,
        "next week|next steps|next up|tomorrow|today|to do|todo|todos|planned|plans|plan|upcoming|blockers|blocked|backlog|in progress|wip|coming up|morgen|heute|naechste woche|nachste woche|geplant|manana|hoy|proxima semana|pendiente|pendientes|demain|aujourd'hui|next",
    ),
    (
        Section::Past,
        "yesterday|done|completed|finished|last week|this week|gestern|erledigt|ayer|hecho|hier|fait|log|friday|monday|tuesday|wednesday|thursday|worked on|did",
    ),
    (
        Section::Skills,
        "technical experience|technical skills|skills|skill set|technologies|tech stack|competencies|faehigkeiten|fahigkeiten|kenntnisse|habilidades|competences|competenze|programming languages|tools and protocols|core competencies|expertise",
    ),
    (Section::Languages, "languages|sprachen|sprachkenntnisse|idiomas|langues|lingue"),
    (
        Section::Education,
        "education|studies|ausbildung|studium|educacion|formacion|formation|istruzione|certifications|certificates|zertifikate|degrees",
    ),
    (
        Section::Experience,
        "work experience|professional experience|experience|employment|employment history|work history|career|career history|berufserfahrung|berufliche erfahrung|experiencia|experiencia laboral|experience professionnelle|esperienza|positions|jobs|laufbahn|werdegang",
    ),
    (
        Section::Stories,
        "stories|story bank|star stories|interview stories|interview narratives|narratives|failures|geschichten|historias",
    ),
    (
        Section::Praise,
        "praise|kudos|testimonials|peer feedback|feedback from others|what people said|what others said|quotes|shout outs|shoutouts|endorsements|lob|rueckmeldungen|ruckmeldungen|feedback|elogios|comentarios|compliments|thank yous",
    ),
    (Section::Highlights, "highlights"),
    (
        Section::Profile,
        "about me|about|profile|summary|professional summary|contact|contact information|personal information|profil|kontakt|ueber mich|uber mich|perfil|contacto|resumen|objective|interests|hobbies|who i am|scope",
    ),
    (
        Section::Readings,
        "reading|reading list|books read|books|buecher|bucher|gelesen|lecturas|libros|livres|papers|articles|reading notes",
    ),
    (
        Section::Category("design"),
        "design and documentation|documentation|design docs|docs|design|dokumentation|documentacion|diseno|architecture|architektur|arquitectura|rfcs|writing",
    ),
    (
        Section::Category("foundational"),
        "foundational code|code quality|tech debt|technical debt|refactoring|codequalitaet|codequalitat|technische schulden|calidad de codigo|maintenance|foundations",
    ),
    (
        Section::Category("reliability"),
        "reliability|incidents|on call|oncall|operations|zuverlassigkeit|betrieb|fiabilidad|incidentes|operational excellence|operational work|security",
    ),
    (
        Section::Category("company"),
        "company building|hiring|interviewing|recruiting|culture|community|onboarding|kultur|cultura|contratacion",
    ),
    (
        Section::Category("learning"),
        "what you learned|what i learned|things i learned|learned|learning|learnings|concepts|libraries|professional development|training|growth|gelernt|weiterbildung|lernen|aprendizaje|aprendizajes|lo que aprendi|apprentissage|courses|development",
    ),
    (
        Section::Category("recognition"),
        "recognition|awards|patents|promotions|honors|auszeichnungen|anerkennung|reconocimientos|reconocimiento|premios|distinctions",
    ),
    (
        Section::Category("outside"),
        "outside work|outside of work|volunteering|volunteer|ehrenamt|voluntariado|outside|open source contributions|open source|speaking|talks|publications|vortraege|vortrage|charlas",
    ),
    (
        Section::Category("collaboration"),
        "collaboration|mentorship|mentoring|teamwork|leadership|communication|influence|collaborative work|zusammenarbeit|teamarbeit|kommunikation|fuhrung|fuehrung|colaboracion|mentoria|liderazgo|comunicacion|collaboration|people|cross team",
    ),
    (
        Section::Category("delivery"),
        "delivery|technical execution|execution|technical contributions|umsetzung|entrega|technical work|results",
    ),
    (
        Section::Wins,
        "achievements|accomplishments|wins|contributions|notable contributions|completed projects|key results|successes|erfolge|leistungen|erreicht|logros|realisations|reussites|brag list|brags|things i did|what i did|what i accomplished|work done|impact|shipped|selected work",
    ),
    (
        Section::Projects,
        "projects|side projects|personal projects|key projects|projekte|proyectos|projets|progetti|projetos|initiatives",
    ),
    (
        Section::Notes,
        "growth areas|areas for growth|areas for improvement|areas of improvement|weaknesses|notes|notizen|notas|other|misc|miscellaneous|sonstiges|otros|random|ideas|links|resources|context|background",
    ),
];

/// The phrases, each with its section.
static PHRASES: LazyLock<HashMap<&str, Section>> = LazyLock::new(|| {
    let all = SECTIONS.iter().rev();
    all.flat_map(|(section, phrases)| phrases.split('|').map(|phrase| (phrase, *section))).collect()
});

/// The words of the phrases.
static WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| SECTIONS.iter().flat_map(|(_, phrases)| phrases.split(['|', ' '])).collect());

/// Returns the beginning of a text, folded: enough to compare its first words.
pub(super) fn beginning(text: &str) -> String {
    let end = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
    crate::text::fold(&text[..end])
}

/// Words that a heading may have besides the name of a section.
const FILLERS: &str = " and the my your of for this year work tools next last main other key notable major new our in to a at on half quarter h1 h2 q1 q2 q3 q4 i we me und meine mein der die das fur fuer im y de mis mi la el los las del en para et mes le les e o big small biggest list with technical professional ";

/// Returns the words of a heading, folded, without marks, emoji and numbers.
fn words(name: &str) -> Vec<String> {
    let folded = fold(name).replace('’', "'");
    let split = folded.split(|c: char| !(c.is_alphanumeric() || c == '\''));
    split
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

fn contains(words: &[String], phrase: &str) -> bool {
    let parts: Vec<&str> = phrase.split(' ').collect();
    words.windows(parts.len()).any(|window| window.iter().map(String::as_str).eq(parts.iter().copied()))
}

/// Returns the section that a heading names.
pub(super) fn section_of(name: &str) -> Option<Section> {
    if name.chars().count() > 60 {
        return None;
    }
    let words = words(name);
    if words.is_empty() || words.len() > 7 {
        return None;
    }
    let joined = words.join(" ");
    let exact = || PHRASES.get(joined.as_str()).copied();
    let inside = || {
        let is_known =
            |word: &String| FILLERS.contains(&format!(" {word} ")) || WORDS.contains(word.as_str());
        if !words.iter().all(is_known) || !words.iter().any(|word| WORDS.contains(word.as_str())) {
            return None;
        }
        let has = |phrases: &str| phrases.split('|').any(|phrase| contains(&words, phrase));
        let found = SECTIONS.iter().find(|(section, phrases)| *section != Section::Notes && has(phrases))?;
        Some(found.0)
    };
    let starts = || {
        let begins = ["how to use", "adding new", "how to"];
        begins.iter().any(|phrase| joined.starts_with(phrase)).then_some(Section::Aside)
    };
    exact().or_else(starts).or_else(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_sections_in_several_languages() {
        for (name, section) in [
            ("Goals for this year", Section::Goals),
            ("🎯 Ziele 2025", Section::Goals),
            ("Goals for next half", Section::Goals),
            ("Projects", Section::Projects),
            ("Side Projects", Section::Projects),
            ("Collaboration & Mentorship", Section::Category("collaboration")),
            ("Zusammenarbeit & Mentoring", Section::Category("collaboration")),
            ("Colaboración", Section::Category("collaboration")),
            ("Design Docs", Section::Category("design")),
            ("Concepts and Books", Section::Readings),
            ("Libraries and Tools", Section::Category("learning")),
            ("Foundational Code", Section::Category("foundational")),
            ("Company Building", Section::Category("company")),
            ("What I Learned", Section::Category("learning")),
            ("Reconocimientos", Section::Category("recognition")),
            ("Feedback and recognition", Section::Praise),
            ("WORK EXPERIENCE", Section::Experience),
            ("Technical Experience", Section::Skills),
            ("Yesterday", Section::Past),
            ("Next week", Section::Plans),
            ("How to Use These Accomplishments", Section::Aside),
            ("Achievements", Section::Wins),
            ("Notable Contributions", Section::Wins),
        ] {
            assert_eq!(section_of(name), Some(section), "{name}");
        }
        for name in [
            "Cache Layer",
            "Auth + Tokens",
            "Search rewrite",
            "Doc Support Training",
            "Payments",
            "2026",
            "Scala",
        ] {
            assert_eq!(section_of(name), None, "{name}");
        }
    }

    #[test]
    fn labels_name_parts() {
        for (label, part) in [
            ("The Challenge:", Part::Challenge),
            ("Results & Impact", Part::Results),
            ("What I Liked, Found Challenging and Learned:", Part::Reflection),
            ("Languages", Part::Skills("language")),
            ("Ergebnis", Part::Results),
            ("Business impact", Part::Results),
        ] {
            assert_eq!(part_of(label), Some(part), "{label}");
        }
        assert_eq!((part_of("Keywords"), part_of("Note")), (None, None));
    }
}
