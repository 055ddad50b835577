// Sign-up forms of React, with controlled inputs, that make place for a "Thank you" as they are
// sent: one of a single step, and one of two where the element `#app` has `data-steps`, "stay" where
// both are on the page all the time.

import { useState } from "react";
import { createRoot } from "react-dom/client";

function Field({ label, onValue, ...attributes }) {
  return (
    <label>
      {label}
      <input {...attributes} onChange={(event) => onValue(event.target.value)} required />
    </label>
  );
}

function Password(attributes) {
  return <Field label="Password" name="password" type="password" {...attributes} />;
}

function Thanks() {
  return <p role="status">Thank you</p>;
}

function SignUp() {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isDone, setDone] = useState(false);
  if (isDone) return <Thanks />;
  const submit = (event) => {
    event.preventDefault();
    setDone(true);
  };
  return (
    <form onSubmit={submit}>
      <h1>Sign up</h1>
      <Field label="Name" name="name" value={name} onValue={setName} />
      <Field label="E-mail" name="email" type="email" value={email} onValue={setEmail} />
      <Password value={password} onValue={setPassword} />
      <button>Create account</button>
    </form>
  );
}

/** The section of a step, which stays on the page, or where it doesn't, goes when its turn is over. */
function Step({ isNow, stays, children }) {
  if (!isNow && !stays) return null;
  return <section style={{ display: isNow ? "block" : "none" }}>{children}</section>;
}

function Steps({ stay }) {
  const [step, setStep] = useState(1);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  if (step > 2) return <Thanks />;
  const submit = (event) => {
    event.preventDefault();
    setStep(3);
  };
  return (
    <form onSubmit={submit}>
      <h1>Sign up</h1>
      <Step isNow={step === 1} stays={stay}>
        <Field label="E-mail" name="email" type="email" value={email} onValue={setEmail} />
        <button type="button" onClick={() => setStep(2)}>
          Continue
        </button>
      </Step>
      <Step isNow={step === 2} stays={stay}>
        <Password value={password} onValue={setPassword} />
        <button>Create account</button>
      </Step>
    </form>
  );
}

const root = document.querySelector("#app");
const { steps } = root.dataset;
createRoot(root).render(steps === undefined ? <SignUp /> : <Steps stay={steps === "stay"} />);
