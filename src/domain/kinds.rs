//! The table of kinds: the columns, names, dates, owners and fields of their records.

use super::field::{KindInfo, Names};
use super::kind::Kind;

impl Kind {
    /// Returns the description of the kind.
    pub fn info(self) -> &'static KindInfo {
        KINDS.iter().find(|info| info.kind == self).unwrap_or(&KINDS[0])
    }
}

impl KindInfo {
    /// Returns the kinds whose records are owned by a record of this kind, with the column that refers to it.
    pub fn children(&self) -> impl Iterator<Item = (&'static Self, &'static str)> + use<> {
        let parent = self.kind;
        KINDS.iter().filter_map(move |child| {
            let owner = child.owner?;
            let (_, kinds) = child.references().find(|(field, _)| field.column == owner)?;
            kinds.contains(&parent).then_some((child, owner))
        })
    }
}

/// The default values of a description: no names, no dates and no owner.
const BLANK: KindInfo = KindInfo {
    kind: Kind::Win,
    title: &["name"],
    names: Names::None,
    dates: &[],
    found: false,
    owner: None,
    belongs: &[],
    unique: &[],
    fields: &[],
};

/// The descriptions of all kinds.
pub const KINDS: &[KindInfo] = &[
    KindInfo {
        kind: Kind::Win,
        title: &["title"],
        dates: &["happened"],
        found: true,
        belongs: &["project", "position"],
        fields: super::win::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Project,
        names: Names::Slug,
        dates: &["end", "start"],
        found: true,
        unique: &["name"],
        belongs: &["parent", "position_ref"],
        fields: super::project::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Metric,
        names: Names::Prefix,
        found: true,
        belongs: &["project", "win", "goal"],
        fields: super::metric::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Value,
        title: &["text"],
        owner: Some("metric"),
        belongs: &["win"],
        fields: super::metric_value::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Figure,
        title: &["name", "after"],
        owner: Some("win"),
        fields: super::figure::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::FollowUp,
        title: &["question"],
        owner: Some("about"),
        fields: super::followup::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Goal,
        title: &["title"],
        names: Names::Sentence,
        dates: &["year"],
        found: true,
        unique: &["title", "year"],
        fields: super::goal::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Skill,
        names: Names::Whole,
        unique: &["name"],
        fields: super::skill::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Milestone,
        title: &["title"],
        owner: Some("goal"),
        fields: super::goal_parts::MILESTONE_INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::CheckIn,
        title: &["value", "note"],
        owner: Some("goal"),
        fields: super::goal_parts::CHECK_IN_INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Reading,
        title: &["title"],
        names: Names::Sentence,
        dates: &["finished", "started"],
        found: true,
        unique: &["title", "medium", "author"],
        fields: super::reading::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Alias,
        names: Names::Whole,
        unique: &["name"],
        fields: super::alias::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::DocumentOverride,
        title: &["document", "title"],
        unique: &["document", "item"],
        fields: super::document_override::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Position,
        title: &["organisation"],
        names: Names::Slug,
        dates: &["end", "start"],
        found: true,
        fields: super::position::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::PositionTitle,
        title: &["title"],
        owner: Some("position"),
        fields: super::position::TITLE_INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Story,
        title: &["title"],
        names: Names::Sentence,
        found: true,
        fields: super::story::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Praise,
        title: &["quote"],
        dates: &["happened"],
        found: true,
        belongs: &["win", "project"],
        fields: super::praise::INFOS,
        ..BLANK
    },
    KindInfo { kind: Kind::Profile, found: true, fields: super::profile::INFOS, ..BLANK },
    KindInfo {
        kind: Kind::Strength,
        owner: Some("profile"),
        fields: super::profile_parts::STRENGTH_INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Education,
        title: &["institution", "area"],
        owner: Some("profile"),
        fields: super::profile_parts::EDUCATION_INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Language,
        owner: Some("profile"),
        fields: super::profile_parts::LANGUAGE_INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::InboxItem,
        title: &["title"],
        unique: &["program", "item_key"],
        fields: super::inbox_item::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Questionnaire,
        title: &["title"],
        names: Names::Sentence,
        found: true,
        fields: super::questionnaire::INFOS,
        ..BLANK
    },
    KindInfo {
        kind: Kind::Question,
        title: &["text"],
        owner: Some("questionnaire"),
        fields: super::questionnaire::QUESTION_INFOS,
        ..BLANK
    },
    #[cfg(test)]
    KindInfo {
        kind: Kind::Sample,
        names: Names::Slug,
        dates: &["happened"],
        found: true,
        unique: &["name"],
        fields: super::sample::INFOS,
        ..BLANK
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_row_and_refers_to_its_own_columns() {
        for kind in Kind::ALL {
            let rows: Vec<&KindInfo> = KINDS.iter().filter(|info| info.kind == *kind).collect();
            assert_eq!(rows.len(), 1, "{kind}");
            let info = rows[0];
            let columns =
                info.title.iter().chain(info.dates).chain(info.unique).chain(info.belongs).chain(&info.owner);
            for column in columns {
                let known = info.fields.iter().any(|field| field.column == *column);
                assert!(known, "{kind} has no column {column}");
            }
            let mut names: Vec<&str> = info.fields.iter().map(|field| field.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), info.fields.len(), "{kind}: two fields of one name");
        }
    }
}
