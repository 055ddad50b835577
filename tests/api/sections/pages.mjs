// Lists are pages, and all that their pages have (C7).

import { equal, ok } from "../check.mjs";

const CONTACTS = 35;
const PER_PAGE = 10;

const newList = async (client) => {
  const contacts = Array.from({ length: CONTACTS }, (_, at) => ({ email: `c${at}@example.com` }));
  return (await client.contactLists.create({ name: "Long", contacts })).id;
};

const collect = async (items, most = Infinity) => {
  const all = [];
  for await (const item of items) {
    all.push(item);
    if (all.length == most) break;
  }
  return all;
};

export default {
  c7_a_list_gives_all_items_and_asks_for_a_page_when_it_is_needed: async ({ client, requests }) => {
    const id = await newList(client);
    for (const [most, pages] of [
      [Infinity, 4],
      [PER_PAGE, 1],
      [PER_PAGE + 1, 2],
    ]) {
      requests.length = 0;
      const found = await collect(client.contactLists.get(id, { per_page: PER_PAGE }), most);
      const emails = found.map(({ email }) => email);
      const expected = Array.from({ length: Math.min(most, CONTACTS) }, (_, at) => `c${at}@example.com`);
      equal(emails, expected, "addresses");
      equal(requests.length, pages, `requests for ${found.length}`);
    }
  },

  c7_a_page_brings_the_next: async ({ client }) => {
    for (let more = 0; more < 4; more++) await client.projects.create({ name: `P${more}` });
    let page = await client.projects.list({ per_page: 2 });
    const seen = [];
    for (;;) {
      seen.push(page.data.map(({ id }) => id).join());
      if (!page.hasNext) break;
      page = await page.next();
    }
    equal(seen, ["1,3", "4,5", "6"], "pages");
    ok(!(await page.next()), "there is a page after the last");
    equal(Object.keys(page).includes("next"), false, "whether the page's data have a field for it");
  },

  c7_a_list_without_pages_and_an_empty_one_are_gone_through_too: async ({ client, requests }) => {
    equal((await collect(client.domains.list())).map(({ id }) => id), [1, 2], "domains");
    requests.length = 0;
    equal(await collect(client.campaigns.list({ status: "none" })), [], "campaigns");
    equal(requests.length, 1, "requests");
  },
};
