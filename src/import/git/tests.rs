//! Tests of the grouping of commits.

use super::*;

/// A commit: hash, parents, day, author, tag, subject, body.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

/// Returns the output of `git log` for commits from the latest to the oldest: hash, parents, day, author, tags, subject, body.
fn log(commits: &[Row<'_>]) -> Vec<Commit> {
    let one = |(at, (hash, parents, day, author, tags, subject, body)): (usize, &Row<'_>)| {
        let time = 1_000_000 - at;
        let is_tag = tags.starts_with('v');
        let tags = if is_tag { format!("tag: {tags}") } else { (*tags).to_owned() };
        let (time, email) = (time.to_string(), format!("{author}@example.com"));
        let fields = [*hash, *parents, &time, *day, *author, &email, &tags, *subject, *body];
        fields.map(|field| format!("{field}\0")).concat() + "\n"
    };
    Commit::parse_all(&commits.iter().enumerate().map(one).collect::<String>())
}

fn repository(grouping: Grouping) -> Repository {
    Repository {
        identity: "github.com/o/api".into(),
        project: "api".into(),
        remote: Remote::new("git@github.com:o/api.git"),
        authors: vec![Author::Identity { name: "Me".into(), email: "me@example.com".into() }],
        period: None,
        grouping,
    }
}

fn read(commits: &[Commit], grouping: Grouping) -> History {
    items(commits, &repository(grouping), &BTreeSet::new(), |_| false)
}

/// Reads commits whose first one is the last of the main line.
fn read_from_head(commits: &[Commit], grouping: Grouping) -> History {
    let mut commits = commits.to_vec();
    commits[0].is_head = true;
    read(&commits, grouping)
}

fn titles(history: &History) -> Vec<&str> {
    history.items.iter().map(|item| item.title.as_str()).collect()
}

#[test]
fn a_week_of_own_commits_is_one_item_with_the_others_in_its_notes() {
    let commits = log(&[
        ("c4", "c3", "2026-03-06", "Me", "", "fmt", ""),
        ("c3", "c2", "2026-03-05", "Ana", "", "Add search", ""),
        (
            "c2",
            "c1",
            "2026-03-04",
            "me",
            "",
            "Fix the lock of the cache",
            "It was held twice.\n\nSigned-off-by: Me",
        ),
        ("c1", "", "2026-03-02", "Me", "", "Add rate limits to the public API (#12)", "Fewer outages."),
    ]);
    let history = read(&commits, Grouping::Week);
    let item = &history.items[0];
    assert_eq!(titles(&history), ["Added rate limits to the public API"]);
    assert_eq!(item.notes, "Fewer outages.\n\n- Fixed the lock of the cache");
    assert_eq!(item.link, "https://github.com/o/api/pull/12");
    assert_eq!((item.project.as_str(), item.key.as_str()), ("api", "github.com/o/api:2026-W10"));
    assert_eq!(item.date, PartialDate::from_iso("2026-03-04"));
    assert_eq!((history.used, history.trivial, item.commits().count()), (2, 1, 2));
    assert_eq!(history.authors[0], "Me <Me@example.com>");
}

#[test]
fn a_merged_pull_request_is_one_entry_with_its_title() {
    let commits = log(&[
        (
            "m",
            "b f2",
            "2026-03-05",
            "Ana",
            "",
            "Merge pull request #7 from me/limits",
            "Rate limits for tenants",
        ),
        ("f2", "f1", "2026-03-04", "Me", "", "Count requests of a tenant", ""),
        ("f1", "a", "2026-03-03", "Me", "", "Refuse what is over the limit", ""),
        ("b", "a", "2026-03-03", "Ana", "", "Other work", ""),
        ("a", "", "2026-03-01", "Me", "", "Describe the limits in words", ""),
    ]);
    let history = read_from_head(&commits, Grouping::Merge);
    assert_eq!(titles(&history), ["Rate limits for tenants", "Described the limits in words"]);
    assert_eq!(history.items[0].notes, "- Counted requests of a tenant\n- Refused what is over the limit");
    assert_eq!(history.items[0].link, "https://github.com/o/api/pull/7");
    assert_eq!(read(&commits, Grouping::Commit).items.len(), 3);
}

#[test]
fn a_pull_request_of_trivial_commits_counts_and_one_of_others_does_not() {
    let merge = |subject, body| ("m", "a f2", "2026-03-05", "Ana", "", subject, body);
    let pull = merge("Merge pull request #7 from me/tax", "Migrate billing to the new tax engine");
    let commits = log(&[
        pull,
        ("f2", "f1", "2026-03-04", "Me", "", "wip", ""),
        ("f1", "a", "2026-03-03", "Me", "", "wip 2", ""),
        ("a", "", "2026-03-01", "Ana", "", "Other work of the team", ""),
    ]);
    let history = read_from_head(&commits, Grouping::Week);
    assert_eq!(titles(&history), ["Migrated billing to the new tax engine"]);
    assert_eq!((history.used, history.trivial), (2, 0));
    let commits = log(&[
        pull,
        ("f2", "f1", "2026-03-04", "Me", "", "Fix a small nit of the page", ""),
        ("f1", "f0", "2026-03-03", "Ana", "", "Add the engine", ""),
        ("f0", "a", "2026-03-02", "Ana", "", "Add the tables", ""),
        ("a", "", "2026-03-01", "Ana", "", "Other work of the team", ""),
    ]);
    assert_eq!(titles(&read_from_head(&commits, Grouping::Week)), ["Fixed a small nit of the page"]);
}

#[test]
fn a_revert_on_another_branch_takes_nothing_back_from_the_main_line() {
    let commits = log(&[
        ("r", "a", "2026-03-05", "Me", "exp", "Revert \"Add offline mode to the app\"", ""),
        ("a", "", "2026-03-04", "Me", "HEAD -> main", "Add offline mode to the app", ""),
    ]);
    let history = read(&commits, Grouping::Commit);
    assert!(titles(&history).contains(&"Added offline mode to the app"), "{:?}", titles(&history));
    assert_eq!(history.reverted, 0);
}

#[test]
fn a_commit_without_a_subject_is_no_revert_of_another() {
    let commits = log(&[
        ("b", "a", "2026-03-05", "Me", "", "Add offline mode to the app", ""),
        ("a", "", "2026-03-04", "Me", "", "", ""),
    ]);
    let history = read(&commits, Grouping::Week);
    assert_eq!((titles(&history), history.reverted), (vec!["Added offline mode to the app"], 0));
}

#[test]
fn reverts_cancel_what_they_revert_and_the_revert_of_a_revert_keeps_it() {
    let reverted = log(&[
        (
            "b2",
            "a1",
            "2026-03-05",
            "Me",
            "",
            "Revert \"Add a cache for answers\"",
            "This reverts commit a1aaaaaaa.",
        ),
        ("a1aaaaaaa", "", "2026-03-04", "Me", "", "Add a cache for answers", ""),
    ]);
    let history = read(&reverted, Grouping::Week);
    assert_eq!((history.items.len(), history.reverted), (0, 2));
    let kept = log(&[
        ("c3", "b2", "2026-03-05", "Me", "", "Revert \"Revert \"Add a cache for answers\"\"", ""),
        ("b2", "a1", "2026-03-05", "Me", "", "Revert \"Add a cache for answers\"", ""),
        ("a1", "", "2026-03-04", "Me", "", "Add a cache for answers", ""),
    ]);
    let history = read(&kept, Grouping::Week);
    assert_eq!(titles(&history), ["Added a cache for answers"]);
    assert_eq!(history.reverted, 2);
}

#[test]
fn a_week_with_many_commits_is_split_by_the_parts_that_the_subjects_name() {
    let subjects = [
        "api: add rate limits per tenant",
        "api: fix the lock",
        "store: halve the size of the index",
        "store: read less",
        "docs: explain the limits",
        "web: show the limits beside the plan",
        "web: sort plans",
    ];
    let days: Vec<_> =
        subjects.iter().map(|subject| ("h", "", "2026-03-04", "Me", "", *subject, "")).collect();
    let history = read(&log(&days), Grouping::Week);
    let mut titles = titles(&history);
    titles.sort_unstable();
    assert_eq!(
        titles,
        [
            "Added rate limits per tenant",
            "Explained the limits",
            "Halved the size of the index",
            "Showed the limits beside the plan"
        ]
    );
}

#[test]
fn commits_belong_to_the_first_release_that_contains_them() {
    let commits = log(&[
        ("d", "c", "2026-03-04", "Me", "", "Add search to the archive", ""),
        ("c", "b", "2026-03-03", "Me", "v1.1", "Add export to a spreadsheet", ""),
        ("b", "a", "2026-03-02", "Me", "", "Fix the slow start of the app", ""),
        ("a", "", "2026-03-01", "Me", "v1.0", "Add import of old documents", ""),
    ]);
    let keys: Vec<String> = read(&commits, Grouping::Tag).items.into_iter().map(|item| item.key).collect();
    assert_eq!(keys, ["github.com/o/api:tag:next", "github.com/o/api:tag:v1.1", "github.com/o/api:tag:v1.0"]);
}

#[test]
fn commits_belong_to_the_branch_of_the_main_line_or_to_that_which_contains_them() {
    let commits = log(&[
        ("f", "a", "2026-03-04", "Me", "feature, origin/feature", "Add search to the archive", ""),
        ("b", "a", "2026-03-03", "Me", "HEAD -> main", "Fix the slow start of the app", ""),
        ("a", "", "2026-03-01", "Me", "", "Add import of old documents", ""),
    ]);
    let items = read(&commits, Grouping::Branch).items;
    let keys: Vec<(&str, usize)> =
        items.iter().map(|item| (item.key.as_str(), item.commits().count())).collect();
    assert_eq!(keys, [("github.com/o/api:branch:feature", 1), ("github.com/o/api:branch:main", 2)]);
}

#[test]
fn a_pull_request_without_a_title_keeps_its_own_words() {
    let commits = log(&[
        ("a", "", "2026-03-01", "Me", "", "Update (#5)", ""),
        ("b", "", "2026-03-01", "Me", "", "(#6) (#7)", ""),
    ]);
    let history = read(&commits, Grouping::Commit);
    assert!(history.items.iter().all(|item| !item.title.is_empty()), "{:?}", history.items);
}

#[test]
fn commits_that_were_decided_on_are_not_offered_again() {
    let commits = log(&[
        ("b", "a", "2026-03-05", "Me", "", "Add search to the archive", ""),
        ("a", "", "2026-03-04", "Me", "", "Add import of old documents", ""),
    ]);
    let known = BTreeSet::from([commits[1].identity.clone()]);
    let history = items(&commits, &repository(Grouping::Week), &known, |key| key.ends_with("2026-W10"));
    assert_eq!(titles(&history), ["Added search to the archive"]);
    assert_eq!(history.items[0].key, format!("github.com/o/api:2026-W10:{}", commits[0].identity.clone()));
    assert_eq!(history.known, 1);
}

#[test]
fn an_author_is_found_by_the_address_the_name_or_a_part_of_them() {
    let commits = log(&[
        ("b", "a", "2026-03-05", "Ana Lopez", "", "Add search to the archive", ""),
        ("a", "", "2026-03-04", "Me", "", "Add import of old documents", ""),
    ]);
    let mut chosen = repository(Grouping::Week);
    chosen.authors = vec![Author::Matching("lopez".into())];
    assert_eq!(
        titles(&items(&commits, &chosen, &BTreeSet::new(), |_| false)),
        ["Added search to the archive"]
    );
}

#[test]
fn the_address_of_a_remote_has_no_user_and_no_password() {
    for url in [
        "https://me:secret@github.com/o/api.git",
        "git@github.com:o/api.git",
        "ssh://git@GitHub.com:22/o/api",
    ] {
        assert_eq!(Remote::identity(url).as_deref(), Some("github.com/o/api"), "{url}");
    }
    for url in ["/srv/git/api.git", "file:///srv/api", "../api", ""] {
        assert_eq!(Remote::identity(url), None, "{url}");
    }
    assert_eq!(Remote::new("https://git.example.com/o/api"), None);
    let gitlab = Remote::new("https://gitlab.com/o/sub/api").unwrap();
    assert_eq!(gitlab.pull_request(3), "https://gitlab.com/o/sub/api/-/merge_requests/3");
}

proptest::proptest! {
    #[test]
    fn any_history_is_grouped_without_losing_a_commit(
        subjects in proptest::collection::vec("[a-z]{1,4}: [a-zA-Z #()0-9]{0,30}|\\PC{0,40}", 0..60),
    ) {
        let clean: Vec<String> = subjects.iter().map(|each| each.replace('\0', "")).collect();
        let commits: Vec<_> = clean.iter().map(|subject| ("h", "", "2026-03-04", "Me", "", subject.as_str(), "")).collect();
        let commits = log(&commits);
        for grouping in [Grouping::Week, Grouping::Branch, Grouping::Merge, Grouping::Tag, Grouping::Commit] {
            let history = read(&commits, grouping);
            let covered: usize = history.items.iter().map(|item| item.commits().count()).sum();
            proptest::prop_assert_eq!(covered, history.used);
            let known = history.used + history.trivial + history.reverted;
            proptest::prop_assert_eq!(known, history.commits.len());
            proptest::prop_assert!(history.items.iter().all(|item| !item.title.trim().is_empty()));
        }
    }

    #[test]
    fn any_output_is_read(output in "[\\x00\\na-f0-9: -]{0,200}") {
        let _ = Commit::parse_all(&output);
    }
}
