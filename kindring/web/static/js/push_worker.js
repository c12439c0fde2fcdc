// Part of the worker (offline_worker.js), which the server puts before these lines together with TOLD: the words that
// are shown, the same for everyone, and the page that opens. A push brings nothing along.

addEventListener("push", (event) => {
  const shown = { body: TOLD.words, tag: "kindring", icon: TOLD.icon };
  event.waitUntil(registration.showNotification(TOLD.title, shown));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(TOLD.page));
});
