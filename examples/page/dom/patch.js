/** The handlers that `h` sets; the live element takes over those of the wanted one. */
const handlers = ['onclick', 'onsubmit', 'onchange', 'oninput', 'onerror'];

/**
 * Makes the children of `live` look like those of `wanted`, changing as little as possible: so a screen can
 * be drawn anew every second while focus, an opened `<details>`, and what was typed stay as they are.
 * Children with the same `data-key` are the same thing wherever they stand.
 *
 * @param {Node} live
 * @param {Node} wanted
 */
export function patchChildren(live, wanted) {
  const wantedNodes = [...wanted.childNodes];
  const wantedKeys = new Set(wantedNodes.map(keyOf));
  /** @type {Map<string, ChildNode>} */
  const byKey = new Map();
  for (const child of [...live.childNodes]) {
    const key = keyOf(child);
    if (key === undefined) continue;
    if (wantedKeys.has(key)) byKey.set(key, child);
    else child.remove();
  }
  /** @type {ChildNode | null} */
  let at = live.firstChild;
  for (const node of wantedNodes) {
    const key = keyOf(node);
    const candidate = key === undefined ? at : byKey.get(key);
    if (!candidate || !isSameKind(candidate, node)) {
      live.insertBefore(node, at);
      continue;
    }
    if (candidate === at) at = at.nextSibling;
    else live.insertBefore(candidate, at);
    patchNode(candidate, node);
  }
  while (at !== null) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** @param {Node} node */
function keyOf(node) {
  return node instanceof HTMLElement ? node.dataset.key : undefined;
}

/**
 * @param {Node} live
 * @param {Node} wanted
 */
function isSameKind(live, wanted) {
  return live.nodeName === wanted.nodeName && keyOf(live) === keyOf(wanted);
}

/**
 * @param {Node} live
 * @param {Node} wanted
 */
function patchNode(live, wanted) {
  if (!(live instanceof Element) || !(wanted instanceof Element)) {
    if (live.nodeValue !== wanted.nodeValue) live.nodeValue = wanted.nodeValue;
    return;
  }
  for (const { name } of [...live.attributes]) {
    // Whether details are open is the reader's business.
    if (!wanted.hasAttribute(name) && name !== 'open') live.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  }
  for (const name of handlers) Reflect.set(live, name, Reflect.get(wanted, name));
  patchChildren(live, wanted);
}
