//! Patience with a limit.

use std::fmt::Debug;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

/// How long a test waits for anything. Only a failing test waits that long.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// How long a driver may take to carry out a command: longer than it waits for a page itself.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);

/// How long between two looks.
const INTERVAL: Duration = Duration::from_millis(20);

/// Looks until there is what the test waits for. A look that doesn't find it says what it saw
/// instead.
///
/// # Panics
/// After [`DEADLINE`], with `what` and with what the last look saw.
pub async fn wait_for<T>(what: &str, mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    let end = Instant::now() + DEADLINE;
    loop {
        match look().await {
            Ok(found) => return found,
            Err(seen) => {
                assert!(Instant::now() < end, "waited {DEADLINE:?} for {what}; last seen: {seen}")
            }
        }
        sleep(INTERVAL).await;
    }
}

/// Carries out a driver's command. A driver whose browser is gone may never answer.
///
/// # Panics
/// After [`PATIENCE`], or where the command fails.
pub(crate) async fn in_time<T, E: Debug>(
    what: &str,
    command: impl Future<Output = Result<T, E>>,
) -> T {
    match timeout(PATIENCE, command).await {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => panic!("{what}: {error:?}"),
        Err(_) => panic!("{what}: the driver gave no answer in {PATIENCE:?}"),
    }
}
