//! Every route with what it needs. A route exists only as a row of [`table`], so none is without an access rule.

mod assets;
mod ca;
mod console;
mod health;
mod sync;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, head, options, patch, post};
use shared::access::Act;
use shared::problem::ProblemCode;
use shared::protocol::{blob, route};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::guard::{self, Need};
use crate::web::Web;
use crate::wire::Refused;

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Open,
    /// Anybody, from our own pages.
    SameOrigin,
    /// A paired device; the handler takes a [`crate::admit::SignedRequest`].
    Device,
    /// A logged-in user whose role may do one of these acts; empty = any user.
    Session(&'static [Act]),
}

/// One route.
#[derive(Debug)]
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
    handler: MethodRouter<Web>,
}

fn of(method: &'static str, path: &'static str, access: Access, handler: MethodRouter<Web>) -> Row {
    Row { method, path, access, handler }
}

/// All routes but the pages of the console.
#[must_use]
pub fn table() -> Vec<Row> {
    use Access::{Device, Open, SameOrigin, Session};
    let mut rows = vec![
        of("GET", "/healthz", Open, get(health::alive)),
        of("GET", "/readyz", Open, get(health::ready)),
        of("GET", "/ca.crt", Open, get(ca::certificate)),
        of("POST", route::PAIR, Open, post(sync::pair::pair)),
        of("POST", route::HELLO, Device, post(sync::hello::hello)),
        of("POST", route::PUSH, Device, post(sync::push::push)),
        of("POST", route::PULL, Device, post(sync::pull::pull)),
        of("POST", route::COMPARE, Device, post(sync::compare::compare)),
        of("POST", route::BUNDLE, Device, post(sync::bundle::bundle)),
        of("POST", route::GIVE_BACK, Device, post(sync::give_back::give_back)),
        of("POST", "/api/login", SameOrigin, post(console::login::login)),
        of("POST", "/api/logout", Session(&[]), post(console::logout::logout)),
        of("GET", "/api/me", Session(&[]), get(console::me::me)),
    ];
    rows.extend(evidence_rows());
    rows.extend(case_rows());
    rows.extend(draft_rows());
    rows.extend(list_rows());
    rows.extend(inbox_rows());
    rows.extend(decision_rows());
    rows.extend(paper_rows());
    rows.extend(parcel_rows());
    rows.extend(sealed_rows());
    rows.extend(handover_rows());
    rows.extend(transfer_rows());
    rows.extend(office_rows());
    rows.extend(keeper_rows());
    rows.extend(rule_rows());
    rows.extend(people_rows());
    rows
}

/// 附件, 胶囊, 待核查.
fn evidence_rows() -> [Row; 12] {
    use Access::{Device, Open, Session};
    let see = Session(&[Act::SeeFile]);
    let repair = Session(&[Act::Correct]);
    [
        of("OPTIONS", blob::ROUTE, Open, options(sync::blob::about)),
        of("POST", blob::ROUTE, Device, post(sync::blob::create)),
        of("HEAD", blob::ROUTE_ONE, Device, head(sync::blob::offset)),
        of("PATCH", blob::ROUTE_ONE, Device, patch(sync::blob::append)),
        of("GET", blob::ROUTE_ONE, Device, get(sync::blob::read)),
        of("POST", route::CAPSULE, Device, post(sync::capsule::offer)),
        of("GET", "/api/persons/{case}/attachments/{digest}", see, get(console::attachment::attachment)),
        of("POST", "/api/cases/{case}/records/{event}/scans", repair, post(console::scan::scan)),
        of("GET", "/api/attachments/missing", see, get(console::missing::missing)),
        of("POST", "/api/capsules", repair, post(console::capsule::capsule)),
        of("GET", "/api/quarantine", repair, get(console::quarantine::list)),
        of("POST", "/api/quarantine/decide", repair, post(console::quarantine::decide)),
    ]
}

fn case_rows() -> [Row; 15] {
    use Access::Session;
    let see = Session(&[Act::SeeFile]);
    let open = Session(&[Act::OpenCase]);
    let step = Session(&[Act::OpenCase, Act::RecordUpload]);
    let upload = Session(&[Act::RecordUpload]);
    [
        of("GET", "/api/workbench", see, get(console::workbench::workbench)),
        of("GET", "/api/persons", see, get(console::persons::persons)),
        of("GET", "/api/persons/{case}", see, get(console::person::person)),
        of("GET", "/api/persons/{case}/explain", see, get(console::explain::explain)),
        of(
            "POST",
            "/api/persons/{case}/id-number",
            Session(&[Act::SeeIdNumber]),
            post(console::master::id_number),
        ),
        of("POST", "/api/cases", open, post(console::open_case::open_case)),
        of("POST", "/api/cases/{case}/report-in", open, post(console::report_in::report_in)),
        of("POST", "/api/cases/{case}/master", Session(&[Act::Correct]), post(console::master::mend)),
        of("POST", "/api/cases/{case}/agreement", open, post(console::agreement::agreement)),
        of("GET", "/api/cases/{case}/blanks", open, get(console::intake::blanks)),
        of("POST", "/api/cases/{case}/steps", step, post(console::intake::step)),
        of("GET", "/api/cases/{case}/upload", upload, get(console::intake::upload)),
        of("GET", "/api/uploads/changed", upload, get(console::intake::changed)),
        of("POST", "/api/cases/{case}/review", Session(&[Act::Review]), post(console::review::review)),
        of(
            "POST",
            "/api/cases/{case}/workers",
            Session(&[Act::AssignWorkers]),
            post(console::workers::workers),
        ),
    ]
}

/// 草稿.
fn draft_rows() -> [Row; 3] {
    let open = || Access::Session(&[Act::OpenCase]);
    [
        of("GET", "/api/drafts", open(), get(console::drafts::list)),
        of("POST", "/api/drafts", open(), post(console::drafts::keep)),
        of("POST", "/api/drafts/{draft}/drop", open(), post(console::drafts::drop)),
    ]
}

/// 台账, 到期日历, 常用视图.
fn list_rows() -> [Row; 6] {
    let see = || Access::Session(&[Act::SeeFile]);
    [
        of("GET", "/api/registers", see(), get(console::registers::counts)),
        of("GET", "/api/registers/{register}", see(), get(console::registers::page)),
        of("GET", "/api/clocks", see(), get(console::clocks::clocks)),
        of("GET", "/api/deadlines", see(), get(console::deadlines::deadlines)),
        of("GET", "/api/views", see(), get(console::views::list)),
        of("POST", "/api/views", see(), post(console::views::keep)),
    ]
}

/// 核对收件箱, 矛盾核对.
fn inbox_rows() -> [Row; 6] {
    use Access::Session;
    let review = Session(&[Act::Review]);
    let correct = Session(&[Act::Correct]);
    [
        of("GET", "/api/inbox", review, get(console::inbox::list)),
        of("POST", "/api/inbox/accept", review, post(console::inbox::accept)),
        of("GET", "/api/cases/{case}/issue", correct, get(console::issue::sheet)),
        of("POST", "/api/cases/{case}/issue/preview", correct, post(console::issue::preview)),
        of("POST", "/api/cases/{case}/issue/settle", correct, post(console::issue::settle)),
        of("POST", "/api/cases/{case}/issue/withdraw", correct, post(console::issue::withdraw)),
    ]
}

/// 待决定, 拟办与批准.
fn decision_rows() -> [Row; 5] {
    use Access::Session;
    let see = || Session(&[Act::OpenCase, Act::ApproveDecision]);
    let open = || Session(&[Act::OpenCase]);
    [
        of("GET", "/api/decisions", see(), get(console::decisions::list)),
        of("GET", "/api/cases/{case}/decisions", see(), get(console::decisions::sheet)),
        of("POST", "/api/cases/{case}/decisions", open(), post(console::decisions::take)),
        of("POST", "/api/cases/{case}/decisions/preview", see(), post(console::decisions::preview)),
        of("POST", "/api/proposals/{proposal}/settle", see(), post(console::decisions::settle)),
    ]
}

/// 文书.
fn paper_rows() -> [Row; 11] {
    let see = || Access::Session(&[Act::IssuePaper, Act::ApproveDecision]);
    let issue = || Access::Session(&[Act::IssuePaper]);
    let keep = || Access::Session(&[Act::KeepOffice]);
    [
        of("GET", "/api/cases/{case}/papers", see(), get(console::papers::list)),
        of("POST", "/api/cases/{case}/papers/draft", see(), post(console::papers::draft)),
        of("POST", "/api/cases/{case}/papers/issue", issue(), post(console::papers::issue)),
        of("POST", "/api/cases/{case}/papers/serve", issue(), post(console::papers::serve)),
        of("POST", "/api/cases/{case}/papers/withdraw", issue(), post(console::papers::withdraw)),
        of("POST", "/api/cases/{case}/papers/print", see(), post(console::papers::print)),
        of("GET", "/api/cases/{case}/dossier", see(), get(console::dossier::view)),
        of("POST", "/api/cases/{case}/dossier/pack", see(), post(console::dossier::pack)),
        of("GET", "/api/layouts", keep(), get(console::layouts::list)),
        of("POST", "/api/layouts/{paper}", keep(), post(console::layouts::put)),
        of("POST", "/api/layouts/{paper}/drop", keep(), post(console::layouts::drop)),
    ]
}

/// 移交卷.
fn parcel_rows() -> [Row; 4] {
    let hand = || Access::Session(&[Act::TransferCase]);
    [
        of("GET", "/api/parcels", hand(), get(console::parcels::list)),
        of("POST", "/api/parcels", hand(), post(console::parcels::take)),
        of("POST", "/api/cases/{case}/parcel", hand(), post(console::parcels::make)),
        of("POST", "/api/cases/{case}/parcel/receipt", hand(), post(console::parcels::settle)),
    ]
}

/// Accounts and what is opened urgently. A path has one handler for each method, so those of one path stand together.
fn people_rows() -> Vec<Row> {
    use Access::{SameOrigin, Session};
    let steps = Session(&[Act::ManageUsers, Act::ConfirmUsers, Act::ResetCredentials]);
    vec![
        of("POST", "/api/setup", SameOrigin, post(console::set_up::look)),
        of("POST", "/api/setup/finish", SameOrigin, post(console::set_up::finish)),
        of("POST", "/api/me/password", Session(&[]), post(console::password::password)),
        of("POST", "/api/staff", Session(&[Act::ManageUsers]), post(console::invite::invite)),
        of("POST", "/api/staff/{user}/step", steps, post(console::user_step::user_step)),
        of("POST", "/api/openings", Session(&[Act::OpenUrgently]), post(console::openings::open)),
        of("GET", "/api/openings", Session(&[Act::ReviewOpenings]), get(console::openings::list)),
        of(
            "POST",
            "/api/openings/{opening}/review",
            Session(&[Act::ReviewOpenings]),
            post(console::openings::review),
        ),
        of("GET", "/api/persons/{case}/reads", Session(&[Act::SeeReads]), get(console::reads::reads)),
    ]
}

/// 已封存档案, 调阅. Who reads files asks; who may answer is judged for each wish.
fn sealed_rows() -> [Row; 4] {
    let see = || Access::Session(&[Act::SeeFile]);
    [
        of("GET", "/api/sealed", see(), get(console::sealed::page)),
        of("POST", "/api/sealed/find", see(), post(console::sealed::find)),
        of("POST", "/api/cases/{case}/unsealing", see(), post(console::sealed::ask)),
        of("POST", "/api/unsealings/{opening}/settle", see(), post(console::sealed::settle)),
    ]
}

/// 工作交接. Workers read the lists they are on and sign for theirs.
fn handover_rows() -> [Row; 4] {
    use Access::Session;
    let see = || Session(&[Act::SeeFile]);
    let list = || Session(&[Act::AssignWorkers]);
    [
        of("GET", "/api/handovers", see(), get(console::handovers::list)),
        of("POST", "/api/handovers", list(), post(console::handovers::begin)),
        of("GET", "/api/handovers/of/{user}", list(), get(console::handovers::caseload)),
        of("POST", "/api/handovers/{handover}/step", see(), post(console::handovers::step)),
    ]
}

fn transfer_rows() -> [Row; 4] {
    let transfer = Access::Session(&[Act::TransferCase]);
    [
        of("GET", "/api/transfers", transfer, get(console::transfers::transfers)),
        of("POST", "/api/cases/{case}/transfer", transfer, post(console::begin_transfer::begin_transfer)),
        of(
            "POST",
            "/api/cases/{case}/transfer/accept",
            transfer,
            post(console::accept_transfer::accept_transfer),
        ),
        of(
            "POST",
            "/api/cases/{case}/transfer/cancel",
            transfer,
            post(console::cancel_transfer::cancel_transfer),
        ),
    ]
}

/// 审计, 最低版本.
fn keeper_rows() -> [Row; 5] {
    use Access::Session;
    let system = || Session(&[Act::ManageUsers]);
    let audit = || Session(&[Act::SeeAudit]);
    [
        of("GET", "/api/audit", audit(), get(console::audit::page)),
        of("GET", "/api/audit/alerts", audit(), get(console::audit::alerts)),
        of("POST", "/api/audit/alerts/answer", audit(), post(console::audit::answer)),
        of("GET", "/api/app-floor", system(), get(console::app_floor::view)),
        of("POST", "/api/app-floor", system(), post(console::app_floor::set)),
    ]
}

fn office_rows() -> [Row; 7] {
    use Access::Session;
    let devices = Session(&[Act::ManageDevices]);
    [
        of(
            "POST",
            "/api/qualifications",
            Session(&[Act::KeepOffice]),
            post(console::qualification::qualification),
        ),
        of(
            "GET",
            "/api/devices",
            Session(&[Act::ManageDevices, Act::ConfirmDevices]),
            get(console::devices::devices),
        ),
        of(
            "POST",
            "/api/devices/{series}/confirm",
            Session(&[Act::ConfirmDevices]),
            post(console::confirm_device::confirm_device),
        ),
        of("POST", "/api/devices/pairing-codes", devices, post(console::pairing_code::pairing_code)),
        of("POST", "/api/devices/{series}/revoke", devices, post(console::revoke::revoke)),
        of("POST", "/api/devices/{series}/unlock-code", devices, post(console::unlock_code::unlock_code)),
        of(
            "GET",
            "/api/staff",
            Session(&[Act::ManageDevices, Act::ManageUsers, Act::ConfirmUsers, Act::AssignWorkers]),
            get(console::staff::staff),
        ),
    ]
}

fn rule_rows() -> [Row; 16] {
    use Access::Session;
    let see = || Session(&[Act::SeeFile]);
    let keep = || Session(&[Act::KeepOffice]);
    [
        of("GET", "/api/readings", keep(), get(console::readings::list)),
        of("POST", "/api/readings/preview", keep(), post(console::readings::preview)),
        of("POST", "/api/readings", keep(), post(console::readings::publish)),
        of("GET", "/api/calendar", keep(), get(console::calendar::list)),
        of("POST", "/api/calendar/preview", keep(), post(console::calendar::preview)),
        of("POST", "/api/calendar", keep(), post(console::calendar::publish)),
        of("GET", "/api/office", keep(), get(console::office_facts::view)),
        of("POST", "/api/office/posts", keep(), post(console::office_facts::post)),
        of("POST", "/api/office/users", keep(), post(console::office_facts::users)),
        of("POST", "/api/office/education", keep(), post(console::office_facts::education)),
        of("GET", "/api/draws", keep(), get(console::draws::view)),
        of("GET", "/api/draws/{draw}/candidates", keep(), get(console::draws::list)),
        of("POST", "/api/draws/commit", keep(), post(console::draws::commit)),
        of("POST", "/api/draws/draw", keep(), post(console::draws::draw)),
        of("POST", "/api/persons/{case}/what-if", see(), post(console::what_if::what_if)),
        of("GET", "/api/persons/{case}/as-of", see(), get(console::as_of::as_of)),
    ]
}

/// The whole server as one service.
pub fn router(web: &Web) -> Router {
    let mut router = Router::new();
    for row in table() {
        let handler = match row.access {
            Access::Open | Access::Device => row.handler,
            Access::SameOrigin => {
                row.handler.route_layer(from_fn_with_state(web.clone(), guard::same_origin))
            }
            Access::Session(acts) => {
                row.handler.route_layer(from_fn_with_state(Need { web: web.clone(), acts }, guard::session))
            }
        };
        router = router.route(row.path, handler);
    }
    let router = router
        .fallback(assets::page)
        .method_not_allowed_fallback(|| async { Refused(ProblemCode::NotFound.into()) })
        .with_state(web.clone())
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| panicked()))
        .layer(from_fn(trace));
    with_headers(router, web.is_https())
}

fn panicked() -> Response {
    tracing::error!("a handler panicked");
    Refused(ProblemCode::StoreFailed.into()).into_response()
}

/// One line a request: method, route pattern and status; never a path with an id, a query or a name.
async fn trace(request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    let method = request.method().clone();
    let matched =
        request.extensions().get::<axum::extract::MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let route = matched.unwrap_or_default();
    tracing::info!(%method, route, status = response.status().as_u16(), "answered");
    response
}

/// What every answer carries.
fn with_headers(router: Router, https: bool) -> Router {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
                  img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                  form-action 'self'; frame-ancestors 'none'";
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), interest-cohort=()",
        ),
    ];
    let mut router = router;
    for (name, value) in fixed {
        router = router.layer(SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value)));
    }
    if https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        router = router.layer(SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, year));
    }
    // Only the console's hashed files say otherwise.
    let never = HeaderValue::from_static("no-store");
    router.layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, never))
}
