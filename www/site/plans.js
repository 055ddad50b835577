// The first year with a plan: a small single-page part. Each plan is a route of its own, which the tracker
// counts. Without this script the links work too: all plans are shown, and a link goes to its own.

const links = [...document.querySelectorAll("#years nav a")];
const panels = document.querySelectorAll("#years article");
const { title } = document;

/** Shows the plan that the address names, or the first. */
const show = () => {
  const plan = new URLSearchParams(location.search).get("plan");
  const chosen = links.find(({ hash }) => hash == `#${plan}`) ?? links[0];
  for (const link of links) link.removeAttribute("aria-current");
  chosen.setAttribute("aria-current", "true");
  for (const panel of panels) panel.hidden = `#${panel.id}` != chosen.hash;
  document.title = plan ? `${chosen.textContent} – ${title}` : title;
};

for (const link of links) {
  link.addEventListener("click", (event) => {
    // With a key held, the link opens elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.search != location.search) history.pushState(null, "", link.search);
    show();
  });
}
addEventListener("popstate", show);
show();
