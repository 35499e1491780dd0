// Measures role pairs of kit.css for a list of brands; returns the worst of each pair.
// One element for each role, one canvas row for each brand: the browser computes styles once a brand and pixels once in all.
([pairs, tonePairs, brands]) => {
  const linear = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const worst = {};

  const measure = (wanted, prefix, rows, prepare) => {
    const roles = [...new Set(wanted.flatMap(([front, back]) => [front, back]))];
    const probes = roles.map((role) => {
      const probe = document.createElement('i');
      probe.style.color = `var(--${role})`;
      return box.appendChild(probe);
    });
    const pen = new OffscreenCanvas(roles.length, rows.length).getContext('2d', { willReadFrequently: true });
    rows.forEach((row, y) => {
      prepare(row);
      probes.forEach((probe, x) => {
        pen.fillStyle = getComputedStyle(probe).color;
        pen.fillRect(x, y, 1, 1);
      });
    });
    const pixels = pen.getImageData(0, 0, roles.length, rows.length).data;
    const luminance = (y, role) => {
      const at = 4 * (y * roles.length + roles.indexOf(role));
      return 0.2126 * linear(pixels[at]) + 0.7152 * linear(pixels[at + 1]) + 0.0722 * linear(pixels[at + 2]);
    };
    rows.forEach((row, y) => {
      for (const [front, back, least] of wanted) {
        const key = `${prefix}${front} on ${back}`;
        const value = contrast(luminance(y, front), luminance(y, back));
        if (!worst[key] || value < worst[key].value) worst[key] = { value, least, brand: String(row) };
      }
    });
    probes.forEach((probe) => probe.remove());
  };

  const box = document.getElementById('box');
  const wear = ([brand, accent]) => {
    box.style.setProperty('--brand', brand);
    box.style.setProperty('--accent', accent);
  };
  measure(pairs, '', brands, wear);
  for (const tone of ['good', 'warn', 'bad', 'info']) {
    box.dataset.tone = tone;
    measure(tonePairs, `${tone}: `, brands.slice(0, 1), wear);
  }
  return worst;
}
