// Offers to tell this browser, where it can be told: <form data-push="the server's key"> with a hidden field for the
// address that the browser's maker gives. Nothing is asked of anyone before the button is pressed.

const form = document.querySelector("form[data-push]");
const not = document.querySelector("[data-push-not]");
const can = form && "PushManager" in window && "serviceWorker" in navigator && Notification.permission !== "denied";

if (can) {
  form.hidden = false;
  not.hidden = true;
  form.addEventListener("submit", begin);
}

async function begin(event) {
  event.preventDefault();
  try {
    const { pushManager } = await navigator.serviceWorker.ready;
    const place = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push });
    form.elements.endpoint.value = place.endpoint;
    form.submit();
  } catch {
    form.hidden = true;
    not.hidden = false;
  }
}
