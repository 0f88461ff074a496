//! The read-only view of the journal at one point in time.

use rusqlite::{Connection, Transaction};

use super::batch::Batch;
use super::{Result, Store};

/// A read-only view of the journal at one point in time, whatever other programs write in the meantime. The
/// view of a [`Batch`] also contains the changes of the batch.
#[derive(Debug)]
pub struct Snapshot<'a> {
    pub(super) connection: &'a Connection,
    /// The read transaction, which ends when the view is dropped. `None` in the view of a batch, and in a
    /// view that is begun while another is in use: both use the transaction that is already open.
    _transaction: Option<Transaction<'a>>,
}

impl Store {
    /// Begins a read transaction, or joins the transaction that is already open. The view shows the journal at the
    /// moment of its first query. A view that joins must be dropped before the view whose transaction it joins:
    /// after that, each of its queries would show a moment of its own.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        let is_free = self.connection.is_autocommit();
        let transaction = is_free.then(|| self.connection.unchecked_transaction()).transpose()?;
        Ok(Snapshot { connection: &self.connection, _transaction: transaction })
    }
}

impl<'a> Snapshot<'a> {
    /// Returns a view in a transaction that is open already.
    pub(super) fn of(connection: &'a Connection) -> Self {
        Self { connection, _transaction: None }
    }
}

impl Batch<'_> {
    /// Returns a view of the journal that contains the changes of the batch.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot::of(&self.tx)
    }
}
