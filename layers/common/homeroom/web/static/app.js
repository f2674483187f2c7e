// Only makes things nicer: every page works without it.
"use strict";

// After a mistake, the summary is read first.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// A double click sends a form once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 5000);
});

// A password can be read while it is typed. It is sent from a password field again, which browsers offer to save.
for (const button of document.querySelectorAll("[data-show-password]")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const show = (on) => {
    input.type = on ? "text" : "password";
    button.setAttribute("aria-pressed", on);
  };
  button.addEventListener("click", () => show(input.type === "password"));
  input.form.addEventListener("submit", () => show(false));
  button.hidden = false;
}

// What others will see follows what is chosen: the server is asked for the same form again, and saves nothing.
for (const button of document.querySelectorAll("[data-preview-button]")) {
  const form = button.form;
  let newest = 0;
  const show = async () => {
    const own = ++newest;
    const body = new URLSearchParams(new FormData(form));
    body.set("preview", "yes");
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = ["preview", "sharing"].map((id) => [document.getElementById(id), page.getElementById(id)]);
    if (!parts.every(([, answered]) => answered)) throw new Error("The form is over, or nobody is logged in.");
    if (own !== newest) return;
    parts[0][0].replaceWith(parts[0][1]);
    parts[1][0].replaceChildren(...parts[1][1].childNodes); // the line of the part keeps the focus
  };
  form.addEventListener("change", (event) => {
    const isShown = document.getElementById("preview").childElementCount > 0;
    if (isShown || event.target.name.startsWith("share_")) show().catch(() => {});
  });
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await show();
      document.getElementById("preview").focus();
    } catch {
      form.requestSubmit(button);
    }
  });
}

// A browser prints any page; this is where people look for it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A file may be dragged onto its field.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", on);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

// A file that is too large for its page is not sent. One that is too large for our form alone goes to the bucket itself, by a form that the site has signed.
for (const form of document.querySelectorAll("form[data-most]")) {
  const input = form.elements.file;
  const button = form.querySelector("button");
  const say = (what) => {
    for (const error of form.querySelectorAll("[role=alert]")) error.hidden = !(what in error.dataset);
    input.closest(".field").classList.toggle("has-error", Boolean(what));
    if (what) input.focus();
  };
  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > Number(form.dataset.most)) {
      event.preventDefault();
      say("tooLarge");
      return;
    }
    say("");
    if (!form.dataset.large) return;
    const label = button.textContent;
    button.textContent = button.dataset.busy;
    if (file.size <= Number(form.dataset.inForm)) return;
    event.preventDefault();
    button.disabled = true;
    try {
      const body = new URLSearchParams({ csrf: form.elements.csrf.value, name: file.name });
      const answer = await fetch(form.dataset.large, { method: "POST", body });
      const { address, fields } = await answer.json();
      sendTo(address, fields, input);
    } catch {
      button.textContent = label;
      button.disabled = false;
      say("notSent");
    }
  });
}

function sendTo(address, fields, input) {
  const form = document.createElement("form");
  Object.assign(form, { id: "to-the-bucket", method: "post", action: address, enctype: "multipart/form-data" });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.prepend(form); // its fields have to come before the file
  input.setAttribute("form", form.id);
  form.submit();
}

// Whoever comes back to a page that has sent a file finds it as new.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("form[data-large]")) window.location.reload();
});
