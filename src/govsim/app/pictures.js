// Saves the drawing that is in view of a figure as SVG or PNG, with the looks that the page gives it.
(() => {
  const LOOKS = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'opacity',
    'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'dominant-baseline', 'paint-order', 'visibility',
    'display'];
  const SCALE = 2; // pixels of a PNG for each pixel of the page

  function copied(drawing) {
    const copy = drawing.cloneNode(true);
    const originals = [drawing, ...drawing.querySelectorAll('*')];
    [copy, ...copy.querySelectorAll('*')].forEach((part, row) => {
      const style = getComputedStyle(originals[row]);
      LOOKS.forEach((look) => part.style.setProperty(look, style.getPropertyValue(look)));
    });
    const { width, height } = drawing.getBoundingClientRect();
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('width', width);
    copy.setAttribute('height', height);
    copy.style.background = '#ffffff';
    return { text: new XMLSerializer().serializeToString(copy), width, height };
  }

  function save(blob, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function asPng({ text, width, height }, name) {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = width * SCALE;
      canvas.height = height * SCALE;
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#ffffff';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, name), 'image/png');
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('[data-save]');
    const figure = button && button.closest('[data-picture]');
    const drawing = figure && [...figure.querySelectorAll('svg')].find((one) => one.getBoundingClientRect().width > 40);
    if (!drawing) return;
    const name = `govsim-${figure.dataset.picture}.${button.dataset.save}`;
    const found = copied(drawing);
    if (button.dataset.save === 'png') asPng(found, name);
    else save(new Blob([found.text], { type: 'image/svg+xml' }), name);
  });
})();
