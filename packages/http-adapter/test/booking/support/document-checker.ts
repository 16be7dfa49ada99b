import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Media {
  readonly schema: object;
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, Media>> }>>;
}

export interface OpenApiDocument extends Record<string, unknown> {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Asks the document itself whether an answer, or an example in it, is as it says. */
export function createDocumentChecker(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);

  /** What is at a place of the document, or where that refers to: a response may name a schema that others share. */
  function at(path: readonly string[]): object {
    let node: unknown = document;
    for (const part of path) node = (node as Readonly<Record<string, unknown>>)[part];
    const { $ref } = node as { readonly $ref?: string };
    return $ref === undefined ? (node as object) : at($ref.split('/').slice(1));
  }

  // Compiled by itself and once: looked up in the whole document each time, a schema takes a good part of a second.
  function errorsOf(schema: object, value: unknown): unknown {
    const validate = ajv.compile(schema);
    return validate(value) ? undefined : validate.errors;
  }

  return {
    /** Undefined when the answer is as the document says; else what is wrong with it. */
    problemWith(
      path: string,
      method: string,
      answer: { readonly status: number; readonly headers: Headers; readonly body: unknown },
    ): unknown {
      const status = String(answer.status);
      const type = answer.headers.get('content-type')?.split(';', 1)[0] ?? '';
      const operation = document.paths[path]?.[method];
      if (operation?.responses[status]?.content[type] === undefined) {
        return `${method} ${path} says nothing of ${status} ${type}`;
      }
      const place = ['paths', path, method, 'responses', status, 'content', type, 'schema'];
      return errorsOf(at(place), answer.body);
    },

    /** Every example in the document that its own schema refuses, and how many examples there are. */
    judgeExamples() {
      let count = 0;
      const wrong: unknown[] = [];
      const visit = (node: unknown, path: readonly string[]) => {
        if (typeof node !== 'object' || node === null) return;
        if ('examples' in node && Array.isArray(node.examples)) {
          for (const example of node.examples) {
            count += 1;
            const errors = errorsOf(at(path), example);
            if (errors !== undefined) wrong.push({ path, errors });
          }
        }
        for (const [name, child] of Object.entries(node)) {
          if (name !== 'examples') visit(child, [...path, name]);
        }
      };
      visit(document, []);
      return { count, wrong };
    },
  };
}
