//! A program that a test starts, and that ends with the test.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::wait::{DEADLINE, wait_for};

/// How often a program that ends before it is ready is started.
pub(crate) const TRIES: usize = 3;

/// Is killed when dropped, and with it what it started and left in its process group.
pub(crate) struct Process {
    child: Option<Child>,
}

impl Process {
    /// Starts a program and waits until `ready` finds what it looks for in a line of its output.
    pub(crate) async fn start<T>(
        mut command: Command,
        mut ready: impl FnMut(&str) -> Option<T>,
    ) -> (Self, T) {
        let mut printed = Vec::new();
        // A driver that chooses its port for IPv4 ends when that is taken for IPv6: then once more.
        for _ in 0..TRIES {
            let mut process = Self::spawn(command.stdout(Stdio::piped()));
            let output = process.child.as_mut().and_then(|child| child.stdout.take());
            let output = output.expect("it was asked for");
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
            return (process, found);
        }
        panic!("{:?} didn't get ready; it printed: {printed:#?}", command.as_std());
    }

    /// Starts a program that doesn't say when it is ready, and waits until `ready` finds what it
    /// looks for, by the id of the process.
    pub(crate) async fn start_silent<T>(
        mut command: Command,
        mut ready: impl FnMut(u32) -> Option<T>,
    ) -> (Self, T) {
        let process = Self::spawn(command.stdout(Stdio::null()));
        let id = process.id().expect("it was not waited for");
        let what = format!("{:?} to get ready", command.as_std());
        let look = async || ready(id).ok_or_else(|| "nothing of that".to_owned());
        let found = wait_for(&what, look).await;
        (process, found)
    }

    fn spawn(command: &mut Command) -> Self {
        let started = command.stdin(Stdio::null()).process_group(0).spawn();
        let child = started
            .unwrap_or_else(|error| panic!("{:?} can't be started: {error}", command.as_std()));
        Self { child: Some(child) }
    }

    fn id(&self) -> Option<u32> {
        self.child.as_ref().and_then(Child::id)
    }

    /// Leaves it running; gives the number of its process group, for whoever ends it.
    pub(crate) fn leave(mut self) -> u32 {
        let id = self.id().expect("it was not waited for");
        self.child = None;
        id
    }
}

impl Drop for Process {
    /// The child is the group's leader and not waited for yet, so the number is still its own.
    fn drop(&mut self) {
        if let Some(id) = self.id() {
            let mut kill = std::process::Command::new("kill");
            let _ = kill.args(["-KILL", "--", &format!("-{id}")]).stderr(Stdio::null()).status();
        }
    }
}
