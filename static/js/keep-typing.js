// Keeps what is typed into a form on the server until it is sent, so that a session that ends, a
// flat battery or a closed page loses nothing. Only forms that carry a mark are kept; the server
// takes nothing but the fields that the mark names. Without this script the form works as before.

const QUIET = 1200; // milliseconds without a key before something is sent
const PAUSE = 4000; // at least this long between two sendings
const FIRST_RETRY = 5000;
const LAST_RETRY = 120000;

class Keeper {
  constructor(form, address) {
    this.form = form;
    this.address = address;
    this.kept = this.typed();
    this.retry = FIRST_RETRY;
    this.lastSent = 0;
    this.status = this.addStatus();
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("submit", () => this.stop());
    window.addEventListener("online", () => this.keep());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.keep({ keepalive: true });
    });
  }

  // What would be sent, without files; the server leaves out what it must not keep.
  typed() {
    const entries = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(entries).toString();
  }

  addStatus() {
    const line = document.createElement("p");
    line.className = "app-small app-quiet";
    line.setAttribute("role", "status");
    this.form.append(line);
    return line;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), Math.max(QUIET, this.lastSent + PAUSE - Date.now()));
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async keep(options = {}) {
    const typed = this.typed();
    if (typed === this.kept) return;
    this.stop();
    this.request = new AbortController();
    this.lastSent = Date.now();
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        body: typed,
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        redirect: "manual",
        signal: this.request.signal,
        ...options,
      });
      await this.read(answer, typed);
    } catch (error) {
      if (error.name !== "AbortError") this.later();
    }
  }

  async read(answer, typed) {
    if (answer.type === "opaqueredirect") {
      this.say("You have been signed out. Send the form: you can then sign in, and find it filled in.");
    } else if (answer.ok) {
      const { kept } = await answer.json();
      this.kept = typed;
      this.retry = FIRST_RETRY;
      this.say(kept ? `What you typed is kept (${kept}). Send it when you are ready.` : "");
    } else if (answer.status < 500) {
      this.say("What you type is not being kept now. Send it before you leave this page.");
    } else {
      this.later();
    }
  }

  // No answer, as on a ward without signal: try again after ever longer pauses, without alarm.
  later() {
    this.say("No connection just now. What you typed stays here and is kept once there is one.");
    this.timer = setTimeout(() => this.keep(), this.retry);
    this.retry = Math.min(this.retry * 2, LAST_RETRY);
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }
}

const address = document.querySelector('meta[name="keep-typing"]').content;
document.querySelectorAll('form input[name="page_mark"]').forEach((mark) => {
  if (mark.form.querySelector("textarea, input:not([type=hidden]), select")) {
    new Keeper(mark.form, address);
  }
});
