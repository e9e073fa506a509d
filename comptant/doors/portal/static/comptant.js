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
