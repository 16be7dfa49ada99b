import { h } from '../dom/element.js';

/**
 * A labelled list to choose one from.
 *
 * @param {object} field
 * @param {string} field.label
 * @param {string} [field.name]
 * @param {readonly (readonly [value: string, text: string])[]} field.options
 * @param {string} [field.value] the one that is chosen at first
 * @param {(value: string) => void} [field.onchoose]
 */
export function choice({ label, name, options, value, onchoose }) {
  /** @param {Event} event */
  const onchange = (event) => {
    if (event.currentTarget instanceof HTMLSelectElement) onchoose?.(event.currentTarget.value);
  };
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label),
    h(
      'select',
      { name, onchange },
      options.map(([each, text]) =>
        h('option', { value: each, selected: each === value, 'data-key': each }, text),
      ),
    ),
  );
}
