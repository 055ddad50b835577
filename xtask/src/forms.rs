//! How well the judge tells registrations from other forms, in a real browser.

use std::process::Command;

use anyhow::Result;

use crate::{progress, root, setup};

/// Shows the judge all labelled forms.
///
/// # Errors
/// Something can't be built, or the judge doesn't reach what it has to.
pub(crate) fn run() -> Result<()> {
    setup::debian_lists();
    setup::debian(&["chromium", "chromium-driver"])?;
    let mut forms = Command::new("cargo");
    forms
        .args(["run", "--quiet", "--package", "linkyfy-browser-tests", "--bin", "forms"])
        .current_dir(root("."));
    progress::show("Forms", "", &mut forms, |_| ())
}
