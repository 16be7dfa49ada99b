// The words that `npm run lint:words` refuses, and what to write instead. They grow with the project's vocabulary.

/** Only here is a bare `settle(` one of ours: a test may have a function of that name for promises. */
const packageSource = /^packages\/[^/]+\/src\//;

/**
 * Names that are gone from the sources, whatever stands before and after them: `lineUp` is found in `createLineUp`,
 * `lineUpLimit` and `line-up.ts` as well.
 */
export const identifiers = [
  { word: 'PropertyWish', use: 'PropertyEvent, desired state' },
  { word: 'want(', pattern: /\bwant\(/g, use: 'recordEvent(' },
  { word: 'reach(', pattern: /\breach\(/g, use: 'markReconciled(' },
  {
    word: 'settle(',
    pattern: /\.settle\(/g,
    use: 'transition( of a viewing, recordOutcome( of a webhook, release( of a quota',
  },
  {
    word: 'settle(',
    pattern: /(?<!\.)\bsettle\(/g,
    within: packageSource,
    use: 'transition( of a viewing, recordOutcome( of a webhook, release( of a quota',
  },
  { word: 'settleViewing', use: 'transitionViewing' },
  { word: 'settleWebhook', use: 'recordOutcome' },
  { word: 'settleByHand', use: 'resolveManually' },
  { word: 'settledByHand', use: 'resolvedManually' },
  { word: 'unsettled', use: 'unreconciled of properties, unfinished of viewings' },
  { word: 'lineUp', use: 'promote' },
  { word: 'tellOf', use: 'notify' },
  { word: 'convergeProperty', between: true, use: 'reconcileProperty' },
  { word: 'convergeClient', between: true, use: 'reconcileClient' },
  { word: 'reconcileViewing', use: 'resolveUnknownViewing' },
  { word: 'handOver', use: 'buildLead, sendLead' },
  { word: 'problemAnswer', use: 'problem details' },
  { word: 'answers.ts', pattern: /(?<![\w-])answers\.[jt]s\b/g, use: 'response-schemas.ts' },
  { word: 'getPropertyUnits', use: 'getListings' },
  { word: 'traceId', use: 'requestId' },
  { word: 'callId', use: 'requestId' },
];

/** Phrases that are gone from messages, comments and documents, also where a line ends inside them. */
export const phrases = [
  { word: 'told of', use: 'notified of, called with' },
  { word: 'tell of', use: 'notify of, report' },
  { word: 'tells of', use: 'notifies of, reports' },
  { word: 'line up', use: 'promote, schedule fairly' },
  { word: 'step into line', use: 'are promoted' },
  { word: 'the last word', use: 'a transform hook' },
  { word: 'carried on', use: 'resumed' },
  { word: 'carry on', use: 'resume' },
  { word: 'brought to its end', use: 'resumed, completed' },
  { word: 'wished-for', use: 'desired' },
  { word: 'wish', use: 'event, desired state, request' },
  { word: 'wishes', use: 'events, asks for' },
  { word: 'hand over', use: 'send' },
  { word: 'settled by a person', use: 'resolved manually' },
  { word: 'fetched anew', use: 'refreshed, fetched again' },
];

/** Where a word may stand, and why. */
export const exceptions = [
  {
    path: /(?:^|\/)CHANGELOG\.md$|^\.changeset\//,
    reason: 'what a release was said to bring stays as it was said',
  },
  {
    path: /\/migrations\/\d{4}-|\/test\/fixtures\//,
    reason: 'a released step is never edited, nor is a database as a release made it',
  },
  { path: /^scripts\/(?:test\/lint-)?words\./, reason: 'the list itself' },
  {
    words: ['getPropertyUnits'],
    path: /^packages\/entrata-sdk\/(?:src|test)\/testing\//,
    reason: 'Entrata has a method of that name, which its sandbox answers',
  },
  {
    words: ['traceId'],
    path: /\/recording-tracer\.ts$/,
    reason: "OpenTelemetry's own name of a field of a span",
  },
  {
    words: ['settle('],
    path: /\/(?:fetch-token|oauth-code-repository)\.ts$/,
    reason: 'a function of its own file, which ends a promise or a code',
  },
  // These keep their names and are found by none of the patterns: the column trace_id, the stored task kinds
  // 'converge' and 'converge.client', the script soak:bookings, the path /settle,
  // the note 'settled_by_hand'.
];
