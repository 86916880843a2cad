//! 卷包: makes the dictionary they are packed with, and measures a first download by them against one by pages.
//!
//! `bundles train FILE` trains on the invented township. A new dictionary is a new file beside the old one and a new
//! version in `shared::protocol`: phones keep the old one until they are updated.
//! `bundles measure [CASES] [RECORDS]` uses other invented records, so that nothing is flattered.

#![allow(clippy::print_stdout, reason = "a tool: it talks to a terminal")]
#![allow(clippy::indexing_slicing, reason = "remainders of lists that are never empty")]

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use client::door::{Door, KdfCost, Reply, Request};
use e2e::count_link::CountingLink;
use e2e::raw_device::RawDevice;
use e2e::world::World;
use e2e::{phone, seed, township};
use server::office::Office;
use server::seed::{About, Seed, SeedFact};
use shared::code::{BroughtBy, Cooperation, TestMethod, TestResult, TestSetting, VisitManner, VisitTarget};
use shared::event::{Body, DrugTest, ReportIn, Visit};
use shared::moment::Moment;
use shared::protocol::{PairingLink, PulledEvent};

/// What a phone and a bundle can bear: 64 KiB, as measured best for texts of this length.
const DICTIONARY_BYTES: usize = 64 * 1024;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("train") => train(Path::new(&args.next().context("FILE")?)),
        Some("measure") => {
            let mut figure = |otherwise: usize| args.next().map_or(Ok(otherwise), |text| text.parse());
            let (cases, records) = (figure(200)?, figure(140)?);
            measure(cases, records)
        }
        _ => Err(anyhow!("train FILE | measure [CASES] [RECORDS]")),
    }
}

fn train(file: &Path) -> Result<()> {
    let world = World::peopled();
    let mut device = RawDevice::pair(&world.address(), &world.pairing_code(township::TESTER.0))?;
    world.confirm_devices();
    device.hello(world.clock.now())?;
    let (mut samples, mut after) = (Vec::new(), 0);
    loop {
        let page = device.pull(after)?;
        for PulledEvent { event, received_at, mark } in page.events {
            samples.push(serde_json::to_vec(&PulledEvent { event, received_at, mark })?);
        }
        after = page.next;
        if !page.more {
            break;
        }
    }
    let dictionary = zstd::dict::from_samples(&samples, DICTIONARY_BYTES)?;
    std::fs::write(file, &dictionary)?;
    println!("trained on {} records: {} bytes", samples.len(), dictionary.len());
    Ok(())
}

fn measure(cases: usize, records: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let now = township::at("2026-11-24".parse()?, 9, 0);
    let deps = server::Deps { clock: Arc::new(move || now), entropy: Arc::new(phone::dice) };
    let office = Office::open(&folder.path().join("office"), &folder.path().join("server.key"), deps)?;
    let made = seed::found(&office)?;
    let worker = made.account(township::WORKERS[0].0).user;
    let history = Seed {
        cases: vec![vec![worker]; cases],
        facts: (0..cases).flat_map(|case| life(&made, case, records)).collect(),
    };
    server::seed::seed(&office, &made.code, history).map_err(|refusal| anyhow!("{refusal:?}"))?;
    let total = cases * records;
    for (name, old) in
        [("bundles, made now", false), ("bundles, lying ready", false), ("pages of 2,000", true)]
    {
        let link = Arc::new(CountingLink::new(office.clone(), old)?);
        let door = paired(&folder.path().join(name), &link, &office, &made, now)?;
        link.clear();
        #[allow(clippy::disallowed_methods, reason = "how long it took is a figure of this command")]
        let begun = std::time::Instant::now();
        let Reply::State(state) = door.handle(Request::SyncNow)? else { return Err(anyhow!("no state")) };
        let took = begun.elapsed();
        let problem = state.sync.and_then(|sync| sync.problem);
        let Reply::People(people) = door.handle(Request::People { query: String::new() })? else {
            return Err(anyhow!("no people"));
        };
        let (requests, bytes) = link.counted();
        println!(
            "{name}: {} people, {total} records, {requests} requests, {bytes} bytes, {:.0} bytes a record, {:.2} s of which the office {:.2} s, problem {problem:?}",
            people.len(),
            bytes as f64 / total as f64,
            took.as_secs_f64(),
            link.office_seconds(),
        );
    }
    Ok(())
}

fn paired(
    folder: &Path,
    link: &Arc<CountingLink>,
    office: &Office,
    made: &seed::Township,
    now: Moment,
) -> Result<Door> {
    let deps = client::door::Deps {
        data_dir: folder.to_owned(),
        clock: Arc::new(move || now),
        entropy: Arc::new(phone::dice),
        keystore_secret: [7; 32],
        link: Arc::<CountingLink>::clone(link),
        network: Arc::new(|| client::door::Network::Unmetered),
        device_name: "演示机".to_owned(),
        app_version: "0.1.0".to_owned(),
        demo_device: true,
        biometric: None,
        kdf: KdfCost { memory_kib: 64, passes: 1, lanes: 1 },
    };
    let door = Door::open(deps)?;
    let user = made.account(township::WORKERS[0].0).user;
    let code = server::admin::make_pairing_code(office, &made.code, user)
        .map_err(|refusal| anyhow!("{refusal:?}"))?;
    let link = PairingLink { server: "http://127.0.0.1:1".to_owned(), code: code.code, pins: Vec::new() };
    door.handle(Request::Pair { link: link.to_text() })?;
    door.handle(Request::SetPin { pin: "204917".to_owned() })?;
    for waiting in server::admin::devices(office, &made.code)? {
        if waiting.confirmed_at.is_none() {
            server::admin::confirm_device(office, waiting.series)
                .map_err(|refusal| anyhow!("{refusal:?}"))?;
        }
    }
    Ok(door)
}

/// One invented life: an order, a report-in, then visits and tests with words drawn from lists.
fn life(made: &seed::Township, case: usize, records: usize) -> Vec<SeedFact> {
    let mut dice = u64::try_from(case).unwrap_or(0).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let residents = township::residents("2026-11-24".parse().unwrap_or_default());
    let mut order = residents[case % residents.len()].order.clone();
    order.person.name = format!("例{case}");
    let begun = township::at("2024-03-01".parse().unwrap_or_default(), 9, 0);
    let fact = |hours: i64, author: &str, body| SeedFact {
        about: About::Case(case),
        author: made.account(author).user,
        happened_at: begun + chrono::TimeDelta::hours(hours),
        recorded_at: begun + chrono::TimeDelta::hours(hours),
        body,
    };
    let mut facts = vec![
        fact(0, township::OFFICE.0, Body::Order(order)),
        fact(24, township::OFFICE.0, Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ })),
    ];
    for number in 2..records {
        let hours = i64::try_from(number).unwrap_or(0) * 150;
        facts.push(if number % 4 == 0 {
            fact(hours, township::TESTER.0, Body::DrugTest(test(made, &mut dice)))
        } else {
            fact(hours, township::WORKERS[0].0, Body::Visit(visit(&mut dice)))
        });
    }
    facts
}

fn draw<'a>(dice: &mut u64, from: &[&'a str]) -> &'a str {
    *dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    from[usize::try_from(*dice >> 40).unwrap_or(0) % from.len()]
}

fn visit(dice: &mut u64) -> Visit {
    let places = ["上河村三组", "集镇卫生院旁", "砖厂工棚", "桥头小卖部", "茶山脚下老屋"];
    let begin = ["本人在家修渔网", "到时正在喂猪", "刚从集镇送货回来", "与母亲一起收油菜", "在门口等候"];
    let middle =
        ["说近来睡得踏实", "讲起儿子开学的花销", "担心村里人怎么看", "想学开挖掘机", "问起低保怎么办"];
    let end =
        ["约定下月初再来", "劝其与旧友断开来往", "答应帮问技能培训班", "已告知检测时间", "情绪比上次好些"];
    Visit {
        manner: VisitManner::HomeVisit,
        target: VisitTarget::Self_,
        found: true,
        place: draw(dice, &places).to_owned(),
        met: None,
        cooperation: Some(Cooperation::Neutral),
        living: None,
        mood: None,
        notes: format!("{}，{}；{}。", draw(dice, &begin), draw(dice, &middle), draw(dice, &end)),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    }
}

fn test(made: &seed::Township, dice: &mut u64) -> DrugTest {
    DrugTest {
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        result: TestResult::Negative,
        place: draw(dice, &["镇派出所", "卫生院检验室", "村部会议室"]).to_owned(),
        tester: made.account(township::TESTER.0).user,
        second_staff: draw(dice, &["例工甲", "例工乙"]).to_owned(),
        kit: None,
        sample_no: None,
        covers: Vec::new(),
        panel: Vec::new(),
        told: None,
        remarks: None,
        attachments: Vec::new(),
    }
}
