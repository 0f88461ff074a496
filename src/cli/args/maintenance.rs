//! The arguments of `brag backup`, `restore`, `doctor` and `purge`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use crate::cli::complete;

/// `brag backup`
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "brag makes a backup by itself on each day on which something is written, and before an upgrade, a
restore, a purge, a repair and a large import. It keeps those of 7 days, 5 weeks, 12 months and of each year.
The setting daily_backup = false turns the daily one off, BRAG_BACKUP=off for one command.

Examples:
  brag backup
  brag backup /media/stick/journal.db
  brag backup list"
)]
pub struct BackupArgs {
    /// The file to write [default: a file in the directory of the backups]
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    #[command(subcommand)]
    pub action: Option<BackupAction>,
}

/// The actions of `brag backup`.
#[derive(Debug, Subcommand)]
pub enum BackupAction {
    /// List the backups, newest first
    List,
}

/// `brag restore`
#[derive(Debug, Args)]
#[command(
    after_help = "The backup is checked and compared with the journal first. A backup of the present journal is made
before it is replaced, and the command that reverts the restore is printed. Open apps show the restored
journal at once.

Examples:
  brag restore today --dry-run
  brag restore today --yes
  brag restore /media/stick/journal.db --yes"
)]
pub struct RestoreArgs {
    /// The backup: a file, a name of brag backup list, or a day (the last backup of that day or before it)
    #[arg(value_name = "FILE|WHEN", value_hint = ValueHint::FilePath, add = complete::values(complete::backups))]
    pub backup: String,
    /// Show what is in the backup and what would change, and change nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Restore without asking for confirmation
    #[arg(long, short = 'y')]
    pub yes: bool,
}

/// `brag doctor`
#[derive(Debug, Args)]
#[command(
    after_help = "It checks every row, link and change by its checksum, what is computed from them, the search index,
the write-ahead log, access rights, configuration, clock, free space and backups. The exit code is 1 if
something is wrong.

Examples:
  brag doctor
  brag doctor --fix
  brag doctor --fix -o recovered.db"
)]
pub struct DoctorArgs {
    /// Repair damaged records from the history, and compute order, names, search and undo again
    #[arg(long)]
    pub fix: bool,
    /// Read what is left of the journal into this new one, past parts that cannot be read
    #[arg(long, short, value_name = "NEW", requires = "fix", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
}

/// `brag purge`
#[derive(Debug, Args)]
#[command(
    after_help = "A purged record cannot be brought back by brag undo. The backup that is made first still has it;
with --no-trace there is no backup, and the record is removed from all backups and drafts too.

Examples:
  brag purge k7q4 --yes
  brag purge --deleted --before 2025 --yes
  brag purge k7q4 --no-trace --yes"
)]
pub struct PurgeArgs {
    /// The records, by id or name; deleted ones by id
    #[arg(required_unless_present = "deleted", conflicts_with = "deleted", add = complete::values(complete::ids))]
    pub ids: Vec<String>,
    /// All deleted records
    #[arg(long)]
    pub deleted: bool,
    /// Only those that were deleted before this period
    #[arg(long, value_name = "PERIOD", requires = "deleted")]
    pub before: Option<String>,
    /// Make no backup, and remove the records from the history, all backups and drafts too
    #[arg(long)]
    pub no_trace: bool,
    /// Purge without asking for confirmation
    #[arg(long, short = 'y')]
    pub yes: bool,
}
