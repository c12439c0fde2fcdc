// The page of all countries is the same for everyone: which one this device remembers is found here, also offline.

const code = /kindring_country=([A-Z]{2})/.exec(document.cookie)?.[1];
const mine = code && document.querySelector(`.country#${code}`);
if (mine) {
  mine.parentElement.prepend(mine);
  mine.open = true;
}
