import { fileURLToPath } from 'node:url';
import type { ServerOptions } from 'entrata-http-adapter/node';
import type { FakeEntrata } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import type { ServerConfig } from './config.js';
import { developmentLogin } from './development-login.js';
import { ownRoutes } from './own-routes.js';
import { pageFiles } from './page-files.js';
import type { RecentCalls } from './recent-calls.js';
import { sandboxControls } from './sandbox-controls.js';

const folder = fileURLToPath(new URL('../page', import.meta.url));

export interface PageOptions {
  /** Hosts whose pictures the page may show, e.g. `https://cdn.example.test`. */
  readonly imageOrigins: readonly string[];
  /** A sandbox of this process, for the page to control. */
  readonly sandbox?: FakeEntrata;
}

/** What the example server answers beside the adapter: the page, its log-in, and the sandbox's controls. */
export function servePage(
  { imageOrigins, sandbox }: PageOptions,
  store: Store,
  config: ServerConfig,
  { calls, webhookUrl }: { readonly calls: RecentCalls; readonly webhookUrl: () => string },
): NonNullable<ServerOptions['fallback']> {
  const routes = [
    ...developmentLogin(store, config.JWT_SECRET),
    calls.route,
    ...(sandbox === undefined ? [] : sandboxControls(sandbox, webhookUrl)),
  ];
  return ownRoutes(routes, pageFiles(folder, imageOrigins));
}
