// Finds the labelled forms that it is asked for, and describes each. Labels are looked at here, and
// never by the judge.

const byMark = (marks) => (marks ?? []).map((mark) => document.querySelector(`[data-h="${mark}"]`));

return arguments[0].map((asked) => {
  const marked = byMark([asked.form]).concat(byMark(asked.emails), byMark(asked.anchors));
  const form =
    asked.number >= 0
      ? document.forms[asked.number]
      : marked.map((element) => element?.form ?? element?.closest("form")).find(Boolean);
  if (!form) return {};
  const elements = [...form.elements];
  const parts = partsOf(form, elements);
  const named = elements.concat(...form.querySelectorAll("[type=image]"));
  const isButton = ({ type }) => /^(submit|image)$/.test(type);
  const submitter =
    form.querySelector("[data-press]") ??
    byMark(asked.submits).find(Boolean) ??
    named.find((element) => isButton(element) && asked.submitNames.includes(element.name));
  const isLabelled = (element) =>
    element.hasAttribute("data-expect-email") ||
    asked.emails.includes(+element.dataset.h) ||
    (element.name && asked.emailNames.includes(element.name));
  const places = (test) => elements.flatMap((element, place) => (test(element) ? [place] : []));
  const isOpen = (element) => isSeen(element) && !element.readOnly && !element.disabled;
  return {
    description: describe(form, parts, submitter ?? pressedIn(parts), called, new Set()),
    labelled: places(isLabelled),
    open: places((element) => isLabelled(element) && isOpen(element)),
    missing: asked.names.filter((name) => !named.some((element) => element.name == name)).length,
  };
});
