//! The app: typed keys, rendered screens and stored records. Read each snapshot before you accept it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops when something is not as it should be"
)]

#[path = "support/app.rs"]
mod app;

use app::{App, ESC, SIZES, assert_shows, fill, fill_metrics, journal};
use brag::domain::{FollowUpFilter, Win, WinFilter};
use brag::journal::{EditOutcome, Sort, followups, metrics, projects, timeline, wins};
use brag::tui::answer::Answer;
use brag::tui::effect::Effect;
use brag::tui::screens::impact::Impact;
use brag::tui::screens::projects::Projects;
use brag::tui::screens::wins::Wins;
use brag::tui::shell::Msg;

const DOWN: &str = "\x1b[B";

fn empty() -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    let app = App::new(directory.path(), (80, 24));
    (directory, app)
}

fn full(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    fill(directory.path());
    let app = App::new(directory.path(), size);
    (directory, app)
}

fn with_metrics(size: (u16, u16)) -> (tempfile::TempDir, App) {
    let directory = tempfile::tempdir().unwrap();
    fill_metrics(directory.path());
    let app = App::new(directory.path(), size);
    (directory, app)
}

fn titles(app: &App) -> Vec<String> {
    timeline::list(&app.journal.snapshot().unwrap(), &WinFilter::default(), Sort::Date, 100)
        .unwrap()
        .into_iter()
        .map(|row| row.title)
        .collect()
}

#[test]
fn search_counts_hits_in_other_years_and_resets_from_another_tab() {
    let (_directory, mut app) = full((120, 40));
    app.keys("2[");
    let screen = app.keys("/tide").screen();
    assert!(screen.contains("2026 · /tide") && screen.contains("1 win, 3 in other years"), "{screen}");
    let screen = app.keys(" tables printable").screen();
    assert!(screen.contains("0 wins, 1 in other years"), "{screen}");
    assert!(screen.contains("No wins of 2026 here, but 1 in other years."), "{screen}");
    let screen = app.key(ESC).keys("[1/printable").screen();
    assert!(screen.contains(" /printable") && !screen.contains("in other years"), "{screen}");
    assert!(screen.contains("Proposed and built the printable tide table"), "{screen}");
}

#[test]
fn tabs_and_dialogs_render_at_every_size() {
    for (columns, rows) in SIZES {
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = full((columns, rows));
        insta::assert_snapshot!(name("today"), app.screen());
        insta::assert_snapshot!(name("wins"), app.keys("2").screen());
        insta::assert_snapshot!(name("win_open"), app.keys("jjj\r").screen());
        content_snapshot!(name("win_form"), app.keys("e").screen());
        content_snapshot!(name("search"), app.key(ESC).key(ESC).keys("/harbour").screen());
        content_snapshot!(name("capture"), app.key(ESC).keys("aPaired with @an").screen());
        let (_directory, mut app) = full((columns, rows));
        content_snapshot!(name("keys"), app.keys("?").screen());
        content_snapshot!(name("palette"), app.key(ESC).keys(":star").screen());
        content_snapshot!(name("soon"), app.key(ESC).keys("7").screen());
        content_snapshot!(name("delete"), app.keys("2d").screen());
        let directory = tempfile::tempdir().unwrap();
        let mut app = App::new(directory.path(), (columns, rows));
        content_snapshot!(name("empty_today"), app.screen());
        content_snapshot!(name("empty_wins"), app.keys("2").screen());
        content_snapshot!(name("empty_projects"), app.keys("3").screen());
        content_snapshot!(name("empty_impact"), app.keys("6").screen());
        content_snapshot!(name("empty_goals"), app.keys("4").screen());
        content_snapshot!(name("empty_learning"), app.keys("5").screen());
    }
}

#[test]
fn projects_metrics_and_follow_ups_render_at_every_size() {
    for (columns, rows) in SIZES {
        let name = |what: &str| format!("{what}_{columns}x{rows}");
        let (_directory, mut app) = with_metrics((columns, rows));
        content_snapshot!(name("today_due"), app.screen());
        insta::assert_snapshot!(name("projects"), app.keys("3").screen());
        insta::assert_snapshot!(name("project_open"), app.keys("g\r").screen());
        content_snapshot!(name("project_form"), app.keys("e").screen());
        insta::assert_snapshot!(name("impact"), app.key(ESC).keys("6").screen());
        content_snapshot!(name("answer"), app.keys("\r").screen());
        content_snapshot!(name("put_off"), app.key(ESC).keys("z").screen());
        content_snapshot!(name("log_value"), app.key(ESC).keys("vlat 2").screen());
        insta::assert_snapshot!(name("metrics"), app.key(ESC).key("\x1b[C").screen());
        insta::assert_snapshot!(name("metric_open"), app.keys("\r").screen());
        insta::assert_snapshot!(name("win_chart"), app.key(ESC).keys("/halved document\r\r").screen());
    }
}

#[test]
fn a_value_is_logged_by_part_of_a_metric_name_and_a_number() {
    let (_directory, mut app) = with_metrics((80, 24));
    app.keys("vlat 290ms\r");
    assert!(app.screen().contains("✓ logged latency (docgen): 800ms → 290ms"), "{}", app.screen());
    app.keys("vweekly-deploys 12\r");
    assert!(app.screen().contains("✓ logged weekly-deploys: 12"), "{}", app.screen());
    app.keys("vlat 4MB\r");
    assert!(app.screen().contains("! “latency” is in ms; “4MB” is a size"), "{}", app.screen());
    app.key(ESC).keys("u");
    assert!(app.screen().contains("✓ undid: log weekly-deploys 12"), "{}", app.screen());
}

#[test]
fn a_value_of_another_day_is_compared_with_the_one_before_it() {
    let (_directory, mut app) = with_metrics((100, 30));
    for line in ["yesterday latency 290ms", "latency yesterday: 290ms", "latency 800ms..290ms yesterday"] {
        app.keys("v").keys(line);
        assert_shows(&app, "latency (docgen) 290ms, yesterday");
        app.key(ESC);
    }
    app.keys("vyesterday: 150ms");
    assert_shows(&app, "name the metric before its value: latency 150ms");
    app.key(ESC);
    app.keys("vlatency 290ms\r").keys("vlatency 300ms yesterday\r");
    assert_shows(&app, "logged latency (docgen) 300ms for");
}

#[test]
fn a_key_without_an_action_is_answered() {
    let (_directory, mut app) = full((100, 30));
    app.keys("2Z");
    assert_shows(&app, "Z does nothing here; ? shows every key");
    app.keys("aDid it date:2024-05-03\r");
    assert_shows(&app, "Did it, 3 May 2024");
}

#[test]
fn answering_a_follow_up_from_today_moves_on_to_the_next() {
    let (_directory, mut app) = with_metrics((100, 30));
    assert_shows(&app, "What came of it?");
    app.keys("\r");
    let screen = app.screen();
    assert!(
        screen.contains("Halved document generation latency")
            && screen.contains("claimed: latency 800ms → 400ms")
    );
    app.key("\x13");
    assert!(app.screen().contains("! outcome: say what happened"), "{}", app.screen());
    app.fill("outcome", "Pages fell from 12 to 1").fill("value", "latency:290ms").key("\x13");
    assert!(app.screen().contains("✓ answered “Halved document generation latency”"), "{}", app.screen());
    app.keys("6\r");
    assert!(app.screen().contains("Made the ferry planner remember"), "{}", app.screen());
    app.key(ESC).keys("u");
    assert!(app.keys("6").screen().contains("Halved document generation"), "{}", app.screen());
}

#[test]
fn several_follow_ups_are_answered_snoozed_or_closed_at_once() {
    let (_directory, mut app) = with_metrics((100, 30));
    let open = |app: &App| followups::count(&app.journal.snapshot().unwrap(), None).unwrap();
    let before = open(&app);
    app.keys("6  ");
    assert!(app.screen().contains("unmark 2"), "{}", app.screen());
    app.keys("\r").fill("outcome", "Both held").key("\x13");
    assert_eq!(open(&app), before - 2, "{}", app.screen());
    app.keys("u ").keys("zsoon\r");
    assert!(app.screen().contains("! "), "{}", app.screen());
    app.key("\x15").keys("3mo\r");
    assert!(app.screen().contains("✓ put off"), "{}", app.screen());
    app.keys(":nothing\r\r");
    assert!(app.screen().contains("! say why"), "{}", app.screen());
    app.keys("the service is gone\r");
    assert_eq!(open(&app), before - 1, "{}", app.screen());
}

#[test]
fn a_project_is_added_edited_and_shipped() {
    let (_directory, mut app) = with_metrics((120, 40));
    app.keys("3n").fill("name", "Tide alarms").fill("summary", "Wakes whoever must wake").key("\x13");
    assert!(app.screen().contains("Tide alarms"), "{}", app.screen());
    app.keys("S2026-03-02\r");
    assert!(app.screen().contains("✓ shipped “Tide alarms”; follow-up on 31 May"), "{}", app.screen());
    let id = projects::resolve(&app.journal.snapshot().unwrap(), "tide alarms").unwrap();
    assert_eq!(
        projects::find(&app.journal.snapshot().unwrap(), id).unwrap().end.unwrap().to_string(),
        "2026-03-02"
    );
    app.keys("r").fill("outcome", "They sleep well").key("\x13");
    assert!(app.screen().contains("They sleep well"), "{}", app.screen());
    app.keys(":its-wins\r");
    assert_eq!(app.model.screen().name(), "Wins");
    app.keys("3d");
    app.keys("y");
    assert!(projects::resolve(&app.journal.snapshot().unwrap(), "tide alarms").is_err());
}

#[test]
fn an_answer_of_another_program_is_shown_and_not_overwritten() {
    let (directory, mut app) = with_metrics((100, 30));
    app.keys("6\rmine");
    let mut other = journal(directory.path());
    let id = followups::list(&other.snapshot().unwrap(), FollowUpFilter::Open, 1).unwrap()[0].follow_up.id;
    let theirs =
        brag::journal::FollowUpAnswer { text: "theirs".into(), ..brag::journal::FollowUpAnswer::default() };
    other.write(|tx| followups::record_outcome(tx, &[id], &theirs)).unwrap();
    app.key("\x13");
    let screen = app.screen();
    assert!(
        screen.contains("mine") && screen.contains("the follow-up was answered on 6 March 2026: theirs"),
        "{screen}"
    );
}

#[test]
fn no_screen_panics_or_draws_outside_at_any_size() {
    let (_directory, mut app) = with_metrics((80, 24));
    for keys in [
        "1",
        "2",
        "2\r",
        "2e",
        "2d",
        "?",
        ":",
        "a+ha",
        "2n",
        "3",
        "3\r",
        "3e",
        "4",
        "6",
        "6\x1b[C",
        "\r",
        "6\r",
        "6z",
        "vl",
        "8",
        "8\r",
        "8:walk\r",
        "8:category\r",
        "8:strengthen\r",
        "8:year\r",
        "8:names\r",
        "8:names\rn",
        "8x",
        "8:period\r",
    ] {
        for columns in (0..130).step_by(7) {
            for rows in 0..30 {
                app.model.close_dialogs();
                app.dispatch(Msg::Resized(columns, rows));
                app.keys(keys);
                let _ = app.buffer();
            }
        }
    }
}

#[test]
fn a_terminal_that_is_too_small_shows_a_message() {
    let (_directory, mut app) = full((20, 5));
    assert!(app.screen().contains("brag needs a larger"));
    app.dispatch(Msg::Resized(0, 0));
    assert_eq!(app.screen(), "");
}

#[test]
fn a_win_is_logged_with_one_key_a_line_and_enter() {
    let (_directory, mut app) = empty();
    assert_shows(&app, "a        log your first win");
    app.keys("aHalved the build +ci build:12min..6min\r");
    assert_eq!(titles(&app), ["Halved the build"]);
    assert!(app.screen().contains("✓ added"), "{}", app.screen());
    assert!(app.keys("2").screen().contains("Halved the build"));
}

#[test]
fn tab_completes_a_name_and_a_double_enter_saves_once() {
    let (_directory, mut app) = full((100, 30));
    let before = titles(&app).len();
    app.keys("aDid it +har\t");
    assert!(app.screen().contains("Did it +\"Harbour search\""), "{}", app.screen());
    app.keys("\r\r");
    assert_eq!(titles(&app).len(), before + 1);
    let id = timeline::list(&app.journal.snapshot().unwrap(), &WinFilter::default(), Sort::Logged, 1)
        .unwrap()[0]
        .id;
    assert_eq!(
        wins::find(&app.journal.snapshot().unwrap(), id).unwrap().project.as_ref().unwrap().name,
        "Harbour search"
    );
}

#[test]
fn an_invalid_line_stays_in_quick_capture() {
    let (_directory, mut app) = empty();
    app.keys("aDid it date:2026-02-30\r");
    assert!(app.screen().contains("the date “2026-02-30” does not exist"), "{}", app.screen());
    assert!(app.screen().contains("Did it date:2026-02-30"));
    assert!(titles(&app).is_empty());
}

#[test]
fn a_multi_line_paste_becomes_title_and_notes_and_never_keys() {
    let (_directory, mut app) = empty();
    app.keys("a").key("\x1b[200~Pasted title\nq\nfirst note\x1b[201~");
    assert!(app.screen().contains("2 lines of notes"), "{}", app.screen());
    app.keys("\r");
    let id =
        timeline::list(&app.journal.snapshot().unwrap(), &WinFilter::default(), Sort::Date, 1).unwrap()[0].id;
    let win = wins::find(&app.journal.snapshot().unwrap(), id).unwrap();
    assert_eq!((win.title.as_str(), win.notes.as_str()), ("Pasted title", "q\nfirst note"));
    app.key("\x1b[200~q\x1b[201~");
    assert!(app.runtime_effects.is_empty(), "a paste quit the app");
}

#[test]
fn the_form_saves_edits_and_reports_an_invalid_field() {
    let (_directory, mut app) = full((100, 40));
    app.keys("2jjj").keys("e");
    app.keys(" mended")
        .key(DOWN)
        .key("\x15")
        .keys("\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f2026-02-30")
        .key("\x13");
    assert!(app.screen().contains("! date: the date “2026-02-30” does not exist"), "{}", app.screen());
    app.keys("\x7f\x7f01").key("\x13");
    assert!(!app.model.has_dialog(), "{}", app.screen());
    assert!(titles(&app).iter().any(|title| title.ends_with("mended")), "{:?}", titles(&app));
}

#[test]
fn delete_asks_for_confirmation_and_undo_names_what_it_undid() {
    let (_directory, mut app) = full((100, 30));
    let before = titles(&app);
    app.keys("2jd");
    assert!(app.screen().contains("Delete"));
    app.keys("n");
    assert_eq!(titles(&app), before);
    app.keys("dy");
    assert_eq!(titles(&app).len(), before.len() - 1);
    app.keys("u");
    assert_eq!(titles(&app), before);
    assert!(app.screen().contains("✓ undid: delete win: A title that goes on"), "{}", app.screen());
    app.keys("U");
    assert_eq!(titles(&app).len(), before.len() - 1);
}

#[test]
fn escape_asks_before_it_discards_typed_text() {
    let (_directory, mut app) = empty();
    app.keys("aShort").key(ESC);
    assert!(app.screen().contains("Throw away what you wrote?"), "{}", app.screen());
    app.keys("n");
    assert!(app.screen().contains("Short"));
    app.key(ESC).keys("y");
    assert!(!app.model.has_dialog());
}

#[test]
fn search_matches_words_and_names_and_escape_clears_it() {
    let (_directory, mut app) = full((100, 30));
    app.keys("/build");
    assert_eq!(app.tab::<Wins>().rows.len(), 1);
    app.key(ESC);
    assert!(app.tab::<Wins>().rows.len() > 10);
    app.keys("/+harbour #perf");
    assert_eq!(app.tab::<Wins>().rows.len(), 1, "{}", app.screen());
    app.keys("\r").key(ESC);
    assert!(app.tab::<Wins>().rows.len() > 10);
    app.keys("/(");
    assert_eq!(app.tab::<Wins>().rows.len(), 0);
}

#[test]
fn one_key_changes_the_year_or_the_filter() {
    let (_directory, mut app) = full((100, 30));
    app.keys("2[");
    assert!(app.screen().contains("2026") && app.tab::<Wins>().rows.len() == 7, "{}", app.screen());
    app.keys("[");
    assert_eq!(app.tab::<Wins>().rows.len(), 11);
    app.keys("]]");
    assert_eq!(app.tab::<Wins>().rows.len(), 18);
    app.keys("fstarred\r");
    assert_eq!(app.tab::<Wins>().rows.len(), 1);
    assert_shows(&app, " is:starred ");
}

#[test]
fn a_win_of_another_program_appears_and_the_selection_stays() {
    let (directory, mut app) = full((100, 30));
    app.keys("2jjj");
    let selected = app.tab::<Wins>().row().unwrap().id;
    let mut other = journal(directory.path());
    other
        .write(|tx| wins::add(tx, &Win { title: "From elsewhere".into(), ..Win::default() }, Vec::new()))
        .unwrap();
    app.dispatch(Msg::ChangedElsewhere);
    assert!(app.screen().contains("From elsewhere"), "{}", app.screen());
    assert_eq!(app.tab::<Wins>().row().unwrap().id, selected);
}

#[test]
fn a_conflicting_edit_shows_both_versions_of_a_win() {
    let (directory, mut app) = full((100, 40));
    app.keys("2je mine");
    let id = app.tab::<Wins>().row().unwrap().id;
    let mut other = journal(directory.path());
    let win = wins::find(&other.snapshot().unwrap(), id).unwrap();
    let draft = Win { title: "Theirs".into(), ..win.draft() };
    assert!(matches!(
        other.write(|tx| wins::edit(tx, id, &draft, win.meta.revision)).unwrap(),
        EditOutcome::Saved(_)
    ));
    app.key("\x13");
    let screen = app.screen();
    assert!(screen.contains("≠ title") && screen.contains("the other program wrote: Theirs"), "{screen}");
    app.key("\x13");
    assert!(titles(&app).iter().any(|title| title.ends_with("mine")));
}

#[test]
fn saving_a_form_keeps_fields_changed_only_by_another_program() {
    let (directory, mut app) = full((100, 40));
    app.keys("2je mine");
    let id = app.tab::<Wins>().row().unwrap().id;
    let mut other = journal(directory.path());
    let win = wins::find(&other.snapshot().unwrap(), id).unwrap();
    let draft = Win { tags: vec!["theirs".into()], ..win.draft() };
    other.write(|tx| wins::edit(tx, id, &draft, win.meta.revision)).unwrap();
    app.key("\x13");
    assert!(!app.model.has_dialog(), "{}", app.screen());
    let win = wins::find(&app.journal.snapshot().unwrap(), id).unwrap();
    assert!(win.title.ends_with("mine") && win.tags == ["theirs"], "{win:?}");
}

#[test]
fn enter_accepts_the_selected_completion_before_it_saves() {
    let (_directory, mut app) = full((100, 40));
    let before = titles(&app).len();
    app.keys("aDid it #").key(DOWN).keys("\r");
    assert_eq!(titles(&app).len(), before);
    app.keys("\r");
    assert_eq!(titles(&app).len(), before + 1);
    let id = timeline::list(&app.journal.snapshot().unwrap(), &WinFilter::default(), Sort::Logged, 1)
        .unwrap()[0]
        .id;
    assert_eq!(wins::find(&app.journal.snapshot().unwrap(), id).unwrap().tags.len(), 1);
}

#[test]
fn a_late_answer_for_another_row_is_dropped() {
    let (_directory, mut app) = full((120, 30));
    app.keys("2");
    app.hold = true;
    app.keys("jj");
    let loads = std::mem::take(&mut app.held);
    let [first, second] = &loads[..] else { panic!("{loads:?}") };
    assert!(matches!((&first.effect, &second.effect), (Effect::LoadWin(_), Effect::LoadWin(_))));
    // The answers arrive in reverse order.
    app.answer(second);
    let shown = app.tab::<Wins>().detail.clone().unwrap();
    assert_eq!(Some(shown.id), app.tab::<Wins>().row().map(|row| row.id));
    app.answer(first);
    assert_eq!(app.tab::<Wins>().detail.as_ref().unwrap().id, shown.id);
}

#[test]
fn a_failed_save_keeps_the_draft() {
    let (_directory, mut app) = empty();
    app.keys("aKeep me");
    app.hold = true;
    app.keys("\r");
    app.hold = false;
    let save = app.held.pop().unwrap();
    let full = brag::error::Error::failed("the disk is full: nothing was written");
    app.dispatch(Msg::Answer(save.id, Answer::Failed(full)));
    let screen = app.screen();
    assert!(screen.contains("Keep me") && screen.contains("! the disk is full"), "{screen}");
    app.keys("\r");
    assert_eq!(titles(&app), ["Keep me"]);
}

#[test]
fn mouse_clicks_and_scrolling_select_tabs_and_rows() {
    let (_directory, mut app) = full((100, 30));
    app.key("\x1b[<0;11;1M");
    assert_eq!(app.model.screen().name(), "Wins");
    app.key("\x1b[<0;10;8M");
    assert_ne!(app.tab::<Wins>().selected, 0);
    app.key("\x1b[<65;10;6M");
    assert!(app.tab::<Wins>().selected > 1);
}

#[test]
fn no_cell_contains_a_control_or_hidden_character() {
    let (_directory, mut app) = full((200, 60));
    for keys in ["1", "2", "\r", "e"] {
        app.keys(keys);
        for cell in &app.buffer().content {
            for c in cell.symbol().chars() {
                assert!(!c.is_control() && !matches!(c, '\u{202E}' | '\u{200B}'), "{:?}", cell.symbol());
            }
        }
    }
    assert!(
        app.keys("\x1b")
            .key(ESC)
            .keys("2")
            .screen()
            .contains("bad ␛]0;x␇ turned <U+202E>around<U+200B> with␉a tab")
    );
}

#[test]
fn quit_suspend_redraw_and_editor_are_left_to_the_runtime() {
    let (_directory, mut app) = full((100, 30));
    app.keys("2:edit-in-editor\r").key("\x1a").key("\x0c").keys("q");
    assert!(
        matches!(
            app.runtime_effects[..],
            [Effect::Editor(..), Effect::Suspend, Effect::Redraw, Effect::Quit]
        ),
        "{:?}",
        app.runtime_effects
    );
}

#[test]
fn the_wins_tab_renders_its_styles() {
    let (_directory, mut app) = full((60, 14));
    insta::assert_debug_snapshot!("wins_styled", app.keys("2").buffer());
}

#[test]
fn a_long_series_is_complete_where_it_is_shown() {
    let directory = tempfile::tempdir().unwrap();
    fill_metrics(directory.path());
    let mut journal = journal(directory.path());
    let today = journal.today();
    let line = "yesterday: Halved the latency again +docgen latency:300ms..150ms";
    let read = wins::parse_line(&journal.snapshot().unwrap(), line);
    journal.write(|tx| wins::add(tx, &read.draft, read.hints.clone())).unwrap();
    journal
        .write(|tx| {
            for at in 1..=150 {
                let day = today - chrono::Days::new(at + 1);
                let request = brag::journal::LogRequest {
                    name: "latency".into(),
                    value: format!("{}ms", 450 + at),
                    date: Some(brag::domain::PartialDate::Day(day)),
                    ..brag::journal::LogRequest::default()
                };
                metrics::log(tx, &request)?;
            }
            Ok(())
        })
        .unwrap();
    let mut app = App::new(directory.path(), (120, 40));
    let whole = metrics::find_like(&app.journal.snapshot().unwrap(), "latency", 1).unwrap();
    assert!(whole[0].values.len() > 150);
    app.keys("2/again\r");
    assert_eq!(app.tab::<Wins>().context.metrics[0].values, whole[0].values);
    app.keys("3/docgen\r");
    let shown = &app.tab::<Projects>().whole().unwrap().metrics;
    assert!(shown.iter().any(|metric| metric.values == whole[0].values));
    app.keys("6/latency\r").key("\x1b[C");
    assert_eq!(app.tab::<Impact>().selected_metric().unwrap().values, whole[0].values);
}

#[test]
fn the_projects_beside_the_selected_one_are_loaded_and_their_changes_are_seen() {
    let (_directory, mut app) = with_metrics((120, 40));
    app.keys("3");
    let id = app.tab::<Projects>().rows[1].1.id;
    assert!(app.tab::<Projects>().details.find(id).is_some());
    app.keys("j");
    assert_eq!(app.tab::<Projects>().whole().unwrap().project.id, id);
    app.keys("k");
    let project = projects::find(&app.journal.snapshot().unwrap(), id).unwrap();
    let named = brag::domain::Project { skills: vec!["hydraulics".into()], ..project.body.clone() };
    app.journal.write(|tx| projects::edit(tx, id, &named, project.meta.revision)).unwrap();
    app.dispatch(Msg::ChangedElsewhere);
    app.keys("j");
    assert!(app.screen().contains("hydraulics"), "{}", app.screen());
}

#[test]
fn metrics_values_and_outcomes_are_edited_in_the_app() {
    let (_directory, mut app) = with_metrics((100, 30));
    app.keys("6").key("\x1b[C").keys("j");
    app.keys("e").focus("better").keys(" ").fill("target", "200ms").key("\x13");
    let metric = || metrics::find_like(&app.journal.snapshot().unwrap(), "latency", 1).unwrap().remove(0);
    assert_eq!(metric().target.as_ref().unwrap().text, "200ms");
    assert_eq!(metric().better, Some(brag::domain::BetterWhen::Lower));
    app.keys("\re").fill("value", "310ms").focus("confidence").keys(" ").key("\x13");
    let metric = || metrics::find_like(&app.journal.snapshot().unwrap(), "latency", 1).unwrap().remove(0);
    let value = metric().latest().unwrap().clone();
    assert_eq!((value.amount.text.as_str(), value.confidence.unwrap().word()), ("310ms", "measured"));
    app.keys("dy");
    let metric = metrics::find_like(&app.journal.snapshot().unwrap(), "latency", 1).unwrap().remove(0);
    assert_eq!(metric.latest().unwrap().amount.text, "430ms", "{}", app.screen());
    app.keys("uuu6");
    app.key(ESC).key(ESC).keys("\rIt stayed").key("\x13");
    assert!(app.screen().contains("✓ answered"), "{}", app.screen());
    app.keys("Ge");
    assert!(app.screen().contains("It stayed"), "{}", app.screen());
    app.focus("outcome").keys(", and fell").key("\x13");
    let answered = followups::list(&app.journal.snapshot().unwrap(), FollowUpFilter::Answered, 1)
        .unwrap()
        .remove(0)
        .follow_up;
    assert!(answered.outcome.contains(", and fell"), "{}", app.screen());
}

#[test]
fn snoozing_a_marked_follow_up_names_it_and_selects_the_next_due_one() {
    let (_directory, mut app) = with_metrics((100, 30));
    app.keys("6 z");
    let screen = app.screen();
    assert!(screen.contains("│ Halved document generation latency"), "{screen}");
    app.keys("3mo\r");
    let selected = app.tab::<Impact>().selected_asked().unwrap();
    assert_eq!(selected.about_title, "Made the ferry planner remember");
}

#[test]
fn follow_ups_without_a_project_are_listed_by_their_date() {
    let (directory, mut app) = with_metrics((100, 30));
    let mut journal = journal(directory.path());
    let reading = wins::parse_line(&journal.snapshot().unwrap(), "Alone and asked due:2026-06-20");
    journal.write(|tx| wins::add(tx, &reading.draft, reading.hints.clone())).unwrap();
    app.dispatch(Msg::ChangedElsewhere);
    let screen = app.keys("6").screen();
    let at = |text: &str| screen.lines().position(|line| line.contains(text)).unwrap();
    assert!(at("Coming") < at("Alone and asked"), "{screen}");
}

#[test]
fn a_restored_form_keeps_changes_written_since_it_was_left() {
    let (directory, mut app) = with_metrics((100, 40));
    app.keys("3j").keys("e").keys(" mine");
    let unsaved = app.model.unsaved();
    let id = app.tab::<Projects>().row().unwrap().id;
    let project = projects::find(&app.journal.snapshot().unwrap(), id).unwrap();
    let mut draft = project.body.clone();
    draft.prose[brag::domain::Chapter::Notes] = "theirs".into();
    journal(directory.path()).write(|tx| projects::edit(tx, id, &draft, project.meta.revision)).unwrap();
    let mut app = App::new(directory.path(), (100, 40));
    app.dispatch(Msg::Left(unsaved));
    app.key("\x13");
    let now = projects::find(&app.journal.snapshot().unwrap(), id).unwrap();
    assert!(now.name.ends_with("mine"), "{}", app.screen());
    assert_eq!(now.prose[brag::domain::Chapter::Notes], "theirs", "what only the other wrote stays");
}

#[test]
fn an_open_record_keeps_its_selection_and_closes_when_deleted() {
    let (directory, mut app) = with_metrics((100, 40));
    app.keys("6").key("\x1b[C").keys("j\rj");
    let selected = |app: &App| app.tab::<Impact>().selected_value().unwrap().amount.text.clone();
    assert_eq!(selected(&app), "430ms");
    app.keys("v290ms\r");
    assert_eq!(selected(&app), "430ms", "{}", app.screen());
    app.keys("dy");
    assert!(app.tab::<Impact>().open, "{}", app.screen());
    app.key(ESC).keys("3jj\r");
    let id = app.tab::<Projects>().row().unwrap().id;
    journal(directory.path()).write(|tx| brag::journal::records::delete(tx, &[id.into()])).unwrap();
    app.dispatch(Msg::ChangedElsewhere);
    assert!(!app.tab::<Projects>().open, "{}", app.screen());
}

#[test]
fn escape_returns_from_the_wins_of_a_project_to_the_project() {
    let (_directory, mut app) = with_metrics((100, 40));
    app.keys("3:its-wins\r");
    assert_eq!(app.model.screen().name(), "Wins");
    app.key(ESC);
    assert_eq!(app.model.screen().name(), "Projects");
    app.keys("2");
    assert!(app.tab::<Wins>().search.text().is_empty(), "the list of wins is whole again");
    // After a tab is chosen by its key, escape does not go back.
    app.keys("3:its-wins\r2").key(ESC);
    assert_eq!(app.model.screen().name(), "Wins");
}

#[test]
fn the_key_of_the_shown_tab_closes_what_is_open_over_its_list() {
    let (_directory, mut app) = full((120, 40));
    for (tab, open) in [("2", "\r"), ("3", "\r"), ("4", "\r"), ("8", ":year\r")] {
        app.keys(tab).keys(open);
        assert!(app.model.screen().is_open(), "{}", app.screen());
        let name = app.model.screen().name();
        app.keys(tab);
        assert!(!app.model.screen().is_open() && app.model.screen().name() == name, "{}", app.screen());
    }
}

#[test]
fn eight_wins_are_tagged_and_moved_at_once_and_both_are_undone() {
    let (_directory, mut app) = full((100, 30));
    let tagged = |app: &App| {
        let filter =
            WinFilter { labels: vec![(brag::domain::LabelKind::Tag, "batch".into())], ..Default::default() };
        timeline::list(&app.journal.snapshot().unwrap(), &filter, Sort::Date, 100).unwrap().len()
    };
    app.keys("2jj V");
    app.keys("jjjjjjV");
    assert_shows(&app, "esc unmark 8");
    app.keys(":tag\rbatch, docs\r");
    assert_shows(&app, "✓ tagged 8 wins: batch, docs; undo reverts it");
    assert_eq!(tagged(&app), 8);
    assert_shows(&app, "*");
    app.keys(":move\rdocgen\r");
    assert_shows(&app, "✓ moved 8 wins to the new project “docgen”");
    let docgen = projects::resolve(&app.journal.snapshot().unwrap(), "docgen").unwrap();
    let filter = WinFilter { project: Some(docgen.into()), ..WinFilter::default() };
    assert_eq!(timeline::list(&app.journal.snapshot().unwrap(), &filter, Sort::Date, 100).unwrap().len(), 8);
    app.keys("uu");
    assert_eq!(tagged(&app), 0);
    app.key(ESC);
    assert!(!app.screen().contains("unmark"), "{}", app.screen());
}

#[test]
fn the_names_of_projects_complete_the_line_of_a_move() {
    let (_directory, mut app) = with_metrics((100, 30));
    app.keys("2/halved\r:move\r");
    assert_shows(&app, "│ docgen");
    // A name that was taken over stays when typing goes on.
    app.keys("\t").keys(" 2");
    assert_shows(&app, "│ Templates 2 ");
    app.key(ESC);
    app.keys(":move\r");
    app.keys("ferr");
    assert_shows(&app, "│ Ferry planner");
    assert!(!app.screen().contains("│ docgen"), "{}", app.screen());
    // Tab takes the first name over, and enter moves all wins of the other project with their values.
    app.keys("\t\r");
    assert_shows(&app, "to “Ferry planner”, and 1 value to its metrics");
}

#[test]
fn a_project_that_a_line_or_a_form_would_make_is_called_new() {
    let (_directory, mut app) = full((100, 30));
    app.keys("2 :move\rTarf\r");
    assert_shows(&app, "moved 1 win to the new project “Tarf”");
    app.keys("n\t\ttarf");
    assert_shows(&app, "right takes › Tarf");
    app.keys("x");
    assert_shows(&app, "= a new project");
}

#[test]
fn all_listed_wins_are_marked_at_once_and_a_new_filter_unmarks_them() {
    let (_directory, mut app) = full((100, 30));
    let all = titles(&app).len();
    app.keys("2/harbour\r*");
    let listed = app.tab::<Wins>().total;
    assert!(listed > 1 && listed < all);
    assert_shows(&app, &format!("esc unmark {listed}"));
    app.keys("s");
    assert_shows(&app, &format!("✓ starred {listed} wins"));
    app.keys(":visibility\r3");
    assert_shows(&app, "wins: public");
    app.keys(" ");
    assert_shows(&app, &format!("esc unmark {}", listed - 1));
    app.keys("d");
    assert_shows(&app, &format!("Delete {} wins?", listed - 1));
    app.keys("y");
    assert_eq!(titles(&app).len(), all - (listed - 1));
    app.keys("u*fstarred\r");
    assert!(!app.screen().contains("unmark"), "{}", app.screen());
    // A command that does not apply to a kind names the tabs in which it does.
    app.keys("3*:tag");
    assert_shows(&app, "in Wins, Learning");
    app.keys("\r");
    assert_shows(&app, "tag works in Wins, Learning");
    app.keys(":xqzjk");
    assert_shows(&app, "No command has these words.");
    app.key(ESC).keys("d");
    assert_shows(&app, "projects? Undo brings them back.");
}

#[test]
fn a_filter_without_a_match_says_so_and_esc_shows_all_again() {
    let (_directory, mut app) = with_metrics((100, 30));
    for tab in ["3", "4", "6"] {
        let whole = app.keys(tab).screen();
        app.keys("/zzqqx\r");
        assert_shows(&app, "Nothing here has “zzqqx”. esc shows all again.");
        assert_eq!(app.key(ESC).screen(), whole, "tab {tab}");
    }
}

#[test]
fn an_action_of_another_tab_changes_no_record_that_is_not_shown() {
    let (_directory, mut app) = full((100, 30));
    app.keys("23:star\r");
    assert_shows(&app, "Star the win, or remove the star: select it first");
    assert_eq!(app.model.screen().name(), "Wins");
    let all = timeline::list(&app.journal.snapshot().unwrap(), &WinFilter::default(), Sort::Date, 100);
    assert!(all.unwrap().iter().all(|row| !row.title.starts_with("bad") || !row.starred));
    app.keys("2:done\r");
    assert_shows(&app, "Mark the goal as done: select it first");
    assert!(!app.model.has_dialog() && app.model.screen().name() == "Goals", "{}", app.screen());
    app.keys("2:demo\r");
    assert_shows(&app, "Show a sample career in a temporary place?");
    app.keys("n2:export\r");
    assert_eq!(app.model.screen().name(), "Review");
    app.key(ESC);
    // What is kept in the inbox is not on a tab.
    app.keys("1:merge\r");
    assert_shows(&app, "merge works in");
}

#[test]
fn only_y_confirms_and_a_command_may_be_typed_with_its_colon() {
    let (_directory, mut app) = full((100, 30));
    let count = titles(&app).len();
    app.keys("2").keys("::delete\r");
    assert_shows(&app, "Sure?");
    app.keys("\r");
    assert_shows(&app, "Sure?");
    app.keys("n");
    assert_eq!(titles(&app).len(), count);
    app.keys("dy");
    assert_eq!(titles(&app).len(), count - 1);
}

/// Clicks the first cell of a text on the screen.
fn click(app: &mut App, text: &str) {
    let screen = app.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
    let column = line[..line.find(text).unwrap()].chars().count();
    app.key(&format!("\x1b[<0;{};{}M", column + 1, row + 1));
}

#[test]
fn the_mouse_focuses_fields_sets_choices_and_answers_questions() {
    let (_directory, mut app) = full((100, 40));
    app.keys("3n");
    click(&mut app, "summary");
    assert_shows(&app, "› summary");
    click(&mut app, "○ shipped");
    assert_shows(&app, "● shipped");
    click(&mut app, "more   ");
    assert_shows(&app, "More ──");
    app.key(ESC);
    click(&mut app, "n no");
    assert_shows(&app, "● shipped");
    app.key(ESC);
    click(&mut app, "y yes");
    assert!(!app.model.has_dialog(), "{}", app.screen());
}

#[test]
fn the_line_between_two_panes_is_dragged() {
    let (_directory, mut app) = with_metrics((120, 40));
    for tab in ["2", "3", "4", "6", "8"] {
        let screen = app.keys(tab).screen();
        let column = |screen: &str| {
            let line = screen.lines().nth(10).unwrap();
            line.chars().position(|c| c == '│')
        };
        let before = column(&screen).unwrap();
        let to = before - 8;
        app.key(&format!("\x1b[<0;{};11M\x1b[<32;{};11M\x1b[<0;{};11m", before + 1, to + 1, to + 1));
        assert_eq!(column(&app.screen()), Some(to), "tab {tab}:\n{}", app.screen());
        // After the button was released, the mouse moves nothing; neither does it when it began elsewhere.
        app.key("\x1b[<32;60;11M");
        assert_eq!(column(&app.screen()), Some(to), "tab {tab}");
    }
    // A pane keeps a quarter of the width.
    app.keys("2").key("\x1b[<0;65;11M\x1b[<32;2;11M\x1b[<0;2;11m");
    assert!(app.screen().lines().nth(10).unwrap().chars().position(|c| c == '│') > Some(28));
}
