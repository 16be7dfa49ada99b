import { isEntrataError, parseWebhook } from 'entrata-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const rejects = (query: string, field: string) =>
  expect(() => parseWebhook(query)).toThrow(
    expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining(field) }),
  );

describe('parseWebhook', () => {
  it('reads every parameter of an activation', () => {
    const query =
      'cid=4711&company_name=Example+Living%20LLC&subdomain=Demo&auth_code=aK%2Bb/4A==&api_location=https://demo.entrata.com/api/ils&property_id=100123&occupancy_type=conventional&request_type=activation&referrer=entrata&feed_type=full';
    const { authCode, ...rest } = parseWebhook(`/webhooks/entrata?${query}`);
    expect(rest).toEqual({
      kind: 'webhook',
      cid: '4711',
      companyName: 'Example Living LLC',
      subdomain: 'demo',
      apiLocation: 'https://demo.entrata.com/api/ils',
      propertyId: '100123',
      occupancyType: 'conventional',
      requestType: 'ACTIVATION',
      action: 'activate',
      scope: 'property',
      referrer: 'entrata',
      feedType: 'full',
      rawQuery: query,
    });
    expect(authCode?.reveal()).toBe('aK+b/4A==');
  });

  it.each([
    ['aK+b/4A==', 'aK+b/4A=='],
    ['aK%2Bb%2F4A%3D%3D', 'aK+b/4A=='],
    ['aK%20b/4A==', 'aK+b/4A=='],
  ])('keeps the + of a code sent as %s', (sent, code) => {
    expect(parseWebhook(`cid=1&request_type=X&auth_code=${sent}`).authCode?.reveal()).toBe(code);
  });

  it('keeps the raw query byte for byte, whatever is in it', () => {
    const query = `cid=1&request_type=x&x='"%zz+%20&ü=ö&&=`;
    for (const url of [query, `?${query}`, `/a/b?${query}`, `https://example.test/a?${query}`]) {
      expect(parseWebhook(url).rawQuery).toBe(query);
    }
  });

  it('takes a ? inside a value of a bare query for a part of the value', () => {
    const query = 'cid=1&api_location=https://demo.entrata.com/api?x';
    expect(parseWebhook(query)).toMatchObject({
      rawQuery: query,
      apiLocation: 'https://demo.entrata.com/api?x',
    });
  });

  it.each([
    ['cid=1&cid=2', 'cid'],
    ['cid=1&cid=1', 'cid'],
    ['cid=1&request_type=A&request_type=B', 'requestType'],
    ['property_id=1&property_id=2', 'propertyId'],
    ['subdomain=a&subdomain=b', 'subdomain'],
    ['auth_code=a&auth_code=b', 'authCode'],
    ['c%69d=1&cid=2', 'cid'],
  ])('refuses the repeated identity parameter in %s', rejects);

  it.each([
    ['cid=12a', 'cid'],
    ['cid=-1', 'cid'],
    ['cid=1234567890123456789', 'cid'],
    ['property_id=1,2', 'propertyId'],
    ['subdomain=evil.com/', 'subdomain'],
    ['subdomain=evil.com%23', 'subdomain'],
    ['subdomain=-a', 'subdomain'],
    ['subdomain=a_b', 'subdomain'],
    ['subdomain=a%00b', 'subdomain'],
    ['subdomain=%zz', 'subdomain'],
    ['auth_code=a%0d%0ab', 'authCode'],
    ['company_name=a%00b', 'companyName'],
    [`request_type=${'A'.repeat(65)}`, 'requestType'],
  ])('refuses %s', rejects);

  it('keeps an unknown request type, upper-cased, and the original in the raw query', () => {
    expect(parseWebhook('cid=1&request_type=+unsubscribe+')).toMatchObject({
      requestType: 'UNSUBSCRIBE',
      rawQuery: 'cid=1&request_type=+unsubscribe+',
    });
  });

  it('tells a browser landing from the app store from a webhook', () => {
    expect(parseWebhook('referrer=propertysolutions&auth_code=abc=').kind).toBe('sso_landing');
    expect(parseWebhook('cid=1&auth_code=abc=').kind).toBe('webhook');
  });

  it('takes other parameter names', () => {
    expect(parseWebhook('company=7', { parameters: { cid: ['company', 'cid'] } }).cid).toBe('7');
  });

  it('knows request types in any letter case, those of the profile too', () => {
    const requestTypes = { Unsubscribed: 'deactivate', suspended: 'ignore' } as const;
    const read = (type: string) => {
      const { requestType, action } = parseWebhook(`cid=1&request_type=${type}`, { requestTypes });
      return [requestType, action];
    };
    expect(read('activation')).toEqual(['ACTIVATION', 'activate']);
    expect(read('UNSUBSCRIBED')).toEqual(['UNSUBSCRIBED', 'deactivate']);
    expect(read('%20unSubscribed')).toEqual(['UNSUBSCRIBED', 'deactivate']);
    expect(read('SUSPENDED')).toEqual(['SUSPENDED', 'ignore']);
    expect(read('Change_Feed_Type')).toEqual(['CHANGE_FEED_TYPE', 'change_feed_type']);
    for (const type of ['NEWS', 'constructor', '__proto__', 'toString']) {
      expect(read(type)).toEqual([type.toUpperCase(), undefined]);
    }
  });

  it('takes a webhook that names no property for one of the whole client where the profile says so, and only there', () => {
    const scopeOf = (query: string) => parseWebhook(`cid=1&${query}`, { clientEvents: ['Suspended'] }).scope;
    expect(scopeOf('request_type=SUSPENDED')).toBe('client');
    expect(scopeOf('request_type=suspended&property_id=')).toBe('client');
    expect(scopeOf('request_type=SUSPENDED&property_id=7')).toBe('property');
    expect(scopeOf('request_type=ACTIVATION')).toBeUndefined();
    expect(parseWebhook('cid=1&request_type=SUSPENDED').scope).toBeUndefined();
  });

  it('takes ids of the form that the profile gives, wholly', () => {
    const ids = /[a-z]+-\d+/;
    expect(parseWebhook('cid=ab-1&property_id=cd-2', { ids })).toMatchObject({
      cid: 'ab-1',
      propertyId: 'cd-2',
    });
    for (const id of ['ab-1x', 'ab-1%20ab-1', `ab-${'1'.repeat(62)}`, '1']) {
      expect(() => parseWebhook(`cid=${id}`, { ids })).toThrow(
        expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(/^cid /) }),
      );
    }
  });

  it('leaves out what is missing or empty', () => {
    expect(parseWebhook('cid=1&property_id=&company_name=')).toEqual({
      kind: 'webhook',
      cid: '1',
      rawQuery: 'cid=1&property_id=&company_name=',
    });
  });

  it('reads any text at all or refuses it, and keeps what it reads byte for byte', () => {
    const names = fc.constantFrom(
      'cid',
      'request_type',
      'property_id',
      'subdomain',
      'auth_code',
      'company_name',
      'x',
    );
    const pair = fc.tuple(names, fc.string({ unit: 'binary' })).map((parts) => parts.join('='));
    const queries = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pair).map((pairs) => pairs.join('&')),
    );
    fc.assert(
      fc.property(queries, (query) => {
        try {
          expect(parseWebhook(`/hook?${query}`).rawQuery).toBe(query);
        } catch (error) {
          expect(isEntrataError(error, 'invalid_input')).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives back any code, however it is escaped', () => {
    const code = fc.stringMatching(/^[A-Za-z0-9+/]{1,40}={0,2}$/);
    fc.assert(
      fc.property(code, (text) => {
        for (const sent of [text, encodeURIComponent(text), text.replaceAll('+', '%20')]) {
          expect(parseWebhook(`cid=1&auth_code=${sent}`).authCode?.reveal()).toBe(text);
        }
      }),
    );
  });

  it('throws an error of this package', () => {
    try {
      parseWebhook('cid=x');
      expect.unreachable();
    } catch (error) {
      expect(isEntrataError(error, 'invalid_input') && error.outcome).toBe('not_sent');
    }
  });
});

it.each(['company_name', 'occupancy_type', 'feed_type', 'referrer'])(
  'cuts a %s that is too long, since the code beside it is good for one try',
  (name) => {
    const text = `${'a'.repeat(254)}${encodeURIComponent('🏠')}${'b'.repeat(5_000)}`;
    const webhook = parseWebhook(`cid=1&request_type=ACTIVATION&${name}=${text}`);
    expect(Object.values(webhook)).toContain('a'.repeat(254));
  },
);
