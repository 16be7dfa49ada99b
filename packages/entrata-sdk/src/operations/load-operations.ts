/** Gives what the first call needs: everything that imports zod, luxon or p-retry. */
export type LoadOperations = () => Promise<typeof import('../operations.js')>;

/** Loads it at the first call, so that importing the package stays cheap. */
export function operationsLoader(): LoadOperations {
  let operations: ReturnType<LoadOperations> | undefined;
  return () => {
    operations ??= import('../operations.js');
    return operations;
  };
}
