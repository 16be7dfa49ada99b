import { describe, expect, test } from 'vitest';
import { toPlainText } from '../../src/core/plain-text.js';

test.each([
  ['<p>Sunny &amp; <b>quiet</b>.</p>', 'Sunny & quiet.'],
  ['Line one\r\nLine two', 'Line one\nLine two'],
  ['one<br>two<br/>three', 'one\ntwo\nthree'],
  ['<a href="https://example.test/">Apply</a> now', 'Apply now'],
  ['Rent < $1,000 & 2 > 1', 'Rent < $1,000 & 2 > 1'],
  ['2 < 3 bedrooms & a den', '2 < 3 bedrooms & a den'],
  ['We <3 pets at AT&T', 'We <3 pets at AT&T'],
  ['5 &lt; 7 &amp;amp; 8', '5 < 7 & 8'],
  ['caf&eacute; &mdash; d&#039;oc', "café — d'oc"],
  ['a\0b\ud800c\u0007d', 'abcd'],
  ['<ul><li>Pool</li><li>Gym</li></ul>', ' * Pool\n * Gym'],
])('%j reads %j', (html, text) => {
  expect(toPlainText(html)).toBe(text);
});

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const escapedOften = (text: string, times: number) =>
  Array.from({ length: times }).reduce<string>((before) => escaped(before), text);

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'Great <img src=x onerror=alert(1)',
  '<img alt="a>b" src=x onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'Great &lt;img src=x onerror=alert(1)',
  '&amp;lt;img src=x onerror=alert(1)&amp;gt;',
  '&amp;amp;amp;lt;script&amp;amp;amp;gt;',
  '&#60;img src=x onerror=alert(1)&#x3e;',
  '&&#97;mp;lt;img src=x onerror=alert(1)&&#97;mp;gt;',
  escapedOften('<img src=x onerror=alert(1)>', 40),
  '&#38;#38;#38;lt;img src=x&#38;gt;',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<<img src=x onerror=alert(1)>',
  '<style>@import "https://example.test/"</style>x',
  '<svg/onload=alert(1)>',
  '<!-- <b>x</b> --><!--',
  `${'<b>'.repeat(300)}&lt;img src=x onerror=alert(1)&gt;`,
])('%j leaves no markup behind, escaped or not', (html) => {
  const plain = toPlainText(html);
  expect(plain).not.toMatch(/<[a-z/!?]/i);
  expect(plain).not.toMatch(/&(?:lt|gt|amp|#)/i);
  expect(toPlainText(plain)).toBe(plain);
});

describe('However it is nested or left open', () => {
  const big = 250_000;
  const filled = (part: string) => part.repeat(Math.floor(big / part.length));

  test.each([
    ['1,000 tables', `${'<table><tr><td>'.repeat(1_000)}Pool`],
    ['100,000 elements', `${'<b>'.repeat(60_000)}Pool`],
    ['elements that other tags seem to close', `${'<b></x>'.repeat(20_000)}Pool`],
    ['elements that comments seem to close', `${'<b><!--</b>-->'.repeat(10_000)}Pool`],
    ['scripts and styles', `${'<script>x</script><style>y</style>'.repeat(1_000)}Pool`],
    ['closed elements', `${'<div>'.repeat(20_000)}Pool${'</div>'.repeat(20_000)}`],
  ])('a text in %s is the text', (_, html) => {
    expect(toPlainText(html).trim()).toBe('Pool');
  });

  test.each([
    '<',
    '<a',
    '<script>',
    '<!--',
    '<![CDATA[',
    '&lt;',
    '&amp;',
    '&amp;lt;',
    'amp;',
    '\n',
    ' <',
    '<a href="',
    '</',
  ])('a text of nothing but %j ends, without markup', (part) => {
    expect(toPlainText(`&${filled(part)}`)).not.toMatch(/<[a-z/!?]/i);
  });

  test('keeps the lines of a text with more tags than are laid out', () => {
    const html = `<ul>${'<li>Pool</li>'.repeat(300)}</ul><p>Quiet &amp; sunny</p>`;
    const lines = toPlainText(html)
      .split('\n')
      .filter((line) => line !== '');
    expect(lines).toHaveLength(301);
    expect(lines.at(-1)).toBe('Quiet & sunny');
  });

  test('a text of ten million characters is cut', () => {
    expect(toPlainText('Pool '.repeat(2_000_000)).length).toBeLessThanOrEqual(big);
  });
});
