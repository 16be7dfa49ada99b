/**
 * What a house is called; not every property has a name.
 *
 * @param {{ readonly title?: string | null, readonly street?: string | null } | null | undefined} house
 */
export function houseName(house) {
  return house?.title || house?.street || 'A house';
}

/**
 * The parts of an address that are there.
 *
 * @param {...(string | null | undefined)} parts
 */
export function addressText(...parts) {
  return parts.filter(Boolean).join(', ');
}
