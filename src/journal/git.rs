//! Reads the history of a git repository into inbox items.
//!
//! git runs as a separate process that only reads: hooks, the file system monitor, the pager and signatures are off, it
//! fetches nothing, it takes no lock, and it ends after a time limit. The repository is the working directory of the
//! process: no path is an argument, so none can be an option.

use std::collections::{BTreeSet, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::{Snapshot, directories};
use crate::domain::{InboxState, Period};
use crate::error::{Error, Result};
use crate::import::git::{self, Author, Commit, Grouping, History, LOG_FORMAT, Remote, Repository};
use crate::text::inert;

/// The maximum time of one git process.
const LIMIT: Duration = Duration::from_mins(1);
/// The interval at which a stop by the user is noticed.
const TICK: Duration = Duration::from_millis(50);
/// The maximum size of the output of git, in bytes: 512 MB.
const LARGEST: u64 = 512 << 20;

/// Settings of git that run a program, or that change what `git log` prints.
const SETTINGS: [&str; 9] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=",
    "log.showSignature=false",
    "log.mailmap=true",
    "log.follow=false",
    "i18n.logOutputEncoding=UTF-8",
    "color.ui=false",
    "protocol.allow=never",
];

/// Variables that a hook or a shell sets and that would lead git to another repository.
const VARIABLES: [&str; 10] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_EXTERNAL_DIFF",
    "GIT_TRACE",
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
/// user, and if reading takes longer than a minute.
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
    let identity = Remote::identity(&url).unwrap_or_else(|| directory.to_string_lossy().into_owned());
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

    /// Returns the directory of the working tree, or of a repository without one.
    fn directory(&self) -> Result<PathBuf> {
        let found = match self.optional(&["rev-parse", "--show-toplevel"])?.filter(|path| !path.is_empty()) {
            Some(path) => path,
            None => self.optional(&["rev-parse", "--absolute-git-dir"])?.unwrap_or_default(),
        };
        Ok(PathBuf::from(found))
    }

    fn log(&self, repository: &Repository) -> Result<Vec<Commit>> {
        let format = format!("--format={LOG_FORMAT}");
        // The time of the committer is that of the author or later.
        let since = repository.period.as_ref().map(|period| format!("--since={}T00:00:00", period.first));
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
        Ok(self.run(arguments)?.ok().map(|output| output.trim_end().to_owned()))
    }

    /// Runs git, and returns its output, or the last line of its errors.
    fn run(&self, arguments: &[&str]) -> Result<std::result::Result<String, String>> {
        let mut command = Command::new("git");
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
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|err| match err.kind() {
            std::io::ErrorKind::NotFound => {
                Error::failed("git is not installed").hint("install git, and run the command again")
            }
            _ => Error::failed(format!("git cannot be started: {err}")),
        })?;
        let output = self.collect(&mut child);
        if output.is_err() {
            // The process may have ended by itself.
            let _ = child.kill();
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
