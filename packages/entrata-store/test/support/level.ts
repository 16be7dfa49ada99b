/** Whether this is the long run (`npm run test:full`): every engine, every kill, every seed. */
export const isLongRun = process.env.ENTRATA_TEST_FULL === 'true';
