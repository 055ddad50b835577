//! The API client's decisions: plain values in, plain values out, tested on the host.
//!
//! Data flows in the order of the modules below: an operation's row says what it takes, a request is
//! made of it and the arguments, the limit says when it may start, and the answer is judged. What
//! carries that out is JavaScript (`pkg/src/client`), which asks through `js`.

pub mod operations;
pub mod request;
pub mod limit;
pub mod response;
pub mod pages;

#[cfg(target_arch = "wasm32")]
mod js;
