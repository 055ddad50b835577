// Tests of model.js, run by `node --test www/dashboard`.

import assert from "node:assert/strict";
import test from "node:test";
import * as model from "./model.js";

const NOW = Date.parse("2026-04-09T10:30:00Z");

test("missing days are zero and the range ends today", () => {
  const days = model.mergeDays(
    [{ date: "2026-04-08", impressions: 156, registrations: 12 }],
    [{ date: "2026-04-08", visitors: 70 }],
    NOW,
    3,
  );
  assert.deepEqual(days, [
    { date: "2026-04-07", visitors: 0, impressions: 0, registrations: 0 },
    { date: "2026-04-08", visitors: 70, impressions: 156, registrations: 12 },
    { date: "2026-04-09", visitors: 0, impressions: 0, registrations: 0 },
  ]);
});

test("days cross months, leap days included, and old days fall out", () => {
  const old = [{ date: "2024-01-01", impressions: 5, registrations: 1 }];
  const days = model.mergeDays(old, [], Date.parse("2024-03-02T23:59:59Z"));
  assert.equal(days.length, model.DAYS_SHOWN);
  assert.deepEqual(days.slice(-3).map((day) => day.date), ["2024-02-29", "2024-03-01", "2024-03-02"]);
  assert.ok(days.every((day) => day.impressions === 0));
});

test("a day that only one source knows is kept", () => {
  const stats = [{ date: "2026-04-09", impressions: 2, registrations: 0 }];
  const [before, today] = model.mergeDays(stats, [{ date: "2026-04-08", visitors: 1 }], NOW, 2);
  assert.deepEqual([before.visitors, before.impressions], [1, 0]);
  assert.deepEqual([today.visitors, today.impressions], [0, 2]);
});

test("a server whose clock is ahead moves the end of the range", () => {
  const days = model.mergeDays([{ date: "2026-04-10", impressions: 1, registrations: 0 }], [], NOW, 2);
  assert.deepEqual(days.map((day) => day.date), ["2026-04-09", "2026-04-10"]);
});

test("conversion is a percentage with one decimal, or a dash without impressions", () => {
  assert.equal(model.formatRate(model.conversionRate(87, 1243)), "7.0%");
  assert.equal(model.formatRate(model.conversionRate(0, 10)), "0.0%");
  assert.equal(model.formatRate(model.conversionRate(0, 0)), "–");
});

test("counts and days are spelt for reading", () => {
  assert.equal(model.formatCount(0), "0");
  assert.equal(model.formatCount(999), "999");
  assert.equal(model.formatCount(1234567), "1,234,567");
  assert.equal(model.formatDay("2026-04-08"), "8 Apr");
});

test("an event of today shows its seconds, an older one its day", () => {
  const noon = new Date(2026, 3, 9, 12, 0, 0).getTime();
  assert.equal(model.formatTime(new Date(2026, 3, 9, 9, 5, 7).toISOString(), noon), "09:05:07");
  assert.equal(model.formatTime(new Date(2026, 3, 8, 23, 5, 7).toISOString(), noon), "8 Apr 23:05");
  assert.equal(model.formatTime("soon", noon), "");
});

test("a page is shown by path and query, nonsense as it is", () => {
  assert.equal(model.pagePath("https://shop.example/a/b?c=d#e"), "/a/b?c=d");
  assert.equal(model.pagePath("not a url"), "not a url");
  assert.equal(model.pagePath(undefined), "");
});

test("a referrer is direct, a path of the same site, or a host", () => {
  const page = "https://shop.example/signup";
  assert.equal(model.referrerLabel("", page), "direct");
  assert.equal(model.referrerLabel(null, page), "direct");
  assert.equal(model.referrerLabel("https://shop.example/pricing?x=1", page), "/pricing");
  assert.equal(model.referrerLabel("https://search.example/q?s=1", page), "search.example");
  assert.equal(model.referrerLabel("android-app", page), "android-app");
  assert.equal(model.referrerLabel("about:client", page), "about:client");
});

test("visitors are told apart by their first block", () => {
  assert.equal(model.shortVisitor("3f1c9a52-8e0e-4a77-9b1f-0c2d4e5f6a7b"), "3f1c9a52");
  assert.equal(model.shortVisitor(undefined), "");
});

test("a visitor keeps one hue", () => {
  const hue = model.visitorHue("3f1c9a52-8e0e-4a77-9b1f-0c2d4e5f6a7b");
  assert.equal(hue, model.visitorHue("3f1c9a52-8e0e-4a77-9b1f-0c2d4e5f6a7b"));
  assert.ok(hue >= 0 && hue < 360);
});

test("events differ by kind, time, visitor and subject", () => {
  const event = { kind: "impression", at: "t", visitor_id: "v", page_url: "/a" };
  assert.notEqual(model.eventKey(event), model.eventKey({ ...event, page_url: "/b" }));
  assert.equal(model.eventKey(event), model.eventKey({ ...event }));
});

test("a project is empty only while nothing at all is known", () => {
  const none = { total_impressions: 0, total_registrations: 0 };
  assert.ok(model.isEmpty(none, { visitors: 0, latest: [] }));
  assert.ok(!model.isEmpty(none, { visitors: 1, latest: [] }));
  assert.ok(!model.isEmpty({ ...none, total_registrations: 1 }, { visitors: 0, latest: [] }));
});

test("reloads keep their distance and wait out a refusal", () => {
  assert.equal(model.reloadDelay(10_000, 0), 0);
  assert.equal(model.reloadDelay(10_000, 9_500), 1000);
  assert.equal(model.reloadDelay(10_000, 9_500, 14_000), 4000);
  assert.equal(model.reloadDelay(20_000, 9_500, 14_000), 0);
});

test("a 429 is obeyed: seconds, date, reset, or a guess", () => {
  assert.equal(model.blockedUntil("7", null, NOW), NOW + 7000);
  assert.equal(model.blockedUntil("Thu, 09 Apr 2026 10:31:00 GMT", null, NOW), NOW + 60_000);
  assert.equal(model.blockedUntil(null, String(NOW / 1000 + 20), NOW), NOW + 20_000);
  assert.equal(model.blockedUntil("tomorrow", null, NOW), NOW + 15_000);
  assert.equal(model.blockedUntil(null, String(NOW / 1000 - 5), NOW), NOW + 15_000);
});

test("the fragment gives key and project, and refuses what is no id", () => {
  assert.deepEqual(model.readFragment("#key=k%2B1&project=42"), { key: "k+1", project: 42 });
  assert.deepEqual(model.readFragment("#project=0"), { key: null, project: null });
  assert.deepEqual(model.readFragment(""), { key: null, project: null });
  assert.equal(model.readProject("1e3"), null);
  assert.equal(model.readProject("-4"), null);
});
