//! What the phone does with its files, on the shipped door.

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

use client::door::{Door, Reply, Request};
use client::store::Store;
use client::sync::Link;
use client::vault::Vault;
use client::view::Gate;
use e2e::sim::dice::Dice;
use e2e::sim::forms;
use e2e::sim::town::{self, Towns};
use server::admin;
use shared::id::{CaseId, DraftId, EventId, SeriesId};
use shared::protocol::{PairReply, PairingLink};
use tempfile::TempDir;

use crate::folder::{self, Files};
use crate::freeze;
use crate::stage::{self, Again, Listening, OfficeUp, PIN, SECRET, Said, ask, door, now, unlock};
use crate::trial::{Hand, Operation};

/// What the PIN is changed to.
const NEW_PIN: &str = "806317";

/// A phone and its office at work, and their files at every turn.
pub struct Scene {
    pub towns: Towns,
    /// The phone's worker has it.
    pub case: CaseId,
    pub code: String,
    /// Paired, with a PIN; nothing pulled yet.
    paired: Files,
    /// After the first exchange.
    pub ready: Files,
    /// The officer's phone after its first exchange, and with a test session open.
    officer: [Files; 2],
    /// With records and drafts that are not sent.
    pub unsent: Files,
    sent: Files,
    lost: Files,
    draft: DraftId,
    event: EventId,
    pub pair: Vec<Said>,
    first: Vec<Said>,
    pub exchange: Vec<Said>,
    scope_lost: Vec<Said>,
    scope_gained: Vec<Said>,
    pub new_epoch: Vec<Said>,
    pub key: [u8; 32],
    /// The office after all that.
    pub office: Files,
    /// The office while it does not yet let the phone read.
    pub unconfirmed: Files,
    pub phone_series: SeriesId,
}

/// Played once for a process.
pub fn scene() -> &'static Scene {
    static SCENE: OnceLock<(TempDir, Scene)> = OnceLock::new();
    &SCENE
        .get_or_init(|| {
            let scratch = e2e::sim::files::scratch();
            let scene = play(scratch.path());
            (scratch, scene)
        })
        .1
}

fn saved(reply: Reply) -> EventId {
    match reply {
        Reply::Saved(saved) => saved.event,
        other => panic!("{other:?}"),
    }
}

fn play(scratch: &Path) -> Scene {
    let at_office = scratch.join("office");
    let at_phone = scratch.join("phone");
    std::fs::create_dir_all(&at_office).unwrap();
    std::fs::create_dir_all(&at_phone).unwrap();
    let towns = town::settle(&at_office);
    let office = OfficeUp::open(&at_office, 1).unwrap();
    let worker = towns.staff[0][0].user;
    let code = admin::make_pairing_code(&office.office, &towns.codes[0], worker).unwrap().code;
    let listening = Arc::new(Listening { folder: at_office.clone(), office, said: Mutex::default() });
    let phone = || door(&at_phone, 2, Arc::<Listening>::clone(&listening)).unwrap();
    let sync = |phone: &Door| {
        ask(phone, Request::SyncNow).unwrap();
        let said = listening.take();
        assert!(said.iter().all(|said| said.reply.status == 200), "an exchange fails");
        (said, folder::read(&at_phone))
    };

    let officer = officer(scratch, &listening, &towns);
    let door = phone();
    pair(&door, &code).unwrap();
    let (pair, paired) = (listening.take(), folder::read(&at_phone));
    let key = *Vault::open(&at_phone, SECRET, now()).unwrap().unlock(PIN, now()).unwrap().key.bytes();
    let paired_with = series_of(&pair);
    let unconfirmed = folder::read(&at_office);
    admin::confirm_device(&listening.office.office, paired_with).unwrap();
    let (first, _) = sync(&door);
    let case = towns.cases.iter().find(|placed| placed.lies[0].workers.contains(&worker)).unwrap().case;
    let ready = folder::read(&at_phone);
    let mut dice = Dice::new(3);
    let event = saved(ask(&door, forms::visit(&mut dice, now(), case, None)).unwrap());
    for _ in 0..4 {
        ask(&door, forms::visit(&mut dice, now(), case, None)).unwrap();
    }
    let Reply::Draft(draft) = ask(&door, forms::draft(case, None)).unwrap() else { panic!("no draft") };
    let unsent = folder::read(&at_phone);
    let (exchange, sent) = sync(&door);
    let office = &listening.office.office;
    admin::assign(office, &towns.codes[0], case, &[towns.staff[0][1].user]).unwrap();
    let (scope_lost, lost) = sync(&door);
    admin::assign(office, &towns.codes[0], case, &[worker]).unwrap();
    let (scope_gained, _) = sync(&door);
    let office_files = folder::read(&at_office);
    let sql =
        db::open(&at_office.join("data/office.db"), &db::Key::new(stage::office_key(&at_office))).unwrap();
    sql.execute("UPDATE township SET epoch = 'restored'", []).unwrap();
    let (new_epoch, _) = sync(&door);
    Scene {
        towns,
        case,
        code,
        paired,
        ready,
        officer,
        unsent,
        sent,
        lost,
        draft: draft.id,
        event,
        pair,
        first,
        exchange,
        scope_lost,
        scope_gained,
        new_epoch,
        key,
        office: office_files,
        unconfirmed,
        phone_series: paired_with,
    }
}

fn series_of(pair: &[Said]) -> SeriesId {
    let reply: PairReply = serde_json::from_slice(&pair[0].reply.body).unwrap();
    reply.series
}

/// The officer's phone, told of its cases, then with a session open.
fn officer(scratch: &Path, listening: &Arc<Listening>, towns: &Towns) -> [Files; 2] {
    let folder = scratch.join("officer");
    std::fs::create_dir_all(&folder).unwrap();
    let code =
        admin::make_pairing_code(&listening.office.office, &towns.codes[0], towns.officer(0)).unwrap().code;
    let door = door(&folder, 12, Arc::<Listening>::clone(listening)).unwrap();
    pair(&door, &code).unwrap();
    admin::confirm_device(&listening.office.office, series_of(&listening.take())).unwrap();
    ask(&door, Request::SyncNow).unwrap();
    let told = folder::read(&folder);
    ask(&door, forms::session(now(), towns.officer(0))).unwrap();
    let _ = listening.take();
    [told, folder::read(&folder)]
}

fn pair(door: &Door, code: &str) -> Result<(), String> {
    let link =
        PairingLink { server: e2e::sim::office::ADDRESS.to_owned(), code: code.to_owned(), pins: Vec::new() };
    ask(door, Request::Pair { link: link.to_text() })?;
    ask(door, Request::SetPin { pin: PIN.to_owned() }).map(drop)
}

/// The next start: the app opens and unlocks; then every row is read.
fn look(folder: &Path) -> Result<String, String> {
    let door = door(folder, 77, Again::of(&[]))?;
    let gate = |door: &Door| match ask(door, Request::State) {
        Ok(Reply::State(state)) => Ok(state.gate),
        other => Err(format!("{other:?}")),
    };
    match gate(&door)? {
        Gate::Locked => {}
        other => return Ok(format!("{other:?}")),
    }
    unlock(&door)?;
    if gate(&door)? != Gate::Open {
        return Err("it stays locked".to_owned());
    }
    drop(door);
    let unlocked = Vault::open(folder, SECRET, now()).and_then(|mut vault| vault.unlock(PIN, now()));
    let key = unlocked.map_err(|error| error.to_string())?.key;
    stage::dump(&Store::path_in(folder), *key.bytes())
}

fn is_open(door: &Door) -> bool {
    matches!(ask(door, Request::State), Ok(Reply::State(state)) if state.gate == Gate::Open)
}

/// A phone that is opened and unlocked, then does something.
fn act(
    name: &'static str,
    steps: usize,
    before: &Files,
    act: impl Fn(&Door) -> Result<(), String> + 'static,
) -> Operation {
    with_line(name, steps, before, &[], act)
}

fn with_line(
    name: &'static str,
    steps: usize,
    before: &Files,
    said: &[Said],
    act: impl Fn(&Door) -> Result<(), String> + 'static,
) -> Operation {
    let said = said.to_vec();
    let perform = move |folder: &Path, hand: Hand| {
        let line: Arc<dyn Link> = Again::of(&said);
        let door = door(folder, 5, line)?;
        unlock(&door)?;
        hand.ready(true);
        hand.try_to(|| {
            if !is_open(&door) {
                unlock(&door)?;
            }
            act(&door)
        })
    };
    Operation {
        name,
        is_rotation: false,
        steps,
        before: before.clone(),
        folders: &[],
        perform: Box::new(perform),
        look: Box::new(look),
    }
}

/// One exchange with what the office said at its time. It is told to be done only where the strip shows no problem.
fn exchange(name: &'static str, steps: usize, before: &Files, said: &[Said]) -> Operation {
    with_line(name, steps, before, said, |door| match ask(door, Request::SyncNow)? {
        Reply::State(state) => {
            let problem = state.sync.and_then(|sync| sync.problem);
            problem.map_or(Ok(()), |problem| Err(format!("{:?}", problem.code)))
        }
        other => Err(format!("{other:?}")),
    })
}

pub fn operations() -> Vec<Operation> {
    let scene = scene();
    let (case, event, draft) = (scene.case, scene.event, scene.draft);
    let press = |request: Request| move |door: &Door| ask(door, request.clone()).map(drop);
    let visit = |draft| forms::visit(&mut Dice::new(4), now(), case, draft);
    vec![
        act("phone_record_visit", 1, &scene.ready, press(visit(None))),
        act("phone_record_visit_of_a_draft", 1, &scene.unsent, press(visit(Some(draft)))),
        act("phone_record_test", 1, &scene.officer[1], press(forms::test(&mut Dice::new(4), case))),
        act("phone_record_refusal", 1, &scene.officer[1], press(forms::refusal(&mut Dice::new(4), case))),
        act("phone_undo", 1, &scene.unsent, press(Request::Undo { event })),
        act("phone_save_draft", 1, &scene.ready, press(forms::draft(case, None))),
        act(
            "phone_save_draft_again",
            1,
            &scene.unsent,
            press(Request::SaveDraft {
                draft: Some(draft),
                kind: client::door::Form::Visit,
                case,
                form: r#"{"notes":"写了更多"}"#.to_owned(),
            }),
        ),
        act("phone_drop_draft", 1, &scene.unsent, press(Request::DropDraft { draft })),
        act(
            "phone_open_test_session",
            2,
            &scene.officer[0],
            press(forms::session(now(), scene.towns.officer(0))),
        ),
        five_records(scene),
        exchange("phone_first_download", 24, &scene.paired, &scene.first),
        exchange("phone_push_and_receipt", 24, &scene.unsent, &scene.exchange),
        exchange("phone_scope_lost_purge", 24, &scene.sent, &scene.scope_lost),
        exchange("phone_scope_gained", 24, &scene.lost, &scene.scope_gained),
        exchange("phone_new_epoch", 24, &scene.sent, &scene.new_epoch),
        pairing(scene),
        change_pin(scene),
        wrong_pin(scene),
        migration(scene),
    ]
}

/// Each record is acknowledged before the next.
fn five_records(scene: &Scene) -> Operation {
    let case = scene.case;
    act("phone_five_records", 5, &scene.ready, move |door| {
        for number in 0..4 {
            ask(door, forms::visit(&mut Dice::new(number), now(), case, None))?;
            faulty_disk::mark();
        }
        ask(door, forms::visit(&mut Dice::new(9), now(), case, None)).map(drop)
    })
}

/// Pairing and the first PIN, from an empty folder; what was agreed must be there after the office used up its code.
fn pairing(scene: &Scene) -> Operation {
    let (code, said) = (scene.code.clone(), scene.pair.clone());
    let perform = move |folder: &Path, hand: Hand| {
        hand.ready(false);
        let door = door(folder, 5, Again::of(&said))?;
        pair(&door, &code)?;
        faulty_disk::mark();
        Ok(())
    };
    Operation {
        name: "phone_pairing_and_first_pin",
        is_rotation: true,
        steps: 4,
        before: Files::new(),
        folders: &[],
        perform: Box::new(perform),
        look: Box::new(look),
    }
}

/// 修改口令: after any power cut exactly one of the two PINs opens the records.
fn change_pin(scene: &Scene) -> Operation {
    let perform = |folder: &Path, hand: Hand| {
        let door = door(folder, 5, Again::of(&[]))?;
        unlock(&door)?;
        hand.ready(true);
        let change = Request::ChangePin { old: PIN.to_owned(), new: NEW_PIN.to_owned() };
        hand.try_to(|| match ask(&door, change.clone()) {
            // The try before failed after the new one was in its place.
            Err(why) if why == "PinWrong" => {
                ask(&door, Request::LeaveDoorstep { pin: NEW_PIN.to_owned() }).map(drop)
            }
            other => other.map(drop),
        })
    };
    Operation {
        name: "phone_change_pin",
        is_rotation: true,
        steps: 1,
        before: scene.unsent.clone(),
        folders: &[],
        perform: Box::new(perform),
        look: Box::new(look_with_either_pin),
    }
}

/// Which of the two PINs opens it, and every row.
fn look_with_either_pin(folder: &Path) -> Result<String, String> {
    let opens = |pin: &str| Vault::open(folder, SECRET, now()).and_then(|mut vault| vault.unlock(pin, now()));
    let (old, new) = (opens(PIN), opens(NEW_PIN));
    let (which, unlocked) = match (old, new) {
        (Ok(unlocked), Err(_)) => ("old", unlocked),
        (Err(_), Ok(unlocked)) => ("new", unlocked),
        (Ok(_), Ok(_)) => return Err("both PINs open it".to_owned()),
        (Err(error), Err(_)) => return Err(error.to_string()),
    };
    Ok(format!("{which}\n{}", stage::dump(&Store::path_in(folder), *unlocked.key.bytes())?))
}

/// A wrong PIN: whoever was told that it is wrong has used up a try, through any power cut.
fn wrong_pin(scene: &Scene) -> Operation {
    let perform = |folder: &Path, hand: Hand| {
        hand.ready(false);
        let door = door(folder, 5, Again::of(&[]))?;
        hand.try_to(|| match ask(&door, Request::Unlock { pin: "731846".to_owned() }) {
            Err(why) if why == "PinWrong" => Ok(()),
            other => Err(format!("{other:?}")),
        })
    };
    Operation {
        name: "phone_wrong_pin",
        is_rotation: false,
        steps: 1,
        before: scene.unsent.clone(),
        folders: &[],
        perform: Box::new(perform),
        look: Box::new(look_with_count),
    }
}

/// As [`look`], with the count of wrong PINs as the file has it.
fn look_with_count(folder: &Path) -> Result<String, String> {
    let count = std::fs::read_to_string(folder.join("tries.json")).unwrap_or_default();
    let failed: serde_json::Value = serde_json::from_str(&count).unwrap_or_default();
    Ok(format!("failed {}\n{}", failed["failed"], look(folder)?))
}

/// A store of the first schema, with unsent records and a draft, is opened by this build.
fn migration(scene: &Scene) -> Operation {
    let before = freeze::as_of(&scene.unsent, "store.db", scene.key, &freeze::phone_steps()[..1]);
    let perform = |folder: &Path, hand: Hand| {
        hand.ready(false);
        let door = door(folder, 5, Again::of(&[]))?;
        unlock(&door)?;
        faulty_disk::mark();
        Ok(())
    };
    let key = scene.key;
    let look = move |folder: &Path| {
        let before = stage::dump(&Store::path_in(folder), key)?;
        let after = look(folder)?;
        Ok(format!("{}\n{after}", before.lines().next().unwrap_or_default()))
    };
    Operation {
        name: "phone_migration",
        is_rotation: false,
        steps: 16,
        before,
        folders: &[],
        perform: Box::new(perform),
        look: Box::new(look),
    }
}
