// What Entrata's own words say, where a reply has nothing firmer.

/** `No records found with mentioned preferences.` and its like, which come instead of a list. */
const nothingFound = /^none\b|\bnot found\b|\bno\b.*\b(?:found|available|match\w*|exists?)\b/i;

/** Whether a text says that there is nothing. */
export function saysNothingFound(text: string): boolean {
  return nothingFound.test(text.slice(0, 500));
}

/** Words of a record that was not taken, in whatever field they stand. */
export const failureWords = /error|fail|invalid|denied|refus|reject/i;
