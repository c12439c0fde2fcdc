// Tells the join form by which clock this browser lives. Without it the person chooses in Settings.
const zone = document.querySelector("input[data-zone]");
if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
