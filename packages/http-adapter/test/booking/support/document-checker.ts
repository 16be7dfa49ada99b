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
  ajv.addSchema(document, 'document');
  const refOf = (...path: string[]) =>
    `document#/${path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

  function errorsOf(ref: string, value: unknown): unknown {
    const validate = ajv.compile({ $ref: ref });
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
      return errorsOf(
        refOf('paths', path, method, 'responses', status, 'content', type, 'schema'),
        answer.body,
      );
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
            const errors = errorsOf(refOf(...path), example);
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
