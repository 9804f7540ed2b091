// The JavaScript of the documents is valid; chart.md and the READMEs have tests that run theirs.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const documents = [
  'README.md',
  'webroot/client/README.md',
  'webroot/react/README.md',
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const blocks = documents.flatMap((name) =>
  [...readFileSync(ROOT + name, 'utf8').matchAll(/^```(jsx?)\n(.*?)^```/gms)].map(([, language, code]) => ({
    name: `${name}: ${code.split('\n')[0]}`,
    language,
    code,
  })),
);

test('there are programs in the documents', () => assert.ok(blocks.length > 10));

for (const { name, language, code } of blocks) {
  test(`${name} is valid`, () => {
    const { diagnostics } = ts.transpileModule(code, {
      fileName: `block.${language}`,
      reportDiagnostics: true,
      compilerOptions: { allowJs: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022, jsx: ts.JsxEmit.ReactJSX },
    });
    assert.deepEqual(
      diagnostics.map(({ messageText }) => messageText),
      [],
    );
  });
}
