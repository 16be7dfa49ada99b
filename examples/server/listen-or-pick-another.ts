/** Listens on the wanted port, or on a free one when it is taken. */
export async function listenOrPickAnother<T>(listen: (port: number) => Promise<T>, port: number): Promise<T> {
  try {
    return await listen(port);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return listen(0);
  }
}
