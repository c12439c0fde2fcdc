// Links that open a message or a mail: they carry what stands in the text now. Without JavaScript they carry what it
// began with, and it can be changed in the message.
const text = document.querySelector("[data-send-text]");
const links = document.querySelectorAll("a[data-send]");

function fill() {
  for (const link of links) {
    const mail = link.dataset.send.startsWith("mailto:");
    const words = text.value.replaceAll(/\r?\n/g, mail ? "\r\n" : "\n");
    link.href = link.dataset.send + encodeURIComponent(words);
  }
}

text?.addEventListener("input", fill);
if (text) fill(); // a browser may have kept what was typed before

// Whatever else the phone can send by. The template stands only on pages with a text.
const template = document.getElementById("share");
if (text && template && navigator.share) {
  const button = template.content.querySelector("button").cloneNode(true);
  button.addEventListener("click", () => navigator.share({ text: text.value }).catch(() => {}));
  document.getElementById("ways")?.append(button);
}
