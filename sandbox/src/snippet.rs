//! The line of HTML that puts the tracker on a page (S6, L1).

/// The snippet for `project`, of the tracker and the API at `origin`.
///
/// It allows localhost and automated browsers, which the tracker otherwise doesn't count (T6):
/// a sandbox lives on localhost and is driven by tests.
pub fn snippet(origin: &str, project: i64) -> String {
    format!(
        "<script async src=\"{origin}/linkyfy.js\" data-project-id=\"{project}\" \
         data-api=\"{origin}/api/v1\" data-allow-localhost data-allow-automation></script>"
    )
}
