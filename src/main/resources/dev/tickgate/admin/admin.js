import { call, hasKey, show } from './admin-api.js';
import { draw, update } from './admin-cluster.js';
import { changeLanguage, known, text, translate } from './admin-language.js';
import { createSessions } from './admin-sessions.js';
import { at, tell } from './admin-table.js';

const REFRESH_MS = 2000;

const sessions = createSessions(failed);
let timer = 0;

function say(state, name) {
  at('badge').dataset.state = state;
  at('status').dataset.text = name;
  at('status').textContent = text(name);
}

function failed(error) {
  tell('', known(error.code) ?? `${error.message} (${error.code ?? ''})`);
  if (error.code === 'UNAUTHORIZED' || error.code === 'ADMIN_DISABLED') {
    signOut();
  } else if (error.code === 'unreachable') {
    say('offline', 'away');
  }
}

async function refresh() {
  update(await call('GET', 'cluster'));
  say('live', 'signedIn');
  drawCluster();
}

function drawCluster() {
  if (hasKey()) {
    draw((node) => drain(node).catch(failed));
  }
}

async function drain(node) {
  if (node.draining) {
    await call('DELETE', `drain?node=${encodeURIComponent(node.node)}`);
    tell(text('served'), '');
  } else if (window.confirm(text('drainAsk'))) {
    await call('POST', 'drain', { node: node.node });
    tell(text('drainBegun'), '');
  }
  await refresh();
}

async function signIn() {
  await refresh();
  at('sign-in').hidden = true;
  at('panels').hidden = false;
  timer = window.setInterval(() => refresh().catch(failed), REFRESH_MS);
  await sessions.load();
}

function signOut() {
  show('');
  window.clearInterval(timer);
  at('panels').hidden = true;
  at('sign-in').hidden = false;
  say('offline', 'signedOut');
}

async function revoke() {
  await call('POST', 'revoke', { [at('kind').value]: at('value').value });
  tell(text('revoked'), '');
}

/** Runs an action in place of the submission of a form. */
function onSubmit(form, action) {
  at(form).addEventListener('submit', (event) => {
    event.preventDefault();
    action().catch(failed);
  });
}

onSubmit('sign-in', () => {
  show(at('key').value.trim());
  at('key').value = '';
  tell('', '');
  return signIn();
});
onSubmit('filter', sessions.load);
onSubmit('revoke', revoke);
at('lang-switch').addEventListener('click', () => {
  changeLanguage();
  sessions.draw();
  drawCluster();
});
translate();
