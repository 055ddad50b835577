// A runtime's way in: gets the setting from the desk, runs the suite on the client, and reports.

import { run } from "./suite.mjs";

export const enter = async ({ Linkyfy, ...errors }, desk, isWeb = false) => {
  const report = async () => {
    const setting = await (await fetch(`${desk}/setting`)).json();
    return run({ ...setting, Linkyfy, errors, desk, isWeb });
  };
  const failed = (error) => [{ name: "the suite", problems: [`${error.stack ?? error}`] }];
  const rows = await report().catch(failed);
  await (await fetch(`${desk}/report`, { method: "POST", body: JSON.stringify(rows) })).text();
};
