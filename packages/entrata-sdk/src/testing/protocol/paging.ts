import { Refusal } from './refusal.js';

/** A page that was asked for by `page_no` and `per_page`. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

/** The page that a query asks for; undefined when it asks for none, and everything is answered. */
export function readPage(query: string): Page | undefined {
  const parameters = new URLSearchParams(query);
  const [number, size] = [parameters.get('page_no'), parameters.get('per_page')];
  if (number === null && size === null) return undefined;
  const page = { number: Number(number ?? '1'), size: Number(size ?? '100') };
  if (!Number.isInteger(page.number) || page.number < 1) throw new Refusal(400, 'page_no is not valid.');
  if (!Number.isInteger(page.size) || page.size < 5 || page.size > 1000) {
    throw new Refusal(400, 'per_page must be from 5 to 1000.');
  }
  return page;
}

export function pageOf<T>(all: readonly T[], page: Page | undefined): readonly T[] {
  return page ? all.slice((page.number - 1) * page.size, page.number * page.size) : all;
}

/** `X-Total-Count`, and `Link` for a client that sent `X-Send-Pagination-Links: 1`. */
export function pageHeaders(
  total: number,
  page: Page | undefined,
  url: string,
  wantsLinks: boolean,
): Record<string, string> {
  const headers: Record<string, string> = { 'x-total-count': String(total) };
  if (!page || !wantsLinks) return headers;
  const last = Math.max(1, Math.ceil(total / page.size));
  const target = (number: number) => `<${url}?page_no=${number}&per_page=${page.size}>`;
  const links = [`${target(1)}; rel="first"`, `${target(last)}; rel="last"`];
  if (page.number > 1) links.push(`${target(page.number - 1)}; rel="prev"`);
  if (page.number < last) links.push(`${target(page.number + 1)}; rel="next"`);
  return { ...headers, link: links.join(', ') };
}
