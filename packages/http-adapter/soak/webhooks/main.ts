import { printReport } from '../print-report.js';
import { readOptions } from './options.js';
import { runWebhooksSoak } from './run-soak.js';

const { json, ...options } = readOptions();
const report = await runWebhooksSoak(options, (text) => process.stderr.write(`${text}\n`));
printReport(report, json);
const { lost, doubled, suspensionsLost, endStatesDiffering } = report;
process.exitCode = lost + doubled + suspensionsLost + endStatesDiffering === 0 ? 0 : 1;
