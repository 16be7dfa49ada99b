// What Entrata's own words say, where a reply has nothing firmer.

/** `No records found with mentioned preferences.` and its like, which come instead of a list. */
const nothingFound = /^none\b|\bnot (?:found|exist)\b|\bno\b.*\b(?:found|available|match\w*|exists?)\b/i;

/** Words that every reader takes for an empty list; for what a profile says means one. */
export const noRecords = 'No records found.';

/** Whether a text in the place of a result says that there is nothing. */
export function saysNothingFound(text: string): boolean {
  return nothingFound.test(text.slice(0, 500));
}

/** Makes the test of whether words say that there are no such things, and not that Entrata cannot say just now. */
function saysNo(things: string): (text: string) => boolean {
  const none = new RegExp(
    `\\bno\\s+(?:\\w+\\s+)?(?:${things})\\b.{0,60}\\b(?:found|match\\w*|exists?|available)\\b|` +
      `\\b(?:${things}) (?:was |were |is |are |does |do )?not (?:found|exist)\\b`,
    'i',
  );
  const passes = /\b(?:again|later|temporar\w*|timed? ?out|unavailable)\b/i;
  return (text) => {
    const start = text.slice(0, 500);
    return none.test(start) && !passes.test(start);
  };
}

const leadThings = 'records?|results?|leads?|prospects?|applicants?|applications|guest ?cards?';

/** Whether Entrata's words say that there is no such lead. ("Application not found" may be about the app that asks.) */
export const saysNoLeads = saysNo(leadThings);

/**
 * Whether the words of an error say that a list is empty. Of one thing by its name ("Property not found") they say that it
 * was asked for wrongly, so the lists are named in the plural.
 */
export const saysEmptyList = saysNo(
  `${leadThings}|data|events|appointments|tours|slots|times|availability|availabilities|properties|units|` +
    'unit ?spaces|floor ?plans|unit ?types|prices|pricing|specials|media|images',
);

/** Words of a record that was not taken, in whatever field they stand. */
export const failureWords = /error|fail|invalid|denied|refus|reject/i;
