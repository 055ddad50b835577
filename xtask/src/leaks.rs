//! Whether anything but the address that registers leaves a form, in a real browser.

use anyhow::Result;

use crate::{engines, progress};

/// Sends all labelled forms with secrets in their fields.
///
/// # Errors
/// Something can't be built, or a secret leaks.
pub(crate) fn run() -> Result<()> {
    let mut leaks = engines::program_in_chromium("leaks")?;
    progress::show("Leaks", "", &mut leaks, |_| ())
}
