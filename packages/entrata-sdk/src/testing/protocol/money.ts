/** `1650.00`, as in MITS. */
export function plainMoney(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** `1,650.00`, as in the pricing replies. */
export function groupedMoney(cents: number): string {
  return plainMoney(cents).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
