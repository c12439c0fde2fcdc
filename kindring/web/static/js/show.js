// What is typed into a password field can be looked at: a button behind each <input type="password" data-show data-hide>.
// Without this module there is no button. When the form is sent the field is hidden again, so that no browser keeps it.

for (const input of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  const hide = (hidden) => {
    input.type = hidden ? "password" : "text";
    button.textContent = hidden ? input.dataset.show : input.dataset.hide;
  };
  button.type = "button";
  button.className = "button quiet";
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => hide(input.type === "text"));
  input.form.addEventListener("submit", () => hide(true));
  hide(true);
  input.after(button);
}
