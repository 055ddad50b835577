// What the operations on contact lists and their contacts do.

import { equal, fails, has } from "../check.mjs";

const JANE = {
  email: "jane@example.com",
  first_name: "Jane",
  last_name: "Doe",
  company: "TechCorp",
  position: "CTO",
};
/** Seeded: contacts of the list. */
const PEOPLE = 8;

export default {
  "contactLists.create": {
    fields: {
      name: "Enterprise CTOs",
      contacts: [JANE, { email: "bob@example.com" }, { email: "JANE@example.com" }],
    },
    check: async (made, { client }) => {
      has(made, { name: "Enterprise CTOs", contact_count: 2 });
      const { contacts } = await client.contactLists.get(made.id);
      has(contacts.data[0], JANE);
      has(contacts.data[1], { email: "bob@example.com", first_name: null });
    },
  },
  "contactLists.list": {
    fields: { page: 1, per_page: 2 },
    before: async ({ client }) => {
      for (const name of ["B", "C"]) await client.contactLists.create({ name });
    },
    check: (page) => {
      has(page, { total: 3, last_page: 2, from: 1, to: 2 });
      equal(page.data.map(({ id }) => id), [1, 3], "ids");
    },
  },
  "contactLists.get": {
    fields: { page: 2, per_page: 3 },
    check: (list) => {
      has(list, { id: 1, contact_count: PEOPLE });
      has(list.contacts, { total: PEOPLE, current_page: 2, last_page: 3, from: 4, to: 6 });
      has(list.contacts.data[0], { first_name: "Jürgen", last_name: "Groß" });
    },
  },
  "contactLists.update": {
    fields: { name: "Renamed" },
    check: async (list, { client }) => {
      has(list, { id: 1, name: "Renamed", contact_count: PEOPLE });
      equal((await client.contactLists.get(1)).name, "Renamed", "the name");
    },
  },
  "contactLists.delete": {
    check: async (_, { client }) => {
      await fails(client.contactLists.get(1), "NotFoundError");
      await fails(client.contactLists.updateContact(1, 1, { company: "X" }), "NotFoundError");
    },
  },
  "contactLists.addContacts": {
    fields: { contacts: [JANE, JANE, { email: "contact@techcorp.demo.example" }] },
    check: async (result, { client }) => {
      equal(result, { added: 1, skipped: 2, contact_count: PEOPLE + 1 }, "the result");
      equal((await client.contactLists.get(1)).contact_count, PEOPLE + 1, "contacts");
    },
  },
  "contactLists.updateContact": {
    fields: { first_name: "Janet", email: "janet@example.com" },
    check: async (contact, { client, fields }) => {
      has(contact, { id: 1, last_name: "Doe", ...fields });
      has((await client.contactLists.get(1)).contacts.data[0], fields);
    },
  },
  "contactLists.removeContact": {
    check: async (_, { client }) => {
      const { contact_count, contacts } = await client.contactLists.get(1);
      equal(contact_count, PEOPLE - 1, "contacts");
      equal(contacts.data[0].id, 2, "the first that is left");
    },
  },
};
