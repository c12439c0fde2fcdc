// Keeps two pages for the time without a connection, and what they are drawn with: the plain words, and the numbers
// that help. Private pages go straight from the server to the window and are never kept. The server puts KEPT before
// these lines: its `mark`, the `page`, the `lines` and their `files`, where they stand in for the `lifeline`, and the
// address by which one `leave`s.

const NAME = `offline ${KEPT.mark}`;
const NOTHING = '<!doctype html><title>…</title><link rel="icon" href="data:,">';

async function keep() {
  const cache = await caches.open(NAME);
  // Without cookies: what is kept is what a stranger would see.
  const fresh = (address) => new Request(address, { credentials: "omit", cache: "reload" });
  await cache.addAll([KEPT.page, KEPT.lines, ...KEPT.files].map(fresh));
  await skipWaiting();
}

async function begin() {
  const older = (await caches.keys()).filter((name) => name !== NAME);
  await Promise.all(older.map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable(); // pages do not wait until this worker is awake
  await clients.claim();
}

async function pageOrWords(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return withoutConnection(event.request);
  }
}

async function withoutConnection(request) {
  const { pathname } = new URL(request.url);
  if (pathname === KEPT.leave) {
    forgetPlan();
    return new Response(NOTHING, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
  const page = [KEPT.lines, KEPT.lifeline].includes(pathname) ? KEPT.lines : KEPT.page;
  if (request.method === "GET") return (await kept(page)) ?? Response.error();
  // A form that did not get through: its page stays, with all that was typed, and says so (offline.js).
  const windows = await clients.matchAll({ type: "window" });
  windows.filter((one) => one.visibilityState === "visible").forEach((one) => one.postMessage("lost"));
  return new Response(null, { status: 204 });
}

// A plan on this device (plan.js) goes when its owner leaves quickly, if they wanted that.
function forgetPlan() {
  const opening = indexedDB.open("kindring");
  opening.onupgradeneeded = () => opening.transaction.abort(); // there is none
  opening.onsuccess = () => {
    const asked = opening.result.transaction("plan").objectStore("plan").get(1);
    asked.onsuccess = () => {
      opening.result.close();
      if (asked.result?.leaves) indexedDB.deleteDatabase("kindring");
    };
  };
}

const kept = (request) => caches.match(request, { ignoreVary: true });

async function fileOrKept(request) {
  try {
    return await fetch(request);
  } catch {
    return (await kept(request)) ?? Response.error();
  }
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(pageOrWords(event));
  else if (KEPT.files.includes(new URL(request.url).pathname)) event.respondWith(fileOrKept(request));
});
