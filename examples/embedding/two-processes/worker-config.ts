/** What the primary process tells its workers. */
export interface WorkerConfig {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly sandboxUrl: string;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  readonly webhookSecret: string;
  readonly jwtSecret: string;
  readonly encryptionKey: string;
}
