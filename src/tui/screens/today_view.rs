//! Draws the Today tab.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::today::{Item, Today, items};
use super::today_layout::{self as layout, Piece, arrange, heatmap_width, is_overdue};
use super::wins_view::{self, DateColumn};
use crate::domain::date::{month_name, week_start};
use crate::domain::pace::elapsed_fraction;
use crate::domain::{GoalView, Measure, Pace, Period};
use crate::journal::Glance;
use crate::journal::today::last_weeks;
use crate::report::{goal as goal_words, wording};
use crate::text::spark::sparkline;
use crate::text::{counted, width};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::widgets::heatmap::{self, Heatmap};
use crate::tui::widgets::paint;

fn inner(area: Rect) -> Rect {
    Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(4), ..area }
}

/// Draws the tab.
pub fn view(today: &Today, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let area = inner(area);
    let Some(glance) = &today.glance else { return };
    if glance.empty {
        super::today_welcome::view(cx, buffer, area);
        return;
    }
    let items = items(today, cx);
    let placed = arrange(today, cx, glance, &items, area);
    let scroll = layout::scroll(&placed, today.selected, area.height);
    let standing = |item: &Item<'_>| match item {
        Item::Goal(goal) => width(&short_standing(goal)),
        _ => 0,
    };
    let standing_columns = paint::columns(items.iter().map(standing).max().unwrap_or(0).min(14) + 1);
    for each in &placed {
        let bottom = each.top + each.height;
        if each.top < scroll || bottom > scroll + usize::from(area.height) {
            continue;
        }
        let row = paint::columns(each.top - scroll);
        let place = Rect { x: each.x, width: each.width, y: area.y + row, height: area.height - row };
        match &each.piece {
            Piece::Figures => {
                figures(today, glance, cx, buffer, Rect { height: paint::columns(each.height), ..place });
            }
            Piece::Heatmap => {
                heat(glance, cx, buffer, Rect { height: paint::columns(each.height), ..place }, area);
            }
            Piece::Title(title, right) => paint::group(buffer, place, 0, title, right, &cx.theme),
            Piece::Text(text) => drop(paint::text(buffer, place, 0, text, cx.theme.muted)),
            Piece::Line(line) => drop(buffer.set_line(place.x, place.y, line, place.width)),
            Piece::Item(at) => {
                item(cx, buffer, place, &items[*at], standing_columns);
                if *at == today.selected {
                    select(buffer, place, cx);
                    cx.select(place, 0);
                }
            }
            Piece::Question(at) => {
                if let Item::FollowUpWithSubject(asked) = &items[*at] {
                    let under = Rect { x: place.x + 2, width: place.width.saturating_sub(2), ..place };
                    paint::text(buffer, under, 0, &asked.follow_up.question, cx.theme.muted);
                }
                if *at == today.selected {
                    select(buffer, place, cx);
                }
            }
        }
    }
}

/// Returns the index of the item at a position of the screen.
pub fn item_at(today: &Today, cx: &ViewCx, area: Rect, column: u16, row: u16) -> Option<usize> {
    let glance = today.glance.as_ref().filter(|glance| !glance.empty)?;
    let area = inner(area);
    let items = items(today, cx);
    let placed = arrange(today, cx, glance, &items, area);
    let scroll = layout::scroll(&placed, today.selected, area.height);
    let row = usize::from(row.checked_sub(area.y)?) + scroll;
    placed.into_iter().find_map(|each| match each.piece {
        Piece::Item(at) | Piece::Question(at)
            if each.top == row && (each.x..each.x + each.width).contains(&column) =>
        {
            Some(at)
        }
        _ => None,
    })
}

/// Returns the item beside the selected one: in the next column if `right`, else in the one before.
pub fn beside(today: &Today, cx: &ViewCx, right: bool) -> Option<usize> {
    let glance = today.glance.as_ref().filter(|glance| !glance.empty)?;
    let items = items(today, cx);
    let placed = arrange(today, cx, glance, &items, inner(cx.body()));
    let of_item = |at: usize| placed.iter().find(|each| matches!(each.piece, Piece::Item(own) if own == at));
    let own = of_item(today.selected)?;
    let is_beside = |x: u16| if right { x > own.x } else { x < own.x };
    let candidates = placed.iter().filter_map(|each| match each.piece {
        Piece::Item(at) if is_beside(each.x) => {
            Some((each.x.abs_diff(own.x), each.top.abs_diff(own.top), at))
        }
        _ => None,
    });
    candidates.min().map(|(.., at)| at)
}

/// Highlights a row of the selected item.
fn select(buffer: &mut Buffer, area: Rect, cx: &ViewCx) {
    let theme = &cx.theme;
    buffer.set_string(area.x - 1, area.y, "▌", theme.accent);
    paint::highlight(buffer, area, 0, theme.selected);
}

/// A figure of the year.
struct FigureCell {
    /// The number.
    number: String,
    /// The words after it.
    words: String,
    /// The words after it where there is little room.
    short: String,
    /// The caption below it.
    caption: String,
}

/// Draws the figures of the year: their captions are below them if there are two rows.
fn figures(today: &Today, glance: &Glance, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
    let theme = &cx.theme;
    let all = all_figures(today, glance, cx);
    if area.width < 72 {
        let text: Vec<String> =
            all.iter().take(3).map(|each| format!("{}{}", each.number, each.short)).collect();
        paint::text(buffer, area, 0, &text.join(" · "), theme.strong);
        return;
    }
    let count = if area.height > 1 { all.len().min(5) } else { all.len().min(4) };
    let cell = area.width / paint::columns(count.max(1));
    for (at, each) in all.iter().take(count).enumerate() {
        let place = Rect { x: area.x + cell * paint::columns(at), width: cell.saturating_sub(2), ..area };
        let taken = paint::text(buffer, place, 0, &each.number, theme.strong);
        let rest = Rect { x: place.x + taken, width: place.width - taken, ..place };
        let is_long = width(&each.words) > usize::from(rest.width);
        paint::text(buffer, rest, 0, if is_long { &each.short } else { &each.words }, theme.text);
        if area.height > 1 {
            let style = if each.caption.starts_with(['▼', '▲']) { theme.good } else { theme.muted };
            // The values are left out rather than cut.
            let is_cut = width(&each.caption) > usize::from(place.width);
            let caption = each.caption.split(", ").next().filter(|_| is_cut).unwrap_or(&each.caption);
            paint::text(buffer, place, 1, caption, style);
        }
    }
}

/// Returns the figures, the most important first.
fn all_figures(today: &Today, glance: &Glance, cx: &ViewCx) -> Vec<FigureCell> {
    let year = Period::year_of(cx.today, cx.fiscal_year_start);
    let wins = counted(glance.year_count, "win", "wins");
    let (number, noun) = wins.split_once(' ').unwrap_or((&wins, ""));
    let figure = |number: String, words: String, short: &str, caption: String| {
        let short = if short.is_empty() { words.clone() } else { short.to_owned() };
        FigureCell { number, words, short, caption }
    };
    let mut out = vec![figure(
        number.to_owned(),
        format!(" {noun} in {}", year.label),
        &format!(" {noun}"),
        format!("{} this week", glance.week.len()),
    )];
    let number = super::goals::number_of(cx);
    let open = glance.goals.iter().filter(|goal| goal.is_open() && goal.year == number);
    let paces: Vec<Pace> = open.filter_map(|goal| goal.pace(&year, cx.today)).collect();
    if !paces.is_empty() {
        let behind = paces.iter().filter(|pace| matches!(pace, Pace::Behind | Pace::Over)).count();
        let caption = if behind > 0 { format!("{behind} behind") } else { "none behind".to_owned() };
        let share = format!("{} of {}", paces.len() - behind, paces.len());
        out.push(figure(share, " goals on pace".to_owned(), " on pace", caption));
    }
    if glance.due_count > 0 {
        let late = if glance.overdue > 0 {
            format!("{} overdue", glance.overdue)
        } else {
            "none overdue".to_owned()
        };
        out.push(figure(glance.due_count.to_string(), " to answer".to_owned(), "", late));
    }
    let Some(outlook) = &today.outlook else { return out };
    if let Some((metric, change)) = outlook.best.as_ref().and_then(|metric| Some((metric, metric.change()?)))
    {
        let words = wording::series(metric);
        let values = words.split(", ").next().unwrap_or_default().to_owned();
        let caption = format!("{} better, {values}", change.arrow());
        out.push(figure(change.text.clone(), format!(" {}", metric.name), "", caption));
    }
    let totals = &outlook.totals;
    if totals.wins >= 5 {
        let share = (totals.with_number * 100 + totals.wins / 2) / totals.wins;
        let caption = counted(totals.wins - totals.with_number, "win does not", "wins do not");
        out.push(figure(format!("{share} %"), " have a number".to_owned(), " measured", caption));
    }
    out
}

/// Draws the heatmap of the last 53 weeks, with its figures in the title or beside it.
fn heat(glance: &Glance, cx: &ViewCx, buffer: &mut Buffer, place: Rect, area: Rect) {
    let period = last_weeks(cx.today);
    let counts: Vec<(NaiveDate, usize)> = glance.days.iter().map(|day| (day.day, day.count)).collect();
    let map = Heatmap { first: period.first, last: period.last, counts: &counts, today: cx.today };
    let facts = facts(glance, cx);
    let has_title = place.height > heatmap::HEIGHT;
    let below = Rect { y: place.y + u16::from(has_title), height: heatmap::HEIGHT, ..place };
    map.draw(buffer, below, &cx.theme);
    if has_title {
        let legend = if area.width >= 110 { 21 } else { 0 };
        let room = Rect { width: place.width - legend, ..place };
        paint::group(
            buffer,
            room,
            0,
            "The last twelve months",
            &facts[..facts.len().min(3)].join("   "),
            &cx.theme,
        );
        // A column between the facts and the legend.
        if legend > 0 {
            let at = Rect { x: room.right() + 2, width: legend - 2, ..place };
            buffer.set_line(at.x, at.y, &steps(cx), at.width);
        }
        return;
    }
    let used = heatmap_width(area) + 3;
    if area.width >= used + 12 {
        let beside = Rect { x: below.x + used, width: area.width - used, ..below };
        for (row, fact) in facts.iter().enumerate() {
            paint::text(buffer, beside, paint::columns(row) + 1, fact, cx.theme.muted);
        }
    }
}

/// Lays out the steps of the heatmap as a legend.
fn steps(cx: &ViewCx) -> Line<'static> {
    let theme = &cx.theme;
    let mut spans = vec![Span::styled("less ", theme.muted)];
    for (level, style) in theme.heat.iter().enumerate() {
        spans.push(Span::styled(heatmap::sign(level, theme), *style));
        spans.push(Span::raw(" "));
    }
    spans.push(Span::styled("more", theme.muted));
    Line::from(spans)
}

/// Returns facts about the last 53 weeks, the most telling first.
fn facts(glance: &Glance, cx: &ViewCx) -> Vec<String> {
    let total: usize = glance.days.iter().map(|day| day.count).sum();
    let mut out = vec![counted(total, "win", "wins"), counted(glance.days.len(), "day", "days")];
    let mut months: Vec<(i32, u32, usize)> = Vec::new();
    for day in &glance.days {
        match months.last_mut() {
            Some((year, month, count)) if (*year, *month) == (day.day.year(), day.day.month()) => {
                *count += day.count;
            }
            _ => months.push((day.day.year(), day.day.month(), day.count)),
        }
    }
    if let Some((_, month, count)) = months.iter().max_by_key(|(.., count)| *count) {
        out.push(format!("best: {}, {count}", &month_name(*month)[..3]));
    }
    let weeks: std::collections::BTreeSet<NaiveDate> =
        glance.days.iter().map(|day| week_start(day.day)).collect();
    let this_week = week_start(cx.today);
    let has = |back: &i64| {
        let monday = crate::domain::date::add_days(this_week, -7 * back);
        monday.is_some_and(|monday| weeks.contains(&monday))
    };
    // A week that has just begun does not end a series of weeks.
    let running = (i64::from(!has(&0))..53).take_while(has).count();
    if running > 1 {
        out.push(format!("{running} weeks running"));
    }
    out
}

fn item(cx: &ViewCx, buffer: &mut Buffer, area: Rect, item: &Item<'_>, standing_columns: u16) {
    let theme = &cx.theme;
    match item {
        Item::FollowUpWithSubject(asked) => {
            let attends = is_overdue(item, cx) && cx.attend();
            // At most three things have the sign and the colour.
            let mark = if attends { "! " } else { "· " };
            let style = if attends { theme.attention } else { theme.muted };
            let when = late(asked.follow_up.ask_on, cx.today);
            let taken = paint::text_right(buffer, area, 0, &when, style);
            let left = Rect { width: area.width.saturating_sub(taken + 2), ..area };
            paint::text(buffer, left, 0, mark, style);
            let title = Rect { x: left.x + 2, width: left.width.saturating_sub(2), ..left };
            paint::text(buffer, title, 0, &asked.about_title, theme.text);
        }
        Item::CloseYear(open) => {
            let goals = counted(*open, "goal that is open", "goals that are open");
            let text = format!("› The year ends: look at the {goals}, one after another");
            paint::text(buffer, area, 0, &text, theme.accent);
        }
        Item::DraftYear(year) => {
            let year = Period::year(*year, cx.fiscal_year_start).label;
            paint::text(buffer, area, 0, &format!("› Draft the goals of {year}"), theme.accent);
        }
        Item::Goal(goal) => goal_row(cx, buffer, area, goal, standing_columns),
        Item::Reading(reading) => super::learning::row(cx, buffer, area, 0, reading),
        Item::Win(win) => wins_view::row(cx, buffer, area, 0, win, DateColumn::Weekday),
        Item::OnThisDay(win) => wins_view::row(cx, buffer, area, 0, win, DateColumn::Year),
        Item::Inbox(_) | Item::Undated(_) | Item::ThinMonth(..) | Item::Stale(_) | Item::WithoutGoal(_) => {
            let (what, about, key) = hint(cx, item);
            let taken = paint::text_right(buffer, area, 0, &key, theme.accent);
            let left = Rect { width: area.width.saturating_sub(taken + 2), ..area };
            let used = paint::text(buffer, left, 0, &format!("· {what}"), theme.text);
            let rest = left.width.saturating_sub(used + 2);
            if width(&about) <= usize::from(rest) {
                paint::text(
                    buffer,
                    Rect { x: left.x + used + 2, width: rest, ..left },
                    0,
                    &about,
                    theme.muted,
                );
            }
        }
    }
}

/// Returns what is worth a minute, a sentence about it, and the key with what it does.
fn hint(cx: &ViewCx, item: &Item<'_>) -> (String, String, String) {
    let key = |action| cx.key(action, Context::Global);
    let open = cx.key(Action::Open, Context::List);
    match item {
        Item::Inbox(summary) => {
            (crate::report::inbox::summary(summary, cx.today), String::new(), format!("{open} show"))
        }
        Item::Undated(count) => {
            let what = format!("{} no date yet.", counted(*count, "win has", "wins have"));
            (what, "They are in no review of a period.".to_owned(), format!("{open} show"))
        }
        Item::ThinMonth(month, count) => {
            let wins = if *count == 0 { "no win".to_owned() } else { counted(*count, "win", "wins") };
            let what = format!("{} {} has {wins}.", month_name(month.month()), month.year());
            (what, "What did you do then?".to_owned(), format!("{open} log it"))
        }
        Item::Stale(metric) => {
            let days = metric.values.last().map_or(0, |value| (cx.today - value.date.last_day()).num_days());
            let what = format!("{} was last logged {} weeks ago.", metric.name, days / 7);
            let about = if metric.url.is_empty() { "" } else { "Its dashboard is known." };
            (what, about.to_owned(), format!("{} log it", key(Action::LogValue)))
        }
        Item::WithoutGoal(count) => {
            let what = format!("{} for no goal.", counted(*count, "win is evidence", "wins are evidence"));
            (what, String::new(), format!("{open} show"))
        }
        _ => Default::default(),
    }
}

/// Returns how late a follow-up is: `late 4 months`, `since Tuesday`.
fn late(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        days if days <= 0 => "today".to_owned(),
        1 => "since yesterday".to_owned(),
        days @ 2..=7 => format!("for {days} days"),
        days @ 8..=59 => format!("late {days} days"),
        days => format!("late {} months", days / 30),
    }
}

/// Draws a goal in one row: its title, and its progress at the right.
fn goal_row(cx: &ViewCx, buffer: &mut Buffer, area: Rect, goal: &GoalView, standing_columns: u16) {
    let theme = &cx.theme;
    let year = Period::year(goal.year, cx.fiscal_year_start);
    let pace = goal.pace(&year, cx.today);
    let is_behind = matches!(pace, Some(Pace::Behind | Pace::Over));
    let attends = is_behind && cx.attend();
    let style = if attends { theme.attention } else { theme.muted };
    paint::text(buffer, area, 0, if attends { "! " } else { "· " }, style);
    let mut right = area.right();
    let mut cell = |columns: u16| {
        right = right.saturating_sub(columns).max(area.x);
        Rect { x: right, width: columns.min(area.width), ..area }
    };
    let pace_style = match pace {
        Some(Pace::Behind | Pace::Over) => style,
        Some(Pace::Ahead | Pace::Reached) => theme.good,
        _ => theme.muted,
    };
    let word = match (&goal.measure, pace) {
        (Measure::Growing, None) => "growing",
        (_, pace) => pace.map_or("", Pace::word),
    };
    // In a narrow column the bar with its tick shows the pace.
    if area.width >= 40 {
        paint::text(buffer, cell(8), 0, &format!(" {word}"), pace_style);
    }
    let standing = short_standing(goal);
    paint::text_right(buffer, cell(standing_columns), 0, &standing, theme.text);
    let bar = if area.width >= 52 { 9 } else { 6 };
    let share = goal_words::bar(goal);
    let quarters =
        if goal.measure == Measure::Growing { quarter_counts(goal, &year, cx) } else { Vec::new() };
    if area.width >= 36 && (share.is_some() || !quarters.is_empty()) {
        let place = cell(bar + 1);
        if let Some(share) = share {
            let tick =
                Some(elapsed_fraction(&year, cx.today)).filter(|_| goal.year == super::goals::number_of(cx));
            buffer.set_line(place.x, place.y, &paint::bar(share, tick, usize::from(bar), theme), bar);
        } else {
            let spark = sparkline(&quarters, 4);
            paint::text_right(buffer, Rect { width: bar, ..place }, 0, &spark, theme.accent);
        }
    }
    let title = Rect { x: area.x + 2, width: right.saturating_sub(area.x + 3), ..area };
    paint::text(buffer, title, 0, &goal.title, theme.text);
}

/// Returns the evidence of each quarter that has begun, or nothing if there is none at all.
fn quarter_counts(goal: &GoalView, year: &Period, cx: &ViewCx) -> Vec<f64> {
    let begun = goal.quarters(year, cx.today).into_iter().filter(|quarter| quarter.begun);
    let counts: Vec<f64> =
        begun.map(|quarter| f64::from(u32::try_from(quarter.count).unwrap_or(0))).collect();
    if counts.iter().any(|count| *count > 0.0) { counts } else { Vec::new() }
}

/// Returns the progress in few columns: `1 of 2`, `71 %`.
fn short_standing(goal: &GoalView) -> String {
    let standing = goal_words::standing(goal);
    match standing.split_once(" (") {
        Some((now, _)) => now.to_owned(),
        None => standing.replace(" milestones", "").replace(" linked yet", "").replace(" linked", ""),
    }
}
