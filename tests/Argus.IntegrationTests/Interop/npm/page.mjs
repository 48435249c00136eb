// The forms of an HTML page, as far as a sign-in page has any: no scripts, no nesting.
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : entities[name] ?? whole;
  });
}

function attributes(tag) {
  const found = {};
  for (const [, name, double, single, bare] of tag.matchAll(/\s([a-z][a-z0-9_-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi)) {
    found[name.toLowerCase()] ??= decode(double ?? single ?? bare ?? '');
  }
  return found;
}

/** Each form as {method, action, inputs, buttons}; the last two are lists of attributes. */
export function formsOf(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag, inside]) => {
    const { method = 'get', action = '' } = attributes(tag);
    const all = (name) => [...inside.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'gi'))].map(([, its]) => attributes(its));
    return { method: method.toUpperCase(), action, inputs: all('input').filter((input) => input.name), buttons: all('button') };
  });
}
