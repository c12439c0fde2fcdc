// Files that are too large are noticed before they travel: <input type="file" data-most="bytes" data-words="…">.
// The server looks again; without this module its page says the same.
// While htmx sends a form, its [data-sending] says so and its <progress> shows how much has left.

document.addEventListener("change", (event) => {
  const input = event.target.closest("input[type=file][data-most]");
  if (!input) return;
  const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
  input.setCustomValidity(bytes > Number(input.dataset.most) ? input.dataset.words : "");
  input.reportValidity();
});

const sending = (event) => event.target.querySelector?.("[data-sending]");

document.addEventListener("htmx:beforeSend", (event) => {
  sending(event)?.removeAttribute("hidden");
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = sending(event)?.querySelector("progress");
  if (bar && event.detail.lengthComputable) bar.value = event.detail.loaded / event.detail.total;
});

document.addEventListener("htmx:afterRequest", (event) => {
  sending(event)?.setAttribute("hidden", "");
});
