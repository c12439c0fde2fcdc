// The plan on this device, by choice: sealed under a PIN and a key that never leaves this browser. Ten wrong tries take
// it away. <form data-plan-keep> makes the copy, <section data-plan-open> opens it, also without a network or a login.
// What is needed to read it is asked of nobody; a copy that was taken back elsewhere goes when the server says so.

const TRIES = 10;
const ROUNDS = 600000;
const done = (request) => new Promise((yes, no) => {
  request.onsuccess = () => yes(request.result);
  request.onerror = request.onblocked = () => no(request.error);
});

async function store(mode, act) {
  const opening = indexedDB.open("kindring");
  opening.onupgradeneeded = () => opening.result.createObjectStore("plan");
  const db = await done(opening);
  const found = await done(act(db.transaction("plan", mode).objectStore("plan")));
  db.close();
  return found;
}
const held = () => store("readonly", (plans) => plans.get(1));
const hold = (copy) => store("readwrite", (plans) => plans.put(copy, 1));
const wipe = () => done(indexedDB.deleteDatabase("kindring"));

async function lock(pin, { salt, device }) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, typed, 256);
  const raw = await crypto.subtle.sign("HMAC", device, bits);
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function keep(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error("not kept");
  const { secret, leaves, plan } = await answer.json();
  const [salt, iv] = [16, 12].map((size) => crypto.getRandomValues(new Uint8Array(size)));
  const device = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const key = await lock(form.querySelector("[data-pin]").value, { salt, device });
  const words = new TextEncoder().encode(JSON.stringify(plan));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, words);
  await hold({ salt, iv, device, sealed, secret, leaves, tries: 0 });
}

async function open(pin) {
  const copy = await held();
  copy.tries += 1;
  await hold(copy); // before it is tried: closing the window does not give a try back
  try {
    const words = await crypto.subtle.decrypt({ name: "AES-GCM", iv: copy.iv }, await lock(pin, copy), copy.sealed);
    await hold({ ...copy, tries: 0 });
    return JSON.parse(new TextDecoder().decode(words));
  } catch {
    if (copy.tries >= TRIES) await wipe();
    return TRIES - copy.tries;
  }
}

function made(tag, text, ...inside) {
  const one = document.createElement(tag);
  one.append(text, ...inside);
  return one;
}

function link({ words, href }) {
  const one = made("a", words);
  one.className = "button large-tap";
  one.href = /^(tel|sms):/.test(href) ? href : "#";
  return one;
}

const part = ({ heading, steps }) => [made("h3", heading), ...steps.map(({ words, links }) => made("p", `${words} `, ...links.map(link)))];
const say = (place, what) => place.querySelectorAll("[data-say]").forEach((one) => { one.hidden = one.dataset.say !== what; });

const keeping = document.querySelector("[data-plan-keep]");
keeping?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [pin, again] = keeping.querySelectorAll("[data-pin]");
  if (pin.value.length < 6 || pin.value !== again.value) return say(keeping, "pin");
  await keep(keeping).then(() => say(keeping, "kept"), () => say(keeping, "failed"));
  keeping.querySelectorAll("[data-pin]").forEach((one) => { one.value = ""; });
});

const opening = document.querySelector("[data-plan-open]");
async function offer() {
  const copy = (await indexedDB.databases()).some(({ name }) => name === "kindring") && await held();
  if (!copy) return;
  const ask = () => fetch(opening.dataset.planOpen, { headers: { "X-Copy": copy.secret } }).catch(() => null);
  const asked = navigator.onLine && await ask();
  if (asked && asked.status === 404) return wipe();
  opening.hidden = false;
}
opening?.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const pin = opening.querySelector("input");
  const plan = await open(pin.value);
  pin.value = "";
  if (typeof plan === "number") return say(opening, plan > 0 ? "wrong" : "gone");
  opening.querySelector("[data-plan]").replaceChildren(...plan.flatMap(part));
  say(opening, "");
});
if (opening) offer();
