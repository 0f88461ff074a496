//! The keymap: the actions of keys in each context.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::{ACTIONS, Action, Context};
use crate::config::KeyTables;
use crate::domain::field::unknown;

/// The default keys.
const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// A key with its modifiers. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
}

impl Chord {
    /// Returns the chord of a key event; shift-tab becomes `backtab`.
    pub fn of(event: KeyEvent) -> Self {
        let code = match event.code {
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        Self {
            code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
        }
    }

    /// Parses a key such as `ctrl-r`, `f1` or `enter`.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut ctrl, mut alt, mut rest) = (false, false, text);
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-").filter(|after| !after.is_empty()) {
                (ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("alt-").filter(|after| !after.is_empty()) {
                (alt, rest) = (true, after);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next()?, chars.next()) {
            (c, None) => KeyCode::Char(c),
            _ => NAMES.iter().find(|(name, _)| *name == rest).map(|(_, code)| *code).or_else(|| {
                rest.strip_prefix('f')?.parse().ok().filter(|n| (1..=12).contains(n)).map(KeyCode::F)
            })?,
        };
        Some(Self { code, ctrl, alt })
    }
}

const NAMES: [(&str, KeyCode); 16] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
];

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        let name = NAMES.iter().find(|(_, code)| *code == self.code).map(|(name, _)| *name);
        match (name, self.code) {
            (Some("backtab"), _) => f.write_str("shift-tab"),
            (Some(name), _) => f.write_str(name),
            (None, KeyCode::Char(c)) => write!(f, "{c}"),
            (None, KeyCode::F(n)) => write!(f, "f{n}"),
            (None, _) => Ok(()),
        }
    }
}

/// The bindings in effect.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<(Context, Chord, Action)>,
}

impl Keymap {
    /// Creates the default keymap with the user's bindings over it; also returns the problems of those.
    pub fn new(own: &KeyTables) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut keymap = Self { bindings: Vec::new() };
        let default: KeyTables = toml::from_str(DEFAULT).unwrap_or_default();
        for (context, keys) in default.iter().chain(own) {
            for (key, action) in keys {
                keymap.bind(context, key, action, &mut problems);
            }
        }
        problems.extend(keymap.conflicts());
        (keymap, problems)
    }

    fn bind(&mut self, context: &str, key: &str, action: &str, problems: &mut Vec<String>) {
        let Some(context) = Context::from_name(context) else {
            let names = Context::ALL.map(Context::name);
            problems.push(format!("keys: {}", unknown("context", context, &names)));
            return;
        };
        let name = context.name();
        let Some(chord) = Chord::parse(key) else {
            let remedy = if Action::from_name(key).is_some() || Action::from_name(action).is_none() {
                "write KEY = \"ACTION\", such as x = \"delete\""
            } else {
                "use a character or a name such as enter, pgup or f1, with ctrl- or alt- in front if needed"
            };
            problems.push(format!("keys.{name}: unknown key “{key}”; {remedy}"));
            return;
        };
        let Some(action) = Action::from_name(action) else {
            let of_context = ACTIONS.iter().filter(|info| info.contexts.contains(&context));
            let names: Vec<&str> = of_context.map(|info| info.name).collect();
            problems.push(format!("keys.{name}.{key}: {}", unknown("action", action, &names)));
            return;
        };
        if !action.info().contexts.contains(&context) {
            let others: Vec<&str> = action.info().contexts.iter().map(|each| each.name()).collect();
            problems.push(format!(
                "keys.{name}.{key}: {} is not available in {name}; use it in {}",
                action.info().name,
                others.join(", ")
            ));
            return;
        }
        self.bindings.retain(|(at, bound, _)| !(*at == context && *bound == chord));
        self.bindings.push((context, chord, action));
    }

    /// Returns a message for each key with two actions in contexts that can be in effect together.
    fn conflicts(&self) -> Vec<String> {
        let mut out = Vec::new();
        for (at, (context, chord, action)) in self.bindings.iter().enumerate() {
            for (other, bound, means) in &self.bindings[at + 1..] {
                if chord == bound && action != means && context.is_in_force_with(*other) {
                    out.push(format!(
                        "{chord} is both {} in {} and {} in {}",
                        action.info().name,
                        context.name(),
                        means.info().name,
                        other.name()
                    ));
                }
            }
        }
        out
    }

    /// Returns the action of a key in the first of `contexts` that binds it.
    pub fn resolve(&self, event: KeyEvent, contexts: &[Context]) -> Option<Action> {
        let chord = Chord::of(event);
        contexts.iter().find_map(|context| {
            self.bindings
                .iter()
                .find(|(at, bound, _)| at == context && *bound == chord)
                .map(|(_, _, action)| *action)
        })
    }

    /// Returns the action that a key has on any tab, with the contexts that bind it.
    pub fn elsewhere(&self, event: KeyEvent) -> Option<(Action, Vec<Context>)> {
        let chord = Chord::of(event);
        let bound =
            |(context, each, _): &&(Context, Chord, Action)| context.is_of_one_tab() && *each == chord;
        let contexts = self.bindings.iter().filter(bound).map(|(context, ..)| *context).collect();
        self.bindings.iter().find(bound).map(|(_, _, action)| (*action, contexts))
    }

    /// Returns the keys of an action in a context, in the order of the keymap.
    pub fn keys(&self, action: Action, context: Context) -> impl Iterator<Item = Chord> + '_ {
        self.bindings
            .iter()
            .filter(move |(at, _, bound)| *at == context && *bound == action)
            .map(|(_, chord, _)| *chord)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_keymap_is_valid_and_has_no_conflicts() {
        assert_eq!(Keymap::new(&KeyTables::new()).1, Vec::<String>::new());
    }

    #[test]
    fn no_key_has_two_actions_on_the_tabs() {
        let (keymap, _) = Keymap::new(&KeyTables::new());
        for (context, chord, action) in keymap.bindings.iter().filter(|(context, ..)| context.is_of_tabs()) {
            for (other, bound, means) in keymap.bindings.iter().filter(|(context, ..)| context.is_of_tabs()) {
                let differ = chord == bound && action != means;
                assert!(!differ, "{chord} is {action:?} in {context:?} and {means:?} in {other:?}");
            }
        }
    }

    #[test]
    fn shared_keys_are_bound_and_each_tab_has_few_keys_of_its_own() {
        let (keymap, _) = Keymap::new(&KeyTables::new());
        let shared = "12345678jkgGavrnedsfVyoxuU/:[]?q* ";
        let bound =
            |chord: &Chord| keymap.bindings.iter().any(|(at, each, _)| at.is_of_tabs() && each == chord);
        let char_of = |c: char| Chord { code: KeyCode::Char(c), ctrl: false, alt: false };
        assert_eq!(shared.chars().filter(|c| !bound(&char_of(*c))).collect::<String>(), "");
        for context in Context::ALL.into_iter().filter(|context| context.is_of_tabs()) {
            let own = keymap.bindings.iter().filter(|(at, chord, _)| {
                *at == context && matches!(chord.code, KeyCode::Char(c) if !chord.ctrl && !shared.contains(c))
            });
            let most = match context {
                // The reading list is reordered with the keys of the review.
                Context::Learning => 3,
                // The review has the key of the questions, as Career has, and so has the screen of their answers.
                Context::Review | Context::Answers => 4,
                _ => 2,
            };
            assert!(own.count() <= most, "{context:?}");
        }
    }

    #[test]
    fn every_action_of_a_dialog_has_a_key() {
        let (keymap, _) = Keymap::new(&KeyTables::new());
        for info in ACTIONS {
            for context in info.contexts.iter().filter(|context| !context.is_of_tabs()) {
                assert!(keymap.keys(info.action, *context).next().is_some(), "{} in {context:?}", info.name);
            }
        }
    }

    #[test]
    fn user_bindings_override_defaults_and_their_mistakes_are_reported() {
        let own = |context: &str, key: &str, action: &str| {
            Keymap::new(&[(context.into(), [(key.into(), action.into())].into())].into())
        };
        let (keymap, problems) = own("wins", "x", "delete");
        assert_eq!(problems, Vec::<String>::new());
        let x = KeyEvent::new(KeyCode::Char('x'), KeyModifiers::NONE);
        assert_eq!(keymap.resolve(x, &[Context::Wins, Context::Global]), Some(Action::Delete));
        assert_eq!(own("wins", "u", "delete").1, ["u is both undo in global and delete in wins"]);
        assert_eq!(own("goals", "u", "done").1, ["u is both undo in global and done in goals"]);
        assert_eq!(own("names", "j", "new").1, ["j is both down in list and new in names"]);
        assert_eq!(own("search", "j", "cancel").1, Vec::<String>::new());
        let problem = |context, key, action| own(context, key, action).1.remove(0);
        assert!(
            problem("nowhere", "x", "delete")
                .starts_with("keys: unknown context “nowhere”; use global, list")
        );
        assert!(problem("wins", "hyper-x", "delete").starts_with("keys.wins: unknown key “hyper-x”; use a"));
        let swapped = problem("wins", "add", "x");
        assert!(swapped.ends_with("“add”; write KEY = \"ACTION\", such as x = \"delete\""), "{swapped}");
        assert!(problem("names", "x", "fly").ends_with(".x: unknown action “fly”; use new, edit or delete"));
        assert_eq!(
            problem("wins", "x", "done"),
            "keys.wins.x: done is not available in wins; use it in goals"
        );
    }

    #[test]
    fn chords_round_trip_through_text() {
        for text in ["q", "ctrl-r", "alt-x", "enter", "f1", "pgdn", "G", "-"] {
            assert_eq!(Chord::parse(text).map(|chord| chord.to_string()).as_deref(), Some(text));
        }
    }
}
