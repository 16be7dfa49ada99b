export {
  type FetchHandler,
  type FetchHandlerOptions,
  type Peer,
  toFetchHandler,
} from './to-fetch-handler.js';
