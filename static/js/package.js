// Runs a package of another authoring tool in a frame on the content origin, and keeps on the server what it says of itself.
//
// The interface of the standard (scorm-again) lives here, out of the package's reach; its calls come over the library's
// bridge, as messages of which only those from our own frame, and from the content origin, are heard. What the package keeps
// is sent a moment after it changed, and once more when the page is left. Of several parts one is open at a time: another one is
// opened when the first has taken its leave and what it kept is on the server. Chromium 86 and Safari 14 run this as it stands.
"use strict";

(() => {
  const root = document.querySelector("[data-package]");
  if (!root) return;

  const part = (name) => root.querySelector(`[data-${name}]`);
  const data = root.dataset;
  const words = JSON.parse(data.words);
  const parts = Array.from(root.querySelectorAll("[data-position]")); // Their buttons; none where there is one part.
  const player = "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (Number(digit) ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (Number(digit) / 4)))).toString(16)
  );

  const SETTLE_MS = 1000; // After a change, for more of them.
  const RETRY_MS = 5000; // While the network is away.
  const LEAVE_MS = 1500; // What a package gets to take its leave.
  const STEP_MS = 100; // Between looks whether it has.
  const MOST_TRIES = 5; // To send what a part kept, before it is closed.
  const MOST_CALLS = 2000; // A second: more than any package makes, fewer than would stop the page.
  const MOST_BEACON = 60000; // Bytes that a browser sends for a page that is being left.

  const SCORM_12 = {
    api: "Scorm12API",
    script: data.scorm12,
    calls: ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError", "LMSGetErrorString", "LMSGetDiagnostic"],
    get: "LMSGetValue",
    told: ["cmi.core.total_time", "cmi.core._children", "cmi.core.score._children", "cmi._version", "cmi.objectives._count", "cmi.objectives._children", "cmi.interactions._count", "cmi.interactions._children", "cmi.student_data._children", "cmi.student_preference._children"],
    report: (cmi) => ({
      completion: cmi["cmi.core.lesson_status"] || "not attempted",
      location: cmi["cmi.core.lesson_location"],
      score_raw: cmi["cmi.core.score.raw"],
      session_time: cmi["cmi.core.session_time"],
      wants_to_go_on: cmi["cmi.core.exit"] === "suspend",
    }),
  };
  const SCORM_2004 = {
    api: "Scorm2004API",
    script: data.scorm2004,
    calls: ["Initialize", "Terminate", "GetValue", "SetValue", "Commit", "GetLastError", "GetErrorString", "GetDiagnostic"],
    get: "GetValue",
    told: ["cmi._version", "cmi.score._children", "cmi.objectives._count", "cmi.objectives._children", "cmi.interactions._count", "cmi.interactions._children", "cmi.learner_preference._children"],
    report: (cmi) => ({
      completion: cmi["cmi.completion_status"] || "unknown",
      success: cmi["cmi.success_status"] || "unknown",
      location: cmi["cmi.location"],
      score_raw: cmi["cmi.score.raw"],
      score_scaled: cmi["cmi.score.scaled"],
      session_time: cmi["cmi.session_time"],
      wants_to_go_on: cmi["cmi.exit"] === "suspend",
    }),
  };

  let current = Number(data.part); // The position of the part that is open, or is opened next.
  let run = null; // { api, rules, part, token, frame, bridge, began, finished } of the part that is open.
  let sent = ""; // What the server has.
  let sending = false;
  let starting = null; // Until the part is there.
  let moving = false; // From one part to another.
  let timer = null;

  const say = (kind, text, label, act) => {
    const box = part("message");
    const button = part("message-act");
    box.dataset.kind = kind;
    box.hidden = false;
    part("message-text").textContent = text;
    button.hidden = !label;
    button.textContent = label || "";
    button.onclick = act || null;
  };

  const silence = () => {
    part("message").hidden = true;
  };

  const tell = (text) => {
    part("status").textContent = text;
  };

  const post = (url, body, more) =>
    fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": data.csrf },
      body,
      ...more,
    });

  const load = (src) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = src;
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    });

  // ---- What the package says of itself -------------------------------------------------------------------------

  const elements = () => {
    const flat = run.api.getFlattenedCMI();
    const cmi = {};
    Object.keys(flat).forEach((name) => {
      if (typeof flat[name] !== "object") cmi[name.replace(/\[(\d+)\]/g, ".$1")] = String(flat[name]);
    });
    return cmi;
  };

  const report = () => {
    const cmi = elements();
    return JSON.stringify({
      token: run.token,
      part: run.part,
      suspend_data: cmi["cmi.suspend_data"],
      has_finished: run.finished,
      ...run.rules.report(cmi),
    });
  };

  // ---- The parts -----------------------------------------------------------------------------------------------

  const buttonOf = (position) => parts.find((button) => Number(button.dataset.position) === position);

  const neighbour = (steps) => parts[parts.indexOf(buttonOf(current)) + steps];

  // Which part is meant, in the list and over the buttons.
  const mark = () => {
    if (!parts.length) return;
    parts.forEach((button) => {
      if (button === buttonOf(current)) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    part("now").textContent = buttonOf(current).dataset.label;
    part("before").hidden = !neighbour(-1);
    part("after").hidden = !neighbour(1);
  };

  const note = (position, kept) => {
    const button = buttonOf(position);
    if (!button) return;
    const state = button.querySelector("[data-state]");
    state.dataset.state = kept.part_is_complete ? "completed" : "begun";
    state.textContent = words[state.dataset.state];
  };

  const celebrate = (answer) => {
    if (!answer.is_complete) return;
    document.querySelectorAll("[data-when-complete]").forEach((node) => {
      node.hidden = false;
    });
    if (answer.completed_course) say("success", words.course_complete);
  };

  const close = () => {
    if (!run) return;
    const isComplete = run.complete;
    run.bridge.destroy();
    run.frame.remove();
    run = null;
    clearTimeout(timer);
    part("stop").hidden = true;
    part("start").hidden = false;
    if (moving) return;
    if (parts.length) part("parts").open = true;
    part(isComplete && neighbour(1) ? "after" : "start").focus();
  };

  // Whether there is nothing of the open part that the server does not have.
  const isKept = () => !run || !run.token || !run.began || (!sending && [sent, run.refused].includes(report()));

  const send = async () => {
    clearTimeout(timer);
    if (sending || isKept()) return;
    const body = report();
    const own = run;
    sending = true;
    tell(words.saving);
    let answer = null;
    try {
      answer = await post(data.stateUrl, body);
    } catch (error) {
      say("warning", words.offline);
      timer = setTimeout(send, RETRY_MS);
      return;
    } finally {
      sending = false;
    }
    if (run !== own) return;
    if (answer.status === 409) {
      close();
      tell("");
      say("warning", words.taken_over);
    } else if (!answer.ok) {
      tell("");
      own.refused = body;
      say("error", words.refused, words.open_again, () => location.reload());
    } else {
      sent = body;
      silence();
      const kept = await answer.json();
      note(own.part, kept);
      own.complete = kept.part_is_complete;
      if (run !== own) return;
      tell(kept.is_complete ? words.complete : parts.length && kept.part_is_complete ? words.part_complete : words.saved);
      celebrate(kept);
      if (report() !== sent) send();
      else if (own.finished) close();
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(send, SETTLE_MS);
  };

  const leave = () => {
    if (!run || !run.token || !run.began) return;
    const body = report();
    if (body !== sent) post(data.stateUrl, body, { keepalive: new Blob([body]).size < MOST_BEACON }).catch(() => {});
  };

  // ---- The interface -------------------------------------------------------------------------------------------

  // What the bridge may call: the interface itself, with our ear at it.
  const interfaceOf = (api, rules) => {
    const heard = {};
    const [begin, end, , set, commit] = rules.calls;
    rules.calls.forEach((name) => {
      heard[name] = (...values) => {
        if (!run.began && name === commit) return "true"; // The frame's own, by which it learns everything beforehand.
        if (!run.began && name === rules.get) return heard.getFlattenedCMI()[values[0]] || "";
        const result = api[name](...values);
        if (name === begin && result === "true") run.began = true;
        if (name === end && result === "true") run.finished = true;
        if (name === set) soon();
        if (name === commit || name === end) send();
        return result;
      };
    });
    heard.getFlattenedCMI = () => {
      const cmi = elements();
      rules.told.forEach((name) => {
        cmi[name] = String(run.told[name] !== undefined && !name.endsWith("_count") ? run.told[name] : api.getCMIValue(name));
      });
      return cmi;
    };
    return heard;
  };

  // Only our own frame is heard, and not another one of the same origin.
  window.addEventListener("message", (event) => {
    if (event.origin === data.origin && (!run || event.source !== run.frame.contentWindow)) event.stopImmediatePropagation();
  });

  const start = async () => {
    part("start").hidden = true;
    silence();
    tell(words.starting);
    try {
      const answer = await post(data.launchUrl, JSON.stringify({ player, part: current }));
      if (!answer.ok) throw new Error(String(answer.status));
      await open(await answer.json());
    } catch (error) {
      tell("");
      part("start").hidden = false;
      say("error", words.cannot_start);
    }
  };

  const begin = () => {
    starting = start();
    return starting;
  };

  const open = async (launched) => {
    const rules = launched.standard === "scorm_12" ? SCORM_12 : SCORM_2004;
    await Promise.all([load(rules.script), load(data.bridge)]);
    const api = new window[rules.api]({ autocommit: false, lmsCommitUrl: false, logLevel: 5 });
    api.loadFromFlattenedJSON(launched.values);
    const frame = document.createElement("iframe");
    frame.className = "package__frame";
    frame.title = parts.length ? buttonOf(current).dataset.label : data.title;
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-modals");
    frame.allow = "fullscreen";
    frame.src = launched.frame;
    run = { api, rules, frame, part: launched.part, token: launched.token, told: launched.values, began: false, finished: false };
    run.bridge = new window.CrossFrameLMS(interfaceOf(api, rules), data.origin, { rateLimit: MOST_CALLS });
    sent = "";
    part("stage").appendChild(frame);
    part("stop").hidden = false;
    if (parts.length) part("parts").open = false;
    tell("");
    if (launched.took_over) say("info", words.took_over);
    frame.focus();
  };

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  // Lets the part take its leave, and closes it once what it kept is on the server, or was refused there. While the network is
  // away it stays, and the page says so.
  const stop = async () => {
    const own = run;
    if (!own) return;
    own.frame.contentWindow.postMessage("leave", data.origin);
    for (let waited = 0; run === own && own.token && waited < LEAVE_MS; waited += STEP_MS) await pause(STEP_MS);
    for (let tries = 0; run === own && !isKept() && tries < MOST_TRIES; tries += 1) {
      await send();
      if (run === own && !isKept()) await pause(SETTLE_MS);
    }
    if (run === own && isKept()) close();
  };

  const go = async (button) => {
    if (moving) return;
    moving = true;
    await starting; // Who presses before a part is there means the next one all the same.
    await stop();
    if (!run) {
      current = Number(button.dataset.position);
      mark();
      await begin();
    }
    moving = false;
  };

  root.querySelectorAll("[data-needs-script]").forEach((node) => {
    node.hidden = false;
  });
  mark();
  parts.forEach((button) => button.addEventListener("click", () => go(button)));
  if (parts.length) {
    part("before").addEventListener("click", () => go(neighbour(-1)));
    part("after").addEventListener("click", () => go(neighbour(1)));
  }
  part("start").addEventListener("click", begin);
  part("stop").addEventListener("click", stop);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
})();
