//! How well the judge tells registrations from other forms, in a real browser.

use anyhow::Result;

use crate::{engines, progress};

/// Shows the judge all labelled forms.
///
/// # Errors
/// Something can't be built, or the judge doesn't reach what it has to.
pub(crate) fn run() -> Result<()> {
    let mut forms = engines::program_in_chromium("forms")?;
    progress::show("Forms", "", &mut forms, |_| ())
}
