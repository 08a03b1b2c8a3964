// Reloads the page after every build and shows what is wrong in the content.
"use strict";
(() => {
  let shown = Number(document.currentScript.dataset.build);
  const events = new EventSource("/_annexa/events");
  events.onmessage = (message) => {
    const event = JSON.parse(message.data);
    if (event.failed) {
      show(event);
    } else if (event.build !== shown) {
      location.reload();
    } else {
      show(event);
    }
  };
  events.onerror = () => show({ failed: "the preview has stopped; waiting for it to come back", problems: [] });

  function show(event) {
    document.querySelector("#annexa-preview")?.remove();
    if (!event.failed && !event.problems.length) return;
    const panel = document.createElement("details");
    panel.id = "annexa-preview";
    panel.lang = "en"; // as all problems are, whatever the language of the page
    panel.dir = "ltr";
    panel.open = Boolean(event.failed);
    const count = event.problems.length;
    add(panel, "summary", [event.failed, count && `${count}${count === 100 ? " or more" : ""} problem${count === 1 ? "" : "s"}`].filter(Boolean).join("; "));
    const list = add(panel, "ol");
    for (const p of event.problems) {
      const item = add(list, "li");
      add(item, "code", p.place);
      add(item, "span", ` ${p.severity}: ${p.message} [${p.rule}]`);
      if (p.hint) add(item, "p", `hint: ${p.hint}`);
    }
    document.body.append(panel);
  }

  function add(parent, tag, text) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  }
})();
