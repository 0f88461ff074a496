//! Completion in bash, zsh and fish.
//!
//! Names come from imported files and from other people's journals, so no name may become shell syntax or
//! send control characters to the terminal. bash inserts a candidate unchanged, so it is quoted here for the
//! context of the cursor; zsh and fish quote candidates themselves. `clap_complete`'s own scripts insert
//! unquoted text in bash and do not complete a word that was typed in quotes.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap_complete::env::{Elvish, EnvCompleter, Powershell, Shells};

use crate::text::inert;

/// Returns the shells that have completions.
pub(super) fn shells() -> Shells<'static> {
    const ALL: &[&dyn EnvCompleter] = &[&BASH, &ZSH, &FISH, &Elvish, &Powershell];
    Shells(ALL)
}

/// A candidate for a word, and its description.
struct Candidate {
    value: String,
    help: String,
}

/// Returns the candidates for the last of `arguments`, without those that are not inert (control characters,
/// line breaks, bidirectional overrides).
fn candidates(
    command: &mut clap::Command,
    arguments: Vec<OsString>,
    directory: Option<&Path>,
) -> io::Result<Vec<Candidate>> {
    let index = arguments.len().saturating_sub(1);
    let found = clap_complete::engine::complete(command, arguments, index, directory)?;
    let shown = found.iter().filter_map(|candidate| {
        let value = candidate.get_value().to_str().filter(|value| is_inert(value))?.to_owned();
        let help = candidate.get_help().map(ToString::to_string).unwrap_or_default();
        let help = help.lines().next().unwrap_or_default().to_owned();
        Some(Candidate { value, help })
    });
    Ok(shown.collect())
}

/// Returns `true` if a terminal shows `value` unchanged.
pub(super) fn is_inert(value: &str) -> bool {
    inert(value) == value
}

type Complete = fn(&mut clap::Command, Vec<OsString>, Option<&Path>, &mut dyn Write) -> io::Result<()>;

/// A shell whose script is in this module.
struct Shell {
    name: &'static str,
    /// The script that `brag completions` prints, with placeholders that [`script`] replaces.
    template: &'static str,
    /// The function that prints the candidates for the last argument in the format of the script.
    complete: Complete,
}

static BASH: Shell = Shell { name: "bash", template: BASH_SCRIPT, complete: complete_bash };
static ZSH: Shell = Shell { name: "zsh", template: ZSH_SCRIPT, complete: complete_zsh };
static FISH: Shell = Shell { name: "fish", template: FISH_SCRIPT, complete: complete_fish };

impl EnvCompleter for Shell {
    fn name(&self) -> &'static str {
        self.name
    }

    fn is(&self, name: &str) -> bool {
        name == self.name
    }

    fn write_registration(
        &self,
        var: &str,
        _name: &str,
        bin: &str,
        completer: &str,
        buffer: &mut dyn Write,
    ) -> io::Result<()> {
        buffer.write_all(script(self.template, var, bin, completer).as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut clap::Command,
        arguments: Vec<OsString>,
        directory: Option<&Path>,
        buffer: &mut dyn Write,
    ) -> io::Result<()> {
        (self.complete)(command, arguments, directory, buffer)
    }
}

/// The bash script. Each line that the program prints is a candidate for `$2`, the word that readline found.
/// The typed line is passed unchanged, with its quotes, up to the cursor.
const BASH_SCRIPT: &str = r#"_brag_complete() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(VAR=bash _BRAG_LINE="${COMP_LINE:0:COMP_POINT}" _BRAG_WORD="$2" COMPLETER -- "${COMP_WORDS[@]}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o nosort -F _brag_complete BIN 2>/dev/null ||
    complete -o bashdefault -F _brag_complete BIN
"#;

fn complete_bash(
    command: &mut clap::Command,
    _arguments: Vec<OsString>,
    directory: Option<&Path>,
    buffer: &mut dyn Write,
) -> io::Result<()> {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let line = CommandLine::parse(&variable("_BRAG_LINE"));
    let word = variable("_BRAG_WORD");
    // No candidates for the script of 0.1.0, which passes no line and inserts them unquoted, nor for a word
    // that the shell would expand: the candidate would be appended to the expansion.
    if line.words.len() < 2 || line.expands {
        return Ok(());
    }
    let typed = line.words.last().map(String::as_str).unwrap_or_default();
    let arguments = line.words.iter().map(OsString::from).collect();
    for candidate in candidates(command, arguments, directory)? {
        // readline replaces only its own word, which may begin inside the word of the shell.
        if let Some(rest) = candidate.value.strip_prefix(typed) {
            writeln!(buffer, "{word}{}", line.quote(rest))?;
        } else if line.quotes == Quotes::None && word == typed {
            writeln!(buffer, "{}", line.quote(&candidate.value))?;
        }
    }
    Ok(())
}

/// The zsh script. The words are passed without quotes; `compadd`, which `_describe` calls, quotes the
/// inserted text. `-U` accepts candidates that do not begin with the typed text.
const ZSH_SCRIPT: &str = r#"#compdef BIN
_brag_complete() {
    local -a candidates
    candidates=("${(@f)$(VAR=zsh COMPLETER -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    candidates=("${(@)candidates:#}")
    (( ${#candidates} )) && _describe -V 'values' candidates -U
}
compdef _brag_complete BIN
"#;

fn complete_zsh(
    command: &mut clap::Command,
    arguments: Vec<OsString>,
    directory: Option<&Path>,
    buffer: &mut dyn Write,
) -> io::Result<()> {
    for Candidate { value, help } in candidates(command, arguments, directory)? {
        let value = value.replace('\\', "\\\\").replace(':', "\\:");
        if help.is_empty() {
            writeln!(buffer, "{value}")?;
        } else {
            writeln!(buffer, "{value}:{}", help.replace('\\', "\\\\"))?;
        }
    }
    Ok(())
}

const FISH_SCRIPT: &str = r"function __brag_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    VAR=fish COMPLETER -- $words (commandline --current-token --cut-at-cursor) 2>/dev/null
end
complete --keep-order --exclusive --command BIN --arguments '(__brag_complete)'
";

fn complete_fish(
    command: &mut clap::Command,
    mut arguments: Vec<OsString>,
    directory: Option<&Path>,
    buffer: &mut dyn Write,
) -> io::Result<()> {
    // fish passes the word under the cursor with its quotes, the other words without.
    if let Some(last) = arguments.last_mut()
        && let Some(typed) = last.to_str()
    {
        *last = CommandLine::parse(typed).words.pop().unwrap_or_default().into();
    }
    for Candidate { value, help } in candidates(command, arguments, directory)? {
        if help.is_empty() {
            writeln!(buffer, "{value}")?;
        } else {
            writeln!(buffer, "{value}\t{help}")?;
        }
    }
    Ok(())
}

fn script(template: &str, var: &str, bin: &str, completer: &str) -> String {
    let quoted = |word: &str| shlex::try_quote(word).map_or_else(|_| word.to_owned(), Into::into);
    template.replace("VAR", var).replace("BIN", &quoted(bin)).replace("COMPLETER", &quoted(completer))
}

/// The quotes around the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    None,
    Single,
    Double,
}

/// A command line up to the cursor, split into words like in a shell.
#[derive(Debug, PartialEq, Eq)]
struct CommandLine {
    /// The words without their quotes; the last, which may be empty, is the word under the cursor.
    words: Vec<String>,
    quotes: Quotes,
    /// `true` if the last character is a backslash that escapes the next character.
    escaping: bool,
    /// `true` if the shell would expand a part of the word under the cursor: `$HOME`, `` `date` ``.
    expands: bool,
}

impl CommandLine {
    fn parse(line: &str) -> Self {
        let mut words = vec![String::new()];
        let mut quotes = Quotes::None;
        // `true` inside a word, also an empty quoted word, until the next space.
        let mut open = false;
        let mut chars = line.chars().peekable();
        let (mut escaping, mut expands) = (false, false);
        while let Some(c) = chars.next() {
            let space = quotes == Quotes::None && c.is_whitespace();
            if space {
                if open {
                    words.push(String::new());
                }
                (open, expands) = (false, false);
                continue;
            }
            open = true;
            expands |= quotes != Quotes::Single && matches!(c, '$' | '`');
            let special = |next: char| quotes == Quotes::None || matches!(next, '$' | '`' | '"' | '\\');
            let Some(word) = words.last_mut() else { break };
            match (c, quotes) {
                ('\'', Quotes::None) => quotes = Quotes::Single,
                ('"', Quotes::None) => quotes = Quotes::Double,
                ('\'', Quotes::Single) | ('"', Quotes::Double) => quotes = Quotes::None,
                ('\\', Quotes::None | Quotes::Double) => match chars.next_if(|next| special(*next)) {
                    Some(next) => word.push(next),
                    None if chars.peek().is_none() => escaping = true,
                    None => word.push('\\'),
                },
                _ => word.push(c),
            }
        }
        Self { words, quotes, escaping, expands }
    }

    /// Quotes text for insertion at the cursor, as a continuation of the word there.
    fn quote(&self, text: &str) -> String {
        // readline closes the quotes itself, except after a text that ends in a quote.
        let (text, last) = match self.quotes {
            Quotes::Single => text.split_at(text.trim_end_matches('\'').len()),
            Quotes::None | Quotes::Double => (text, ""),
        };
        let mut out = String::with_capacity(text.len() + 8);
        for (at, c) in text.chars().enumerate() {
            let plain =
                c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ',' | '+' | ':' | '@' | '%');
            match self.quotes {
                // The user has typed the backslash.
                Quotes::None | Quotes::Double if at == 0 && self.escaping => out.push(c),
                Quotes::None => {
                    if !plain {
                        out.push('\\');
                    }
                    out.push(c);
                }
                Quotes::Single if c == '\'' => out.push_str(r"'\''"),
                Quotes::Single => out.push(c),
                // bash expands `!` inside double quotes even after a backslash, so it is put outside of them.
                Quotes::Double if c == '!' => out.push_str(r#""\!""#),
                Quotes::Double => {
                    if matches!(c, '$' | '`' | '"' | '\\') {
                        out.push('\\');
                    }
                    out.push(c);
                }
            }
        }
        if !last.is_empty() {
            out.push('\'');
            out.push_str(&last.replace('\'', "\\'"));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("brag show ", &["brag", "show", ""], Quotes::None, false)]
    #[case(r"brag show Doc\ G", &["brag", "show", "Doc G"], Quotes::None, false)]
    #[case(r"brag show Doc\", &["brag", "show", "Doc"], Quotes::None, true)]
    #[case("brag show 'Doc G", &["brag", "show", "Doc G"], Quotes::Single, false)]
    #[case("brag  list --project=\"D\\$", &["brag", "list", "--project=D$"], Quotes::Double, false)]
    #[case("brag add '' a\"b c\"d", &["brag", "add", "", "ab cd"], Quotes::None, false)]
    #[case(r#"brag add +\"Doc"#, &["brag", "add", "+\"Doc"], Quotes::None, false)]
    #[case("", &[""], Quotes::None, false)]
    fn parse_splits_a_line_like_a_shell(
        #[case] line: &str,
        #[case] words: &[&str],
        #[case] quotes: Quotes,
        #[case] escaping: bool,
    ) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let parsed = CommandLine::parse(line);
        assert_eq!((parsed.words, parsed.quotes, parsed.escaping), (words, quotes, escaping));
    }

    #[rstest]
    #[case("brag show \"Ad$", true)]
    #[case("brag show Ad$(", true)]
    #[case("brag show `da", true)]
    #[case("brag show 'Ad$(", false)]
    #[case("brag show \"Ad\\$(", false)]
    #[case("brag show $HOME x", false)]
    fn parse_detects_a_word_that_the_shell_expands(#[case] line: &str, #[case] expands: bool) {
        assert_eq!(CommandLine::parse(line).expands, expands);
    }

    #[rstest]
    #[case("brag show 'Bh", "''", r"'\'\'")]
    #[case("brag show a", "$(touch x)", r"\$\(touch\ x\)")]
    #[case(r"brag show a\", " b", " b")]
    #[case("brag show 'a", "'b $(c)", r"'\''b $(c)")]
    #[case("brag show \"a", "\"b $(c) !d", r#"\"b \$(c) "\!"d"#)]
    #[case("brag show é", "ö-1.2/x", "ö-1.2/x")]
    #[case("brag show ", "~;|&*?[`", r"\~\;\|\&\*\?\[\`")]
    fn quote_escapes_text_for_the_quotes_at_the_cursor(
        #[case] line: &str,
        #[case] text: &str,
        #[case] quoted: &str,
    ) {
        assert_eq!(CommandLine::parse(line).quote(text), quoted);
    }
}
