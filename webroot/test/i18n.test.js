import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { chooseLanguage, errorText, spanText, translate } from '../js/i18n.js';

const page = ['index', 'dashboard', 'hub', 'watchlist']
  .map((name) => readFileSync(new URL(`../${name}.html`, import.meta.url), 'utf8'))
  .join('');

test('the address decides, then what was remembered, then the browser', () => {
  assert.equal(chooseLanguage('?lang=ja', 'en', ['en']), 'ja');
  assert.equal(chooseLanguage('', 'ja', ['en']), 'ja');
  assert.equal(chooseLanguage('', null, ['fr-FR', 'ja-JP', 'en']), 'ja');
  assert.equal(chooseLanguage('', null, ['fr']), 'en');
  assert.equal(chooseLanguage('?lang=xx', 'yy', ['ja']), 'ja');
});

test('places in a text are filled', () => {
  assert.equal(translate('en', 'countdown', { n: 7 }), 'Retry in 7 s');
  assert.equal(translate('ja', 'countdown', { n: 7 }), '7秒後に再接続');
});

test('a length of time is told in the unit a person would use', () => {
  assert.equal(spanText('en', -5), '0 s');
  assert.equal(spanText('en', 119_999), '119 s');
  assert.equal(spanText('en', 120_000), '2 min');
  assert.equal(spanText('ja', 7_199_999), '119分');
  assert.equal(spanText('ja', 26 * 3_600_000), '26時間');
});

test('an error is told in the language of the page', () => {
  const error = { code: 'DB_POLLING_FAILED', message: 'polling failed' };
  assert.match(errorText('ja', error), /データベース/);
  assert.match(errorText('en', error), /database/);
});

test('an error code that is new to the page is told in the words of the server', () => {
  assert.equal(errorText('en', { code: 'NEW', message: 'It rains.' }), 'It rains.');
  assert.match(errorText('ja', { code: 'NEW', message: '' }), /サーバー/);
  assert.match(errorText('en', { code: 'toString', message: '' }), /server/);
});

for (const [, key] of page.matchAll(/data-(?:text|label)="(\w+)"/g)) {
  test(`the text ${key} of the page exists in both languages`, () => {
    assert.ok(translate('en', key));
    assert.ok(translate('ja', key));
  });
}

test('the page has no inline script or style and names no other host, nor a path from the root', () => {
  assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=/);
  assert.doesNotMatch(page, /<script(?![^>]*\ssrc="assets\/)/);
  assert.doesNotMatch(page, /(?:src|<link[^>]*href)="(?!assets\/)/);
  assert.doesNotMatch(page, /href="\//);
});
