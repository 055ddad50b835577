//! A program that a test starts, and that ends with the test.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::wait::DEADLINE;

/// How often a program that ends before it is ready is started.
const TRIES: usize = 3;

/// Is killed when dropped.
pub(crate) struct Process {
    _child: Child,
}

impl Process {
    /// Starts a program and reads what it prints until `ready` finds in a line what it looks for.
    pub(crate) async fn start<T>(
        mut command: Command,
        mut ready: impl FnMut(&str) -> Option<T>,
    ) -> (Self, T) {
        let shown = format!("{:?}", command.as_std());
        let mut printed = Vec::new();
        // A driver that chooses its port for IPv4 ends when that is taken for IPv6: then once more.
        for _ in 0..TRIES {
            let mut child = command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .kill_on_drop(true)
                .spawn()
                .unwrap_or_else(|error| panic!("{shown} can't be started: {error}"));
            let output = child.stdout.take().expect("it was asked for");
            let mut lines = BufReader::new(output).lines();
            let found = timeout(DEADLINE, async {
                while let Ok(Some(line)) = lines.next_line().await {
                    if let Some(found) = ready(&line) {
                        return Some(found);
                    }
                    printed.push(line);
                }
                None
            })
            .await;
            let Ok(Some(found)) = found else { continue };
            // Read on, or the program stops at a full pipe.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return (Self { _child: child }, found);
        }
        panic!("{shown} didn't get ready; it printed: {printed:#?}");
    }
}
