// What the client's commands ask of one open workflow: names, places and texts of the server's own, never a value.
import type { Position, Range, TextEdit } from 'vscode-languageserver';
import type { Target } from '../workflow/write';

/** A place in an open document. */
export interface Spot {
  readonly uri: string;
  readonly position: Position;
}

/**
 * Client to server, request (`Spot`): why the reference at a place is called what it is, as a plain text of lines, and the
 * title of it; null where no reference stands.
 */
export const explain = 'relay/explain';
export type ExplainAnswer = { readonly title: string; readonly text: string } | null;

/** Shows what `relay/explain` answers. Argument: Spot; none from the palette, for the cursor. */
export const explainCommand = 'relay.explainReference';

/** Client to server, request (`Spot`): the code by which a step reads what stands there; null where no connection does. */
export const sdkCode = 'relay/sdkCode';
export type SdkCodeAnswer = Readonly<Record<SdkLanguage, string>> | null;
export type SdkLanguage = 'python' | 'ni';

/** Copies what `relay/sdkCode` answers. Argument: CopySdkCode; none from the palette, for the cursor. */
export const copySdkCodeCommand = 'relay.copySdkCode';
export interface CopySdkCode extends Spot {
  readonly language: SdkLanguage;
}

/** Client to server, request (`{uri}`): what is needed to write the file that `relay dev metadata` reads. */
export const metadata = 'relay/metadata';
export type MetadataAnswer = { readonly parts: readonly MetadataPart[] } | null;
/** A text as it is, or a value to be written there as a quoted scalar in one line. */
export type MetadataPart = string | MetadataValue;
export interface MetadataValue {
  /** What it is a value of, such as `aws / prod`. */
  readonly of: string;
  readonly label: string;
  /** What the value looks like or where it is found. */
  readonly help?: string;
  readonly secret: boolean;
  /** Whether it has several lines, so that it is more likely in a file than typed. */
  readonly multiline: boolean;
}

/** Client to server, request (`{uri}`): the literals of an open document that look like credentials. */
export const credentials = 'relay/credentials';
export type CredentialsAnswer = readonly FoundCredential[];
export interface FoundCredential {
  readonly range: Range;
  /** What it is, in a sentence behind "the": `Slack token`. */
  readonly label: string;
  readonly value: WrittenValue;
  /** The key that it is the value of, where it is one's. */
  readonly key?: string;
  /** The connection that it can be moved into. */
  readonly connection?: {
    readonly type: string;
    /** What is moved with it: the fields of that type. */
    readonly fields: readonly { readonly field: string; readonly value: WrittenValue }[];
  };
}
/** A value, told without being said: ranges of the document, and line breaks, blanks and quotes that it writes otherwise. */
export type WrittenValue = readonly (Range | string)[];

/** Client to server, request: the edits after which what was a literal is a reference; null where that cannot be written. */
export const replaceCredential = 'relay/replaceCredential';
export interface ReplaceCredential {
  readonly uri: string;
  /** As `relay/credentials` gave it. */
  readonly range: Range;
  readonly by: { readonly connection: Target } | { readonly secret: string };
}
export type ReplaceCredentialAnswer = readonly TextEdit[] | null;

/** Moves a literal out of the file. Argument: MoveCredential, which says where it stands and not what it is. */
export const moveCredentialCommand = 'relay.moveCredential';
export interface MoveCredential {
  readonly uri: string;
  readonly range: Range;
  readonly into: 'connection' | 'secret';
}
