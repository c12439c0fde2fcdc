// A long list of choices, narrowed by typing: Enter chooses the first one that fits; with nothing typed it keeps the
// form. Without this file the list is simply there as a whole.

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

for (const chooser of document.querySelectorAll("[data-choose]")) {
  const typed = chooser.querySelector("input[type=search]");
  const choices = [...chooser.querySelectorAll(".choice")].map((choice) => ({
    choice,
    box: choice.querySelector("input"),
    name: choice.textContent.trim(),
    plain: plain(choice.textContent),
  }));
  const said = chooser.querySelector("[data-chosen]");

  const fitting = () => {
    const words = plain(typed.value).split(/\s+/);
    return choices.filter(({ plain: name }) => words.every((word) => name.includes(word)));
  };
  const narrow = () => {
    const fit = new Set(fitting());
    choices.forEach((one) => (one.choice.hidden = !fit.has(one) && !one.box.checked));
  };
  const say = () => {
    const names = choices.filter(({ box }) => box.checked).map(({ name }) => name);
    said.textContent = names.join(", ") || said.dataset.none;
  };

  typed.addEventListener("input", narrow);
  chooser.addEventListener("change", say);
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typed.value) event.preventDefault();
    else if (event.key !== "Enter" || !typed.value.trim()) return;
    else {
      event.preventDefault();
      const first = fitting().find(({ box }) => !box.checked);
      if (!first) return;
      first.box.checked = true;
    }
    typed.value = "";
    narrow();
    say();
  });
  chooser.querySelector("[data-choose-words]").hidden = false;
  chooser.querySelector("legend").className = "hush";
  if ("first" in typed.dataset) typed.focus();
  say();
}
