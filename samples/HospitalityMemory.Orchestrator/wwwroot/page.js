// The page's script: no library, no build. Whatever comes from a guest or a model goes in as text, never as markup.
'use strict';

const $ = id => document.getElementById(id);
const agents = { inquiry: 'Inquiry', availability: 'Availability', booking: 'Booking' };
const tools = {
  set_slots: 'noting what you said', remember_wish: 'remembering your wish', forget_wish: 'forgetting it',
  search_properties: 'looking into the catalogue', rank_properties: 'choosing what fits you', complete_booking: 'booking',
  start_new_trip: 'starting a new trip', get_guest: 'looking you up', get_missing_slots: 'checking what is missing',
};
const asked = { city: 'city', check_in_date: 'arrival', check_out_date: 'departure', number_of_guests: 'guests', budget: 'budget' };
const ideas = ['Lisbon, 12 to 15 May, for two, under 200 euros', 'I like a pool and I never want hostels', 'Hello!'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

let session = null;
let busy = false;
let guest = '';

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

async function api(path, options) {
  const response = await fetch(path, options);
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  if (response.status === 401 && guest) { guest = ''; showWelcome(); }
  throw new Error(problem.detail || problem.title || 'It did not work.');
}

const post = (path, body) => api(path, {
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});

function day(iso) {
  const [year, month, number] = iso.split('-').map(Number);
  return `${number} ${months[month - 1]} ${year}`;
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

const scrollDown = () => { $('log').scrollTop = $('log').scrollHeight; };

function showError(error) {
  $('error').textContent = error ? error.message : '';
  $('error').hidden = !error;
}

function showWelcome() {
  $('app').hidden = $('toggles').hidden = $('who').hidden = true;
  $('welcome').hidden = false;
  $('name').value = '';
  $('name').focus();
}

function showApp(name) {
  guest = name;
  $('receipt').hidden = $('welcome').hidden = true;
  $('app').hidden = $('toggles').hidden = $('who').hidden = false;
  $('who').textContent = `Travelling as ${name}`;
}

function speaks(agent) {
  for (const item of $('agents').children) {
    if (item.dataset.agent === agent) item.setAttribute('aria-current', 'true');
    else item.removeAttribute('aria-current');
  }
}

function showSlots(slots) {
  const list = $('slots');
  list.replaceChildren();
  const add = (text, className) => list.append(element('li', className, text));
  if (slots.city) add(slots.city);
  if (slots.check_in) add(slots.check_out ? `${day(slots.check_in)} to ${day(slots.check_out)}` : `from ${day(slots.check_in)}`);
  if (slots.nights && !slots.check_out) add(count(slots.nights, 'night'));
  if (slots.guests) add(count(slots.guests, 'guest'));
  if (slots.budget) add(`up to ${slots.budget} ${slots.currency ?? ''}`.trim());
  for (const other of slots.other) add(other);
  for (const name of slots.open) add(`any ${asked[name] ?? name}`);
  for (const name of slots.missing) add(`${asked[name] ?? name}?`, 'missing');
}

function said(role, agent, text) {
  $('log').querySelector('.empty')?.remove();
  const item = element('article', role === 'guest' ? 'said mine' : 'said');
  if (role !== 'guest') item.dataset.agent = agent;
  const body = element('div', 'text', text);
  item.append(element('div', 'by', role === 'guest' ? 'You' : agents[agent] ?? 'Lantern Stays'), body);
  $('log').append(item);
  scrollDown();
  return body;
}

function showIdeas(list) {
  $('ideas').replaceChildren(...list.map(idea => {
    const button = element('button', '', idea);
    button.type = 'button';
    button.addEventListener('click', () => say(idea));
    return button;
  }));
  scrollDown();
}

function begin() {
  session = null;
  $('log').replaceChildren();
  const empty = element('div', 'empty');
  empty.append(element('b', '', `Where to, ${guest}?`), element('span', '', 'Say a city, the days, how many you are and what a night may cost. What you like is remembered for the next time.'));
  $('log').append(empty);
  showSlots({ other: [], open: [], missing: Object.keys(asked) });
  speaks('inquiry');
  showIdeas(ideas);
  showError(null);
  markCurrent();
}

function markCurrent() {
  for (const item of $('sessions').children) {
    item.toggleAttribute('data-current', item.dataset.id === session);
  }
}

async function listSessions() {
  const all = await (await api('/api/sessions')).json();
  $('no-sessions').hidden = all.length > 0;
  $('sessions').replaceChildren(...all.map(one => {
    const item = element('li');
    item.dataset.id = one.session_id;
    const title = one.slots.city ?? 'New conversation';
    const open = element('button', 'open');
    open.type = 'button';
    open.append(element('b', '', title), element('span', '', one.slots.check_in ? `${day(one.slots.check_in).replace(/ \d+$/, '')}, ${agents[one.agent]}` : agents[one.agent]));
    open.addEventListener('click', () => openSession(one.session_id));
    const remove = element('button', 'delete', '\u00d7');
    remove.type = 'button';
    remove.setAttribute('aria-label', `Delete the conversation ${title}`);
    remove.addEventListener('click', () => deleteSession(one.session_id));
    item.append(open, remove);
    return item;
  }));
  markCurrent();
}

async function openSession(id) {
  if (busy) return;
  closePanels();
  try {
    const one = await (await api(`/api/sessions/${encodeURIComponent(id)}`)).json();
    begin();
    session = id;
    $('log').replaceChildren();
    one.messages.forEach(message => said(message.role, message.agent, message.text));
    showSlots(one.slots);
    speaks(one.agent);
    const last = one.messages.at(-1);
    showIdeas(last?.role === 'agent' ? offersIn(last.text) : []);
    markCurrent();
  } catch (error) { showError(error); }
}

async function deleteSession(id) {
  if (busy) return;
  try {
    await api(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
    if (id === session) begin();
    await listSessions();
  } catch (error) { showError(error); }
}

async function showKnown() {
  const known = await (await api('/api/guest')).json();
  $('wishes').replaceChildren(...known.wishes.map(wish => element('li', wish.avoid ? 'avoid' : '', wish.avoid ? `no ${wish.text}` : wish.text)));
  $('learned').replaceChildren(...known.learned.map(liking => element('li', '', liking.value)));
  $('wishes-title').hidden = known.wishes.length === 0;
  $('learned-title').hidden = known.learned.length === 0;
  $('nothing-known').hidden = known.wishes.length + known.learned.length > 0;
  $('told').textContent = known.told_to_agents;
}

// Server-sent events over a POST: blocks separated by an empty line, each with an event's name and its data.
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const lines = text.slice(0, end).split('\n');
      const field = name => lines.filter(line => line.startsWith(`${name}: `)).map(line => line.slice(name.length + 2)).join('\n');
      yield { kind: field('event'), data: JSON.parse(field('data')) };
    }
  }
}

async function say(text) {
  text = text.trim();
  if (!text || busy) return;
  busy = $('send').disabled = true;
  showError(null);
  showIdeas([]);
  said('guest', null, text);
  $('message').value = '';
  try {
    showIdeas(offersIn(await hear(await post('/api/chat', { session_id: session, message: text }))));
    await Promise.all([listSessions(), showKnown()]);
  } catch (error) {
    if (!$('message').value) $('message').value = text;
    showError(error);
  } finally {
    busy = $('send').disabled = false;
    $('working').textContent = '';
    if (!$('app').hidden) $('message').focus();
  }
}

async function hear(response) {
  let agent = 'inquiry';
  let body = null;
  for await (const { kind, data } of events(response)) {
    switch (kind) {
      case 'session': session = data.session_id; break;
      case 'agent': agent = data.agent; body = null; speaks(agent); break;
      case 'tool': $('working').textContent = tools[data.tool] ? `${agents[agent]}: ${tools[data.tool]}` : ''; body = null; break;
      case 'text':
        body ??= said('agent', agent, '');
        body.textContent += data.text;
        scrollDown();
        break;
      case 'slots': showSlots(data.slots); break;
      case 'done': speaks(data.agent); break;
      case 'problem': throw new Error(data.problem);
    }
  }
  return body?.textContent ?? '';
}

// An offer such as "1. Quiet Orchard Inn: ..." gets a button that books it, whether a model or the rules wrote it.
const offersIn = text => [...text.matchAll(/^\d\. ([^:\n]{1,60}):/gm)].map(([, name]) => `Book ${name}`);

function closePanels() {
  for (const [button, panel] of [['show-sessions', 'sessions-panel'], ['show-known', 'known-panel']]) {
    $(panel).removeAttribute('data-open');
    $(button).setAttribute('aria-expanded', 'false');
  }
}

function togglePanel(button, panel) {
  $(button).addEventListener('click', () => {
    const open = !$(panel).hasAttribute('data-open');
    closePanels();
    $(panel).toggleAttribute('data-open', open);
    $(button).setAttribute('aria-expanded', String(open));
  });
}

async function forget() {
  try {
    const receipt = await (await api('/api/guest', { method: 'DELETE' })).json();
    guest = '';
    closePanels();
    showWelcome();
    $('receipt').textContent = receipt.is_complete
      ? `Forgotten: ${count(receipt.sessions_deleted, 'conversation')}, ${count(receipt.bookings_deleted, 'booking')}. Nothing is left.`
      : 'Not everything could be erased. Please try again.';
    $('receipt').hidden = false;
  } catch (error) { showError(error); }
}

async function enter(name) {
  showApp(name);
  begin();
  await Promise.all([listSessions(), showKnown()]);
  $('message').focus();
}

$('sign-in').addEventListener('submit', async event => {
  event.preventDefault();
  $('sign-in-error').hidden = true;
  try {
    const { name } = await (await post('/api/sign-in', { name: $('name').value })).json();
    await enter(name);
  } catch (error) {
    $('sign-in-error').textContent = error.message;
    $('sign-in-error').hidden = false;
  }
});
$('chat').addEventListener('submit', event => { event.preventDefault(); say($('message').value); });
$('message').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); say($('message').value); }
});
$('new-session').addEventListener('click', () => { if (!busy) { closePanels(); begin(); $('message').focus(); } });
$('forget').addEventListener('click', () => $('sure').showModal());
$('sure').addEventListener('close', () => { if ($('sure').returnValue === 'yes') forget(); $('sure').returnValue = ''; });
document.addEventListener('keydown', event => { if (event.key === 'Escape') closePanels(); });
togglePanel('show-sessions', 'sessions-panel');
togglePanel('show-known', 'known-panel');

(async () => {
  try {
    const me = await (await api('/api/me')).json();
    $('model').textContent = me.is_model ? `A model speaks: ${me.model}. It may be wrong.` : me.model;
    if (me.name) await enter(me.name); else showWelcome();
  } catch (error) { showWelcome(); }
})();
