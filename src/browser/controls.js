// A form's controls, and what their author calls them.

/** What authors say of an element, beside its text. */
const ATTRIBUTES = "id class name action href placeholder aria-label title alt".split(" ");

/** What an element is called by its author. */
export const called = (element) => ATTRIBUTES.map((name) => element.getAttribute(name)).join(" ");

/** All controls of a form, also where one of them is called "elements". */
export const elementsOf = (form) => [...Reflect.get(HTMLFormElement.prototype, "elements", form)];

/** What a field is for. The property lacks what its browser does not know: in Firefox, codes. */
export const autocompleteOf = (field) => field.getAttribute("autocomplete");

/** The mark by which the site's owner says that it is the field for the address (F6), or nothing. */
export const markOf = (field) => (field.dataset.linkyfyEmail == null ? "" : "marked");
