import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { createUnreadAnswers } from '../../src/node/unread-answers.js';

const mebibyte = 1024 * 1024;

/** What is asked of an answer: that it tells when it has left, and can be cut off. */
function answer() {
  const events = new EventEmitter();
  let isCut = false;
  const destroy = () => {
    isCut = true;
    events.emit('close');
  };
  const outgoing = Object.assign(events, { destroy }) as unknown as ServerResponse;
  return { outgoing, isCut: () => isCut, leave: () => events.emit('close') };
}

test('past 32 MiB of answers that nobody reads, those that wait longest are cut off', () => {
  const unread = createUnreadAnswers();
  const answers = [answer(), answer(), answer()];
  for (const { outgoing } of answers) unread.add(outgoing, 15 * mebibyte);
  expect(answers.map(({ isCut }) => isCut())).toEqual([true, false, false]);
  expect(unread.count()).toBe(2);
});

test('an answer that has left counts no more, and a large one by itself is not cut off', () => {
  const unread = createUnreadAnswers();
  const [first, second] = [answer(), answer()];
  unread.add(first.outgoing, 30 * mebibyte);
  first.leave();
  expect(unread.count()).toBe(0);
  unread.add(second.outgoing, 100 * mebibyte);
  expect([first.isCut(), second.isCut()]).toEqual([false, false]);
});
