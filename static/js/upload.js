// The upload of a large file, with a bar that shows how far it is. Without this script the form is sent as any other.
(() => {
  "use strict";

  const SENT_ALL = 100;
  const FIRST_ERROR = 400;

  const upload = (form) => {
    const bar = form.querySelector("[data-upload-progress]");
    const words = form.querySelector("[data-upload-words]");
    const button = form.querySelector("button[type=submit]");

    const say = (text, percent) => {
      bar.hidden = false;
      bar.querySelector("progress").value = percent;
      words.textContent = text;
    };

    const stop = (text) => {
      say(text, 0);
      button.disabled = false;
    };

    // The answer is a page: the lesson as it is now, or as it was with what is wrong with the file. It is shown as it came,
    // for what it says of the upload is said once.
    const show = (request) => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.getElementById("main");
      if (!main) {
        stop(form.dataset.failed);
        return;
      }
      if (request.status < FIRST_ERROR) window.history.replaceState(null, "", request.responseURL);
      document.getElementById("main").replaceWith(main);
      main.querySelectorAll("form[data-upload]").forEach(listen);
      main.focus();
    };

    const send = () => {
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        const percent = Math.floor((event.loaded / event.total) * SENT_ALL);
        const text = percent < SENT_ALL ? form.dataset.soFar.replace("%(percent)s", percent) : form.dataset.checking;
        say(text, percent);
      });
      request.addEventListener("load", () => show(request));
      request.addEventListener("error", () => stop(form.dataset.failed));
      request.addEventListener("abort", () => stop(form.dataset.failed));
      request.open("POST", form.action);
      request.send(new FormData(form));
      button.disabled = true;
      say(form.dataset.soFar.replace("%(percent)s", 0), 0);
    };

    const file = form.querySelector("input[type=file]").files[0];
    if (file && file.size > Number(form.dataset.most)) stop(form.dataset.tooLarge);
    else send();
  };

  const listen = (form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      upload(form);
    });
  };

  document.querySelectorAll("form[data-upload]").forEach(listen);
})();
