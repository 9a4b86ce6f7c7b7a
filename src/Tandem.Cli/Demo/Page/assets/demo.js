// The page is rendered by the server; this puts in what changed, and sends what the visitor does.
"use strict";

const dialog = document.getElementById("dialog");
const toast = document.getElementById("toast");

// Taken off again, or it would glow anew whenever its pane is shown.
function glow(element) {
  element.classList.add("changed");
  setTimeout(() => element.classList.remove("changed"), 1600);
}

// Replaces the fragments of a pane that changed, keeps the others, in the server's order.
function place(pane, fragments, isFirst) {
  const host = document.getElementById(pane);
  if (!host) return; // the Studio is in its place
  const old = new Map([...host.children].map((element) => [element.dataset.key, element]));
  let after = null;
  let hasNews = false;
  for (const { key, html } of fragments) {
    let element = old.get(key);
    old.delete(key);
    if (!element || element.source !== html) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const fresh = template.content.firstElementChild;
      fresh.source = html;
      if (!isFirst) glow(fresh);
      hasNews = !isFirst;
      if (element) {
        const focused = element.contains(document.activeElement) ? [...element.querySelectorAll("button")].indexOf(document.activeElement) : -1;
        element.replaceWith(fresh);
        if (focused >= 0) fresh.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
      }
      element = fresh;
    }
    const place = after ? after.nextElementSibling : host.firstElementChild;
    if (place !== element) host.insertBefore(element, place);
    after = element;
  }
  for (const gone of old.values()) gone.remove();
  const tab = document.querySelector(`.tabs [data-show="${pane === "timeline" ? "middle" : pane}"]`);
  if (hasNews && tab && tab.dataset.show !== document.body.dataset.tab) tab.classList.add("news");
}

function listen() {
  const seen = new Set();
  const stream = new EventSource("/stream");
  stream.onmessage = (event) => {
    const { pane, fragments } = JSON.parse(event.data);
    place(pane, fragments, !seen.has(pane));
    seen.add(pane);
    document.body.classList.remove("gone");
  };
  stream.onerror = () => document.body.classList.add("gone");
}

let hush;
function say(text) {
  toast.textContent = text;
  toast.hidden = false;
  clearTimeout(hush);
  hush = setTimeout(() => (toast.hidden = true), 5000);
}

// Resolves to a sentence when the server refused, else to nothing.
async function act(path, fields) {
  try {
    const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields) });
    if (answer.ok) return null;
    return (await answer.text()) || `That did not work (${answer.status}).`;
  } catch {
    return "The demo has ended: start it again with ./tandem demo.";
  }
}

async function open(path) {
  const answer = await fetch(path).catch(() => null);
  if (!answer?.ok) return say("That is not there any more.");
  dialog.innerHTML = await answer.text();
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden]), textarea")?.select?.();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (event.target === dialog || button?.hasAttribute("data-close")) dialog.close();
  else if (button?.dataset.form) open(button.dataset.form);
  else if (button?.dataset.show) {
    document.body.dataset.tab = button.dataset.show;
    button.classList.remove("news");
  }
  else if (button?.dataset.act) {
    const { act: path, ...fields } = button.dataset;
    button.disabled = true;
    const problem = await act(path, fields);
    button.disabled = false;
    if (problem) say(problem);
  }
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const problem = await act(form.getAttribute("action"), new FormData(form, event.submitter));
  if (!problem) return dialog.close();
  const place = form.querySelector(".problem");
  place.textContent = problem;
  place.hidden = false;
});

listen();
