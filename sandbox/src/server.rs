//! The two listeners, on loopback alone, and what is served where.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{from_fn_with_state, map_response, map_response_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any_service, get, post};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower_http::cors::{Any, CorsLayer};

use crate::arrivals::{self, Arrivals};
use crate::auth::{KEY_HEADER, count_key};
use crate::clock::http_date;
use crate::connections::serve;
use crate::envelope::{ApiError, no_such_route};
use crate::faults::Faults;
use crate::live::Live;
use crate::rate_limit::{DEFAULT_LIMIT, LIMIT_HEADER, REMAINING_HEADER, RESET_HEADER, RateLimiter};
use crate::snippet::snippet;
use crate::store::Store;
use crate::{control, files, inject, routes, site};

/// How long a browser keeps the answer to a preflight.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_secs(86_400);
/// Where the documentation begins.
const QUICK_START: &str = "/docs/quick-start/";
/// How long requests that are under way may take when the sandbox is to end.
const GRACE: Duration = Duration::from_secs(3);

/// What all handlers share.
pub struct App {
    /// The database.
    pub store: Store,
    /// Who has called how often.
    pub limiter: RateLimiter,
    /// Who watches.
    pub live: Live,
    /// What trackers sent.
    pub arrivals: Arrivals,
    /// What is to go wrong.
    pub faults: Faults,
    /// Where the API and the tracker are: `http://127.0.0.1:PORT`.
    pub origin: String,
    /// The port in it.
    pub port: u16,
    /// What the limit is at the start and after a reset.
    pub settings: Settings,
    /// Where trackers send to.
    pub tracking_paths: Vec<&'static str>,
    /// Becomes true when the sandbox is to end.
    pub stopping: watch::Receiver<bool>,
}

/// [`App`] as handlers get it.
pub type Shared = Arc<App>;

/// The folders that are served.
#[derive(Clone, Debug)]
pub struct Folders {
    /// `linkyfy.js` and what lies beside it.
    pub tracker: PathBuf,
    /// `dashboard`, `docs`, `site` and `snippet`.
    pub www: PathBuf,
}

/// What a sandbox can be told at its start.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Calls that a key has in a minute; 0: as many as anybody makes.
    pub rate_limit: u32,
    /// Serve the operations at their alternative addresses, too?
    pub aliases: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rate_limit: DEFAULT_LIMIT, aliases: false }
    }
}

/// Why a port can't be had.
#[derive(Debug)]
pub struct ListenError {
    port: u16,
    cause: io::Error,
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { port, cause } = self;
        match cause.kind() {
            io::ErrorKind::AddrInUse => write!(f, "port {port} is taken"),
            _ => write!(f, "cannot listen on port {port}: {cause}"),
        }
    }
}

impl std::error::Error for ListenError {}

/// The two ports, taken and not served yet. Taken first: a sandbox that can't have them leaves
/// the database as it was.
pub struct Listeners {
    api: TcpListener,
    site: TcpListener,
    /// Where the API will be.
    pub api_address: SocketAddr,
    /// Where the demo site will be.
    pub site_address: SocketAddr,
}

impl Listeners {
    /// Takes the ports on 127.0.0.1; 0 is one that the system chooses.
    pub async fn bind(port: u16, site_port: u16) -> Result<Self, ListenError> {
        let (api, api_address) = bind(port).await?;
        let (site, site_address) = bind(site_port).await?;
        Ok(Self { api, site, api_address, site_address })
    }

    /// Where the API and the tracker will be: `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.api_address)
    }

    /// Serves until [`Running::stop`]. The demo site carries the snippet of `demo_project`.
    pub fn serve(
        self,
        store: Store,
        demo_project: i64,
        folders: &Folders,
        settings: Settings,
    ) -> Running {
        let (stop, stopping) = watch::channel(false);
        let origin = self.origin();
        let snippet = snippet(&origin, demo_project);
        let site_origin = format!("http://{}/", self.site_address);
        let app = Arc::new(App {
            limiter: RateLimiter::new(settings.rate_limit),
            live: Live::default(),
            arrivals: Arrivals::new(store.clock.clone()),
            store,
            settings,
            tracking_paths: routes::paths_of("tracking", settings.aliases),
            faults: Faults::default(),
            origin,
            port: self.api_address.port(),
            stopping: stopping.clone(),
        });
        let site = site::router(&folders.www.join("site"), snippet);
        let tasks = [
            tokio::spawn(serve(self.api, router(app, folders, site_origin), stopping.clone())),
            tokio::spawn(serve(self.site, site, stopping)),
        ];
        Running { stop, tasks }
    }
}

async fn bind(port: u16) -> Result<(TcpListener, SocketAddr), ListenError> {
    let error = |cause| ListenError { port, cause };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(error)?;
    let address = listener.local_addr().map_err(error)?;
    Ok((listener, address))
}

/// A sandbox that serves.
pub struct Running {
    stop: watch::Sender<bool>,
    tasks: [JoinHandle<()>; 2],
}

impl Running {
    /// Ends it: no new connections, streams end at once, other requests have three seconds.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        let ended = async {
            for task in self.tasks {
                // A task that has failed has ended, too.
                let _ = task.await;
            }
        };
        if tokio::time::timeout(GRACE, ended).await.is_err() {
            tracing::warn!("some requests were cut short");
        }
    }
}

fn router(app: Shared, folders: &Folders, site_origin: String) -> Router {
    let dashboard = file_router(&folders.www.join("dashboard"));
    let docs = file_router(&folders.www.join("docs"));
    let snippet = file_router(&folders.www.join("snippet"));
    let to = |page: &'static str| get(async move || Redirect::temporary(page));
    let tracker = file_router(&folders.tracker).layer(map_response(for_all_origins));
    let api = api(app.clone());
    Router::new()
        .nest("/api/v1", api.clone())
        // What is nested has all below its path but this.
        .route("/api/v1/", any_service(api))
        .nest("/__sandbox", control(app.clone()))
        .nest("/dashboard/", dashboard)
        .nest("/docs/", docs)
        .nest("/snippet/", snippet)
        .route("/docs/", to(QUICK_START))
        .route("/docs", to(QUICK_START))
        .route("/docs/quick-start", to(QUICK_START))
        .route("/docs/api", to("/docs/api/"))
        .route("/snippet", to("/snippet/"))
        .route("/dashboard", get(to_dashboard))
        .route("/site", get(async move || Redirect::temporary(&site_origin)))
        .route("/", get(to_dashboard))
        .fallback_service(tracker)
        .layer(map_response_with_state(app, set_date))
}

/// Answers are of the sandbox's time, which can be ahead of the machine's.
async fn set_date(State(app): State<Shared>, mut response: Response) -> Response {
    if let Some(date) = http_date(app.store.clock.now()) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

async fn to_dashboard() -> Redirect {
    Redirect::temporary("/dashboard/")
}

fn api(app: Shared) -> Router {
    let mut methods = vec![Method::GET, Method::POST, Method::PUT, Method::DELETE];
    if app.settings.aliases {
        methods.push(Method::PATCH);
    }
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods(methods)
        .allow_headers([header::CONTENT_TYPE, KEY_HEADER])
        .expose_headers([
            LIMIT_HEADER,
            REMAINING_HEADER,
            RESET_HEADER,
            header::RETRY_AFTER,
            header::DATE,
        ])
        .max_age(PREFLIGHT_MAX_AGE);
    let no_route = no_such_route.layer(from_fn_with_state(app.clone(), count_key));
    // A layer is around those that stand before it: CORS is around the faults, so that a page can
    // read an answer that is one.
    routes::router(&app)
        .method_not_allowed_fallback(no_route.clone())
        .fallback(no_route)
        .layer(from_fn_with_state(app.clone(), inject::faults))
        .layer(from_fn_with_state(app.clone(), arrivals::enter))
        .layer(cors)
        .layer(from_fn_with_state(app.clone(), inject::preflight_faults))
        .with_state(app)
}

fn control(app: Shared) -> Router {
    Router::new()
        .route("/ledger", get(control::ledger).delete(control::forget))
        .route("/faults", get(control::faults).post(control::set_faults).delete(control::no_faults))
        .route("/live", get(control::live))
        .route("/clock", post(control::advance_clock))
        .route("/plan", post(control::set_plan))
        .route("/rate-limit", get(control::rate_limit).put(control::set_rate_limit))
        .route("/reset", post(control::reset))
        .route("/snapshot", get(control::snapshot))
        .route("/step", post(control::step))
        .method_not_allowed_fallback(no_such_route)
        .fallback(no_such_route)
        .layer(from_fn_with_state(app.clone(), control::require_own_origin))
        .with_state(app)
}

fn file_router(dir: &Path) -> Router {
    let folder = files::folder(dir);
    Router::new().fallback(move |request: Request| async move {
        let response = files::serve(&folder, request).await;
        response.unwrap_or_else(|| ApiError::not_found().into_response())
    })
}

/// Any site may load the tracker's files (L7).
async fn for_all_origins(mut response: Response) -> Response {
    let any = HeaderValue::from_static("*");
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, any);
    response
}
