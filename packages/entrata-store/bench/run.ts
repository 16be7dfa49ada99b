import { benchAppends } from './appends.js';
import { benchPointReads } from './point-reads.js';
import { benchTasks } from './tasks.js';

const measures = [...(await benchAppends()), ...(await benchPointReads()), ...(await benchTasks())];

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(measures));
} else {
  for (const { name, ratio, aim, against, unit } of measures)
    console.log(
      `${ratio >= aim ? 'ok ' : 'LOW'} ${ratio.toFixed(2)}x (aim ${aim}x)  ${name}, ${unit}, against ${against}`,
    );
}
