// The package brings no types; this is the part that is used.
declare module 'html-to-text' {
  export interface ConvertOptions {
    readonly wordwrap?: false | number;
    readonly preserveNewlines?: boolean;
    readonly selectors?: readonly {
      readonly selector: string;
      readonly format?: string;
      readonly options?: Readonly<Record<string, unknown>>;
    }[];
  }
  export function compile(options?: ConvertOptions): (html: string) => string;
}
