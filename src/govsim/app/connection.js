// What a page says while its server does not answer, and how it goes on: the address of the page holds the setting, so
// a page that is loaded again shows what it showed.
(() => {
  const EVERY = 1500; // milliseconds between looks at the connection
  const PATIENCE = 10000; // how long a server that answers may take to connect again
  const WORDS = {
    away: 'The server does not answer. If govsim runs on this computer, start it again with: govsim app. '
      + 'This page goes on by itself, with your setting.',
    blocked: 'The page is here, but its live connection (a websocket) is not: something between this browser and the '
      + 'server does not pass it on. Whoever runs the server finds the remedy in docs/server.md.',
    full: 'As many pages are open on this server as it takes. Close one that is not needed. This page goes on by '
      + 'itself once there is room.',
  };
  const FULL = 'full'; // what a server answers that takes no more pages
  const SERVER = new URL('../server', document.currentScript.src);
  const opened = Date.now();
  let lostAt = 0;
  let waiting = false; // until the page can be loaded again

  const HERE = ['localhost', '127.0.0.1', '[::1]'];
  document.documentElement.classList.toggle('loopback', HERE.includes(window.location.hostname));

  const isConnected = () => !window.app || window.app.connectionStatus === 'connected';
  const neverWas = () => !window.app || !window.app.wasConnected;

  function say(words) {
    let note = document.getElementById('connection');
    if (!note) {
      note = document.createElement('div');
      note.id = 'connection';
      note.setAttribute('role', 'alert');
      document.body.append(note);
    }
    if (note.textContent !== words) note.textContent = words;
    note.hidden = !words;
  }

  async function server() {
    try {
      const answer = await fetch(SERVER, { cache: 'no-store' });
      return answer.ok ? (await answer.text()).trim() : '';
    } catch {
      return '';
    }
  }

  async function look() {
    if (neverWas()) {
      if (Date.now() - opened < PATIENCE) return;
      const found = await server();
      document.querySelectorAll('#first [role=status]').forEach((promise) => promise.remove());
      if (found && found !== FULL) {
        if (waiting) window.location.reload();
        else say(WORDS.blocked);
        return;
      }
      waiting = true;
      say(found ? WORDS.full : WORDS.away);
      return;
    }
    if (isConnected()) {
      lostAt = 0;
      say('');
      return;
    }
    lostAt = lostAt || Date.now();
    const found = await server();
    const own = document.querySelector('meta[name=govsim-server]').content;
    if (!found) say(WORDS.away);
    else if (found === FULL) say(WORDS.full);
    else if (found !== own || Date.now() - lostAt > PATIENCE) window.location.reload();
  }

  // The first view goes once the live page has something to show.
  const live = new MutationObserver(() => {
    const first = document.getElementById('first');
    const drawn = first && first.querySelector('svg') ? '#app .govsim main svg' : '#app .govsim main';
    if (!document.querySelector(`${drawn}, #app .govsim [role=alert]`)) return;
    if (first) first.remove();
    live.disconnect();
  });
  live.observe(document.documentElement, { childList: true, subtree: true });

  window.addEventListener('beforeprint', () => {
    const day = new Date().toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
    const words = `${window.location.href} · printed on ${day}`;
    document.querySelectorAll('[data-address]').forEach((place) => { place.textContent = words; });
  });
  setInterval(look, EVERY);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
})();
