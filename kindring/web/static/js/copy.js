// A button beside what is there to be copied. Without JavaScript it can be marked and copied by hand.
const template = document.getElementById("copy");
for (const field of document.querySelectorAll("[data-copy]")) {
  if (!template || !navigator.clipboard) break;
  const button = template.content.querySelector("button").cloneNode(true);
  button.setAttribute("aria-describedby", field.id);
  button.addEventListener("click", () => {
    field.select();
    navigator.clipboard.writeText(field.value).catch(() => {});
  });
  field.after(button);
}
