// Keeps the names of the secrets of workflows, as one session of an account has answered them.
import type { Failure, WorkflowSecrets } from './account';
import type { AccountApi } from './api';
import type { Clock } from './clock';
import { secondsOf } from './networkFault';
import type { Answer } from './request';

/** Requests at the same time. */
const atOnce = 6;
/** Milliseconds for all that are asked for together; what is not answered by then failed. */
const patience = 25_000;

type Known = Readonly<Record<string, WorkflowSecrets>>;

export class SecretNames {
  #known: Known | undefined;
  /** The last time that each path was asked for, while it is not answered: an answer to an earlier one is too old. */
  readonly #asking = new Map<string, number>();
  #times = 0;

  /** `ended` fires when the session ends. */
  constructor(
    readonly api: Pick<AccountApi, 'host' | 'listSecrets'>,
    readonly ended: AbortSignal,
    readonly clock: Clock,
  ) {}

  /** By path; the same value until something else is known, and none where nothing is. */
  get known(): Known | undefined {
    return this.#known;
  }

  /** Whether a path is known, or asked for. */
  has(path: string): boolean {
    return Object.hasOwn(this.#known ?? {}, path) || this.#asking.has(path);
  }

  /** Forgets all but these. */
  keep(paths: readonly string[]): void {
    const kept = new Set(paths);
    for (const path of this.#asking.keys()) if (!kept.has(path)) this.#asking.delete(path);
    const left = Object.entries(this.#known ?? {}).filter(([path]) => kept.has(path));
    this.#know(Object.fromEntries(left));
  }

  /**
   * Asks for the secrets of these, and resolves, never rejects, when each was answered or has failed; `within` are the
   * milliseconds for them all, where there is less time than usual.
   */
  async read(paths: readonly string[], within = patience): Promise<void> {
    const time = ++this.#times;
    for (const path of paths) this.#asking.set(path, time);
    const late = new AbortController();
    const stop = this.clock.after(within, () => late.abort(`no answer within ${secondsOf(within)}`));
    const answers: [string, Answer<readonly string[] | undefined>][] = [];
    const left = paths.values();
    const work = async () => {
      for (const path of left) answers.push([path, await this.#ask(path, late.signal)]);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    stop();
    const fresh = answers.filter(([path]) => this.#asking.get(path) === time);
    for (const [path] of fresh) this.#asking.delete(path);
    const read = fresh.map(([path, answer]) => [path, secretsOf(answer, this.#of(path))] as const);
    this.#know({ ...this.#known, ...Object.fromEntries(read) });
  }

  async #ask(path: string, late: AbortSignal): Promise<Answer<readonly string[] | undefined>> {
    const { host } = this.api;
    const tooLate = (): Failure => ({ kind: 'unreachable', host, because: String(late.reason) });
    if (late.aborted) return { ok: false, failure: tooLate() };
    const answer = await this.api.listSecrets(path, AbortSignal.any([this.ended, late]));
    return late.aborted && !answer.ok ? { ok: false, failure: tooLate() } : answer;
  }

  #of(path: string): WorkflowSecrets | undefined {
    return this.#known && Object.hasOwn(this.#known, path) ? this.#known[path] : undefined;
  }

  #know(known: Known): void {
    const next = Object.keys(known).length > 0 ? known : undefined;
    if (JSON.stringify(next) !== JSON.stringify(this.#known)) this.#known = next;
  }
}

function secretsOf(
  answer: Answer<readonly string[] | undefined>,
  before: WorkflowSecrets | undefined,
): WorkflowSecrets {
  if (answer.ok) return answer.value ? { is: 'listed', names: answer.value } : { is: 'no-workflow' };
  const names = before && 'names' in before ? before.names : undefined;
  return { is: 'failed', why: answer.failure, ...(names && { names }) };
}
