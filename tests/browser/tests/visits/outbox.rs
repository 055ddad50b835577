//! Events that the API doesn't take at once: kept, sent again, each delivered once (D2–D8), and what
//! the page hears of it (P3).

mod delivery;
mod full;
pub(crate) mod instruments;
mod limits;
pub(crate) mod permission;
mod tabs;
mod ways;
