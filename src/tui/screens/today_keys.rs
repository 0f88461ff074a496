//! Handles keys and clicks on the today tab.

use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::domain::{FollowUpId, Kind, MetricView, Win};
use crate::tui::action::{Action, Context};
use crate::tui::cx::ViewCx;
use crate::tui::dialog::Cx;
use crate::tui::dialogs::capture::Capture;
use crate::tui::dialogs::record_form::RecordForm;
use crate::tui::effect::Effect;
use crate::tui::list_text::place_in;
use crate::tui::loaded::Loaded;
use crate::tui::place::Place;
use crate::tui::screen::Screen;
use crate::tui::screens::inbox::{self, Inbox};
use crate::tui::screens::inbox_keys;
use crate::tui::screens::today::{Item, Today, items, selected};
use crate::tui::screens::today_view;
use crate::tui::targets::Targets;

impl Screen for Today {
    fn name(&self) -> &'static str {
        "Today"
    }

    fn tab(&self) -> Action {
        Action::TabToday
    }

    fn contexts(&self) -> &'static [Context] {
        if self.inbox.is_some() {
            &[Context::Inbox, Context::List, Context::Global]
        } else {
            &[Context::Today, Context::List, Context::Global]
        }
    }

    fn accepts(&self, cx: &ViewCx, action: Action) -> Result<(), String> {
        if let Some(inbox) = &self.inbox {
            return inbox_keys::accepts(inbox, action);
        }
        let asks = matches!(
            selected(self, cx),
            Some(Item::FollowUpWithSubject(_) | Item::Win(_) | Item::OnThisDay(_))
        );
        let is_empty = self.glance.as_ref().is_some_and(|glance| glance.empty);
        match action {
            Action::Open | Action::Search if is_empty => Err("nothing was logged yet".to_owned()),
            Action::Record if asks => Ok(()),
            Action::Record | Action::Mark | Action::MarkRange | Action::MarkAll => Err(String::new()),
            _ => Ok(()),
        }
    }

    fn hint(&self, action: Action) -> Option<&'static str> {
        self.inbox.as_ref()?;
        match action {
            Action::Open => Some("keep"),
            Action::Edit => Some("reword"),
            Action::Delete => Some("drop"),
            _ => None,
        }
    }

    fn hints(&self) -> &'static [Action] {
        match (&self.inbox, &self.glance) {
            (Some(_), _) => &[Action::Open, Action::Edit, Action::Merge, Action::Delete],
            (None, Some(glance)) if glance.empty => &[Action::Capture, Action::Demo],
            _ => &[Action::Capture, Action::LogValue, Action::Open, Action::Record],
        }
    }

    fn position(&self) -> Option<String> {
        let inbox = self.inbox.as_ref().filter(|inbox| !inbox.items().is_empty())?;
        Some(place_in(inbox.selected, inbox.items().len()))
    }

    fn metric(&self, cx: &ViewCx) -> Option<MetricView> {
        match selected(self, cx) {
            Some(Item::Stale(metric)) if self.inbox.is_none() => Some(metric.clone()),
            _ => None,
        }
    }

    fn held(&self) -> Option<&[Kind]> {
        self.glance.as_ref().map(|glance| &glance.kinds[..])
    }

    fn waiting(&self) -> Option<(Action, usize)> {
        self.glance.as_ref().map(|glance| (Action::TabImpact, glance.due_count))
    }

    fn is_open(&self) -> bool {
        self.inbox.is_some()
    }

    fn marked(&self) -> usize {
        self.inbox.as_ref().map_or(0, Inbox::marked)
    }

    fn acts_on_marked(&self, action: Action) -> bool {
        self.inbox.is_some() && action == Action::Delete
    }

    fn unmark(&mut self) {
        if let Some(inbox) = &mut self.inbox {
            inbox.marks.clear();
        }
    }

    fn targets(&self) -> Option<Targets> {
        inbox_keys::targets(self.inbox.as_ref()?)
    }

    fn copied(&self) -> Option<String> {
        self.inbox.as_ref()?.item().map(|item| item.title.clone())
    }

    fn place(&self) -> Option<Place> {
        self.inbox.as_ref().map(|_| Place::Inbox)
    }

    fn arrive(&mut self, place: &Place) -> Option<Vec<Effect>> {
        (*place == Place::Inbox).then(|| {
            self.inbox.get_or_insert_default();
            vec![Effect::LoadInbox]
        })
    }

    fn leave(&mut self) {
        self.inbox = None;
    }

    fn on_action(&mut self, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
        let Some(inbox) = &mut self.inbox else { return act(self, cx, action) };
        if let Some(effects) = inbox_keys::act(inbox, cx, action) {
            return effects;
        }
        self.inbox = None;
        self.load()
    }

    fn on_click(&mut self, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
        if let Some(inbox) = &mut self.inbox {
            inbox_keys::click(inbox, cx, column, row);
            return Vec::new();
        }
        click(self, cx, column, row)
    }

    fn load(&self) -> Vec<Effect> {
        if self.glance.is_some() { Vec::new() } else { vec![Effect::LoadGlance, Effect::LoadOutlook] }
    }

    fn on_loaded(&mut self, cx: &mut Cx<'_>, loaded: Loaded) -> Result<Vec<Effect>, Loaded> {
        match loaded {
            Loaded::Today(glance) => self.glance = Some(*glance),
            Loaded::Outlook(outlook) => self.outlook = Some(*outlook),
            Loaded::Inbox(items) => {
                if let Some(inbox) = &mut self.inbox {
                    inbox.receive(items);
                }
                return Ok(Vec::new());
            }
            other => return Err(other),
        }
        let last = items(self, cx.view).len().saturating_sub(1);
        self.selected = self.selected.min(last);
        Ok(Vec::new())
    }

    fn invalidate(&mut self, _: bool) -> Vec<Effect> {
        let inbox = self.inbox.as_ref().map(|_| Effect::LoadInbox);
        [Effect::LoadGlance, Effect::LoadOutlook].into_iter().chain(inbox).collect()
    }

    fn view(&self, cx: &ViewCx, buffer: &mut Buffer, area: Rect) {
        match &self.inbox {
            Some(inbox) => inbox::view(inbox, cx, buffer, area),
            None => today_view::view(self, cx, buffer, area),
        }
    }
}

/// Performs the action of a key.
fn act(today: &mut Today, cx: &mut Cx<'_>, action: Action) -> Vec<Effect> {
    let answer = |id: FollowUpId| vec![Effect::LoadToAnswer(vec![id])];
    match (action, selected(today, cx.view)) {
        (Action::New, _) => {
            cx.open(RecordForm::new_win(&Win::default(), &cx.view.categories));
            Vec::new()
        }
        (Action::Open | Action::Record, Some(Item::FollowUpWithSubject(asked))) => answer(asked.follow_up.id),
        (Action::Record, Some(Item::Win(row) | Item::OnThisDay(row))) => {
            vec![Effect::LoadAbout(Kind::Win, row.id.into())]
        }
        (Action::Open, Some(Item::Win(row) | Item::OnThisDay(row))) => {
            let place = Place::Win(row.id);
            cx.go(place)
        }
        (Action::Open, Some(Item::Goal(goal))) => {
            let place = Place::Goals { year: goal.year, goal: Some(goal.id), check: false };
            cx.go(place)
        }
        (Action::Open, Some(Item::CloseYear(_))) => {
            let year = crate::domain::period::year_number(cx.view.today, cx.view.fiscal_year_start);
            cx.go(Place::Goals { year, goal: None, check: true })
        }
        (Action::Open, Some(Item::Inbox(_))) => cx.go(Place::Inbox),
        (Action::Left | Action::Right, _) => {
            if let Some(at) = today_view::beside(today, cx.view, action == Action::Right) {
                today.selected = at;
            }
            Vec::new()
        }
        (Action::Open, Some(Item::ThinMonth(month, _))) => {
            let line = format!("{}-{:02}: ", month.year(), month.month());
            cx.open(Capture::begun(&line));
            Vec::new()
        }
        (Action::Open, Some(Item::Stale(metric))) => cx.go(Place::Metric(metric.id)),
        (Action::Open, Some(Item::WithoutGoal(_))) => {
            let year = crate::domain::period::year_number(cx.view.today, cx.view.fiscal_year_start);
            cx.go(Place::WinsWithoutGoal(year))
        }
        (Action::Open, Some(Item::Undated(_))) => cx.go(Place::WinsWithoutDate),
        (Action::Open, Some(Item::DraftYear(year))) => {
            cx.open(RecordForm::goal(None, Some(year)));
            cx.go(Place::Goals { year, goal: None, check: false })
        }
        (Action::Open, Some(Item::Reading(reading))) => {
            let place = Place::Reading { id: reading.id, open: false };
            cx.go(place)
        }
        _ => {
            let count = items(today, cx.view).len();
            today.update(action, count)
        }
    }
}

/// Handles a click: selects the item at the row, or opens it if it is already selected.
pub fn click(today: &mut Today, cx: &mut Cx<'_>, column: u16, row: u16) -> Vec<Effect> {
    let body = cx.view.body();
    match today_view::item_at(today, cx.view, body, column, row) {
        Some(at) if at == today.selected => act(today, cx, Action::Open),
        Some(at) => {
            today.selected = at;
            Vec::new()
        }
        None => Vec::new(),
    }
}
