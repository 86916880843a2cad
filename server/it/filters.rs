//! P11: no filter, an empty, a repeated, an unknown or a wild one shows what is within reach, or nothing. Every list of
//! the table of routes is asked.

use server::admin;
use server::routes::{Access, table};
use shared::access::{Relation, may};
use shared::code::Role;

use crate::bench::Bench;
use crate::sample;

const OWN: &str = "演示·柳近";
/// Of the same township, assigned to somebody else.
const COLLEAGUES: &str = "演示·柳远";
const ELSEWHERE: &str = "演示·柳外";

/// Each is put behind every list.
const FILTERS: &[&str] = &[
    "",
    "?",
    "?filter=",
    "?filter=all",
    "?filter=all&filter=all",
    "?filter=*",
    "?filter=%25",
    "?filter[]=all",
    "?q=",
    "?q=%25",
    "?q=*",
    "?q=_",
    "?q=%E6%9F%B3",
    "?q=%E6%9F%B3&q=",
    "?village=",
    "?village=%E6%9F%B3%E5%8F%B6%E6%9D%91",
    "?village=*",
    "?worker=",
    "?worker=*",
    "?worker=00000000-0000-0000-0000-000000000000",
    "?township=430421998",
    "?township=",
    "?page=0",
    "?page=1",
    "?page=999999",
    "?page=-1",
    "?class=",
    "?class=plain",
    "?all=true",
    "?limit=100000",
    "?as_of=2026-03-10",
    "?as_of=",
    "?sort=name&columns=*",
];

#[tokio::test]
async fn p11_no_filter_empty_repeated_or_wild_shows_anything_out_of_reach() {
    shared::asserts!("R-PRIV-5");
    let mut bench = Bench::new();
    let other = admin::add_township(&bench.office, "430421998", "例乡").unwrap();
    let here = std::mem::replace(&mut bench.township, other);
    let theirs = bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    sample::case(&bench, theirs.made.user, ELSEWHERE, 3, &[]);
    bench.township = here;
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let colleague = bench.add_user("zhuangan2", "试例乙", Role::Worker);
    sample::case(&bench, clerk.made.user, OWN, 1, &[worker.made.user]);
    sample::case(&bench, clerk.made.user, COLLEAGUES, 2, &[colleague.made.user]);
    let (mut asked, mut shown) = (0, 0);
    for (person, reach) in [(&worker, vec![OWN]), (&clerk, vec![OWN, COLLEAGUES])] {
        let browser = bench.login(person).await;
        for row in table().iter().filter(|row| row.method == "GET" && !row.path.contains("{case}")) {
            let Access::Session(acts) = row.access else { continue };
            if !acts.is_empty() && !acts.iter().any(|act| may(person.role, *act, Relation::Assigned)) {
                continue;
            }
            let path =
                row.path.replace("{register}", "intake").replace("{user}", &worker.made.user.to_string());
            for filter in FILTERS {
                let answer = bench.get(&format!("{path}{filter}"), Some(&browser)).await;
                asked += 1;
                let text = String::from_utf8_lossy(&answer.body);
                assert!(answer.status.as_u16() < 500, "{path}{filter}: {text}");
                for name in [OWN, COLLEAGUES, ELSEWHERE].into_iter().filter(|name| !reach.contains(name)) {
                    assert!(!text.contains(name), "{} {path}{filter} tells of {name}: {text}", person.login);
                }
                shown += usize::from(text.contains(OWN));
            }
        }
    }
    println!("P11 asked={asked} shown={shown} out_of_reach=0");
    assert!(asked > 500 && shown > 60, "{asked} asked, {shown} shown: the lists were empty");
}
