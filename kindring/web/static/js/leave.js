// Shift, three times within about a second and with no other key between, leaves at once.
// Capital letters never do: there another key comes while Shift is down.

const PRESSES = 3;
const WITHIN = 1200;
let times = [];
let alone = false;

// The page is gone before the answer comes: connections can be slow, and someone may be looking.
function vanish() {
  document.documentElement.hidden = true;
  document.title = "…";
}

addEventListener("submit", (event) => event.target.id === "leave" && vanish());

// A page that comes back from the browser's memory may be one that was left for good: the server knows.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  vanish();
  location.reload();
});

addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    alone = false;
    times = [];
  } else if (!event.repeat) {
    alone = !event.ctrlKey && !event.altKey && !event.metaKey;
  }
}, true);

addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !alone) return;
  alone = false;
  times = times.filter((time) => event.timeStamp - time < WITHIN);
  times.push(event.timeStamp);
  const way = document.getElementById("leave");
  if (times.length < PRESSES || !way) return;
  way.submit();
  vanish();
}, true);

// A click or a touch with Shift held is not a press of Shift alone either.
addEventListener("pointerdown", () => {
  alone = false;
  times = [];
}, true);
