// Links "#viva/action?fields" reach Python: the fields go into a hidden box, then a button is pressed.
(() => {
  "use strict";
  const PREFIX = "#viva/";
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  function send(action, fields) {
    const box = find("#v-argument textarea, #v-argument input");
    const button = find(`#v-do-${action}`);
    if (!box || !button) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, fields);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => (button.matches("button") ? button : find("button", button)).click());
  }

  // Actions that need something first, or no server at all; all others are sent as they are.
  const own = {
    close: () => document.body.classList.remove("v-reading"),
    copy: (link) => copy(find(".v-copied", link.parentElement).textContent, link),
    delete: (link, fields) => armed(link) && send("delete", fields),
    remove: (link, fields) => armed(link) && send("remove", fields),
    rename: (link, fields) => edit(find(".v-title", link.parentElement), fields),
    opine: (link, fields) => fields.includes("opinion=helpful") ? send("opine", fields) : reason(link, fields),
    open: (link, fields) => { current(link); read("open", fields); },
    read: (_, fields) => read("read", fields),
    passages: (_, fields) => read("passages", fields),
  };

  document.addEventListener("click", (event) => {
    // Gradio opens every link beside the page; ours lead on within it.
    event.target.closest(".v-nav a, .v-bar a")?.removeAttribute("target");
    const link = event.target.closest(`a[href^="${PREFIX}"]`);
    if (!link) return;
    event.preventDefault();
    hide();
    const [action, fields = ""] = link.getAttribute("href").slice(PREFIX.length).split(/\?(.*)/s);
    if (Object.hasOwn(own, action)) own[action](link, fields);
    else send(action, fields);
    if (action === "show" || action === "new") document.body.classList.remove("v-listing");
  });

  function read(action, fields) {
    document.body.classList.add("v-reading");
    send(action, fields);
  }

  function current(link) {
    const href = link.getAttribute("href");
    for (const cite of all(".v-cite")) cite.classList.toggle("v-current", cite.getAttribute("href") === href);
  }

  // The first press asks, a second one within some seconds does it.
  function armed(link) {
    if (link.classList.contains("v-armed")) return true;
    const before = link.textContent;
    link.classList.add("v-armed");
    link.textContent = "Sure?";
    setTimeout(() => { link.classList.remove("v-armed"); link.textContent = before; }, 3000);
    return false;
  }

  async function copy(text, link) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = link.textContent;
    link.textContent = "Copied";
    setTimeout(() => { link.textContent = before; }, 1500);
  }

  function edit(title, fields) {
    const input = document.createElement("input");
    input.value = title.title;
    input.maxLength = 80;
    title.replaceWith(input);
    input.focus();
    input.select();
    let done = false;
    const end = (keep) => {
      if (done) return;
      done = true;
      input.replaceWith(title);
      const name = input.value.trim();
      if (keep && name && name !== title.title) send("rename", `${fields}&${new URLSearchParams({ title: name })}`);
    };
    input.addEventListener("blur", () => end(true));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") end(true);
      if (event.key === "Escape") end(false);
    });
  }

  function make(name, content, set = {}) {
    const made = Object.assign(document.createElement(name), set);
    made.append(...content);
    return made;
  }

  function reason(link, fields) {
    const area = make("textarea", [], { maxLength: 2000, rows: 3 });
    const question = make("label", [`${link.textContent}: what is wrong?`, area]);
    const buttons = [make("button", ["Send"], { value: "send" }), make("button", ["Cancel"], { value: "" })];
    const dialog = make("dialog", [make("form", [question, ...buttons], { method: "dialog" })], { className: "v-dialog" });
    dialog.addEventListener("close", () => {
      if (dialog.returnValue) send("opine", `${fields}&${new URLSearchParams({ reason: area.value })}`);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  // The preview of a citation: what stands hidden behind its number, shown beside it.
  const preview = make("div", [], { id: "v-preview", hidden: true });
  function hide() { preview.hidden = true; }

  function show(marker) {
    const card = find(".v-card", marker);
    if (!card) return;
    preview.replaceChildren(...[...card.childNodes].map((node) => node.cloneNode(true)));
    // Within Gradio's container, whose styles typeset the formulas.
    (find(".gradio-container") ?? document.body).append(preview);
    preview.hidden = false;
    const at = find(".v-cite", marker).getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = preview;
    const gap = 8;
    const below = at.bottom + gap + height < innerHeight || at.top < height + gap;
    preview.style.left = `${Math.min(Math.max(gap, at.left - width / 2), innerWidth - width - gap)}px`;
    preview.style.top = `${below ? at.bottom + gap : at.top - height - gap}px`;
  }

  for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => {
      const marker = event.target.closest?.(".v-marker");
      if (marker) show(marker);
    });
    document.addEventListener(leave, (event) => {
      if (event.target.closest?.(".v-marker")) hide();
    });
  }
  addEventListener("scroll", hide, { capture: true, passive: true });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hide();
      document.body.classList.remove("v-reading", "v-listing");
    }
    if (event.target.matches?.("input, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      find("#v-question textarea")?.focus();
    }
    const step = { ArrowLeft: "Previous citation", ArrowRight: "Next citation" }[event.key];
    if (step && document.body.classList.contains("v-reading")) find(`#v-source .v-step[title="${step}"]`)?.click();
  });

  // The address names the open conversation, so that it can be reloaded, kept and shared.
  function address() {
    if (!find("#v-thread .v-bar, #v-thread .v-welcome")) return;
    const key = find("#v-thread .v-bar")?.id.replace("v-of-", "") ?? "";
    const now = new URLSearchParams(location.search).get("c") ?? "";
    if (now !== key) history.replaceState(null, "", key ? `?c=${encodeURIComponent(key)}` : location.pathname);
  }

  let asked = "";
  function question() {
    const last = all("#v-thread .v-question").at(-1);
    if ((last?.id ?? "") === asked) return;
    asked = last?.id ?? "";
    last?.scrollIntoView({ block: "start" });
  }

  // The panel shows the quoted words; formulas above them are typeset later, and move them.
  let opened = "";
  function passage() {
    const place = find("#v-source .v-head")?.textContent ?? "";
    if (place === opened) return;
    opened = place;
    const come = () => {
      const quote = find("#v-source mark, #v-source .v-quoted");
      if (quote) quote.scrollIntoView({ block: "center" });
      else find("#v-reading").scrollTop = 0;
    };
    come();
    for (const later of [150, 500]) setTimeout(come, later);
  }

  function begin() {
    if (find("gradio-app")) {
      const menu = make("button", ["☰"], { id: "v-menu", title: "Menu" });
      menu.addEventListener("click", () => document.body.classList.toggle("v-listing"));
      document.body.append(menu);
    }
    let waiting = 0;
    const look = () => { waiting = 0; address(); question(); passage(); };
    new MutationObserver(() => { waiting ||= setTimeout(look, 16); })
      .observe(document.body, { childList: true, subtree: true });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
