//! What the office does with its files, through the shipped routes and commands.

use std::path::Path;

use server::admin;
use server::backup::{self, Identities};
use server::office::Office;
use server::restore::{self, Restore};
use server::tls::TlsError;
use server::tls::town::Keep;
use shared::protocol::route;

use crate::folder::{self, Files};
use crate::freeze;
use crate::phone::{Scene, scene};
use crate::stage::{self, OfficeUp, Said};
use crate::trial::{Hand, Operation};

const FOLDERS: &[&str] = &["data"];

/// The next start; then every row is read.
fn look(folder: &Path) -> Result<String, String> {
    let opened = OfficeUp::open(folder, 77)?;
    drop(opened);
    stage::dump(&server::store::file_in(&folder.join("data")), stage::office_key(folder))
}

fn operation(
    name: &'static str,
    before: Files,
    perform: impl Fn(&Path, Hand) -> Result<(), String> + 'static,
) -> Operation {
    Operation {
        name,
        is_rotation: false,
        steps: 1,
        before,
        folders: FOLDERS,
        perform: Box::new(perform),
        look: Box::new(look),
    }
}

/// The office takes one request of a phone.
fn request(name: &'static str, said: &Said) -> Operation {
    let asked = said.request.clone();
    operation(name, said.before.clone(), move |folder, hand| {
        let up = OfficeUp::open(folder, 6)?;
        hand.ready(true);
        hand.try_to(|| {
            let reply = up.answer(&asked);
            if reply.status == 200 { Ok(()) } else { Err(String::from_utf8_lossy(&reply.body).into_owned()) }
        })
    })
}

/// Something is done at the machine.
fn act<T, E: std::fmt::Debug>(
    name: &'static str,
    scene: &Scene,
    act: impl Fn(&Office) -> Result<T, E> + 'static,
) -> Operation {
    operation(name, scene.office.clone(), move |folder, hand| {
        let up = OfficeUp::open(folder, 6)?;
        hand.ready(true);
        hand.try_to(|| act(&up.office).map(drop))
    })
}

/// The first start of all: key file, mark, store, schema.
fn first_start() -> Operation {
    let mut operation = operation("office_first_start", Files::new(), |folder, hand| {
        hand.ready(false);
        OfficeUp::open(folder, 6)?;
        faulty_disk::mark();
        Ok(())
    });
    // A start that was cut off may have kept its key or made a new one: what counts is that the next one works.
    operation.look = Box::new(|folder| look(folder).map(|_| "it opens".to_owned()));
    operation.steps = 0;
    operation
}

const BACKUPS: &str = "backups";

fn identities(scene: &Scene) -> Identities {
    Identities::parse(&scene.towns.recovery).unwrap()
}

/// Backups that bear the name of one, each read to its last byte.
fn backups(scene: &Scene, folder: &Path) -> Result<usize, String> {
    let entries = std::fs::read_dir(folder.join(BACKUPS)).into_iter().flatten().flatten();
    let files =
        entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(backup::ENDING));
    files
        .map(|file| restore::check(&file, &identities(scene)).map_err(|error| format!("{error:?}")))
        .try_fold(0, |count, header| header.map(|_| count + 1))
}

/// A backup beside the working office.
fn back_up(scene: &'static Scene) -> Operation {
    let mut operation = act("office_backup", scene, |_| Ok::<_, String>(()));
    operation.perform = Box::new(|folder, hand| {
        let up = OfficeUp::open(folder, 6)?;
        hand.ready(true);
        hand.try_to(|| backup::write(&up.office, &folder.join(BACKUPS)).map(drop))
    });
    operation.folders = &["data", BACKUPS];
    operation.steps = 3;
    operation.look = Box::new(|folder| Ok(format!("backups {}\n{}", backups(scene, folder)?, look(folder)?)));
    operation
}

/// A backup put into an empty folder, on a machine without the key.
fn put_back(scene: &'static Scene) -> Operation {
    let scratch = e2e::sim::files::scratch();
    folder::lay(&scene.office, FOLDERS, scratch.path());
    let up = OfficeUp::open(scratch.path(), 6).unwrap();
    let written = backup::write(&up.office, &scratch.path().join(BACKUPS)).unwrap().path;
    let name = Path::new(BACKUPS).join(written.file_name().unwrap());
    let before = Files::from([(name.clone(), std::fs::read(written).unwrap())]);
    let mut operation = operation("office_restore", before, move |folder, hand| {
        hand.ready(false);
        let (into, key_file) = (folder.join("data"), folder.join("server.key"));
        let in_place = std::cell::Cell::new(false);
        hand.try_to(|| {
            if in_place.get() {
                // It was told to be in place and not to be restored again: the next thing done is a start.
                return OfficeUp::open(folder, 6).map(drop);
            }
            let identities = identities(scene);
            let what = Restore {
                file: &folder.join(&name),
                identities: &identities,
                into: &into,
                key_file: &key_file,
                set_aside: false,
            };
            let done = restore::into(&what, &stage::office_deps(6), &|_| ());
            in_place.set(matches!(done, Err(restore::RestoreError::InPlaceUnsure { .. })));
            done.map(drop).map_err(|why| format!("{why:?}"))
        })
    });
    operation.folders = &["data", BACKUPS];
    operation.look = Box::new(|folder| {
        if !server::store::file_in(&folder.join("data")).exists() {
            return Ok("nothing yet".to_owned());
        }
        look(folder)
    });
    operation
}

/// A store of the first schema is opened by this build.
fn migration(scene: &Scene) -> Operation {
    let newest = &scene.exchange[0].before;
    let steps = &freeze::office_steps()[..1];
    let before = freeze::as_of(newest, "data/office.db", stage::office_key_of(newest), steps);
    let mut operation = operation("office_migration", before, |folder, hand| {
        hand.ready(false);
        OfficeUp::open(folder, 6)?;
        faulty_disk::mark();
        Ok(())
    });
    operation.steps = 16;
    let key = stage::office_key_of(newest);
    operation.look = Box::new(move |folder| {
        let before = stage::dump(&server::store::file_in(&folder.join("data")), key)?;
        let after = look(folder)?;
        Ok(format!("{}\n{after}", before.lines().next().unwrap_or_default()))
    });
    operation
}

/// 镇证书: the next CA is prepared, or takes the place of this one. At every moment the file holds a whole CA that signs,
/// and a phone that knows the pins of before and after finds one of them.
fn town_ca(scene: &Scene, name: &'static str, is_switch: bool) -> Operation {
    let scratch = e2e::sim::files::scratch();
    folder::lay(&scene.office, FOLDERS, scratch.path());
    let up = OfficeUp::open(scratch.path(), 6).unwrap();
    let keep = Keep::new(up.office.clone());
    keep.keep_current(&["127.0.0.1".to_owned()]).unwrap();
    if is_switch {
        keep.prepare_next().unwrap();
    }
    let known = keep.look().unwrap().told().unwrap().pins;
    drop((keep, up));
    let mut operation = operation(name, folder::read(scratch.path()), move |folder, hand| {
        let up = OfficeUp::open(folder, 6)?;
        let keep = Keep::new(up.office.clone());
        hand.ready(true);
        hand.try_to(|| match if is_switch { keep.switch(true) } else { keep.prepare_next() } {
            // Done at the first try, which could not be noted.
            Ok(_) | Err(TlsError::NextExists | TlsError::NoNext) => Ok(()),
            Err(error) => Err(format!("{error:?}")),
        })
    });
    operation.is_rotation = true;
    operation.look = Box::new(move |folder| {
        let up = OfficeUp::open(folder, 77)?;
        let town = Keep::new(up.office.clone()).look().map_err(|error| format!("{error:?}"))?;
        let pins = town.told().map_err(|error| format!("{error:?}"))?.pins;
        // A new CA has a new key each time: which of those known before it is, and how many there are.
        let places: Vec<_> = pins.iter().map(|pin| known.iter().position(|known| known == pin)).collect();
        let signs =
            town.chain(&rustls::crypto::ring::default_provider()).map_err(|error| format!("{error:?}"))?;
        Ok(format!("pins {places:?}, shows a certificate: {}", signs.is_some()))
    });
    operation
}

pub fn operations() -> Vec<Operation> {
    let scene = scene();
    let of = |said: &'static [Said], path: &str| said.iter().find(|said| said.request.path == path).unwrap();
    let code = scene.towns.codes[0].clone();
    let (case, worker) = (scene.case, scene.towns.staff[0][1].user);
    let series = scene.phone_series;
    vec![
        request("office_pair", &scene.pair[0]),
        request("office_hello", of(&scene.exchange, route::HELLO)),
        request("office_push", of(&scene.exchange, route::PUSH)),
        request("office_pull", of(&scene.exchange, route::PULL)),
        act("office_assign", scene, {
            let code = code.clone();
            move |office| admin::assign(office, &code, case, &[worker])
        }),
        act("office_open_case", scene, {
            let towns = scene.towns.clone();
            move |office| towns.clone().try_open_case(office, 0, vec![worker]).map(drop)
        }),
        act("office_pairing_code", scene, {
            let code = code.clone();
            move |office| admin::make_pairing_code(office, &code, worker).map(drop)
        }),
        act("office_revoke", scene, move |office| admin::revoke_device(office, series)),
        Operation {
            before: scene.unconfirmed.clone(),
            ..act("office_confirm_device", scene, move |office| admin::confirm_device(office, series))
        },
        act("office_reset_second_factor", scene, move |office| {
            admin::reset_totp(office, "gong1@430421991").map(drop)
        }),
        act("office_add_township", scene, |office| admin::add_township(office, "430421993", "松例乡")),
        request("office_give_back", of(&scene.new_epoch, route::GIVE_BACK)),
        migration(scene),
        town_ca(scene, "office_ca_prepared", false),
        town_ca(scene, "office_ca_changed", true),
        first_start(),
        back_up(scene),
        put_back(scene),
    ]
}
