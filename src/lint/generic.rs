//! Words that fit any project, such as “implemented” or “feature”. A title of only such words does not say
//! what was done.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Returns `true` if a word in lower case fits any project, in any of its forms.
pub(super) fn is_generic(word: &str) -> bool {
    STEMS.contains(&stem(word))
}

/// Returns `true` if a word in lower case only connects others, or stands for them.
pub(super) fn is_linking(word: &str) -> bool {
    LINKING.contains(word)
}

/// Returns `true` if a number behind this word says which one, as in “ticket 12”, and not how many.
pub(super) fn is_numbered(word: &str) -> bool {
    NUMBERED.contains(&stem(word).as_str())
}

/// Returns what the forms of a word have in common: “fix” for “fixes”, “fixed” and “fixing”.
fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let word = if word.ends_with("ss") { word } else { without(word, "s", 3) };
    let word = without(word, "ly", 4);
    let verb = without(word, "ing", 3);
    let verb = if verb.ends_with("eed") { verb } else { without(verb, "ed", 3) };
    let mut letters: Vec<char> = verb.chars().collect();
    // “Shipped” is “ship”, but “called” is “call”.
    let doubled = matches!(letters[..], [.., a, b] if a == b && !matches!(a, 'd' | 'f' | 'l' | 's' | 'z'));
    if verb.len() < word.len() && doubled {
        letters.pop();
    }
    if letters.last() == Some(&'e') && (letters.len() > 4 || letters.ends_with(&['x', 'e'])) {
        letters.pop();
    }
    if let Some(last) = letters.last_mut().filter(|last| **last == 'y') {
        *last = 'i';
    }
    letters.into_iter().collect()
}

/// Removes an ending if at least `rest` bytes remain in front of it.
fn without<'a>(word: &'a str, ending: &str, rest: usize) -> &'a str {
    word.strip_suffix(ending).filter(|short| short.len() >= rest).unwrap_or(word)
}

/// Words behind which a number is a name.
const NUMBERED: [&str; 11] =
    ["ticket", "issu", "bug", "pr", "mr", "task", "stori", "jira", "sprint", "week", "dai"];

/// Words that connect others. Words that state a reason or a comparison, such as “because” and “without”, are
/// not among them: what follows them is worth reading.
static LINKING: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a about across all along alongside also am among an and any are around as at be been being between both \
    by during for he her him his i in into is it its me my of off on or our out over she some that the their \
    them these they this those to towards up us via was we were whenever where with you your"
        .split(' ')
        .collect()
});

/// The words that fit any project, without their endings.
static STEMS: LazyLock<HashSet<String>> =
    LazyLock::new(|| [VERBS, NOUNS, ADJECTIVES].iter().flat_map(|text| text.split(' ')).map(stem).collect());

/// Activities. A verb that states a result whatever its object is, such as “halved”, “automated” or
/// “introduced”, is not among them.
const VERBS: &str = "\
    accomplish achieve acquire act add address adjust administer aid align analyse analyze answer apply \
    arrange assess assign assist assure attempt attend began begin boost brainstorm bring brought build \
    built carry change chat check clarify clean close code coded coding collaborate commit communicate \
    complete conduct configure consult continue contribute cooperate coordinate cover create cut deal dealt \
    debug define deliver demonstrate deploy design develop did discuss do document doing done drive driven \
    driving drove edit enable encourage engage enhance ensure evaluate examine exceed execute expand explore \
    facilitate finalise finalize finish fix fixing focus follow foster gain gather gave get give given got \
    groom guide had handle have having held help hire hired hold identify implement improve incorporate \
    increase inform install integrate interact interview investigate involve join keep kept kick launch lead \
    learn learnt led leverage listen look made maintain make making manage meet mentor merge met migrate \
    minimise minimize modernise modernize modify monitor move moved optimise optimize organise organize \
    oversaw oversee own participate perform plan play polish prep prepare present produce program progress \
    provide publish push put ran read reduce refactor refine release reply report research resolve respond \
    restructure review run scale schedule serve set share ship showcase simplify solve speak sped speed \
    spend spent spoke stabilise stabilize start started stay strategise strategize streamline strengthen \
    strive studied study submit support take taken taking talk taught teach test took track train transform \
    tried troubleshoot try tune tuned tweak unblock understand undertook update upgrade upskill use used \
    using utilise utilize validate verify went work write writing written wrote";

/// Things that every project has.
const NOUNS: &str = "\
    ability accomplishment achievement action activity administration advice agile alignment api app \
    application approach architecture area aspect assignment assistance attention back backend backlog base \
    basis behavior behaviour boss bug bugfix bugfixing business call candidate career case ceremony \
    challenge chore class cleanup client cloud codebase collaboration colleague commitment communication \
    company component conference config configuration consultation content contribution coordination course \
    coverage coworker culture customer cycle dashboard data database day db deadline debt decision \
    deliverable delivery demo department dependency deployment detail dev developer development devops \
    difficulty discussion doc documentation duty edge efficiency effort email employee end engineer \
    engineering enhancement environment epic error event everyone everything example excellence execution \
    expectation experience expertise fault feature feedback field firefighting front frontend function \
    functionality goal group growth guidance guideline h1 h2 implementation improvement incident industry \
    infra infrastructure initiative input insight integration intern issue item jira job junior kind \
    knowledge kpi leadership learning legacy lesson level library life logic lot maintainability maintenance \
    management manager matter meeting member mentee mentoring mentorship method methodology metric milestone \
    mindset misc mission module month morale mr need newcomer newhire nothing number objective okr \
    onboarding operation opportunity ops optimisation optimization option organisation organization outcome \
    output overview owner ownership package page pair part partner patch peer people performance person \
    phase pipeline platform pr practice presentation priority problem procedure process product production \
    productivity progress project proposal pull q1 q2 q3 q4 quality quarter question refactor refactoring \
    refinement relationship reliability request requirement resource response responsibility rest result \
    retro retrospective role routine scalability screen script scrum security senior server service session \
    setup site skill software solution spec specification sprint squad stability staff stakeholder standup \
    status step story strategy structure stuff style success support sync synergy system target task team \
    teammate teamwork tech technique technology test thing ticket time today tool tooling topic trouble ui \
    unit usability user ux value version vision way web website week workflow workload workshop year \
    yesterday";

/// Qualities that every thing can have.
const ADJECTIVES: &str = "\
    able active additional advanced again alike amazing another appropriate assorted available awesome bad \
    basic best better big biggest bit brand broad bunch busy certain challenging clean clear closely common \
    complex comprehensive consistent constant continuous core couple critical cross current daily deep \
    detailed different difficult diligent diverse dynamic easier easy effective efficient else entire \
    essential everyday excellent exciting existing extensive external extra extreme fast faster few final \
    flexible frequent full functional fundamental further future general generic good great greater hard \
    heavy helpful high higher highly huge important impressive incremental individual innovative interesting \
    internal key large larger last late latest lean less little long lots main maintainable major many \
    massive minor miscellaneous modern more most much multiple necessary new next nice normal numerous \
    occasional old ongoing other overall particular personal possible pretty previous primary proactive \
    productive professional proper quick quite random readable real really recent regular related relevant \
    reliable remaining required responsible robust scalable seamless several significant similar simple \
    simpler small smaller smart smooth special specific stable strategic strong stronger successful such \
    technical thorough tidy together too top tough tricky trivial typical up urgent useful usual valuable \
    various very vital well whole wide";
