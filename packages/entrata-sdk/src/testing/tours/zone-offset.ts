/** Minutes from UTC of the labels that stand in slot texts. */
const offsetMinutes: Readonly<Record<string, number>> = {
  AST: -240,
  EDT: -240,
  EST: -300,
  CDT: -300,
  CST: -360,
  MDT: -360,
  MST: -420,
  PDT: -420,
  PST: -480,
  AKDT: -480,
  AKST: -540,
  HST: -600,
};

/** The instant of a labelled wall time; undefined for a label that is not one of ours. */
export function instantOfLabelled(date: string, clock: string, label: string): number | undefined {
  const offset = offsetMinutes[label];
  return offset === undefined ? undefined : Date.parse(`${date}T${clock}:00Z`) - offset * 60_000;
}
