import type { Method } from './method.js';

/** `getStatus` (status): whether the API is up. Its words are made up. */
export const getStatus: Method = () => ({
  result: { status: 'Success', message: 'The API is running.' },
});
