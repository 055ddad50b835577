// The suite as a program of Node.js, Deno or Bun: its argument is the desk's origin.

import process from "node:process";
import * as client from "linkyfy/client";
import { enter } from "./enter.mjs";

await enter(client, process.argv[2]);
