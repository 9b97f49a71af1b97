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
