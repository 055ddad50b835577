//! The operations of the API: each takes what it needs from a request, has the store do it, and
//! answers. One module for each group.

pub mod billing;
pub mod campaigns;
pub mod contact_lists;
pub mod domains;
pub mod inbox;
pub mod mailboxes;
pub mod notifications;
pub mod profile;
pub mod projects;
pub mod smtp;
pub mod templates;
pub mod tracking;

/// Longest name and other short text, in characters.
pub(crate) const MAX_SHORT_CHARS: usize = 255;
/// Longest description and other text, in characters.
pub(crate) const MAX_TEXT_CHARS: usize = 5000;
/// Longest body of a mail or a template, in characters.
pub(crate) const MAX_BODY_CHARS: usize = 50_000;
/// Most items of a list in a body.
pub(crate) const MAX_ITEMS: usize = 1000;
