const settingsSql = `select current_setting('client_encoding') as encoding,
  current_setting('extra_float_digits') as digits`;

/** Values go beside the statement here, never in it; but a session may still read or give them otherwise. */
export async function postgresSessionProblem(
  ask: (sql: string) => PromiseLike<unknown>,
): Promise<string | undefined> {
  // The shape is the driver's, which Knex hands through.
  const { rows } = (await ask(settingsSql)) as {
    readonly rows: readonly { readonly encoding: string; readonly digits: string }[];
  };
  const [settings] = rows;
  if (settings === undefined) return undefined;
  if (settings.encoding !== 'UTF8')
    return `the session speaks ${settings.encoding}, in which texts would be changed: set client_encoding = 'UTF8' in pool.afterCreate`;
  if (Number(settings.digits) < 1)
    return `the session cuts the digits of numbers: set extra_float_digits = 1 in pool.afterCreate`;
  return undefined;
}
