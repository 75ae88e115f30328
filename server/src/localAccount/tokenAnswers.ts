// Answers the calls about API tokens from the store.
import { randomBytes, randomUUID } from 'node:crypto';
import { digestOf } from './callers';
import { ContractError, notFound } from './refusals';
import type { Answers } from './routes';
import type { Store } from './store';

type TokenAnswers = Pick<Answers, 'listTokens' | 'createToken' | 'deleteToken'>;

/** Each role is a user of its own, who sees and deletes the tokens of that role only. */
export function tokenAnswers(store: Store): TokenAnswers {
  return {
    listTokens: ({ caller: { role } }) => ({
      tokens: store.state.tokens.filter((each) => each.role === role).map(({ id, name }) => ({ id, name })),
    }),

    async createToken({ body: { name }, caller: { role } }) {
      const secret = randomBytes(32).toString('base64url');
      const made = { id: randomUUID(), name, digest: digestOf(secret), role };
      await store.change((state) => {
        if (state.tokens.some((each) => each.role === role && each.name === name)) {
          const taken = { name: 'This name is taken.' };
          throw new ContractError(409, 'name_taken', 'There is a token of this name already.', taken);
        }
        return { state: { ...state, tokens: [...state.tokens, made] }, result: undefined };
      });
      return { token: { id: made.id, name, secret } };
    },

    async deleteToken({ parameters: { id }, caller: { role } }) {
      await store.change((state) => {
        const gone = state.tokens.find((each) => each.id === id && each.role === role);
        if (!gone) return notFound('There is no such token.');
        return {
          state: { ...state, tokens: state.tokens.filter((each) => each !== gone) },
          result: undefined,
        };
      });
      return { resource_id: id, success: true };
    },
  };
}
