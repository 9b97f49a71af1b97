// What the pages gain where JavaScript runs. Everything here is a comfort: each page works without it.
"use strict";

(() => {
  const trouble = document.getElementById("trouble");

  // Menus are <details>: close them by a click elsewhere or by Escape, which also gives the focus back.
  const openMenus = () => document.querySelectorAll(".menu[open], .tabs__more[open]");

  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });

  // A form is sent once: a second press while the first is under way is dropped.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "yes";
  });

  // A page that comes back from the browser's memory can be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // A long choice is sent as soon as it is made, where a form asks for that.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-send-on-change")) form.requestSubmit ? form.requestSubmit() : form.submit();
  });

  // The error summary is what the reader must see first.
  const summary = document.querySelector("form .notice--error[role='alert']");
  if (summary) {
    summary.setAttribute("tabindex", "-1");
    summary.focus();
  }

  // Printing is a button where one asks for it.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // htmx: no answer at all means that the network is away. The words come from the page, in the reader's language.
  document.addEventListener("htmx:error", (event) => {
    if (!trouble || (event.detail.ctx && event.detail.ctx.response)) return;
    trouble.textContent = trouble.dataset.offline;
    trouble.hidden = false;
  });

  document.addEventListener("htmx:after:request", () => {
    if (trouble) trouble.hidden = true;
  });

  // htmx puts the page of an error in place of ours: begin at its title.
  document.addEventListener("htmx:response:error", () => {
    window.scrollTo(0, 0);
  });
})();
