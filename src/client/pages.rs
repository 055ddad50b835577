//! Which page comes after a page (C7).

/// The number of the next page, or 0 where there is none: after the last, after one with nothing in
/// it, and where the numbers are none. `page` is the one that was asked for.
pub fn next(page: f64, last: f64, items: f64) -> f64 {
    if items > 0.0 && page >= 1.0 && page < last { page + 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c7_pages_end_after_the_last() {
        assert_eq!(next(1.0, 3.0, 15.0), 2.0);
        assert_eq!(next(3.0, 3.0, 15.0), 0.0);
        assert_eq!(next(1.0, 1.0, 0.0), 0.0);
    }

    #[test]
    fn c7_a_server_that_counts_wrongly_keeps_nobody() {
        assert_eq!(next(2.0, 9.0, 0.0), 0.0, "nothing on it");
        assert_eq!(next(f64::NAN, 9.0, 15.0), 0.0);
        assert_eq!(next(1.0, f64::NAN, 15.0), 0.0);
        assert_eq!(next(1.0, f64::INFINITY, 15.0), 2.0);
    }
}
