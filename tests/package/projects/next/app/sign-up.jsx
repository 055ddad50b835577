"use client";

import { useState } from "react";
import { linkyfy } from "../linkyfy";

/** Has the tracker at hand, also while it is rendered on the server, where there is no visitor. */
export function SignUp() {
  const [isDone, setDone] = useState(false);
  if (isDone) return <p>Thank you, {linkyfy.visitorId()}</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setDone(true);
      }}
    >
      <h1>Sign up</h1>
      <label>
        Name <input name="name" required />
      </label>
      <label>
        E-mail <input name="email" type="email" required />
      </label>
      <label>
        Password <input name="password" type="password" required />
      </label>
      <button>Create account</button>
    </form>
  );
}
