//! Reads wins: pages of list rows, and wins with everything that belongs to them.

use std::collections::HashMap;

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use uuid::Uuid;

use super::columns::positions;
use super::derived_columns::PLACE_BITS;
use super::load::load;
use super::tokenize::expression;
use super::{Result, Snapshot, StoreError};
use crate::domain::date::day_number;
use crate::domain::{
    Cursor, DateRange, Direction, Kind, NamedRef, Page, ReadingId, RecordId, Win, WinFilter, WinId, WinRow,
    WinStatus, WinView, fold,
};

const ROW_COLUMNS: &str = "w.id AS row, record.uuid, w.title, w.happened, \
    (SELECT name FROM project WHERE project.id = w.project) AS project_name, w.category, w.category_confirmed, \
    w.status, w.starred, w.sort_key";

impl Snapshot<'_> {
    /// Returns a page of wins in the order of the timeline: the newest first towards older wins, the oldest
    /// first towards newer wins.
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

    /// Returns the cursor of a win in the timeline, deleted or not. Returns [`StoreError::Damaged`] if the
    /// win does not exist.
    pub fn cursor_of_win(&self, id: WinId) -> Result<Cursor> {
        let (row, kind) = super::lookup::row_of(self.connection, id.into())?;
        Ok(Cursor { sort_key: super::derived_columns::sort_key(self.connection, row, kind)?, row })
    }

    /// Returns at most `limit` wins in the order of logging, the latest first.
    pub fn list_wins_by_logged(&self, filter: &WinFilter, limit: usize) -> Result<Vec<WinRow>> {
        self.win_rows(&Sql::new(filter), &format!("ORDER BY w.id DESC LIMIT {limit}"))
    }

    /// Returns the rows and ids of at most `limit` wins, the latest first: by date if `by_date` is `true`,
    /// else by the time of logging.
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

    /// Returns at most `limit` wins that match the words of a filter, the best first; empty if it has no
    /// words. Every match is ranked, so the cost grows with the number of matches.
    pub fn list_wins_by_rank(&self, filter: &WinFilter, limit: usize) -> Result<Vec<WinRow>> {
        if filter.words.is_none() {
            return Ok(Vec::new());
        }
        self.win_rows(
            &Sql::new(filter),
            &format!("ORDER BY search_index.rank, w.sort_key DESC LIMIT {limit}"),
        )
    }

    /// Counts the wins that match a filter, up to `limit`.
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

/// The `FROM` and `WHERE` clauses of a filter, with the bound values.
struct Sql {
    from: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Sql {
    fn new(filter: &WinFilter) -> Self {
        let from = if filter.words.is_some() {
            // The search index is the outer loop of the join, because its rows are in the order of the
            // timeline.
            "FROM search_index CROSS JOIN win w ON w.id = (search_index.rowid & 17179869183)"
        } else {
            "FROM win w"
        };
        let mut sql = Self { from, conditions: vec!["w.deleted_at IS NULL".into()], values: Vec::new() };
        if let Some(query) = &filter.words {
            let mark = sql.bind(Value::Text(expression(query)));
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
            let within = format!("w.sort_key <= {high} AND w.last_day <= {last} AND w.first_day >= {first}");
            let within = if filter.any_day {
                // The start of a span has 4, 7 or 10 characters, and compares with a day as text.
                let day = sql.bind(Value::Text(period.last.to_string()));
                format!(
                    "({within} OR (instr(w.happened, '..') > 0 AND w.last_day >= {first}
                      AND substr(w.happened, 1, instr(w.happened, '..') - 1) <= {day}))"
                )
            } else {
                within
            };
            sql.conditions.push(format!("w.sort_key >= {low} AND {within}"));
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
        sql.add_flags(filter);
        sql
    }

    /// Adds the conditions that have no value.
    fn add_flags(&mut self, filter: &WinFilter) {
        let flags = [
            (filter.no_goal, "NOT EXISTS (SELECT 1 FROM link WHERE owner = w.id AND kind = 'goal')"),
            // The sort key is in the index of the timeline; a date that was not understood has this key too.
            (filter.undated, "w.sort_key = 0 AND w.happened = ''"),
            (filter.starred, "w.starred = 1"),
            (
                filter.no_number,
                "NOT EXISTS (SELECT 1 FROM figure WHERE figure.win = w.id AND figure.deleted_at IS NULL)",
            ),
            (
                filter.no_outcome,
                "NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.about = w.id AND f.deleted_at IS NULL
                 AND f.recorded_on IS NOT NULL AND f.nothing_said = 0)",
            ),
        ];
        let conditions = flags.into_iter().filter(|(is_set, _)| *is_set);
        self.conditions.extend(conditions.map(|(_, condition)| condition.to_owned()));
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

/// The requested rows, as a JSON array bound to the first parameter.
const ROWS: &str = "(SELECT value FROM json_each(?1))";

impl Snapshot<'_> {
    /// Returns a win with everything that belongs to it, deleted or not.
    pub fn find_win(&self, id: WinId) -> Result<WinView> {
        let (row, _) = super::lookup::row_of(self.connection, id.into())?;
        let found = self.find_wins(&[row])?.pop();
        found.ok_or_else(|| StoreError::Damaged("a win that is referred to is missing".into()))
    }

    /// Returns wins by row, with everything that belongs to them, deleted or not, in the order of `rows`.
    pub fn find_wins(&self, rows: &[i64]) -> Result<Vec<WinView>> {
        let wanted = serde_json::Value::from(rows).to_string();
        let revisions = self.revisions(&wanted)?;
        let mut wins = self.wins_to_print(&wanted)?;
        for (row, win) in &mut wins {
            win.meta.revision = revisions.get(row).copied().unwrap_or(0);
        }
        Ok(rows.iter().filter_map(|row| wins.remove(row)).collect())
    }

    /// Returns wins as [`Self::find_wins`] does, but without their revisions, which only an edit needs.
    pub fn find_wins_to_print(&self, rows: &[i64]) -> Result<Vec<WinView>> {
        let mut wins = self.wins_to_print(&serde_json::Value::from(rows).to_string())?;
        Ok(rows.iter().filter_map(|row| wins.remove(row)).collect())
    }

    fn wins_to_print(&self, wanted: &str) -> Result<HashMap<i64, WinView>> {
        let found = load::<Win>(self.connection, &format!("t.id IN {ROWS}"), [wanted])?;
        let mut wins: HashMap<i64, WinView> =
            found.into_iter().map(|(row, stored)| (row, WinView::new(stored))).collect();
        self.add_learned(wanted, &mut wins)?;
        let place: HashMap<RecordId, i64> = wins.iter().map(|(row, win)| (win.id.into(), *row)).collect();
        for figure in self.figures_of_wins(wanted)? {
            let row = figure.win.and_then(|win| place.get(&win.into()));
            if let Some(win) = row.and_then(|row| wins.get_mut(row)) {
                win.figures.push(figure);
            }
        }
        for follow_up in self.follow_ups_about(wanted)? {
            if let Some(win) = place.get(&follow_up.about).and_then(|row| wins.get_mut(row)) {
                win.follow_ups.push(follow_up);
            }
        }
        for praise in self.praise_of("win", wanted)? {
            let about = praise.win.as_ref().and_then(|win| place.get(&win.id.into()));
            if let Some(win) = about.and_then(|row| wins.get_mut(row)) {
                win.praise.push(praise);
            }
        }
        let positions = self.positions()?;
        for win in wins.values_mut() {
            win.held_in = positions.of_win(win).map(super::positions::named);
        }
        Ok(wins)
    }

    fn add_learned(&self, wanted: &str, wins: &mut HashMap<i64, WinView>) -> Result<()> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT link.target, record.uuid, reading.title FROM link
             JOIN reading ON reading.id = link.owner JOIN record ON record.id = reading.id
             WHERE link.target IN {ROWS} AND link.kind = 'used' AND reading.deleted_at IS NULL ORDER BY link.id"
        ))?;
        let mut rows = statement.query([wanted])?;
        while let Some(row) = rows.next()? {
            if let Some(win) = wins.get_mut(&row.get(0)?) {
                win.learned.push(NamedRef { id: ReadingId(row.get::<_, Uuid>(1)?), name: row.get(2)? });
            }
        }
        Ok(())
    }

    /// Returns the revision of each win (the latest change to it or to its parts), by the row of the win.
    fn revisions(&self, wanted: &str) -> Result<HashMap<i64, i64>> {
        let mut sql = format!(
            "SELECT win, max(latest) FROM (
               SELECT record AS win, max(id) AS latest FROM change WHERE record IN {ROWS} GROUP BY record"
        );
        for (child, owner) in Kind::Win.info().children() {
            sql.push_str(&format!(
                " UNION ALL SELECT t.\"{owner}\", change.id FROM {} t JOIN change ON change.record = t.id
                   WHERE t.\"{owner}\" IN {ROWS}",
                child.kind.table()
            ));
        }
        sql.push_str(") GROUP BY win");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([wanted], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
