// The little that a page cannot do alone: it works without this file, with more clicks.
"use strict";
// Where a form was refused, the reason is read first.
document.getElementById("failure")?.focus();
// A menu closes when another opens, on Escape, and when one looks elsewhere.
const menus = [...document.querySelectorAll("details.menu")];
for (const menu of menus) {
  menu.addEventListener("toggle", () => { if (menu.open) for (const other of menus) if (other !== menu) other.open = false; });
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
}
document.addEventListener("click", (event) => { for (const menu of menus) if (!menu.contains(event.target)) menu.open = false; });
// A form is sent once: its button waits. Its key makes a second sending harmless all the same.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.name) return;
  setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => { for (const button of document.querySelectorAll("button[disabled]:not([data-stays])")) button.disabled = false; });
// Files dropped on the page go where they would be chosen; the upload tells how far it is.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("border-success"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("border-success"));
  zone.addEventListener("drop", (event) => { event.preventDefault(); zone.classList.remove("border-success"); input.files = event.dataTransfer.files; });
}
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("progress");
  if (bar && event.detail.lengthComputable) { bar.hidden = false; bar.max = event.detail.total; bar.value = event.detail.loaded; }
});
// Queues are worked through by keys, told on the page: j, k, Enter, a, r, n, u.
const lines = [...document.querySelectorAll("[data-queue] tbody tr, [data-queue] [data-line]")].filter((line) => line.querySelector("a, button"));
let here = -1;
const at = (place) => {
  if (!lines.length) return;
  lines[here]?.classList.remove("is-here");
  here = Math.min(Math.max(place, 0), lines.length - 1);
  lines[here].classList.add("is-here");
  lines[here].querySelector("a, button").focus();
};
document.addEventListener("focusin", (event) => { const line = event.target.closest?.(".is-here, [data-line], tr"); const place = lines.indexOf(line); if (place >= 0 && place !== here) { lines[here]?.classList.remove("is-here"); here = place; line.classList.add("is-here"); } });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  if (event.key === "j") { at(here + 1); event.preventDefault(); return; }
  if (event.key === "k") { at(here - 1); event.preventDefault(); return; }
  if (!"arnu".includes(event.key) || event.key.length !== 1) return;
  const found = (here >= 0 && lines[here].querySelector(`[data-key="${event.key}"]`)) || (lines.length && "ar".includes(event.key) ? null : document.querySelector(`main [data-key="${event.key}"]`));
  if (found) { event.preventDefault(); found.click(); }
});
// What an act would do is read before it is confirmed.
document.getElementById("preview")?.focus();
// A long work goes on by itself, told as it goes.
for (const form of document.querySelectorAll("form[data-continue]")) setTimeout(() => form.requestSubmit(), 300);
// A passkey is made, or signs, when its button is pressed; a browser that knows none shows no button.
if (window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
  for (const told of document.querySelectorAll("[data-without-passkeys]")) told.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const options = JSON.parse(form.dataset.options), asked = PublicKeyCredential;
      try {
        const made = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: asked.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: asked.parseRequestOptionsFromJSON(options) });
        form.elements.credential.value = JSON.stringify(made.toJSON());
        form.submit();
      } catch {
        form.querySelector("[data-failed]").hidden = false;
        form.querySelector("button").disabled = false;
      }
    });
  }
}
