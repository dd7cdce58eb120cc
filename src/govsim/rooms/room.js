// Looks again now and then, and sends answers without loading the page. Without it links and buttons do the same.
(function () {
  "use strict";
  var main = document.querySelector("main[data-look]"), lost = document.getElementById("lost");
  if (!main) { remember(); return; }
  var every = Number(main.dataset.every), view = main.dataset.view, shown = main.dataset.shown;
  var ahead = 0, failures = 0, timer = 0, busy = false, dirty = {};

  function remember() { // a way back for who closed the tab and scans the code again
    var back = document.getElementById("back"), seat;
    try { seat = localStorage.getItem("govsim-seat-" + (back ? back.dataset.code : "")); } catch (error) { return; }
    if (back && seat) { back.querySelector("a").href = "seat/" + seat; back.hidden = false; }
  }
  function keep() {
    if (!main.dataset.code) return;
    try { localStorage.setItem("govsim-seat-" + main.dataset.code, location.pathname.split("/").pop()); } catch (error) { /* not allowed here */ }
  }
  function place() { var kicker = main.querySelector(".kicker"); return kicker && document.body.className === "phone" ? kicker.textContent : ""; }
  function set(html, hash) {
    var focus = document.activeElement, id = focus && focus.id, start, end;
    if (id && focus.selectionStart !== undefined) { try { start = focus.selectionStart; end = focus.selectionEnd; } catch (error) { start = undefined; } }
    var opened = Array.prototype.map.call(main.querySelectorAll("details[open][id]"), function (one) { return one.id; });
    var was = place();
    main.innerHTML = html;
    if (place() !== was) window.scrollTo(0, 0); // another phase begins at its top
    shown = hash;
    opened.forEach(function (one) { var there = document.getElementById(one); if (there) there.open = true; });
    Object.keys(dirty).forEach(function (one) { var there = document.getElementById(one); if (there) there.value = dirty[one]; });
    var again = id && document.getElementById(id);
    if (again) { again.focus({ preventScroll: true }); if (start !== undefined && again.setSelectionRange) { try { again.setSelectionRange(start, end); } catch (error) { /* not a text */ } } }
    tick();
  }
  function take(answer) {
    ahead = Number(answer.headers.get("x-now") || Date.now() / 1000) - Date.now() / 1000;
    failures = 0; lost.hidden = true;
    if (answer.status === 204) return null;
    if (answer.headers.get("x-gone")) { location.reload(); return null; }
    return answer.text().then(function (html) {
      var hash = answer.headers.get("x-shown");
      if (hash) { set(html, hash); if (answer.headers.get("x-said")) document.getElementById("said").textContent = decodeURIComponent(answer.headers.get("x-said")); }
    });
  }
  function missed() { failures += 1; if (failures > 1) lost.hidden = false; }
  function look() {
    clearTimeout(timer);
    if (busy) { timer = setTimeout(look, every); return; }
    busy = true;
    var stop = new AbortController(), late = setTimeout(function () { stop.abort(); }, 8000);
    fetch(main.dataset.look + "?view=" + view + "&shown=" + shown, { cache: "no-store", signal: stop.signal })
      .then(take).catch(missed).then(function () {
        clearTimeout(late); busy = false;
        timer = setTimeout(look, Math.min(5000, every * (1 + failures)) * (0.85 + 0.3 * Math.random()));
      });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form.dataset.plain !== undefined || !main.contains(form)) return;
    event.preventDefault();
    var sent = new URLSearchParams(new FormData(form));
    if (button && button.name) sent.append(button.name, button.value);
    if (button) { button.disabled = true; }
    var tries = 0;
    (function send() { // what is sent twice counts once
      fetch(form.getAttribute("action") || location.href, { method: "POST", body: sent, headers: { "x-part": "main" } }).then(function (answer) {
        if (!answer.headers.get("x-refused")) Array.prototype.forEach.call(form.elements, function (one) { if (one.id) delete dirty[one.id]; });
        return take(answer);
      }).catch(function () { missed(); tries += 1; if (tries < 20) setTimeout(send, 1500); else if (button) button.disabled = false; });
    })();
  });
  main.addEventListener("input", function (event) { if (event.target.id) dirty[event.target.id] = event.target.value; });
  function tick() {
    var clock = document.querySelector("[data-ends]");
    if (!clock) return;
    var left = Math.round(Number(clock.dataset.ends) - Date.now() / 1000 - ahead);
    clock.textContent = left > 0 ? Math.floor(left / 60) + ":" + ("0" + (left % 60)).slice(-2) : "Time is up";
  }
  document.addEventListener("visibilitychange", function () { if (!document.hidden) look(); });
  window.addEventListener("online", look);
  window.addEventListener("pageshow", function (event) { if (event.persisted) look(); });
  ahead = Number(main.dataset.now) - Date.now() / 1000;
  keep(); setInterval(tick, 500); tick(); timer = setTimeout(look, every);
})();
