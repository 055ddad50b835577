//! What the client's JavaScript asks, and nothing else. Texts and values come by their numbers, 0 is
//! none. A row comes as the list of its columns: `Text::part` takes both. Each client has an instance of its own, and with it a limit of its own.

// wasm-bindgen exports only what is `pub`, wherever it stands.
#![allow(unreachable_pub)]

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::limit::{Limit, Told};
use super::operations::Row;
use super::response::{self, Answer};
use super::{pages, request};
use crate::text::Text;
use crate::value::Value;

thread_local! {
    static LIMIT: RefCell<Limit> = const { RefCell::new(Limit::new()) };
}

/// The request of a call: method, URL and the body's names, a line each; or, behind a line with
/// nothing in it, the argument that can't be taken, and why.
#[wasm_bindgen(js_name = prepare_)]
pub fn prepare(row: i32, route: i32, base: i32, arguments: i32) -> i32 {
    let (row, base) = (Row(Text::made(row)), Text::made(base));
    let lines = match request::prepare(&row, Text::known(route), &base, &Value(arguments)) {
        Ok(request) => request.method.plus("\n").plus(request.url).plus("\n").plus(request.body),
        Err(refusal) => Text::from("\n").plus(refusal.parameter).plus("\n").plus(refusal.message),
    };
    lines.number()
}

/// Starts the next call where it may, and gives its number. Else gives how long it has to wait, in
/// milliseconds, below zero.
#[wasm_bindgen(js_name = begin_)]
pub fn begin(now: f64, alone: bool) -> f64 {
    LIMIT.with_borrow_mut(|limit| {
        let wait = limit.wait(now, alone);
        if wait > 0.0 { -wait } else { limit.start(now, alone) as f64 }
    })
}

/// About how long a call has to wait that has so many before it.
#[wasm_bindgen(js_name = expected_)]
pub fn expected(now: f64, before: f64) -> f64 {
    LIMIT.with_borrow(|limit| limit.expected(now, before))
}

/// The key is another.
#[wasm_bindgen(js_name = forget_)]
pub fn forget() {
    LIMIT.with_borrow_mut(Limit::forget);
}

/// The number of the next page, or 0.
#[wasm_bindgen(js_name = next_)]
pub fn next(page: f64, last: f64, items: f64) -> f64 {
    pages::next(page, last, items)
}

/// A call has ended; `call` is its number, 0 where the limit doesn't count it. `headers` are a list:
/// `Date`, `X-RateLimit-Limit`, `-Remaining` and `-Reset`, `Retry-After`. Gives a code, empty
/// where there are data; and how long until the server's reset, NaN where it doesn't say. Where there are
/// no data, also 1 where the call may be repeated, or 0; how long to wait before that; and a message. A
/// line each, and times in milliseconds.
#[wasm_bindgen(js_name = judge_)]
#[allow(clippy::too_many_arguments, reason = "JavaScript gives facts one by one")]
pub fn judge(
    row: i32,
    status: i32,
    shape: i32,
    code: i32,
    body: i32,
    headers: i32,
    call: usize,
    now: f64,
    tries: f64,
    random: f64,
) -> i32 {
    let [row, shape, code, body, headers] = [row, shape, code, body, headers].map(Text::made);
    // A list has its parts already, whatever is between them.
    let header = |place| headers.part("\t", place);
    let date = header(0);
    let [calls, left] = [1, 2].map(|place| response::number(&header(place)));
    let reset = response::until_reset(&header(3), &date);
    if call > 0 {
        let told = Told { calls, left, reset };
        LIMIT.with_borrow_mut(|limit| limit.land(now, call, told));
    }
    let span = Text::from("\n").plus(Text::from_number(reset));
    if response::is_good(status, &shape) {
        return span.number();
    }
    // The reset says when throttling ends, and nothing about other trouble.
    let is_full = status == 429;
    let end = if is_full { reset } else { f64::NAN };
    let asked = response::asked(&header(4), end, &date);
    let answer = Answer { status, shape, code, body, asked };
    let verdict = response::judge(&Row(row), &answer, tries, random);
    if call > 0 && is_full && verdict.retryable {
        LIMIT.with_borrow_mut(|limit| limit.close(now, verdict.wait));
    }
    let numbers = [f64::from(u8::from(verdict.retryable)), verdict.wait];
    let head = numbers.into_iter().fold(verdict.code.plus(span), |line, number| {
        line.plus("\n").plus(Text::from_number(number))
    });
    head.plus("\n").plus(verdict.message).number()
}
