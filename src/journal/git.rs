//! Reads the history of a git repository into inbox items.
//!
//! git runs as a separate process that only reads: hooks, the file system monitor, the pager and signatures are off, it
//! fetches nothing, it takes no lock, and it ends after a time limit. The repository is the working directory of the
//! process: no path is an argument, so none can be an option.

use std::collections::{BTreeSet, HashSet};
use std::io::Read;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use chrono::Days;
use rustix::process::{Pid, Signal, kill_process_group};

use super::{Snapshot, directories};
use crate::domain::{InboxState, Period};
use crate::error::{Error, Result};
use crate::import::git::{self, Author, Commit, Grouping, History, LOG_FORMAT, Remote, Repository};
use crate::text::inert;

/// The maximum time of one git process.
const LIMIT: Duration = Duration::from_mins(1);
/// The interval at which a stop by the user is noticed.
const TICK: Duration = Duration::from_millis(50);
/// The number of days before a period from which on commits are read.
const MARGIN: u64 = 7;
/// The maximum size of the output of git, in bytes: 512 MB.
const LARGEST: u64 = 512 << 20;

/// Settings of git that run a program, or that change what `git log` prints.
const SETTINGS: [&str; 8] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=",
    "log.showSignature=false",
    "log.mailmap=true",
    "log.follow=false",
    "i18n.logOutputEncoding=UTF-8",
    "color.ui=false",
];

/// Variables of a hook or a shell that lead git to another repository, run a program or translate its messages.
const VARIABLES: [&str; 15] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_CONFIG",
    "GIT_EXTERNAL_DIFF",
    "GIT_TRACE",
    "LANGUAGE",
];

/// The repository to read, and the choices of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitRequest {
    /// A directory in the repository.
    pub path: PathBuf,
    /// Parts of the names or addresses of the authors; empty for the user's own, as git is configured.
    pub authors: Vec<String>,
    /// The period; `None` for everything.
    pub period: Option<Period>,
    /// The grouping.
    pub grouping: Grouping,
}

/// Reads the history of a repository. Fails if there is no repository, if git is not installed or does not know the
/// user, and if one of the git processes takes longer than a minute.
pub fn read(snapshot: &Snapshot<'_>, request: &GitRequest) -> Result<History> {
    let git = Git { path: &request.path, snapshot };
    let (directory, shared) = git.directories()?;
    let settings = git.settings()?;
    let authors = match &request.authors[..] {
        [] => vec![git.user(&settings)?],
        typed => typed.iter().cloned().map(Author::Matching).collect(),
    };
    let url = settings.remote.clone().unwrap_or_default();
    let identity = Remote::identity(&url).unwrap_or_else(|| shared.to_string_lossy().into_owned());
    let project = match directories::project_of(snapshot, &directory)? {
        Some((name, _)) => name,
        None => identity.rsplit('/').next().unwrap_or(&identity).to_owned(),
    };
    let repository = Repository {
        remote: Remote::new(&url),
        identity,
        project,
        authors,
        period: request.period.clone(),
        grouping: request.grouping,
    };
    let commits = git.log(&repository)?;
    let decided: Vec<_> = snapshot
        .store
        .list_inbox_of(git::SOURCE)?
        .into_iter()
        .filter(|item| item.state != InboxState::Open)
        .collect();
    let known: BTreeSet<String> =
        decided.iter().flat_map(|item| item.commits().map(str::to_owned).collect::<Vec<_>>()).collect();
    let closed: HashSet<&str> = decided.iter().map(|item| item.key.as_str()).collect();
    Ok(git::items(&commits, &repository, &known, |key| closed.contains(key)))
}

/// Returns the path of git. A relative entry of `PATH` is skipped: it would be looked up in the repository.
fn program() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let entries = std::env::split_paths(&path).filter(|entry| entry.is_absolute());
    entries
        .map(|entry| entry.join("git"))
        .find(|program| program.is_file())
        .ok_or_else(|| Error::failed("git is not installed").hint("install git, and run the command again"))
}

/// Returns a path without `.git` at its end.
fn without_git(path: PathBuf) -> PathBuf {
    match path.file_name().map(|name| name.to_string_lossy().into_owned()) {
        Some(name) if name == ".git" => path.parent().map(Path::to_owned).unwrap_or(path),
        Some(name) => path.with_file_name(name.trim_end_matches(".git")),
        None => path,
    }
}

/// The settings of git that say who the user is, and where the repository comes from.
#[derive(Debug, Clone, Default)]
struct Settings {
    name: String,
    email: String,
    /// The address of the remote `origin`, or else of the first remote.
    remote: Option<String>,
}

/// A repository on this machine.
struct Git<'a> {
    path: &'a Path,
    snapshot: &'a Snapshot<'a>,
}

impl Git<'_> {
    /// Returns the directory of the working tree, and that which all working trees of the repository share. Of a
    /// repository without a working tree, both are its own directory. None has `.git` at its end.
    fn directories(&self) -> Result<(PathBuf, PathBuf)> {
        let shown = inert(&self.path.to_string_lossy()).into_owned();
        if !self.path.is_dir() {
            return Err(Error::failed(format!("there is no directory “{shown}”"))
                .hint("name the directory of a git repository: brag import git ."));
        }
        let found = match self.run(&["rev-parse", "--git-common-dir", "--show-toplevel"])? {
            Err(why) if why.contains("must be run in a work tree") => {
                self.run(&["rev-parse", "--git-common-dir"])?
            }
            found => found,
        };
        let found = found.map_err(|why| match why {
            _ if why.contains("not a git repository") => {
                Error::failed(format!("“{shown}” is not in a git repository"))
                    .hint("name the directory of a repository: brag import git .")
            }
            _ if why.contains("dubious ownership") => {
                Error::failed(format!("the repository “{shown}” belongs to another user"))
                    .hint("if you trust it: git config --global --add safe.directory PATH")
            }
            _ => Error::failed(format!("git cannot read “{shown}”: {why}")),
        })?;
        let mut lines = found.lines();
        let shared = self.path.join(lines.next().unwrap_or_default());
        let shared = without_git(std::fs::canonicalize(&shared).unwrap_or(shared));
        let directory = lines.next().map_or_else(|| shared.clone(), PathBuf::from);
        Ok((directory, shared))
    }

    /// Returns the user and the remote, as git is configured.
    fn settings(&self) -> Result<Settings> {
        let pattern = "^(user\\.(name|email)|remote\\..*\\.url)$";
        let all = self.run(&["config", "--null", "--get-regexp", pattern])?.unwrap_or_default();
        let mut settings = Settings::default();
        for (key, value) in all.split('\0').filter_map(|entry| entry.split_once('\n')) {
            // Later files take precedence: the repository over the user.
            match key {
                "user.name" => value.clone_into(&mut settings.name),
                "user.email" => value.clone_into(&mut settings.email),
                "remote.origin.url" => settings.remote = Some(value.to_owned()),
                _ if settings.remote.is_none() => settings.remote = Some(value.to_owned()),
                _ => {}
            }
        }
        Ok(settings)
    }

    /// Returns the user, as `.mailmap` writes them.
    fn user(&self, settings: &Settings) -> Result<Author> {
        let Settings { name, email, .. } = settings;
        if name.is_empty() && email.is_empty() {
            return Err(Error::failed("git does not know who you are")
                .hint("name yourself: brag import git . --author 'NAME or ADDRESS'"));
        }
        let own = || Author::Identity { name: name.clone(), email: email.clone() };
        if email.is_empty() {
            return Ok(own());
        }
        let mapped = self.run(&["check-mailmap", "--", &format!("{name} <{email}>")])?.unwrap_or_default();
        let parts = mapped.trim_end().strip_suffix('>').and_then(|mapped| mapped.split_once(" <"));
        Ok(parts.map_or_else(own, |(name, email)| Author::Identity {
            name: name.to_owned(),
            email: email.to_owned(),
        }))
    }

    fn log(&self, repository: &Repository) -> Result<Vec<Commit>> {
        let format = format!("--format={LOG_FORMAT}");
        // git compares the time of the committer, which is rarely before that of the author; time zones differ.
        let first =
            repository.period.as_ref().and_then(|period| period.first.checked_sub_days(Days::new(MARGIN)));
        let since = first.map(|day| format!("--since={day}T00:00:00"));
        let mut arguments = vec![
            "log",
            "--date-order",
            "--no-color",
            "--no-show-signature",
            "--no-notes",
            "--no-patch",
            &format,
        ];
        arguments.extend(since.as_deref());
        // All branches, remote branches and tags, and HEAD, which may be on none.
        arguments.extend([
            "--exclude=refs/stash",
            "--exclude=refs/notes/*",
            "--exclude=refs/pull/*",
            "--all",
        ]);
        match self.run(&arguments)? {
            Ok(output) => Ok(Commit::parse_all(&output)),
            Err(why) => Err(Error::failed(format!("git log failed: {why}"))),
        }
    }

    /// Runs git, and returns its output, or the last line of its errors.
    fn run(&self, arguments: &[&str]) -> Result<std::result::Result<String, String>> {
        let mut command = Command::new(program()?);
        command.args(["--no-pager", "--no-optional-locks"]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        command
            .args(arguments)
            .current_dir(self.path)
            .env("LC_ALL", "C.UTF-8")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            // No protocol at all: a repository could name a program that fetches a missing object.
            .env("GIT_ALLOW_PROTOCOL", "none")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // A group of its own, so that a stop ends the processes of git too.
            .process_group(0);
        let mut child =
            command.spawn().map_err(|err| Error::failed(format!("git cannot be started: {err}")))?;
        let output = self.collect(&mut child);
        if output.is_err() {
            // The processes may have ended by themselves.
            let _ = kill_process_group(Pid::from_child(&child), Signal::KILL);
        }
        let status = child.wait().map_err(|err| Error::failed(format!("git cannot be awaited: {err}")))?;
        let (stdout, stderr) = output?;
        if status.success() {
            return Ok(Ok(String::from_utf8_lossy(&stdout).into_owned()));
        }
        let errors = String::from_utf8_lossy(&stderr).into_owned();
        let line = errors.lines().find(|line| line.starts_with("fatal:")).or(errors.lines().last());
        Ok(
            Err(inert(line.unwrap_or("it ended without a message").trim_start_matches("fatal: "))
                .into_owned()),
        )
    }

    /// Reads both outputs of a process to their ends. Fails after [`LIMIT`], for more than [`LARGEST`] bytes, and if the
    /// user stops the operation.
    fn collect(&self, child: &mut Child) -> Result<(Vec<u8>, Vec<u8>)> {
        let (sender, receiver) = mpsc::channel();
        read_in_thread(child.stdout.take(), 0, sender.clone());
        read_in_thread(child.stderr.take(), 1, sender);
        let mut outputs = [Vec::new(), Vec::new()];
        let mut waited = Duration::ZERO;
        for _ in 0..outputs.len() {
            let (at, read) = loop {
                match receiver.recv_timeout(TICK) {
                    Ok(received) => break received,
                    Err(RecvTimeoutError::Timeout) if waited < LIMIT => waited += TICK,
                    Err(_) => {
                        return Err(Error::failed("git took longer than a minute")
                            .hint("read a shorter period: brag import git . --since 'this year'"));
                    }
                }
                self.snapshot.refuse_if_stopped()?;
            };
            let bytes =
                read.map_err(|err| Error::failed(format!("the output of git cannot be read: {err}")))?;
            if bytes.len() as u64 > LARGEST {
                return Err(Error::failed("the history is larger than 512 MB")
                    .hint("read a shorter period: brag import git . --since 'this year'"));
            }
            outputs[at] = bytes;
        }
        let [stdout, stderr] = outputs;
        Ok((stdout, stderr))
    }
}

/// The index of an output, and its bytes.
type Output = (usize, std::io::Result<Vec<u8>>);

/// Reads an output of a process in a thread of its own, at most one byte more than [`LARGEST`], and sends its bytes.
fn read_in_thread(pipe: Option<impl Read + Send + 'static>, at: usize, sender: mpsc::Sender<Output>) {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = match pipe {
            Some(pipe) => pipe.take(LARGEST + 1).read_to_end(&mut bytes).map(|_| bytes),
            None => Ok(bytes),
        };
        // After a stop, nobody receives.
        let _ = sender.send((at, read));
    });
}
