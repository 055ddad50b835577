//! The command `linkyfy-sandbox`: a local Linkyfy to develop, demonstrate and test against.

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use linkyfy_sandbox::auth::parse_key;
use linkyfy_sandbox::rate_limit::DEFAULT_LIMIT;
use linkyfy_sandbox::server::{Folders, Listeners, Settings};
use linkyfy_sandbox::snippet::snippet;
use linkyfy_sandbox::store::Store;
use tracing::Level;

/// A local Linkyfy: the API, a live dashboard and a demo site, on 127.0.0.1 alone.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Port of the API; 0: one that the system chooses
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Port of the demo site; 0: one that the system chooses
    #[arg(long, value_name = "N", default_value_t = 0)]
    site_port: u16,
    /// SQLite file that keeps everything
    #[arg(long, value_name = "FILE", default_value = "linkyfy-sandbox.sqlite")]
    db: PathBuf,
    /// Keep everything in memory, nothing on disk
    #[arg(long, conflicts_with = "db")]
    memory: bool,
    /// API key of the demo user, in place of the one it has or of a random one
    #[arg(long, value_name = "KEY", value_parser = parse_key)]
    api_key: Option<String>,
    /// Calls that an API key has in a minute; 0: no limit
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LIMIT)]
    rate_limit: u32,
    /// Serve the operations also at other addresses that the vendor may have given them
    #[arg(long)]
    aliases: bool,
    /// Folder of linkyfy.js
    #[arg(long, value_name = "DIR", default_value = "pkg/dist")]
    tracker: PathBuf,
    /// Folder of the dashboard and the demo site
    #[arg(long, value_name = "DIR", default_value = "www/dist")]
    www: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).with_max_level(Level::WARN).init();
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("linkyfy-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let ended = end_signal()?;
    let listeners = Listeners::bind(options.port, options.site_port).await?;
    let store = if options.memory { Store::in_memory()? } else { Store::open(&options.db)? };
    let demo = store.demo(options.api_key.as_deref())?;

    let (origin, site, key) = (listeners.origin(), listeners.site_address, demo.api_key);
    let (id, name) = (demo.project.id, demo.project.given.name);
    let snippet = snippet(&origin, id);
    let mut lines = format!(
        "listening on {origin}\n\
         API key: {key}\n\
         Project: {id} ({name})\n\
         Dashboard: {origin}/dashboard/#key={key}&project={id}\n\
         Demo site: http://{site}/\n\
         Snippet: {snippet}\n"
    );
    for dir in [&options.tracker, &options.www] {
        if !dir.is_dir() {
            let dir = dir.display();
            lines.push_str(&format!("Not there: {dir}; `cargo xtask build` builds it\n"));
        }
    }

    let settings = Settings { rate_limit: options.rate_limit, aliases: options.aliases };
    let folders = Folders { tracker: options.tracker, www: options.www };
    let running = listeners.serve(store, id, &folders, settings);
    let mut stdout = io::stdout();
    stdout.write_all(lines.as_bytes())?;
    stdout.flush()?;
    ended.await;
    running.stop().await;
    Ok(())
}

/// Comes when the process is asked to end. Listens from now on, so that no early signal kills it.
#[cfg(unix)]
fn end_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Comes when the process is asked to end.
#[cfg(not(unix))]
fn end_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
