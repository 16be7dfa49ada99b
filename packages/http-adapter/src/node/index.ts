export { parseTarget, type RequestTarget } from '../http/parse-target.js';
export { type RunningServer, type ServerOptions, startServer } from './start-server.js';
export { type NodeListener, type NodeListenerOptions, toNodeListener } from './to-node-listener.js';
