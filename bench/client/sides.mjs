// What is compared: the client as it is published, and the wrapper. Both make the same two calls. Other
// published clients, for other APIs, are loaded only.

/** The project and the page of campaigns that are read. */
const PROJECT = 1;
const PER_PAGE = 25;

export const sides = {
  client: {
    load: () => import("../../pkg/dist/client.js"),
    open: ({ Linkyfy }, settings) => {
      const client = new Linkyfy(settings);
      return [
        () => client.projects.get(PROJECT),
        () => client.campaigns.list({ project_id: PROJECT, per_page: PER_PAGE }),
      ];
    },
  },
  wrapper: {
    load: () => import("./wrapper.mjs"),
    open: ({ Api }, settings) => {
      const api = new Api(settings);
      return [
        () => api.get(`/projects/${PROJECT}`),
        () => api.get("/campaigns", { project_id: PROJECT, per_page: PER_PAGE }),
      ];
    },
  },
};

/** Published clients by their packages, and what is imported of each. */
export const peers = {
  "@octokit/core, throttling, retry": {
    "@octokit/core": "Octokit",
    "@octokit/plugin-throttling": "throttling",
    "@octokit/plugin-retry": "retry",
  },
  stripe: { stripe: "default" },
  openai: { openai: "default" },
};

for (const [name, packages] of Object.entries(peers)) {
  sides[name] = { load: () => Promise.all(Object.keys(packages).map((one) => import(one))) };
}
