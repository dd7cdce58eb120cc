// Looks again now and then, and sends answers until they arrive. Without it links and buttons do the same.
(function () {
  "use strict";
  var main = document.querySelector("main[data-look]"), lost = document.getElementById("lost");
  if (!main) { offerSeat(); return; }
  // milliseconds until a request is given up, until an answer is sent again, and for which a refusal is shown
  var PATIENCE = 6000, RETRY = 1500, NOTICE = 10000;
  var every = Number(main.dataset.every), view = main.dataset.view, shown = main.dataset.shown;
  var page = Math.random().toString(36).slice(2, 12), turn = 0; // numbers answers, so that none counts twice
  var store = "govsim " + location.pathname, saved = restored();
  var drafts = saved.drafts || {}, unsent = saved.unsent || []; // what was typed, and answers on their way, oldest first
  var ahead = Number(main.dataset.now) - Date.now() / 1000, heard = Date.now();
  var failures = 0, posted = 0, refused = "", sending = false, woken = false, looking = null, notice = null, nextLook = 0, nextSend = 0;

  function offerSeat() { // a way back for who closed the tab and scans the code again
    var back = document.getElementById("back"), seat;
    try { seat = localStorage.getItem("govsim-seat-" + (back ? back.dataset.code : "")); } catch (error) { return; }
    if (back && seat) { back.querySelector("a").href = "seat/" + seat; back.hidden = false; }
  }
  function rememberSeat() {
    if (!main.dataset.code) return;
    try { localStorage.setItem("govsim-seat-" + main.dataset.code, location.pathname.split("/").pop()); } catch (error) { /* not allowed here */ }
  }
  function restored() { // a phone may throw a page away while it sleeps, and load it again
    try { return JSON.parse(sessionStorage.getItem(store)) || {}; } catch (error) { return {}; }
  }
  function save() {
    try { sessionStorage.setItem(store, JSON.stringify({ drafts: drafts, unsent: unsent })); } catch (error) { /* not allowed here */ }
  }

  // --- what the page shows
  function place() { var kicker = main.querySelector(".kicker"); return kicker && document.body.className === "phone" ? kicker.textContent : ""; }
  function draftKey(field) { var phase = field.form && field.form.elements.phase; return (phase ? phase.value : "") + " " + field.id; }
  function refill() { // what was typed and has not arrived stands again, and its button says so
    main.querySelectorAll("form [id]").forEach(function (field) {
      if (draftKey(field) in drafts && field.type !== "hidden") field.value = drafts[draftKey(field)];
    });
    main.querySelectorAll("button.sending").forEach(function (button) { button.classList.remove("sending"); });
    unsent.forEach(function (one) {
      main.querySelectorAll("form").forEach(function (form) {
        if (form.dataset.form !== one.form) return;
        form.querySelectorAll("button").forEach(function (button) {
          if (button.name === one.name && button.value === one.value) button.classList.add("sending");
        });
      });
    });
  }
  function remind() { // why an answer was refused stays for a while, whatever else changes on the page
    var again = main.querySelector(".alert.again"), title = main.querySelector("h1");
    if (notice && Date.now() > notice.until) notice = null;
    if (again && !notice) again.remove();
    var shownAlready = Array.prototype.some.call(main.querySelectorAll(".alert"), function (one) { return notice && one.textContent.indexOf(notice.words) >= 0; });
    if (!notice || !title || shownAlready) return;
    again = document.createElement("p");
    again.className = "alert again"; again.textContent = notice.words;
    title.after(again);
  }
  function set(html, hash) {
    var focus = document.activeElement, id = focus && focus.id, start, end;
    if (id && focus.selectionStart !== undefined) { try { start = focus.selectionStart; end = focus.selectionEnd; } catch (error) { start = undefined; } }
    var opened = Array.prototype.map.call(main.querySelectorAll("details[open][id]"), function (one) { return one.id; });
    var was = place();
    main.innerHTML = html;
    if (place() !== was) window.scrollTo(0, 0); // another phase begins at its top
    shown = hash;
    opened.forEach(function (one) { var there = document.getElementById(one); if (there) there.open = true; });
    refill();
    var again = id && document.getElementById(id);
    if (again) { again.focus({ preventScroll: true }); if (start !== undefined && again.setSelectionRange) { try { again.setSelectionRange(start, end); } catch (error) { /* not a text */ } } }
    fit(); tick();
  }
  function fit() { // nobody can scroll the projector: what is too long is set smaller
    if (document.body.className !== "screen") return;
    for (var size = 100; size >= 70; size -= 5) {
      main.style.fontSize = size + "%";
      if (document.documentElement.scrollHeight <= innerHeight) return;
    }
  }
  function say() { // nothing that was pressed is lost without a word
    var late = unsent.some(function (one) { return one.tried || Date.now() - one.since > RETRY; });
    var words = refused ? lost.dataset.refused : late ? lost.dataset.unsent : Date.now() - heard > PATIENCE ? lost.dataset.away : "";
    if (lost.textContent !== words) lost.textContent = words;
    lost.hidden = !words;
  }
  function tick() {
    say(); remind();
    var clock = document.querySelector("[data-ends]");
    if (!clock) return;
    var left = Math.round(Number(clock.dataset.ends) - Date.now() / 1000 - ahead);
    clock.textContent = left > 0 ? Math.floor(left / 60) + ":" + ("0" + (left % 60)).slice(-2) : "Time is up";
  }

  // --- what goes to and fro
  function request(address, options) { // an answer of the room, and not of something in between
    var stop = new AbortController(), late = setTimeout(function () { stop.abort(); }, PATIENCE);
    options.signal = stop.signal; options.cache = "no-store";
    var asked = fetch(address, options).then(function (answer) {
      return answer.text().then(function (html) {
        if (answer.headers.get("x-gone")) { location.reload(); throw new Error("gone"); }
        if (!answer.headers.get("x-now")) throw new Error(String(answer.status));
        ahead = Number(answer.headers.get("x-now")) - Date.now() / 1000;
        failures = 0; heard = Date.now();
        return { html: html, hash: answer.headers.get("x-shown"), said: answer.headers.get("x-said"), refused: answer.headers.get("x-refused") };
      });
    });
    asked.stop = function () { stop.abort(); };
    asked.then(function () { clearTimeout(late); }, function () { clearTimeout(late); });
    return asked;
  }
  function look() {
    clearTimeout(nextLook);
    if (looking) { nextLook = setTimeout(look, every); return; }
    var before = posted;
    looking = request(main.dataset.look + "?view=" + view + "&shown=" + shown, {});
    looking.then(function (answer) { if (answer.hash && before === posted) set(answer.html, answer.hash); })
      .catch(function () { failures += 1; }).then(function () {
        looking = null; say();
        nextLook = setTimeout(look, woken ? 0 : Math.min(5000, every * (1 + failures)) * (0.85 + 0.3 * Math.random()));
        woken = false;
      });
  }
  function send() { // one at a time and in their order, again and again
    clearTimeout(nextSend);
    if (sending || !unsent.length) return;
    var one = unsent[0], body = new URLSearchParams(one.body);
    if (body.has("view")) body.set("view", view);
    sending = true;
    request(one.action || location.href, { method: "POST", body: body, headers: { "x-part": "main" } }).then(function (answer) {
      unsent.shift(); posted += 1;
      if (!answer.refused) Object.keys(one.typed).forEach(function (key) { if (drafts[key] === one.typed[key]) delete drafts[key]; });
      if (answer.hash) set(answer.html, answer.hash);
      var words = decodeURIComponent(answer.said || "");
      if (answer.refused) { notice = { words: words, until: Date.now() + NOTICE }; remind(); }
      else document.getElementById("said").textContent = words;
      return 0;
    }).catch(function (error) {
      failures += 1; one.tried = true;
      if (/^4(?!08|29)/.test(error.message)) { unsent.shift(); refused = error.message; } // sending it again would not help
      else if (unsent.slice(1).some(function (other) { return other.form === one.form; })) unsent.shift(); // another answer to it follows
      return RETRY;
    }).then(function (pause) { sending = false; save(); refill(); say(); nextSend = setTimeout(send, pause); });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter, sent = new URLSearchParams(new FormData(form)), typed = {};
    if (form.dataset.plain !== undefined || !main.contains(form)) return;
    event.preventDefault();
    turn += 1; sent.append("turn", page + "." + turn); refused = ""; notice = null;
    if (button && button.name) sent.append(button.name, button.value);
    form.querySelectorAll("[id]").forEach(function (field) { typed[draftKey(field)] = field.value; });
    unsent = unsent.filter(function (one, number) { return (sending && number === 0) || one.form !== form.dataset.form; });
    unsent.push({
      form: form.dataset.form, action: form.getAttribute("action"), body: sent.toString(), typed: typed, since: Date.now(),
      name: button ? button.name : "", value: button ? button.value : ""
    });
    save(); refill(); send();
  });
  main.addEventListener("input", function (event) { if (event.target.id) { drafts[draftKey(event.target)] = event.target.value; save(); } });

  function wake() { // what was under way before a sleep is not waited for
    heard = Date.now();
    if (looking) { woken = true; looking.stop(); } else look();
    send();
  }
  document.addEventListener("visibilitychange", function () { if (!document.hidden) wake(); });
  window.addEventListener("resize", fit);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", function (event) { if (event.persisted) wake(); });
  rememberSeat(); refill(); fit(); setInterval(tick, 500); tick(); nextLook = setTimeout(look, every); send();
})();
