// Everything works without this file. It adds: the focus on an error summary, character counts and
// the show-password button (nhsuk-frontend), printing, and no second click on a button that is
// sending.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

// A form is sent once. It opens again after a while (the answer may have been a file, so that the
// page is still here) and when the visitor comes back by the browser's Back button.
const sending = new WeakSet();
const OPENS_AGAIN_AFTER = 8000; // milliseconds

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  setTimeout(() => sending.delete(form), OPENS_AGAIN_AFTER);
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form").forEach((form) => sending.delete(form));
});

// A button that prints the page; hidden where there is no script to print with.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// Parts of a page that htmx brings get their NHS.UK behaviour too.
document.addEventListener("htmx:afterSettle", (event) => initAll({ scope: event.target }));
