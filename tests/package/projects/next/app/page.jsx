import { Linkyfy } from "linkyfy/client";
import { SignUp } from "./sign-up";

// Rendered at each request, by the server, which asks the API.
export const dynamic = "force-dynamic";

export default async function Page() {
  const { LINKYFY_API: baseUrl, LINKYFY_API_KEY: apiKey } = process.env;
  const client = new Linkyfy({ baseUrl, apiKey });
  const { name } = await client.projects.get(1);
  return (
    <main>
      <p>{name}</p>
      <SignUp />
    </main>
  );
}
