//! Lists in pages, with the fields that Laravel's `LengthAwarePaginator` gives.

use serde::Serialize;

/// Items on a page where the query doesn't say.
pub const DEFAULT_PER_PAGE: i64 = 15;
/// Most items on a page.
pub const MAX_PER_PAGE: i64 = 100;

/// Which page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// From 1.
    pub page: i64,
    /// From 1 to [`MAX_PER_PAGE`].
    pub per_page: i64,
}

impl PageRequest {
    /// Items before the page.
    pub fn offset(self) -> i64 {
        (self.page - 1) * self.per_page
    }

    /// The page with these items, of `total`.
    pub fn of<T>(self, data: Vec<T>, total: i64) -> Page<T> {
        let on_page = i64::try_from(data.len()).unwrap_or(self.per_page);
        let filled = on_page > 0;
        Page {
            data,
            current_page: self.page,
            last_page: last_page(total, self.per_page),
            per_page: self.per_page,
            total,
            from: filled.then_some(self.offset() + 1),
            to: filled.then_some(self.offset() + on_page),
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Page<T> {
    data: Vec<T>,
    current_page: i64,
    last_page: i64,
    per_page: i64,
    total: i64,
    /// Place of the first on this page, from 1; null on an empty page.
    from: Option<i64>,
    /// Place of the last on this page; null on an empty page.
    to: Option<i64>,
}

/// The last page that has something on it; 1 where there is nothing at all.
fn last_page(total: i64, per_page: i64) -> i64 {
    ((total + per_page - 1) / per_page).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s2_a_list_has_at_least_one_page() {
        for (total, last) in [(0, 1), (1, 1), (15, 1), (16, 2), (30, 2)] {
            assert_eq!(last_page(total, DEFAULT_PER_PAGE), last);
        }
    }
}
