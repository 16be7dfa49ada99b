/** Prints one object in a line for programs, or a line for each figure. */
export function printReport(report: object, json: boolean): void {
  const lines = Object.entries(report).map(([name, value]) => `${name}: ${value}`);
  console.log(json ? JSON.stringify(report) : lines.join('\n'));
}
