import { printReport } from '../print-report.js';
import { readOptions } from './options.js';
import { runBookingsSoak } from './run-soak.js';

const { json, ...options } = readOptions();
const report = await runBookingsSoak(options, (text) => process.stderr.write(`${text}\n`));
printReport(report, json);
const { doubled, lost, appointmentsDenied, appointmentsInvented } = report;
process.exitCode = doubled + lost + appointmentsDenied + appointmentsInvented === 0 ? 0 : 1;
