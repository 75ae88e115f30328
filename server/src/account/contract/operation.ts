// What the contract says of one call: who may make it, what it takes and what it answers.
import type { JSONSchema } from 'json-schema-to-ts';

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `{name}` is one percent-encoded part, a `/` in it written as `%2F`. */
  readonly path: string;
  readonly summary: string;
  /** Absent: any token. `nobody`: no token is asked for. */
  readonly asks?: 'nobody' | 'administrator';
  /** Absent: no body may be sent. */
  readonly body?: { readonly mediaType: string; readonly schema: JSONSchema };
  readonly answer: {
    readonly status: 200 | 201;
    readonly description: string;
    readonly schema: JSONSchema;
    /** Absent: that of the API version, which a request must then accept. */
    readonly mediaType?: string;
  };
  /** What it may be refused with, besides what every call may: 401, 422, 429, 5xx. */
  readonly refusals?: readonly Refusal[];
}

export type Refusal = 403 | 404 | 409;
