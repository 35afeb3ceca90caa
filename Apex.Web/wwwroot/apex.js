// Everything a page needs from the browser and Blazor does not give. No part of it needs a circuit.
(() => {
  "use strict";
  const script = document.currentScript;
  const $ = id => document.getElementById(id);

  // ---- Theme: an attribute on <html>, kept in a cookie so that the server writes it into the next page. ----
  const base = new URL(document.baseURI).pathname;
  const theme = () => document.documentElement.dataset.theme ?? "system";
  const markTheme = () => {
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      const pressed = String(button.dataset.setTheme === theme());
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
  };
  const setTheme = name => {
    if (name === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    const yearSeconds = 31536000;
    document.cookie = `apex-theme=${name}; path=${base}; max-age=${name === "system" ? 0 : yearSeconds}; samesite=lax`;
    markTheme();
  };
  new MutationObserver(markTheme).observe(document.body, { childList: true, subtree: true });
  markTheme();

  // ---- Dialogs ----
  window.apex = {
    openDialog: dialog => { if (!dialog.open) dialog.showModal(); },
    closeDialog: dialog => dialog.close(),
    // Tells a live list when it is scrolled away from its top, and when it is back.
    watchScroll: page => {
      apex.unwatchScroll();
      let was = false;
      const look = () => {
        const is = window.scrollY > 120;
        if (is !== was) { was = is; page.invokeMethodAsync("OnScrolled", is).catch(() => {}); }
      };
      window.addEventListener("scroll", look, { passive: true });
      apex.unwatchScroll = () => { window.removeEventListener("scroll", look); apex.unwatchScroll = () => {}; };
    },
    unwatchScroll: () => {},
    copy: async text => { try { await navigator.clipboard.writeText(text); return true; } catch { return false; } },
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  // cancel does not bubble, hence the capture.
  document.addEventListener("cancel", event => {
    if (event.target.matches("dialog[data-confirm]")) {
      event.preventDefault();
      event.target.querySelector("[data-cancel]").click();
    } else if (event.target === $("reconnect")) {
      event.preventDefault();
    }
  }, true);

  // ---- Clicks ----
  document.addEventListener("click", event => {
    const on = selector => event.target.closest?.(selector);
    const themeButton = on("[data-set-theme]");
    if (themeButton) setTheme(themeButton.dataset.setTheme);
    else if (on("[data-reload]")) location.reload();
    else if (on("[data-reconnect-now]")) wake();
    else if (on("[data-skip]")) {
      event.preventDefault(); // with a <base>, "#main" would leave the page
      $("main")?.focus();
    }
    if (on("[popover] a, [popover] [data-keyboard-help]")) on("[popover]").hidePopover();
    if (on("[data-keyboard-help]")) $("keyboard-help")?.showModal();
  });

  // ---- Keys: ignored while typing, while a dialog is open, and with modifiers. ----
  let afterG = false;
  document.addEventListener("keydown", event => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (afterG) {
      afterG = false;
      const link = document.querySelector(`a[data-jump="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); return; }
    }
    if (event.key === "g") afterG = true;
    else if (event.key === "?") $("keyboard-help")?.showModal();
    else if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select?.(); }
    }
  });

  // ---- Connection: keep trying, reload when the server no longer knows the circuit; never a dead page. ----
  const firstWaitMs = 500, longestWaitMs = 3000, bootLimitMs = 10000, reloadSpreadMs = 1000;
  let lost = false, wakeUp = () => {};
  const wake = () => wakeUp();
  const wait = ms => new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    wakeUp = () => { clearTimeout(timer); resolve(); };
  });
  const jitter = ms => ms * (0.75 + Math.random() / 2);
  const say = text => { const status = document.querySelector("[data-reconnect-status]"); if (status) status.textContent = text; };
  const show = () => { const dialog = $("reconnect"); if (dialog && !dialog.open) dialog.showModal(); };
  const hide = () => { const dialog = $("reconnect"); if (dialog?.open) dialog.close(); };

  // Asks before reloading: a reload against a dead server would leave the browser's own error page, which never comes back.
  const reloadWhenUp = async () => {
    for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        const answer = await fetch("health/live", { cache: "no-store" });
        if (answer.ok) {
          await wait(Math.random() * reloadSpreadMs); // a restart drops everybody at once; not all of them back at once
          location.reload();
          return;
        }
      } catch { /* still down */ }
      await wait(jitter(waitMs));
    }
  };
  const reconnect = async () => {
    let waitMs = firstWaitMs;
    for (let tries = 1; lost; tries++) {
      say(tries === 1 ? "Trying…" : `Tried ${tries - 1} times.`);
      try {
        if (await Blazor.reconnect()) return;
        say("Apex was restarted. Loading the page again…");
        return await reloadWhenUp();
      } catch { /* server not reachable yet */ }
      await wait(jitter(waitMs));
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
  };
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") wake(); });
  window.addEventListener("online", wake);

  if (script.dataset.interactive !== "true") return;
  const handler = {
    onConnectionDown: () => { if (!lost) { lost = true; show(); reconnect(); } },
    onConnectionUp: () => { lost = false; hide(); wake(); },
  };
  const boot = setTimeout(() => { if (!document.querySelector(".shell")) { show(); reloadWhenUp(); } }, bootLimitMs);
  Blazor.start({ circuit: { reconnectionHandler: handler } }).catch(() => { clearTimeout(boot); show(); reloadWhenUp(); });
})();
