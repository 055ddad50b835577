// What comes once a page has a form: the judge with its evidence, what it knows of the page's forms,
// and where else forms are.

import { pause } from "../browser/pause.js";
import { guarded } from "../text.js";
import { describe, fromLines, partsOf, pressedIn } from "./describe.js";
import { fields, forms } from "./evidence.js";

/** What is worth a look before anybody touches the form. */
const WORTH_A_LOOK = "[type=email],[name*=mail i]";

/** How many characters a key ends with that are the kept form's own. */
const UUID_LENGTH = 36;

/** How many patterns are compiled in one task. */
const PORTION = 6;

/** What is kept of a form, by its place, as a description has it; its fields come behind. */
const KEPT = ["said", "title", "button", "form", "head", "text"];

/** Stands in a description for the field of a step that is over. */
const BEFORE = "\nfield\t999\temail\t\temail\t\t\t\t";

/** What a visitor has typed into a field. */
const valueOf = (field) =>
  field.value ??
  (field.isContentEditable
    ? field.innerText
    : new FormData(field.closest("form")).get(field.getAttribute("name")));

/**
 * Makes the judge of a page. `bring` brings another file, `handle` has the functions of the wasm; the
 * rest is the tracker's, as `src/browser` has it.
 */
export const makeJudge = (bring, handle, called, elementsOf, ...hooks) => {
  const [isDebugged, listenTo, undo, watch, watchWindow, formKeys, inHand] = hooks;
  /** What is known of each form. */
  const known = new WeakMap();
  /** Shadow roots and documents that are listened to. */
  const reached = new WeakSet([document]);
  /** Fields that the visitor has been in: seen, whatever a later step of the form hides. */
  const visited = new WeakSet();
  /** Shows what is known of a form, where that is wanted. */
  let show;
  /** A promise that the patterns are compiled. */
  let warming;

  /**
   * The verdict on a description: the place of the field for the address, a text, empty where there
   * is none; whether it is a registration; and the evidence.
   */
  const judge = (description) => {
    const [head, ...reasons] = handle.judge_(description, fields, forms).split("\n");
    const [place, score] = head.split(" ");
    return { registration: place && score > 0, place, reasons };
  };

  /** Gets to know a form that is sent by this button, or where that isn't known, by its first. */
  const study = guarded((form, submitter) => {
    const elements = elementsOf(form);
    const parts = partsOf(form, elements);
    const pressed = submitter ?? pressedIn(parts);
    const email = known.get(form)?.email;
    const description = describe(form, parts, pressed, called, visited);
    let verdict = judge(description);
    if (email && !verdict.place) verdict = judge(description + BEFORE);
    const field = parts[verdict.place];
    const fact = { ...verdict, field, pressed, email, count: elements.length };
    known.set(form, fact);
    show?.(form, fact);
    return fact;
  });

  /** The address in a form: what is in its field, or was in that of a step before. */
  const addressIn = (fact) => (fact.email = fact.field ? valueOf(fact.field) : fact.email);

  const register = (fact, email, ...sent) => {
    if (fact.registration && email) handle.registration_(email, ...sent);
  };

  /**
   * Has all patterns compiled, a few a task: when a form is judged later, all at once would hold up the
   * page (L4). V8 compiles a pattern when it is first tried, and again at the second time, for texts like
   * this.
   */
  const warm = async (text) => {
    for (const [place, row] of [...fields, ...forms].entries()) {
      if (place % PORTION < 1) await (pause() ?? new Promise(setTimeout));
      const pattern = new RegExp(row.split("\t")[1], "i");
      pattern.test(text);
      pattern.test(text);
    }
  };

  const survey = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) reach(element.shadowRoot);
      enter(element);
      if (element.localName == "form" && (show || element.querySelector(WORTH_A_LOOK))) {
        // One after the other, not all at once.
        const look = () => setTimeout(study, 0, element);
        warming ??= warm(fromLines([[document.title + element.textContent]]));
        warming.then(look, look);
      }
    }
  };

  /** Listens where the tracker doesn't yet. */
  const reach = (root) => {
    if (reached.has(root)) return;
    reached.add(root);
    root.defaultView ? watchWindow(root.defaultView) : watch(root);
    survey(root);
  };

  /** Looks into a frame of the same origin, unless a tracker of its own counts there. */
  const enter = (frame) => {
    const inside = frame.contentDocument;
    if (inside?.defaultView && !inside.defaultView.linkyfy?.visitorId?.()) reach(inside);
  };
  listenTo(document, "load", ({ target }) => {
    // A document that is written into anew has lost its listeners.
    reached.delete(target.contentDocument);
    enter(target);
  });

  /** Judges a form that was kept, by itself where it is still on the page. */
  const decide = (key, line, form, submitter) => {
    const [place, email, path, ...facts] = JSON.parse(line);
    let fact = form?.isConnected && study(form, submitter);
    // The page may have emptied or locked it.
    if (!fact?.place) {
      const lines = facts.map((part, at) => (KEPT[at] ? [KEPT[at], part] : ["field", ...part]));
      fact = judge(fromLines([...lines, ["kept", "so"]]));
    }
    register(fact, fact.place == place ? email : addressIn(fact), path, key.slice(-UUID_LENGTH));
  };

  /** The same in a moment: the page goes on first. Then the form is kept no longer. */
  const takeUp = (key, line, isKept, ...form) => {
    const judgeNow = guarded(() => {
      // The visitor may have refused meanwhile (V6).
      if (!inHand.has(key)) return;
      // Another page may have had it, also where this one was left and is back.
      if (isKept && !formKeys().includes(key)) return;
      guarded(decide)(key, line, ...form);
      delete localStorage[key];
    });
    setTimeout(judgeNow);
  };

  /** What is to be done for a form that is sent, where it is known as it is now. */
  const sent = (form, submitter) => {
    const fact = known.get(form);
    if (fact?.count != elementsOf(form).length || (submitter && submitter != fact.pressed)) return;
    // With what is there now: by the next task the page may have gone elsewhere.
    return register.bind(null, fact, addressIn(fact), location.pathname);
  };

  /** Somebody is at a form: it is looked at as it is now. */
  const touched = guarded((event) => {
    const target = event.composedPath()[0] ?? event.target;
    visited.add(target);
    const form = target.form ?? target.closest("form");
    const button = target.closest("input,button");
    const sends = /^(submit|image)$/.test(button?.type) && button.form == form;
    reach(target.getRootNode());
    const fact = known.get(form);
    if (fact?.field?.isConnected) addressIn(fact);
    if (form) setTimeout(study, 0, form, sends ? button : undefined);
  });

  const begin = () => {
    guarded(() => {
      for (const key of formKeys()) {
        // It waits for a page where its visitor may be recorded.
        if (!handle.visitorId_()) continue;
        inHand.add(key);
        takeUp(key, localStorage[key], true);
      }
    })();
    guarded(survey)(document);
  };
  if (isDebugged()) {
    bring("debug").then(({ outline }) => {
      show = outline(listenTo, undo);
      begin();
    }, begin);
  } else setTimeout(begin);

  const explain = async (form) => (await bring("debug")).explain(study(form));
  return { sent, explain, takeUp, touched };
};
