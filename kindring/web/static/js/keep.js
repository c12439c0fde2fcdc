// Ctrl+Enter sends from a long text, and what was said can be closed. Nothing here is needed to use a page.

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.target.closest("textarea")?.form?.requestSubmit();
});

// By its button, or by Escape from anywhere. Whoever was in it goes on at the page, not at nothing.
function close(said) {
  const inside = said.contains(document.activeElement);
  said.remove();
  if (inside) document.getElementById("main").focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const closing = event.target.closest("[data-close]");
  if (closing) close(closing.closest(closing.dataset.close));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) document.querySelectorAll("#notices > *").forEach(close);
});

// No connection: say so where other answers are said, and keep what was typed.
function sayLost() {
  const words = document.getElementById("lost").content.cloneNode(true);
  document.getElementById("notices")?.replaceChildren(words);
}
document.addEventListener("htmx:sendError", sayLost);
document.addEventListener("kindring:lost", sayLost); // a form without htmx, see offline.js
