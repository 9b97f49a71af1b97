// The frame in which a package runs, on the content origin. It gives the package the interface that it looks for in the
// window above its own, and hands every call on to our page. The bridge answers from what it has been told before, so the
// package is let in only when everything is known: else its first question, where it stopped, would have an empty answer.
"use strict";

(() => {
  const { app, name, start, title } = document.body.dataset;
  const old = name === "API";
  const api = new window.CrossFrameAPI(app, window.parent);
  const PROBE = old ? "cmi.core._children" : "cmi._version";
  const WAIT_MS = 40;

  const letIn = () => {
    const frame = document.createElement("iframe");
    frame.src = start;
    frame.title = title;
    frame.allow = "fullscreen";
    document.body.appendChild(frame);
    // Our page asks for it, so that the package can take its leave before it is gone.
    window.addEventListener("message", (event) => {
      if (event.origin === app && event.source === window.parent && event.data === "leave") frame.remove();
    });
  };

  const wait = () => {
    if (old ? api.LMSGetValue(PROBE) : api.GetValue(PROBE)) letIn();
    else setTimeout(wait, WAIT_MS);
  };

  window[name] = api;
  if (old) api.LMSCommit("");
  else api.Commit("");
  wait();
})();
