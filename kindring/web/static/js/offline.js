// Lets the browser keep one page for the time without a connection (offline_worker.js), and hears from it when a form
// did not get through. Browsers allow it on safe addresses only; nothing here is needed to use a page.

const workers = navigator.serviceWorker;
const { worker } = document.querySelector("script[data-worker]").dataset;

workers?.register(worker, { updateViaCache: "all" }).catch(() => {});
workers?.addEventListener("message", () => document.dispatchEvent(new Event("kindring:lost")));
