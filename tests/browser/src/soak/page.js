// What a visitor of the soak does in a page of the site.

window.soak = (() => {
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  /** Longest that the tracker may take to start, and the outbox to come to rest. */
  const PATIENCE_MS = 5000;

  const runs = () => window.linkyfy?.visitorId?.() && document.visibilityState == "visible";

  /**
   * Signs up; gives the time when the form was submitted, or nothing where it wasn't, as where the
   * tracker doesn't run yet.
   */
  const signUp = (how, email, next) => {
    if (!runs()) return;
    const form = document.forms[0];
    let at;
    const submitted = (event) => {
      at = Date.now();
      if (how == "leaves" || how == "stays") event.preventDefault();
      if (how == "leaves") location.assign(next);
    };
    form.action = next;
    form.elements.email.value = email;
    form.addEventListener("submit", submitted, { once: true });
    if (how == "call" || how == "script") at = Date.now();
    if (how == "call") linkyfy.registration(email);
    else if (how == "script") form.submit();
    else form.querySelector("button").click();
    form.removeEventListener("submit", submitted);
    return at;
  };

  /** All pages of the site sign up at this moment; each keeps what it did in `together`. */
  const channel = new BroadcastChannel("together");
  channel.onmessage = ({ data }) => {
    const email = `${data}-${location.pathname.split("/").pop()}@soak.test`;
    soak.together = [email, signUp("stays", email, "")];
  };

  return {
    /** Where the last page made place for this one, the tracker may still be on its way here. */
    signUp: async (...args) => [await soak.ready(), signUp(...args)],
    signUpTogether: (stem) => new BroadcastChannel("together").postMessage(stem),

    /** Waits until the tracker runs; gives the page's URL, once somebody sees the page. */
    ready: async () => {
      const end = Date.now() + PATIENCE_MS;
      while (!runs() && Date.now() < end) await sleep(5);
      return runs() ? location.href : "";
    },

    /** Fills the storage to the last character. */
    fill: () => {
      let number = 0;
      for (let size = 1 << 22; size; size >>= 1) {
        try {
          for (;;) localStorage[`filler${number++}`] = "x".repeat(size);
        } catch {}
      }
    },

    /** Delivers what waits; gives what is left of it, forms that wait for the judge too, and why. */
    rest: async () => {
      const why = await Promise.race([linkyfy.flush(), sleep(PATIENCE_MS).then(() => "slow")]);
      const kept = Object.keys(localStorage).filter((key) => /^linkyfy_(outbox|forms)-/.test(key));
      return [why, ...kept.map((key) => localStorage[key])].join(" ").trim();
    },
  };
})();
