//! Every route against every role. A route without a line here fails.

use axum::body::Body;
use axum::http::{Request, header};
use server::routes::{Access, table};
use shared::code::Role;
use shared::problem::ProblemCode;
use uuid::Uuid;

use crate::bench::{Bench, Browser};

/// Who gets past the door of a route: `*` for anybody, a list of roles, or a device.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("GET", "/healthz", "*"),
    ("GET", "/readyz", "*"),
    ("GET", "/ca.crt", "*"),
    ("POST", "/sync/pair", "*"),
    ("POST", "/sync/hello", "device"),
    ("POST", "/sync/push", "device"),
    ("POST", "/sync/pull", "device"),
    ("OPTIONS", "/sync/blob", "*"),
    ("POST", "/sync/blob", "device"),
    ("HEAD", "/sync/blob/{digest}", "device"),
    ("PATCH", "/sync/blob/{digest}", "device"),
    ("GET", "/sync/blob/{digest}", "device"),
    ("POST", "/sync/capsule", "device"),
    ("GET", "/api/persons/{case}/attachments/{digest}", "worker police office leader"),
    ("POST", "/api/cases/{case}/records/{event}/scans", "office"),
    ("GET", "/api/attachments/missing", "worker police office leader"),
    ("POST", "/api/capsules", "office"),
    ("GET", "/api/quarantine", "office"),
    ("POST", "/api/quarantine/decide", "office"),
    ("POST", "/sync/compare", "device"),
    ("POST", "/sync/give-back", "device"),
    ("POST", "/sync/bundle", "device"),
    ("POST", "/api/login", "*"),
    ("POST", "/api/logout", "worker police medical office leader system security audit"),
    ("GET", "/api/me", "worker police medical office leader system security audit"),
    ("GET", "/api/workbench", "worker police office leader"),
    ("GET", "/api/persons", "worker police office leader"),
    ("GET", "/api/persons/{case}", "worker police office leader"),
    ("POST", "/api/persons/{case}/id-number", "police office"),
    ("GET", "/api/persons/{case}/explain", "worker police office leader"),
    ("POST", "/api/cases", "office"),
    ("POST", "/api/cases/{case}/report-in", "office"),
    ("POST", "/api/cases/{case}/agreement", "office"),
    ("GET", "/api/cases/{case}/blanks", "office"),
    ("POST", "/api/cases/{case}/steps", "police office"),
    ("GET", "/api/cases/{case}/upload", "police office"),
    ("GET", "/api/uploads/changed", "police office"),
    ("POST", "/api/cases/{case}/review", "office"),
    ("POST", "/api/cases/{case}/workers", "office"),
    ("GET", "/api/inbox", "office"),
    ("POST", "/api/inbox/accept", "office"),
    ("GET", "/api/cases/{case}/issue", "office"),
    ("POST", "/api/cases/{case}/issue/preview", "office"),
    ("POST", "/api/cases/{case}/issue/settle", "office"),
    ("POST", "/api/cases/{case}/issue/withdraw", "office"),
    ("GET", "/api/transfers", "office"),
    ("POST", "/api/cases/{case}/transfer", "office"),
    ("POST", "/api/cases/{case}/transfer/accept", "office"),
    ("POST", "/api/cases/{case}/transfer/cancel", "office"),
    ("POST", "/api/qualifications", "office"),
    ("GET", "/api/devices", "office leader security"),
    ("POST", "/api/devices/pairing-codes", "office security"),
    ("POST", "/api/devices/{series}/confirm", "office leader security"),
    ("POST", "/api/devices/{series}/revoke", "office security"),
    ("POST", "/api/devices/{series}/unlock-code", "office security"),
    ("GET", "/api/staff", "office leader security system"),
    ("POST", "/api/setup", "*"),
    ("POST", "/api/setup/finish", "*"),
    ("POST", "/api/me/password", "worker police medical office leader system security audit"),
    ("POST", "/api/staff", "system"),
    ("POST", "/api/staff/{user}/step", "leader system security"),
    ("POST", "/api/openings", "worker police office leader"),
    ("GET", "/api/openings", "office security"),
    ("POST", "/api/openings/{opening}/review", "office security"),
    ("GET", "/api/persons/{case}/reads", "office leader audit"),
    ("GET", "/api/audit", "audit"),
    ("GET", "/api/audit/alerts", "audit"),
    ("POST", "/api/audit/alerts/answer", "audit"),
    ("GET", "/api/app-floor", "system"),
    ("POST", "/api/app-floor", "system"),
    ("GET", "/api/registers", "worker police office leader"),
    ("GET", "/api/registers/{register}", "worker police office leader"),
    ("GET", "/api/clocks", "worker police office leader"),
    ("GET", "/api/deadlines", "worker police office leader"),
    ("GET", "/api/drafts", "office"),
    ("POST", "/api/drafts", "office"),
    ("POST", "/api/drafts/{draft}/drop", "office"),
    ("GET", "/api/views", "worker police office leader"),
    ("POST", "/api/views", "worker police office leader"),
    ("GET", "/api/cases/{case}/papers", "office leader"),
    ("POST", "/api/cases/{case}/papers/draft", "office leader"),
    ("POST", "/api/cases/{case}/papers/issue", "office"),
    ("POST", "/api/cases/{case}/papers/serve", "office"),
    ("POST", "/api/cases/{case}/papers/withdraw", "office"),
    ("POST", "/api/cases/{case}/papers/print", "office leader"),
    ("GET", "/api/cases/{case}/dossier", "office leader"),
    ("POST", "/api/cases/{case}/dossier/pack", "office leader"),
    ("GET", "/api/parcels", "office"),
    ("POST", "/api/parcels", "office"),
    ("POST", "/api/cases/{case}/parcel", "office"),
    ("POST", "/api/cases/{case}/parcel/receipt", "office"),
    ("GET", "/api/layouts", "office"),
    ("POST", "/api/layouts/{paper}", "office"),
    ("POST", "/api/layouts/{paper}/drop", "office"),
    ("GET", "/api/sealed", "worker police office leader"),
    ("POST", "/api/sealed/find", "worker police office leader"),
    ("POST", "/api/cases/{case}/unsealing", "worker police office leader"),
    ("POST", "/api/unsealings/{opening}/settle", "worker police office leader"),
    ("GET", "/api/decisions", "office leader"),
    ("GET", "/api/cases/{case}/decisions", "office leader"),
    ("POST", "/api/cases/{case}/decisions", "office"),
    ("POST", "/api/cases/{case}/decisions/preview", "office leader"),
    ("POST", "/api/proposals/{proposal}/settle", "office leader"),
    ("GET", "/api/handovers", "worker police office leader"),
    ("POST", "/api/handovers", "office"),
    ("GET", "/api/handovers/of/{user}", "office"),
    ("POST", "/api/handovers/{handover}/step", "worker police office leader"),
    ("POST", "/api/cases/{case}/master", "office"),
    ("GET", "/api/readings", "office"),
    ("POST", "/api/readings/preview", "office"),
    ("POST", "/api/readings", "office"),
    ("GET", "/api/calendar", "office"),
    ("POST", "/api/calendar/preview", "office"),
    ("POST", "/api/calendar", "office"),
    ("GET", "/api/office", "office"),
    ("POST", "/api/office/posts", "office"),
    ("POST", "/api/office/users", "office"),
    ("POST", "/api/office/education", "office"),
    ("GET", "/api/draws", "office"),
    ("GET", "/api/draws/{draw}/candidates", "office"),
    ("POST", "/api/draws/commit", "office"),
    ("POST", "/api/draws/draw", "office"),
    ("POST", "/api/persons/{case}/what-if", "worker police office leader"),
    ("GET", "/api/persons/{case}/as-of", "worker police office leader"),
];

fn expected(method: &str, path: &str) -> &'static str {
    let found = EXPECTED.iter().find(|(m, p, _)| *m == method && *p == path);
    found.unwrap_or_else(|| panic!("{method} {path} has no line in EXPECTED")).2
}

async fn call(bench: &Bench, method: &str, path: &str, browser: Option<&Browser>) -> axum::http::StatusCode {
    let id = Uuid::nil().to_string();
    let path = path.replace("{case}", &id).replace("{series}", &id).replace("{draft}", &id);
    let mut request =
        Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    if let Some(browser) = browser {
        request = request.header(header::COOKIE, &browser.cookie).header("guihang-csrf", &browser.me.csrf);
    }
    let answer = bench.send(request.body(Body::from("{}")).unwrap()).await;
    // An answer to HEAD has no body.
    if answer.status.is_client_error() && method != "HEAD" {
        answer.problem();
    }
    answer.status
}

#[tokio::test]
async fn each_role_gets_through_exactly_the_routes_it_may() {
    shared::asserts!("R-ORG-6", "R-PRIV-5");
    let bench = Bench::new();
    for role in Role::ALL {
        let person = bench.add_user(role.code(), "例某", *role);
        let mut browser = bench.login(&person).await;
        for row in table() {
            let may = expected(row.method, row.path);
            if row.path == "/api/me" {
                // The row before it was logout.
                browser = bench.login(&person).await;
            }
            let status = call(&bench, row.method, row.path, Some(&browser)).await.as_u16();
            let through = status != 403 && status != 401;
            let should = may == "*" || may == "device" || may.split(' ').any(|name| name == role.code());
            // Login gets through to be refused for its empty form; a device route wants signature headers.
            assert_eq!(through, should, "{role:?} {} {} → {status}", row.method, row.path);
        }
    }
}

#[tokio::test]
async fn nobody_gets_through_without_a_session() {
    let bench = Bench::new();
    for row in table() {
        let status = call(&bench, row.method, row.path, None).await.as_u16();
        match row.access {
            Access::Session(_) => assert_eq!(status, 401, "{} {}", row.method, row.path),
            Access::Device => assert_eq!(status, 400, "{} {}", row.method, row.path),
            Access::Open | Access::SameOrigin => {
                assert_ne!(status, 401, "{} {}", row.method, row.path);
            }
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let bench = Bench::new();
    let mut paths: Vec<(String, String)> =
        table().iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    for path in ["/", "/api/nothing", "/persons/x", "/nothing.js"] {
        paths.push(("GET".to_owned(), path.to_owned()));
    }
    paths.push(("DELETE".to_owned(), "/api/persons".to_owned()));
    for (method, path) in paths {
        let request =
            Request::builder().method(method.as_str()).uri(path.replace(['{', '}'], "")).body(Body::empty());
        let answer = bench.send(request.unwrap()).await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{path}");
    }
}

#[tokio::test]
async fn unknown_paths_of_the_interfaces_are_problems_not_pages() {
    let bench = Bench::new();
    for path in ["/api/nothing", "/sync/nothing", "/nothing.js"] {
        assert_eq!(bench.get(path, None).await.code(), ProblemCode::NotFound, "{path}");
    }
}
