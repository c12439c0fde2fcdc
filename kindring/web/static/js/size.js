// Files that are too large are noticed before they travel: <input type="file" data-most="bytes" data-words="…">.
// The server looks again; without this module its page says the same.

document.addEventListener("change", (event) => {
  const input = event.target.closest("input[type=file][data-most]");
  if (!input) return;
  const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
  input.setCustomValidity(bytes > Number(input.dataset.most) ? input.dataset.words : "");
  input.reportValidity();
});
