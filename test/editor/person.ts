// Turns calls of a test inside VS Code into what a person at its window does; the runner (scripts/person.mjs) does it.

interface Patience {
  /** How long to wait for the element, in milliseconds; 15 s if not said. */
  readonly timeout?: number;
}

/**
 * What can be done to the window, or to the webview in front of it. A selector is one of Playwright's: CSS, `text=…`,
 * `role=button[name="Create"]`; the first visible match is meant, and waited for. Each rejects with what could not be done,
 * and the runner writes a picture of the window then.
 */
interface Place {
  /** Presses keys, such as `ControlOrMeta+.`, where the focus is or on the element `on`. */
  press(keys: string, options?: Patience & { readonly on?: string }): Promise<void>;
  /** Types a text where the focus is, or into the element `into`; `delay` is between keys, in milliseconds. */
  type(text: string, options?: Patience & { readonly into?: string; readonly delay?: number }): Promise<void>;
  click(selector: string, options?: Patience): Promise<void>;
  hover(selector: string, options?: Patience): Promise<void>;
  /** Drags the element onto the middle of another one. */
  drag(selector: string, to: string, options?: Patience): Promise<void>;
  /** Waits until the element is visible. */
  see(selector: string, options?: Patience): Promise<void>;
  /** Waits until no such element is visible. */
  gone(selector: string, options?: Patience): Promise<void>;
  /** The visible text of the element. */
  text(selector: string, options?: Patience): Promise<string>;
  /** Role and name of what has the focus, as assistive technology tells them; for an input in error, what is wrong too. */
  focused(): Promise<string>;
  /** Presses keys that open the dialog for a file, and gives it one. */
  pickFile(keys: string, file: { readonly name: string; readonly text: string }): Promise<void>;
  /** Drags a file from outside of the window, across elements of the window, onto an element; holds it there or drops it. */
  dropFile(
    file: { readonly name: string; readonly text: string },
    way: {
      readonly on: string;
      readonly across?: readonly string[];
      readonly shift?: true;
      readonly isHeld?: true;
    },
  ): Promise<void>;
  /** What axe-core finds wrong with the page, a line for each element. */
  violations(): Promise<readonly string[]>;
  /** Runs a function, given as text, inside the page, as no person could; gives its JSON value. */
  run(code: string): Promise<unknown>;
}

/** The person at the window. */
export const person: Place & {
  readonly inWebview: Place;
  /** Writes test-output/pictures/NAME.png. */
  picture(name: string): Promise<void>;
  /** All that the window keeps for itself, as text, but for the keyring. */
  kept(): Promise<string>;
} = {
  ...placeOf(false),
  inWebview: placeOf(true),
  picture: async (name) => void (await ask({ act: 'picture', name })),
  kept: async () => String(await ask({ act: 'kept' })),
};

/** What the suite tells the runner: a line to print, the test that runs now, or how it all ended. */
export type Report =
  | { readonly line: string }
  | { readonly test: string }
  | { readonly result: { readonly passed: number; readonly failed: number } };

export async function report(what: Report): Promise<void> {
  await ask({ report: what });
}

function placeOf(inWebview: boolean): Place {
  return {
    press: async (keys, options) => void (await ask({ act: 'press', inWebview, keys, ...options })),
    type: async (text, options) => void (await ask({ act: 'type', inWebview, text, ...options })),
    click: async (selector, options) => void (await ask({ act: 'click', inWebview, selector, ...options })),
    hover: async (selector, options) => void (await ask({ act: 'hover', inWebview, selector, ...options })),
    drag: async (selector, to, options) =>
      void (await ask({ act: 'drag', inWebview, selector, to, ...options })),
    see: async (selector, options) => void (await ask({ act: 'see', inWebview, selector, ...options })),
    gone: async (selector, options) => void (await ask({ act: 'gone', inWebview, selector, ...options })),
    text: async (selector, options) => String(await ask({ act: 'text', inWebview, selector, ...options })),
    focused: async () => String(await ask({ act: 'focused', inWebview })),
    pickFile: async (keys, file) => void (await ask({ act: 'pickFile', inWebview, keys, file })),
    dropFile: async (file, { across = [], ...way }) =>
      void (await ask({ act: 'dropFile', inWebview, file, across, ...way })),
    violations: async () => (await ask({ act: 'violations', inWebview })) as readonly string[],
    run: (code) => ask({ act: 'run', inWebview, code }),
  };
}

async function ask(request: object): Promise<unknown> {
  const url = process.env.RELAY_TEST_PERSON_URL;
  if (url === undefined)
    throw new Error('RELAY_TEST_PERSON_URL is not set: start the tests with npm run test:editor.');
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(request) });
  const answer = (await response.json()) as { readonly value?: unknown; readonly error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.value;
}
