//! Wins: one whole, or a page of rows.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::columns::positions;
use super::derived_columns::PLACE_BITS;
use super::labels::LabelKind;
use super::tokenize::Query;
use super::{Result, Store};
use crate::domain::date::day_number;
use crate::domain::{DateRange, Figure, Period, RecordId, WinId, WinStatus, fold};

/// Which wins are wanted; an empty filter wants all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WinFilter {
    /// Those that belong to a period.
    pub period: Option<Period>,
    /// Those of a project.
    pub project: Option<RecordId>,
    /// Those that are evidence for a goal.
    pub goal: Option<RecordId>,
    /// Those that are evidence for no goal.
    pub no_goal: bool,
    /// Those with all of these names.
    pub labels: Vec<(LabelKind, String)>,
    /// Those of a category, by key.
    pub category: Option<String>,
    /// Only wins without a date.
    pub undated: bool,
    /// Only starred ones.
    pub starred: bool,
    /// Only those without a figure.
    pub no_number: bool,
    /// Only those whose follow-ups are all unanswered.
    pub no_outcome: bool,
    /// Those with these words in them.
    pub words: Option<Query>,
    /// Those with exactly this in their text: what a search without any word in it is for.
    pub literal: Option<String>,
}

impl WinFilter {
    /// Wins with what a person typed: words by the index, and where there is none, as in `(` or
    /// an emoji, the very characters.
    pub fn search(&mut self, typed: &str) {
        self.words = Query::parse(typed);
        let literal = typed.trim();
        self.literal = (self.words.is_none() && !literal.is_empty()).then(|| literal.to_owned());
    }
}

/// Where a page begins: behind a row, by its place in the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The row's sort key.
    pub sort_key: i64,
    /// The row.
    pub row: i64,
}

/// Which way a page goes from its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards older wins.
    Older,
    /// Towards newer wins.
    Newer,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Behind which row; `None` from the end that the direction leaves.
    pub after: Option<Cursor>,
    /// Which way.
    pub towards: Direction,
    /// How many rows at most.
    pub limit: usize,
}

/// A win as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct WinRow {
    /// Where it stands.
    pub anchor: Cursor,
    /// Its identity.
    pub id: WinId,
    /// What was done.
    pub title: String,
    /// When; `None` for a win without a date, or with one that this version does not understand.
    pub when: Option<DateRange>,
    /// The date as it is stored, where this version does not understand it; else empty.
    pub unread_date: String,
    /// The project's name.
    pub project: Option<String>,
    /// The category's key.
    pub category: String,
    /// Whether a person said so.
    pub category_confirmed: bool,
    /// In progress or shipped.
    pub status: WinStatus,
    /// Starred.
    pub starred: bool,
    /// Its first figure.
    pub figure: Option<Figure>,
}

const ROW_COLUMNS: &str = "w.id AS row, record.uuid, w.title, w.happened, \
    (SELECT name FROM project WHERE project.id = w.project) AS project_name, w.category, w.category_confirmed, \
    w.status, w.starred, w.sort_key";

impl Store {
    /// A page of wins in the order of the timeline: newest first towards older ones, and the
    /// other way round towards newer ones.
    pub fn list_wins(&self, filter: &WinFilter, page: &Page) -> Result<Vec<WinRow>> {
        let mut sql = Sql::new(filter);
        let (order, comparison) = match page.towards {
            Direction::Older => ("DESC", "<"),
            Direction::Newer => ("ASC", ">"),
        };
        let by_index = filter.words.is_some();
        if let Some(anchor) = page.after {
            if by_index {
                let mark = sql.bind(Value::Integer((anchor.sort_key << PLACE_BITS) | anchor.row));
                sql.conditions.push(format!("search_index.rowid {comparison} {mark}"));
            } else {
                let key = sql.bind(Value::Integer(anchor.sort_key));
                let row = sql.bind(Value::Integer(anchor.row));
                sql.conditions.push(format!("(w.sort_key, w.id) {comparison} ({key}, {row})"));
            }
        }
        let order = if by_index {
            format!("search_index.rowid {order}")
        } else {
            format!("w.sort_key {order}, w.id {order}")
        };
        self.win_rows(&sql, &format!("ORDER BY {order} LIMIT {}", page.limit))
    }

    /// Returns the place of a win in the timeline, deleted or not.
    ///
    /// # Errors
    /// [`StoreError::Damaged`](super::StoreError::Damaged) when there is none.
    pub fn win_anchor(&self, id: WinId) -> Result<Cursor> {
        let (row, kind) = super::lookup::row_of(&self.connection, id.into())?;
        Ok(Cursor { sort_key: super::derived_columns::sort_key(&self.connection, row, kind)?, row })
    }

    /// Wins in the order in which they were written down, the last first.
    pub fn list_wins_by_logged(&self, filter: &WinFilter, limit: usize) -> Result<Vec<WinRow>> {
        self.win_rows(&Sql::new(filter), &format!("ORDER BY w.id DESC LIMIT {limit}"))
    }

    /// Returns the rows and identities of wins, newest first, by date or by when they were written down.
    pub fn list_win_ids(&self, filter: &WinFilter, by_date: bool, limit: usize) -> Result<Vec<(i64, WinId)>> {
        let sql = Sql::new(filter);
        let order = match (by_date, filter.words.is_some()) {
            (false, _) => "w.id DESC",
            (true, true) => "search_index.rowid DESC",
            (true, false) => "w.sort_key DESC, w.id DESC",
        };
        let text =
            format!("SELECT w.id AS row, record.uuid {} ORDER BY {order} LIMIT {limit}", sql.clauses(true));
        let mut statement = self.connection.prepare_cached(&text)?;
        let rows = statement
            .query_map(params_from_iter(&sql.values), |row| Ok((row.get("row")?, WinId(row.get("uuid")?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The best matches first; only sensible where there are few.
    pub fn list_wins_by_rank(&self, filter: &WinFilter, limit: usize) -> Result<Vec<WinRow>> {
        if filter.words.is_none() {
            return Ok(Vec::new());
        }
        self.win_rows(
            &Sql::new(filter),
            &format!("ORDER BY search_index.rank, w.sort_key DESC LIMIT {limit}"),
        )
    }

    /// How many wins there are, counting no further than `limit`.
    pub fn count_wins(&self, filter: &WinFilter, limit: usize) -> Result<usize> {
        let sql = Sql::new(filter);
        let text = format!("SELECT count(*) FROM (SELECT 1 {} LIMIT {limit})", sql.clauses(false));
        let mut statement = self.connection.prepare_cached(&text)?;
        let count: i64 = statement.query_row(params_from_iter(&sql.values), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    fn win_rows(&self, sql: &Sql, tail: &str) -> Result<Vec<WinRow>> {
        let text = format!("SELECT {ROW_COLUMNS} {} {tail}", sql.clauses(true));
        let mut statement = self.connection.prepare_cached(&text)?;
        let [row_at, uuid, title, happened, project, category, confirmed, status, starred, sort_key] =
            positions(
                &statement,
                [
                    "row",
                    "uuid",
                    "title",
                    "happened",
                    "project_name",
                    "category",
                    "category_confirmed",
                    "status",
                    "starred",
                    "sort_key",
                ],
            )?;
        let mut rows = statement.query(params_from_iter(&sql.values))?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let happened = row.get_ref(happened)?.as_str().unwrap_or("");
            let when = DateRange::from_iso(happened);
            let unread_date = if when.is_none() { happened.to_owned() } else { String::new() };
            let status = row.get_ref(status)?.as_str().ok().and_then(WinStatus::from_word);
            out.push(WinRow {
                anchor: Cursor { sort_key: row.get(sort_key)?, row: row.get(row_at)? },
                id: WinId(row.get(uuid)?),
                title: row.get(title)?,
                when,
                unread_date,
                project: row.get(project)?,
                category: row.get(category)?,
                category_confirmed: row.get(confirmed)?,
                status: status.unwrap_or(WinStatus::Shipped),
                starred: row.get(starred)?,
                figure: None,
            });
        }
        let wanted: Vec<i64> = out.iter().map(|row| row.anchor.row).collect();
        let mut first = self.first_figures(&serde_json::Value::from(wanted).to_string())?;
        for row in &mut out {
            row.figure = first.remove(&row.anchor.row);
        }
        Ok(out)
    }
}

/// The `FROM` and `WHERE` of a filter, with its values bound.
struct Sql {
    from: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Sql {
    fn new(filter: &WinFilter) -> Self {
        let from = if filter.words.is_some() {
            // The index leads: its order is the timeline's.
            "FROM search_index CROSS JOIN win w ON w.id = (search_index.rowid & 17179869183)"
        } else {
            "FROM win w"
        };
        let mut sql = Self { from, conditions: vec!["w.deleted_at IS NULL".into()], values: Vec::new() };
        if let Some(query) = &filter.words {
            let mark = sql.bind(Value::Text(query.expression().to_owned()));
            sql.conditions.push(format!("search_index MATCH {mark}"));
        }
        if let Some(literal) = &filter.literal {
            let mark = sql.bind(Value::Text(literal.clone()));
            sql.conditions
                .push(format!("instr(w.title || char(10) || w.notes || char(10) || w.impact, {mark}) > 0"));
        }
        if let Some(period) = &filter.period {
            let first = sql.bind(Value::Integer(day_number(period.first)));
            let last = sql.bind(Value::Integer(day_number(period.last)));
            let low = sql.bind(Value::Integer(day_number(period.first) * 4));
            let high = sql.bind(Value::Integer(day_number(period.last) * 4 + 3));
            sql.conditions.push(format!(
                "w.sort_key BETWEEN {low} AND {high} AND w.last_day <= {last} AND w.first_day >= {first}"
            ));
        }
        if let Some(project) = filter.project {
            let mark = sql.bind(Value::Blob(project.0.as_bytes().to_vec()));
            sql.conditions.push(format!("w.project = (SELECT id FROM record WHERE uuid = {mark})"));
        }
        if let Some(goal) = filter.goal {
            let mark = sql.bind(Value::Blob(goal.0.as_bytes().to_vec()));
            sql.conditions.push(format!(
                "EXISTS (SELECT 1 FROM link WHERE owner = w.id AND kind = 'goal'
                 AND target = (SELECT id FROM record WHERE uuid = {mark}))"
            ));
        }
        if filter.no_goal {
            sql.conditions
                .push("NOT EXISTS (SELECT 1 FROM link WHERE owner = w.id AND kind = 'goal')".into());
        }
        for (kind, name) in &filter.labels {
            let mark = sql.bind(Value::Text(fold(name)));
            sql.conditions.push(format!(
                "EXISTS (SELECT 1 FROM link WHERE owner = w.id AND kind = '{}' AND folded = {mark})",
                kind.word()
            ));
        }
        if let Some(category) = &filter.category {
            let mark = sql.bind(Value::Text(category.clone()));
            sql.conditions.push(format!("w.category = {mark}"));
        }
        if filter.undated {
            sql.conditions.push("w.happened = ''".into());
        }
        if filter.starred {
            sql.conditions.push("w.starred = 1".into());
        }
        if filter.no_number {
            sql.conditions.push(
                "NOT EXISTS (SELECT 1 FROM figure WHERE figure.win = w.id AND figure.deleted_at IS NULL)"
                    .into(),
            );
        }
        if filter.no_outcome {
            sql.conditions.push(
                "NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.about = w.id AND f.deleted_at IS NULL
                 AND f.recorded_on IS NOT NULL AND f.nothing_said = 0)"
                    .into(),
            );
        }
        sql
    }

    fn bind(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn clauses(&self, with_record: bool) -> String {
        let record = if with_record { "JOIN record ON record.id = w.id" } else { "" };
        format!("{} {record} WHERE {}", self.from, self.conditions.join(" AND "))
    }
}
