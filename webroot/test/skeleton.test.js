import test from 'node:test'; test('skeleton', () => {});
