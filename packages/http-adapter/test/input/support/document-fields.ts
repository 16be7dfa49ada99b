import type { OpenApiDocument } from '../../booking/support/document-checker.js';
import { isWebhook, webhookFields } from './field-rows.js';

export type Place = 'path' | 'query' | 'header' | 'json' | 'form';

/** One endpoint with all that it can be sent, read from the document itself. */
export interface Operation {
  readonly method: string;
  /** As in the document, e.g. `/api/houses/{id}`. */
  readonly path: string;
  readonly fields: readonly { readonly name: string; readonly place: Place }[];
  /** Fields without which nothing else is looked at. */
  readonly required: readonly string[];
  /** The fields to try. Default: all. */
  readonly tried?: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
}

interface BodySchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

export function operationsOf(document: OpenApiDocument): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      // The document's type names what the answers' checker reads of it.
      const parameters = (operation as { readonly parameters?: readonly Parameter[] }).parameters ?? [];
      const schema = operation.requestBody?.content['application/json']?.schema as BodySchema | undefined;
      const body = Object.keys(schema?.properties ?? {});
      const webhook = isWebhook(path) ? webhookFields : [];
      return {
        method: method.toUpperCase(),
        path,
        fields: [
          ...parameters.map(({ name, in: place }) => ({ name, place })),
          ...webhook.map((name) => ({ name, place: 'query' as const })),
          ...body.flatMap((name) => [
            { name, place: 'json' as const },
            { name, place: 'form' as const },
          ]),
        ],
        required: [
          ...parameters.filter(({ required }) => required).map(({ name }) => name),
          ...(schema?.required ?? []),
        ],
      };
    }),
  );
}
