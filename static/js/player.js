// The player: plays a video, and tells the server which whole seconds it really played.
//
// What it says is a claim; the server credits what was possible and answers which of the claimed seconds are in. The rest
// stays in `pending` and is claimed again with the next beat, so nothing is lost on a bad line, and a beat whose answer
// was lost is simply sent again. Chromium 86 and Safari 14 run this as it stands.
"use strict";

(() => {
  const root = document.querySelector("[data-player]");
  if (!root) return;

  const video = root.querySelector("video");
  const part = (name) => root.querySelector(`[data-${name}]`);
  const data = root.dataset;
  const words = JSON.parse(data.words);
  const total = Number(data.total);
  const records = Boolean(data.playbackUrl);

  const REQUEST_TIMEOUT_MS = 10000;
  const RETRY_MS = 5000; // While the network is away.
  const SETTLE_MS = 1500; // After a pause, until time enough has passed for the last seconds to be credited.
  const MOST_SETTLING = 8;
  const LEASE_MARGIN_S = 20; // How long before the end of the lease a player without a line stops.
  const EDGE_S = 0.1; // A second of which so little is missing at an edge was played.

  const lease = { token: null, seconds: 120, beat: 15, confirmedAt: 0, starting: null };
  const watched = new Set(); // Whole seconds the server has.
  const pending = new Set(); // Whole seconds played and not yet accepted, in the order of playing.
  let fastest = 1; // The highest speed since the last accepted beat.
  let stretch = null; // { next: first whole second not yet counted, at: media time, seen: wall time } while it plays.
  let interrupted = null; // The stretch before a pause or a stall: what goes on where it ended belongs to it.
  let sending = false;
  let wanted = false; // Another beat is wanted as soon as the one under way has its answer.
  let settling = 0;
  let timer = null;
  let stopped = false; // Another player took over, or the page is stale: nothing is sent any more.
  let complete = Boolean(data.complete);
  let hasEnough = false; // As far as this page can tell; it is reported at once, so that nobody waits for the good news.

  // ---- Words ---------------------------------------------------------------------------------------------------

  const fill = (template, values) =>
    Object.keys(values).reduce((text, name) => text.split(`%(${name})s`).join(values[name]), template);

  const duration = (seconds) => {
    const values = { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
    if (seconds < 60) return fill(words.seconds, values);
    return fill(values.seconds ? words.minutes_seconds : words.minutes, values);
  };

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

  // ---- What was watched ----------------------------------------------------------------------------------------

  const runsOf = (seconds) => {
    const runs = [];
    Array.from(seconds)
      .sort((a, b) => a - b)
      .forEach((second) => {
        const last = runs[runs.length - 1];
        if (last && last[1] === second) last[1] = second + 1;
        else runs.push([second, second + 1]);
      });
    return runs;
  };

  const take = (runs) => {
    runs.forEach(([start, end]) => {
      for (let second = start; second < end; second += 1) {
        watched.add(second);
        pending.delete(second);
      }
    });
  };

  const draw = () => {
    if (!records) return;
    const runs = runsOf(watched);
    const strip = part("strip-runs");
    while (strip.firstChild) strip.removeChild(strip.firstChild);
    runs.forEach(([start, end]) => {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const place = { class: "strip__run", x: start, y: 0, width: end - start, height: 10 };
      Object.keys(place).forEach((name) => bar.setAttribute(name, place[name]));
      strip.appendChild(bar);
    });
    const spoken = runs.map(([start, end]) => fill(words.run, { start: duration(start), end: duration(end) }));
    const label = spoken.length ? fill(words.strip, { runs: spoken.join(", "), total: duration(total) }) : words.strip_empty;
    part("strip").setAttribute("aria-label", label);
    part("progress").textContent = fill(words.watched, { watched: duration(watched.size), total: duration(total) });
    part("enough").textContent = complete ? words.complete : fill(words.enough, { needed: duration(Number(data.needed)) });
  };

  const celebrate = (courseToo) => {
    complete = true;
    document.querySelectorAll("[data-when-complete]").forEach((node) => {
      node.hidden = false;
    });
    part("status").textContent = courseToo ? words.course_complete : words.complete;
    if (courseToo) say("success", words.course_complete);
  };

  // ---- Counting whole seconds ----------------------------------------------------------------------------------

  const begin = () => {
    const at = video.currentTime;
    const goesOn = interrupted && Math.abs(at - interrupted.at) < EDGE_S;
    stretch = { next: goesOn ? interrupted.next : Math.ceil(at - EDGE_S), at, seen: performance.now() };
    interrupted = null;
  };

  // Called while it plays: media time that moved on no faster than it could was played, anything else was a jump.
  const advance = () => {
    if (!stretch) return;
    const now = performance.now();
    const moved = video.currentTime - stretch.at;
    const possible = ((now - stretch.seen) / 1000) * Math.max(fastest, video.playbackRate) + 1;
    if (moved < -EDGE_S || moved > possible) {
      jump();
      begin();
      return;
    }
    const end = Math.min(total, Math.floor(video.currentTime + EDGE_S));
    for (; stretch.next < end; stretch.next += 1) {
      if (!watched.has(stretch.next)) pending.add(stretch.next);
    }
    stretch.at = video.currentTime;
    stretch.seen = now;
    if (!complete && !hasEnough && watched.size + pending.size >= Number(data.needed)) {
      hasEnough = true;
      beat();
    }
  };

  const finish = () => {
    advance();
    interrupted = stretch || interrupted;
    stretch = null;
  };

  const jump = () => {
    stretch = null;
    interrupted = null;
  };

  // ---- Talking to the server -----------------------------------------------------------------------------------

  class Refused extends Error {
    constructor(status, detail) {
      super(detail);
      this.status = status;
    }
  }

  const post = async (url, body, last) => {
    const abort = new AbortController();
    const alarm = setTimeout(() => abort.abort(), REQUEST_TIMEOUT_MS);
    try {
      const response = await fetch(url, {
        method: "POST",
        credentials: "same-origin",
        keepalive: Boolean(last),
        signal: abort.signal,
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": data.csrf },
        body: JSON.stringify(body),
      });
      if (response.status >= 500) throw new Error("no answer");
      const answer = await response.json();
      if (!response.ok) throw new Refused(response.status, answer.detail);
      return answer;
    } finally {
      clearTimeout(alarm);
    }
  };

  const playerName = () => {
    const make = () =>
      Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => `0${byte.toString(16)}`.slice(-2)).join("");
    try {
      const known = sessionStorage.getItem("player") || make();
      sessionStorage.setItem("player", known);
      return known;
    } catch (_error) {
      return make();
    }
  };

  const player = playerName();
  const sinceConfirmed = () => (performance.now() - lease.confirmedAt) / 1000;

  const start = async () => {
    const answer = await post(data.playbackUrl, { player });
    lease.token = answer.token;
    lease.seconds = answer.lease_seconds;
    lease.beat = answer.beat_seconds;
    lease.confirmedAt = performance.now();
    fastest = video.playbackRate;
    stopped = false;
    take(answer.watched);
    if (answer.is_complete && !complete) celebrate(false);
    if (answer.took_over) say("info", words.took_over);
    draw();
  };

  // One start at a time. A lease that is about to run out, for instance after a long pause, is replaced.
  const ensureLease = () => {
    if (lease.token && sinceConfirmed() < lease.seconds - LEASE_MARGIN_S / 2) return Promise.resolve();
    if (!lease.starting) {
      const clear = () => {
        lease.starting = null;
      };
      lease.starting = start();
      lease.starting.then(clear, clear);
    }
    return lease.starting;
  };

  const openAgain = (text) => {
    stopped = true;
    video.pause();
    say("warning", text || words.cannot_play, words.open_again, () => window.location.reload());
  };

  const playHere = async () => {
    lease.token = null;
    stopped = false;
    try {
      await video.play();
    } catch (_error) {
      // The browser wants another press on its own button.
    }
  };

  const refused = (error) => {
    if (error.status !== 409) {
      openAgain(error.message);
      return;
    }
    stopped = true;
    lease.token = null;
    pending.clear();
    video.pause();
    say("warning", words.taken_over, words.play_here, playHere);
  };

  const lineLost = () => {
    plan(RETRY_MS);
    if (sinceConfirmed() > lease.seconds - LEASE_MARGIN_S && !video.paused) {
      video.pause();
      say("warning", words.paused_offline);
    } else if (!video.paused) {
      say("warning", words.offline);
    }
    root.dataset.offline = "yes";
  };

  const lineBack = () => {
    if (!root.dataset.offline) return;
    delete root.dataset.offline;
    if (video.paused && !video.ended) say("info", words.back_online);
    else silence();
  };

  const accepted = (answer, speed) => {
    lease.confirmedAt = performance.now();
    if (fastest === speed) fastest = video.playbackRate;
    take(answer.accepted);
    if (answer.is_complete && !complete) celebrate(answer.completed_course);
    lineBack();
    draw();
    if (!answer.lease_ended) return;
    lease.token = null;
    if (!video.paused) onPlay();
  };

  const beat = async (last) => {
    if (!lease.token || stopped) return;
    if (sending) {
      wanted = true;
      return;
    }
    sending = true;
    const speed = fastest;
    const claim = { token: lease.token, runs: runsOf(pending).slice(0, 60), speed, position: Math.floor(video.currentTime) };
    try {
      accepted(await post(data.beatsUrl, claim, last), speed);
      settle();
    } catch (error) {
      if (error instanceof Refused) refused(error);
      else lineLost();
    } finally {
      sending = false;
    }
    if (wanted) {
      wanted = false;
      beat();
    }
  };

  const plan = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(tick, milliseconds);
  };

  // While it plays, a beat every so often; after a pause, as long as something played is not credited yet.
  const settle = () => {
    clearTimeout(timer);
    if (!video.paused) plan(lease.beat * 1000);
    else if (pending.size && lease.token && settling < MOST_SETTLING) {
      settling += 1;
      plan(SETTLE_MS);
    }
  };

  const tick = () => {
    advance();
    beat();
  };

  // ---- The video -----------------------------------------------------------------------------------------------

  const onPlay = async () => {
    settling = 0;
    if (stopped && lease.token) return;
    try {
      if (!root.dataset.offline) silence();
      await ensureLease();
      settle();
    } catch (error) {
      video.pause();
      if (error instanceof Refused) openAgain(error.message);
      else say("warning", words.cannot_start, words.try_again, playHere);
    }
  };

  const record = () => {
    video.addEventListener("play", onPlay);
    video.addEventListener("playing", begin);
    video.addEventListener("timeupdate", advance);
    video.addEventListener("waiting", finish);
    video.addEventListener("seeking", jump);
    video.addEventListener("seeked", () => {
      if (!video.paused) begin();
    });
    video.addEventListener("pause", () => {
      finish();
      settling = 0;
      beat();
    });
    video.addEventListener("ended", finish);
    video.addEventListener("ratechange", () => {
      advance();
      fastest = Math.max(fastest, video.playbackRate);
    });
    window.addEventListener("online", () => beat());
    // A browser that knows at once says so at once; else the next beat finds out.
    window.addEventListener("offline", () => {
      if (lease.token && !stopped) lineLost();
    });
    window.addEventListener("pagehide", () => {
      advance();
      beat(true);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden" || video.paused) return;
      advance();
      beat(true);
    });
  };

  // A link may name the second to begin at, as search does; else the video goes on where it was left.
  const asked = new URLSearchParams(window.location.search).get("t");
  const isAsked = asked !== null && /^\d{1,6}$/.test(asked) && Number(asked) < total;

  const resume = () => {
    if (isAsked) {
      video.currentTime = Number(asked);
      return;
    }
    const position = Number(data.position);
    if (position < 3 || position > total - 5) return;
    video.currentTime = position;
    say("info", fill(words.resumed, { position: duration(position) }), words.from_start, () => {
      video.currentTime = 0;
      silence();
    });
  };

  const speed = part("speed");
  speed.addEventListener("change", () => {
    video.playbackRate = Number(speed.value);
  });

  video.addEventListener("error", () => {
    say("warning", words.cannot_play, words.try_again, () => {
      silence();
      video.load();
    });
  });

  part("needs-script").hidden = false;
  if (records) {
    take(JSON.parse(data.runs));
    record();
  }
  if (records || isAsked) {
    if (video.readyState >= 1) resume();
    else video.addEventListener("loadedmetadata", resume, { once: true });
  }
  draw();
})();

// The lines of a video: the one that is being said is marked, and each leads to its second. Notes take the second, too.
(() => {
  "use strict";

  const video = document.querySelector("[data-player] video");
  if (!video) return;

  const list = document.querySelector("[data-cues]");
  const lines = list ? Array.from(list.querySelectorAll("[data-seek]")) : [];
  let current = null;

  const follow = () => {
    const now = video.currentTime;
    const said = lines.filter((line) => Number(line.dataset.seek) <= now).pop() || null;
    if (said === current) return;
    if (current) current.removeAttribute("aria-current");
    current = said;
    if (!said) return;
    said.setAttribute("aria-current", "true");
    // Only the list moves: whoever reads elsewhere on the page stays there.
    list.scrollTop = said.offsetTop - list.offsetTop - list.clientHeight / 3;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-seek]");
    if (!link) return;
    event.preventDefault();
    video.currentTime = Number(link.dataset.seek);
    video.scrollIntoView({ block: "nearest" });
    const playing = video.play();
    if (playing) playing.catch(() => {}); // A browser that does not let a page start a video leaves it to the person.
  });

  if (lines.length) video.addEventListener("timeupdate", follow);

  const second = document.querySelector("[data-note-second]");
  if (second) {
    second.form.addEventListener("submit", () => {
      if (video.currentTime > 0) second.value = String(Math.floor(video.currentTime));
    });
  }
})();
