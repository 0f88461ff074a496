//! Tests that the flags of the edit commands cover the fields of the records.

use clap::CommandFactory;

use super::Cli;
use crate::domain::{Field, Goal, Position, Praise, Profile, Project, Reading, Record, Story, Win};
use crate::present::field::is_visible;

/// The fields whose flag has another name, with that flag; a measure has several flags, and the references of a story
/// have one.
const OTHERWISE: &[(&str, &str)] = &[
    ("people", "with"),
    ("starred", "star"),
    ("medium", "kind"),
    ("measure", "growing"),
    ("competencies", "competency"),
    ("projects", "about"),
    ("wins", "about"),
    ("metrics", "about"),
    ("outcomes", "about"),
];

/// The fields that `brag read progress` and `brag read used` set.
const OWN_COMMAND: &[&str] = &["progress", "used_in"];

fn without_flag<T: Record>(path: &[&str]) -> Vec<&'static str> {
    let mut command = Cli::command();
    for name in path {
        command = command.find_subcommand(name).expect("the command exists").clone();
    }
    let flags: Vec<&str> = command.get_arguments().filter_map(|arg| arg.get_long()).collect();
    let has_flag = |field: &&Field<T>| {
        let name = field.info.name;
        let kebab = name.replace('_', "-");
        let own = OTHERWISE.iter().find(|(of, _)| *of == name).map(|(_, flag)| *flag);
        own.into_iter()
            .chain([name, &kebab, field.info.label, name.trim_end_matches('s')])
            .any(|flag| flags.contains(&flag))
    };
    T::FIELDS
        .iter()
        .filter(|field| is_visible(&field.info) && !OWN_COMMAND.contains(&field.info.name))
        .filter(|field| !has_flag(field))
        .map(|field| field.info.name)
        .collect()
}

#[test]
fn every_editable_field_has_a_flag_of_the_edit_command() {
    assert_eq!(without_flag::<Win>(&["edit"]), Vec::<&str>::new());
    assert_eq!(without_flag::<Project>(&["project", "edit"]), Vec::<&str>::new());
    assert_eq!(without_flag::<Goal>(&["goal", "edit"]), Vec::<&str>::new());
    assert_eq!(without_flag::<Reading>(&["read", "edit"]), Vec::<&str>::new());
    assert_eq!(without_flag::<Position>(&["position", "edit"]), Vec::<&str>::new());
    assert_eq!(without_flag::<Story>(&["story", "edit"]), Vec::<&str>::new());
    assert_eq!(without_flag::<Praise>(&["praise", "edit"]), Vec::<&str>::new());
    assert_eq!(without_flag::<Profile>(&["profile", "edit"]), Vec::<&str>::new());
}

#[test]
fn the_completion_of_help_knows_every_command() {
    let command = Cli::command();
    let mut names: Vec<&str> =
        command.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "help").collect();
    names.sort_unstable();
    assert_eq!(names, super::super::topics::COMMANDS);
}
