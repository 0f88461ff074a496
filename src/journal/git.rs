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
    git.refuse_no_repository()?;
    let head = git.optional(&["rev-parse", "--verify", "--quiet", "HEAD"])?.unwrap_or_default();
    let authors = match &request.authors[..] {
        [] => vec![git.user()?],
        typed => typed.iter().cloned().map(Author::Matching).collect(),
    };
    let url = git.remote()?.unwrap_or_default();
    let directory = git.directory()?;
    let shared = git.common_directory()?;
    let identity = Remote::identity(&url).unwrap_or_else(|| shared.to_string_lossy().into_owned());
    let project = match directories::project_of(snapshot, &directory)? {
        Some((name, _)) => name,
        None => identity.rsplit('/').next().unwrap_or(&identity).to_owned(),
    };
    let repository = Repository {
        remote: Remote::new(&url),
        identity,
        project,
        head,
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

/// A repository on this machine.
struct Git<'a> {
    path: &'a Path,
    snapshot: &'a Snapshot<'a>,
}

impl Git<'_> {
    fn refuse_no_repository(&self) -> Result<()> {
        let shown = inert(&self.path.to_string_lossy()).into_owned();
        if !self.path.is_dir() {
            return Err(Error::failed(format!("there is no directory “{shown}”"))
                .hint("name the directory of a git repository: brag import git ."));
        }
        match self.run(&["rev-parse", "--git-dir"])? {
            Ok(_) => Ok(()),
            Err(why) if why.contains("not a git repository") => {
                Err(Error::failed(format!("“{shown}” is not in a git repository"))
                    .hint("name the directory of a repository: brag import git ."))
            }
            Err(why) if why.contains("dubious ownership") => {
                Err(Error::failed(format!("the repository “{shown}” belongs to another user"))
                    .hint("if you trust it: git config --global --add safe.directory PATH"))
            }
            Err(why) => Err(Error::failed(format!("git cannot read “{shown}”: {why}"))),
        }
    }

    /// Returns the user, as git is configured and `.mailmap` writes them.
    fn user(&self) -> Result<Author> {
        let name = self.optional(&["config", "--get", "user.name"])?.unwrap_or_default();
        let email = self.optional(&["config", "--get", "user.email"])?.unwrap_or_default();
        if name.is_empty() && email.is_empty() {
            return Err(Error::failed("git does not know who you are")
                .hint("name yourself: brag import git . --author 'NAME or ADDRESS'"));
        }
        let contact = format!("{name} <{email}>");
        let mapped = if email.is_empty() { None } else { self.optional(&["check-mailmap", "--", &contact])? };
        Ok(match mapped.as_deref().and_then(|mapped| mapped.strip_suffix('>')?.split_once(" <")) {
            Some((name, email)) => Author::Identity { name: name.to_owned(), email: email.to_owned() },
            None => Author::Identity { name, email },
        })
    }

    /// Returns the address of the remote `origin`, or else of the first remote.
    fn remote(&self) -> Result<Option<String>> {
        let all = self.optional(&["config", "--get-regexp", "^remote\\..*\\.url$"])?.unwrap_or_default();
        let mut urls = all.lines().filter_map(|line| line.split_once(' '));
        let first = urls.clone().next();
        let origin = urls.find(|(key, _)| *key == "remote.origin.url");
        Ok(origin.or(first).map(|(_, url)| url.to_owned()))
    }

    /// Returns the directory of the working tree; of a repository without one, its own directory without `.git`.
    fn directory(&self) -> Result<PathBuf> {
        if let Some(path) = self.optional(&["rev-parse", "--show-toplevel"])?.filter(|path| !path.is_empty())
        {
            return Ok(PathBuf::from(path));
        }
        self.common_directory()
    }

    /// Returns the directory that all working trees of the repository share, without `.git`.
    fn common_directory(&self) -> Result<PathBuf> {
        let found = self.optional(&["rev-parse", "--git-common-dir"])?.unwrap_or_default();
        let path = std::fs::canonicalize(self.path.join(found)).unwrap_or_else(|_| self.path.to_owned());
        Ok(match path.file_name() {
            Some(name) if name == ".git" => path.parent().map_or(path.clone(), Path::to_owned),
            Some(name) => path.with_file_name(name.to_string_lossy().trim_end_matches(".git")),
            None => path,
        })
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
        arguments.extend(["--branches", "--remotes", "--tags"]);
        if !repository.head.is_empty() {
            arguments.push("HEAD");
        }
        match self.run(&arguments)? {
            Ok(output) => Ok(Commit::parse_all(&output)),
            Err(why) => Err(Error::failed(format!("git log failed: {why}"))),
        }
    }

    /// Runs git, and returns its output without the last line end; `None` if it fails.
    fn optional(&self, arguments: &[&str]) -> Result<Option<String>> {
        let without_end = |output: String| output.strip_suffix('\n').map(str::to_owned).unwrap_or(output);
        Ok(self.run(arguments)?.ok().map(without_end))
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
