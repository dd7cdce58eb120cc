// Guesses: saved in the address, drawn against what came out. Without this script the page asks and shows all the same.
(() => {
  const saved = new URLSearchParams(location.hash.slice(1));
  const save = (name, value) => {
    saved.set(name, value);
    history.replaceState(null, '', '#' + saved);
  };

  // A diamond where the guess lies on the axis that a drawing names.
  const draw = (svg, value) => {
    const [way, low, high, start, end, other] = svg.dataset.axis.split(' ').map((part, row) => (row ? Number(part) : part));
    const along = start + (value - low) / (high - low) * (end - start);
    const [x, y] = way === 'up' ? [other, along] : [along, other];
    let mark = svg.querySelector('.mine');
    if (!mark) {
      mark = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      mark.setAttribute('class', 'mine');
      mark.setAttribute('fill', '#7a3ea1');
      svg.append(mark);
    }
    mark.setAttribute('d', `M${x} ${y - 7}l7 7l-7 7l-7 -7z`);
  };

  for (const box of document.querySelectorAll('[data-guess]')) {
    const step = box.closest('section');
    const name = box.dataset.guess;
    const right = box.dataset.right.split(' ').filter(Boolean);
    const range = box.querySelector('input[type=range]');
    const shown = step.querySelector('.reveal');
    const mine = document.createElement('p');
    mine.setAttribute('role', 'status');
    const answer = shown?.querySelector('.came-out');
    if (answer) answer.before(mine);
    else shown?.querySelector('summary').after(mine);

    const say = () => {
      const chosen = box.querySelector('input:checked');
      const value = range ? (saved.has(name) ? box.querySelector('output').textContent : '') : chosen?.parentElement.textContent.trim();
      mine.textContent = value ? `You ${range || right.length ? 'guessed' : 'chose'}: ${value}.` : 'You have not answered.';
      for (const label of box.querySelectorAll('.options label')) {
        label.classList.toggle('right', Boolean(shown?.open) && right.includes(label.firstElementChild.value));
      }
    };
    const accept = (value) => {
      if (range) {
        const places = (range.step.split('.')[1] || '').length;
        const unit = range.dataset.unit;
        box.querySelector('output').textContent = `${Number(value).toFixed(places)}${unit && unit !== '%' ? ' ' : ''}${unit}`;
        range.setAttribute('aria-valuetext', box.querySelector('output').textContent);
        for (const svg of step.querySelectorAll('svg[data-axis]')) draw(svg, Number(value));
      }
      say();
    };
    box.addEventListener('input', (event) => { save(name, event.target.value); accept(event.target.value); });
    shown?.addEventListener('toggle', say);
    if (saved.has(name)) {
      const value = saved.get(name);
      if (range) range.value = value;
      else for (const input of box.querySelectorAll('input')) input.checked = input.value === value;
      if (range || box.querySelector('input:checked')) accept(range ? range.value : value);
    } else say();
  }
  addEventListener('beforeprint', () => { for (const one of document.querySelectorAll('.reveal')) one.open = true; });
})();
