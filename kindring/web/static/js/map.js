// Moves people between the rings of the map, by dragging or by keys, and shows the names that found no room.
// It all goes through the page's one form [data-map-move]; without this, each person's own page moves them.
const RINGS = ["inner", "middle", "outer"];
// A press becomes a drag after so many pixels; a finger rests so many milliseconds first, so that the page scrolls.
const [FAR, HOLD] = [6, 250];
const LAST = "map-person"; // who has the focus again after a move
let [press, dragged] = [null, false]; // press: {node, svg, home, x, y, held, timer}

const one = (selector, within = document) => within.querySelector(selector);
const on = (types, act, options) => types.split(" ").forEach((type) => document.addEventListener(type, act, options));
const nodeOf = (event) => event.target.closest?.("[data-map] .node");
const line = (svg, ring) => one(`.ring[data-ring=${ring}]`, svg);

function move(node, ring) {
  const form = one("form[data-map-move]");
  const words = ring === node.dataset.ring ? form.dataset.already : form.dataset.moving;
  one("[data-map-said]").textContent = words.replace("{ring}", line(node.closest("svg"), ring).dataset.name);
  if (ring === node.dataset.ring) return;
  sessionStorage.setItem(LAST, node.dataset.person);
  form.action = form.dataset.moveUrl.replace("{key}", node.dataset.person);
  form.elements.ring.value = ring;
  form.requestSubmit();
}

function inMap(svg, event) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const ring = RINGS.find((name) => Math.hypot(x - 400, y - 400) <= line(svg, name).r.baseVal.value);
  return { x: x.toFixed(1), y: y.toFixed(1), ring: ring ?? "outer" };
}

function letGo() {
  clearTimeout(press?.timer);
  press?.node.classList.remove("held");
  press?.node.setAttribute("transform", press.home);
  one(".ring.target")?.classList.remove("target");
  press = null;
}

function hold() {
  press.held = dragged = true;
  press.node.classList.add("held");
}

on("pointerdown", (event) => {
  const node = nodeOf(event);
  dragged = false;
  if (press || !node || event.button !== 0 || !one("form[data-map-move]")) return;
  press = { node, svg: node.closest("svg"), home: node.getAttribute("transform"), x: event.clientX, y: event.clientY };
  if (event.pointerType === "touch") press.timer = setTimeout(hold, HOLD);
});

on("pointermove", (event) => {
  if (!press) return;
  if (!press.held) {
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < FAR) return;
    if (press.timer) return letGo(); // a finger that moves at once scrolls the page
    press.node.setPointerCapture(event.pointerId);
    hold();
  }
  const { x, y, ring } = inMap(press.svg, event);
  press.node.setAttribute("transform", `translate(${x} ${y})`);
  RINGS.forEach((name) => line(press.svg, name).classList.toggle("target", name === ring));
});

on("pointerup", (event) => {
  const was = press;
  letGo();
  if (was?.held) move(was.node, inMap(was.svg, event).ring);
});
on("pointercancel", letGo);
on("click", (event) => dragged && nodeOf(event) && event.preventDefault(), true);
on("dragstart", (event) => nodeOf(event) && event.preventDefault());
on("contextmenu touchmove", (event) => press?.held && event.preventDefault(), { passive: false });

on("keydown", (event) => {
  if (event.key === "Escape") letGo();
  const node = nodeOf(event);
  if (!node || event.ctrlKey || event.metaKey || !one("form[data-map-move]")) return;
  const now = RINGS.indexOf(node.dataset.ring);
  const wanted = event.altKey ? { ArrowUp: Math.max(0, now - 1), ArrowDown: Math.min(2, now + 1) }[event.key] : event.key - 1;
  if (!RINGS[wanted]) return;
  event.preventDefault();
  move(node, RINGS[wanted]);
});

on("pointerover focusin pointerout focusout", (event) => {
  const node = nodeOf(event);
  const peek = node && one(".peek", node.closest("svg"));
  if (!peek) return;
  peek.textContent = event.type.endsWith("out") ? "" : (node.dataset.label ?? "");
  const { e, f } = node.transform.baseVal[0].matrix;
  const half = peek.getComputedTextLength() / 2 + 4;
  peek.setAttribute("x", Math.min(800 - half, Math.max(half, e)));
  peek.setAttribute("y", f - node.getBBox().height / 2 - 6);
});

one("#map-hint")?.removeAttribute("hidden");
one("[data-map]")?.setAttribute("aria-describedby", "map-hint");
one(`.node[data-person="${sessionStorage.getItem(LAST)}"]`)?.focus();
sessionStorage.removeItem(LAST);
