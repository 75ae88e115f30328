// Turns requests of a test inside VS Code into what a person at its window does: presses keys, clicks, reads, looks.
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { stateOfWindow } from './windowState.mjs';

const patience = 15_000;
const longestRequest = 4_000_000;

/**
 * Serves the person on loopback, at an address only the test is told. `openPage` gives the Playwright page of the window.
 * `report` gets what the tests tell the runner: {line}, {test} and {result}. Pictures go to the folder `pictures`.
 */
export async function servePerson({ openPage, report, pictures }) {
  const path = `/${randomBytes(16).toString('hex')}`;
  await mkdir(pictures, { recursive: true });
  // What is dropped is read later.
  const folder = await mkdtemp(join(tmpdir(), 'relay-dropped-'));
  let failures = 0;

  async function answerTo(request) {
    if (request.report !== undefined) return report(request.report);
    const page = await openPage();
    if (page.listenerCount('popup') === 0) attend(page);
    const act = Object.hasOwn(acts, request.act) ? acts[request.act] : undefined;
    if (act === undefined) throw new Error(`A person cannot ${request.act}.`);
    try {
      return await act({ timeout: patience, ...request, page, pictures, folder });
    } catch (error) {
      failures += 1;
      const picture = join(pictures, `failed-${failures}.png`);
      const seen = await page.screenshot({ path: picture }).then(
        () => `See ${picture}`,
        () => 'The window could not be pictured.',
      );
      throw new Error(`${whatFailed(request)}: ${firstLine(error)}. ${seen}`);
    }
  }

  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== path) return void response.writeHead(404).end();
    const answer = await readRequest(request)
      .then(answerTo)
      .then(
        (value) => ({ value }),
        (error) => ({ error: error.message }),
      );
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${server.address().port}${path}`, stop };
}

function attend(page) {
  // From the start: a dialog for a file that comes right after somebody began to listen would be missed.
  page.on('filechooser', () => {});
  // A tab in front of the window would slow it down.
  page.on('popup', (tab) => tab.close().catch(() => {}));
}

const acts = {
  async press({ keys, page, on, ...rest }) {
    if (on !== undefined) await oneOf({ page, selector: on, ...rest }).focus(rest);
    await page.keyboard.press(keys);
  },
  async type({ text, delay = 0, page, into, ...rest }) {
    if (into !== undefined) await oneOf({ page, selector: into, ...rest }).focus(rest);
    await page.keyboard.type(text, { delay });
  },
  click: (request) => oneOf(request).click({ timeout: request.timeout }),
  hover: (request) => oneOf(request).hover({ timeout: request.timeout }),
  drag: ({ to, ...request }) =>
    oneOf(request).dragTo(oneOf({ ...request, selector: to }), { timeout: request.timeout }),
  see: (request) => oneOf(request).waitFor({ timeout: request.timeout }),
  gone: (request) => oneOf(request).waitFor({ state: 'hidden', timeout: request.timeout }),
  async text(request) {
    const shown = await oneOf(request).innerText({ timeout: request.timeout });
    // Editors draw spaces as non-breaking ones.
    return shown.replaceAll('\u00a0', ' ');
  },
  /** Presses keys that open the dialog for a file, and gives it one. */
  async pickFile({ keys, file, page, timeout }) {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser', { timeout }),
      page.keyboard.press(keys),
    ]);
    await chooser.setFiles({ name: file.name, mimeType: 'text/plain', buffer: Buffer.from(file.text) });
  },
  /** Drags a file from outside of the window across some elements, and drops it on the last one or holds it there. */
  async dropFile({ page, folder, file, across, on, shift, isHeld, inWebview, timeout }) {
    const path = join(folder, file.name);
    await writeFile(path, file.text);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    const browser = await page.context().newCDPSession(page);
    const drag = (type, { x, y }) =>
      browser.send('Input.dispatchDragEvent', { type, x, y, data, modifiers: shift ? 8 : 0 });
    try {
      const places = [...across.map((selector) => ({ page, selector })), { page, selector: on, inWebview }];
      for (const [index, place] of places.entries()) {
        await oneOf(place).scrollIntoViewIfNeeded({ timeout });
        const { x, y, width, height } = await oneOf(place).boundingBox({ timeout });
        const middle = { x: x + width / 2, y: y + height / 2 };
        if (index === 0) await drag('dragEnter', middle);
        // A hand does not hold still.
        for (const off of [0, 1, 2]) await drag('dragOver', { x: middle.x + off, y: middle.y });
        if (index === places.length - 1 && !isHeld) await drag('drop', middle);
      }
    } finally {
      await browser.detach();
    }
  },
  async focused({ page, inWebview, timeout }) {
    const place = placeOf(page, inWebview);
    const focused = place.locator('body :focus').first();
    // Of `- textbox "Name": typed`, what stands in it is nobody's business.
    const [line] = (await focused.ariaSnapshot({ timeout })).split('\n');
    const [, role, name] = /^- ([\w]+)(?: ("(?:[^"\\]|\\.)*"))?/.exec(line) ?? [];
    // An element keeps the focus of its frame while keys go to another frame.
    const hasKeys = await place.locator('html').evaluate(() => document.hasFocus());
    if (role === undefined || !hasKeys) return 'nothing';
    const problem = await focused.evaluate(whyInvalid);
    return [name === undefined ? role : `${role} ${name}`, ...(problem === '' ? [] : [problem])].join(': ');
  },
  async violations({ page, inWebview }) {
    const whole = placeOf(page, inWebview).locator('html');
    if (!(await whole.evaluate(() => 'axe' in globalThis))) await whole.evaluate(axe.source);
    return whole.evaluate(violationsNow);
  },
  // A function made here is taken over by its text, and the page's policy lets it run.
  run: ({ page, inWebview, code }) =>
    placeOf(page, inWebview)
      .locator('html')
      .evaluate(new Function(`return (${code})`)()),
  kept: ({ page }) => page.evaluate(stateOfWindow),
  async picture({ name, page, pictures }) {
    if (!/^[\w-]+$/.test(name)) throw new Error('a picture is named with letters, digits, - and _');
    await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
  },
};

/** Runs in the page: the messages that an input which is called invalid is described by. */
function whyInvalid(element) {
  if (element.getAttribute('aria-invalid') !== 'true') return '';
  const described = (element.getAttribute('aria-describedby') ?? '').split(' ');
  const places = described
    .map((id) => document.getElementById(id))
    .filter((place) => place?.matches('.error'));
  return `invalid, ${places.map((place) => place.innerText).join(' ')}`;
}

/** Runs in the page: what axe-core finds, by all of its rules, each as a line; contrasts that it cannot tell count too. */
async function violationsNow() {
  const { violations, incomplete } = await globalThis.axe.run(document, { iframes: false });
  const unclear = incomplete.filter(({ id }) => id.startsWith('color-contrast'));
  const sayAll = ({ id, help, nodes }) =>
    nodes.map(
      ({ target, any }) => `${id}: ${help}: ${target} ${any.map(({ message }) => message).join(' ')}`,
    );
  return [...violations, ...unclear].flatMap(sayAll);
}

/** The first visible match in the window, or in the webview that is in front. */
function oneOf({ page, selector, inWebview }) {
  return placeOf(page, inWebview).locator(selector).filter({ visible: true }).first();
}

/** VS Code shows a webview as a frame that checks messages, around the frame with the extension's own page. */
function placeOf(page, inWebview) {
  if (!inWebview) return page;
  const outer = page.locator('iframe.webview.ready').filter({ visible: true }).last().contentFrame();
  return outer.frameLocator('iframe#active-frame');
}

function whatFailed({ act, selector, on, into, keys, name, inWebview }) {
  const what = [act, keys ?? name, selector ?? on ?? into].filter((each) => each !== undefined).join(' ');
  return `A person could not \`${what}\`${inWebview ? ' in the webview' : ''}`;
}

function firstLine(error) {
  return error.message.split('\n')[0].replace(/[.:]$/, '');
}

async function readRequest(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk;
    if (body.length > longestRequest) throw new Error('The request is too long.');
  }
  return JSON.parse(body);
}
