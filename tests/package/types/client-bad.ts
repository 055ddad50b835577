// Each line with the mark must not compile: a mark without an error is an error itself.
import { Linkyfy } from "linkyfy/client";

// @ts-expect-error: whose key?
new Linkyfy({});
// @ts-expect-error: no such option
new Linkyfy({ apiKey: "key", timeout: 5 });
// @ts-expect-error: no such operation to route
new Linkyfy({ apiKey: "key", routes: { "projects.delete": "DELETE /projects/{project_id}" } });
// @ts-expect-error: no such hook
new Linkyfy({ apiKey: "key", hooks: { answer: () => {} } });

const client = new Linkyfy({ apiKey: "key" });
// @ts-expect-error: no such group
client.project;
// @ts-expect-error: no such operation
client.projects.delete(42);
// @ts-expect-error: which one?
client.projects.get();
// @ts-expect-error: an id is a number
client.projects.get("42");
// @ts-expect-error: no name
client.projects.create({ company_name: "Acme" });
// @ts-expect-error: no such field
client.projects.create({ name: "Acme", nmae: "Acme" });
// @ts-expect-error: a name is a text
client.projects.update(42, { name: 5 });
// @ts-expect-error: which one?
client.projects.update({ name: "Acme" });
client.projects.update(
  42,
  // @ts-expect-error: and that is told of the name, not of the id
  { name: 5 },
);
// @ts-expect-error: one of two numbers
client.contactLists.updateContact(10, { first_name: "Ann" });
// @ts-expect-error: no such filter
client.campaigns.list({ tag: "hot" });
// @ts-expect-error: a contact has an address
client.contactLists.addContacts(10, { contacts: [{ first_name: "Ann" }] });
// @ts-expect-error: no such plan
client.billing.changePlan({ plan_type: "free" });
// @ts-expect-error: no such option of a call
client.projects.get(42, { retries: 5 });
// @ts-expect-error: no pages
for await (const one of client.profile.get()) console.log(one);
const project = await client.projects.get(42);
// @ts-expect-error: no such field
project.title;
// @ts-expect-error: may be null
project.company_name.length;
// @ts-expect-error: no such class
client.request("GET", "/projects", { retryClass: "always" });
