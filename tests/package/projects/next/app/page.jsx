import { SignUp } from "./sign-up";

// Rendered at each request, by the server.
export const dynamic = "force-dynamic";

export default function Page() {
  return <SignUp />;
}
