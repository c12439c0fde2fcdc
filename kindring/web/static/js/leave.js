// Shift, three times within about a second and with no other key between, leaves at once.
// Capital letters never do: there another key comes while Shift is down.

const PRESSES = 3;
const WITHIN = 1200;
let times = [];
let alone = false;

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
  if (times.length >= PRESSES) document.getElementById("leave")?.submit();
}, true);

// A click or a touch with Shift held is not a press of Shift alone either.
addEventListener("pointerdown", () => {
  alone = false;
  times = [];
}, true);
