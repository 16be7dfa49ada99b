import { expect, test } from 'vitest';
import { toPlainText } from '../../src/flows/plain-text.js';

test.each([
  ['<p>Sunny &amp; <b>quiet</b>.</p>', 'Sunny & quiet.'],
  ['Line one\r\nLine two', 'Line one\nLine two'],
  ['one<br>two<br/>three', 'one\ntwo\nthree'],
  ['<a href="https://example.test/">Apply</a> now', 'Apply now'],
  ['Rent < $1,000 & 2 > 1', 'Rent < $1,000 & 2 > 1'],
  ['caf&eacute; &mdash; d&#039;oc', "café — d'oc"],
  ['<ul><li>Pool</li><li>Gym</li></ul>', ' * Pool\n * Gym'],
])('%j reads %j', (html, text) => {
  expect(toPlainText(html)).toBe(text);
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp;lt;img src=x onerror=alert(1)&amp;gt;',
  '&amp;amp;amp;lt;script&amp;amp;amp;gt;',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<style>@import "https://example.test/"</style>x',
  '<svg/onload=alert(1)>',
])('%j leaves no markup behind', (html) => {
  expect(toPlainText(html)).not.toMatch(/<[a-z/!]/i);
});
