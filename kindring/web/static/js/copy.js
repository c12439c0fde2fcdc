// A button beside what is there to be copied. Without JavaScript it can be marked and copied by hand.
// `data-copy` may name the row in which the button stands.
const template = document.getElementById("copy");

function said(button) {
  if (template.dataset.done) button.textContent = template.dataset.done;
}

for (const field of document.querySelectorAll("[data-copy]")) {
  if (!template || !navigator.clipboard) break;
  const button = template.content.querySelector("button").cloneNode(true);
  button.setAttribute("aria-describedby", field.id);
  button.addEventListener("click", () => {
    field.select();
    navigator.clipboard.writeText(field.value).then(() => said(button), () => {});
  });
  const row = field.dataset.copy && document.getElementById(field.dataset.copy);
  if (row) row.append(button);
  else field.after(button);
}
