//! API keys: making them, and letting only calls with a known one through (S2).

use axum::extract::{Request, State};
use axum::http::HeaderName;
use axum::middleware::Next;
use axum::response::IntoResponse;

use crate::envelope::{Answer, ApiError, Code};
use crate::server::Shared;

/// The header that carries the key.
pub const KEY_HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// Longest key that can be given by hand, in characters.
const MAX_KEY_CHARS: usize = 128;
/// Randomness in a key that the sandbox makes, in bytes.
const KEY_BYTES: usize = 20;

/// A new key, from the randomness of the operating system. Fails where there is none.
pub fn new_key() -> Result<String, getrandom::Error> {
    let mut random = [0; KEY_BYTES];
    getrandom::fill(&mut random)?;
    let hex: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("lk_sandbox_{hex}"))
}

/// Checks a key given by hand: it goes into a header and into a URL's fragment as it is, so it is
/// of letters, digits, `-`, `_` and `.`. The error says so.
pub fn parse_key(key: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if (1..=MAX_KEY_CHARS).contains(&key.len()) && key.chars().all(plain) {
        Ok(key.to_owned())
    } else {
        Err(format!("a key is 1 to {MAX_KEY_CHARS} letters, digits, '-', '_' or '.'"))
    }
}

/// 401: a key that nobody has, or none.
pub(crate) fn unauthorized() -> ApiError {
    ApiError::new(Code::Unauthorized, "Missing or invalid API key.")
}

/// Middleware: 401 without a known key, 429 over the limit, 402 for who hasn't paid; else the handler
/// finds its [`crate::store::UserId`] among the request's extensions. Every answer to a known key
/// tells its limit (W5).
pub async fn require_key(State(app): State<Shared>, mut request: Request, next: Next) -> Answer {
    let key = request.headers().get(KEY_HEADER).and_then(|value| value.to_str().ok());
    let key = key.ok_or_else(unauthorized)?.to_owned();
    let looked_up = key.clone();
    let caller = app.store.run(move |store| store.caller(&looked_up)).await?;
    let caller = caller.ok_or_else(unauthorized)?;

    let verdict = app.limiter.take(&key, app.store.clock.now().as_second());
    let mut response = if !verdict.allowed {
        let message = format!("More than {} calls in this minute.", verdict.limit);
        ApiError::new(Code::RateLimited, message).into_response()
    } else if caller.expired {
        let message = "Your subscription has expired. Renew to continue.";
        ApiError::new(Code::SubscriptionExpired, message).into_response()
    } else {
        request.extensions_mut().insert(caller.user);
        next.run(request).await
    };
    verdict.write(response.headers_mut());
    Ok(response)
}

/// Middleware around the answer to what isn't there: 404 without a known key, whose limit counts
/// there, too (W5).
pub async fn count_key(app: State<Shared>, request: Request, next: Next) -> Answer {
    require_key(app, request, next).await.map_err(|error| match error.code {
        Code::Unauthorized => ApiError::not_found(),
        _ => error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_new_keys_differ_and_pass_the_check() {
        let (one, other) = (new_key().unwrap(), new_key().unwrap());
        assert_ne!(one, other);
        assert_eq!(parse_key(&one), Ok(one.clone()));
    }

    #[test]
    fn s1_keys_that_a_header_or_a_url_would_change_are_refused() {
        for bad in ["", "a b", "a&b", "a#b", "é", "a\n", &"x".repeat(MAX_KEY_CHARS + 1)] {
            assert!(parse_key(bad).is_err(), "{bad:?}");
        }
    }
}
